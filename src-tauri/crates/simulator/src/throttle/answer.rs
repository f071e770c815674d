//! How each service says that it was too much: its own status, body and headers, with a hint only where it gives one.

use serde::Deserialize;
use serde_json::json;

use crate::endpoint::EndpointProblem;
use crate::graph::GraphProblem;
use crate::login::Refusal;
use crate::wire::{Reply, Visit};

/// The publisher that the audit feed names when a caller sent none.
const NOBODY: &str = "00000000-0000-0000-0000-000000000000";

/// Which service's words to use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Shape {
    /// 429 AADSTS90055.
    Login,
    /// 429 TooManyRequests.
    Graph,
    /// The same, with the headers of the directory.
    Directory,
    /// The same, for too many writes.
    DirectoryWrites,
    /// 429 with the wait in its text only.
    Hunting,
    /// 429 with a target.
    Defender,
    /// 403 AF429, which names the publisher.
    Management,
    /// 429 in the shape of a failed cmdlet.
    Exchange,
    /// 429 in plain text.
    Cloudapps,
}

/// A refusal because of too many calls.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) answer: Shape,
    /// Seconds that the answer names in its header.
    pub(crate) retry_after: Option<u64>,
    /// Seconds until it would work again.
    pub(crate) wait: u64,
}

/// The refusal that the switch `throttle` asks for, in the words of the service that was called.
pub(crate) fn refuse_by_switch(visit: &Visit<'_>, retry_after: Option<u64>) -> Refused {
    let answer = match visit.call.path.trim_start_matches('/').split('/').next() {
        Some("login") => Shape::Login,
        Some("mde") => Shape::Defender,
        Some("manage") => Shape::Management,
        Some("exchange") => Shape::Exchange,
        Some("cloudapps") => Shape::Cloudapps,
        _ => Shape::Graph,
    };
    Refused { answer, retry_after, wait: retry_after.unwrap_or(60) }
}

impl Refused {
    /// The answer, and the note of it.
    pub(crate) fn reply(&self, visit: &mut Visit<'_>) -> Reply {
        let reply = match self.answer {
            Shape::Login => Reply { status: 429, ..Refusal::throttled().reply(visit) },
            Shape::Graph => too_many("Too many requests were made. Try again later.".to_owned(), visit),
            Shape::Directory => too_many("Too many requests from this application.".to_owned(), visit)
                .with_header("x-ms-throttle-information", "ResourceUnitLimitExceeded")
                .with_header("x-ms-throttle-limit-percentage", "1.0"),
            Shape::DirectoryWrites => too_many("Too many changes from this application.".to_owned(), visit)
                .with_header("x-ms-throttle-information", "WriteLimitExceeded")
                .with_header("x-ms-throttle-limit-percentage", "1.0"),
            Shape::Hunting => too_many(format!("Too many queries. Calls resume in {} seconds.", self.wait), visit),
            // The service's own wording has the wait in its header only.
            Shape::Defender => EndpointProblem::throttled(None).reply(visit),
            Shape::Management => {
                let text = format!("Too many requests. Method={}, PublisherId={}", method(visit), publisher(visit));
                let body = json!({ "error": { "code": "AF429", "message": text } });
                noted(visit, "AF429", Reply::json(403, &body))
            }
            Shape::Exchange => {
                let text = "|Microsoft.Exchange.Data.OverBudgetException|The account has exceeded its budget.";
                let body = json!({ "error": {
                    "code": "TooManyRequests", "message": "Invalid Operation", "details": [{ "message": text }],
                    "innererror": { "internalexception": { "message": "The account has exceeded its budget." } },
                }});
                noted(visit, "TooManyRequests", Reply::json(429, &body))
            }
            Shape::Cloudapps => {
                let text = "Request was throttled.".as_bytes().to_vec();
                noted(visit, "throttled", Reply::raw(429, "text/plain; charset=utf-8", text))
            }
        };
        match self.retry_after {
            Some(seconds) => reply.with_header("retry-after", seconds.to_string()),
            None => reply,
        }
    }
}

fn too_many(message: String, visit: &mut Visit<'_>) -> Reply {
    GraphProblem::new(429, "TooManyRequests", message).reply(visit)
}

fn noted(visit: &mut Visit<'_>, error: &str, reply: Reply) -> Reply {
    visit.note.error = Some(error.to_owned());
    reply
}

/// The name that the audit feed has for an operation.
fn method(visit: &Visit<'_>) -> &'static str {
    match visit.call.segments.last().map(String::as_str) {
        Some("start") => "StartSubscription",
        Some("stop") => "StopSubscription",
        Some("list") => "ListSubscriptions",
        Some("content") => "GetAvailableContent",
        Some("notifications") => "GetNotifications",
        _ => "GetBlob",
    }
}

fn publisher<'a>(visit: &'a Visit<'_>) -> &'a str {
    let mut pairs = visit.call.query.iter();
    let found = pairs.find(|(name, _)| name.eq_ignore_ascii_case("PublisherIdentifier"));
    found.map_or(NOBODY, |(_, value)| value.as_str())
}
