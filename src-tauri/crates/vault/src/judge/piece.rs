//! What a file can hold, one piece each, before anything is decided.

use domain::secret::SecretBytes;

/// One piece of a file.
pub(crate) enum Piece {
    /// A certificate, DER.
    Certificate(Vec<u8>),
    /// An RSA private key.
    Key(FoundKey),
    /// A private key of another algorithm, by name.
    ForeignKey(String),
    /// A private key under a password that was not given; the algorithm by name.
    LockedKey(String),
    /// A request for a certificate.
    Request,
    /// A public key alone.
    PublicKey,
    /// Something else, by the name that its file gives it.
    Other(String),
    /// Something whose kind is known and that cannot be used; a sentence says why.
    Broken(String),
    /// So many bytes behind the end of something.
    Trailing(usize, &'static str),
    /// A password that does not open it; the algorithm by name.
    WrongPassword(String),
    /// A PFX file under a password that was not given.
    LockedFile,
}

/// An RSA private key as it was found.
pub(crate) struct FoundKey {
    /// Its own part, PKCS#1 DER.
    pub pkcs1: SecretBytes,
    /// The modulus.
    pub modulus: Vec<u8>,
    /// The length of the modulus.
    pub bits: usize,
    /// What was done to it, in words for a person; none where it was as it should be.
    pub converted: Option<&'static str>,
}
