//! Overview: measurements as rows.

use super::app::{kind, tenant_view};
use super::{maybe, millis, problem_view};
use crate::types::*;
use domain::health::HealthState as State;
use engine::Product;
use jiff::Timestamp;

/// The whole place.
pub(crate) fn overview(overview: &engine::Overview) -> Overview {
    let rows = overview.tenants.iter().flat_map(|tenant| &tenant.integrations);
    Overview {
        measured: millis(overview.measured),
        last_success: maybe(rows.filter_map(|row| row.polls.last_success).max()),
        tenants: overview
            .tenants
            .iter()
            .map(|tenant| TenantHealth {
                tenant: tenant_view(&tenant.tenant),
                integrations: tenant.integrations.iter().map(integration).collect(),
            })
            .collect(),
    }
}

/// Everything of every source has been listed up to here: the oldest of their marks.
pub(crate) async fn data_up_to(product: &Product) -> domain::Outcome<Option<Millis>> {
    let now = product.now();
    let marks = product.with_store(move |store| {
        let integrations = store.integrations()?.into_iter();
        integrations
            .map(|row| Ok(store.poll_stats(&row.id, None, now, now)?.covered_up_to))
            .collect::<domain::Outcome<Vec<_>>>()
    });
    Ok(maybe(marks.await?.into_iter().flatten().min()))
}

fn integration(row: &engine::IntegrationHealth) -> IntegrationHealth {
    let polls = &row.polls;
    let failing = row.failing.as_ref();
    IntegrationHealth {
        id: row.integration.id.0.clone(),
        title: row.entry.map_or_else(|| row.integration.catalog.clone(), |entry| entry.title.clone()),
        subtitle: row.entry.map(|entry| entry.subtitle.clone()).unwrap_or_default(),
        vendor: row.entry.and_then(|entry| entry.vendor.clone()),
        state: match row.state {
            State::Working => HealthState::Working,
            State::Attention => HealthState::Attention,
            State::Failing => HealthState::Failing,
            State::Paused => HealthState::Paused,
            State::Starting => HealthState::Starting,
        },
        data_up_to: maybe(polls.covered_up_to),
        lag_seconds: row.arrivals.lag_seconds,
        last_success: maybe(polls.last_success),
        next_poll: maybe(row.next_poll),
        polling: row.polling,
        every_seconds: row.about.map_or(0, |about| about.every_seconds),
        hours: row.arrivals.hours.to_vec(),
        items_24h: row.arrivals.total,
        items: row.arrivals.items,
        credential: CredentialHealth {
            kind: kind(row.integration.credential.kind),
            days_left: row.credential_days.and_then(|days| i32::try_from(days).ok()),
            expires: maybe(row.integration.credential.expires),
        },
        problem: failing.map(|(problem, since, count)| StandingProblem {
            problem: problem_view(problem),
            since: millis(*since),
            consequence: consequence(*count, polls.covered_up_to),
        }),
        coverage: Coverage {
            from: maybe(polls.covered_from),
            up_to: maybe(polls.covered_up_to),
            missing_since: failing.and_then(|_| maybe(polls.covered_up_to)),
            paused_since: maybe(row.integration.paused),
        },
        quota: Quota {
            title: row.about.map(|about| about.limit_name.to_owned()).unwrap_or_default(),
            used: polls.requests_last_60s,
            limit: row.about.map_or(0, |about| about.limit_per_minute),
            highest_today: polls.highest_in_60s,
            waits_today: polls.waits_today,
        },
    }
}

/// What follows from failing polls: only what was counted.
fn consequence(polls: u32, covered: Option<Timestamp>) -> Option<String> {
    let count = if polls == 1 { "1 poll failed.".to_owned() } else { format!("{polls} polls failed.") };
    Some(match covered {
        Some(_) => format!("{count} What was collected before stays; everything since is fetched when it works again."),
        None => format!("{count} Nothing has been collected yet."),
    })
}
