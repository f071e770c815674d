//! The identity of this installation: an Ed25519 key that signs the files which it hands to other people.
//!
//! A plan of a setup travels by mail to an administrator who carries it out, so whoever opens it has to be able to tell
//! that nobody changed it. The key is made on first use and lies where the other secrets lie; it opens nothing.

use crate::place::Vault;
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use domain::secret::SecretBytes;
use domain::{Code, Outcome, Problem};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// The account under which the seed of the installation's key lies.
pub const SIGNER_ACCOUNT: &str = "installation/signer";
const SEED: usize = 32;
/// How many of SHA-256's bytes people compare: 128 bits, which nobody can aim at.
const COMPARED: usize = 16;

/// The key of this installation.
pub struct Signer {
    pair: Ed25519KeyPair,
    public: [u8; 32],
}

impl Signer {
    fn new(seed: &SecretBytes) -> Outcome<Self> {
        let damaged = |_| Problem::new(Code::KeyUnusable, "The key of this installation is damaged.");
        let pair = Ed25519KeyPair::from_seed_unchecked(seed.reveal()).map_err(damaged)?;
        let public = pair.public_key().as_ref().try_into().map_err(|_| {
            Problem::new(Code::Unexpected, "The public key of this installation does not have 32 bytes.")
        })?;
        Ok(Self { pair, public })
    }

    /// Signs a message: 64 bytes as RFC 8032 describes them.
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.pair.sign(message).as_ref().to_vec()
    }

    /// The public key.
    pub fn public(&self) -> [u8; 32] {
        self.public
    }
}

impl Vault {
    /// The key of this installation; made and kept when there is none yet.
    ///
    /// # Errors
    /// Those of the place; `credential.key_unusable` when the entry is no key.
    pub fn signer(&self) -> Outcome<Signer> {
        if let Some(seed) = self.place().load(SIGNER_ACCOUNT)? {
            return Signer::new(&seed);
        }
        let mut seed = Zeroizing::new([0_u8; SEED]);
        aws_lc_rs::rand::fill(seed.as_mut())
            .map_err(|_| Problem::new(Code::Unexpected, "The operating system gave no random bytes."))?;
        self.place().save(SIGNER_ACCOUNT, &SecretBytes::new(seed.to_vec()))?;
        // Another process may have made one at the same moment; the one that is kept counts.
        let kept = self.place().load(SIGNER_ACCOUNT)?.ok_or_else(|| {
            Problem::new(
                Code::KeyringRefused,
                format!("{} did not keep the entry {SIGNER_ACCOUNT}.", self.place_name()),
            )
        })?;
        Signer::new(&kept)
    }
}

/// Whether `signature` is of that message by the owner of that public key.
pub fn verify(public: &[u8; 32], message: &[u8], signature: &[u8]) -> bool {
    UnparsedPublicKey::new(&ED25519, public).verify(message, signature).is_ok()
}

/// A public key in a form that people can compare over the telephone: 128 bits of its SHA-256, in groups of four.
pub fn fingerprint(public: &[u8; 32]) -> String {
    let digest = Sha256::digest(public);
    let groups: Vec<_> = digest[..COMPARED].chunks(2).map(|pair| format!("{:02X}{:02X}", pair[0], pair[1])).collect();
    groups.join(" ")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::SecretPlace;
    use crate::memory_place::MemoryPlace;
    use std::sync::Arc;

    #[test]
    fn the_key_is_made_once_and_verifies_what_it_signed() {
        let vault = Vault::new(Arc::new(MemoryPlace::default()));
        let (first, again) = (vault.signer().unwrap(), vault.signer().unwrap());
        assert_eq!(first.public(), again.public(), "an installation keeps its identity");
        let signature = first.sign(b"a plan");
        assert!(verify(&again.public(), b"a plan", &signature), "its own signature");
        assert!(!verify(&again.public(), b"a plan.", &signature), "a changed message is noticed");
        assert!(!verify(&again.public(), b"a plan", &signature[..63]), "a short signature is none");
        assert!(!verify(&[0; 32], b"a plan", &signature), "so is another one's key");
    }

    #[test]
    fn a_damaged_key_is_a_problem_and_never_replaced() {
        let place = Arc::new(MemoryPlace::default());
        place.save(SIGNER_ACCOUNT, &SecretBytes::new(vec![1; 31])).unwrap();
        let vault = Vault::new(place);
        assert_eq!(vault.signer().err().unwrap().code, Code::KeyUnusable);
        assert_eq!(vault.signer().err().unwrap().code, Code::KeyUnusable, "and stays so");
    }

    #[test]
    fn signatures_are_those_of_rfc_8032() {
        // RFC 8032, 7.1, TEST 2.
        let hex = |text: &str| -> Vec<u8> {
            (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
        };
        let seed = hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
        let signer = Signer::new(&SecretBytes::new(seed)).unwrap();
        let public = hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
        assert_eq!(signer.public().as_slice(), public);
        let expected = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
                        085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
        assert_eq!(signer.sign(&[0x72]), hex(expected), "any other program can verify what is signed here");
    }

    #[test]
    fn a_fingerprint_can_be_read_aloud() {
        let text = fingerprint(&[0; 32]);
        assert_eq!(text, "6668 7AAD F862 BD77 6C8F C18B 8E9F 8E20", "SHA-256 of 32 zero bytes begins like this");
    }
}
