//! Refusals of Defender for Cloud Apps. Their shapes are hardly documented: what is known is the one for an unknown id.

use serde_json::{Value, json};

use crate::bearer::TokenFault;
use crate::wire::{Reply, Visit};

/// A refusal.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CloudAppsProblem {
    status: u16,
    note: &'static str,
    body: Value,
}

impl CloudAppsProblem {
    pub(super) fn unsupported(what: impl std::fmt::Display) -> Self {
        let message = format!("The simulator does not know {what}.");
        let body = json!({ "error": { "code": "SimulatorUnsupported", "message": message } });
        Self { status: 501, note: "SimulatorUnsupported", body }
    }

    /// Something is wrong with one field of the filters or of the body.
    pub(super) fn field(status: u16, name: &str, code: &str, text: &str) -> Self {
        let fault = json!({ "error": text, "errorMessageCode": code });
        Self { status, note: "filters", body: json!({ name: [fault], "error": true }) }
    }

    pub(super) fn invalid(name: &str, text: &str) -> Self {
        Self::field(400, name, "INVALID_VALUE", text)
    }

    pub(super) fn not_found(id: &str) -> Self {
        Self::field(404, "filters", "RECORD_NOT_FOUND", &format!("Alert {id} was not found."))
    }

    pub(super) fn forbidden(needed: &[&str]) -> Self {
        let detail = format!("You do not have permission to perform this action: {}.", needed.join(", "));
        Self { status: 403, note: "Forbidden", body: json!({ "detail": detail }) }
    }

    /// A failure of the service itself.
    pub(crate) fn internal(status: u16) -> Self {
        Self { status, note: "Internal", body: json!({ "detail": "Something went wrong." }) }
    }

    /// The body, and the note of it.
    pub(crate) fn reply(&self, visit: &mut Visit<'_>) -> Reply {
        visit.note.error = Some(self.note.to_owned());
        Reply::json(self.status, &self.body)
    }
}

impl From<TokenFault> for CloudAppsProblem {
    fn from(fault: TokenFault) -> Self {
        Self { status: 401, note: "Unauthorized", body: json!({ "detail": fault.described() }) }
    }
}
