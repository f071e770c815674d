//! Fills a feed up backwards: day by day, newest first, from where its items begin to a day that a person named.
//!
//! Each day is committed with how far the filling is, so it can be stopped and goes on; it is polite to the polls, because it
//! waits for its turn like them.

use super::poll::Work;
use crate::product::Product;
use domain::ids::{FeedId, IntegrationId};
use domain::{Code, Outcome, Problem};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use store::{Listed, PageCommit};

/// How much is listed at once.
const PIECE: SignedDuration = SignedDuration::from_hours(24);

/// Filling up, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Backfill {
    /// Where it began.
    pub(crate) from: Timestamp,
    /// Down to where everything is here.
    pub(crate) reached: Timestamp,
    /// Where it ends.
    pub(crate) until: Timestamp,
    /// When a person asked for it.
    pub(crate) asked: Timestamp,
    /// Items that it brought.
    pub(crate) items: u32,
    /// A person paused it.
    #[serde(default)]
    pub(crate) paused: bool,
}

/// How far filling up is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackfillState {
    /// The feed.
    pub feed: FeedId,
    /// Where it began.
    pub from: Timestamp,
    /// Down to where everything is here.
    pub reached: Timestamp,
    /// Where it ends.
    pub until: Timestamp,
    /// Items that it brought.
    pub items: u32,
    /// A person paused it.
    pub paused: bool,
}

impl Backfill {
    /// The next stretch to list; none when it is done.
    fn next(&self) -> Option<(Timestamp, Timestamp)> {
        let from = self.reached.checked_sub(PIECE).unwrap_or(self.until).max(self.until);
        (from < self.reached).then_some((from, self.reached))
    }
}

impl Work {
    /// Lists the next stretch backwards. False when there is none.
    pub(crate) async fn fill_up(&mut self) -> Outcome<bool> {
        let Some((from, to)) = self.memo.lock().backfill.as_ref().filter(|it| !it.paused).and_then(Backfill::next)
        else {
            return Ok(false);
        };
        drop(self.caller.token().await?);
        self.now = self.product.inner.wire.their_now();
        let state = self.lane.source.begin(None, &self.asked(Some((from, to))))?;
        self.list(state, None).await?;
        let rows = self.collected.rows;
        if let Some(backfill) = &mut self.memo.lock().backfill {
            backfill.reached = from;
            backfill.items = backfill.items.saturating_add(self.collected.new);
        }
        let mut commit: PageCommit = self.empty_commit();
        commit.ledger.listed.push(Listed { from, to, rows, before: true });
        let line = self.line(self.warning.clone());
        commit.poll = Some(store::PollLine { covered_from: Some(from), ..line });
        self.product.with_store(move |store| store.commit(&commit)).await?;
        Ok(true)
    }
}

impl Product {
    /// Asks for what lies further back, for every feed of an integration, as far as Microsoft still lists it.
    ///
    /// # Errors
    /// `integration.not_found`, `input.invalid` when nothing lies further back, those of the store.
    pub async fn fill_up(&self, id: &IntegrationId, days: u32) -> Outcome<Vec<BackfillState>> {
        let now = self.now();
        let mut begun = Vec::new();
        for lane in self.lanes_of(id)? {
            let reach = i64::from(days.min(lane.source.about().times.retention_days));
            let until = now.checked_sub(SignedDuration::from_hours(24 * reach)).unwrap_or(now);
            let (id, feed) = (id.clone(), lane.id.clone());
            let stats = self.with_store(move |store| store.poll_stats(&id, Some(&feed), now, now)).await?;
            let Some(from) = stats.covered_from.filter(|from| *from > until) else { continue };
            let memo = self.memo_of(&lane).await?;
            let backfill = Backfill { from, reached: from, until, asked: now, items: 0, paused: false };
            memo.lock().backfill = Some(backfill);
            self.keep_memo(&lane).await?;
            begun.extend(state(&lane.id, memo.lock().backfill.as_ref()));
        }
        if begun.is_empty() {
            return Err(Problem::new(
                Code::InputInvalid,
                "Everything that Microsoft still lists of that time is here.",
            ));
        }
        self.inner.rhythm.wake();
        Ok(begun)
    }

    /// Pauses filling up, or lets it go on.
    ///
    /// # Errors
    /// `integration.not_found`, those of the store.
    pub async fn pause_fill_up(&self, id: &IntegrationId, paused: bool) -> Outcome<()> {
        for lane in self.lanes_of(id)? {
            let memo = self.memo_of(&lane).await?;
            if let Some(backfill) = &mut memo.lock().backfill {
                backfill.paused = paused;
            }
            self.keep_memo(&lane).await?;
        }
        self.inner.rhythm.wake();
        Ok(())
    }
}

/// How far a feed's filling up is.
pub(crate) fn state(feed: &FeedId, backfill: Option<&Backfill>) -> Option<BackfillState> {
    let Backfill { from, reached, until, items, paused, .. } = backfill?.clone();
    (reached > until).then(|| BackfillState { feed: feed.clone(), from, reached, until, items, paused })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_back_day_by_day_and_ends_where_it_was_asked_to() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let mut backfill = Backfill {
            from: at("2026-11-20T10:00:00Z"),
            reached: at("2026-11-20T10:00:00Z"),
            until: at("2026-11-18T00:00:00Z"),
            asked: at("2026-11-20T10:00:00Z"),
            items: 0,
            paused: false,
        };
        let mut pieces = Vec::new();
        while let Some((from, to)) = backfill.next() {
            pieces.push(to.duration_since(from).as_hours());
            backfill.reached = from;
        }
        assert_eq!(pieces, [24, 24, 10]);
        assert_eq!(state(&"f".into(), Some(&backfill)), None, "what is done is not under way");
    }
}
