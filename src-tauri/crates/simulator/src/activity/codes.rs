//! The feed's error codes as data: number, HTTP status, meaning. The reference gives a status for some of them only;
//! the rest, marked `false`, is what the kind of fault suggests.

use serde_json::json;

use crate::bearer::TokenFault;
use crate::graph::GraphProblem;
use crate::wire::{Reply, Visit};

/// Code, status, whether the status is documented or measured, and the sentence.
const CODES: &[(&str, u16, bool, &str)] = &[
    ("AF10001", 401, true, "The permission set sent in the request does not include the expected permission."),
    ("AF20001", 400, false, "Missing parameter."),
    ("AF20002", 400, false, "Invalid parameter type."),
    ("AF20003", 400, false, "Expiration of the webhook is set to a date and time in the past."),
    ("AF20010", 403, false, "The tenant ID passed in the URL does not match the tenant ID passed in the access token."),
    ("AF20011", 400, false, "Specified tenant ID does not exist in the system or has been deleted."),
    ("AF20012", 400, false, "Specified tenant ID is incorrectly configured in the system."),
    ("AF20013", 400, false, "The tenant ID passed in the URL is not a valid GUID."),
    ("AF20020", 400, true, "The specified content type is not valid."),
    ("AF20021", 400, false, "The webhook endpoint could not be validated."),
    ("AF20022", 400, false, "No subscription found for the specified content type."),
    ("AF20023", 400, false, "The subscription was disabled by an administrator."),
    ("AF20024", 400, true, "The subscription is already enabled. No property change."),
    ("AF20030", 400, false, "Start time and end time must both be given or both be left out, and lie within 7 days."),
    ("AF20031", 400, false, "Invalid nextPage value."),
    ("AF20050", 404, false, "The specified content does not exist."),
    ("AF20051", 404, false, "Content requested has already expired."),
    ("AF20052", 400, false, "Content ID in the URL is invalid."),
    ("AF20053", 400, false, "Only one language may be given in the Accept-Language header."),
    ("AF20054", 400, false, "Invalid syntax in the Accept-Language header."),
    ("AF20055", 400, true, "Start time and end time must be less than or equal to 24 hours apart."),
    ("AF429", 403, true, "Too many requests."),
    ("AF50000", 500, false, "An internal error occurred. Retry the request."),
];

/// A refusal of the feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ActivityProblem {
    status: u16,
    /// Absent when the front door refused, which knows no codes.
    code: Option<String>,
    message: String,
}

impl ActivityProblem {
    /// The refusal with this code, or the internal error when there is no such code.
    pub(super) fn coded(code: &str, detail: &str) -> Self {
        let known = CODES.iter().find(|(name, ..)| *name == code).or(CODES.last());
        let (name, status, _, text) = known.copied().unwrap_or(("AF50000", 500, false, ""));
        let message = if detail.is_empty() { text.to_owned() } else { format!("{text} {detail}") };
        Self { status, code: Some(name.to_owned()), message }
    }

    /// A failure of the service itself.
    pub(crate) fn internal(status: u16) -> Self {
        Self { status, ..Self::coded("AF50000", "") }
    }

    /// Whether the feed has such a code.
    pub(super) fn knows(code: &str) -> bool {
        CODES.iter().any(|(name, ..)| *name == code)
    }

    /// What `start` really says now and then when auditing is off: no code, but the service's own entrails.
    pub(super) fn tenant_entrails(visit: &Visit<'_>, content_type: &str) -> Self {
        let (tenant, call) = (&visit.tenant.name.id, &visit.call.request_id);
        Self {
            status: 400,
            code: Some(format!("StartSubscription [CorrId={call}][TenantId={tenant},ContentType={content_type}")),
            message: format!("failed. Exception: DataServiceException: Tenant {tenant} does not exist."),
        }
    }

    pub(super) fn unsupported(what: impl std::fmt::Display) -> Self {
        let message = format!("The simulator does not know {what}.");
        Self { status: 501, code: Some("SimulatorUnsupported".to_owned()), message }
    }

    /// The error body, and the note of it.
    pub(crate) fn reply(&self, visit: &mut Visit<'_>) -> Reply {
        let Some(code) = &self.code else {
            visit.note.error = Some("Unauthorized".to_owned());
            return Reply::json(self.status, &json!({ "Message": self.message }));
        };
        visit.note.error = Some(code.clone());
        Reply::json(self.status, &json!({ "error": { "code": code, "message": self.message } }))
    }
}

impl From<TokenFault> for ActivityProblem {
    fn from(_: TokenFault) -> Self {
        let message = "Authorization has been denied for this request.".to_owned();
        Self { status: 401, code: None, message }
    }
}

/// Faults found while taking a query or a body apart.
impl From<GraphProblem> for ActivityProblem {
    fn from(problem: GraphProblem) -> Self {
        match problem.status {
            501 => Self { status: 501, code: Some("SimulatorUnsupported".to_owned()), message: problem.message },
            _ => Self::coded("AF20002", &problem.message),
        }
    }
}
