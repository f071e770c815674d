//! What a password protects: PBES2 as it is written today, and the password-based ciphers of PKCS#12 from before.
//!
//! Iterations come from the file, so they are looked at before they are carried out: a file must not be able to keep
//! the program busy for hours.

use crate::pfx::{Purpose, derive_key};
use aws_lc_rs::digest::SHA1_FOR_LEGACY_USE_ONLY as SHA1;
use cbc::Decryptor;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockCipherDecrypt, BlockModeDecrypt, InnerIvInit, KeyInit};
use der::asn1::{ObjectIdentifier, OctetStringRef};
use der::{Reader as _, Sequence};
use des::{TdesEde2, TdesEde3};
use domain::secret::SecretBytes;
use pkcs5::pbes2::{Kdf, Parameters};
use pkcs5::{AlgorithmIdentifierRef, EncryptionScheme};
use rc2::Rc2;
use zeroize::Zeroizing;

/// The most iterations that are carried out for one file, all derivations together; usual are 2,048 to 600,000 each.
const MOST_ITERATIONS: u32 = 4_000_000;
/// The most memory that scrypt may take; OpenSSL's own files take 16 MiB.
const MOST_SCRYPT_BYTES: u64 = 64 * 1024 * 1024;
/// What one scrypt counts for, in iterations.
const SCRYPT_COSTS: u32 = 500_000;

/// Why something did not open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refused {
    /// The password is another one.
    Password,
    /// The algorithm, by name, is not one that is read here.
    Algorithm(String),
    /// It asks for more work than is done for a file.
    TooCostly,
    /// It is not built as it should be.
    Broken,
}

/// What may still be worked for one file.
pub(crate) struct Budget(u32);

impl Default for Budget {
    fn default() -> Self {
        Self(MOST_ITERATIONS)
    }
}

impl Budget {
    /// Takes iterations from it, or says that they are too many.
    pub(crate) fn spend(&mut self, iterations: u32) -> Result<(), Refused> {
        self.0 = self.0.checked_sub(iterations).filter(|_| iterations > 0).ok_or(Refused::TooCostly)?;
        Ok(())
    }
}

#[derive(Sequence)]
struct OldParameters<'a> {
    salt: &'a OctetStringRef,
    iterations: u32,
}

/// Opens what the algorithm protects.
pub(crate) fn open(
    algorithm: &AlgorithmIdentifierRef<'_>,
    password: &Password<'_>,
    bytes: &[u8],
    budget: &mut Budget,
) -> Result<SecretBytes, Refused> {
    if let Some(old) = Old::of(algorithm.oid) {
        return old.open(algorithm, password, bytes, budget);
    }
    if !first_block_fits(algorithm) {
        return Err(Refused::Broken);
    }
    let EncryptionScheme::Pbes2(parameters) =
        EncryptionScheme::try_from(*algorithm).map_err(|_| Refused::Algorithm(name(algorithm)))?
    else {
        return Err(Refused::Algorithm(name(algorithm)));
    };
    affordable(&parameters, budget)?;
    let mut buffer = Zeroizing::new(bytes.to_vec());
    let opened = parameters.decrypt_in_place(password.utf8, &mut buffer).map_err(|error| match error {
        pkcs5::Error::DecryptFailed => Refused::Password,
        pkcs5::Error::UnsupportedAlgorithm { .. } => Refused::Algorithm(name(algorithm)),
        _ => Refused::Broken,
    })?;
    Ok(SecretBytes::new(opened.to_vec()))
}

/// Whether a cipher with blocks of eight bytes has a first block of eight: pkcs5 0.8.1 panics over a shorter one.
fn first_block_fits(algorithm: &AlgorithmIdentifierRef<'_>) -> bool {
    let Some((_, cipher)) = pbes2_parts(algorithm) else { return true };
    let small = matches!(cipher.oid.to_string().as_str(), "1.2.840.113549.3.7" | "1.3.14.3.2.7");
    !small || cipher.parameters.is_some_and(|vector| vector.value().len() == 8)
}

/// A password in the two forms that ciphers take.
pub(crate) struct Password<'a> {
    /// For PBES2.
    pub utf8: &'a [u8],
    /// For PKCS#12's own derivation.
    pub utf16: &'a [u8],
}

fn affordable(parameters: &Parameters, budget: &mut Budget) -> Result<(), Refused> {
    match &parameters.kdf {
        Kdf::Pbkdf2(kdf) => budget.spend(kdf.iteration_count),
        Kdf::Scrypt(kdf) => {
            let bytes = kdf.cost_parameter.saturating_mul(128).saturating_mul(u64::from(kdf.block_size));
            let affordable = (1..=MOST_SCRYPT_BYTES).contains(&bytes) && (1..=4).contains(&kdf.parallelization);
            if affordable { budget.spend(SCRYPT_COSTS) } else { Err(Refused::TooCostly) }
        }
        _ => Err(Refused::TooCostly),
    }
}

/// A password-based cipher of PKCS#12 itself (RFC 7292, appendix C).
#[derive(Debug, Clone, Copy)]
enum Old {
    TripleDes3,
    TripleDes2,
    Rc2Of128,
    Rc2Of40,
}

impl Old {
    fn of(algorithm: ObjectIdentifier) -> Option<Self> {
        Some(match algorithm.to_string().strip_prefix("1.2.840.113549.1.12.1.")? {
            "3" => Self::TripleDes3,
            "4" => Self::TripleDes2,
            "5" => Self::Rc2Of128,
            "6" => Self::Rc2Of40,
            _ => return None,
        })
    }

    fn open(
        self,
        algorithm: &AlgorithmIdentifierRef<'_>,
        password: &Password<'_>,
        bytes: &[u8],
        budget: &mut Budget,
    ) -> Result<SecretBytes, Refused> {
        let parameters = algorithm.parameters.ok_or(Refused::Broken)?;
        let parameters: OldParameters<'_> = parameters.decode_as().map_err(|_| Refused::Broken)?;
        budget.spend(parameters.iterations)?;
        let derived = |purpose, length| {
            derive_key(&SHA1, password.utf16, parameters.salt.as_bytes(), parameters.iterations, purpose, length)
        };
        let vector = derived(Purpose::Vector, 8);
        let key = derived(Purpose::Key, self.key_length());
        let mut buffer = Zeroizing::new(bytes.to_vec());
        let opened = match self {
            Self::TripleDes3 => decrypt(TdesEde3::new_from_slice(&key).ok(), &vector, &mut buffer),
            Self::TripleDes2 => decrypt(TdesEde2::new_from_slice(&key).ok(), &vector, &mut buffer),
            Self::Rc2Of128 | Self::Rc2Of40 => {
                decrypt(Some(Rc2::new_with_eff_key_len(&key, 8 * key.len())), &vector, &mut buffer)
            }
        };
        opened.map(|opened| SecretBytes::new(opened.to_vec())).ok_or(Refused::Password)
    }

    fn key_length(self) -> usize {
        match self {
            Self::TripleDes3 => 24,
            Self::TripleDes2 | Self::Rc2Of128 => 16,
            Self::Rc2Of40 => 5,
        }
    }
}

fn decrypt<'a, C: BlockCipherDecrypt>(cipher: Option<C>, vector: &[u8], buffer: &'a mut [u8]) -> Option<&'a [u8]> {
    Decryptor::inner_iv_slice_init(cipher?, vector).ok()?.decrypt_padded::<Pkcs7>(buffer).ok()
}

/// The name of an algorithm that protects something, such as `AES-256-CBC with PBKDF2`.
pub(crate) fn name(algorithm: &AlgorithmIdentifierRef<'_>) -> String {
    let known = match algorithm.oid.to_string().as_str() {
        "1.2.840.113549.1.12.1.1" => "RC4-128 with SHA-1",
        "1.2.840.113549.1.12.1.2" => "RC4-40 with SHA-1",
        "1.2.840.113549.1.12.1.3" => "Triple DES with SHA-1",
        "1.2.840.113549.1.12.1.4" => "Triple DES with two keys and SHA-1",
        "1.2.840.113549.1.12.1.5" => "RC2-128 with SHA-1",
        "1.2.840.113549.1.12.1.6" => "RC2-40 with SHA-1",
        "1.2.840.113549.1.5.3" => "DES with MD5",
        "1.2.840.113549.1.5.6" => "RC2 with MD5",
        "1.2.840.113549.1.5.10" => "DES with SHA-1",
        "1.2.840.113549.1.5.11" => "RC2 with SHA-1",
        "1.2.840.113549.1.5.13" => return pbes2_name(algorithm),
        other => return format!("the algorithm {other}"),
    };
    known.to_owned()
}

/// Derivation and cipher of PBES2; none for anything else.
fn pbes2_parts<'a>(
    algorithm: &AlgorithmIdentifierRef<'a>,
) -> Option<(AlgorithmIdentifierRef<'a>, AlgorithmIdentifierRef<'a>)> {
    let parts = |reader: &mut der::SliceReader<'a>| Ok::<_, der::Error>((reader.decode()?, reader.decode()?));
    algorithm.parameters?.sequence(parts).ok()
}

fn pbes2_name(algorithm: &AlgorithmIdentifierRef<'_>) -> String {
    let Some((kdf, cipher)) = pbes2_parts(algorithm) else { return "PBES2".to_owned() };
    let cipher = match cipher.oid.to_string().as_str() {
        "2.16.840.1.101.3.4.1.2" => "AES-128-CBC".to_owned(),
        "2.16.840.1.101.3.4.1.22" => "AES-192-CBC".to_owned(),
        "2.16.840.1.101.3.4.1.42" => "AES-256-CBC".to_owned(),
        "2.16.840.1.101.3.4.1.6" => "AES-128-GCM".to_owned(),
        "2.16.840.1.101.3.4.1.46" => "AES-256-GCM".to_owned(),
        "1.2.840.113549.3.7" => "Triple DES".to_owned(),
        "1.3.14.3.2.7" => "DES".to_owned(),
        "1.2.840.113549.3.2" => "RC2".to_owned(),
        other => format!("the cipher {other}"),
    };
    let kdf = match kdf.oid.to_string().as_str() {
        "1.2.840.113549.1.5.12" => "PBKDF2".to_owned(),
        "1.3.6.1.4.1.11591.4.11" => "scrypt".to_owned(),
        other => format!("the derivation {other}"),
    };
    format!("{cipher} with {kdf}")
}
