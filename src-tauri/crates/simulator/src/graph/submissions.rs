//! Reports of suspicious mail (`security/threatSubmission/emailThreats`), which only beta and only the global cloud have.

use serde_json::{Map, Value, json};

use super::condition::{Condition, Holds, Known};
use super::page::Paging;
use super::{GraphProblem, caller};
use crate::wire::{Query, Reply, Visit};

/// Either permission is enough to read.
const READING: &[&str] = &["ThreatSubmission.Read.All", "ThreatSubmission.ReadWrite.All"];

/// The page size is not documented; a thousand at most is ours.
const PAGING: Paging = Paging { usual: 100, most: 1000, token: "$skipToken", skips: false, counts: true };

const KNOWN: Known = &[
    ("id", Holds::Text),
    ("createdDateTime", Holds::Time),
    ("receivedDateTime", Holds::Time),
    ("contentType", Holds::Text),
    ("category", Holds::Text),
    ("source", Holds::Text),
    ("clientSource", Holds::Text),
    ("status", Holds::Text),
    ("recipientEmailAddress", Holds::Text),
    ("sender", Holds::Text),
    ("result/category", Holds::Text),
];

/// A list of submissions.
pub(crate) fn list(visit: &mut Visit<'_>) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need_security(READING)?;
    let mut query = Query::new(&visit.call.query);
    let condition = query.take("$filter")?.map(|text| Condition::parse(&text, KNOWN)).transpose();
    let condition = condition.map_err(|why| GraphProblem::bad_request(format!("Invalid filter clause: {why}")))?;
    let part = PAGING.take(&mut query)?;
    query.finish()?;
    let mut found = all(visit);
    found.retain(|submission| condition.as_ref().is_none_or(|condition| condition.passes(submission)));
    Ok(part.of(visit, "security/threatSubmission/emailThreats", &found, Value::clone))
}

/// One submission.
pub(crate) fn single(visit: &mut Visit<'_>, id: &str) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need_security(READING)?;
    Query::new(&visit.call.query).finish()?;
    let found = all(visit).into_iter().find(|submission| submission["id"] == id);
    let found = found.ok_or_else(|| GraphProblem::new(404, "NotFound", format!("Submission '{id}' was not found.")))?;
    let mut body = Map::new();
    let context = format!("{}/graph/beta/$metadata#security/threatSubmission/emailThreats/$entity", visit.tenant.base);
    body.insert("@odata.context".to_owned(), json!(context));
    body.extend(found.as_object().cloned().unwrap_or_default());
    Ok(Reply::graph(200, &Value::Object(body)))
}

/// The path in v1.0, which does not have it.
pub(crate) fn absent(visit: &mut Visit<'_>) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?;
    Err(GraphProblem::bad_request("Resource not found for the segment 'threatSubmission'."))
}

fn all(visit: &Visit<'_>) -> Vec<Value> {
    let clock = &visit.tenant.clock;
    visit.tenant.generator.submissions(clock.anchor(), clock.history())
}
