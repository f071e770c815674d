//! The token endpoints: check the tenant, sort requests by grant, and say in the journal how the client came.

use super::{Refusal, client, code_grant, device, discovery, grant, issue, scope};
use crate::graph::GraphProblem;
use crate::wire::{Reply, Visit};

/// The grant of a device that was shown a code.
const DEVICE_CODE: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// Fields that mean something here, and those that Microsoft's libraries send along without effect here.
const KNOWN: &[&str] = &[
    "grant_type",
    "client_id",
    "client_secret",
    "client_assertion_type",
    "client_assertion",
    "scope",
    "resource",
    "device_code",
    "code",
    "redirect_uri",
    "code_verifier",
    "refresh_token",
    "claims",
    "client_info",
    "mkt",
    "x-client-SKU",
    "x-client-Ver",
    "x-client-OS",
    "x-client-CPU",
];

/// The form fields of a token request.
#[derive(Debug)]
pub(crate) struct TokenForm(Vec<(String, String)>);

impl TokenForm {
    /// Reads the body; anything but a form is missing its grant type. A field sent twice is the caller's mistake.
    pub(crate) fn read(visit: &Visit<'_>) -> Result<Self, Refusal> {
        let is_form = visit
            .call
            .header("content-type")
            .is_some_and(|kind| kind.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded"));
        let fields = if is_form { visit.call.form() } else { Vec::new() };
        for (index, (name, _)) in fields.iter().enumerate() {
            if fields[..index].iter().any(|(other, _)| other == name) {
                return Err(Refusal::new(900_144, format!("The parameter '{name}' is duplicated.")));
            }
        }
        Ok(Self(fields))
    }

    /// A field that the simulator does not know.
    pub(crate) fn stranger(&self) -> Option<&str> {
        self.0.iter().map(|(name, _)| name.as_str()).find(|name| !KNOWN.contains(name))
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    pub(crate) fn require(&self, name: &str) -> Result<&str, Refusal> {
        self.get(name).ok_or_else(|| Refusal::missing_parameter(name))
    }
}

/// Refuses a body with a field that the simulator does not know, by name.
pub(crate) fn strange(visit: &mut Visit<'_>) -> Option<Reply> {
    let form = TokenForm::read(visit).ok()?;
    let what = format!("field '{}' of a token request", form.stranger()?);
    Some(GraphProblem::unsupported(what).reply(visit))
}

/// Answers a v2 token request.
pub(crate) fn issue(visit: &mut Visit<'_>, tenant: &str) -> Result<Reply, Refusal> {
    let form = begun(visit, tenant)?;
    match form.require("grant_type")? {
        "client_credentials" => {
            let asked = form.require("scope").and_then(scope::default_resource);
            client_credentials(visit, &form, tenant, asked)
        }
        DEVICE_CODE => device::redeem(visit, &form),
        "authorization_code" => code_grant::redeem(visit, &form, tenant),
        "refresh_token" => grant::refresh(visit, &form, tenant),
        other => Err(Refusal::unsupported_grant(other)),
    }
}

/// Answers a v1 token request: for an application alone, with `resource` instead of `scope`.
pub(crate) fn issue_v1(visit: &mut Visit<'_>, tenant: &str) -> Result<Reply, Refusal> {
    let form = begun(visit, tenant)?;
    match form.require("grant_type")? {
        "client_credentials" => {
            let resource = form.require("resource")?;
            let reply = client_credentials(visit, &form, tenant, Ok(resource))?;
            Ok(issue::as_v1(visit, reply, resource))
        }
        other => Err(Refusal::unsupported_grant(other)),
    }
}

/// The form of a request to this tenant, unless a switch refuses it at once.
fn begun(visit: &mut Visit<'_>, tenant: &str) -> Result<TokenForm, Refusal> {
    let form = TokenForm::read(visit)?;
    let kind = form.get("grant_type").unwrap_or("").to_owned();
    match kind.as_str() {
        "" | "client_credentials" => discovery::check_own(visit, tenant)?,
        _ => {
            discovery::check_interactive(visit, tenant)?;
        }
    }
    form.require("grant_type")?;
    visit.note.grant = Some(kind.clone());
    match visit.tenant.switches.lock().take_sign_in_refusal(&kind) {
        Some(code) => Err(Refusal::coded(code)),
        None => Ok(form),
    }
}

fn client_credentials(
    visit: &mut Visit<'_>,
    form: &TokenForm,
    tenant: &str,
    resource: Result<&str, Refusal>,
) -> Result<Reply, Refusal> {
    let named = client::named(visit, form)?;
    let resource = resource?;
    let client = client::authenticate(visit, form, &named, tenant)?;
    let asked = scope::application_resource(visit.tenant, resource)?;
    issue::for_application(visit, form, &client, &asked)
}
