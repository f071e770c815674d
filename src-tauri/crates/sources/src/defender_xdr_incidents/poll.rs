//! The list of incidents: small pages, and an order that cannot be relied on.

use crate::common::{after_refusal, dated, load, load_or_new, save, steps, told, with_all_members, within};
use crate::list::list;
use crate::read;
use crate::source::{Asked, Page};
use crate::walk::{Paging, TICK, Walk};
use domain::{Outcome, Problem};
use microsoft::{Answer, Call};

/// Rows of a page; above it Graph answers 400.
const PAGE: usize = 50;
/// `$skip` is documented without a limit.
const MOST_SKIP: usize = 10_000;
const PAGING: Paging = Paging { top: PAGE, most_skip: MOST_SKIP, whole_pages: false, ordered: true, tick: TICK };

pub(super) fn begin(saved: Option<&str>, asked: &Asked) -> Outcome<String> {
    save(&load_or_new::<Walk>(saved)?.begin(asked))
}

pub(super) fn request(state: &str) -> Outcome<Call> {
    let walk: Walk = load(state)?;
    let window = walk.window();
    if let Some(link) = window.and_then(|window| window.link.as_ref()) {
        return Ok(with_all_members(Call::follow(link.as_str())));
    }
    let mut call = Call::get("/v1.0/security/incidents")
        .query("$orderby", "lastUpdateDateTime asc")
        .query("$top", PAGE.to_string())
        .query("$count", "true");
    if let Some(filter) = window.and_then(|window| within("lastUpdateDateTime", window)) {
        call = call.query("$filter", filter);
    }
    if let Some(skip) = window.map(|window| window.skip).filter(|skip| *skip > 0) {
        call = call.query("$skip", skip.to_string());
    }
    Ok(with_all_members(call))
}

pub(super) fn refused(state: &str, problem: &Problem) -> Outcome<Option<String>> {
    after_refusal(load(state)?, problem).map(|walk| save(&walk)).transpose()
}

pub(super) fn page(state: &str, answer: &Answer) -> Outcome<Page> {
    let mut walk: Walk = load(state)?;
    let list = list(answer)?;
    let rows = steps(&list, |json| read::moment(read::field(json, "lastUpdateDateTime").as_deref()));
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn rows_that_come_twice_do_not_make_up_for_those_still_to_come() {
        let row = |id: usize| json!({"id": id.to_string(), "lastUpdateDateTime": format!("2026-11-20T10:00:{:02}Z", id % 60)});
        let mut rows: Vec<_> = (0..PAGE).map(row).collect();
        rows.extend((0..PAGE / 2).map(row));
        let body = json!({"@odata.count": PAGE + 10, "value": rows}).to_string();
        let answer = Answer { status: 200, body: body.into_bytes(), ..Answer::default() };
        let page = page(&save(&Walk::default().begin(&Asked::default())).unwrap(), &answer).unwrap();
        assert!(!page.done, "ten of them were on no page");
    }
}
