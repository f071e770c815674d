//! The answer to "is anything missing since Monday": a fact with its time, or the stretches that are missing and why.

use super::lane::Lane;
use crate::product::Product;
use domain::ids::{FeedId, IntegrationId};
use domain::{Outcome, Problem};
use jiff::Timestamp;
use store::{ContentCounts, Span, Store};

/// What is known of a feed's completeness in a stretch of time.
#[derive(Debug, Clone)]
pub struct Completeness {
    /// The feed.
    pub feed: FeedId,
    /// What the times are of.
    pub axis: &'static str,
    /// Where the question begins.
    pub from: Timestamp,
    /// Where it ends.
    pub to: Timestamp,
    /// What is listed, in order.
    pub spans: Vec<Span>,
    /// What is missing; nothing when it is complete.
    pub gaps: Vec<Gap>,
    /// Blobs that became available in it, for feeds that have them.
    pub content: Option<ContentCounts>,
    /// When the oldest part of it was last listed again; none when part of it never was.
    pub verified: Option<Timestamp>,
}

/// A stretch of time in which something is missing.
#[derive(Debug, Clone)]
pub struct Gap {
    /// Where it begins.
    pub from: Timestamp,
    /// Where it ends.
    pub to: Timestamp,
    /// What kind of gap it is.
    pub kind: GapKind,
    /// Why, where that is known.
    pub problem: Option<Box<Problem>>,
}

/// Kinds of gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GapKind {
    /// Not listed.
    Unlisted,
    /// Listed, but blobs are still to be fetched.
    Waiting,
    /// Something in it is known to be missing.
    Hole,
}

impl Completeness {
    /// Whether nothing is missing.
    pub fn complete(&self) -> bool {
        self.gaps.is_empty()
    }
}

impl Product {
    /// What is known of the completeness of an integration's feeds in a stretch of time.
    ///
    /// # Errors
    /// `integration.not_found`, those of the store.
    pub async fn completeness(&self, id: &IntegrationId, from: Timestamp, to: Timestamp) -> Outcome<Vec<Completeness>> {
        let lanes = self.lanes_of(id)?;
        let asked = id.clone();
        self.with_store(move |store| {
            let known = store.feeds(&asked)?;
            let collected = lanes.into_iter().filter(|lane| !lane.optional || known.contains(&lane.id));
            collected.map(|lane| of_feed(store, &lane, from, to)).collect()
        })
        .await
    }
}

fn of_feed(store: &Store, lane: &Lane, from: Timestamp, to: Timestamp) -> Outcome<Completeness> {
    let (id, about) = (&lane.integration.id, lane.source.about());
    let spans = store.spans(id, &lane.id, from, to)?;
    let mut gaps = unlisted(&spans, from, to);
    for hole in store.holes(id, Some(&lane.id), true)? {
        if hole.from < to && hole.to > from {
            gaps.push(Gap { from: hole.from, to: hole.to, kind: GapKind::Hole, problem: Some(hole.problem) });
        }
    }
    let content = about.blobs.then(|| store.content_counts(id, &lane.id, from, to)).transpose()?;
    if content.is_some_and(|content| content.waiting > 0) {
        for waiting in
            store.waiting(id, &lane.id, u32::MAX)?.into_iter().filter(|it| it.created >= from && it.created < to)
        {
            gaps.push(Gap { from: waiting.created, to: waiting.created, kind: GapKind::Waiting, problem: None });
        }
    }
    gaps.sort_by_key(|gap| gap.from);
    let verified = spans.iter().map(|span| span.verified_at).min().flatten();
    Ok(Completeness { feed: lane.id.clone(), axis: about.times.axis, from, to, spans, gaps, content, verified })
}

/// What no span covers.
fn unlisted(spans: &[Span], from: Timestamp, to: Timestamp) -> Vec<Gap> {
    let mut gaps = Vec::new();
    let mut covered = from;
    for span in spans.iter().take_while(|span| span.from < to) {
        if span.from > covered {
            gaps.push(Gap { from: covered, to: span.from, kind: GapKind::Unlisted, problem: None });
        }
        covered = covered.max(span.to);
    }
    if covered < to {
        gaps.push(Gap { from: covered, to, kind: GapKind::Unlisted, problem: None });
    }
    gaps
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_no_span_covers_is_a_gap() {
        let at = |minute: u32| format!("2026-11-20T10:{minute:02}:00Z").parse::<Timestamp>().unwrap();
        let span = |from, to| Span { from: at(from), to: at(to), rows: 0, listed_at: at(59), verified_at: None };
        let spans = [span(0, 10), span(10, 20), span(30, 40)];
        let gaps = |from, to| -> Vec<(Timestamp, Timestamp)> {
            unlisted(&spans, at(from), at(to)).into_iter().map(|gap| (gap.from, gap.to)).collect()
        };
        assert_eq!(gaps(5, 15), []);
        assert_eq!(gaps(5, 45), [(at(20), at(30)), (at(40), at(45))]);
    }
}
