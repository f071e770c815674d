//! RSA keys and self-signed certificates, made here and used to sign assertions.
//!
//! SHA-256, a random serial of 128 bits, valid from a quarter of an hour ago against clocks that differ.
//! Source: microsoft-apis, certificates Entra accepts.

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaKeyPair};
use domain::secret::{AssertionAlgorithm, AssertionKey, SecretBytes};
use domain::{Code, Outcome, Problem};
use jiff::{SignedDuration, Timestamp};
use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair, KeyUsagePurpose, PKCS_RSA_SHA256, SerialNumber};
use sha1::{Digest, Sha1};
use sha2::Sha256;

const BACKDATED: SignedDuration = SignedDuration::from_mins(15);

/// A new certificate with its key.
pub struct MadeCertificate {
    /// The private key, PKCS#8 DER.
    pub key_der: SecretBytes,
    /// The certificate, DER.
    pub certificate_der: Vec<u8>,
    /// When it ends.
    pub expires: Option<Timestamp>,
}

impl MadeCertificate {
    /// SHA-256 of the certificate in hex, as the portal and openssl show it without colons.
    pub fn thumbprint(&self) -> String {
        Sha256::digest(&self.certificate_der).iter().map(|byte| format!("{byte:02X}")).collect()
    }
}

/// Makes an RSA key of 2048 bits and a certificate for it, with `name` as its common name.
///
/// # Errors
/// `internal.unexpected` when the system's randomness or the crypto library fails.
pub fn make_certificate(name: &str, days: u32, now: Timestamp) -> Outcome<MadeCertificate> {
    let failed = |step: &'static str| Problem::new(Code::Unexpected, format!("Making the certificate failed: {step}."));
    let key = aws_lc_rs::rsa::KeyPair::generate(KeySize::Rsa2048).map_err(|_| failed("the key"))?;
    let der: Pkcs8V1Der<'_> = key.as_der().map_err(|_| failed("the key's encoding"))?;
    let key_der = SecretBytes::new(der.as_ref().to_vec());
    let mut serial = [0_u8; 16];
    aws_lc_rs::rand::fill(&mut serial).map_err(|_| failed("the serial"))?;
    // A positive integer whose encoding is 16 bytes.
    serial[0] = serial[0] & 0x7f | 0x40;
    let begin = now.checked_sub(BACKDATED).map_err(|_| failed("the dates"))?;
    let end = now.checked_add(SignedDuration::from_hours(24 * i64::from(days))).map_err(|_| failed("the dates"))?;

    let mut subject = DistinguishedName::new();
    subject.push(DnType::CommonName, name);
    let mut params = CertificateParams::default();
    params.distinguished_name = subject;
    params.serial_number = Some(SerialNumber::from(serial.to_vec()));
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.not_before = date(begin).ok_or_else(|| failed("the dates"))?;
    params.not_after = date(end).ok_or_else(|| failed("the dates"))?;
    let pkcs8 = key_der.reveal().into();
    let pair = KeyPair::from_pkcs8_der_and_sign_algo(&pkcs8, &PKCS_RSA_SHA256).map_err(|_| failed("the key's form"))?;
    let certificate = params.self_signed(&pair).map_err(|_| failed("the signature"))?;
    Ok(MadeCertificate {
        key_der,
        certificate_der: certificate.der().to_vec(),
        expires: Timestamp::from_second(end.as_second()).ok(),
    })
}

fn date(moment: Timestamp) -> Option<time::OffsetDateTime> {
    time::OffsetDateTime::from_unix_timestamp(moment.as_second()).ok()
}

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
    /// `credential.key_unusable` when it is no RSA key, or its certificate is of another key.
    pub fn new(key: &SecretBytes, certificate: &[u8]) -> Outcome<Self> {
        let unusable = |message: &str| Problem::new(Code::KeyUnusable, message);
        let pair =
            RsaKeyPair::from_pkcs8(key.reveal()).map_err(|_| unusable("The key is not an RSA key in PKCS#8."))?;
        // The certificate carries the public key as it stands; where it is not found, they do not belong together.
        let public = pair.public_key().as_ref();
        if !certificate.windows(public.len()).any(|part| part == public) {
            return Err(unusable("The key and the certificate do not belong together."));
        }
        Ok(Self { pair, sha1: Sha1::digest(certificate).into(), sha256: Sha256::digest(certificate).into() })
    }
}

impl AssertionKey for SigningKey {
    fn sign(&self, algorithm: AssertionAlgorithm, message: &[u8]) -> Outcome<Vec<u8>> {
        let mut signature = vec![0; self.pair.public_modulus_len()];
        let encoding: &'static dyn aws_lc_rs::signature::RsaEncoding = match algorithm {
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
    use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256, UnparsedPublicKey};

    #[test]
    fn a_made_certificate_signs_in_both_forms_and_belongs_to_its_key() {
        let now = "2026-11-21T10:00:00Z".parse().unwrap();
        let made = make_certificate("Bartizan", 365, now).unwrap();
        assert_eq!(made.expires.unwrap().to_string(), "2027-11-21T10:00:00Z");
        let key = SigningKey::new(&made.key_der, &made.certificate_der).unwrap();
        let public = key.pair.public_key().as_ref().to_vec();
        let pss = key.sign(AssertionAlgorithm::Ps256, b"message").unwrap();
        UnparsedPublicKey::new(&RSA_PSS_2048_8192_SHA256, &public).verify(b"message", &pss).unwrap();
        let pkcs1 = key.sign(AssertionAlgorithm::Rs256, b"message").unwrap();
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &public).verify(b"message", &pkcs1).unwrap();

        let other = make_certificate("Other", 365, now).unwrap();
        let mixed = SigningKey::new(&made.key_der, &other.certificate_der).err().unwrap();
        assert_eq!(mixed.code, Code::KeyUnusable, "a key is never used with another key's certificate");
    }

    #[test]
    fn every_entry_of_a_keyring_stays_below_its_smallest_limit() {
        let made =
            make_certificate("Bartizan for a company with a rather long name", 730, Timestamp::UNIX_EPOCH).unwrap();
        assert!(made.key_der.reveal().len() < 2560 && made.certificate_der.len() < 2560);
    }
}
