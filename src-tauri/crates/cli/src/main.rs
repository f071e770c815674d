//! `bartizan`: the product in a terminal. Reads arguments, calls the commands of `api`, prints.
//!
//! Exit codes: 0 done, 1 a problem, 2 wrong usage, 3 needs a person. With `--json` everything on standard output is
//! JSON, one object a line where it streams.

mod alerts;
mod arguments;
mod ask;
mod attach;
mod cert;
mod collect;
mod demo;
mod detach;
mod health;
mod output;
mod setup;
mod text;
mod vault;

use api::{Access, Api, ExplainRequest, Options, ProblemView};
use arguments::{AlertsAct, Arguments, Command};
use clap::Parser;
use output::{Ended, Output};
use std::process::ExitCode;
use std::sync::Arc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let output = Output::new(arguments.json);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return output.failed_to_start(&error),
    };
    runtime.block_on(async {
        tokio::select! {
            ended = run(&arguments, &output) => output.end(ended),
            // Interrupted: what was committed is safe, and the next collection goes on from there.
            _ = tokio::signal::ctrl_c() => ExitCode::from(130),
        }
    })
}

async fn run(arguments: &Arguments, output: &Output) -> Ended {
    match &arguments.command {
        Command::Demo(demo) => demo::run(demo, arguments.home.clone(), output).await,
        Command::Setup { act } => setup::run(act, &open(arguments, Access::Write, None)?, output).await,
        Command::Detach(words) => detach::run(words, &open(arguments, Access::Write, None)?, output).await,
        Command::Partner { act, cloud } => {
            detach::partner(act, &open(arguments, Access::Write, None)?, cloud, output).await
        }
        Command::Attach(attach) => attach::run(attach, arguments, output).await,
        Command::Collect(collect) => collect::run(collect, &open(arguments, Access::Write, None)?, output).await,
        Command::Alerts(alerts) => {
            let api = open(arguments, Access::Read, None)?;
            match &alerts.act {
                Some(AlertsAct::Show { id }) => alerts::show(&api, id, output).await,
                Some(AlertsAct::Raw { id }) => alerts::raw(&api, id, output).await,
                None => alerts::list(&api, alerts, output).await,
            }
        }
        Command::Cert(cert) => {
            let access = if cert.only_reads() { Access::Read } else { Access::Write };
            cert::run(cert, &open(arguments, access, None)?, output).await
        }
        Command::Vault(vault) => vault::run(vault, &open(arguments, vault.access(), None)?, output).await,
        Command::Health => health::run(&open(arguments, Access::Read, None)?, output).await,
        Command::Explain { code } => {
            let api = open(arguments, Access::Read, None)?;
            let explanation = api.explain(ExplainRequest { code: code.clone() }).await?;
            output.object(&explanation, || text::explanation(&explanation))
        }
    }
}

/// The commands over the person's data folder; nothing is opened before it is needed.
pub(crate) fn open(arguments: &Arguments, access: Access, simulator: Option<String>) -> Result<Api, ProblemView> {
    let options = Options {
        folder: api::data_folder(arguments.home.clone())?,
        access,
        simulator: simulator.or_else(api::simulator_address),
        public_client: api::public_client(),
        collecting: false,
        start_practising: false,
    };
    let secrets = ask::secrets_from(arguments.vault_file, arguments.passphrase_fd);
    Ok(Api::new(options, Arc::new(|_| ())).with_secrets(secrets))
}
