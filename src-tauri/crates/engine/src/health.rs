//! What Overview shows: every line a measurement, taken together at one moment.

use crate::product::Product;
use domain::health::{HealthState, Measured, state};
use domain::ids::IntegrationId;
use domain::problem::Problem;
use domain::tenant::{Integration, Tenant};
use domain::{Outcome, catalog};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use sources::About;
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
    /// Its source.
    pub about: Option<&'static About>,
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
        let polls = store.poll_stats(&integration.id, None, now, midnight(now))?;
        let arrivals = store.arrivals(&integration.id, now)?;
        let beat = self.inner.rhythm.beat(&integration.id);
        // A failure that could not be written down (a full disk) is only in memory.
        let written = polls.failure.as_ref().map(|failing| (failing.problem.clone(), failing.since, failing.polls));
        let failing = written.or_else(|| beat.failed.clone().map(|problem| (problem, now, 1)));
        let credential_days = integration.credential.expires.map(|end| days_until(end, now));
        let measured = Measured {
            paused: integration.paused,
            last_success: polls.last_success,
            failed: failing.as_ref().map(|(problem, _, _)| problem.clone()),
            credential_days,
        };
        Ok(IntegrationHealth {
            entry,
            about: entry.and_then(|entry| sources::source(entry.source.as_deref()?)).map(|source| source.about()),
            state: state(&measured),
            failing,
            credential_days,
            next_poll: integration.paused.is_none().then(|| beat.next.unwrap_or(now)),
            polling: beat.polling,
            polls,
            arrivals,
            integration,
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
