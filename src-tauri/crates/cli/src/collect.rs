//! `bartizan collect`: polling in the foreground, once or until interrupted.

use crate::arguments::Collect;
use crate::output::{Ended, Failure, Output};
use api::Api;
use std::time::Duration;

/// The rhythm of `--watch`, that of the sources.
const RHYTHM: Duration = Duration::from_secs(60);

pub(crate) async fn run(collect: &Collect, api: &Api, output: &Output) -> Ended {
    loop {
        let outcome = once(api, output).await;
        if !collect.watch {
            return outcome;
        }
        match outcome {
            // Watching goes on through problems: most pass, and each was said.
            Err(Failure::Problem(problem)) => {
                output.object(&problem, || crate::text::problem(&problem))?;
            }
            other => other?,
        }
        tokio::time::sleep(RHYTHM).await;
    }
}

async fn once(api: &Api, output: &Output) -> Ended {
    for report in api.collect_once().await? {
        output.object(&report, || {
            let api::Reported { integration, new, updated, requests } = &report;
            format!("{integration}: {new} new, {updated} updated, {requests} requests")
        })?;
    }
    Ok(())
}
