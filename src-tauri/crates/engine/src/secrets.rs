//! What a person does about the secrets' place: recover a database whose keyring is lost, make a new recovery code, move
//! everything into another place.
//!
//! Moving copies first and reads every copy back; the name file says which place counts, and it changes in one step.
//! Killed before it, the old place is whole; killed after it, the new one is, and the rest of the old is removed next time.

use crate::home::{self, DatabaseName};
use crate::product::Product;
use domain::ids::CredentialId;
use domain::secret::SecretText;
use domain::{Code, Outcome, Problem};
use jiff::Timestamp;
use std::path::Path;
use std::sync::{Arc, PoisonError};
use store::{Access, Store};
use vault::{OsKeyring, PlaceKind, RecoveryCode, SecretPlace, Vault, VaultFile};

/// Which passphrase a vault file asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassphraseFor {
    /// The one that opens the file.
    Opening,
    /// A new one, for a file that is made.
    Making,
}

/// Asks a person, a file descriptor or the service manager for a passphrase.
pub type AskPassphrase = dyn Fn(PassphraseFor) -> Outcome<SecretText> + Send + Sync;

/// The place that holds the secrets of a folder; for a new folder the one that is wished.
///
/// # Errors
/// `vault.other_place` where another one was wished than holds them; what asking for the passphrase ends with; those of
/// the vault file.
pub fn open_place(folder: &Path, wish: Option<PlaceKind>, ask: &AskPassphrase) -> Outcome<Arc<dyn SecretPlace>> {
    let held = home::kept_in(folder)?;
    if let (Some(held), Some(wish)) = (held, wish.filter(|wish| held.is_some_and(|held| held != *wish))) {
        let message = format!("The secrets of {} lie in {}.", folder.display(), home::words(held));
        return Err(Problem::new(Code::PlaceOther, message).fact("Asked for", home::words(wish)));
    }
    match held.or(wish).unwrap_or_default() {
        PlaceKind::Keyring => Ok(Arc::new(OsKeyring::default())),
        PlaceKind::VaultFile => {
            let path = home::vault_file(folder);
            // One that should be there and is not is never made anew: it would not open the database.
            if held.is_some() || path.exists() {
                return Ok(Arc::new(VaultFile::open(&path, &ask(PassphraseFor::Opening)?)?));
            }
            make_vault_file(folder, ask).map(|file| Arc::new(file) as Arc<dyn SecretPlace>)
        }
    }
}

/// Makes the vault file of a folder.
///
/// # Errors
/// As for `VaultFile::create`, and what asking for the passphrase ends with.
pub fn make_vault_file(folder: &Path, ask: &AskPassphrase) -> Outcome<VaultFile> {
    home::make_folder(folder)?;
    VaultFile::create(&home::vault_file(folder), &ask(PassphraseFor::Making)?)
}

/// What moving the secrets came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// How many secrets lie in the new place now.
    pub secrets: u32,
    /// Where they were.
    pub from: String,
    /// Where they are.
    pub to: String,
    /// Whether something could not be removed from the old place.
    pub left: Option<Box<Problem>>,
}

/// Opens a database with its recovery code and puts the key into a place, under a new id.
///
/// # Errors
/// `recovery.code_wrong`, `recovery.unreadable`, those of the place and the store.
pub fn recover(folder: &Path, typed: &SecretText, secrets: Arc<dyn SecretPlace>, now: Timestamp) -> Outcome<()> {
    if !Store::exists(folder) {
        return Err(Problem::new(Code::StoreAbsent, format!("There is no database in {} yet.", folder.display())));
    }
    let key = RecoveryCode::read(typed)?.unseal(&home::recovery_line(folder)?)?;
    // Proves that it is this database's key before anything names it; and nobody else writes meanwhile.
    let store = Store::open(folder, &key, Access::Write)?;
    let vault = Vault::new(secrets);
    // A damaged name is what may have to be recovered from.
    let before = home::load_name(folder).ok().flatten();
    let name = DatabaseName {
        key_made: before.as_ref().map_or(now, |name| name.key_made),
        recovery_made: before.and_then(|name| name.recovery_made),
        ..home::new_name(&vault, now)
    };
    vault.keep_database_key(&name.id, &key)?;
    home::save_name(folder, &name)?;
    drop(store);
    Ok(())
}

/// Moves every secret of a folder from one place into another.
///
/// # Errors
/// Those of both places and the store; the old place is untouched then.
pub fn move_secrets(
    folder: &Path,
    from: Arc<dyn SecretPlace>,
    to: Arc<dyn SecretPlace>,
    now: Timestamp,
) -> Outcome<Moved> {
    let (old, new) = (Vault::new(Arc::clone(&from)), Vault::new(Arc::clone(&to)));
    let opened = home::open(folder, &old, Access::Write, now)?;
    let mut accounts = vec![vault::database_account(&opened.name.id), vault::SIGNER_ACCOUNT.to_owned()];
    for (id, kind) in known(&opened.store)? {
        accounts.extend(vault::credential_accounts(&id, kind));
    }
    let mut secrets = 0;
    for account in &accounts {
        let Some(secret) = from.load(account)? else { continue };
        to.save(account, &secret)?;
        if to.load(account)?.is_none_or(|copy| copy.reveal() != secret.reveal()) {
            let message = format!("{} did not keep the entry {account} as it was given.", to.name());
            return Err(Problem::new(Code::KeyringRefused, message));
        }
        secrets += 1;
    }
    home::save_name(folder, &DatabaseName { place: new.kind(), keeper: new.keeper(), ..opened.name })?;
    let left = accounts.iter().find_map(|account| from.remove(account).err());
    Ok(Moved { secrets, from: old.place_name(), to: new.place_name(), left })
}

/// Every credential of a database.
fn known(store: &Store) -> Outcome<Vec<(CredentialId, domain::tenant::CredentialKind)>> {
    let mut all: Vec<_> = crate::credentials::kept(store)?.into_iter().map(|kept| (kept.id, kept.kind)).collect();
    for integration in store.integrations()? {
        let credential = integration.credential;
        if all.iter().all(|(id, _)| *id != credential.id) {
            all.push((credential.id, credential.kind));
        }
    }
    Ok(all)
}

impl Product {
    /// The recovery code that was made with the database, once; it is kept nowhere. Taken, it counts as seen.
    ///
    /// # Errors
    /// `store.unwritable`, `store.disk_full` when that cannot be noted.
    pub fn take_recovery_code(&self) -> Outcome<Option<SecretText>> {
        let mut held = self.inner.recovery.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(code) = held.take() else { return Ok(None) };
        if let Some(name) = home::load_name(self.folder())? {
            home::save_name(self.folder(), &DatabaseName { recovery_made: Some(self.now()), ..name })?;
        }
        Ok(Some(code.shown()))
    }

    /// When the recovery code was made that a person has seen; none when nobody has.
    pub fn recovery_made(&self) -> Option<Timestamp> {
        home::load_name(self.folder()).ok().flatten().and_then(|name| name.recovery_made)
    }

    /// Makes a new recovery code. The one before opens nothing any more.
    ///
    /// # Errors
    /// Those of the place; `store.unwritable`, `store.disk_full`.
    pub async fn make_recovery_code(&self) -> Outcome<SecretText> {
        self.apart(|product| {
            let folder = product.folder();
            let missing = || Problem::new(Code::StoreKeyMissing, "The database's key is not in its place any more.");
            let name = home::load_name(folder)?.ok_or_else(missing)?;
            let key = product.inner.vault.load_database_key(&name.id)?.ok_or_else(missing)?;
            let code = RecoveryCode::make()?;
            home::save_recovery_line(folder, &code.seal(&key)?)?;
            home::save_name(folder, &DatabaseName { recovery_made: Some(product.now()), ..name })?;
            Ok(code.shown())
        })
        .await
    }
}
