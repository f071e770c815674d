//! `bartizan collect`: polling in the foreground, once or until interrupted.

use crate::arguments::Collect;
use crate::output::{Ended, Failure, Output};
use api::{Api, Reported};
use std::time::Duration;

/// How often it is looked whether a certificate is to be renewed.
const RENEWING: Duration = Duration::from_secs(600);

pub(crate) async fn run(collect: &Collect, api: &Api, output: &Output) -> Ended {
    if !collect.watch {
        return once(api, output).await;
    }
    tokio::select! {
        ended = watch(collect, api, output) => ended,
        ended = renew(api) => ended,
    }
}

/// Renews what is due, beside the polls: a renewal that waits for Microsoft must not keep them waiting.
async fn renew(api: &Api) -> Ended {
    loop {
        api.renew_what_is_due().await?;
        tokio::time::sleep(RENEWING).await;
    }
}

async fn watch(collect: &Collect, api: &Api, output: &Output) -> Ended {
    loop {
        match once(api, output).await {
            // Watching goes on through problems: most pass, and each was said.
            Err(Failure::Problem(problem)) => {
                output.object(&problem, || crate::text::problem(&problem))?;
            }
            other => other?,
        }
        tokio::time::sleep(Duration::from_secs(u64::from(collect.every))).await;
    }
}

async fn once(api: &Api, output: &Output) -> Ended {
    let reports = api.collect_once().await?;
    for report in &reports {
        output.object(report, || text(report))?;
    }
    match reports.iter().find_map(api::Reported::problem) {
        Some(problem) => Err(Failure::Problem(Box::new(problem.clone()))),
        None => Ok(()),
    }
}

/// One line for the integration, and one for each feed where there are several.
fn text(report: &Reported) -> String {
    let Reported { integration, new, updated, requests, feeds } = report;
    let mut text = format!("{integration}: {new} new, {updated} updated, {requests} requests");
    for feed in feeds.iter().filter(|_| feeds.len() > 1) {
        let state = match (&feed.problem, feed.not_permitted) {
            (Some(problem), _) => format!(", {}", problem.title),
            (None, true) => ", not permitted".to_owned(),
            (None, false) => String::new(),
        };
        text.push_str(&format!("\n  {}: {} new, {} updated{state}", feed.feed, feed.new, feed.updated));
    }
    text
}
