//! What must not be seen: text and bytes without Serialize, Display or Debug, zeroed when dropped.
//!
//! A secret is read at one place only, where it is put on the wire or into the keyring; `reveal` is the word to
//! search for. Signing is a trait, so that the wire can sign without ever holding a private key.

use crate::Outcome;
use serde::{Deserialize, Deserializer};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// A client secret, a token, a device code: text that is zeroed when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct SecretText(String);

impl SecretText {
    /// Takes the text over.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The text itself, for the one place that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// True when nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'de> Deserialize<'de> for SecretText {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self)
    }
}

/// Bytes of a key, zeroed when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct SecretBytes(Vec<u8>);

impl SecretBytes {
    /// Takes the bytes over.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes themselves, for the one place that needs them.
    pub fn reveal(&self) -> &[u8] {
        &self.0
    }
}

/// The 32 bytes that open the database.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct DatabaseKey([u8; 32]);

impl DatabaseKey {
    /// Takes the bytes over.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes themselves, for the keyring.
    pub fn reveal(&self) -> &[u8; 32] {
        &self.0
    }

    /// The key as 64 hex digits, the only length that the cipher does not take for a passphrase.
    pub fn hex(&self) -> Zeroizing<String> {
        let mut hex = Zeroizing::new(String::with_capacity(64));
        for byte in self.0 {
            for nibble in [byte >> 4, byte & 15] {
                hex.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
            }
        }
        hex
    }
}

/// How a client assertion is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssertionAlgorithm {
    /// RSASSA-PSS with SHA-256 and a salt of 32 bytes; header `x5t#S256`.
    Ps256,
    /// RSASSA-PKCS1-v1_5 with SHA-256; header `x5t`. The older form.
    Rs256,
}

/// A private key that can sign client assertions without being seen.
pub trait AssertionKey: Send + Sync {
    /// Signs `message`.
    ///
    /// # Errors
    /// `credential.key_unusable` when the key cannot sign.
    fn sign(&self, algorithm: AssertionAlgorithm, message: &[u8]) -> Outcome<Vec<u8>>;

    /// SHA-256 of the certificate's DER.
    fn thumbprint_sha256(&self) -> [u8; 32];

    /// SHA-1 of the certificate's DER.
    fn thumbprint_sha1(&self) -> [u8; 20];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_key_is_always_sixty_four_hex_digits() {
        assert_eq!(DatabaseKey::new([0; 32]).hex().len(), 64, "fewer would be taken as a passphrase");
        assert!(DatabaseKey::new([0xab; 32]).hex().starts_with("abab"));
    }
}
