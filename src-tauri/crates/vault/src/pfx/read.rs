//! Reading a PFX: the password is proven by the MAC first, then every bag is opened.

use super::definite;
use super::kdf::{Purpose, derive_key, utf16};
use super::shape::{
    CERTIFICATE_BAG, CertificateBag, Content, EncryptedKey, ID_DATA, ID_ENCRYPTED, KEY_BAG, Mac, Pfx, SHROUDED_KEY_BAG,
    SafeBag, X509,
};
use crate::sealed::{self, Budget, Password, Refused};
use aws_lc_rs::{digest, hmac};
use der::asn1::{AnyRef, ObjectIdentifier, OctetStringRef};
use der::{Decode, Reader, Sequence};
use domain::secret::{SecretBytes, SecretText};
use pkcs5::AlgorithmIdentifierRef;
use zeroize::Zeroizing;

/// More things than any file holds that a person imports.
const MOST_BAGS: usize = 64;

/// One thing of the file.
pub(crate) enum Bag {
    /// A private key, PKCS#8 DER.
    Key(SecretBytes),
    /// A certificate, DER.
    Certificate(Vec<u8>),
}

/// What a PFX holds.
pub(crate) struct Contents {
    /// Keys and certificates, in the file's order.
    pub bags: Vec<Bag>,
    /// Bytes behind the file's end.
    pub behind: usize,
}

/// Whether the bytes begin as a PFX does: a sequence of a 3 and something.
pub(crate) fn looks_like_pfx(bytes: &[u8]) -> bool {
    let after = match bytes {
        [0x30, 0x80, rest @ ..] => rest,
        [0x30, length @ 0x81..=0x84, rest @ ..] => rest.get(usize::from(length & 0x7f)..).unwrap_or_default(),
        [0x30, 0..=0x7f, rest @ ..] => rest,
        _ => return false,
    };
    after.starts_with(&[2, 1, 3, 0x30])
}

/// Opens a file with a password; without one, as its maker would with an empty one.
pub(crate) fn contents(bytes: &[u8], password: Option<&SecretText>) -> Result<Contents, Refused> {
    let (file, behind) = definite(bytes).ok_or(Refused::Broken)?;
    let file = Pfx::from_der(&file).map_err(|_| Refused::Broken)?;
    let mut budget = Budget::default();
    let safe = match file.safe.kind {
        ID_DATA => octets(file.safe.content)?,
        other => return Err(Refused::Algorithm(format!("a signature of the kind {other} instead of a password"))),
    };
    let text = password.map_or("", SecretText::reveal);
    let mut wide = utf16(text);
    if let Some(mac) = &file.mac
        && !fits(mac, &wide, safe, &mut budget)?
    {
        // Nothing at all and an empty text are not the same to PKCS#12; programs write either.
        wide.clear();
        if !text.is_empty() || !fits(mac, &wide, safe, &mut budget)? {
            return Err(Refused::Password);
        }
    }
    let password = Password { utf8: text.as_bytes(), utf16: &wide };
    let mut bags = Vec::new();
    let (safe, _) = definite(safe).ok_or(Refused::Broken)?;
    for content in list::<Content<'_>>(&safe)? {
        let plain = match content.kind {
            ID_DATA => Zeroizing::new(octets(content.content)?.to_vec()),
            ID_ENCRYPTED => Zeroizing::new(encrypted(content.content, &password, &mut budget)?.reveal().to_vec()),
            other => return Err(Refused::Algorithm(format!("content of the kind {other}"))),
        };
        let (plain, _) = definite(&plain).ok_or(Refused::Broken)?;
        let plain = Zeroizing::new(plain);
        for bag in list::<SafeBag<'_>>(&plain)? {
            if let Some(bag) = opened(&bag, &password, &mut budget)? {
                bags.push(bag);
            }
        }
    }
    Ok(Contents { bags, behind: behind.len() })
}

fn opened(bag: &SafeBag<'_>, password: &Password<'_>, budget: &mut Budget) -> Result<Option<Bag>, Refused> {
    Ok(Some(match bag.kind {
        KEY_BAG => Bag::Key(SecretBytes::new(der::Encode::to_der(&bag.value).map_err(|_| Refused::Broken)?)),
        SHROUDED_KEY_BAG => {
            let key: EncryptedKey<'_> = bag.value.decode_as().map_err(|_| Refused::Broken)?;
            Bag::Key(sealed::open(&key.algorithm, password, key.bytes.as_bytes(), budget)?)
        }
        CERTIFICATE_BAG => {
            let certificate: CertificateBag<'_> = bag.value.decode_as().map_err(|_| Refused::Broken)?;
            if certificate.kind != X509 {
                return Ok(None);
            }
            Bag::Certificate(certificate.value.as_bytes().to_vec())
        }
        // Revocation lists, other secrets, nested contents: nothing that a credential needs.
        _ => return Ok(None),
    }))
}

fn encrypted(content: AnyRef<'_>, password: &Password<'_>, budget: &mut Budget) -> Result<SecretBytes, Refused> {
    let (algorithm, string) = parts(content).map_err(|_| Refused::Broken)?;
    // The string stands under a tag of its own, whole, or in the one piece that an open length had.
    let bytes = if der::Tagged::tag(&string).is_constructed() {
        <&OctetStringRef>::from_der(string.value()).map_err(|_| Refused::Broken)?.as_bytes()
    } else {
        string.value()
    };
    sealed::open(&algorithm, password, bytes, budget)
}

/// Algorithm and content of `EncryptedData`.
fn parts(content: AnyRef<'_>) -> der::Result<(AlgorithmIdentifierRef<'_>, AnyRef<'_>)> {
    content.sequence(|outer| {
        outer.decode::<u8>()?;
        let inner: AnyRef<'_> = outer.decode()?;
        // Attributes may follow; nothing here needs them.
        while !outer.is_finished() {
            outer.decode::<AnyRef<'_>>()?;
        }
        inner.sequence(|inner| {
            inner.decode::<ObjectIdentifier>()?;
            Ok::<_, der::Error>((inner.decode()?, inner.decode()?))
        })
    })
}

fn octets(content: AnyRef<'_>) -> Result<&[u8], Refused> {
    content.decode_as::<&OctetStringRef>().map(OctetStringRef::as_bytes).map_err(|_| Refused::Broken)
}

fn list<'a, T: Sequence<'a> + Decode<'a, Error = der::Error>>(bytes: &'a [u8]) -> Result<Vec<T>, Refused> {
    let all = Vec::<T>::from_der(bytes).map_err(|_| Refused::Broken)?;
    if all.len() > MOST_BAGS { Err(Refused::TooCostly) } else { Ok(all) }
}

/// Whether the MAC is that of the password.
fn fits(mac: &Mac<'_>, password: &[u8], content: &[u8], budget: &mut Budget) -> Result<bool, Refused> {
    let oid = mac.digest.algorithm.oid.to_string();
    let (hash, algorithm) = match oid.as_str() {
        "1.3.14.3.2.26" => (&digest::SHA1_FOR_LEGACY_USE_ONLY, hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY),
        "2.16.840.1.101.3.4.2.4" => (&digest::SHA224, hmac::HMAC_SHA224),
        "2.16.840.1.101.3.4.2.1" => (&digest::SHA256, hmac::HMAC_SHA256),
        "2.16.840.1.101.3.4.2.2" => (&digest::SHA384, hmac::HMAC_SHA384),
        "2.16.840.1.101.3.4.2.3" => (&digest::SHA512, hmac::HMAC_SHA512),
        "1.2.840.113549.1.5.14" => return Err(Refused::Algorithm("the MAC PBMAC1".to_owned())),
        other => return Err(Refused::Algorithm(format!("the MAC {other}"))),
    };
    budget.spend(mac.iterations)?;
    let salt = mac.salt.as_bytes();
    let key = derive_key(hash, password, salt, mac.iterations, Purpose::Mac, hash.output_len());
    let key = hmac::Key::new(algorithm, &key);
    Ok(hmac::verify(&key, content, mac.digest.bytes.as_bytes()).is_ok())
}
