//! Private keys in all the forms in which they lie about: PKCS#8, with a password or without, PKCS#1, SEC 1, OpenSSH.

use super::piece::{FoundKey, Piece};
use crate::pfx::{EncryptedKey, utf16};
use crate::sealed::{self, Budget, Password, Refused};
use der::asn1::{AnyRef, ObjectIdentifier, OctetStringRef, UintRef};
use der::{Decode, Reader, Sequence};
use domain::secret::{SecretBytes, SecretText};
use pkcs5::AlgorithmIdentifierRef;

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const FROM_PKCS1: &str = "The key was in the PKCS#1 form and was converted to PKCS#8.";
const DECRYPTED: &str = "The key was encrypted and was opened with the password.";

/// RFC 8017, A.1.2.
#[derive(Sequence)]
struct RsaPrivateKey<'a> {
    version: u8,
    modulus: UintRef<'a>,
    public_exponent: UintRef<'a>,
    private_exponent: UintRef<'a>,
    prime1: UintRef<'a>,
    prime2: UintRef<'a>,
    exponent1: UintRef<'a>,
    exponent2: UintRef<'a>,
    coefficient: UintRef<'a>,
}

/// An unencrypted PKCS#8 key; none when it is not built as one.
pub(super) fn pkcs8(der: &[u8], converted: Option<&'static str>) -> Option<Piece> {
    let (algorithm, key) = AnyRef::from_der(der)
        .ok()?
        .sequence(|reader| {
            reader.decode::<u8>()?;
            let algorithm: AlgorithmIdentifierRef<'_> = reader.decode()?;
            let key: &OctetStringRef = reader.decode()?;
            // Attributes, as Windows writes them, and a public key may follow.
            while !reader.is_finished() {
                reader.decode::<AnyRef<'_>>()?;
            }
            Ok::<_, der::Error>((algorithm, key))
        })
        .ok()?;
    if algorithm.oid != RSA {
        return Some(Piece::ForeignKey(algorithm_name(&algorithm)));
    }
    Some(pkcs1(key.as_bytes(), converted).unwrap_or_else(|| Piece::Broken("The RSA key is damaged.".to_owned())))
}

/// A key in RSA's own form; none when it is not built as one.
pub(super) fn pkcs1(der: &[u8], converted: Option<&'static str>) -> Option<Piece> {
    let parsed = RsaPrivateKey::from_der(der).ok()?;
    let modulus = parsed.modulus.as_bytes();
    let first = modulus.first()?;
    Some(Piece::Key(FoundKey {
        bits: 8 * modulus.len() - first.leading_zeros() as usize,
        modulus: modulus.to_vec(),
        pkcs1: SecretBytes::new(der.to_vec()),
        converted,
    }))
}

/// A key in RSA's own form, which is converted.
pub(super) fn pkcs1_alone(der: &[u8]) -> Option<Piece> {
    pkcs1(der, Some(FROM_PKCS1))
}

/// Whether it is an elliptic curve's own form: a version, the key, and what may follow.
pub(super) fn is_sec1(der: &[u8]) -> bool {
    let parsed = AnyRef::from_der(der).and_then(|any| {
        any.sequence(|reader| {
            let version: u8 = reader.decode()?;
            reader.decode::<&OctetStringRef>()?;
            while !reader.is_finished() {
                reader.decode::<AnyRef<'_>>()?;
            }
            Ok::<_, der::Error>(version == 1)
        })
    });
    parsed.unwrap_or(false)
}

/// A PKCS#8 key with a password; none when it is not built as one.
pub(super) fn encrypted(der: &[u8], password: Option<&SecretText>) -> Option<Piece> {
    let sealed = EncryptedKey::from_der(der).ok()?;
    let name = sealed::name(&sealed.algorithm);
    let Some(password) = password else { return Some(Piece::LockedKey(name)) };
    let forms = Password { utf8: password.reveal().as_bytes(), utf16: &utf16(password.reveal()) };
    let piece = match sealed::open(&sealed.algorithm, &forms, sealed.bytes.as_bytes(), &mut Budget::default()) {
        // A wrong password can leave a padding that looks right, and then it is no key.
        Ok(opened) => pkcs8(opened.reveal(), Some(DECRYPTED)).unwrap_or(Piece::WrongPassword(name)),
        Err(Refused::Password) => Piece::WrongPassword(name),
        Err(Refused::Algorithm(name)) => Piece::LockedKey(name),
        Err(Refused::TooCostly) => {
            Piece::Broken("The key asks for more iterations than this program carries out for a file.".to_owned())
        }
        Err(Refused::Broken) => Piece::Broken("The encrypted key is damaged.".to_owned()),
    };
    Some(piece)
}

/// The name of a key's algorithm, such as `EC P-256`.
pub(crate) fn algorithm_name(algorithm: &AlgorithmIdentifierRef<'_>) -> String {
    match algorithm.oid.to_string().as_str() {
        "1.2.840.113549.1.1.1" => "RSA".to_owned(),
        "1.2.840.113549.1.1.10" => "RSASSA-PSS".to_owned(),
        "1.2.840.10040.4.1" => "DSA".to_owned(),
        "1.3.101.110" => "X25519".to_owned(),
        "1.3.101.112" => "Ed25519".to_owned(),
        "1.3.101.113" => "Ed448".to_owned(),
        "1.2.840.10045.2.1" => {
            let curve = algorithm.parameters.and_then(|any| any.decode_as::<ObjectIdentifier>().ok());
            match curve.map(|curve| curve.to_string()).as_deref() {
                Some("1.2.840.10045.3.1.7") => "EC P-256".to_owned(),
                Some("1.3.132.0.34") => "EC P-384".to_owned(),
                Some("1.3.132.0.35") => "EC P-521".to_owned(),
                _ => "EC".to_owned(),
            }
        }
        other => format!("of the kind {other}"),
    }
}
