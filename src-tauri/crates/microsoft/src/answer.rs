//! An answer as it came: status, the few headers that matter, and the bytes. Errors of Graph become Problems here.

use crate::call::{Call, Host};
use domain::{Code, Facts, Outcome, Problem};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// What came back.
#[derive(Clone, Default)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The whole body.
    pub body: Vec<u8>,
    /// Microsoft's id of the request.
    pub request_id: String,
    /// Our id of the request, which Microsoft logs as well.
    pub client_request_id: String,
    /// Where a redirect leads; it is never followed by itself.
    pub location: Option<String>,
    /// Seconds that Microsoft asks to wait, where it says so.
    pub retry_after: Option<u32>,
    /// The next page, where a header names it.
    pub next_page: Option<String>,
    /// What the header `Warning` says.
    pub warning: Option<String>,
    /// When it was sent, by the clock of whoever sent it.
    pub date: Option<Timestamp>,
    /// Method and path of the call, for evidence.
    pub call: String,
    /// The host that answered.
    pub host: String,
}

impl Answer {
    /// Whether the status says success.
    pub fn ok(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// What support asks for.
    pub fn facts(&self) -> Facts {
        Facts::new()
            .fact("Call", &self.call)
            .fact("Host", &self.host)
            .fact("Status", self.status)
            .fact("Request id", &self.request_id)
            .fact("Client request id", &self.client_request_id)
    }

    /// The body as JSON of a known shape.
    ///
    /// # Errors
    /// `wire.answer_unreadable`.
    pub fn json<T: DeserializeOwned>(&self) -> Outcome<T> {
        serde_json::from_slice(&self.body).map_err(|error| {
            // The parser's own words can quote the body; only the place is told.
            let place = format!("line {}, column {}", error.line(), error.column());
            Problem::new(Code::AnswerUnreadable, format!("{} answered with {}.", self.host, self.likeness()))
                .with(self.facts())
                .fact("Place", place)
        })
    }

    /// The answer when it succeeded, a Problem when not. An error that came with the status 200 is one all the same.
    ///
    /// # Errors
    /// By status and Microsoft's own code: `wire.token_refused`, `wire.permission_missing`, `wire.not_found`,
    /// `wire.throttled`, `wire.microsoft_failing`, `wire.refused`, `collect.subscription_off`, `collect.content_gone`,
    /// `setup.audit_log_off`.
    pub fn accepted(self, call: &Call, host: &Host) -> Outcome<Self> {
        if self.ok() && !self.holds_an_error() { Ok(self) } else { Err(self.problem(call, host)) }
    }

    /// Why an answer is known to be incomplete, although it succeeded. Source: microsoft-apis, throttle limits (206).
    pub fn partial(&self) -> Option<String> {
        match (&self.warning, self.status) {
            (Some(warning), _) => Some(warning.chars().take(200).collect()),
            (None, 206) => Some("status 206".to_owned()),
            (None, _) => None,
        }
    }

    /// Whether the body is an error although the status is not: gateways in front of the feeds do that.
    fn holds_an_error(&self) -> bool {
        let start = self.body.get(..64).unwrap_or(&self.body);
        let compact: Vec<u8> = start.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
        compact.starts_with(b"{\"error\":{")
    }

    fn problem(&self, call: &Call, host: &Host) -> Box<Problem> {
        let (name, host) = (call.name(host), host.name());
        let (said, text) = self.error_words();
        let (code, message) = match (said.as_str(), self.status) {
            // Over its limit the audit feed answers 403; microsoft-apis, throttling of the Management Activity API.
            ("AF429", _) | (_, 429) => {
                (Code::Throttled, format!("{host} asks to wait: its limit of requests is used up."))
            }
            ("AF10001", _) => (Code::PermissionMissing, format!("{host} refused {name}: the app may not do this.")),
            ("AF20022" | "AF20023", _) => {
                (Code::SubscriptionOff, format!("{host} has no running subscription for this content type."))
            }
            ("AF20011", _) => (Code::AuditLogOff, format!("{host} does not know the tenant: auditing is off.")),
            ("AF20050" | "AF20051" | "AF20052", _) => {
                (Code::ContentGone, format!("{host} no longer has the content that {name} asks for."))
            }
            ("AF50000", _) => (Code::MicrosoftFailing, format!("{host} failed with AF50000.")),
            (_, 401) => (Code::TokenRefused, format!("{host} refused a fresh token for {name}.")),
            (_, 403) => (Code::PermissionMissing, format!("{host} refused {name}: the app may not do this.")),
            (_, 404) => (Code::NotFound, format!("{host} does not know what {name} asks for.")),
            (_, 408 | 500..) => (Code::MicrosoftFailing, format!("{host} failed with status {}.", self.status)),
            _ => (Code::Refused, format!("{host} refused {name} with status {}.", self.status)),
        };
        let mut problem =
            Problem::new(code, message).with(self.facts()).fact("Error", said).fact("Microsoft says", text);
        problem.wait_seconds = self.retry_after;
        problem
    }

    /// Code and message of Microsoft's error body, wherever it nests them; empty when there is none.
    pub fn error_words(&self) -> (String, String) {
        let body: Value = serde_json::from_slice(&self.body).unwrap_or(Value::Null);
        // Seen: {"error":{..}}, the same inside value[0], and the bare object.
        let error = [body.pointer("/error"), body.pointer("/value/0/error"), Some(&body)]
            .into_iter()
            .flatten()
            .find(|error| error.get("code").is_some() || error.get("message").is_some());
        let text = |name: &str| {
            error
                .and_then(|error| error.get(name))
                .and_then(Value::as_str)
                .unwrap_or_default()
                .chars()
                .take(400)
                .collect()
        };
        (text("code"), text("message"))
    }

    /// What a body that is not the expected JSON looks like, in words.
    fn likeness(&self) -> &'static str {
        let start = self.body.iter().find(|byte| !byte.is_ascii_whitespace());
        match start {
            None => "an empty body",
            Some(0) => "zero bytes instead of JSON",
            Some(b'<') => "a web page instead of JSON",
            Some(b'{' | b'[') => "JSON that breaks off or has another shape",
            Some(_) => "something that is not JSON",
        }
    }
}
