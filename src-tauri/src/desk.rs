//! What only a window has: the person's preferences, kept by tauri-plugin-store in the data folder, and what is shown or copied
//! without the page, because it is secret.

use api::{Api, HandOutRequest, Nothing, Preferences, ProblemView};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tauri::{AppHandle, Manager};
use tauri_plugin_clipboard_manager::ClipboardExt;
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};
use tauri_plugin_store::StoreExt;

const FILE: &str = "preferences.json";
const KEY: &str = "preferences";
/// For so long a secret stays in the clipboard.
const COPIED_FOR: Duration = Duration::from_secs(60);

/// The desk on which the window stands.
pub(crate) struct Desk {
    app: AppHandle,
    file: PathBuf,
    api: Arc<Api>,
}

impl Desk {
    pub(crate) fn new(app: AppHandle, folder: PathBuf, api: Arc<Api>) -> Self {
        Self { app, file: folder.join(FILE), api }
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

    /// Shows the recovery code in a window of the system's own: the one that was made with the data folder when nobody has
    /// seen it yet and this is still its first run, a new one otherwise.
    pub(crate) async fn recovery_code_show(&self, _: Nothing) -> Result<Nothing, ProblemView> {
        let code = match self.api.take_recovery_code().await? {
            Some(code) => code,
            None => self.api.make_recovery_code().await?,
        };
        let (seen, was_seen) = tokio::sync::oneshot::channel();
        let text = format!("{}\n\n{}", code.reveal(), api::KEEP_RECOVERY_CODE);
        let dialog = self.app.dialog().message(text).title("Recovery code").kind(MessageDialogKind::Info);
        let dialog = match self.app.get_webview_window("main") {
            Some(window) => dialog.parent(&window),
            None => dialog,
        };
        // Whoever asked may be gone when it is closed; then nobody waits for that.
        dialog.show(move |_| {
            let _ = seen.send(());
        });
        drop(was_seen.await);
        Ok(Nothing {})
    }

    /// Copies a client secret into the clipboard, and clears it after a minute unless something else was copied meanwhile.
    pub(crate) async fn credential_secret_copy(&self, request: HandOutRequest) -> Result<Nothing, ProblemView> {
        let secret = self.api.reveal_secret(&request.id, &request.integration).await?;
        let copied = self.app.clipboard().write_text(secret.reveal());
        copied.map_err(|error| api::clipboard_problem(&error.to_string()))?;
        let app = self.app.clone();
        tauri::async_runtime::spawn(async move {
            tokio::time::sleep(COPIED_FOR).await;
            if app.clipboard().read_text().is_ok_and(|text| text == secret.reveal()) {
                drop(app.clipboard().clear());
            }
        });
        Ok(Nothing {})
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
