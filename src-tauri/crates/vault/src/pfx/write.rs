//! Writing a PFX: AES-256-CBC under PBKDF2 with HMAC-SHA256 for certificate and key, HMAC-SHA256 over all of it.

use super::kdf::{Purpose, derive_key, utf16};
use super::shape::{
    Attribute, CERTIFICATE_BAG, CertificateBag, Content, Digest, Encrypted, EncryptedContent, EncryptedKey,
    FRIENDLY_NAME, ID_DATA, ID_ENCRYPTED, LOCAL_KEY_ID, Mac, Pfx, SHROUDED_KEY_BAG, SafeBag, X509,
};
use crate::certificate::MadeCertificate;
use aws_lc_rs::{digest::SHA256, hmac};
use der::asn1::{Any, AnyRef, ObjectIdentifier, OctetString, OctetStringRef, SetOfVec};
use der::{Decode, Encode, Tag};
use domain::secret::{SecretBytes, SecretText};
use domain::{Code, Outcome, Problem};
use pkcs5::AlgorithmIdentifierRef;
use pkcs5::pbes2::Parameters;
use sha2::{Digest as _, Sha256};

/// Each of the three derivations; Windows refuses a file whose iterations add up to more than 600,000, .NET one with
/// more than 300,000 in any.
const ITERATIONS: u32 = 100_000;
const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const PBES2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.13");

impl MadeCertificate {
    /// Certificate and key as a PFX with a password; `name` is what a certificate store shows.
    ///
    /// # Errors
    /// `setup.input_invalid` for an empty password; `internal.unexpected` when it cannot be encoded.
    pub fn pfx(&self, password: &SecretText, name: &str) -> Outcome<SecretBytes> {
        if password.is_empty() {
            return Err(Problem::new(Code::InputInvalid, "A PFX file needs a password; the one given is empty."));
        }
        written(self, password, name, ITERATIONS)
            .ok_or_else(|| Problem::new(Code::Unexpected, "The PFX file could not be written."))
    }
}

/// The file with that many iterations; tests take few.
pub(crate) fn written(
    made: &MadeCertificate,
    password: &SecretText,
    name: &str,
    iterations: u32,
) -> Option<SecretBytes> {
    let key_id = Sha256::digest(&made.certificate_der);
    let attributes = attributes(&key_id, name)?;

    let certificate =
        CertificateBag { kind: X509, value: OctetStringRef::new(&made.certificate_der).ok()? }.to_der().ok()?;
    let bag = SafeBag { kind: CERTIFICATE_BAG, value: any(&certificate)?, attributes: Some(attributes.clone()) };
    let certificates = vec![bag].to_der().ok()?;
    let (algorithm, sealed) = sealed(password, &certificates, iterations)?;
    let encrypted = Encrypted {
        version: 0,
        content: EncryptedContent {
            kind: ID_DATA,
            algorithm: pbes2(&algorithm)?,
            bytes: OctetStringRef::new(&sealed).ok()?,
        },
    };
    let encrypted = encrypted.to_der().ok()?;

    let (algorithm, shrouded) = self::sealed(password, made.key_der.reveal(), iterations)?;
    let key = EncryptedKey { algorithm: pbes2(&algorithm)?, bytes: OctetStringRef::new(&shrouded).ok()? };
    let key = key.to_der().ok()?;
    let bag = SafeBag { kind: SHROUDED_KEY_BAG, value: any(&key)?, attributes: Some(attributes) };
    let keys = OctetString::new(vec![bag].to_der().ok()?).ok()?.to_der().ok()?;

    let safe = vec![
        Content { kind: ID_ENCRYPTED, content: any(&encrypted)? },
        Content { kind: ID_DATA, content: any(&keys)? },
    ];
    let safe = safe.to_der().ok()?;
    let salt = random::<16>()?;
    let digest = mac(password, &salt, iterations, &safe);
    let content = OctetString::new(safe).ok()?.to_der().ok()?;
    let file = Pfx {
        version: 3,
        safe: Content { kind: ID_DATA, content: any(&content)? },
        mac: Some(Mac {
            digest: Digest {
                algorithm: AlgorithmIdentifierRef { oid: SHA_256, parameters: Some(AnyRef::NULL) },
                bytes: OctetStringRef::new(digest.as_ref()).ok()?,
            },
            salt: OctetStringRef::new(&salt).ok()?,
            iterations,
        }),
    };
    file.to_der().ok().map(SecretBytes::new)
}

fn mac(password: &SecretText, salt: &[u8], iterations: u32, content: &[u8]) -> hmac::Tag {
    let key = derive_key(&SHA256, &utf16(password.reveal()), salt, iterations, Purpose::Mac, 32);
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key), content)
}

/// The parameters of PBES2 as DER, and what they protect.
fn sealed(password: &SecretText, plain: &[u8], iterations: u32) -> Option<(Vec<u8>, Vec<u8>)> {
    let (salt, vector) = (random::<16>()?, random::<16>()?);
    let parameters = Parameters::generate_pbkdf2_sha256_aes256cbc(iterations, &salt, vector).ok()?;
    let sealed = parameters.encrypt(password.reveal().as_bytes(), plain).ok()?;
    Some((parameters.to_der().ok()?, sealed))
}

fn pbes2(parameters: &[u8]) -> Option<AlgorithmIdentifierRef<'_>> {
    Some(AlgorithmIdentifierRef { oid: PBES2, parameters: Some(any(parameters)?) })
}

fn attributes(key_id: &[u8], name: &str) -> Option<SetOfVec<Attribute>> {
    let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let one = |kind, value: Any| Some(Attribute { kind, values: SetOfVec::try_from(vec![value]).ok()? });
    let id = Any::new(Tag::OctetString, key_id).ok()?;
    let mut list = vec![one(LOCAL_KEY_ID, id)?];
    if !units.is_empty() {
        list.push(one(FRIENDLY_NAME, Any::new(Tag::BmpString, units).ok()?)?);
    }
    SetOfVec::try_from(list).ok()
}

fn any(der: &[u8]) -> Option<AnyRef<'_>> {
    AnyRef::from_der(der).ok()
}

fn random<const LENGTH: usize>() -> Option<[u8; LENGTH]> {
    let mut bytes = [0; LENGTH];
    aws_lc_rs::rand::fill(&mut bytes).ok()?;
    Some(bytes)
}
