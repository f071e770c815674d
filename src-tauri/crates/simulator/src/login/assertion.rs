//! A client assertion checked for real: form, algorithm, issuer, thumbprint, signature, dates, audience, single use.
//! The order is fixed, so that an assertion with two faults always names the same one.

use std::time::Instant;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Algorithm, DecodingKey};

use super::{Refusal, discovery};
use crate::tenant::{Application, Certificate, KeyCredential};
use crate::wire::{Compact, Visit};

/// How far apart the two clocks may be.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

/// The weakest RSA key that is accepted.
const LEAST_BITS: usize = 2048;

/// Checks the assertion of an application; `tenant` is how the path spelled the tenant.
pub(crate) fn check(
    visit: &mut Visit<'_>,
    application: &Application,
    token: &str,
    tenant: &str,
) -> Result<(), Refusal> {
    let compact = Compact::parse(token).ok_or_else(|| Refusal::malformed_assertion("it is not a signed JWT"))?;
    let algorithm = algorithm(visit, &compact)?;
    let client = application.app_id.as_str();
    for name in ["iss", "sub"] {
        let found = compact.text(name).unwrap_or("");
        if !found.eq_ignore_ascii_case(client) {
            return Err(Refusal::foreign_issuer(found, client));
        }
    }
    if visit.tenant.switches.lock().certificate_rolled {
        return Err(Refusal::unregistered_key("no key with its thumbprint is registered"));
    }
    let key = named_key(application, &compact, algorithm)?;
    check_certificate(visit, key, &compact, algorithm)?;
    let expires = check_times(visit, &compact)?;
    check_audience(visit, &compact, tenant)?;
    let jti = compact.text("jti").ok_or_else(|| Refusal::malformed_assertion("it has no 'jti'"))?;
    let now = visit.tenant.clock.service();
    let until = expires.checked_add(TOLERANCE).unwrap_or(expires);
    match visit.tenant.sign_ins.lock().use_assertion(client, jti, until, now) {
        true => Ok(()),
        false => Err(Refusal::replayed_assertion(jti)),
    }
}

fn algorithm(visit: &mut Visit<'_>, compact: &Compact<'_>) -> Result<Algorithm, Refusal> {
    match compact.header_text("alg") {
        Some("PS256") => {
            visit.note.credential = Some("PS256");
            match visit.tenant.switches.lock().ps256_unsupported {
                true => Err(Refusal::unsupported_key("PS256 is not available")),
                false => Ok(Algorithm::PS256),
            }
        }
        Some("RS256") => {
            visit.note.credential = Some("RS256");
            Ok(Algorithm::RS256)
        }
        Some(other) => Err(Refusal::unsupported_key(&format!("'{other}' is neither PS256 nor RS256"))),
        None => Err(Refusal::malformed_assertion("its header names no algorithm")),
    }
}

/// The uploaded key that the thumbprint header names: `x5t#S256`, or for RS256 also the older `x5t`.
fn named_key<'a>(
    application: &'a Application,
    compact: &Compact<'_>,
    algorithm: Algorithm,
) -> Result<&'a KeyCredential, Refusal> {
    let now = Instant::now();
    // Microsoft's own Python library sends thumbprints with padding, which no standard has.
    let header = |name| compact.header_text(name).map(|text| text.trim_end_matches('='));
    let sha256 = header("x5t#S256");
    let sha1 = header("x5t").filter(|_| algorithm == Algorithm::RS256);
    let (thumbprint, of): (&str, fn(&KeyCredential) -> &[u8]) = match (sha256, sha1) {
        (Some(text), _) => (text, |key| &key.sha256),
        (None, Some(text)) => (text, |key| &key.sha1),
        (None, None) => return Err(Refusal::unregistered_key("the header carries no thumbprint for this algorithm")),
    };
    let known = application.keys.iter().filter(|key| key.visible_at <= now);
    let mut known = known.filter(|key| URL_SAFE_NO_PAD.encode(of(key)) == thumbprint);
    known
        .next()
        .ok_or_else(|| Refusal::unregistered_key(&format!("no key with thumbprint '{thumbprint}' is registered")))
}

fn check_certificate(
    visit: &Visit<'_>,
    key: &KeyCredential,
    compact: &Compact<'_>,
    algorithm: Algorithm,
) -> Result<(), Refusal> {
    let certificate = Certificate::read(&key.der).map_err(|why| Refusal::unregistered_key(&why))?;
    let Some((public, bits)) = &certificate.rsa else {
        return Err(Refusal::unsupported_key("the registered certificate holds no RSA key"));
    };
    if *bits < LEAST_BITS {
        return Err(Refusal::weak_key(*bits));
    }
    if visit.tenant.switches.lock().certificate_expired {
        return Err(Refusal::unregistered_key(&format!("it was valid until {} only", key.start)));
    }
    let now = visit.tenant.clock.service();
    let (from, until) = (certificate.not_before.max(key.start), certificate.not_after.min(key.end));
    if now < from || now >= until {
        return Err(Refusal::unregistered_key(&format!("it is valid from {from} until {until} only")));
    }
    match compact.is_signed_by(&DecodingKey::from_rsa_der(public), algorithm) {
        true => Ok(()),
        false => Err(Refusal::unregistered_key("the signature does not verify")),
    }
}

/// Checks `nbf` and `exp`; gives the latter.
fn check_times(visit: &Visit<'_>, compact: &Compact<'_>) -> Result<Timestamp, Refusal> {
    let instant = |name: &str| {
        let seconds = compact.seconds(name);
        let instant = seconds.and_then(|seconds| Timestamp::from_second(seconds).ok());
        instant.ok_or_else(|| Refusal::malformed_assertion(&format!("it has no usable '{name}'")))
    };
    let expires = instant("exp")?;
    let from = instant(if compact.claims.contains_key("nbf") { "nbf" } else { "iat" })?;
    let now = visit.tenant.clock.service();
    let too_early = now.checked_add(TOLERANCE).is_ok_and(|latest| from > latest);
    let too_late = now.checked_sub(TOLERANCE).is_ok_and(|earliest| expires < earliest);
    match too_early || too_late {
        true => Err(Refusal::outside_validity(now, from, expires)),
        false => Ok(expires),
    }
}

/// The audience is the token endpoint that was called, by the tenant's id or as the path spelled it.
fn check_audience(visit: &Visit<'_>, compact: &Compact<'_>, tenant: &str) -> Result<(), Refusal> {
    let host = discovery::host(visit);
    let path = if visit.call.path.contains("/oauth2/v2.0/") { "oauth2/v2.0/token" } else { "oauth2/token" };
    let endpoint = |tenant: &str| format!("{host}/{tenant}/{path}");
    let found = compact.text("aud").unwrap_or("");
    // On an HTTPS port both loopback names mean the same certificate and the same service.
    let spelled = found.replacen("https://127.0.0.1:", "https://localhost:", 1);
    match spelled == endpoint(tenant) || spelled == endpoint(&visit.tenant.name.id) {
        true => Ok(()),
        false => Err(Refusal::wrong_audience(found, &endpoint(&visit.tenant.name.id))),
    }
}
