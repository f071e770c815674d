//! The list of alerts: a POST with filters in milliseconds, and a word on whether there is more.

use crate::common::{dated, load, load_or_new, save, steps, told};
use crate::list::list;
use crate::read;
use crate::source::{Asked, Page};
use crate::walk::{Paging, Walk};
use domain::Outcome;
use jiff::{SignedDuration, Timestamp};
use microsoft::{Answer, Call};
use serde_json::{Map, Value, json};

/// Alerts of a page at most.
const PAGE: usize = 100;
const PAGING: Paging =
    Paging { top: PAGE, most_skip: 100_000, whole_pages: false, ordered: true, tick: SignedDuration::from_millis(1) };

pub(super) fn begin(saved: Option<&str>, asked: &Asked) -> Outcome<String> {
    save(&load_or_new::<Walk>(saved)?.begin(asked))
}

pub(super) fn request(state: &str) -> Outcome<Call> {
    let walk: Walk = load(state)?;
    let window = walk.window();
    let mut date = Map::new();
    let millis = |moment: Timestamp| Value::from(moment.as_millisecond());
    date.extend(window.and_then(|window| window.from).map(|from| ("gte".to_owned(), millis(from))));
    date.extend(window.and_then(|window| window.to).map(|to| ("lte".to_owned(), millis(to))));
    let filters = if date.is_empty() { json!({}) } else { json!({ "date": date }) };
    let skip = window.map_or(0, |window| window.skip);
    let body = json!({"filters": filters, "skip": skip, "limit": PAGE, "sortField": "date", "sortDirection": "asc"});
    // Without the slash at its end the address is a redirect, which loses the body.
    Ok(Call::post("/api/v1/alerts/", body))
}

pub(super) fn page(state: &str, answer: &Answer) -> Outcome<Page> {
    let mut walk: Walk = load(state)?;
    let list = list(answer)?;
    let rows = steps(&list, raised);
    let told = told(&list, &rows, &walk);
    let (done, warning) = walk.advance(&rows, told, &PAGING);
    Ok(Page {
        items: dated(list, &rows),
        state: save(&walk)?,
        done,
        listed_to: walk.listed_to(),
        warning,
        ..Page::default()
    })
}

/// When an alert was raised, in milliseconds on the wire.
pub(super) fn raised(json: &str) -> Option<Timestamp> {
    let millis = read::object(json).get("timestamp")?.as_i64()?;
    Timestamp::from_millisecond(millis).ok()
}
