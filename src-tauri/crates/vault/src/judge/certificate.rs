//! What a certificate says of itself.

use super::key::algorithm_name;
use der::asn1::UintRef;
use der::{Decode, Encode, Sequence};
use domain::{Code, Outcome, Problem};
use jiff::Timestamp;
use pkcs5::AlgorithmIdentifierRef;
use sha1::Sha1;
use sha2::{Digest, Sha256};
use x509_cert::Certificate;

/// What a certificate says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateFacts {
    /// Its subject, such as `CN=Bartizan for Contoso`.
    pub subject: String,
    /// From when it is valid.
    pub begins: Timestamp,
    /// Until when.
    pub ends: Timestamp,
    /// Algorithm and length of its key, such as `RSA 2048`.
    pub key: String,
    /// The hash in its own signature, such as `SHA-256`.
    pub hash: String,
    /// SHA-1 of its DER in hex, as the portal shows it.
    pub sha1: String,
    /// SHA-256 of its DER in hex.
    pub sha256: String,
}

/// RFC 8017, A.1.1.
#[derive(Sequence)]
struct RsaPublicKey<'a> {
    modulus: UintRef<'a>,
    exponent: UintRef<'a>,
}

/// A certificate with what the judge needs beyond its facts.
pub(super) struct Read {
    pub facts: CertificateFacts,
    /// The modulus of an RSA key; none for any other.
    pub modulus: Option<Vec<u8>>,
}

/// Reads what a certificate says of itself.
///
/// # Errors
/// `credential.file_unreadable` when it is damaged.
pub fn read_certificate(der: &[u8]) -> Outcome<CertificateFacts> {
    read(der).map(|read| read.facts)
}

/// The modulus of the RSA key in a certificate; none for any other key.
pub(crate) fn modulus(der: &[u8]) -> Outcome<Option<Vec<u8>>> {
    read(der).map(|read| read.modulus)
}

pub(super) fn read(der: &[u8]) -> Outcome<Read> {
    let damaged = || Problem::new(Code::FileUnreadable, "The certificate is damaged.");
    let certificate = Certificate::from_der(der).map_err(|_| damaged())?;
    let content = certificate.tbs_certificate();
    let spki = content.subject_public_key_info();
    let algorithm = spki.algorithm.to_der().map_err(|_| damaged())?;
    let algorithm = AlgorithmIdentifierRef::from_der(&algorithm).map_err(|_| damaged())?;
    let name = algorithm_name(&algorithm);
    let rsa = (name == "RSA").then(|| RsaPublicKey::from_der(spki.subject_public_key.raw_bytes())).transpose();
    let modulus = rsa.map_err(|_| damaged())?.map(|key| key.modulus.as_bytes().to_vec());
    let bits = modulus.as_deref().map_or(0, bits);
    let moment = |time: &x509_cert::time::Time| {
        i64::try_from(time.to_unix_duration().as_secs()).ok().and_then(|second| Timestamp::from_second(second).ok())
    };
    let validity = content.validity();
    let facts = CertificateFacts {
        subject: content.subject().to_string(),
        begins: moment(&validity.not_before).ok_or_else(damaged)?,
        ends: moment(&validity.not_after).ok_or_else(damaged)?,
        key: if modulus.is_some() { format!("RSA {bits}") } else { name },
        hash: hash_name(&certificate.signature_algorithm().oid.to_string()),
        sha1: hex(&Sha1::digest(der)),
        sha256: hex(&Sha256::digest(der)),
    };
    Ok(Read { facts, modulus })
}

fn bits(modulus: &[u8]) -> usize {
    modulus.first().map_or(0, |first| 8 * modulus.len() - first.leading_zeros() as usize)
}

/// The hash of a signature's algorithm. One that is not listed is named by its number.
fn hash_name(oid: &str) -> String {
    match oid {
        "1.2.840.113549.1.1.4" => "MD5",
        "1.2.840.113549.1.1.5" | "1.2.840.10045.4.1" | "1.2.840.10040.4.3" => "SHA-1",
        "1.2.840.113549.1.1.11" | "1.2.840.10045.4.3.2" => "SHA-256",
        "1.2.840.113549.1.1.12" | "1.2.840.10045.4.3.3" => "SHA-384",
        "1.2.840.113549.1.1.13" | "1.2.840.10045.4.3.4" => "SHA-512",
        "1.2.840.113549.1.1.10" => "RSASSA-PSS",
        other => return other.to_owned(),
    }
    .to_owned()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}
