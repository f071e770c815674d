//! Keys and certificates made by the openssl command line, and assertions signed with them: nothing here is shared with
//! the code that checks them.

use std::path::Path;
use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::{Value, json};
use sha1::{Digest, Sha1};
use sha2::Sha256;

/// A self-signed certificate and its private key.
pub struct Certificate {
    pub der: Vec<u8>,
    /// PKCS#1 form; empty when the key is not RSA.
    key: Vec<u8>,
}

fn openssl(arguments: &[&str]) -> Vec<u8> {
    let output = Command::new("openssl").args(arguments).output().expect("openssl is installed");
    assert!(output.status.success(), "openssl {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

impl Certificate {
    /// RSA with so many bits, valid for a year.
    pub fn rsa(bits: u32) -> Self {
        Self::made(&["-newkey", &format!("rsa:{bits}")], true)
    }

    /// On the curve P-256, which the service takes and then cannot use.
    pub fn elliptic() -> Self {
        Self::made(&["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"], false)
    }

    fn made(key: &[&str], is_rsa: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        let (private, public) = (path("key.pem"), path("cert.pem"));
        let mut arguments = vec!["req", "-x509", "-nodes", "-sha256", "-days", "365", "-subj", "/CN=bartizan test"];
        arguments.extend(key);
        arguments.extend(["-keyout", &private, "-out", &public]);
        openssl(&arguments);
        let der = openssl(&["x509", "-in", &public, "-outform", "DER"]);
        let traditional = ["rsa", "-in", &private, "-traditional", "-outform", "DER"];
        let key = if is_rsa { openssl(&traditional) } else { Vec::new() };
        assert!(Path::new(&private).exists(), "openssl wrote the key");
        Self { der, key }
    }

    /// As Graph takes it.
    pub fn base64(&self) -> String {
        STANDARD.encode(&self.der)
    }

    /// As a key credential for Graph.
    pub fn credential(&self) -> Value {
        json!({ "type": "AsymmetricX509Cert", "usage": "Verify", "key": self.base64(), "displayName": "CN=test" })
    }

    pub fn sha256(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(&self.der))
    }

    pub fn sha1(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha1::digest(&self.der))
    }

    /// PS256 with the SHA-256 thumbprint.
    pub fn ps256(&self, claims: &Claims) -> String {
        self.signed(json!({ "alg": "PS256", "typ": "JWT", "x5t#S256": self.sha256() }), claims, Algorithm::PS256)
    }

    /// RS256 with the SHA-1 thumbprint.
    pub fn rs256(&self, claims: &Claims) -> String {
        self.signed(json!({ "alg": "RS256", "typ": "JWT", "x5t": self.sha1() }), claims, Algorithm::RS256)
    }

    pub fn signed(&self, header: Value, claims: &Claims, algorithm: Algorithm) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", part(&header), part(&claims.0));
        let key = EncodingKey::from_rsa_der(&self.key);
        let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &key, algorithm).unwrap();
        format!("{message}.{signature}")
    }
}

/// The claims of an assertion.
#[derive(Debug, Clone)]
pub struct Claims(pub Value);

impl Claims {
    /// What a correct client sends now.
    pub fn correct(client_id: &str, audience: &str) -> Self {
        let now = jiff::Timestamp::now().as_second();
        Self(json!({
            "aud": audience, "iss": client_id, "sub": client_id, "jti": uuid::Uuid::new_v4().to_string(),
            "nbf": now, "iat": now, "exp": now + 600,
        }))
    }

    pub fn but(&self, name: &str, value: Value) -> Self {
        let mut claims = self.clone();
        claims.0[name] = value;
        claims
    }

    pub fn without(&self, name: &str) -> Self {
        let mut claims = self.clone();
        claims.0.as_object_mut().unwrap().shift_remove(name);
        claims
    }

    /// With dates moved by so many seconds.
    pub fn later(&self, seconds: i64) -> Self {
        let mut claims = self.clone();
        for name in ["nbf", "iat", "exp"] {
            claims.0[name] = json!(claims.0[name].as_i64().unwrap() + seconds);
        }
        claims
    }
}
