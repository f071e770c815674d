//! What Overview shows: every line a measurement, taken together at one moment.

use crate::collecting::{BackfillState, Lane, Progress, backfill_state, lanes};
use crate::product::Product;
use domain::health::{HealthState, Measured, state};
use domain::ids::{FeedId, IntegrationId};
use domain::problem::Problem;
use domain::tenant::{Integration, Tenant};
use domain::{Outcome, catalog};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use sources::About;
use std::sync::Arc;
use store::{Arrivals, PollStats, Store};

const DAY: i64 = 86_400;

/// Everything at one moment.
#[derive(Debug)]
pub struct Overview {
    /// When it was measured.
    pub measured: Timestamp,
    /// Tenants with their integrations, failing ones first.
    pub tenants: Vec<TenantHealth>,
}

/// One tenant.
#[derive(Debug)]
pub struct TenantHealth {
    /// The tenant.
    pub tenant: Tenant,
    /// Its integrations.
    pub integrations: Vec<IntegrationHealth>,
}

/// One integration.
#[derive(Debug)]
pub struct IntegrationHealth {
    /// What it is.
    pub integration: Integration,
    /// Its entry in the catalog; none when this version does not have it any more.
    pub entry: Option<&'static catalog::CatalogEntry>,
    /// Its source; none of what its vendor collects.
    pub about: Option<&'static About>,
    /// Its feeds, each as it was measured.
    pub feeds: Vec<FeedHealth>,
    /// Long work that is under way.
    pub progress: Vec<Progress>,
    /// Its state.
    pub state: HealthState,
    /// What polls measured.
    pub polls: PollStats,
    /// What arrived.
    pub arrivals: Arrivals,
    /// What is wrong, since when, and in how many polls.
    pub failing: Option<(Box<Problem>, Timestamp, u32)>,
    /// Days until the credential expires.
    pub credential_days: Option<i64>,
    /// When the next poll is due; none while paused.
    pub next_poll: Option<Timestamp>,
    /// Whether a poll runs.
    pub polling: bool,
}

/// One feed of an integration.
#[derive(Debug)]
pub struct FeedHealth {
    /// Its id.
    pub feed: FeedId,
    /// Its source.
    pub about: &'static About,
    /// What polls measured.
    pub polls: PollStats,
    /// When it is polled next.
    pub next_poll: Option<Timestamp>,
    /// Whether it is being worked on.
    pub polling: bool,
    /// Open holes.
    pub holes: u32,
    /// When it was last listed again as a whole.
    pub swept: Option<Timestamp>,
    /// How much earlier a poll begins than the last one ended.
    pub overlap: SignedDuration,
    /// How far filling up backwards is.
    pub backfill: Option<BackfillState>,
    /// The time until Microsoft's retention reaches what is not collected yet.
    pub retention_left: Option<SignedDuration>,
}

impl Product {
    /// Measures every integration.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn overview(&self) -> Outcome<Overview> {
        let product = self.clone();
        self.with_store(move |store| product.measure(store)).await
    }

    fn measure(&self, store: &Store) -> Outcome<Overview> {
        let now = self.now();
        let integrations = store.integrations()?;
        let mut tenants = Vec::new();
        for tenant in store.tenants()? {
            let mut rows = Vec::new();
            for integration in integrations.iter().filter(|row| row.tenant == tenant.id) {
                rows.push(self.measure_one(store, integration.clone(), now)?);
            }
            rows.sort_by_key(|row| row.state);
            tenants.push(TenantHealth { tenant, integrations: rows });
        }
        tenants.sort_by_key(|tenant| tenant.integrations.iter().map(|row| row.state).min());
        Ok(Overview { measured: now, tenants })
    }

    fn measure_one(&self, store: &Store, integration: Integration, now: Timestamp) -> Outcome<IntegrationHealth> {
        let entry = catalog::entry(&integration.catalog).ok();
        let settings = self.settings_or_usual(&integration.id)?;
        let known = store.feeds(&integration.id)?;
        let mut feeds = Vec::new();
        for lane in lanes(&Arc::new(integration.clone()), &settings) {
            // What is optional and was never permitted is nobody's failure.
            if !lane.optional || known.contains(&lane.id) {
                feeds.push(self.measure_feed(store, &lane, now)?);
            }
        }
        let polls = together(&feeds);
        let arrivals = store.arrivals(&integration.id, now)?;
        let beats = feeds.iter().map(|feed| self.inner.rhythm.beat(&(integration.id.clone(), feed.feed.clone())));
        // A failure that could not be written down (a full disk) is only in memory.
        let in_memory = beats.filter_map(|beat| beat.failed).next();
        let written = polls.failure.as_ref().map(|failing| (failing.problem.clone(), failing.since, failing.polls));
        let failing = written.or_else(|| in_memory.map(|problem| (problem, now, 1)));
        let credential_days = integration.credential.expires.map(|end| days_until(end, now));
        let measured = Measured {
            paused: integration.paused,
            // Who collects elsewhere has no poll here, and waits for none.
            last_success: if feeds.is_empty() { Some(integration.attached) } else { polls.last_success },
            failed: failing.as_ref().map(|(problem, _, _)| problem.clone()),
            credential_days,
        };
        Ok(IntegrationHealth {
            entry,
            about: entry.and_then(|entry| sources::source(entry.source.as_deref()?)).map(|source| source.about()),
            state: state(&measured),
            failing,
            credential_days,
            next_poll: feeds.iter().filter_map(|feed| feed.next_poll).min(),
            polling: feeds.iter().any(|feed| feed.polling),
            progress: self.inner.ongoing.of(&integration.id),
            feeds,
            polls,
            arrivals,
            integration,
        })
    }

    fn measure_feed(&self, store: &Store, lane: &Lane, now: Timestamp) -> Outcome<FeedHealth> {
        let (id, about) = (&lane.integration.id, lane.source.about());
        let polls = store.poll_stats(id, Some(&lane.id), now, midnight(now))?;
        let memo = self.inner.memos.of(id, &lane.id, store.feed(id, &lane.id)?.memo.as_deref());
        let memo = memo.lock();
        let beat = self.inner.rhythm.beat(&(id.clone(), lane.id.clone()));
        let seconds = |seconds: u32| SignedDuration::from_secs(i64::from(seconds));
        let retention = SignedDuration::from_hours(24 * i64::from(about.times.retention_days));
        Ok(FeedHealth {
            feed: lane.id.clone(),
            about,
            next_poll: lane.integration.paused.is_none().then(|| beat.next.unwrap_or(now)),
            polling: beat.polling,
            holes: u32::try_from(store.holes(id, Some(&lane.id), true)?.len()).unwrap_or(u32::MAX),
            swept: memo.swept,
            overlap: memo.delays.overlap(seconds(about.times.overlap_seconds), SignedDuration::ZERO, now),
            backfill: backfill_state(&lane.id, memo.backfill.as_ref()),
            retention_left: polls.covered_up_to.map(|covered| retention - now.duration_since(covered)),
            polls,
        })
    }

    /// The integration of that handle, or the only one attached.
    ///
    /// # Errors
    /// `integration.not_found`.
    pub fn integration_ids(&self) -> Outcome<Vec<IntegrationId>> {
        Ok(self.inner.store.integrations()?.into_iter().map(|integration| integration.id).collect())
    }
}

/// Feeds together are as good as the worst of them.
fn together(feeds: &[FeedHealth]) -> PollStats {
    let everywhere = |of: fn(&PollStats) -> Option<Timestamp>| {
        let all: Option<Vec<Timestamp>> = feeds.iter().map(|feed| of(&feed.polls)).collect();
        all.and_then(|moments| moments.into_iter().min())
    };
    let polls = || feeds.iter().map(|feed| &feed.polls);
    PollStats {
        last_success: everywhere(|polls| polls.last_success),
        last_ended: polls().filter_map(|polls| polls.last_ended).max(),
        failure: polls().filter_map(|polls| polls.failure.clone()).min_by_key(|failing| failing.since),
        covered_from: polls().filter_map(|polls| polls.covered_from).max(),
        covered_up_to: everywhere(|polls| polls.covered_up_to),
        requests_last_60s: polls().map(|polls| polls.requests_last_60s).sum(),
        highest_in_60s: polls().map(|polls| polls.highest_in_60s).sum(),
        waits_today: polls().map(|polls| polls.waits_today).sum(),
    }
}

/// Whole days: to the nearest while there is time, rounded down for the last two, negative once it is over.
fn days_until(end: Timestamp, now: Timestamp) -> i64 {
    let seconds = end.duration_since(now).as_secs();
    let half = if seconds >= 2 * DAY { DAY / 2 } else { 0 };
    (seconds + half).div_euclid(DAY)
}

fn midnight(now: Timestamp) -> Timestamp {
    let today = now.to_zoned(TimeZone::system()).start_of_day();
    today.map_or_else(|_| now.checked_sub(SignedDuration::from_hours(24)).unwrap_or(now), |day| day.timestamp())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn days_are_whole_days_that_are_left() {
        let now: Timestamp = "2026-11-21T10:00:00Z".parse().unwrap();
        let days = |end: &str| days_until(end.parse().unwrap(), now);
        assert_eq!(days("2027-11-21T09:59:58Z"), 365, "a certificate just made for a year has a year left");
        assert_eq!(days("2026-11-22T10:00:00Z"), 1);
        assert_eq!(days("2026-11-22T09:59:59Z"), 0, "less than a day is none");
        assert_eq!(days("2026-11-21T09:00:00Z"), -1, "over is negative at once");
    }
}
