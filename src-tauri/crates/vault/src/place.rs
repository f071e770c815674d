//! What is kept where: the accounts under which secrets lie, whatever keeps them.
//!
//! Keys are stored as DER: the smallest keyring takes 2,560 bytes an entry, which a 4096-bit key in PEM would exceed.
//! The certificate is an entry of its own for the same reason.

use crate::certificate::MadeCertificate;
use crate::signing::SigningKey;
use domain::ids::CredentialId;
use domain::secret::{DatabaseKey, SecretBytes, SecretText};
use domain::tenant::CredentialKind;
use domain::{Code, Outcome, Problem};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use zeroize::Zeroize;

/// The kinds of place; which one holds a database's key is written beside the database.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// The operating system's keyring.
    #[default]
    Keyring,
    /// An encrypted file with a passphrase.
    VaultFile,
}

/// Something that keeps secrets by account.
pub trait SecretPlace: Send + Sync {
    /// Its name for people, such as `Secret Service`.
    fn name(&self) -> String;
    /// Its kind.
    fn kind(&self) -> PlaceKind {
        PlaceKind::Keyring
    }
    /// The program that keeps the secrets, such as `GNOME Keyring`; empty when it cannot be told.
    fn keeper(&self) -> String {
        String::new()
    }
    /// The secret of an account; none when there is none.
    ///
    /// # Errors
    /// `keyring.unavailable`, `keyring.locked`, `keyring.refused`.
    fn load(&self, account: &str) -> Outcome<Option<SecretBytes>>;
    /// Stores a secret, replacing what was there.
    ///
    /// # Errors
    /// As for `load`.
    fn save(&self, account: &str, secret: &SecretBytes) -> Outcome<()>;
    /// Removes a secret; one that is not there is no error.
    ///
    /// # Errors
    /// As for `load`.
    fn remove(&self, account: &str) -> Outcome<()>;
}

/// A credential as it comes out of the vault.
pub enum Stored {
    /// A client secret's Value.
    Secret(SecretText),
    /// A key that signs.
    Certificate(Arc<SigningKey>),
}

/// Under which account the key of a database lies.
pub fn database_account(database: &str) -> String {
    format!("database/{database}")
}

/// Under which accounts a credential lies.
pub fn credential_accounts(id: &CredentialId, kind: CredentialKind) -> Vec<String> {
    match kind {
        CredentialKind::Secret => vec![format!("secret/{id}")],
        CredentialKind::Certificate => vec![format!("key/{id}"), format!("certificate/{id}")],
    }
}

/// The product's secrets.
#[derive(Clone)]
pub struct Vault {
    place: Arc<dyn SecretPlace>,
}

impl Vault {
    /// A vault over a place.
    pub fn new(place: Arc<dyn SecretPlace>) -> Self {
        Self { place }
    }

    pub(crate) fn place(&self) -> &dyn SecretPlace {
        self.place.as_ref()
    }

    /// Where the secrets lie, for people.
    pub fn place_name(&self) -> String {
        self.place.name()
    }

    /// The kind of place.
    pub fn kind(&self) -> PlaceKind {
        self.place.kind()
    }

    /// The program that keeps the secrets there; empty when it cannot be told.
    pub fn keeper(&self) -> String {
        self.place.keeper()
    }

    /// Puts a database's key under an id.
    ///
    /// # Errors
    /// Those of the place.
    pub fn keep_database_key(&self, database: &str, key: &DatabaseKey) -> Outcome<()> {
        self.place.save(&database_account(database), &SecretBytes::new(key.reveal().to_vec()))
    }

    /// The key of the database of that id; none when the keyring has none.
    ///
    /// # Errors
    /// Those of the place; `store.key_wrong` when the entry is no key.
    pub fn load_database_key(&self, database: &str) -> Outcome<Option<DatabaseKey>> {
        let Some(bytes) = self.place.load(&database_account(database))? else { return Ok(None) };
        let key: [u8; 32] = bytes.reveal().try_into().map_err(|_| {
            Problem::new(Code::StoreKeyWrong, "The keyring's entry for the database is not a key of 32 bytes.")
        })?;
        Ok(Some(DatabaseKey::new(key)))
    }

    /// Makes a random key for the database of that id and stores it before returning it.
    ///
    /// # Errors
    /// Those of the place; `internal.unexpected` when the system has no randomness.
    pub fn make_database_key(&self, database: &str) -> Outcome<DatabaseKey> {
        let mut bytes = [0_u8; 32];
        aws_lc_rs::rand::fill(&mut bytes)
            .map_err(|_| Problem::new(Code::Unexpected, "The operating system gave no random bytes."))?;
        let key = DatabaseKey::new(bytes);
        self.place.save(&database_account(database), &SecretBytes::new(bytes.to_vec()))?;
        bytes.zeroize();
        Ok(key)
    }

    /// Removes the key of a database that is thrown away.
    ///
    /// # Errors
    /// Those of the place.
    pub fn remove_database_key(&self, database: &str) -> Outcome<()> {
        self.place.remove(&database_account(database))
    }

    /// Stores a certificate and its key.
    ///
    /// # Errors
    /// Those of the place.
    pub fn save_certificate(&self, id: &CredentialId, made: &MadeCertificate) -> Outcome<()> {
        self.place.save(&format!("key/{id}"), &made.key_der)?;
        self.place.save(&format!("certificate/{id}"), &SecretBytes::new(made.certificate_der.clone()))
    }

    /// Stores a client secret.
    ///
    /// # Errors
    /// Those of the place.
    pub fn save_secret(&self, id: &CredentialId, secret: &SecretText) -> Outcome<()> {
        self.place.save(&format!("secret/{id}"), &SecretBytes::new(secret.reveal().as_bytes().to_vec()))
    }

    /// Removes a credential that is not used any more.
    ///
    /// # Errors
    /// Those of the place.
    pub fn remove_credential(&self, id: &CredentialId, kind: CredentialKind) -> Outcome<()> {
        credential_accounts(id, kind).iter().try_for_each(|account| self.place.remove(account))
    }

    /// A certificate with its key, as it was kept.
    ///
    /// # Errors
    /// `credential.missing` when it is gone; those of the place.
    pub fn load_certificate(&self, id: &CredentialId) -> Outcome<MadeCertificate> {
        let certificate_der = self.load_part("certificate", id)?.reveal().to_vec();
        let expires = crate::judge::read_certificate(&certificate_der).ok().map(|facts| facts.ends);
        Ok(MadeCertificate { key_der: self.load_part("key", id)?, certificate_der, expires })
    }

    /// A client secret's Value, as it was kept.
    ///
    /// # Errors
    /// `credential.missing` when it is gone; those of the place.
    pub fn load_secret(&self, id: &CredentialId) -> Outcome<SecretText> {
        let bytes = self.load_part("secret", id)?;
        let text = std::str::from_utf8(bytes.reveal())
            .map_err(|_| Problem::new(Code::CredentialMissing, "The keyring's entry for the secret is not text."))?;
        Ok(SecretText::new(text.to_owned()))
    }

    fn load_part(&self, part: &str, id: &CredentialId) -> Outcome<SecretBytes> {
        self.place.load(&format!("{part}/{id}"))?.ok_or_else(|| {
            let message = format!("{} has no entry {part}/{id} any more.", self.place.name());
            Problem::new(Code::CredentialMissing, message)
        })
    }

    /// A credential, ready to be used.
    ///
    /// # Errors
    /// `credential.missing` when it is gone; `credential.key_unusable`; those of the place.
    pub fn load_credential(&self, id: &CredentialId, kind: CredentialKind) -> Outcome<Stored> {
        match kind {
            CredentialKind::Secret => self.load_secret(id).map(Stored::Secret),
            CredentialKind::Certificate => {
                let certificate = self.load_part("certificate", id)?;
                let key = SigningKey::new(&self.load_part("key", id)?, certificate.reveal())?;
                Ok(Stored::Certificate(Arc::new(key)))
            }
        }
    }
}
