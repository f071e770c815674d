//! Closing alerts in one of three ways, and marking them as read.

use serde_json::{Map, Value, json};

use super::alerts::{READING, find};
use super::{CloudAppsProblem, admit, shape};
use crate::wire::{Reply, Visit};

/// The ways to close: action, resolution, the count in the answer.
const WAYS: &[(&str, u8, &str)] = &[
    ("close_benign", 4, "closed_benign"),
    ("close_false_positive", 3, "closed_false_positive"),
    ("close_true_positive", 5, "closed_true_positive"),
];

/// Fields of the body besides the filters.
const FIELDS: &[&str] = &["comment", "reasonId", "sendFeedback", "feedbackText", "allowContact", "contactEmail"];

/// `POST alerts/close_…/`.
pub(super) fn close(visit: &mut Visit<'_>, action: &str) -> Result<Reply, CloudAppsProblem> {
    admit(visit, &["investigation.manage"])?;
    let way = WAYS.iter().find(|(name, ..)| *name == action);
    let (_, resolution, count) = way.ok_or_else(|| super::unknown(visit))?;
    let Ok(Value::Object(mut body)) = serde_json::from_slice(&visit.call.body) else {
        return Err(CloudAppsProblem::invalid("filters", "The request is not a JSON object."));
    };
    let wanted = ids(body.shift_remove("filters"))?;
    let comment = body.get("comment").and_then(Value::as_str).unwrap_or("").to_owned();
    if let Some(name) = body.keys().find(|name| !FIELDS.contains(&name.as_str())) {
        return Err(CloudAppsProblem::unsupported(format!("field '{name}' of a closing")));
    }
    let known: Vec<String> = shape::rows(visit.tenant).into_iter().map(|(id, _)| id).collect();
    let (found, lost): (Vec<String>, Vec<String>) = wanted.into_iter().partition(|id| known.contains(id));
    let at = visit.tenant.clock.history().timestamp().as_millisecond();
    let mut book = visit.tenant.cloudapps.lock();
    for id in &found {
        book.changes.entry(id.clone()).or_default().closed = Some((*resolution, at, comment.clone()));
    }
    drop(book);
    let mut answer = Map::new();
    answer.insert((*count).to_owned(), json!(found.len()));
    if !lost.is_empty() {
        answer.insert("alertsNotFound".to_owned(), json!(lost));
    }
    Ok(Reply::json(200, &Value::Object(answer)))
}

/// The ids in `{"id":{"eq":[..]}}`, the one filter that closing takes.
fn ids(filters: Option<Value>) -> Result<Vec<String>, CloudAppsProblem> {
    let invalid = || CloudAppsProblem::invalid("filters", "The ids of the alerts are expected in id.eq.");
    let Some(Value::Object(mut filters)) = filters else { return Err(invalid()) };
    let ids = filters.shift_remove("id").and_then(|mut id| id.get_mut("eq").map(Value::take)).ok_or_else(invalid)?;
    if let Some(name) = filters.keys().next() {
        return Err(CloudAppsProblem::unsupported(format!("filter '{name}' of a closing")));
    }
    let ids = ids.as_array().ok_or_else(invalid)?.iter().map(|id| id.as_str().map(str::to_owned));
    ids.collect::<Option<Vec<_>>>().filter(|ids| !ids.is_empty()).ok_or_else(invalid)
}

/// `POST alerts/{id}/read/` and `unread/`.
pub(super) fn mark(visit: &mut Visit<'_>, id: &str, read: bool) -> Result<Reply, CloudAppsProblem> {
    admit(visit, READING)?;
    find(visit, id)?;
    visit.tenant.cloudapps.lock().changes.entry(id.to_owned()).or_default().read = Some(read);
    Ok(Reply { status: 200, ..Reply::no_content() })
}
