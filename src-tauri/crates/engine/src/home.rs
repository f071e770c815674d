//! The data folder: which database lies in it, and which key of the keyring opens it.
//!
//! A database without its key is an error with a way out, never a reason to make a new key: that would leave the old
//! one unreadable for good, silently. Which kind of place holds the key, and which program keeps it there, stands in the
//! folder, because desktops change their keyring under people and the key is then looked for in the wrong one.

use domain::{Code, Outcome, Problem};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use store::{Access, Store};
use vault::{PlaceKind, RecoveryCode, Vault};

/// Names the database, so that several data folders can share a keyring. Not secret.
const NAME_FILE: &str = "bartizan.id";
/// The database's key, encrypted with the recovery code.
const RECOVERY_FILE: &str = "bartizan.recovery";
/// The encrypted vault file, where a person chose one.
const VAULT_FILE: &str = "bartizan.vault";

/// Which database lies in a folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DatabaseName {
    /// The id under which its key is kept.
    pub(crate) id: String,
    /// When the key was made.
    pub(crate) key_made: Timestamp,
    /// The kind of place that holds it.
    #[serde(default)]
    pub(crate) place: PlaceKind,
    /// The program that keeps it there, such as `GNOME Keyring`; empty when it could not be told.
    #[serde(default)]
    pub(crate) keeper: String,
    /// When the recovery code was made that a person has seen; none when nobody has.
    #[serde(default)]
    pub(crate) recovery_made: Option<Timestamp>,
}

/// A database that was opened.
pub(crate) struct Opened {
    pub(crate) store: Store,
    pub(crate) name: DatabaseName,
    /// The code that was made with the database; it is not kept anywhere.
    pub(crate) recovery: Option<RecoveryCode>,
}

/// Opens the database of a folder; makes folder, name, key and database where there is nothing yet.
pub(crate) fn open(folder: &Path, vault: &Vault, access: Access, now: Timestamp) -> Outcome<Opened> {
    let exists = Store::exists(folder);
    if !exists && access == Access::Read {
        let message = format!("There is no database in {} yet.", folder.display());
        return Err(Problem::new(Code::StoreAbsent, message));
    }
    make_folder(folder)?;
    let mut name = match load_name(folder)? {
        Some(name) => name,
        None if exists => return Err(key_missing(folder, vault, None)),
        None => new_name(vault, now),
    };
    if name.place != vault.kind() && exists {
        let message = format!("The key of the database in {} lies in {}.", folder.display(), words(name.place));
        return Err(Problem::new(Code::PlaceOther, message).fact("Asked for", words(vault.kind())));
    }
    let mut recovery = None;
    let key = match vault.load_database_key(&name.id)? {
        Some(key) => key,
        None if exists => return Err(key_missing(folder, vault, Some(&name))),
        None => {
            // The key is in the keyring before anything names it; a crash in between leaves an unused entry.
            let key = vault.make_database_key(&name.id)?;
            let code = RecoveryCode::make()?;
            write_whole(&folder.join(RECOVERY_FILE), &code.seal(&key)?)?;
            name = DatabaseName { place: vault.kind(), keeper: vault.keeper(), ..name };
            save_name(folder, &name)?;
            recovery = Some(code);
            key
        }
    };
    let store = Store::open(folder, &key, access)?;
    // Found, and by another program: what a person moved to another keyring is noted, not doubted.
    let keeper = if access == Access::Write { vault.keeper() } else { String::new() };
    if !keeper.is_empty() && keeper != name.keeper {
        name.keeper = keeper;
        save_name(folder, &name)?;
    }
    Ok(Opened { store, name, recovery })
}

/// Which kind of place holds the secrets of a folder; none when nothing was kept yet.
///
/// # Errors
/// `store.unreadable`.
pub fn kept_in(folder: &Path) -> Outcome<Option<PlaceKind>> {
    Ok(load_name(folder)?.filter(|_| Store::exists(folder)).map(|name| name.place))
}

/// Where the vault file of a folder lies.
pub fn vault_file(folder: &Path) -> PathBuf {
    folder.join(VAULT_FILE)
}

/// A name for a database whose key lies in that vault.
pub(crate) fn new_name(vault: &Vault, now: Timestamp) -> DatabaseName {
    DatabaseName {
        id: uuid::Uuid::new_v4().to_string(),
        key_made: now,
        place: vault.kind(),
        keeper: vault.keeper(),
        recovery_made: None,
    }
}

/// The line with the encrypted key beside the database.
pub(crate) fn recovery_line(folder: &Path) -> Outcome<String> {
    let path = folder.join(RECOVERY_FILE);
    fs::read_to_string(&path).map_err(|error| {
        Problem::new(Code::RecoveryUnreadable, format!("{} cannot be read.", path.display()))
            .fact("Path", path.display())
            .fact("Cause", error)
    })
}

/// Replaces the line with the encrypted key.
pub(crate) fn save_recovery_line(folder: &Path, line: &str) -> Outcome<()> {
    write_whole(&folder.join(RECOVERY_FILE), line)
}

/// The words for a kind of place.
pub(crate) fn words(place: PlaceKind) -> &'static str {
    match place {
        PlaceKind::Keyring => "the system's keyring",
        PlaceKind::VaultFile => "the encrypted vault file",
    }
}

fn key_missing(folder: &Path, vault: &Vault, name: Option<&DatabaseName>) -> Box<Problem> {
    let database = Store::database_path(folder);
    let keeper = vault.keeper();
    if let Some(name) = name.filter(|name| !name.keeper.is_empty() && !keeper.is_empty() && name.keeper != keeper) {
        let message = format!(
            "The key of the database in {} was put into {}; {keeper} answers now and does not have it.",
            folder.display(),
            name.keeper
        );
        return Problem::new(Code::KeyringOther, message)
            .fact("Database", database.display())
            .fact("Kept by", &name.keeper)
            .fact("Answers now", keeper);
    }
    let message = format!("{} has no key for the database in {}.", vault.place_name(), folder.display());
    Problem::new(Code::StoreKeyMissing, message).fact("Database", database.display())
}

pub(crate) fn make_folder(folder: &Path) -> Outcome<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| unwritable(folder, &error))
}

pub(crate) fn load_name(folder: &Path) -> Outcome<Option<DatabaseName>> {
    let path = folder.join(NAME_FILE);
    match fs::read(&path) {
        Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|_| {
            Problem::new(Code::StoreUnreadable, format!("{} is damaged.", path.display())).fact("Path", path.display())
        }),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Problem::new(Code::StoreUnreadable, format!("{} cannot be read.", path.display()))
            .fact("Path", path.display())
            .fact("Cause", error)),
    }
}

/// Replaces the name of the database in a folder.
pub(crate) fn save_name(folder: &Path, name: &DatabaseName) -> Outcome<()> {
    let text = serde_json::to_string(name)
        .map_err(|_| Problem::new(Code::Unexpected, "The database's name cannot be written as JSON."))?;
    write_whole(&folder.join(NAME_FILE), &text)
}

/// Writes a small file beside its place and moves it there, so that it is whole or absent.
fn write_whole(path: &Path, text: &str) -> Outcome<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    let write = || -> std::io::Result<()> {
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&beside)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    write().map_err(|error| unwritable(path, &error))
}

fn unwritable(path: &Path, error: &std::io::Error) -> Box<Problem> {
    let (code, what) = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => (Code::StoreDiskFull, "The disk is full"),
        _ => (Code::StoreUnwritable, "It cannot be written"),
    };
    Problem::new(code, format!("{what}: {}.", path.display())).fact("Path", path.display()).fact("Cause", error)
}
