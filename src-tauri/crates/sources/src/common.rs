//! What several sources have in common: windows as OData filters, rows as steps, states as text.

use crate::list::List;
use crate::source::RawItem;
use crate::walk::{Step, Told, Walk, Window, distinct};
use domain::time::filter_literal;
use domain::{Code, Outcome, Problem};
use jiff::Timestamp;
use microsoft::Call;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The filter that is a window on a field of time; none for a window without ends.
pub(crate) fn within(field: &str, window: &Window) -> Option<String> {
    let from = window.from.map(|from| format!("{field} ge {}", filter_literal(from)));
    let to = window.to.map(|to| format!("{field} le {}", filter_literal(to)));
    match (from, to) {
        (Some(from), Some(to)) => Some(format!("{from} and {to}")),
        (from, to) => from.or(to),
    }
}

/// Without it, every enum member added since the schema was frozen comes as `unknownFutureValue`.
pub(crate) fn with_all_members(call: Call) -> Call {
    call.header("prefer", "include-unknown-enum-members")
}

/// The rows of a page as far as walking needs them: the time of that field, and what tells them apart.
pub(crate) fn steps(list: &List, at: impl Fn(&str) -> Option<Timestamp>) -> Vec<Step> {
    let mark = |json: &str| {
        let mut hasher = DefaultHasher::new();
        json.hash(&mut hasher);
        format!("{:016x}", hasher.finish())
    };
    list.items.iter().map(|item| Step { at: at(&item.json), mark: mark(&item.json) }).collect()
}

/// The items of a list with their times.
pub(crate) fn dated(list: List, rows: &[Step]) -> Vec<RawItem> {
    list.items.into_iter().zip(rows).map(|(item, row)| RawItem { at: row.at, ..item }).collect()
}

/// What a page tells about the end of its window, from its link and from how many rows it counts.
pub(crate) fn told(list: &List, rows: &[Step], walk: &Walk) -> Told {
    // A page that a link led to counts all of them, and not what is left.
    let counted = list.count.filter(|_| walk.window().is_some_and(|window| window.link.is_none()));
    let passed = walk.window().map_or(0, |window| window.skip);
    let more = counted.map(|count| count > passed + distinct(rows)).or(list.more);
    Told { next: list.next.clone(), more }
}

/// The walk after a refusal: a page that was named and cannot be had is not the end, for times find it as well.
pub(crate) fn after_refusal(walk: Walk, problem: &Problem) -> Option<Walk> {
    let of_the_link = matches!(problem.code, Code::ForeignHost | Code::Refused | Code::NotFound);
    if of_the_link { walk.without_link() } else { None }
}

/// Reads the state of a source.
pub(crate) fn load<T: DeserializeOwned>(state: &str) -> Outcome<T> {
    serde_json::from_str(state)
        .map_err(|_| Problem::new(Code::Unexpected, "The stored position in a list cannot be read."))
}

/// Reads what a poll left, or the beginning of everything.
pub(crate) fn load_or_new<T: DeserializeOwned + Default>(saved: Option<&str>) -> Outcome<T> {
    saved.map_or_else(|| Ok(T::default()), load)
}

/// Writes the state of a source.
pub(crate) fn save<T: Serialize>(state: &T) -> Outcome<String> {
    serde_json::to_string(state)
        .map_err(|_| Problem::new(Code::Unexpected, "The position in a list cannot be written."))
}
