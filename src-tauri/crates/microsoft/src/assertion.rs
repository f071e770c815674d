//! The signed client assertion: a JWT that lives for minutes and is made anew for every token.
//!
//! PS256 with the certificate's SHA-256 thumbprint first; RS256 with the SHA-1 thumbprint is the older form that
//! Microsoft still takes. Source: microsoft-apis, client assertion JWT.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use domain::Outcome;
use domain::secret::{AssertionAlgorithm, AssertionKey, SecretText};
use jiff::Timestamp;
use serde_json::{Value, json};

/// Seconds that an assertion is valid for: the upper end of what Microsoft recommends.
const VALID_SECONDS: i64 = 600;
/// Seconds by which it begins in the past, for a clock that is ahead.
const BACKDATED_SECONDS: i64 = 120;
/// Whom a proof of possession is for: the directory itself. Source: microsoft-apis, other calls.
const DIRECTORY: &str = "00000002-0000-0000-c000-000000000000";

/// Makes an assertion for `audience`, the token endpoint.
///
/// # Errors
/// `credential.key_unusable`.
pub(crate) fn make_assertion(
    key: &dyn AssertionKey,
    algorithm: AssertionAlgorithm,
    client_id: &str,
    audience: &str,
    now: Timestamp,
) -> Outcome<SecretText> {
    let second = now.as_second();
    let claims = json!({
        "aud": audience,
        "iss": client_id,
        "sub": client_id,
        "jti": uuid::Uuid::new_v4().to_string(),
        "iat": second,
        "nbf": second - BACKDATED_SECONDS,
        "exp": second + VALID_SECONDS,
    });
    signed(key, algorithm, &claims)
}

/// Makes a proof that an application has a valid key, which lets it change its own keys.
///
/// # Errors
/// `credential.key_unusable`.
pub(crate) fn make_proof(key: &dyn AssertionKey, object_id: &str, now: Timestamp) -> Outcome<SecretText> {
    let begins = now.as_second() - BACKDATED_SECONDS;
    // Ten minutes from its beginning, no more: that is the rule for proofs.
    let claims = json!({"aud": DIRECTORY, "iss": object_id, "nbf": begins, "exp": begins + VALID_SECONDS});
    signed(key, AssertionAlgorithm::Rs256, &claims)
}

fn signed(key: &dyn AssertionKey, algorithm: AssertionAlgorithm, claims: &Value) -> Outcome<SecretText> {
    let header = match algorithm {
        AssertionAlgorithm::Ps256 => {
            json!({"alg": "PS256", "typ": "JWT", "x5t#S256": BASE64URL.encode(key.thumbprint_sha256())})
        }
        AssertionAlgorithm::Rs256 => {
            json!({"alg": "RS256", "typ": "JWT", "x5t": BASE64URL.encode(key.thumbprint_sha1())})
        }
    };
    let signed = format!("{}.{}", BASE64URL.encode(header.to_string()), BASE64URL.encode(claims.to_string()));
    let signature = key.sign(algorithm, signed.as_bytes())?;
    Ok(SecretText::new(format!("{signed}.{}", BASE64URL.encode(signature))))
}
