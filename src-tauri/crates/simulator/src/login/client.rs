//! Who a confidential client says it is, and the proof: a secret in the form or in HTTP Basic, or a signed assertion.

use std::time::Instant;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::token::TokenForm;
use super::{Refusal, assertion};
use crate::tenant::{Application, ApplicationKey};
use crate::wire::{Visit, percent_decoded};

/// The only assertion type there is.
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// A client that proved who it is.
#[derive(Debug)]
pub(crate) struct ConfidentialClient {
    pub(crate) app_id: String,
    pub(crate) display_name: String,
    pub(crate) principal_id: String,
    /// The token claim that says how it proved it: 1 by secret, 2 by certificate.
    pub(crate) appidacr: &'static str,
}

/// The client id of a request, and the secret if HTTP Basic carries one.
#[derive(Debug)]
pub(crate) struct NamedClient {
    pub(crate) id: String,
    basic_secret: Option<String>,
}

impl NamedClient {
    /// Whether the request brings any kind of proof.
    pub(crate) fn carries_credential(&self, form: &TokenForm) -> bool {
        self.basic_secret.is_some() || form.get("client_secret").is_some() || form.get("client_assertion").is_some()
    }
}

/// Finds the client id in the form or in HTTP Basic.
pub(crate) fn named(visit: &Visit<'_>, form: &TokenForm) -> Result<NamedClient, Refusal> {
    if let Some((id, secret)) = visit.call.header("authorization").and_then(basic_credentials) {
        return Ok(NamedClient { id, basic_secret: Some(secret) });
    }
    Ok(NamedClient { id: form.require("client_id")?.to_owned(), basic_secret: None })
}

fn basic_credentials(header: &str) -> Option<(String, String)> {
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    Some((percent_decoded(id), percent_decoded(secret)))
}

/// Finds the application and checks its proof.
pub(crate) fn authenticate(
    visit: &mut Visit<'_>,
    form: &TokenForm,
    named: &NamedClient,
    tenant: &str,
) -> Result<ConfidentialClient, Refusal> {
    let (application, principal_id) = find(visit, &named.id)?;
    let appidacr = match (&named.basic_secret, form.get("client_secret"), form.get("client_assertion")) {
        (Some(secret), _, _) => {
            visit.note.credential = Some("basic");
            check_secret(visit, &application, secret)?;
            "1"
        }
        (None, Some(secret), _) => {
            visit.note.credential = Some("secret");
            check_secret(visit, &application, secret)?;
            "1"
        }
        (None, None, Some(token)) => {
            let kind = form.require("client_assertion_type")?;
            if kind != ASSERTION_TYPE {
                return Err(Refusal::malformed_assertion(&format!("unknown client_assertion_type '{kind}'")));
            }
            assertion::check(visit, &application, token, tenant)?;
            "2"
        }
        (None, None, None) => return Err(Refusal::no_credential()),
    };
    Ok(ConfidentialClient {
        display_name: application.display_name().to_owned(),
        app_id: application.app_id,
        principal_id,
        appidacr,
    })
}

/// The application and its service principal, once the sign-in service can see both.
fn find(visit: &Visit<'_>, client_id: &str) -> Result<(Application, String), Refusal> {
    let now = Instant::now();
    let directory = visit.tenant.directory.lock();
    let application = directory.application(ApplicationKey::AppId(client_id)).filter(|it| it.visible_at <= now);
    let principal = directory.principal_of(client_id).filter(|it| it.visible_at <= now);
    match (application, principal) {
        (Some(_), Some(principal)) if !principal.enabled => Err(Refusal::application_disabled(client_id)),
        (Some(application), Some(principal)) => Ok((application.clone(), principal.id.clone())),
        _ => Err(Refusal::application_not_found(client_id, &visit.tenant.name.display)),
    }
}

fn check_secret(visit: &Visit<'_>, application: &Application, secret: &str) -> Result<(), Refusal> {
    let (now, seen) = (visit.tenant.clock.service(), Instant::now());
    let known = application.secrets.iter().find(|it| it.secret == secret && it.visible_at <= seen);
    let known = known.ok_or_else(|| Refusal::wrong_secret(&application.app_id))?;
    if known.end <= now || visit.tenant.switches.lock().secret_expired {
        return Err(Refusal::expired_secret(&application.app_id));
    }
    match known.start <= now {
        true => Ok(()),
        false => Err(Refusal::wrong_secret(&application.app_id)),
    }
}
