//! The ASN.1 of RFC 7292 and of what it borrows from CMS, as far as a certificate and its key need it.

use der::asn1::{Any, AnyRef, ObjectIdentifier, OctetStringRef, SetOfVec};
use der::{Sequence, ValueOrd};
use pkcs5::AlgorithmIdentifierRef;

/// `id-data`: what follows is in clear, or protected otherwise.
pub(super) const ID_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
/// `id-encryptedData`: a password protects what follows.
pub(super) const ID_ENCRYPTED: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.6");
/// A key in clear.
pub(super) const KEY_BAG: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.10.1.1");
/// A key with a password of its own.
pub(super) const SHROUDED_KEY_BAG: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.10.1.2");
/// A certificate.
pub(super) const CERTIFICATE_BAG: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.10.1.3");
/// An X.509 certificate, as opposed to SDSI's.
pub(super) const X509: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.22.1");
/// The name that a certificate store shows.
pub(super) const FRIENDLY_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.20");
/// What ties a key to its certificate.
pub(super) const LOCAL_KEY_ID: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.21");

/// The file.
#[derive(Sequence)]
pub(super) struct Pfx<'a> {
    pub version: u8,
    pub safe: Content<'a>,
    #[asn1(optional = "true")]
    pub mac: Option<Mac<'a>>,
}

/// Something with its kind.
#[derive(Sequence)]
pub(super) struct Content<'a> {
    pub kind: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    pub content: AnyRef<'a>,
}

/// What a password protects.
#[derive(Sequence)]
pub(super) struct Encrypted<'a> {
    pub version: u8,
    pub content: EncryptedContent<'a>,
}

/// The protected content with its algorithm.
#[derive(Sequence)]
pub(super) struct EncryptedContent<'a> {
    pub kind: ObjectIdentifier,
    pub algorithm: AlgorithmIdentifierRef<'a>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT")]
    pub bytes: &'a OctetStringRef,
}

/// A private key under a password: PKCS#8's own form, and the content of a shrouded bag.
#[derive(Sequence)]
pub(crate) struct EncryptedKey<'a> {
    /// How it is protected.
    pub algorithm: AlgorithmIdentifierRef<'a>,
    /// The protected key.
    pub bytes: &'a OctetStringRef,
}

/// One thing in the file.
#[derive(Sequence)]
pub(super) struct SafeBag<'a> {
    pub kind: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    pub value: AnyRef<'a>,
    #[asn1(optional = "true")]
    pub attributes: Option<SetOfVec<Attribute>>,
}

/// A certificate in its bag.
#[derive(Sequence)]
pub(super) struct CertificateBag<'a> {
    pub kind: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    pub value: &'a OctetStringRef,
}

/// Something said about a bag.
#[derive(Clone, Debug, PartialEq, Eq, Sequence, ValueOrd)]
pub(super) struct Attribute {
    pub kind: ObjectIdentifier,
    pub values: SetOfVec<Any>,
}

/// What shows that nobody changed the file, and whether the password is right.
#[derive(Sequence)]
pub(super) struct Mac<'a> {
    pub digest: Digest<'a>,
    pub salt: &'a OctetStringRef,
    #[asn1(default = "once")]
    pub iterations: u32,
}

/// A digest with its algorithm.
#[derive(Sequence)]
pub(super) struct Digest<'a> {
    pub algorithm: AlgorithmIdentifierRef<'a>,
    pub bytes: &'a OctetStringRef,
}

fn once() -> u32 {
    1
}
