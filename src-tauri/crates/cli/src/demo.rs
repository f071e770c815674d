//! `bartizan demo`: the whole job on a simulated tenant, in a data folder that is gone afterwards unless one is named.

use crate::alerts::rows;
use crate::arguments::Demo;
use crate::output::{Ended, FAINT, GOOD, GRAVE, Output};
use crate::text::{clean, table};
use api::{
    Access, AlertsRowsRequest, Api, Nothing, Options, ProblemView, SignInPrompt, SortBy, StepSink, StepState, StepView,
};
use serde::Serialize;
use simulator::Simulator;
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Serialize)]
struct Step<'a> {
    step: &'a StepView,
}

pub(crate) async fn run(demo: &Demo, home: Option<PathBuf>, output: &Output) -> Ended {
    let options = simulator::Options {
        seed: demo.seed,
        alerts: usize::try_from(demo.alerts).unwrap_or(usize::MAX),
        fast: true,
        ..simulator::Options::default()
    };
    let simulator = Simulator::start(options).await.map_err(|error| simulator_problem(&error))?;
    // A folder of its own, so that the person's real one is not touched.
    let temporary = if home.is_none() { tempfile::tempdir().ok() } else { None };
    let folder = match (home, &temporary) {
        (Some(home), _) => home,
        (None, Some(temporary)) => temporary.path().join("bartizan"),
        (None, None) => api::data_folder(None)?,
    };
    let api = Api::new(
        Options {
            folder,
            access: Access::Write,
            simulator: Some(simulator.base().to_owned()),
            public_client: None,
            collecting: false,
            start_practising: false,
        },
        Arc::new(|_| ()),
    );
    let ended = show(&api, output).await;
    if temporary.is_some() {
        // The keys of a folder that is thrown away. What failed above is the more important thing to say.
        let forgotten = api.forget_keys().await;
        ended?;
        forgotten?;
    } else {
        ended?;
    }
    simulator.stop().await;
    Ok(())
}

async fn show(api: &Api, output: &Output) -> Ended {
    let connected = api.practise(Nothing {}, steps(*output)).await?;
    let request = AlertsRowsRequest {
        query: String::new(),
        up_to: None,
        sort: SortBy::Created,
        descending: true,
        offset: 0,
        limit: 12,
    };
    let page = api.alerts_rows(request).await?;
    if output.json() {
        output.object(&connected, String::new)?;
        return page.rows.iter().try_for_each(|row| output.object(row, String::new));
    }
    output.line("")?;
    output.line(&rows(&page.rows, output))?;
    let took: u32 = connected.steps.iter().map(|step| step.took_ms).sum();
    let calls: u32 = connected.steps.iter().map(|step| step.calls).sum();
    let summary = format!(
        "{} alerts of {} collected and stored encrypted, in {:.1} s and {calls} requests.",
        page.total,
        clean(&connected.tenant_name),
        f64::from(took) / 1000.0
    );
    output.line(&format!("\n{}", output.marked(&summary, GOOD)))
}

/// Prints each step once when it ends; in JSON, every change of it.
pub(crate) fn steps(output: Output) -> StepSink {
    Arc::new(move |step: StepView| {
        // A closed pipe is noticed by what is printed next; the work itself goes on.
        let _ = if output.json() {
            output.object(&Step { step: &step }, String::new)
        } else {
            match (step.state, &step.prompt) {
                (StepState::Done | StepState::Failed, _) => output.line(&line(&step, &output)),
                (StepState::Waiting, Some(prompt)) => output.line(&sign_in(prompt)),
                _ => Ok(()),
            }
        };
    })
}

/// What a person does to sign in.
fn sign_in(prompt: &SignInPrompt) -> String {
    match &prompt.code {
        Some(code) => format!("Open {} on any machine and type the code {code}", prompt.url),
        None if prompt.opened => format!("Sign in in the browser that was opened, or open\n{}", prompt.url),
        None => format!("Open this address in a browser of this machine and sign in\n{}", prompt.url),
    }
}

fn line(step: &StepView, output: &Output) -> String {
    let (mark, colour, detail) = match step.state {
        StepState::Failed => ("FAILED", GRAVE, ""), // The problem itself follows, in full.
        _ => ("done  ", GOOD, step.detail.as_str()),
    };
    let row = vec![vec![format!("{:<38}", step.title), format!("{:>6} ms", step.took_ms), clean(detail)]];
    format!("{}  {}", output.marked(mark, colour), output.marked(table(&row).trim_end(), FAINT))
}

fn simulator_problem(error: &simulator::StartError) -> ProblemView {
    api::simulator_failed(&error.to_string())
}
