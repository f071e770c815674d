//! `addKey` and `removeKey`: an application rolls its own certificates by signing a proof with one it already has. Its
//! own token needs no permission for that.

use std::time::Instant;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde_json::json;

use super::credentials::read_key;
use super::{GraphProblem, caller};
use crate::tenant::{Application, ApplicationKey, Certificate, Tenant};
use crate::wire::{Compact, Fields, Query, Reply, Visit};

/// Whom a proof is for: the directory itself.
const AUDIENCE: &str = "00000002-0000-0000-c000-000000000000";

/// The longest life of a proof, and how far apart the clocks may be.
const LIFE: SignedDuration = SignedDuration::from_mins(10);
const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

/// How a proof is refused: neither status nor code is documented.
fn unproven(why: &str) -> GraphProblem {
    GraphProblem::new(401, "Authentication_MissingOrMalformed", format!("The proof of possession is not valid: {why}."))
}

/// `POST /applications/{id}/addKey`.
pub(crate) fn add_key(visit: &mut Visit<'_>, key: ApplicationKey<'_>) -> Result<Reply, GraphProblem> {
    let (application, mut fields) = begun(visit, key, "addKey")?;
    let credential = fields.take("keyCredential");
    let credential =
        credential.ok_or_else(|| GraphProblem::bad_directory_request("A value is required for 'keyCredential'."))?;
    let proof = fields.require_text("proof")?;
    if fields.take("passwordCredential").is_some() {
        return Err(GraphProblem::bad_directory_request(
            "passwordCredential must be null for a key of type AsymmetricX509Cert.",
        ));
    }
    fields.finish()?;
    check(visit.tenant, &application, &proof)?;
    let new = read_key(visit.tenant, credential, &application.keys)?;
    let mut directory = visit.tenant.directory.lock();
    let kept = directory.application_mut(key).ok_or_else(|| GraphProblem::not_found(key.text()))?;
    if kept.keys.iter().any(|known| known.key_id == new.key_id) {
        return Err(GraphProblem::bad_directory_request("A key with that keyId exists already."));
    }
    let mut shown = new.shown(false);
    shown["@odata.context"] =
        json!(format!("{}/graph/v1.0/$metadata#microsoft.graph.keyCredential", visit.tenant.base));
    kept.keys.push(new);
    Ok(Reply::graph(200, &shown))
}

/// `POST /applications/{id}/removeKey`.
pub(crate) fn remove_key(visit: &mut Visit<'_>, key: ApplicationKey<'_>) -> Result<Reply, GraphProblem> {
    let (application, mut fields) = begun(visit, key, "removeKey")?;
    let key_id = fields.require_text("keyId")?;
    let proof = fields.require_text("proof")?;
    fields.finish()?;
    check(visit.tenant, &application, &proof)?;
    let mut directory = visit.tenant.directory.lock();
    let kept = directory.application_mut(key).ok_or_else(|| GraphProblem::not_found(key.text()))?;
    let before = kept.keys.len();
    kept.keys.retain(|known| !known.key_id.eq_ignore_ascii_case(&key_id));
    match kept.keys.len() < before {
        true => Ok(Reply::no_content()),
        false => Err(GraphProblem::bad_directory_request(format!("No key credential found with keyId '{key_id}'."))),
    }
}

/// The application and the body, if the caller is the application itself or may change it.
fn begun(
    visit: &mut Visit<'_>,
    key: ApplicationKey<'_>,
    action: &'static str,
) -> Result<(Application, Fields), GraphProblem> {
    let caller = caller::identify(visit)?;
    Query::new(&visit.call.query).finish()?;
    let found = visit.tenant.directory.lock().application(key).cloned();
    let itself = |application: &Application| !caller.is_person() && application.app_id == caller.app_id;
    match found {
        Some(application) => {
            if !itself(&application) {
                caller.need_change_of(&application)?;
            }
            Ok((application, Fields::read(visit.call, action)?))
        }
        None => {
            caller.need_any_registration()?;
            Err(GraphProblem::not_found(key.text()))
        }
    }
}

fn check(tenant: &Tenant, application: &Application, proof: &str) -> Result<(), GraphProblem> {
    let compact = Compact::parse(proof).ok_or_else(|| unproven("it is not a signed JWT"))?;
    if compact.text("aud") != Some(AUDIENCE) {
        return Err(unproven("its audience is another one"));
    }
    if compact.text("iss").is_none_or(|issuer| !issuer.eq_ignore_ascii_case(&application.id)) {
        return Err(unproven("its issuer is not the application's object id"));
    }
    let instant = |name: &str| compact.seconds(name).and_then(|seconds| Timestamp::from_second(seconds).ok());
    let (Some(from), Some(until)) = (instant("nbf"), instant("exp")) else {
        return Err(unproven("it has no dates"));
    };
    let now = tenant.clock.service();
    if until.duration_since(from) > LIFE
        || from.duration_since(now) > TOLERANCE
        || now.duration_since(until) > TOLERANCE
    {
        return Err(unproven("it is not valid now, or for longer than ten minutes"));
    }
    let algorithm = match compact.header_text("alg") {
        Some("RS256") => Algorithm::RS256,
        Some("PS256") => Algorithm::PS256,
        _ => return Err(unproven("its algorithm is neither RS256 nor PS256")),
    };
    let signs = |key: &&crate::tenant::KeyCredential| {
        let certificate = Certificate::read(&key.der).ok();
        let valid = key.visible_at <= Instant::now() && key.start <= now && now < key.end;
        let named = [("x5t", &key.sha1), ("x5t#S256", &key.sha256)].into_iter().all(|(name, thumbprint)| {
            compact
                .header_text(name)
                .is_none_or(|text| text.trim_end_matches('=') == URL_SAFE_NO_PAD.encode(thumbprint))
        });
        let rsa = certificate.and_then(|it| it.rsa);
        let signed =
            rsa.is_some_and(|(public, _)| compact.is_signed_by(&DecodingKey::from_rsa_der(&public), algorithm));
        valid && named && signed
    };
    match application.keys.iter().find(signs) {
        Some(_) => Ok(()),
        None => Err(unproven("no valid certificate of the application signed it")),
    }
}
