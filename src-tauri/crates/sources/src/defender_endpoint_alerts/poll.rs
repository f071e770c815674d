//! The list of alerts in windows of the time of update.

use crate::common::{after_refusal, dated, load, load_or_new, save, steps, told, within};
use crate::list::list;
use crate::read;
use crate::source::{Asked, Page};
use crate::walk::{Paging, TICK, Walk};
use domain::{Outcome, Problem};
use microsoft::{Answer, Call};

/// Rows of a page. Ten thousand are allowed; these keep memory small.
const PAGE: usize = 2000;
/// What `$skip` takes is not documented.
const MOST_SKIP: usize = 100_000;
const PAGING: Paging = Paging { top: PAGE, most_skip: MOST_SKIP, whole_pages: false, ordered: false, tick: TICK };

pub(super) fn begin(saved: Option<&str>, asked: &Asked) -> Outcome<String> {
    save(&load_or_new::<Walk>(saved)?.begin(asked))
}

pub(super) fn request(state: &str) -> Outcome<Call> {
    let walk: Walk = load(state)?;
    let window = walk.window();
    if let Some(link) = window.and_then(|window| window.link.as_ref()) {
        return Ok(Call::follow(link.as_str()));
    }
    let mut call = Call::get("/api/alerts").query("$expand", "evidence").query("$top", PAGE.to_string());
    if let Some(filter) = window.and_then(|window| within("lastUpdateTime", window)) {
        call = call.query("$filter", filter);
    }
    if let Some(skip) = window.map(|window| window.skip).filter(|skip| *skip > 0) {
        call = call.query("$skip", skip.to_string());
    }
    Ok(call)
}

pub(super) fn refused(state: &str, problem: &Problem) -> Outcome<Option<String>> {
    after_refusal(load(state)?, problem).map(|walk| save(&walk)).transpose()
}

pub(super) fn page(state: &str, answer: &Answer) -> Outcome<Page> {
    let mut walk: Walk = load(state)?;
    let list = list(answer)?;
    let rows = steps(&list, |json| read::moment(read::field(json, "lastUpdateTime").as_deref()));
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
