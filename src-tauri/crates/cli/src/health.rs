//! `bartizan health`: the measured state of every integration.

use crate::output::{Ended, FAINT, GOOD, GRAVE, Output};
use crate::text::{clean, moment, problem};
use api::{Api, HealthState, IntegrationHealth, Nothing};
use std::fmt::Write;

pub(crate) async fn run(api: &Api, output: &Output) -> Ended {
    let overview = api.overview(Nothing {}).await?;
    output.object(&overview, || {
        let mut text = String::new();
        for tenant in &overview.tenants {
            let view = &tenant.tenant;
            let domain = if view.domain == view.name { String::new() } else { format!("  {}", clean(&view.domain)) };
            let _ = writeln!(text, "{}{domain}  {}", clean(&view.name), view.cloud);
            for row in &tenant.integrations {
                integration(row, output, &mut text);
            }
        }
        if text.is_empty() { "No integration is attached.".to_owned() } else { text }
    })
}

fn integration(row: &IntegrationHealth, output: &Output, text: &mut String) {
    let (word, mark) = match row.state {
        HealthState::Working => ("Working", GOOD),
        HealthState::Attention => ("Attention", GRAVE),
        HealthState::Failing => ("Failing", GRAVE),
        HealthState::Paused => ("Paused", FAINT),
        HealthState::Starting => ("Starting", FAINT),
    };
    let _ = writeln!(text, "  {}  {}  ({})", output.marked(word, mark), row.title, row.id);
    let lag = row.lag_seconds.map_or_else(|| "-".to_owned(), |seconds| format!("{seconds} s"));
    let days = row.credential.days_left.map_or_else(|| "end not known".to_owned(), |days| format!("{days} days left"));
    if let Some(vendor) = &row.vendor {
        let _ = writeln!(text, "    collected by {}; credential {days}", clean(vendor));
    } else {
        let _ = writeln!(
            text,
            "    data up to {}, lag {lag}, last success {}",
            moment(row.data_up_to),
            moment(row.last_success)
        );
        let _ = writeln!(text, "    {} items in 24 h, {} in all; credential {days}", row.items_24h, row.items);
    }
    if let Some(standing) = &row.problem {
        let _ = writeln!(text, "    since {}:", moment(Some(standing.since)));
        for line in problem(&standing.problem).lines() {
            let _ = writeln!(text, "    {line}");
        }
    }
}
