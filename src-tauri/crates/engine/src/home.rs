//! The data folder: which database lies in it, and which key of the keyring opens it.
//!
//! A database without its key is an error with a way out, never a reason to make a new key: that would leave the old
//! one unreadable for good, silently.

use domain::{Code, Outcome, Problem};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use store::{Access, Store};
use vault::Vault;

/// Names the database, so that several data folders can share a keyring. Not secret.
const NAME_FILE: &str = "bartizan.id";

/// Which database lies in a folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DatabaseName {
    /// The id under which its key is kept.
    pub(crate) id: String,
    /// When the key was made.
    pub(crate) key_made: Timestamp,
}

/// Opens the database of a folder; makes folder, name, key and database where there is nothing yet.
pub(crate) fn open(folder: &Path, vault: &Vault, access: Access, now: Timestamp) -> Outcome<(Store, DatabaseName)> {
    let exists = Store::exists(folder);
    if !exists && access == Access::Read {
        let message = format!("There is no database in {} yet.", folder.display());
        return Err(Problem::new(Code::StoreAbsent, message));
    }
    make_folder(folder)?;
    let name = match load_name(folder)? {
        Some(name) => name,
        None if exists => return Err(key_missing(folder, vault)),
        None => DatabaseName { id: uuid::Uuid::new_v4().to_string(), key_made: now },
    };
    let key = match vault.load_database_key(&name.id)? {
        Some(key) => key,
        None if exists => return Err(key_missing(folder, vault)),
        None => {
            // The key is in the keyring before anything names it; a crash in between leaves an unused entry.
            let key = vault.make_database_key(&name.id)?;
            save_name(folder, &name)?;
            key
        }
    };
    Ok((Store::open(folder, &key, access)?, name))
}

fn key_missing(folder: &Path, vault: &Vault) -> Box<Problem> {
    let message = format!("{} has no key for the database in {}.", vault.place_name(), folder.display());
    Problem::new(Code::StoreKeyMissing, message).fact("Database", Store::database_path(folder).display())
}

fn make_folder(folder: &Path) -> Outcome<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| unwritable(folder, &error))
}

fn load_name(folder: &Path) -> Outcome<Option<DatabaseName>> {
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

/// Writes the name beside its place and moves it there, so that it is whole or absent.
fn save_name(folder: &Path, name: &DatabaseName) -> Outcome<()> {
    let path = folder.join(NAME_FILE);
    let beside: PathBuf = folder.join(format!("{NAME_FILE}.new"));
    let text = serde_json::to_string(name)
        .map_err(|_| Problem::new(Code::Unexpected, "The database's name cannot be written as JSON."))?;
    let write = || -> std::io::Result<()> {
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&beside)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, &path)
    };
    write().map_err(|error| unwritable(&path, &error))
}

fn unwritable(path: &Path, error: &std::io::Error) -> Box<Problem> {
    let (code, what) = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => (Code::StoreDiskFull, "The disk is full"),
        _ => (Code::StoreUnwritable, "It cannot be written"),
    };
    Problem::new(code, format!("{what}: {}.", path.display())).fact("Path", path.display()).fact("Cause", error)
}
