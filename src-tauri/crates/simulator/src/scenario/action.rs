//! The things that can happen in a scenario beyond switches: alerts arrive, change, tie, come late or are missing.

use std::time::Duration;

use serde::Deserialize;

use crate::alerts::Content;
use crate::clock::{TICKS, Ticks};
use crate::control;
use crate::tenant::Tenant;

/// One thing that happens.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Act {
    /// So many alerts arrive now.
    AddAlerts(usize),
    /// The newest so many alerts move on in their investigation.
    UpdateAlerts(usize),
    /// The newest so many alerts share one instant of change, and one of creation.
    TieAlerts(usize),
    /// Alerts arrive whose times lie so many hours back.
    LateAlerts {
        /// How many.
        count: usize,
        /// How late.
        hours: u64,
    },
    /// The newest incident but one is merged into the newest.
    MergeIncidents,
    /// Nothing was recorded between so many days ago and so many days ago.
    Hole {
        /// Where it begins.
        from_days: u64,
        /// Where it ends.
        until_days: u64,
    },
}

/// Lets it happen.
pub(crate) fn perform(tenant: &Tenant, act: &Act) {
    match *act {
        Act::AddAlerts(count) => drop(control::add_alerts(tenant, count)),
        Act::UpdateAlerts(count) => drop(control::update_alerts(tenant, Some(count), None)),
        Act::TieAlerts(count) => tie(tenant, count),
        Act::LateAlerts { count, hours } => late(tenant, count, hours),
        // A tenant with less than two incidents has nothing to merge.
        Act::MergeIncidents => drop(control::merge_incidents(tenant, None)),
        Act::Hole { from_days, until_days } => hole(tenant, from_days, until_days),
    }
}

fn tie(tenant: &Tenant, count: usize) {
    let mut shelf = tenant.shelf.lock();
    let newest: Vec<usize> = shelf.newest_generated().take(count).collect();
    let instant = tenant.clock.history();
    shelf.change(&newest, |row| (row.created, row.updated) = (instant, instant));
}

fn late(tenant: &Tenant, count: usize, hours: u64) {
    let then = back(tenant.clock.history(), Duration::from_secs(hours * 3600));
    let mut shelf = tenant.shelf.lock();
    let rows = tenant.generator.arriving(shelf.len(), count, then);
    shelf.add(rows);
}

fn hole(tenant: &Tenant, from_days: u64, until_days: u64) {
    let day = |days: u64| back(tenant.clock.history(), Duration::from_secs(days * 86_400));
    let (from, until) = (day(from_days), day(until_days));
    let inside = |at: Ticks| at > from && at < until;
    let gone = |row: &crate::alerts::Row| {
        matches!(row.content, Content::Generated(_)) && (inside(row.created) || inside(row.updated))
    };
    tenant.shelf.lock().keep(|row| !gone(row));
}

fn back(now: Ticks, by: Duration) -> Ticks {
    Ticks(now.0 - i64::try_from(by.as_secs()).unwrap_or(0) * TICKS)
}
