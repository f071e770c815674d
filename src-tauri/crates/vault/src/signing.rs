//! The key that signs client assertions, with the thumbprints of its certificate.

use crate::judge;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaEncoding, RsaKeyPair};
use domain::secret::{AssertionAlgorithm, AssertionKey, SecretBytes};
use domain::{Code, Outcome, Problem};
use sha1::Sha1;
use sha2::{Digest, Sha256};

/// A key that signs assertions, with the thumbprints of its certificate.
pub struct SigningKey {
    pair: RsaKeyPair,
    sha1: [u8; 20],
    sha256: [u8; 32],
}

impl SigningKey {
    /// Opens a PKCS#8 key for a certificate.
    ///
    /// # Errors
    /// `credential.key_unusable` when it is no RSA key, or its certificate is of another key;
    /// `credential.file_unreadable` when the certificate is damaged.
    pub fn new(key: &SecretBytes, certificate: &[u8]) -> Outcome<Self> {
        let unusable = |message: &str| Problem::new(Code::KeyUnusable, message);
        let pair =
            RsaKeyPair::from_pkcs8(key.reveal()).map_err(|_| unusable("The key is not an RSA key in PKCS#8."))?;
        let modulus = judge::modulus(certificate)?;
        if modulus.as_deref() != Some(pair.public_key().modulus().big_endian_without_leading_zero()) {
            return Err(unusable("The key and the certificate do not belong together."));
        }
        Ok(Self { pair, sha1: Sha1::digest(certificate).into(), sha256: Sha256::digest(certificate).into() })
    }
}

impl AssertionKey for SigningKey {
    fn sign(&self, algorithm: AssertionAlgorithm, message: &[u8]) -> Outcome<Vec<u8>> {
        let mut signature = vec![0; self.pair.public_modulus_len()];
        let encoding: &'static dyn RsaEncoding = match algorithm {
            AssertionAlgorithm::Ps256 => &RSA_PSS_SHA256,
            AssertionAlgorithm::Rs256 => &RSA_PKCS1_SHA256,
        };
        self.pair
            .sign(encoding, &SystemRandom::new(), message, &mut signature)
            .map_err(|_| Problem::new(Code::KeyUnusable, "The RSA key could not sign."))?;
        Ok(signature)
    }

    fn thumbprint_sha256(&self) -> [u8; 32] {
        self.sha256
    }

    fn thumbprint_sha1(&self) -> [u8; 20] {
        self.sha1
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::certificate::tests::made;
    use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256, UnparsedPublicKey};

    #[test]
    fn a_made_certificate_signs_in_both_forms_and_belongs_to_its_key() {
        for bits in crate::KEY_BITS {
            let made = made("Bartizan", bits);
            let key = SigningKey::new(&made.key_der, &made.certificate_der).unwrap();
            assert_eq!(key.pair.public_modulus_len() * 8, bits as usize, "the length that was wished");
            let public = key.pair.public_key().as_ref().to_vec();
            let pss = key.sign(AssertionAlgorithm::Ps256, b"message").unwrap();
            UnparsedPublicKey::new(&RSA_PSS_2048_8192_SHA256, &public).verify(b"message", &pss).unwrap();
            let pkcs1 = key.sign(AssertionAlgorithm::Rs256, b"message").unwrap();
            UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &public).verify(b"message", &pkcs1).unwrap();
        }
    }

    #[test]
    fn a_key_is_never_used_with_another_keys_certificate() {
        let mixed = SigningKey::new(&made("One", 2048).key_der, &made("Other", 2048).certificate_der).err().unwrap();
        assert_eq!(mixed.code, Code::KeyUnusable, "Microsoft would refuse every assertion");
    }
}
