//! The list of alerts: rising by time of update, and known for keeping its next link to itself.

use crate::common::{after_refusal, dated, load, load_or_new, save, steps, told, with_all_members, within};
use crate::list::list;
use crate::read;
use crate::source::{Asked, Page};
use crate::walk::{Paging, TICK, Walk};
use domain::{Outcome, Problem};
use microsoft::{Answer, Call};

/// Rows of the first page: few, so that something is on screen soon.
const FIRST: usize = 250;
/// Rows of every further page: as many as Graph gives.
const PAGE: usize = 1000;
/// The most that `$skip` takes; above it Graph answers 400.
const MOST_SKIP: usize = 500;

fn paging(walk: &Walk) -> Paging {
    let top = if walk.first_page() { FIRST } else { PAGE };
    Paging { top, most_skip: MOST_SKIP, whole_pages: false, ordered: true, tick: TICK }
}

pub(super) fn begin(saved: Option<&str>, asked: &Asked) -> Outcome<String> {
    save(&load_or_new::<Walk>(saved)?.begin(asked))
}

pub(super) fn request(state: &str) -> Outcome<Call> {
    let walk: Walk = load(state)?;
    let Some(window) = walk.window() else { return Ok(call(PAGE)) };
    if let Some(link) = &window.link {
        return Ok(with_all_members(Call::follow(link.as_str())));
    }
    let mut call = call(paging(&walk).top);
    if let Some(filter) = within("lastUpdateDateTime", window) {
        call = call.query("$filter", filter);
    }
    if window.skip > 0 {
        call = call.query("$skip", window.skip.to_string());
    }
    Ok(call)
}

fn call(top: usize) -> Call {
    let call = Call::get("/v1.0/security/alerts_v2")
        .query("$orderby", "lastUpdateDateTime asc")
        .query("$top", top.to_string())
        // A page that is shorter than what it counts is not the last one, however many rows were asked for.
        .query("$count", "true");
    with_all_members(call)
}

pub(super) fn refused(state: &str, problem: &Problem) -> Outcome<Option<String>> {
    after_refusal(load(state)?, problem).map(|walk| save(&walk)).transpose()
}

pub(super) fn page(state: &str, answer: &Answer) -> Outcome<Page> {
    let mut walk: Walk = load(state)?;
    let list = list(answer)?;
    let rows = steps(&list, |json| read::moment(read::field(json, "lastUpdateDateTime").as_deref()));
    let paging = paging(&walk);
    let told = told(&list, &rows, &walk);
    let (done, warning) = walk.advance(&rows, told, &paging);
    Ok(Page {
        items: dated(list, &rows),
        state: save(&walk)?,
        done,
        listed_to: walk.listed_to(),
        warning,
        ..Page::default()
    })
}

#[cfg(test)]
#[path = "poll_tests.rs"]
mod tests;
