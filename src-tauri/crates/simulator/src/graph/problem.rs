//! Graph's error bodies: one shape, a few codes. Texts are ours except the short phrases that clients match on.

use serde_json::json;

use crate::wire::{Reply, Visit};

/// A refusal of Graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct GraphProblem {
    pub(crate) status: u16,
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

impl GraphProblem {
    pub(crate) fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into() }
    }

    /// Something that the simulator does not know, named.
    pub(crate) fn unsupported(what: impl std::fmt::Display) -> Self {
        Self::new(501, "SimulatorUnsupported", format!("The simulator does not know {what}."))
    }

    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(400, "BadRequest", message)
    }

    /// The directory's own bad request.
    pub(crate) fn bad_directory_request(message: impl Into<String>) -> Self {
        Self::new(400, "Request_BadRequest", message)
    }

    pub(crate) fn unauthenticated(message: &str) -> Self {
        Self::new(401, "InvalidAuthenticationToken", message)
    }

    pub(crate) fn insufficient_privileges() -> Self {
        Self::new(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
    }

    pub(crate) fn not_found(what: &str) -> Self {
        let message = format!(
            "Resource '{what}' does not exist or one of its queried reference-property objects are not present."
        );
        Self::new(404, "Request_ResourceNotFound", message)
    }

    /// The app-management policy of the tenant forbids a credential.
    pub(crate) fn against_policy(code: &'static str, why: &str) -> Self {
        let id = "00000000-0000-0000-0000-000000000000";
        Self::new(400, code, format!("{why} as per assigned policy '{id}'."))
    }

    /// A reference to something that has not replicated yet: both documented forms, in turn.
    pub(crate) fn not_replicated(what: &str, property: &str, refusals: &mut u64) -> Self {
        *refusals += 1;
        match *refusals % 2 {
            0 => Self::not_found(what),
            _ => Self::bad_directory_request(format!(
                "The {property} '{what}' in the service is not valid: Not a valid reference update."
            )),
        }
    }

    /// The error body, and the note of it.
    pub(crate) fn reply(&self, visit: &mut Visit<'_>) -> Reply {
        let (tenant, call) = (visit.tenant, visit.call);
        visit.note.error = Some(self.code.to_owned());
        let date = tenant.clock.service().strftime("%Y-%m-%dT%H:%M:%S").to_string();
        let echoed = call.client_request_id.as_ref().unwrap_or(&call.request_id);
        let body = json!({ "error": {
            "code": self.code,
            "message": self.message,
            "innerError": { "date": date, "request-id": call.request_id, "client-request-id": echoed },
        }});
        Reply::json(self.status, &body)
    }
}
