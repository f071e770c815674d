//! PFX files (PKCS#12, RFC 7292): certificate and key in one file with a password, as Windows keeps them.
//!
//! Written with AES-256 and PBKDF2/HMAC-SHA256; read also with the Triple DES and RC2 of older programs, because Windows
//! still exports with them.

mod ber;
mod kdf;
mod read;
mod shape;
mod write;

use ber::definite;
pub(crate) use kdf::{Purpose, derive_key, utf16};
pub(crate) use read::{Bag, contents, looks_like_pfx};
pub(crate) use shape::EncryptedKey;
#[cfg(test)]
pub(crate) use write::written;
