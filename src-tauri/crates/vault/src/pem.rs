//! Reading PEM: the one place that names rustls-pemfile.
//!
//! That crate is archived (RUSTSEC-2025-0134) and a thin layer on rustls-pki-types; it is used because the product's
//! owner fixed it, behind this one function, so that replacing it is one file.

use crate::certificate::MadeCertificate;
use domain::secret::SecretBytes;
use domain::{Code, Outcome, Problem};
use rustls_pemfile::Item;

/// Reads one certificate and its unencrypted PKCS#8 key, in any order, from the text of a file or of two.
///
/// # Errors
/// `credential.file_unreadable` with what is missing or too much.
pub fn read_pem(text: &[u8]) -> Outcome<MadeCertificate> {
    let wrong = |message: &str| Problem::new(Code::FileUnreadable, message);
    if find(text, b"ENCRYPTED PRIVATE KEY") || find(text, b"Proc-Type: 4,ENCRYPTED") {
        return Err(wrong("The private key in the file is encrypted."));
    }
    let (mut certificate, mut key) = (None, None);
    let mut reader = text;
    for item in rustls_pemfile::read_all(&mut reader) {
        match item.map_err(|_| wrong("The file is not PEM, or breaks off."))? {
            Item::X509Certificate(der) if certificate.is_none() => certificate = Some(der.to_vec()),
            Item::X509Certificate(_) => return Err(wrong("The file holds more than one certificate.")),
            Item::Pkcs8Key(der) if key.is_none() => key = Some(SecretBytes::new(der.secret_pkcs8_der().to_vec())),
            Item::Pkcs8Key(_) => return Err(wrong("The file holds more than one private key.")),
            Item::Pkcs1Key(_) => {
                return Err(wrong(
                    "The private key is in the PKCS#1 form; PKCS#8 is needed: openssl pkey -in key.pem -out pkcs8.pem.",
                ));
            }
            Item::Sec1Key(_) => {
                return Err(wrong("The private key is an elliptic-curve key; Microsoft Entra takes RSA only."));
            }
            Item::Csr(_) => return Err(wrong("The file holds a certificate request instead of a certificate.")),
            _ => {}
        }
    }
    let certificate_der = certificate.ok_or_else(|| wrong("The file holds no certificate."))?;
    let key_der = key.ok_or_else(|| wrong("The file holds no private key."))?;
    // Proves that they belong together.
    crate::SigningKey::new(&key_der, &certificate_der)?;
    Ok(MadeCertificate { key_der, certificate_der, expires: None })
}

fn find(text: &[u8], wanted: &[u8]) -> bool {
    text.windows(wanted.len()).any(|part| part == wanted)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn message(text: &str) -> String {
        read_pem(text.as_bytes()).err().unwrap().message
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        assert!(message("").contains("no certificate"));
        assert!(
            message("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAA==\n-----END ENCRYPTED PRIVATE KEY-----\n")
                .contains("encrypted")
        );
        assert!(message("-----BEGIN EC PRIVATE KEY-----\nAA==\n-----END EC PRIVATE KEY-----\n").contains("RSA only"));
        assert!(
            message("-----BEGIN CERTIFICATE REQUEST-----\nAA==\n-----END CERTIFICATE REQUEST-----\n")
                .contains("request")
        );
        assert!(message("-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n").contains("no private key"));
    }

    proptest! {
        #[test]
        fn no_file_breaks_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            prop_assert!(read_pem(&bytes).is_err(), "random bytes are no key");
        }
    }
}
