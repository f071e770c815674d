//! Secrets: the OS keyring, the database's key, RSA keys and the certificates made for them.
//!
//! The only crate that names keyring, rcgen and rustls-pemfile. What it returns can sign or be put on the wire, but
//! cannot be printed. It does not know tenants, hosts or tokens.

mod certificate;
mod keyring_place;
mod pem;
mod place;

pub use certificate::{MadeCertificate, SigningKey, make_certificate};
pub use keyring_place::OsKeyring;
pub use pem::read_pem;
pub use place::{SecretPlace, Stored, Vault};
