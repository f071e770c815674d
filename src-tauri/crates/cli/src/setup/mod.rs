//! `bartizan setup`: planning, registering by itself or by hand, testing, attaching, undoing. Resumable, and scriptable.

pub(crate) mod arguments;
mod person;
mod show;

use crate::demo::steps;
use crate::output::{Ended, Failure, Output};
use api::{
    Api, Chosen, Nothing, PackText, PlanFormat, PortalCheck, SecretText, SetupChange, SetupFindTenant, SetupRequest,
    SetupRun, SetupStart, SetupUndo, SetupValues, SetupView, SignInWay, ValueField,
};
use arguments::{Apply, Check, Compare, Field, Format, Plan, SetupAct, Undo, Value, Which};
pub(crate) use person::{confirmed, read_input};
use serde::Deserialize;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

pub(crate) async fn run(act: &SetupAct, api: &Api, output: &Output) -> Ended {
    match act {
        SetupAct::Catalog => {
            let catalog = api.setup_catalog(Nothing {}).await?;
            output.object(&catalog, || show::catalog(&catalog))
        }
        SetupAct::List => {
            let list = api.setup_list(Nothing {}).await?;
            output.object(&list, || show::list(&list))
        }
        SetupAct::Show(which) => shown(&api.setup_get(request(api, which).await?).await?, output),
        SetupAct::Plan(words) => plan(words, api, output).await,
        SetupAct::Apply(words) => apply(words, api, output).await,
        SetupAct::Test(which) => test(api, which, output).await.map(drop),
        SetupAct::Attach(which) => attach(api, which, output).await,
        SetupAct::Undo(words) => undo(words, api, output).await,
        SetupAct::Record(which) => {
            let record = api.setup_record(request(api, which).await?).await?;
            output.object(&record, || show::record(&record))
        }
        SetupAct::Check(words) => check(words, api, output).await,
        SetupAct::Value(words) => value(words, api, output).await,
        SetupAct::Compare(words) => compare(words, api, output).await,
        SetupAct::Open { file } => {
            let opened = api.setup_open(PackText { text: text_of(file)? }).await?;
            output.object(&opened, || show::opened(&opened))
        }
        SetupAct::Result { which, save } => {
            let id = request(api, which).await?.id;
            let (text, fingerprint) = api.setup_result_text(&id).await?;
            written(&text, &fingerprint, save.as_deref(), output)
        }
        SetupAct::Forget { which, yes } => {
            let request = request(api, which).await?;
            confirmed(api.ask_setup_forget(&request).await?, *yes)?;
            api.setup_forget(request).await?;
            output.object(&Nothing {}, || "Forgotten.".to_owned())
        }
    }
}

/// The setup that is meant.
async fn request(api: &Api, which: &Which) -> Result<SetupRequest, Failure> {
    if let Some(id) = &which.setup {
        return Ok(SetupRequest { id: api.setup_get(SetupRequest { id: id.clone() }).await?.id });
    }
    let newest = api.setup_list(Nothing {}).await?.setups.into_iter().next();
    match newest {
        Some(setup) => Ok(SetupRequest { id: setup.id }),
        None => Ok(SetupRequest { id: api.setup_get(SetupRequest { id: "the last one".to_owned() }).await?.id }),
    }
}

fn shown(setup: &SetupView, output: &Output) -> Ended {
    output.object(setup, || show::setup(setup))
}

async fn plan(words: &Plan, api: &Api, output: &Output) -> Ended {
    let setup = match (&words.setup, words.integrations.is_empty()) {
        (Some(id), _) => api.setup_get(SetupRequest { id: id.clone() }).await?,
        (None, true) => api.setup_get(request(api, &Which { setup: None }).await?).await?,
        (None, false) => begun(words, api).await?,
    };
    let setup = change(api, &setup.id, words).await?.unwrap_or(setup);
    let format = match words.format {
        Format::Text => return shown(&setup, output),
        Format::Markdown => PlanFormat::Markdown,
        Format::Json => PlanFormat::Json,
        Format::Pack => PlanFormat::Pack,
    };
    let (text, fingerprint) = api.setup_plan_text(&setup.id, format).await?;
    written(&text, &fingerprint, words.save.as_deref(), output)
}

async fn begun(words: &Plan, api: &Api) -> Result<SetupView, Failure> {
    let Some(tenant) = words.tenant.clone() else {
        return Err(Failure::NeedsPerson("Name the tenant: --tenant contoso.onmicrosoft.com".to_owned()));
    };
    let catalog = api.setup_catalog(Nothing {}).await?;
    let features = |id: &str| {
        let entry = catalog.integrations.iter().find(|item| item.id == id);
        let usual = entry.into_iter().flat_map(|item| &item.features).filter(|feature| feature.usual && !words.bare);
        let asked = words.feature.iter().filter_map(|word| word.split_once('/')).filter(|(of, _)| *of == id);
        let mut features: Vec<String> = usual.map(|feature| feature.id.clone()).collect();
        features.extend(asked.map(|(_, feature)| feature.to_owned()));
        features.dedup();
        features
    };
    let choices = words.integrations.iter().map(|id| Chosen { integration: id.clone(), features: features(id) });
    let setup = api.setup_start(SetupStart { choices: choices.collect() }).await?;
    let found =
        api.setup_find_tenant(SetupFindTenant { id: setup.id.clone(), cloud: words.cloud.clone(), tenant }).await;
    match found {
        Ok(found) => Ok(found),
        Err(problem) => {
            // What names no tenant is no setup to come back to.
            api.setup_forget(SetupRequest { id: setup.id }).await?;
            Err(problem.into())
        }
    }
}

async fn change(api: &Api, id: &str, words: &Plan) -> Result<Option<SetupView>, Failure> {
    if words.name.is_none() && words.days.is_none() && words.bits.is_none() {
        return Ok(None);
    }
    let known = api.setup_get(SetupRequest { id: id.to_owned() }).await?.certificate;
    let wish =
        api::CertificateWishView { bits: words.bits.unwrap_or(known.bits), days: words.days.unwrap_or(known.days) };
    let changed = SetupChange {
        id: id.to_owned(),
        adopt: None,
        choices: None,
        app_name: words.name.clone(),
        method: None,
        certificate: Some(wish),
        stage: None,
    };
    Ok(Some(api.setup_change(changed).await?))
}

async fn apply(words: &Apply, api: &Api, output: &Output) -> Ended {
    let id = match &words.plan {
        Some(file) => from_file(words, file, api).await?,
        None => request(api, &words.which).await?.id,
    };
    let run = SetupRun { id: id.clone(), sign_in: way(words.device_code), adopt: words.app.clone() };
    let setup = api.setup_run(run, steps(*output)).await?;
    if words.attach {
        return attach(api, &Which { setup: Some(id) }, output).await;
    }
    output.object(&setup, || show::applied(&setup))
}

/// A plan file, as `setup plan --format json` wrote it.
#[derive(Deserialize)]
struct PlanFile {
    plan: FilePlan,
    tenant: Option<FileTenant>,
}

#[derive(Deserialize)]
struct FilePlan {
    app_name: String,
    cloud: String,
    chosen: Vec<Chosen>,
}

#[derive(Deserialize)]
struct FileTenant {
    id: String,
}

async fn from_file(words: &Apply, file: &Path, api: &Api) -> Result<String, Failure> {
    let text = text_of(file)?;
    let Ok(plain) = serde_json::from_str::<PlanFile>(&text) else {
        return Ok(api.setup_open(PackText { text }).await?.setup.id);
    };
    let tenant = words.tenant.clone().or(plain.tenant.map(|tenant| tenant.id));
    let Some(tenant) = tenant else {
        return Err(Failure::NeedsPerson(
            "The plan names no tenant; name one: --tenant contoso.onmicrosoft.com".to_owned(),
        ));
    };
    let cloud = words.cloud.clone().unwrap_or(plain.plan.cloud);
    let setup = api.setup_start(SetupStart { choices: plain.plan.chosen }).await?;
    api.setup_find_tenant(SetupFindTenant { id: setup.id.clone(), cloud, tenant }).await?;
    // The name belongs to the plan; where the plan goes to another tenant, that tenant's own name is used.
    if words.tenant.is_none() {
        let named = SetupChange {
            id: setup.id.clone(),
            adopt: None,
            choices: None,
            app_name: Some(plain.plan.app_name),
            method: None,
            certificate: None,
            stage: None,
        };
        api.setup_change(named).await?;
    }
    Ok(setup.id)
}

async fn test(api: &Api, which: &Which, output: &Output) -> Result<SetupView, Failure> {
    let request = request(api, which).await?;
    let setup = api.setup_test(request, steps(*output)).await?;
    if let Some(problem) = setup.problem.clone().filter(|_| setup.tests.iter().any(show::failed)) {
        output.object(&setup, || show::tests(&setup))?;
        return Err(problem.into());
    }
    output.object(&setup, || show::tests(&setup))?;
    Ok(setup)
}

async fn attach(api: &Api, which: &Which, output: &Output) -> Ended {
    let id = request(api, which).await?.id;
    let tested = api.setup_test(SetupRequest { id: id.clone() }, steps(*output)).await?;
    if tested.tests.iter().any(show::failed) && !output.json() {
        output.line(&show::tests(&tested))?;
    }
    let setup = api.setup_attach(SetupRequest { id }, steps(*output)).await?;
    output.object(&setup, || show::attached(&setup))?;
    match tested.problem {
        Some(problem) => Err(problem.into()),
        None => Ok(()),
    }
}

async fn undo(words: &Undo, api: &Api, output: &Output) -> Ended {
    let id = request(api, &words.which).await?.id;
    let order = SetupUndo { id, sign_in: way(words.device_code), from: words.from.clone() };
    confirmed(api.ask_setup_undo(&order).await?, words.yes)?;
    let setup = api.setup_undo(order, steps(*output)).await?;
    output.object(&setup, || show::undone(&setup))
}

async fn check(words: &Check, api: &Api, output: &Output) -> Ended {
    let request = request(api, &words.which).await?;
    let setup = api.setup_get(SetupRequest { id: request.id.clone() }).await?;
    if setup.method != api::SetupMethod::Portal || setup.stage < api::SetupStage::Register {
        let by_hand = SetupChange {
            id: request.id.clone(),
            adopt: None,
            choices: None,
            app_name: None,
            method: Some(api::SetupMethod::Portal),
            certificate: None,
            stage: Some(api::SetupStage::Register),
        };
        api.setup_change(by_hand).await?;
    }
    if let Some(file) = &words.certificate {
        let pem = api.setup_certificate_pem(&request.id).await?;
        write_new(file, &pem)?;
    }
    if words.reader {
        let run = SetupRun { id: request.id.clone(), sign_in: way(words.device_code), adopt: None };
        api.setup_reader(run, steps(*output)).await?;
    }
    let page = api.setup_check(PortalCheck { id: request.id, step: words.step.clone() }).await?;
    output.object(&page, || show::portal(&page, words.step.as_deref()))
}

async fn value(words: &Value, api: &Api, output: &Output) -> Ended {
    let id = request(api, &words.which).await?.id;
    let field = words.field.map(|field| match field {
        Field::TenantId => ValueField::TenantId,
        Field::ClientId => ValueField::ClientId,
        Field::Secret => ValueField::Secret,
        Field::Certificate => ValueField::Certificate,
    });
    let pasted: SecretText = read_input("Value (not shown): ", 256 * 1024)?;
    let recognised = api.setup_values(SetupValues { id, pasted, field }).await?;
    output.object(&recognised, || show::recognised(&recognised))
}

async fn compare(words: &Compare, api: &Api, output: &Output) -> Ended {
    let request = request(api, &words.which).await?;
    if words.reader {
        let run = SetupRun { id: request.id.clone(), sign_in: way(words.device_code), adopt: None };
        api.setup_reader(run, steps(*output)).await?;
    }
    let setup = api.setup_compare(request).await?;
    shown(&setup, output)
}

pub(crate) fn way(device_code: bool) -> SignInWay {
    if device_code { SignInWay::DeviceCode } else { SignInWay::Browser }
}

fn text_of(file: &Path) -> Result<String, Failure> {
    if file == Path::new("-") {
        return std::io::read_to_string(std::io::stdin()).map_err(|error| Failure::NeedsPerson(error.to_string()));
    }
    std::fs::read_to_string(file).map_err(|error| Failure::NeedsPerson(format!("{}: {error}", file.display())))
}

fn written(text: &str, fingerprint: &str, save: Option<&Path>, output: &Output) -> Ended {
    match save {
        None => output.line(text.trim_end()),
        Some(file) => {
            write_new(file, text)?;
            let saved = api::Saved { path: file.display().to_string(), fingerprint: fingerprint.to_owned() };
            output.object(&saved, || show::saved(&saved))
        }
    }
}

/// Writes a file that is not there yet, readable by its owner only.
fn write_new(file: &Path, text: &str) -> Ended {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let wrote = options.open(file).and_then(|mut open| open.write_all(text.as_bytes()));
    wrote.map_err(|error| api::folder_problem(file, &error.to_string()).into())
}
