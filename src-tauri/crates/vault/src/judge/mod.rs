//! Judging files that are imported: what they hold, whether Microsoft Entra will take it, and if not, why exactly.
//!
//! Nothing here trusts its input: every length is looked at, no file is followed deeper or longer than it is, and what
//! cannot be understood is a Problem. A key is handed on as PKCS#8 whatever its form was.

mod certificate;
mod file;
mod key;
mod piece;
mod verdict;

pub(crate) use certificate::modulus;
pub use certificate::{CertificateFacts, read_certificate};

use crate::certificate::MadeCertificate;
use domain::secret::SecretText;
use domain::{Code, Outcome, Problem};
use jiff::Timestamp;

/// A file longer than this is none that holds a certificate.
const LONGEST_FILE: usize = 1024 * 1024;
/// More files than a person chooses for one credential.
const MOST_FILES: usize = 8;

/// A certificate and its key that can be used.
pub struct Judged {
    /// Both, ready to be kept.
    pub made: MadeCertificate,
    /// What the certificate says of itself.
    pub facts: CertificateFacts,
    /// What was done to them on the way in, one sentence each.
    pub notes: Vec<String>,
}

/// Finds one certificate and its RSA key in the contents of files: PEM, DER or PFX, in any order, together or apart.
///
/// # Errors
/// The first thing that is wrong, by its code: `credential.*`.
pub fn judge(files: &[Vec<u8>], password: Option<&SecretText>, now: Timestamp) -> Outcome<Judged> {
    if files.is_empty() || files.len() > MOST_FILES || files.iter().any(|file| file.len() > LONGEST_FILE) {
        let message = "A certificate and its key are read from one to eight files of at most one megabyte each.";
        return Err(Problem::new(Code::FileUnreadable, message));
    }
    let mut pieces = Vec::new();
    for (place, file) in files.iter().enumerate() {
        let found = file::pieces(file, password);
        if found.is_empty() {
            return Err(verdict::nothing_known(file, place, files.len()));
        }
        pieces.extend(found);
    }
    verdict::verdict(pieces, now)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
