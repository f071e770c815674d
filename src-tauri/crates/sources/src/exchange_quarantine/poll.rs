//! The list of messages in windows of the time received, by a cmdlet in a POST.

use crate::common::{dated, load, load_or_new, save, steps};
use crate::list::list;
use crate::read;
use crate::source::{Asked, Page};
use crate::walk::{Paging, TICK, Told, Walk};
use domain::Outcome;
use jiff::{SignedDuration, Timestamp};
use microsoft::{Answer, Call};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// Rows of a page at most.
const PAGE: usize = 1000;
/// Pages are numbered up to a thousand.
const MOST_SKIP: usize = 999 * PAGE;
const PAGING: Paging = Paging { top: PAGE, most_skip: MOST_SKIP, whole_pages: true, ordered: false, tick: TICK };
/// A list can be asked for thirty days; a little less, for what passes until it is asked for.
const OLDEST: SignedDuration = SignedDuration::from_mins(30 * 24 * 60 - 10);
/// The mailbox by which Exchange finds the tenant's servers.
const ANCHOR: &str = "SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}";

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct State {
    tenant: String,
    organization: String,
    /// The present moment when the poll began.
    now: Timestamp,
    walk: Walk,
}

pub(super) fn begin(saved: Option<&str>, asked: &Asked) -> Outcome<String> {
    let saved: State = load_or_new(saved)?;
    let oldest = asked.now.checked_sub(OLDEST).ok();
    let again = asked.again.map(|(from, to)| (Some(from).max(oldest).unwrap_or(from), to));
    let bounded = Asked { from: asked.from.max(oldest), again, ..asked.clone() };
    save(&State {
        tenant: asked.tenant.clone(),
        organization: asked.own.organization.trim().to_owned(),
        now: asked.now,
        walk: saved.walk.begin(&bounded),
    })
}

pub(super) fn request(state: &str) -> Outcome<Call> {
    let state: State = load(state)?;
    let mut parameters = Map::new();
    let window = state.walk.window();
    let page = window.map_or(0, |window| window.skip) / PAGE + 1;
    parameters.insert("Page".to_owned(), json!(page));
    parameters.insert("PageSize".to_owned(), json!(PAGE));
    // Without both ends the list covers sixteen days only.
    let oldest = state.now.checked_sub(OLDEST).ok();
    let from = window.and_then(|window| window.from).max(oldest);
    parameters.extend(from.map(|from| ("StartReceivedDate".to_owned(), moment(from))));
    if let Some(to) = window.and_then(|window| window.to) {
        parameters.insert("EndReceivedDate".to_owned(), moment(to));
    }
    let body = json!({"CmdletInput": {"CmdletName": "Get-QuarantineMessage", "Parameters": parameters}});
    let anchor = match state.organization.as_str() {
        "" => format!("APP:{ANCHOR}@{}", state.tenant),
        organization => format!("UPN:{ANCHOR}@{organization}"),
    };
    Ok(Call::post(format!("/adminapi/beta/{}/InvokeCommand", state.tenant), body)
        .header("x-anchormailbox", anchor)
        .header("x-responseformat", "json")
        .header("x-cmdletname", "Get-QuarantineMessage")
        .header("prefer", "odata.maxpagesize=1000"))
}

fn moment(moment: Timestamp) -> Value {
    Value::String(moment.to_string())
}

pub(super) fn page(state: &str, answer: &Answer) -> Outcome<Page> {
    let mut state: State = load(state)?;
    let list = list(answer)?;
    let rows = steps(&list, |json| read::moment(read::field(json, "ReceivedTime").as_deref()));
    // A next link of this API has been seen to fail; pages and windows do without.
    let (done, warning) = state.walk.advance(&rows, Told::default(), &PAGING);
    let listed_to = state.walk.listed_to();
    Ok(Page { items: dated(list, &rows), state: save(&state)?, done, listed_to, warning, ..Page::default() })
}
