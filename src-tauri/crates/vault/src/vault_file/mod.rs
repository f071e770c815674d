//! An encrypted file that keeps secrets, for machines where no keyring answers. Only ever used when a person chose it.
//!
//! The passphrase goes through Argon2id once, when the file is opened; its key stays in memory. Every change reads the file
//! anew under a lock and writes it whole beside its place, so several processes can use it and a kill leaves the old one.

mod form;

use crate::cipher::CipherKey;
use crate::place::{PlaceKind, SecretPlace};
use domain::secret::{SecretBytes, SecretText};
use domain::{Code, Outcome, Problem};
use form::{Costs, Entries, Frame};
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// A shorter passphrase is guessed too soon, whatever it costs to try one.
const FEWEST_CHARACTERS: usize = 12;

/// An encrypted file of secrets, open.
pub struct VaultFile {
    path: PathBuf,
    key: CipherKey,
}

impl VaultFile {
    /// Makes a file where there is none.
    ///
    /// # Errors
    /// `setup.input_invalid` for a passphrase that is too short; `store.unwritable`, `store.disk_full`, also where
    /// there is a file already.
    pub fn create(path: &Path, passphrase: &SecretText) -> Outcome<Self> {
        if passphrase.reveal().chars().count() < FEWEST_CHARACTERS {
            let message = format!("The passphrase has fewer than {FEWEST_CHARACTERS} characters.");
            return Err(Problem::new(Code::InputInvalid, message));
        }
        if path.exists() {
            let message = format!("There is a vault file already: {}.", path.display());
            return Err(Problem::new(Code::StoreUnwritable, message).fact("Path", path.display()));
        }
        let frame = Frame::make(Costs::USUAL)?;
        let key = frame.key(passphrase)?;
        let file = Self { path: path.to_owned(), key };
        let _lock = file.lock()?;
        file.write(&frame.checked_by(&file.key), &Entries::default())?;
        Ok(file)
    }

    /// Opens a file.
    ///
    /// # Errors
    /// `vault.missing`, `vault.damaged`, `vault.passphrase_wrong`.
    pub fn open(path: &Path, passphrase: &SecretText) -> Outcome<Self> {
        let (frame, sealed) = read(path)?;
        let key = frame.key(passphrase)?;
        if !frame.is_of(&key) {
            let message = format!("The passphrase does not open {}.", path.display());
            return Err(Problem::new(Code::VaultPassphraseWrong, message).fact("Path", path.display()));
        }
        frame.entries(&key, &sealed).ok_or_else(|| damaged(path, "Its content was changed."))?;
        Ok(Self { path: path.to_owned(), key })
    }

    /// Gives the file another passphrase; what it keeps stays.
    ///
    /// # Errors
    /// As for `create` and `open`.
    pub fn change_passphrase(&mut self, passphrase: &SecretText) -> Outcome<()> {
        if passphrase.reveal().chars().count() < FEWEST_CHARACTERS {
            let message = format!("The passphrase has fewer than {FEWEST_CHARACTERS} characters.");
            return Err(Problem::new(Code::InputInvalid, message));
        }
        let _lock = self.lock()?;
        let (_, entries) = self.entries()?;
        let frame = Frame::make(Costs::USUAL)?;
        let key = frame.key(passphrase)?;
        let changed = Self { path: self.path.clone(), key };
        changed.write(&frame.checked_by(&changed.key), &entries)?;
        self.key = changed.key;
        Ok(())
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn entries(&self) -> Outcome<(Frame, Entries)> {
        let (frame, sealed) = read(&self.path)?;
        if !frame.is_of(&self.key) {
            let message = format!("{} was given another passphrase since it was opened.", self.path.display());
            return Err(Problem::new(Code::VaultPassphraseWrong, message).fact("Path", self.path.display()));
        }
        let entries =
            frame.entries(&self.key, &sealed).ok_or_else(|| damaged(&self.path, "Its content was changed."))?;
        Ok((frame, entries))
    }

    fn change(&self, change: impl FnOnce(&mut Entries)) -> Outcome<()> {
        let _lock = self.lock()?;
        let (frame, mut entries) = self.entries()?;
        change(&mut entries);
        self.write(&frame, &entries)
    }

    /// Ends with the file that is returned, however the process ends.
    fn lock(&self) -> Outcome<File> {
        let path = self.path.with_extension("vault.lock");
        let taken = private(OpenOptions::new().create(true).write(true).truncate(false))
            .open(&path)
            .and_then(|file| file.lock().map(|()| file));
        taken.map_err(|error| unwritable(&path, &error))
    }

    /// Writes it whole beside its place and moves it there.
    fn write(&self, frame: &Frame, entries: &Entries) -> Outcome<()> {
        let text = frame.text(&self.key, entries).ok_or_else(|| {
            Problem::new(Code::Unexpected, "The vault file could not be encrypted.").fact("Path", self.path.display())
        })?;
        let beside = self.path.with_extension("vault.new");
        let write = || -> std::io::Result<()> {
            let mut file = private(OpenOptions::new().create(true).write(true).truncate(true)).open(&beside)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            fs::rename(&beside, &self.path)?;
            // The name is what the kill of a machine could lose.
            self.path.parent().map_or(Ok(()), |folder| File::open(folder).and_then(|folder| folder.sync_all()))
        };
        write().map_err(|error| unwritable(&self.path, &error))
    }
}

impl SecretPlace for VaultFile {
    fn name(&self) -> String {
        "Vault file".to_owned()
    }

    fn kind(&self) -> PlaceKind {
        PlaceKind::VaultFile
    }

    fn load(&self, account: &str) -> Outcome<Option<SecretBytes>> {
        self.entries().map(|(_, mut entries)| entries.0.remove(account))
    }

    fn save(&self, account: &str, secret: &SecretBytes) -> Outcome<()> {
        self.change(|entries| drop(entries.0.insert(account.to_owned(), secret.clone())))
    }

    fn remove(&self, account: &str) -> Outcome<()> {
        self.change(|entries| drop(entries.0.remove(account)))
    }
}

fn read(path: &Path) -> Outcome<(Frame, Vec<u8>)> {
    let text = fs::read_to_string(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Problem::new(Code::VaultMissing, format!("There is no vault file {}.", path.display()))
            .fact("Path", path.display()),
        ErrorKind::InvalidData => damaged(path, "It is not text."),
        _ => damaged(path, "It cannot be read.").fact("Cause", error),
    })?;
    Frame::read(&text).ok_or_else(|| damaged(path, "It is not built as one, or by a newer version."))
}

fn damaged(path: &Path, why: &str) -> Box<Problem> {
    Problem::new(Code::VaultDamaged, format!("The vault file {} cannot be used. {why}", path.display()))
        .fact("Path", path.display())
}

fn unwritable(path: &Path, error: &std::io::Error) -> Box<Problem> {
    let code = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Code::StoreDiskFull,
        _ => Code::StoreUnwritable,
    };
    Problem::new(code, format!("{} could not be written.", path.display()))
        .fact("Path", path.display())
        .fact("Cause", error)
}

fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
