//! `bartizan detach`, and the two commands of Prelude's own terminal program.

use crate::attach;
use crate::demo::steps;
use crate::output::{Ended, Failure, Output};
use crate::setup::arguments::{Detach, PartnerAct};
use crate::setup::{confirmed, way};
use api::{Api, Credential, DetachHow, Nothing, SecretText, SignInWay};

pub(crate) async fn run(words: &Detach, api: &Api, output: &Output) -> Ended {
    let how = match (words.forget_credential, words.remove_from_tenant) {
        (_, true) => DetachHow::RemoveFromTenant,
        (true, _) => DetachHow::ForgetCredential,
        (false, false) => DetachHow::KeepEverything,
    };
    let order = api::Detach {
        id: handle(api, &words.integration).await?,
        how,
        delete_items: words.delete_alerts,
        sign_in: way(words.device_code),
    };
    confirmed(api.ask_detach(&order).await?, words.yes)?;
    api.detach(order, steps(*output)).await?;
    output.object(&Nothing {}, || "Detached.".to_owned())
}

/// The handle of an integration that was named by its key alone.
async fn handle(api: &Api, named: &str) -> Result<String, Failure> {
    if named.contains('/') {
        return Ok(named.to_owned());
    }
    let overview = api.overview(Nothing {}).await?;
    let rows = overview.tenants.iter().flat_map(|tenant| &tenant.integrations);
    let fits: Vec<_> = rows.filter(|row| row.id.rsplit('/').next() == Some(named)).map(|row| row.id.clone()).collect();
    match fits.as_slice() {
        [one] => Ok(one.clone()),
        [] => Ok(named.to_owned()),
        several => Err(Failure::NeedsPerson(format!("{named} is attached to several tenants: {}", several.join(", ")))),
    }
}

pub(crate) async fn partner(act: &PartnerAct, api: &Api, cloud: &str, output: &Output) -> Ended {
    match act {
        PartnerAct::Attach { api: base, user, secret, name } => {
            attach::warn_of_arguments();
            let integration = partner_key(name)?;
            api.check_base_url(integration, base)?;
            let Some((client_id, value)) = secret.split_once('/') else {
                return Err(Failure::NeedsPerson(
                    "--secret takes APP ID/APP SECRET, with a slash between them.".to_owned(),
                ));
            };
            let credential = Credential::Secret(SecretText::new(value.to_owned()));
            attach::attach(api, integration, cloud, user, client_id, credential, output).await
        }
        PartnerAct::Detach { name } => {
            let id = handle(api, partner_key(name)?).await?;
            let order =
                api::Detach { id, how: DetachHow::ForgetCredential, delete_items: false, sign_in: SignInWay::Browser };
            api.detach(order, steps(*output)).await?;
            output.object(&Nothing {}, || "Detached.".to_owned())
        }
    }
}

/// Prelude's names of its partners.
fn partner_key(name: &str) -> Result<&'static str, Failure> {
    match name.to_uppercase().as_str() {
        "M365" => Ok("prelude-m365"),
        "DEFENDER" => Ok("prelude-defender"),
        _ => Err(Failure::NeedsPerson(format!("There is no partner \"{name}\"; there are M365 and DEFENDER."))),
    }
}
