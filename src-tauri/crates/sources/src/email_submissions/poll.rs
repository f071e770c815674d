//! The list of submissions: in no order that is promised, with links.

use crate::common::{after_refusal, dated, load, load_or_new, save, steps, told, with_all_members, within};
use crate::list::list;
use crate::read;
use crate::source::{Asked, Page};
use crate::walk::{Paging, TICK, Walk};
use domain::{Outcome, Problem};
use microsoft::{Answer, Call};

/// Rows of a page.
const PAGE: usize = 100;
/// `$skip` is not among the options that the call takes.
const MOST_SKIP: usize = 0;
const PAGING: Paging = Paging { top: PAGE, most_skip: MOST_SKIP, whole_pages: false, ordered: false, tick: TICK };

pub(super) fn begin(saved: Option<&str>, asked: &Asked) -> Outcome<String> {
    save(&load_or_new::<Walk>(saved)?.begin(asked))
}

pub(super) fn request(state: &str) -> Outcome<Call> {
    let walk: Walk = load(state)?;
    let window = walk.window();
    if let Some(link) = window.and_then(|window| window.link.as_ref()) {
        return Ok(with_all_members(Call::follow(link.as_str())));
    }
    let mut call = Call::get("/beta/security/threatSubmission/emailThreats")
        .query("$top", PAGE.to_string())
        .query("$count", "true");
    if let Some(filter) = window.and_then(|window| within("createdDateTime", window)) {
        call = call.query("$filter", filter);
    }
    Ok(with_all_members(call))
}

pub(super) fn refused(state: &str, problem: &Problem) -> Outcome<Option<String>> {
    after_refusal(load(state)?, problem).map(|walk| save(&walk)).transpose()
}

pub(super) fn page(state: &str, answer: &Answer) -> Outcome<Page> {
    let mut walk: Walk = load(state)?;
    let list = list(answer)?;
    let rows = steps(&list, |json| read::moment(read::field(json, "createdDateTime").as_deref()));
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
