//! The journal of polls: what each one did, and what follows for state, coverage and quota of a feed.

use crate::access::Store;
use crate::commit::PageCommit;
use crate::failure::OrProblem;
use crate::ledger::LedgerLines;
use crate::table::feed;
use crate::table::poll::{self, Load};
use crate::ticks::{SECOND, ticks};
use domain::ids::{FeedId, IntegrationId};
use domain::{Outcome, Problem};
use jiff::Timestamp;

/// One poll, ended.
#[derive(Debug, Clone)]
pub struct PollLine {
    /// When it began.
    pub started: Timestamp,
    /// When it ended.
    pub ended: Timestamp,
    /// Requests that were sent.
    pub requests: u32,
    /// Waits that Microsoft asked for.
    pub waits: u32,
    /// Why it failed; none when it succeeded.
    pub problem: Option<Box<Problem>>,
    /// Everything is stored from here; none leaves what was known.
    pub covered_from: Option<Timestamp>,
    /// Everything is stored up to here; none leaves what was known.
    pub covered_up_to: Option<Timestamp>,
}

/// What the journal knows of an integration.
#[derive(Debug, Clone, Default)]
pub struct PollStats {
    /// End of the last poll that succeeded.
    pub last_success: Option<Timestamp>,
    /// End of the last poll.
    pub last_ended: Option<Timestamp>,
    /// The failure that stands; none when the last poll succeeded.
    pub failure: Option<Failing>,
    /// Everything is stored from here.
    pub covered_from: Option<Timestamp>,
    /// Everything is stored up to here.
    pub covered_up_to: Option<Timestamp>,
    /// Requests of the last 60 seconds; those of a longer poll are spread evenly over it.
    pub requests_last_60s: u32,
    /// Most requests in any 60 seconds since midnight.
    pub highest_in_60s: u32,
    /// Waits that Microsoft asked for since midnight.
    pub waits_today: u32,
}

/// A failure that stands.
#[derive(Debug, Clone)]
pub struct Failing {
    /// That of the last poll.
    pub problem: Box<Problem>,
    /// End of the first poll that failed after the last success.
    pub since: Timestamp,
    /// How many have failed since.
    pub polls: u32,
}

impl Store {
    /// Writes the line of a poll that brought no page, such as a failed one.
    ///
    /// # Errors
    /// As `commit`.
    pub fn poll_failed(&self, integration: &IntegrationId, feed: &FeedId, line: PollLine) -> Outcome<()> {
        let at = line.ended;
        let page = PageCommit {
            integration: integration.clone(),
            tenant: "".into(),
            source: "".into(),
            feed: feed.clone(),
            items: Vec::new(),
            cursor: None,
            memo: None,
            poll: Some(line),
            at,
            request_id: None,
            ledger: LedgerLines::default(),
        };
        self.commit(&page).map(drop)
    }

    /// What the journal knows of one feed, or of all feeds of an integration together; `midnight` is where today began for
    /// the person. Together they are as good as the worst of them.
    ///
    /// # Errors
    /// `store.unreadable`.
    pub fn poll_stats(
        &self,
        integration: &IntegrationId,
        feed: Option<&FeedId>,
        now: Timestamp,
        midnight: Timestamp,
    ) -> Outcome<PollStats> {
        let reader = self.reader()?;
        let mut feeds = feed::of(&reader.connection, integration).or_problem(self.folder())?;
        feeds.retain(|known| feed.is_none_or(|feed| known.feed == feed.as_str()));
        let (now, midnight) = (ticks(now), ticks(midnight));
        let from = midnight.min(now - WINDOW);
        let loads = poll::since(&reader.connection, integration, feed, from).or_problem(self.folder())?;
        let today: Vec<Load> = loads.iter().copied().filter(|load| load.ended >= midnight).collect();
        let everywhere = |moments: Vec<Option<Timestamp>>| moments.into_iter().collect::<Option<Vec<_>>>();
        let success = everywhere(feeds.iter().map(|feed| feed.last_success).collect());
        let covered_up_to = everywhere(feeds.iter().map(|feed| feed.covered_up_to).collect());
        Ok(PollStats {
            last_success: success.and_then(|moments| moments.into_iter().min()),
            last_ended: feeds.iter().filter_map(|feed| feed.last_ended).max(),
            covered_from: feeds.iter().filter_map(|feed| feed.covered_from).max(),
            covered_up_to: covered_up_to.and_then(|moments| moments.into_iter().min()),
            failure: feeds.into_iter().filter_map(|feed| feed.failing).min_by_key(|failing| failing.since),
            requests_last_60s: requests_until(&loads, now),
            highest_in_60s: highest(&today),
            waits_today: today.iter().map(|load| load.waits).sum(),
        })
    }
}

const WINDOW: i64 = 60 * SECOND;

/// Requests in the 60 seconds that end at a moment.
fn requests_until(loads: &[Load], end: i64) -> u32 {
    let (start, mut sum) = (end - WINDOW, 0.0);
    for load in loads {
        let width = load.ended - load.started;
        let inside = load.ended.min(end) - load.started.max(start);
        sum += if width <= 0 {
            if load.ended > start && load.ended <= end { f64::from(load.requests) } else { 0.0 }
        } else if inside > 0 {
            f64::from(load.requests) * inside as f64 / width as f64
        } else {
            0.0
        };
    }
    (sum - 1e-6).ceil().max(0.0) as u32
}

/// Most requests in any 60 seconds: a fullest window ends where a poll ends, or begins where one begins.
fn highest(loads: &[Load]) -> u32 {
    let longest = loads.iter().map(|load| (load.ended - load.started).max(0)).max().unwrap_or(0);
    let near = |end: i64| {
        let first = loads.partition_point(|load| load.ended <= end - WINDOW);
        let behind = loads.partition_point(|load| load.ended <= end + longest);
        requests_until(loads.get(first..behind).unwrap_or_default(), end)
    };
    loads.iter().flat_map(|load| [load.ended, load.started + WINDOW]).map(near).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(started: i64, ended: i64, requests: u32) -> Load {
        Load { started: started * SECOND, ended: ended * SECOND, requests, waits: 0 }
    }

    #[test]
    fn requests_of_a_long_poll_are_spread_over_it() {
        let loads = [load(0, 600, 1000), load(700, 700, 3)];
        assert_eq!(requests_until(&loads, 600 * SECOND), 100, "a tenth of it");
        assert_eq!(requests_until(&loads, 630 * SECOND), 50);
        assert_eq!(requests_until(&loads, 700 * SECOND), 3, "the moment itself is included");
        assert_eq!(requests_until(&loads, 760 * SECOND), 0, "and sixty seconds later is not");
    }

    #[test]
    fn the_highest_minute_is_found_wherever_it_lies() {
        assert_eq!(highest(&[]), 0);
        let loads = [load(0, 1, 5), load(50, 51, 5), load(61, 62, 5), load(100, 101, 5), load(108, 109, 5)];
        assert_eq!(highest(&loads), 20, "four of them lie within one minute");
        assert_eq!(highest(&[load(0, 600, 1000), load(590, 600, 50)]), 150);
    }
}
