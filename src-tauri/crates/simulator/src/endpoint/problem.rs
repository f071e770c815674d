//! Defender for Endpoint's error bodies: a code, a sentence, and the exchange's id as `target`.

use serde_json::json;

use crate::bearer::TokenFault;
use crate::graph::GraphProblem;
use crate::wire::{Reply, Visit};

/// A refusal of Defender for Endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EndpointProblem {
    status: u16,
    code: &'static str,
    message: String,
    retry_after: Option<u64>,
}

impl EndpointProblem {
    pub(crate) fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), retry_after: None }
    }

    /// Something that the simulator does not know, named.
    pub(crate) fn unsupported(what: impl std::fmt::Display) -> Self {
        Self::new(501, "SimulatorUnsupported", format!("The simulator does not know {what}."))
    }

    /// A query option that cannot be understood.
    pub(super) fn odata(message: impl Into<String>) -> Self {
        Self::new(400, "ODataError", message)
    }

    /// A value that is not allowed.
    pub(super) fn input(message: impl Into<String>) -> Self {
        Self::new(400, "InvalidInput", message)
    }

    pub(super) fn not_found(what: &str, id: &str) -> Self {
        Self::new(404, "ResourceNotFound", format!("{what} {id} was not found"))
    }

    /// None of the application permissions that a call needs.
    pub(super) fn forbidden(needed: &[&str]) -> Self {
        let message = format!(
            "The application does not have any of the required application permissions ({}) to access the resource.",
            needed.join(", ")
        );
        Self::new(403, "Forbidden", message)
    }

    /// A failure of the service itself.
    pub(crate) fn internal(status: u16) -> Self {
        Self::new(status, "InternalServerError", "An internal server error occurred.")
    }

    /// Too many calls, with the wait in seconds when the service says one.
    pub(crate) fn throttled(retry_after: Option<u64>) -> Self {
        Self { retry_after, ..Self::new(429, "TooManyRequests", "Too many requests were made. Try again later.") }
    }

    /// The sentence.
    pub(super) fn text(&self) -> &str {
        &self.message
    }

    /// The error body, and the note of it.
    pub(crate) fn reply(&self, visit: &mut Visit<'_>) -> Reply {
        visit.note.error = Some(self.code.to_owned());
        let error = json!({ "code": self.code, "message": self.message, "target": visit.call.request_id });
        let reply = Reply::json(self.status, &json!({ "error": error }));
        match self.retry_after {
            Some(seconds) => reply.with_header("retry-after", seconds.to_string()),
            None => reply,
        }
    }
}

impl From<TokenFault> for EndpointProblem {
    fn from(fault: TokenFault) -> Self {
        Self::new(401, "Unauthorized", fault.described())
    }
}

/// Faults found while taking a query or a body apart.
impl From<GraphProblem> for EndpointProblem {
    fn from(problem: GraphProblem) -> Self {
        match problem.status {
            501 => Self::new(501, "SimulatorUnsupported", problem.message),
            _ => Self::new(400, "BadRequest", problem.message),
        }
    }
}
