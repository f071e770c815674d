//! The admin API's refusals: nothing at all, a run of NUL bytes, or a message that always says "Invalid Operation" and
//! hides what happened further inside.

use serde_json::json;

use crate::bearer::TokenFault;
use crate::wire::{Reply, Visit};

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ExchangeProblem {
    /// 401 with an empty body.
    Unauthorized(&'static str),
    /// 403; the body is JSON or NUL bytes in turn.
    Forbidden(String),
    /// 403 with NUL bytes.
    ForbiddenParameter(&'static str),
    /// A cmdlet's own failure: the exception's type and its text.
    Failed {
        /// Status of the answer.
        status: u16,
        /// The exception.
        kind: &'static str,
        /// What it says.
        text: String,
    },
    /// Something that the simulator does not know.
    Unsupported(String),
}

impl ExchangeProblem {
    pub(super) fn unsupported(what: impl std::fmt::Display) -> Self {
        Self::Unsupported(format!("The simulator does not know {what}."))
    }

    /// A parameter that the cmdlet does not take or cannot read.
    pub(super) fn binding(text: impl Into<String>) -> Self {
        Self::Failed { status: 400, kind: "System.Management.Automation.ParameterBindingException", text: text.into() }
    }

    /// A failure of the service itself.
    pub(crate) fn internal(status: u16) -> Self {
        let text = "The server was unable to process the request. Please retry.".to_owned();
        Self::Failed { status, kind: "Microsoft.Exchange.Data.Directory.ADTransientException", text }
    }

    pub(super) fn not_found(identity: &str) -> Self {
        Self::Failed {
            status: 404,
            kind: "Microsoft.Exchange.Management.Tasks.ManagementObjectNotFoundException",
            text: format!("The quarantined message '{identity}' couldn't be found."),
        }
    }

    /// The body, and the note of it.
    pub(crate) fn reply(&self, visit: &mut Visit<'_>) -> Reply {
        let nul = || Reply::raw(403, "application/json; charset=utf-8", vec![0; 112]);
        match self {
            Self::Unauthorized(why) => {
                visit.note.error = Some(format!("Unauthorized: {why}"));
                let challenge = format!(
                    "Bearer client_id=\"00000002-0000-0ff1-ce00-000000000000\", authorization_uri=\"{}/login/common/oauth2/authorize\"",
                    visit.tenant.base
                );
                Reply { status: 401, ..Reply::no_content() }.with_header("www-authenticate", challenge)
            }
            Self::Forbidden(text) => {
                visit.note.error = Some("Forbidden".to_owned());
                let turn = {
                    let mut book = visit.tenant.exchange.lock();
                    book.refusals += 1;
                    book.refusals
                };
                match turn.is_multiple_of(2) {
                    true => nul(),
                    false => failed(visit, 403, "Microsoft.Exchange.Configuration.Tasks.AccessDeniedException", text),
                }
            }
            Self::ForbiddenParameter(name) => {
                visit.note.error = Some(format!("Forbidden: {name}"));
                nul()
            }
            Self::Failed { status, kind, text } => {
                visit.note.error = Some("Invalid Operation".to_owned());
                failed(visit, *status, kind, text)
            }
            Self::Unsupported(text) => {
                visit.note.error = Some("SimulatorUnsupported".to_owned());
                Reply::json(501, &json!({ "error": { "code": "SimulatorUnsupported", "message": text } }))
            }
        }
    }
}

fn failed(visit: &Visit<'_>, status: u16, kind: &str, text: &str) -> Reply {
    let code = match status {
        400 => "BadRequest",
        403 => "Forbidden",
        404 => "NotFound",
        _ => "InternalServerError",
    };
    Reply::json(
        status,
        &json!({ "error": {
            "code": code,
            "message": "Invalid Operation",
            "details": [{ "code": "Context", "target": "", "message": format!("|{kind}|{text}") }],
            "innererror": {
                "message": "Invalid Operation",
                "type": "Microsoft.Exchange.Admin.OData.Core.ODataServiceException",
                "stacktrace": "",
                "internalexception": { "message": text, "type": kind, "stacktrace": "" },
            },
            "@error.correlation": visit.call.request_id,
        }}),
    )
}

impl From<TokenFault> for ExchangeProblem {
    fn from(fault: TokenFault) -> Self {
        Self::Unauthorized(fault.described())
    }
}
