//! The verdict on the pieces of the files: one certificate with its key, or the first thing that is wrong.
//!
//! The order is that of what a person has to do: what could not be read at all, then what was the wrong file, then what
//! is wrong with the right one.

use super::Judged;
use super::certificate::{self, Read};
use super::piece::{FoundKey, Piece};
use crate::certificate::MadeCertificate;
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::signature::RsaKeyPair;
use domain::secret::SecretBytes;
use domain::{Code, Outcome, Problem};
use jiff::Timestamp;

const FEWEST_BITS: usize = 2048;
const MOST_BITS: usize = 8192;

/// The problem of a file in which nothing is known.
pub(super) fn nothing_known(file: &[u8], place: usize, of: usize) -> Box<Problem> {
    let base64 = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'\r' | b'\n');
    let message = if file.is_empty() {
        "The file is empty."
    } else if file.starts_with(b"MI") && file.iter().all(base64) {
        "The file holds base64 without its first and last line, such as -----BEGIN CERTIFICATE-----."
    } else if file.starts_with(&[0x30]) {
        "The file begins as DER does, but is no certificate, no key and no PFX file, or breaks off."
    } else {
        "The file is neither PEM nor DER nor PFX."
    };
    let problem = Problem::new(Code::FileUnreadable, message);
    if of > 1 { problem.fact("File", format!("{} of {of}", place + 1)) } else { problem }
}

pub(super) fn verdict(pieces: Vec<Piece>, now: Timestamp) -> Outcome<Judged> {
    if let Some(problem) = pieces.iter().find_map(unreadable) {
        return Err(problem);
    }
    let (mut certificates, mut keys, mut others) = (Vec::<Vec<u8>>::new(), Vec::<FoundKey>::new(), Vec::new());
    for piece in pieces {
        match piece {
            // The same thing twice, as where a combined file and its parts are chosen, is one thing.
            Piece::Certificate(der) if !certificates.contains(&der) => certificates.push(der),
            Piece::Key(key) if keys.iter().all(|known| known.modulus != key.modulus) => keys.push(key),
            Piece::Certificate(_) | Piece::Key(_) => {}
            other => others.push(other),
        }
    }
    if let Some(problem) = others.iter().find_map(|piece| unusable_key(piece, &keys)) {
        return Err(problem);
    }
    if keys.len() > 1 {
        return Err(unreadable_file(format!("The files hold {} private keys; one is needed.", keys.len())));
    }
    let key = keys.pop();
    let certificate_der = only(certificates, key.as_ref(), &others)?;
    let read = certificate::read(&certificate_der)?;
    let key = key.ok_or_else(|| {
        let message = format!("There is the certificate {} without its private key.", read.facts.subject);
        unreadable_file(message)
    })?;
    suits(&read, &key)?;
    in_time(&read, now)?;
    let notes = key.converted.map(str::to_owned).into_iter().collect();
    let made = MadeCertificate { key_der: as_pkcs8(&key)?, certificate_der, expires: Some(read.facts.ends) };
    Ok(Judged { made, facts: read.facts, notes })
}

fn unreadable(piece: &Piece) -> Option<Box<Problem>> {
    Some(match piece {
        Piece::Broken(why) => unreadable_file(why.clone()),
        Piece::Trailing(bytes, what) => {
            let message = format!("{bytes} bytes follow behind the end of the {what}.");
            Problem::new(Code::FileTrailing, message)
        }
        Piece::WrongPassword(what) => {
            Problem::new(Code::PasswordWrong, format!("The password does not open it ({what})."))
        }
        Piece::LockedFile => Problem::new(Code::KeyEncrypted, "The PFX file has a password; it is needed to open it."),
        _ => return None,
    })
}

fn unusable_key(piece: &Piece, keys: &[FoundKey]) -> Option<Box<Problem>> {
    match piece {
        Piece::LockedKey(algorithm) if keys.is_empty() => {
            let message = format!("The private key is encrypted with {algorithm}.");
            Some(Problem::new(Code::KeyEncrypted, message).fact("Algorithm", algorithm))
        }
        Piece::ForeignKey(algorithm) if keys.is_empty() => Some(not_rsa("private key", algorithm)),
        _ => None,
    }
}

fn not_rsa(what: &str, algorithm: &str) -> Box<Problem> {
    let message = format!("The {what} is {algorithm}; Microsoft Entra takes RSA only for signing in.");
    Problem::new(Code::KeyNotRsa, message).fact("Algorithm", algorithm)
}

/// The one certificate, or why there is none.
fn only(mut certificates: Vec<Vec<u8>>, key: Option<&FoundKey>, others: &[Piece]) -> Outcome<Vec<u8>> {
    if certificates.len() > 1 {
        let mut message = format!("The files hold {} certificates; one is needed.", certificates.len());
        let mut problem_facts = domain::Facts::new();
        for der in &certificates {
            let read = certificate::read(der)?;
            if key.is_some_and(|key| read.modulus.as_ref() == Some(&key.modulus)) {
                message = format!("{message} {} belongs to the key.", read.facts.subject);
            }
            problem_facts = problem_facts.fact("Certificate", &read.facts.subject);
        }
        return Err(Problem::new(Code::SeveralCertificates, message).with(problem_facts));
    }
    if let Some(certificate) = certificates.pop() {
        return Ok(certificate);
    }
    if others.iter().any(|piece| matches!(piece, Piece::Request)) {
        return Err(Problem::new(Code::RequestInstead, "There is a certificate request instead of a certificate."));
    }
    if others.iter().any(|piece| matches!(piece, Piece::PublicKey)) {
        return Err(Problem::new(Code::PublicKeyInstead, "There is a public key instead of a certificate."));
    }
    if key.is_some() {
        return Err(Problem::new(Code::KeyInstead, "There is a private key without its certificate."));
    }
    let held: Vec<_> = others
        .iter()
        .filter_map(|piece| match piece {
            Piece::Other(label) => Some(label.as_str()),
            _ => None,
        })
        .collect();
    Err(unreadable_file(match held.as_slice() {
        [] => "The files hold no certificate.".to_owned(),
        held => format!("The files hold no certificate, but {}.", held.join(", ")),
    }))
}

/// Whether Microsoft takes them, and whether they belong together.
fn suits(read: &Read, key: &FoundKey) -> Outcome<()> {
    let facts = &read.facts;
    let Some(modulus) = &read.modulus else { return Err(not_rsa("certificate's key", &facts.key)) };
    if *modulus != key.modulus {
        let message = format!("The key is not the one of the certificate {}.", facts.subject);
        return Err(Problem::new(Code::KeyApart, message)
            .fact("Certificate", format!("{}, SHA-256 {}", facts.key, facts.sha256))
            .fact("Private key", format!("RSA {}", key.bits)));
    }
    if key.bits < FEWEST_BITS {
        let message = format!("The RSA key has {} bits; {FEWEST_BITS} are the fewest that Microsoft takes.", key.bits);
        return Err(Problem::new(Code::KeyTooShort, message));
    }
    if key.bits > MOST_BITS {
        let message = format!("The RSA key has {} bits; keys of up to {MOST_BITS} bits can be used.", key.bits);
        return Err(Problem::new(Code::KeyUnusable, message));
    }
    if matches!(facts.hash.as_str(), "MD5" | "SHA-1") {
        let message = format!("The certificate {} is signed with {}.", facts.subject, facts.hash);
        return Err(Problem::new(Code::SignatureWeak, message).fact("Algorithm", &facts.hash));
    }
    Ok(())
}

fn in_time(read: &Read, now: Timestamp) -> Outcome<()> {
    let facts = &read.facts;
    if facts.ends <= now {
        let message =
            format!("The certificate {} expired on {}.", facts.subject, facts.ends.strftime("%Y-%m-%d %H:%M UTC"));
        return Err(Problem::new(Code::CertificateExpired, message));
    }
    if facts.begins > now {
        let message = format!(
            "The certificate {} is valid from {} on.",
            facts.subject,
            facts.begins.strftime("%Y-%m-%d %H:%M UTC")
        );
        return Err(Problem::new(Code::NotYetValid, message).fact("This computer's clock", now));
    }
    Ok(())
}

/// The key as PKCS#8, after the crypto library has looked whether its numbers fit one another.
fn as_pkcs8(key: &FoundKey) -> Outcome<SecretBytes> {
    let unusable = || Problem::new(Code::KeyUnusable, "The numbers of the RSA key do not fit one another.");
    let pair = RsaKeyPair::from_der(key.pkcs1.reveal()).map_err(|_| unusable())?;
    let der: Pkcs8V1Der<'_> = pair.as_der().map_err(|_| unusable())?;
    Ok(SecretBytes::new(der.as_ref().to_vec()))
}

fn unreadable_file(message: String) -> Box<Problem> {
    Problem::new(Code::FileUnreadable, message)
}
