//! Why the sign-in service refuses. Status, OAuth error and suberror come from the table of codes; the constructors add
//! the facts that a client may want to read out of the text.

use jiff::Timestamp;
use serde_json::json;

use super::codes;
use crate::clock;
use crate::wire::{Reply, Visit};

/// A refusal of the sign-in service.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    status: u16,
    error: &'static str,
    suberror: &'static str,
    /// The number after AADSTS; 0 for the refusals that have none.
    code: u32,
    text: String,
}

impl Refusal {
    /// A code with a text of its own.
    pub(crate) fn new(code: u32, text: impl Into<String>) -> Self {
        let (_, status, error, suberror, ..) =
            codes::find(code).copied().unwrap_or((code, 400, "invalid_request", "", "", ""));
        Self { status, error, suberror, code, text: text.into() }
    }

    /// A code with the text of the table.
    pub(crate) fn coded(code: u32) -> Self {
        let text = codes::find(code).map_or("The request was refused.", |(.., text)| text);
        Self::new(code, text)
    }

    /// An OAuth error that has no number.
    fn unnumbered(error: &'static str, text: &str) -> Self {
        Self { status: 400, error, suberror: "", code: 0, text: text.to_owned() }
    }

    /// The same refusal with another OAuth error: redirects and discovery have names of their own.
    pub(crate) fn called(self, error: &'static str) -> Self {
        Self { error, ..self }
    }

    pub(crate) fn error(&self) -> &'static str {
        self.error
    }

    pub(crate) fn tenant_not_found(tenant: &str) -> Self {
        let text =
            format!("Tenant '{tenant}' not found. Check the tenant identifier and the cloud that is signed in to.");
        Self::new(90002, text)
    }

    pub(crate) fn tenant_malformed(tenant: &str) -> Self {
        let text =
            format!("Specified tenant identifier '{tenant}' is neither a valid DNS name, nor a valid external domain.");
        Self::new(900_023, text)
    }

    pub(crate) fn missing_parameter(name: &str) -> Self {
        Self::new(900_144, format!("The request body must contain the following parameter: '{name}'."))
    }

    pub(crate) fn unsupported_grant(grant: &str) -> Self {
        Self::new(70003, format!("The app requested an unsupported grant type '{grant}'."))
    }

    pub(crate) fn application_not_found(client: &str, tenant: &str) -> Self {
        let text = format!("Application with identifier '{client}' was not found in the directory '{tenant}'.");
        Self::new(700_016, text)
    }

    pub(crate) fn application_disabled(client: &str) -> Self {
        Self::new(7_000_112, format!("Application '{client}' is disabled."))
    }

    pub(crate) fn no_credential() -> Self {
        Self::coded(7_000_218)
    }

    pub(crate) fn wrong_secret(client: &str) -> Self {
        let text =
            format!("Invalid client secret provided. The secret's value is needed, not its ID, for an app '{client}'.");
        Self::new(7_000_215, text)
    }

    pub(crate) fn expired_secret(client: &str) -> Self {
        Self::new(7_000_222, format!("The client secret keys for app '{client}' are expired."))
    }

    pub(crate) fn public_client_with_credential() -> Self {
        Self::coded(700_025)
    }

    pub(crate) fn malformed_assertion(why: &str) -> Self {
        Self::new(50027, format!("JWT token is invalid or malformed: {why}."))
    }

    pub(crate) fn unregistered_key(why: &str) -> Self {
        Self::new(700_027, format!("The certificate used to sign the client assertion is not accepted: {why}."))
    }

    pub(crate) fn weak_key(bits: usize) -> Self {
        Self::new(50032, format!("The RSA key of {bits} bits is too weak; 2048 are needed."))
    }

    pub(crate) fn unsupported_key(why: &str) -> Self {
        Self::new(5_002_730, format!("Unsupported key for the signing algorithm: {why}."))
    }

    pub(crate) fn foreign_issuer(found: &str, client: &str) -> Self {
        let text = format!("Client assertion application identifier '{found}' doesn't match 'client_id' '{client}'.");
        Self::new(700_021, text)
    }

    pub(crate) fn wrong_audience(found: &str, wanted: &str) -> Self {
        Self::new(700_023, format!("Client assertion audience '{found}' does not match; '{wanted}' is expected."))
    }

    pub(crate) fn outside_validity(now: Timestamp, from: Timestamp, until: Timestamp) -> Self {
        let time = clock::directory_time;
        let text = format!(
            "Client assertion is not within its valid time range. Current time: {}, assertion valid from {}, expiry time of assertion {}.",
            time(now),
            time(from),
            time(until)
        );
        Self::new(700_024, text)
    }

    pub(crate) fn replayed_assertion(jti: &str) -> Self {
        Self::new(50013, format!("Assertion is invalid: its identifier '{jti}' was used before."))
    }

    pub(crate) fn not_default_scope(scope: &str) -> Self {
        let text = format!(
            "The provided value for scope '{scope}' is not valid: client credentials need a resource with '/.default'."
        );
        Self::new(1_002_012, text)
    }

    pub(crate) fn invalid_scope(scope: &str) -> Self {
        Self::new(70011, format!("The provided value for the input parameter 'scope' is not valid: '{scope}'."))
    }

    pub(crate) fn several_resources(scope: &str) -> Self {
        Self::new(700_022, format!("The scope '{scope}' names more than one resource."))
    }

    /// A resource that gives no tokens: 500011, 500014 or 650052.
    pub(crate) fn resource(code: u32, resource: &str, tenant: &str) -> Self {
        Self::new(code, format!("{} Resource '{resource}', tenant '{tenant}'.", Self::coded(code).text))
    }

    pub(crate) fn authorization_declined() -> Self {
        Self::unnumbered("authorization_declined", "The user declined to authorize the device.")
    }

    pub(crate) fn slow_down(seconds: u64) -> Self {
        let text = format!("The client polls too often. Wait {seconds} seconds between requests.");
        Self::unnumbered("slow_down", &text)
    }

    pub(crate) fn redirect_mismatch(redirect: &str, client: &str) -> Self {
        Self::new(50011, format!("The redirect URI '{redirect}' does not match those of the application '{client}'."))
    }

    pub(crate) fn throttled() -> Self {
        Self::coded(90055)
    }

    pub(crate) fn broken() -> Self {
        Self { status: 500, error: "server_error", ..Self::coded(90033) }
    }

    /// The code and text as a page shows them.
    pub(crate) fn described(&self) -> String {
        match self.code {
            0 => self.text.clone(),
            code => format!("AADSTS{code}: {}", self.text),
        }
    }

    /// What the journal calls it.
    pub(crate) fn noted(&self) -> String {
        match self.code {
            0 => self.error.to_owned(),
            code => format!("AADSTS{code}"),
        }
    }

    /// Code, text and the names of the exchange, as bodies and redirects carry them.
    pub(crate) fn description(&self, visit: &Visit<'_>) -> String {
        let timestamp = clock::sign_in_time(visit.tenant.clock.service());
        let (id, call) = (&visit.call.request_id, visit.call);
        let correlation = call.client_request_id.as_ref().unwrap_or(id);
        format!("{} Trace ID: {id} Correlation ID: {correlation} Timestamp: {timestamp}", self.described())
    }

    /// The error body, and the note of it.
    pub(crate) fn reply(&self, visit: &mut Visit<'_>) -> Reply {
        let (tenant, call) = (visit.tenant, visit.call);
        let codes: Vec<u32> = (self.code != 0).then_some(self.code).into_iter().collect();
        let mut body = json!({
            "error": self.error,
            "error_description": self.description(visit),
            "error_codes": codes,
            "timestamp": clock::sign_in_time(tenant.clock.service()),
            "trace_id": call.request_id,
            "correlation_id": call.client_request_id.as_ref().unwrap_or(&call.request_id),
        });
        if self.code != 0 {
            body["error_uri"] = json!(format!("https://login.microsoftonline.com/error?code={}", self.code));
        }
        if !self.suberror.is_empty() {
            body["suberror"] = json!(self.suberror);
        }
        if ["basic_action", "message_only"].contains(&self.suberror) {
            // Conditional Access tells which policy is to be satisfied in the next request.
            body["claims"] = json!(
                r#"{"access_token":{"capolids":{"essential":true,"values":["5ab7a1a0-0c0d-4f1b-9b1a-6a1d7f3c2e11"]}}}"#
            );
        }
        visit.note.error = Some(self.noted());
        Reply::json(self.status, &body)
            .with_header("cache-control", "no-store, no-cache")
            .with_header("pragma", "no-cache")
    }
}
