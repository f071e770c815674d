//! The position in the list: a time of update and what was seen at it, because ties, late arrivals and pages without
//! a next link are the normal case.
//!
//! A page that brings neither a later time nor anything unseen ends the poll. The next poll begins a little earlier
//! than this one ended; what it lists again is recognised by the store.

use crate::{Page, RawItem};
use domain::time::{filter_literal, parse_time};
use domain::{Code, Outcome, Problem};
use jiff::{SignedDuration, Timestamp};
use microsoft::{Answer, Call};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

/// Rows asked for in a page.
const PAGE: usize = 250;
/// Rows asked for while passing over rows that share one time.
const PAGE_OF_TIES: usize = 1000;
/// The most that `$skip` takes; above it Graph answers 400.
const LARGEST_SKIP: usize = 500;
/// How much earlier the next poll begins, for items that Microsoft lists late.
const OVERLAP: SignedDuration = SignedDuration::from_mins(10);

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Position {
    /// Items updated before this are all here.
    at: Option<Timestamp>,
    /// Fingerprints of the items seen at that time, and of those without a time.
    seen: Vec<String>,
    /// Rows at that time to pass over.
    skip: usize,
    /// Past that time instead of from it on: more items share it than can be paged through.
    past: bool,
    /// The page that the last answer named.
    link: Option<String>,
    /// The latest time ever seen; where the next poll begins from.
    latest: Option<Timestamp>,
    /// Rows in the fullest page of this poll: what a full page is on this server.
    fullest: usize,
}

pub(super) fn begin(saved: Option<&str>) -> Outcome<String> {
    let saved: Position = saved.map_or(Ok(Position::default()), read)?;
    let at = saved.latest.and_then(|latest| latest.checked_sub(OVERLAP).ok());
    write(&Position { at, latest: saved.latest, ..Position::default() })
}

pub(super) fn request(state: &str) -> Outcome<Call> {
    let position = read(state)?;
    let call = match &position.link {
        Some(link) => Call::follow(link.as_str()),
        None => {
            let rows = if position.skip > 0 { PAGE_OF_TIES } else { PAGE };
            let mut call = Call::get("/v1.0/security/alerts_v2")
                .query("$orderby", "lastUpdateDateTime asc")
                .query("$top", rows.to_string());
            if let Some(at) = position.at {
                let word = if position.past { "gt" } else { "ge" };
                call = call.query("$filter", format!("lastUpdateDateTime {word} {}", filter_literal(at)));
            }
            if position.skip > 0 {
                call = call.query("$skip", position.skip.to_string());
            }
            call
        }
    };
    // Without it, every enum member added since comes as unknownFutureValue.
    Ok(call.header("prefer", "include-unknown-enum-members"))
}

pub(super) fn page(state: &str, answer: &Answer) -> Outcome<Page> {
    let position = read(state)?;
    let listed = list(answer)?;
    let rows: Vec<Row> = listed.value.iter().map(|raw| Row::of(raw.get())).collect();
    let link = listed.next_link.filter(|link| position.link.as_ref() != Some(link));
    let step = advance(position, &rows, link);
    let items = rows.into_iter().map(|row| RawItem { json: row.json }).collect();
    Ok(Page { items, state: write(&step.position)?, done: step.done, warning: step.warning })
}

struct Step {
    position: Position,
    done: bool,
    warning: Option<Box<Problem>>,
}

/// Where the next page begins after one with these rows.
fn advance(before: Position, rows: &[Row], link: Option<String>) -> Step {
    let mut position = Position { past: false, link: None, ..before };
    let full = !rows.is_empty() && rows.len() >= position.fullest.min(PAGE);
    position.fullest = position.fullest.max(rows.len());
    let newest = rows.iter().filter_map(|row| row.updated).max();
    let unseen: Vec<String> = unseen_at(&position, rows, newest);
    let later = newest > position.at;
    let mut done = false;
    let mut warning = None;
    if later {
        position.at = newest;
        position.latest = position.latest.max(newest);
        position.skip = 0;
        position.seen = unseen;
    } else if link.is_none() {
        done = rows.is_empty() || unseen.is_empty() && !full;
        position.seen.extend(unseen);
        if full && position.skip >= LARGEST_SKIP {
            warning = Some(too_many_ties(position.at));
            position.skip = 0;
            position.past = true;
            // Without a time there is nothing to step past.
            done = position.at.is_none();
        } else if full {
            position.skip = (position.skip + rows.len()).min(LARGEST_SKIP);
        }
    } else {
        position.seen.extend(unseen);
    }
    if link.is_some() {
        done = false;
        position.skip = 0;
        position.link = link;
    }
    Step { position, done, warning }
}

/// Fingerprints of the rows at the newest time, or without one, that were not seen yet.
fn unseen_at(position: &Position, rows: &[Row], newest: Option<Timestamp>) -> Vec<String> {
    let at = newest.max(position.at);
    let mut fresh: Vec<String> = rows
        .iter()
        .filter(|row| row.updated.is_none() || row.updated == at)
        .map(|row| row.fingerprint.clone())
        .filter(|fingerprint| !position.seen.contains(fingerprint))
        .collect();
    fresh.sort();
    fresh.dedup();
    fresh
}

fn too_many_ties(at: Option<Timestamp>) -> Box<Problem> {
    let time = at.map_or_else(|| "no time of update".to_owned(), |at| at.to_string());
    let message = format!("More alerts share one time of update than Microsoft Graph can list: {time}.");
    Problem::new(Code::TiesTooMany, message).fact("Time of update", time)
}

struct Row {
    json: String,
    updated: Option<Timestamp>,
    fingerprint: String,
}

impl Row {
    fn of(json: &str) -> Self {
        let updated = super::normalize::updated(json);
        let digest = Sha256::digest(json.as_bytes());
        let fingerprint = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Self { json: json.to_owned(), updated, fingerprint }
    }
}

struct Listed {
    value: Vec<Box<RawValue>>,
    next_link: Option<String>,
}

/// The rows of an answer: `{"value":[..]}`, or a bare list as some gateways send it.
fn list(answer: &Answer) -> Outcome<Listed> {
    #[derive(Deserialize)]
    struct Envelope {
        value: Vec<Box<RawValue>>,
        #[serde(rename = "@odata.nextLink")]
        next_link: Option<String>,
    }
    if let Ok(envelope) = serde_json::from_slice::<Envelope>(&answer.body) {
        return Ok(Listed { value: envelope.value, next_link: envelope.next_link.filter(|link| !link.is_empty()) });
    }
    if let Ok(value) = serde_json::from_slice::<Vec<Box<RawValue>>>(&answer.body) {
        return Ok(Listed { value, next_link: None });
    }
    // Not JSON at all is the wire's problem; JSON of another shape is this page's.
    answer.json::<serde_json::Value>()?;
    let (error, text) = answer.error_words();
    Err(Problem::new(Code::PageNotUnderstood, "Microsoft Graph answered with JSON that is no list of alerts.")
        .with(answer.facts())
        .fact("Error", error)
        .fact("Microsoft says", text))
}

fn read(state: &str) -> Outcome<Position> {
    serde_json::from_str(state)
        .map_err(|_| Problem::new(Code::Unexpected, "The stored position in the list of alerts cannot be read."))
}

fn write(position: &Position) -> Outcome<String> {
    serde_json::to_string(position)
        .map_err(|_| Problem::new(Code::Unexpected, "The position in the list of alerts cannot be written."))
}

/// Reads one moment of a field.
pub(super) fn moment(text: Option<&str>) -> Option<Timestamp> {
    text.and_then(parse_time)
}

#[cfg(test)]
#[path = "poll_tests.rs"]
mod tests;
