//! RSA keys and self-signed certificates, made here.
//!
//! SHA-256, a random serial of 128 bits, valid from a quarter of an hour ago against clocks that differ. The key may
//! sign and nothing else: Microsoft Entra asks for no more, and what a key may not do cannot be abused.
//! Source: microsoft-apis, certificates Entra accepts.

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair};
use domain::secret::SecretBytes;
use domain::{Code, Outcome, Problem};
use jiff::{SignedDuration, Timestamp};
use rcgen::{CertificateParams, DistinguishedName, DnType, IsCa, KeyUsagePurpose, PKCS_RSA_SHA256, SerialNumber};
use sha2::{Digest, Sha256};

/// How many days a certificate is valid when nobody wishes otherwise.
pub const USUAL_DAYS: u32 = 365;
/// The longest validity that is made here; a tenant's policy may allow less.
pub const MOST_DAYS: u32 = 3650;
/// The lengths of key that can be made.
pub const KEY_BITS: [u32; 3] = [2048, 3072, 4096];

const BACKDATED: SignedDuration = SignedDuration::from_mins(15);
/// X.520 allows a common name no more characters.
const LONGEST_NAME: usize = 64;

/// What a certificate is wished to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateWish {
    /// Its subject's common name; what is beyond 64 characters is left off, because X.520 allows no more.
    pub common_name: String,
    /// The key's length: 2048, 3072 or 4096.
    pub bits: u32,
    /// How many days it is valid, the quarter of an hour before now included: 1 to 3650.
    pub days: u32,
}

/// A certificate with its key.
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

/// Makes an RSA key and a certificate for it.
///
/// # Errors
/// `setup.input_invalid` when the wish cannot be fulfilled; `internal.unexpected` when the system's randomness or the
/// crypto library fails.
pub fn make_certificate(wish: &CertificateWish, now: Timestamp) -> Outcome<MadeCertificate> {
    let failed = |step: &'static str| Problem::new(Code::Unexpected, format!("Making the certificate failed: {step}."));
    let size = checked(wish)?;
    let pair = RsaKeyPair::generate(size).map_err(|_| failed("the key"))?;
    let der: Pkcs8V1Der<'_> = pair.as_der().map_err(|_| failed("the key's encoding"))?;
    let key_der = SecretBytes::new(der.as_ref().to_vec());
    let begin = now.checked_sub(BACKDATED).map_err(|_| failed("the dates"))?;
    let length = SignedDuration::from_hours(24 * i64::from(wish.days));
    // From its beginning: a policy that allows so many days counts the quarter of an hour as well.
    let end = begin.checked_add(length).map_err(|_| failed("the dates"))?;

    let mut subject = DistinguishedName::new();
    subject.push(DnType::CommonName, wish.common_name.trim().chars().take(LONGEST_NAME).collect::<String>());
    let mut params = CertificateParams::default();
    params.distinguished_name = subject;
    params.serial_number = Some(SerialNumber::from(make_serial().ok_or_else(|| failed("the serial"))?));
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.not_before = date(begin).ok_or_else(|| failed("the dates"))?;
    params.not_after = date(end).ok_or_else(|| failed("the dates"))?;
    let certificate = params.self_signed(&Own(pair)).map_err(|_| failed("the signature"))?;
    Ok(MadeCertificate {
        key_der,
        certificate_der: certificate.der().to_vec(),
        expires: Timestamp::from_second(end.as_second()).ok(),
    })
}

fn checked(wish: &CertificateWish) -> Outcome<KeySize> {
    let invalid = |message: String| Err(Problem::new(Code::InputInvalid, message));
    let name = wish.common_name.trim();
    if name.is_empty() || name.chars().any(char::is_control) {
        return invalid("The certificate's common name is empty or has characters that cannot be shown.".to_owned());
    }
    if !(1..=MOST_DAYS).contains(&wish.days) {
        return invalid(format!("A certificate is made for 1 to {MOST_DAYS} days, not for {}.", wish.days));
    }
    match wish.bits {
        2048 => Ok(KeySize::Rsa2048),
        3072 => Ok(KeySize::Rsa3072),
        4096 => Ok(KeySize::Rsa4096),
        other => invalid(format!("RSA keys are made with 2048, 3072 or 4096 bits, not with {other}.")),
    }
}

/// A positive integer whose encoding is 16 bytes.
fn make_serial() -> Option<Vec<u8>> {
    let mut serial = [0_u8; 16];
    aws_lc_rs::rand::fill(&mut serial).ok()?;
    serial[0] = serial[0] & 0x7f | 0x40;
    Some(serial.to_vec())
}

fn date(moment: Timestamp) -> Option<time::OffsetDateTime> {
    time::OffsetDateTime::from_unix_timestamp(moment.as_second()).ok()
}

/// The key as rcgen signs with it: its own type for keys would hold a second copy of the private part.
struct Own(RsaKeyPair);

impl rcgen::PublicKeyData for Own {
    fn der_bytes(&self) -> &[u8] {
        self.0.public_key().as_ref()
    }

    fn algorithm(&self) -> &'static rcgen::SignatureAlgorithm {
        &PKCS_RSA_SHA256
    }
}

impl rcgen::SigningKey for Own {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        let mut signature = vec![0; self.0.public_modulus_len()];
        self.0
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
            .map_err(|_| rcgen::Error::RemoteKeyError)?;
        Ok(signature)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn made(common_name: &str, bits: u32) -> MadeCertificate {
        let now = "2026-11-21T10:00:00Z".parse().unwrap();
        make_certificate(&CertificateWish { common_name: common_name.to_owned(), bits, days: 365 }, now).unwrap()
    }

    #[test]
    fn a_certificate_ends_when_it_was_wished_to() {
        let made = made("Bartizan", 2048);
        assert_eq!(made.expires.unwrap().to_string(), "2027-11-21T09:45:00Z");
        let facts = crate::read_certificate(&made.certificate_der).unwrap();
        let days = facts.ends.duration_since(facts.begins).as_hours() / 24;
        assert_eq!(days, 365, "no longer than was wished: a policy may allow exactly so much");
    }

    #[test]
    fn a_wish_that_cannot_be_fulfilled_is_a_problem_and_not_another_certificate() {
        let wishes = [("Bartizan", 1024, 365), ("Bartizan", 2048, 0), ("Bartizan", 2048, 3651), (" ", 2048, 365)];
        for (name, bits, days) in wishes {
            let wish = CertificateWish { common_name: name.to_owned(), bits, days };
            let problem = make_certificate(&wish, Timestamp::UNIX_EPOCH).err().unwrap();
            assert_eq!(problem.code, Code::InputInvalid, "{wish:?}");
        }
    }

    #[test]
    fn a_longer_name_is_cut_where_x520_ends() {
        let made = made(&"ä".repeat(90), 2048);
        let short = "ä".repeat(64);
        let longer = "ä".repeat(65);
        let holds = |name: &str| made.certificate_der.windows(name.len()).any(|part| part == name.as_bytes());
        assert!(holds(&short) && !holds(&longer), "64 characters are what a common name may have");
    }

    #[test]
    fn every_entry_of_a_keyring_stays_below_its_smallest_limit() {
        let made = made("Bartizan for a company with a rather long name", 4096);
        assert!(
            made.key_der.reveal().len() < 2560 && made.certificate_der.len() < 2560,
            "Windows Credential Manager takes 2,560 bytes an entry"
        );
    }
}
