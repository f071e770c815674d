//! Secrets: the OS keyring, the database's key, RSA keys and the certificates made for them.
//!
//! The only crate that names keyring, rcgen and rustls-pemfile. What it returns can sign or be put on the wire, but
//! cannot be printed. It does not know tenants, hosts or tokens.

mod certificate;
mod cipher;
mod forms;
mod judge;
mod keyring;
#[cfg(test)]
mod memory_place;
mod pem;
mod pfx;
mod place;
mod recovery;
mod sealed;
mod signer;
mod signing;
mod vault_file;

pub use certificate::{CertificateWish, KEY_BITS, MOST_DAYS, MadeCertificate, USUAL_DAYS, make_certificate};
pub use forms::certificate_pem;
pub use judge::{CertificateFacts, Judged, judge, read_certificate};
pub use keyring::OsKeyring;
pub use place::{PlaceKind, SecretPlace, Stored, Vault, credential_accounts, database_account};
pub use recovery::RecoveryCode;
pub use signer::{SIGNER_ACCOUNT, Signer, fingerprint, verify};
pub use signing::SigningKey;
pub use vault_file::VaultFile;
