//! Certificates that were made elsewhere: by openssl, so that not only our own reading is tested.

use crate::{Outcome, Trouble, Why};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Makes a key and a certificate in `folder`: the file with both, and the certificate's DER in base64.
pub(super) fn make(folder: &Path) -> Outcome<(String, String)> {
    let (key, certificate, both) = (folder.join("key.pem"), folder.join("certificate.pem"), folder.join("both.pem"));
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=by hand", "-keyout"])
        .arg(&key)
        .arg("-out")
        .arg(&certificate)
        .output()
        .why("openssl")?;
    if !made.status.success() {
        return Err(Trouble::new(format!("openssl made no certificate: {}", String::from_utf8_lossy(&made.stderr))));
    }
    let pem = fs::read_to_string(&certificate)?;
    fs::write(&both, fs::read_to_string(&key)? + &pem)?;
    Ok((both.to_string_lossy().into_owned(), der(&pem)))
}

/// The first certificate of a PEM text as the base64 of its DER, which is what the portal's upload comes to.
pub(super) fn der(pem: &str) -> String {
    let from = pem.split_once("-----BEGIN CERTIFICATE-----").map_or("", |(_, rest)| rest);
    from.lines().take_while(|line| !line.starts_with("-----END")).map(str::trim).collect()
}
