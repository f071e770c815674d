//! An uploaded certificate as the sign-in service sees it: dates, thumbprints and the RSA key inside, if there is one.

use jiff::Timestamp;
use sha1::{Digest, Sha1};
use sha2::Sha256;
use x509_parser::prelude::{FromDer, X509Certificate};
use x509_parser::public_key::PublicKey;

/// What is read out of a certificate.
#[derive(Debug, Clone)]
pub(crate) struct Certificate {
    pub(crate) subject: String,
    pub(crate) not_before: Timestamp,
    pub(crate) not_after: Timestamp,
    pub(crate) sha1: Vec<u8>,
    pub(crate) sha256: Vec<u8>,
    /// PKCS#1 form and size in bits; absent when the key is not RSA.
    pub(crate) rsa: Option<(Vec<u8>, usize)>,
}

impl Certificate {
    /// Reads DER; the error says what is wrong with it.
    pub(crate) fn read(der: &[u8]) -> Result<Self, String> {
        let (rest, certificate) = X509Certificate::from_der(der)
            .map_err(|error| format!("not an X.509 certificate in DER form ({error})"))?;
        if !rest.is_empty() {
            return Err("bytes follow the certificate".to_owned());
        }
        let instant = |seconds: i64| Timestamp::from_second(seconds).map_err(|error| error.to_string());
        let key = certificate.public_key();
        let rsa = match key.parsed() {
            Ok(PublicKey::RSA(rsa)) => Some((key.subject_public_key.data.to_vec(), rsa.key_size())),
            _ => None,
        };
        Ok(Self {
            subject: certificate.subject().to_string(),
            not_before: instant(certificate.validity().not_before.timestamp())?,
            not_after: instant(certificate.validity().not_after.timestamp())?,
            sha1: Sha1::digest(der).to_vec(),
            sha256: Sha256::digest(der).to_vec(),
            rsa,
        })
    }
}
