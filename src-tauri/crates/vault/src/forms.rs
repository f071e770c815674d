//! The forms in which a certificate and its key leave the vault: PEM as RFC 7468 asks, DER, both in one file.
//!
//! A private part is written into a buffer of its exact size, which is zeroed when it is dropped: a buffer that grows
//! leaves copies behind. The base64 is pem-rfc7468's, whose time does not depend on the key.

use crate::certificate::MadeCertificate;
use der::pem::{self, LineEnding};
use domain::secret::SecretBytes;
use domain::{Code, Outcome, Problem};

const CERTIFICATE: &str = "CERTIFICATE";
const KEY: &str = "PRIVATE KEY";

impl MadeCertificate {
    /// The certificate as PEM, which `.pem`, `.crt` and `.cer` files hold; the portal takes it.
    ///
    /// # Errors
    /// `internal.unexpected` when it cannot be encoded.
    pub fn certificate_pem(&self) -> Outcome<String> {
        certificate_pem(&self.certificate_der)
    }

    /// The key as PEM: PKCS#8, not encrypted.
    ///
    /// # Errors
    /// `internal.unexpected` when it cannot be encoded.
    pub fn key_pem(&self) -> Outcome<SecretBytes> {
        joined(&[(KEY, self.key_der.reveal())])
    }

    /// Key and certificate in one PEM file, the key first, as azure-identity and most agents read it.
    ///
    /// # Errors
    /// `internal.unexpected` when it cannot be encoded.
    pub fn combined_pem(&self) -> Outcome<SecretBytes> {
        joined(&[(KEY, self.key_der.reveal()), (CERTIFICATE, &self.certificate_der)])
    }
}

/// A certificate as PEM.
///
/// # Errors
/// `internal.unexpected` when it cannot be encoded.
pub fn certificate_pem(der: &[u8]) -> Outcome<String> {
    pem::encode_string(CERTIFICATE, LineEnding::LF, der).map_err(|_| unexpected())
}

fn joined(parts: &[(&str, &[u8])]) -> Outcome<SecretBytes> {
    let mut lengths = Vec::with_capacity(parts.len());
    for (label, der) in parts {
        lengths.push(pem::encapsulated_len(label, LineEnding::LF, der.len()).map_err(|_| unexpected())?);
    }
    let mut text = vec![0; lengths.iter().sum()];
    let mut rest = text.as_mut_slice();
    for ((label, der), length) in parts.iter().zip(lengths) {
        let (place, behind) = rest.split_at_mut(length);
        pem::encode(label, LineEnding::LF, der, place).map_err(|_| unexpected())?;
        rest = behind;
    }
    Ok(SecretBytes::new(text))
}

fn unexpected() -> Box<Problem> {
    Problem::new(Code::Unexpected, "The certificate or its key cannot be written as PEM.")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use crate::certificate::tests::made;

    #[test]
    fn pem_is_as_rfc_7468_asks() {
        let made = made("Bartizan", 2048);
        let certificate = made.certificate_pem().unwrap();
        let combined = made.combined_pem().unwrap();
        let text = std::str::from_utf8(combined.reveal()).unwrap();
        assert!(text.ends_with(&certificate), "the certificate stands behind its key");
        assert!(text.as_bytes().starts_with(made.key_pem().unwrap().reveal()), "the key stands first");
        for block in text.split_inclusive("-----\n").filter(|block| !block.starts_with("-----")) {
            let lines: Vec<_> = block.lines().filter(|line| !line.starts_with("-----")).collect();
            let (last, full) = lines.split_last().unwrap();
            assert!(full.iter().all(|line| line.len() == 64), "every line but the last holds 64 characters");
            assert!((1..=64).contains(&last.len()), "the last one holds the rest");
        }
        for label in ["PRIVATE KEY", "CERTIFICATE"] {
            assert!(text.contains(&format!("-----BEGIN {label}-----\n")) && text.ends_with("-----\n"), "{label}");
        }
    }
}
