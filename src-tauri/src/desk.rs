//! What only a window has: the person's preferences, kept by tauri-plugin-store in the data folder. Nothing secret.

use api::{Nothing, Preferences, ProblemView};
use std::path::PathBuf;
use tauri::AppHandle;
use tauri_plugin_store::StoreExt;

const FILE: &str = "preferences.json";
const KEY: &str = "preferences";

/// The desk on which the window stands.
pub(crate) struct Desk {
    app: AppHandle,
    file: PathBuf,
}

impl Desk {
    pub(crate) fn new(app: AppHandle, folder: PathBuf) -> Self {
        Self { app, file: folder.join(FILE) }
    }

    /// The preferences; those of a new installation where there are none, or where they cannot be read.
    pub(crate) async fn preferences_load(&self, _: Nothing) -> Result<Preferences, ProblemView> {
        let kept = self.app.store(&self.file).ok().and_then(|store| store.get(KEY));
        Ok(kept.and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default())
    }

    /// Keeps the preferences.
    pub(crate) async fn preferences_save(&self, preferences: Preferences) -> Result<Nothing, ProblemView> {
        let save = || -> Result<(), Box<dyn std::error::Error>> {
            let store = self.app.store(&self.file)?;
            store.set(KEY, serde_json::to_value(preferences)?);
            store.save()?;
            private(&self.file)?;
            Ok(())
        };
        save().map(|()| Nothing {}).map_err(|error| api::folder_problem(&self.file, &error.to_string()))
    }
}

/// Readable by its owner only, like everything in the folder.
#[cfg(unix)]
fn private(file: &std::path::Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o600))
}

#[cfg(not(unix))]
fn private(_: &std::path::Path) -> std::io::Result<()> {
    Ok(())
}
