//! From what arrived to what is stored: without detected secrets, read, linked, hidden where that was chosen.

use super::drift::Strange;
use super::exclusion::Hiding;
use domain::alert::Alert;
use domain::item::Class;
use jiff::Timestamp;
use serde_json::Value;
use sources::{RawItem, Source, without_detected_values};
use store::{Drift, Item, Receipt};

/// A page made ready to be stored.
pub(crate) struct Ready {
    pub(crate) items: Vec<Item>,
    /// The times of the items on the feed's axis, in their order.
    pub(crate) times: Vec<Option<Timestamp>>,
    pub(crate) receipt: Receipt,
    pub(crate) drift: Vec<Drift>,
}

/// Makes a page ready. Needs no lock and takes most of the time there is, so it runs apart.
pub(crate) fn ready(source: &'static dyn Source, raws: Vec<RawItem>, hiding: &Hiding) -> Ready {
    let about = source.about();
    let mut strange = Strange::default();
    let times: Vec<Option<Timestamp>> = raws.iter().map(|raw| raw.at).collect();
    let receipt = Receipt {
        rows: u32::try_from(raws.len()).unwrap_or(u32::MAX),
        first: times.iter().flatten().min().copied(),
        last: times.iter().flatten().max().copied(),
    };
    let mut item = |raw: RawItem| {
        let raw = match without_detected_values(&raw.json) {
            std::borrow::Cow::Borrowed(_) => raw.json,
            std::borrow::Cow::Owned(stripped) => stripped,
        };
        // There are tens of thousands of audit records a second: they are not read as a whole.
        let (summary, texts) = if about.class == Class::Audit {
            (source.summary(&raw), Vec::new())
        } else {
            let alert = source.normalize(&raw);
            strange.look_at(&alert, about.known);
            (alert.summary(), texts(&alert))
        };
        let hidden = hiding.by(&summary, &raw);
        let claims = source.claims(&summary, &raw);
        Item { summary, raw, class: about.class, texts, hidden, claims }
    };
    let items = raws.into_iter().map(&mut item).collect();
    Ready { items, times, receipt, drift: strange.lines() }
}

/// What plain words find beyond the summary.
fn texts(alert: &Alert) -> Vec<String> {
    let comments = alert.rest.get("comments").and_then(Value::as_array);
    let comments = comments.into_iter().flatten().filter_map(|comment| comment.get("comment")?.as_str());
    let evidence = alert.evidence.iter().map(|piece| piece.primary());
    let plain = [&alert.description, &alert.assigned_to].into_iter().map(String::as_str).chain(comments);
    plain.map(str::to_owned).chain(evidence).filter(|text| !text.trim().is_empty()).collect()
}
