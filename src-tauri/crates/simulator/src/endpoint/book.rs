//! What Defender for Endpoint remembers beyond the tenant's alerts: indicators, live response and its library.

use std::collections::HashMap;
use std::time::Instant;

use jiff::Timestamp;
use serde_json::Value;

/// All of it.
#[derive(Debug, Default)]
pub(crate) struct Book {
    pub(super) indicators: Vec<Indicator>,
    pub(super) indicators_made: u64,
    pub(super) actions: Vec<Action>,
    pub(super) library: Vec<LibraryFile>,
    /// Results that can be fetched, by the name and the signature in their link.
    pub(super) results: HashMap<String, LiveResult>,
}

impl Book {
    /// The result behind a link.
    pub(super) fn result(&self, name: &str, signature: &str) -> Option<&LiveResult> {
        self.results.get(&format!("{name} {signature}"))
    }
}

/// A threat indicator and the application that made it.
#[derive(Debug, Clone)]
pub(super) struct Indicator {
    pub(super) id: String,
    pub(super) owner: String,
    pub(super) expires: Option<Timestamp>,
    pub(super) shown: Value,
}

/// A live response session.
#[derive(Debug, Clone)]
pub(super) struct Action {
    pub(super) id: String,
    pub(super) machine_id: String,
    pub(super) computer: String,
    pub(super) requestor: String,
    pub(super) comment: String,
    pub(super) commands: Vec<Command>,
    pub(super) created: Timestamp,
    pub(super) since: Instant,
    /// How often somebody asked for it.
    pub(super) polls: u64,
    /// The machine is out of reach: the session waits.
    pub(super) offline: bool,
}

/// One command of a session.
#[derive(Debug, Clone)]
pub(super) struct Command {
    /// `PutFile`, `RunScript` or `GetFile`.
    pub(super) kind: String,
    pub(super) params: Vec<(String, String)>,
    /// Why it is going to fail.
    pub(super) fault: Option<String>,
}

impl Command {
    pub(super) fn param(&self, name: &str) -> Option<&str> {
        let found = self.params.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// A file that scripts and machines can be given.
#[derive(Debug, Clone)]
pub(super) struct LibraryFile {
    pub(super) name: String,
    pub(super) shown: Value,
}

/// What a command brought back.
#[derive(Debug, Clone)]
pub(super) struct LiveResult {
    pub(super) content_type: &'static str,
    pub(super) bytes: Vec<u8>,
    pub(super) until: Timestamp,
}
