//! One desk: a virtual display, a private session bus and a real, unlocked keyring, with a home folder of its own.
//!
//! Nothing of the person's session is reachable from it: children get this environment and no other. Dropping the desk
//! ends everything that was started at it, by process id, and removes the folder.

mod browser;
mod bus;
mod certificate;
mod display;
mod keyring;

use crate::{Mark, Outcome};
use std::collections::BTreeMap;
use std::env;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// A private desktop session.
#[derive(Debug)]
pub struct Desk {
    environment: BTreeMap<String, String>,
    mark: Mark,
    browser: browser::Browser,
    // Dropped in this order: the keyring speaks over the bus.
    keyring: Option<keyring::Keyring>,
    _bus: bus::Bus,
    _display: display::Display,
    folder: TempDir,
}

impl Desk {
    /// Opens a desk with a display of 1440 by 960 pixels.
    ///
    /// # Errors
    /// When a program is missing or does not come up; the sentence says which and what it wrote last.
    pub fn open() -> Outcome<Self> {
        let folder = tempfile::Builder::new().prefix("bartizan-desk-").tempdir()?;
        let mark = Mark::make("BARTIZAN_DESK");
        let mut environment = base_environment(folder.path(), &mark)?;
        let browser = browser::Browser::install(&mut environment, folder.path())?;
        let logs = folder.path().join("logs");
        fs::create_dir_all(&logs)?;
        let display = display::Display::start(&environment, &logs)?;
        environment.insert("DISPLAY".into(), display.name().into());
        let bus = bus::Bus::start(&environment, folder.path(), &logs)?;
        environment.insert("DBUS_SESSION_BUS_ADDRESS".into(), bus.address().into());
        let keyring = Some(keyring::Keyring::start(&environment, &logs)?);
        Ok(Self { environment, mark, browser, keyring, _bus: bus, _display: display, folder })
    }

    /// The whole environment of a child at this desk.
    pub fn environment(&self) -> &BTreeMap<String, String> {
        &self.environment
    }

    /// Gives `command` this desk's environment and nothing else.
    pub fn seat(&self, command: &mut Command) {
        command.env_clear().envs(&self.environment).current_dir(self.folder.path());
    }

    /// A folder at the desk, made when it is not there.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn folder(&self, name: &str) -> Outcome<PathBuf> {
        let path = self.folder.path().join(name);
        fs::create_dir_all(&path)?;
        Ok(path)
    }

    /// Ends the keyring, as when a desktop session loses it.
    pub fn take_keyring_away(&mut self) {
        self.keyring = None;
    }

    /// Starts the keyring again, open, with what it held before.
    ///
    /// # Errors
    /// When it does not come up.
    pub fn bring_keyring_back(&mut self) -> Outcome<()> {
        self.keyring = None;
        self.keyring = Some(keyring::Keyring::start(&self.environment, &self.folder("logs")?)?);
        Ok(())
    }

    /// Starts an empty keyring in place of the one that was, as after a new installation.
    ///
    /// # Errors
    /// When it does not come up.
    pub fn lose_keyring(&mut self) -> Outcome<()> {
        self.keyring = None;
        let home = self.environment.get("XDG_DATA_HOME").map(PathBuf::from).unwrap_or_default();
        fs::remove_dir_all(home.join("keyrings"))?;
        self.bring_keyring_back()
    }

    /// Locks the keyring. Nobody is at the desk who could answer its question.
    ///
    /// # Errors
    /// When it stays open.
    pub fn lock_keyring(&self) -> Outcome<()> {
        keyring::lock(&self.environment)
    }

    /// The labels of what the keyring holds; the secrets stay in it.
    pub fn keyring_labels(&self) -> Vec<String> {
        keyring::labels(&self.environment)
    }

    /// The pages that were opened in the system's browser, oldest first.
    pub fn opened(&self) -> Vec<String> {
        self.browser.opened()
    }

    /// A key and a certificate that openssl made, in a folder of this name: the PEM file with both, and the certificate's DER in base64.
    ///
    /// # Errors
    /// When there is no openssl.
    pub fn certificate(&self, name: &str) -> Outcome<(String, String)> {
        certificate::make(&self.folder(name)?)
    }

    /// What uploading a PEM file to the portal comes to: the base64 of the certificate's DER.
    ///
    /// # Errors
    /// When there is no such file.
    pub fn uploaded(&self, pem: &Path) -> Outcome<String> {
        Ok(certificate::der(&fs::read_to_string(pem)?))
    }

    /// The mark that every process at this desk carries.
    pub fn mark(&self) -> &Mark {
        &self.mark
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        // What cannot be ended now is reported by the test that looks for it; a destructor has nobody to tell.
        let _ = self.mark.end_all();
    }
}

fn base_environment(root: &Path, mark: &Mark) -> Outcome<BTreeMap<String, String>> {
    let mut all = BTreeMap::new();
    let places = [
        ("HOME", "home"),
        ("XDG_RUNTIME_DIR", "run"),
        ("XDG_CONFIG_HOME", "home/.config"),
        ("XDG_DATA_HOME", "home/.local/share"),
        ("XDG_STATE_HOME", "home/.local/state"),
        ("XDG_CACHE_HOME", "home/.cache"),
        ("TMPDIR", "tmp"),
    ];
    for (name, place) in places {
        let path = root.join(place);
        fs::create_dir_all(&path)?;
        fs::set_permissions(&path, Permissions::from_mode(0o700))?;
        all.insert(name.to_owned(), path.display().to_string());
    }
    // WebKit without a GPU, without the accessibility bus and on X11; times and words the same on every machine.
    let fixed = [
        ("GDK_BACKEND", "x11"),
        ("LIBGL_ALWAYS_SOFTWARE", "1"),
        ("NO_AT_BRIDGE", "1"),
        ("WEBKIT_DISABLE_COMPOSITING_MODE", "1"),
        ("LANG", "C.UTF-8"),
        ("TZ", "UTC"),
        ("RUST_BACKTRACE", "1"),
        mark.pair(),
    ];
    all.extend(fixed.map(|(name, value)| (name.to_owned(), value.to_owned())));
    for kept in ["PATH", "BARTIZAN_RUN", "LLVM_PROFILE_FILE"] {
        if let Ok(value) = env::var(kept) {
            all.insert(kept.to_owned(), value);
        }
    }
    Ok(all)
}
