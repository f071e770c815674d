//! `bartizan attach`: connecting an app that is registered already, each claim proven before anything is kept.

use crate::arguments::{Arguments, Attach};
use crate::demo::steps;
use crate::output::{Ended, Failure, Output};
use api::{Access, Api, Credential, SecretText};
use std::io::{IsTerminal, Read};

pub(crate) async fn run(words: &Attach, arguments: &Arguments, output: &Output) -> Ended {
    let credential = credential(words)?;
    let api = crate::open(arguments, Access::Write, words.simulator.clone())?;
    attach(&api, &words.integration, &words.cloud, &words.tenant, &words.client_id, credential, output).await
}

/// Attaches an app and says what came of it.
pub(crate) async fn attach(
    api: &Api,
    integration: &str,
    cloud: &str,
    tenant: &str,
    client_id: &str,
    credential: Credential,
    output: &Output,
) -> Ended {
    let connected = api.attach(integration, None, cloud, tenant, client_id, credential, steps(*output)).await?;
    crate::vault::show_recovery_code(api).await?;
    output.object(&connected, || {
        format!(
            "{} is connected. {} alerts arrived.\nSee them: bartizan alerts",
            connected.tenant_name, connected.alerts
        )
    })
}

/// Said where a secret came as an argument, because a vendor's own command has it so.
#[allow(clippy::print_stderr, reason = "a warning beside the output")]
pub(crate) fn warn_of_arguments() {
    eprintln!("Arguments are visible to other programs of this machine; bartizan attach --secret-stdin is not.");
}

/// The secret from where the person said, never from an argument.
fn credential(attach: &Attach) -> Result<Credential, Failure> {
    if let Some(path) = &attach.pem {
        let text = std::fs::read(path);
        return text.map(Credential::Pem).map_err(|error| Failure::NeedsPerson(format!("{}: {error}", path.display())));
    }
    if let Some(named) = &attach.cert {
        return Ok(Credential::Kept(named.clone()));
    }
    if attach.secret_stdin {
        let mut text = String::new();
        let read = std::io::stdin().take(4096).read_to_string(&mut text);
        read.map_err(|error| Failure::NeedsPerson(format!("The secret could not be read: {error}")))?;
        let trimmed = SecretText::new(text.trim().to_owned());
        drop(SecretText::new(text));
        return Ok(Credential::Secret(trimmed));
    }
    if !std::io::stdin().is_terminal() {
        return Err(Failure::NeedsPerson("Nobody is here to type the secret; pass it with --secret-stdin.".to_owned()));
    }
    let typed = rpassword::prompt_password("Client secret (Value, not shown): ");
    typed
        .map(|text| Credential::Secret(SecretText::new(text)))
        .map_err(|error| Failure::NeedsPerson(format!("The secret could not be read: {error}")))
}
