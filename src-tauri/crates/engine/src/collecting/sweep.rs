//! Lists once more what Microsoft still has, closes holes by that, and brings changes that have no time of their own.
//!
//! What it finds that was not here tells how late items can be, and widens the overlap of the polls.

use super::poll::Work;
use domain::{Code, Outcome};
use jiff::{SignedDuration, Timestamp};
use store::{HoleLine, Verified};

/// While something is missing it is looked for this often.
const WITH_HOLES: SignedDuration = SignedDuration::from_mins(10);
/// What the polls list themselves is left to them.
const RECENT: SignedDuration = SignedDuration::from_mins(2);

impl Work {
    /// Lists again what lies within the sweep's days, or within a stretch that a person asked for.
    pub(crate) async fn sweep(&mut self, stretch: Option<(Timestamp, Timestamp)>) -> Outcome<bool> {
        let token = self.caller.token().await?;
        if self.lane.optional && !self.caller.permitted(&token) {
            return Ok(false);
        }
        drop(token);
        self.now = self.product.inner.wire.their_now();
        let days = i64::from(self.lane.source.about().times.sweep_days);
        let whole = || {
            let from = self.now.checked_sub(SignedDuration::from_hours(24 * days)).unwrap_or(self.now);
            (from, self.now.checked_sub(RECENT).unwrap_or(self.now))
        };
        let (from, to) = stretch.unwrap_or_else(whole);
        let (id, feed) = (self.lane.integration.id.clone(), self.lane.id.clone());
        self.mark = self.product.with_store(move |store| store.feed(&id, &feed)).await?.covered_up_to;
        let state = self.lane.source.begin(None, &self.asked(Some((from, to))))?;
        self.list(state, None).await?;
        let (id, feed) = (self.lane.integration.id.clone(), self.lane.id.clone());
        let open = self.product.with_store(move |store| store.holes(&id, Some(&feed), true)).await?;
        if stretch.is_none() {
            self.memo.lock().swept = Some(self.product.now());
        }
        let mut commit = self.empty_commit();
        // What came incomplete again is not verified, and its hole stays.
        if self.warning.is_none() {
            commit.ledger.verified.push(Verified { from, to });
            commit.ledger.closed = open.iter().filter(|hole| fills(hole, from, to)).map(|hole| hole.id).collect();
        }
        self.product.with_store(move |store| store.commit(&commit)).await?;
        Ok(true)
    }
}

/// Whether listing a stretch again fills a hole: it lies within, and is not of what Microsoft no longer has.
fn fills(hole: &HoleLine, from: Timestamp, to: Timestamp) -> bool {
    let for_good = matches!(hole.problem.code, Code::ContentGone | Code::BeyondRetention | Code::NotFound);
    // A hole reaches up to the moment at which it was found; what came after it is the polls'.
    !for_good && hole.from >= from && hole.to <= to.max(hole.found_at)
}

/// When a feed is due to be swept, after what is known of it.
pub(crate) fn due(swept: Option<Timestamp>, every_seconds: u32, holes: bool) -> Option<Timestamp> {
    let every = SignedDuration::from_secs(i64::from(every_seconds));
    let every = if holes { every.min(WITH_HOLES) } else { every };
    swept.and_then(|swept| swept.checked_add(every).ok())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use domain::Problem;

    fn hole(code: Code) -> HoleLine {
        HoleLine {
            id: 1,
            feed: "f".into(),
            from: "2026-11-20T10:00:00Z".parse().unwrap(),
            to: "2026-11-20T11:00:00Z".parse().unwrap(),
            problem: Problem::new(code, "x"),
            found_at: "2026-11-20T11:00:00Z".parse().unwrap(),
            closed_at: None,
        }
    }

    #[test]
    fn listing_again_fills_what_lies_within_and_is_not_gone_for_good() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let fills = |code, from, to| fills(&hole(code), at(from), at(to));
        assert!(fills(Code::AnswerPartial, "2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z"));
        assert!(!fills(Code::ContentGone, "2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z"), "it will never come");
        assert!(
            !fills(Code::AnswerPartial, "2026-11-20T10:30:00Z", "2026-11-21T00:00:00Z"),
            "its beginning was not listed"
        );
    }

    #[test]
    fn while_something_is_missing_it_is_looked_for_more_often() {
        let swept = "2026-11-20T10:00:00Z".parse().ok();
        assert_eq!(due(swept, 21_600, false).unwrap().to_string(), "2026-11-20T16:00:00Z");
        assert_eq!(due(swept, 21_600, true).unwrap().to_string(), "2026-11-20T10:10:00Z");
        assert_eq!(due(None, 21_600, false), None, "never swept is due when the first poll is done");
    }
}
