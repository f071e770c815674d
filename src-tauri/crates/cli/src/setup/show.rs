//! Setups as text.

use crate::text::{clean, moment, problem, table};
use api::{
    CallRecord, PackOpened, PlanView, PortalState, PortalView, Recognised, Saved, SetupCatalog, SetupList, SetupStage,
    SetupView, StepState, TestOutcome, TestView,
};
use std::fmt::Write;

pub(crate) fn catalog(catalog: &SetupCatalog) -> String {
    let row = |item: &api::CatalogItem| {
        let who = item.vendor.clone().unwrap_or_else(|| "Bartizan".to_owned());
        let features: Vec<_> = item.features.iter().map(|feature| format!("{}/{}", item.id, feature.id)).collect();
        vec![item.id.clone(), who, item.title.clone(), features.join(" ")]
    };
    table(&catalog.integrations.iter().map(row).collect::<Vec<_>>())
}

pub(crate) fn list(list: &SetupList) -> String {
    if list.setups.is_empty() {
        return "No setup was begun. Begin one: bartizan setup plan defender-xdr --tenant contoso.onmicrosoft.com"
            .to_owned();
    }
    let row = |setup: &api::SetupSummary| {
        let id = setup.id.get(..8).unwrap_or(&setup.id).to_owned();
        let tenant = clean(setup.tenant.as_deref().unwrap_or("-"));
        vec![id, stage(setup.stage).to_owned(), tenant, moment(Some(setup.changed)), setup.titles.join(", ")]
    };
    table(&list.setups.iter().map(row).collect::<Vec<_>>())
}

pub(crate) fn stage(stage: SetupStage) -> &'static str {
    match stage {
        SetupStage::Choose => "choosing",
        SetupStage::Tenant => "tenant",
        SetupStage::Review => "planned",
        SetupStage::Method => "how to register",
        SetupStage::Credential => "credential",
        SetupStage::Register => "registering",
        SetupStage::Collection => "registered",
        SetupStage::Test => "tested",
        SetupStage::Done => "attached",
        SetupStage::Undone => "undone",
    }
}

pub(crate) fn setup(setup: &SetupView) -> String {
    let mut text = format!("Setup {}, {}\n", setup.id, stage(setup.stage));
    if let Some(tenant) = &setup.tenant {
        let _ = writeln!(text, "{}  {}  {}", clean(&tenant.name), tenant.id, tenant.cloud_title);
    }
    if let Some(app) = &setup.app {
        let name = app.name.as_deref().map(clean).unwrap_or_default();
        let _ = writeln!(text, "App {name} {}", app.client_id);
    }
    if let Some(one) = &setup.plan {
        text.push('\n');
        text.push_str(&plan(one));
    }
    for step in setup.steps.iter().filter(|step| step.state != StepState::Queued) {
        let _ = writeln!(text, "{:9} {}  {}", word(step.state), step.title, clean(&step.detail));
    }
    if let Some(standing) = &setup.problem {
        text.push('\n');
        text.push_str(&problem(standing));
    }
    text
}

fn word(state: StepState) -> &'static str {
    match state {
        StepState::Queued => "queued",
        StepState::Running => "stopped",
        StepState::Waiting => "waiting",
        StepState::Done => "done",
        StepState::Failed => "FAILED",
        StepState::Undone => "undone",
    }
}

fn plan(plan: &PlanView) -> String {
    let mut text = format!(
        "{}\n{} requests merged into \u{201c}{}\u{201d}.\n",
        plan.verdict,
        plan.merged_from,
        clean(&plan.app_name)
    );
    for api in &plan.apis {
        let _ = writeln!(text, "\n{}  {}", api.name, api.host);
        let row = |row: &api::PlanPermission| {
            let by: Vec<_> = row.needed_by.iter().map(|one| one.title.as_str()).collect();
            let found = row.found.map(|found| format!("{found:?}").to_lowercase()).unwrap_or_default();
            vec![format!("  {}", row.value), row.kind.clone(), found, by.join(", ")]
        };
        text.push_str(&table(&api.permissions.iter().map(row).collect::<Vec<_>>()));
    }
    if !plan.roles.is_empty() {
        text.push_str("\nDirectory roles\n");
        let row = |row: &api::PlanRole| {
            let by: Vec<_> = row.needed_by.iter().map(|one| one.title.as_str()).collect();
            vec![format!("  {}", row.name), by.join(", ")]
        };
        text.push_str(&table(&plan.roles.iter().map(row).collect::<Vec<_>>()));
    }
    text.push_str("\nCredentials\n");
    for credential in &plan.credentials {
        let kind = match credential.kind {
            api::CredentialKind::Certificate => "Certificate",
            api::CredentialKind::Secret => "Client secret",
        };
        let _ = writeln!(text, "  {kind}: {}. {}", credential.serves.join(", "), credential.rule);
    }
    for line in plan.credential_note.iter().chain(&plan.warnings) {
        let _ = writeln!(text, "\n{line}");
    }
    for need in &plan.prerequisites {
        let _ = writeln!(text, "\nBefore it works: {}. {}", need.title, need.how);
    }
    let _ = writeln!(text, "\n{}\n\nExact calls, none of them made yet", plan.who_may);
    let calls = plan
        .calls
        .iter()
        .map(|call| vec![format!("{:>3}", call.number), call.method.clone(), call.path.clone(), call.what.clone()]);
    text.push_str(&table(&calls.collect::<Vec<_>>()));
    text
}

pub(crate) fn applied(setup: &SetupView) -> String {
    let app = setup.app.as_ref().map(|app| app.client_id.clone()).unwrap_or_default();
    let id = setup.id.get(..8).unwrap_or(&setup.id);
    format!(
        "\nRegistered: Application (client) ID {app}, {} changes.\nNext: bartizan setup attach {id}\nTake it back: bartizan setup undo {id}",
        setup.changes
    )
}

pub(crate) fn undone(setup: &SetupView) -> String {
    match setup.changes {
        0 => "Everything that this setup made is taken back. What was collected stays.".to_owned(),
        left => format!("{left} changes of this setup are still in the tenant."),
    }
}

pub(crate) fn failed(test: &TestView) -> bool {
    test.outcome == TestOutcome::Failed
}

pub(crate) fn tests(setup: &SetupView) -> String {
    let row = |test: &TestView| {
        let word = match test.outcome {
            TestOutcome::Passed => "passed",
            TestOutcome::Failed => "FAILED",
            TestOutcome::Skipped => "skipped",
        };
        vec![word.to_owned(), test.title.clone(), test.what.clone(), clean(&test.detail)]
    };
    table(&setup.tests.iter().map(row).collect::<Vec<_>>())
}

pub(crate) fn attached(setup: &SetupView) -> String {
    let mut text = String::new();
    for after in &setup.after {
        let items = after.items.map(|items| format!(", {items} items")).unwrap_or_default();
        let state = if after.attached.is_some() { "attached" } else { "not attached" };
        let _ = writeln!(text, "{}: {state}{items}", after.title);
        if after.collected_here {
            continue;
        }
        let _ = writeln!(text, "  In {}:", after.place.as_deref().unwrap_or("the vendor's form"));
        for field in &after.fields {
            let value = match (&field.value, field.secret) {
                (_, true) => "handed out by: bartizan cert handout".to_owned(),
                (Some(value), _) => value.lines().next().unwrap_or_default().to_owned(),
                (None, _) => field.hint.replace("[[", "").replace("]]", ""),
            };
            let _ = writeln!(text, "    {}: {value}", field.label);
        }
    }
    text
}

pub(crate) fn record(record: &CallRecord) -> String {
    let row = |call: &api::CallView| {
        let status = call.status.map_or_else(|| "-".to_owned(), |status| status.to_string());
        let took = call.took_ms.map_or_else(String::new, |took| format!("{took} ms"));
        vec![
            moment(Some(call.at)),
            status,
            took,
            call.method.clone(),
            call.path.clone(),
            clean(&call.what),
            call.request_id.clone(),
        ]
    };
    table(&record.calls.iter().map(row).collect::<Vec<_>>())
}

pub(crate) fn portal(page: &PortalView, only: Option<&str>) -> String {
    let mut text = String::new();
    for step in page.steps.iter().filter(|step| only.is_none_or(|only| only == step.id)) {
        let word = match step.state {
            PortalState::Open => "open",
            PortalState::Right => "right",
            PortalState::Wrong => "WRONG",
            PortalState::Unsure => "unsure",
        };
        let _ = writeln!(text, "{word:7} {}  ({})", step.title, step.id);
        let _ = writeln!(text, "        {}", step.note);
        if step.state == PortalState::Right {
            continue;
        }
        let _ = writeln!(
            text,
            "        {}{}",
            step.place,
            step.link.as_ref().map(|link| format!("\n        {link}")).unwrap_or_default()
        );
        for (number, line) in step.lines.iter().enumerate() {
            let _ = writeln!(text, "        {}. {}", number + 1, clean(&line.replace("[[", "").replace("]]", "")));
        }
        for row in &step.rows {
            let _ =
                writeln!(text, "        {}: {} needed, {} found", clean(&row.name), row.needed, clean(&row.found_as));
        }
        if let Some(standing) = &step.problem {
            for line in problem(standing).lines() {
                let _ = writeln!(text, "        {line}");
            }
        }
        if let Some(unsure) = &step.unsure {
            let _ = writeln!(text, "        {unsure} (--reader)");
        }
    }
    text
}

pub(crate) fn recognised(recognised: &Recognised) -> String {
    let row = |field: &api::RecognisedField| {
        let name = match field.field {
            api::ValueField::TenantId => "Directory (tenant) ID",
            api::ValueField::ClientId => "Application (client) ID",
            api::ValueField::Secret => "Client secret",
            api::ValueField::Certificate => "Certificate and key",
        };
        vec![name.to_owned(), field.value.clone().unwrap_or_else(|| "taken".to_owned()), field.note.clone()]
    };
    table(&recognised.fields.iter().map(row).collect::<Vec<_>>())
}

pub(crate) fn opened(opened: &PackOpened) -> String {
    let who = if opened.ours { "this installation" } else { "another installation" };
    let id = opened.setup.id.get(..8).unwrap_or(&opened.setup.id);
    let head = format!(
        "Signed by {who}, fingerprint {}. Compare it with the sender over another channel.\n",
        opened.fingerprint
    );
    match opened.is_result {
        true => format!("{head}The setup is registered. Next: bartizan setup attach {id}"),
        false => format!("{head}\n{}\nCarry it out: bartizan setup apply {id}", setup(&opened.setup)),
    }
}

pub(crate) fn saved(saved: &Saved) -> String {
    let signed = if saved.fingerprint.is_empty() {
        String::new()
    } else {
        format!("\nSigned, fingerprint {}", saved.fingerprint)
    };
    format!("Saved to {}{signed}", saved.path)
}
