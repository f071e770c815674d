//! A setup as it stands.

use super::super::app::step_view;
use super::super::{maybe, millis, problem_view};
use super::plan::plan;
use crate::types::*;
use domain::catalog;
use domain::plan::Chosen as PlannedChoice;
use engine::store::Act;
use engine::{After, Method, Setup, SignInWay as Way, Stage, Test, ValueField as Field, ValueFound, after};

/// A setup; `running` says whether it is worked on now.
pub(crate) fn setup(setup: &Setup, running: bool) -> SetupView {
    let cloud = setup.cloud_now();
    SetupView {
        id: setup.id.clone(),
        stage: shown_stage(setup.stage),
        running,
        choices: setup
            .choices
            .iter()
            .map(|one| Chosen { integration: one.integration.clone(), features: one.features.clone() })
            .collect(),
        tenant: setup.tenant.as_ref().map(|tenant| SetupTenant {
            id: tenant.id.0.clone(),
            name: tenant.name.clone(),
            domain: tenant.domain.clone(),
            cloud: setup.cloud.clone(),
            cloud_title: cloud.as_ref().map(|cloud| cloud.title.clone()).unwrap_or_default(),
        }),
        plan: setup.plan.as_ref().zip(cloud.as_ref()).map(|(one, cloud)| plan(one, cloud, setup.compared.as_ref())),
        adopt: setup.adopt.clone(),
        method: match setup.method {
            Method::Automatic => SetupMethod::Automatic,
            Method::Portal => SetupMethod::Portal,
            Method::Existing => SetupMethod::Existing,
        },
        certificate: CertificateWishView { bits: setup.certificate_bits, days: setup.certificate_days },
        app: app(setup),
        steps: setup.steps.iter().map(step_view).collect(),
        changes: setup.made.count(),
        tests: setup.tests.iter().map(test).collect(),
        after: after(setup).iter().map(after_view).collect(),
        problem: setup.problem.as_deref().map(problem_view),
        begun: millis(setup.begun),
        changed: millis(setup.changed),
    }
}

fn app(setup: &Setup) -> Option<SetupApp> {
    let known = setup.app.as_ref()?;
    let certificate = setup.certificate.as_ref();
    Some(SetupApp {
        client_id: known.client_id.0.clone(),
        object_id: known.object_id.clone(),
        name: known.name.clone(),
        ours: known.ours,
        thumbprint: certificate.map(|kept| kept.sha1.clone()),
        certificate_expires: maybe(certificate.and_then(|kept| kept.credential.expires)),
        has_secret: setup.secret.is_some(),
    })
}

fn test(test: &Test) -> TestView {
    TestView {
        integration: test.integration.clone(),
        title: test.title.clone(),
        what: test.what.clone(),
        outcome: match test.passed {
            Some(true) => TestOutcome::Passed,
            Some(false) => TestOutcome::Failed,
            None => TestOutcome::Skipped,
        },
        detail: test.detail.clone(),
        problem: test.problem.as_deref().map(problem_view),
    }
}

fn after_view(after: &After) -> AfterView {
    let attach = after.entry.attach.as_ref();
    AfterView {
        integration: after.entry.id.clone(),
        title: after.entry.title.clone(),
        attached: after.attached.as_ref().map(|id| id.0.clone()),
        collected_here: after.entry.source.is_some(),
        every_seconds: after.every_seconds,
        items: after.items,
        place: attach.map(|attach| attach.place.clone()),
        link: attach.and_then(|attach| attach.link.clone()),
        fields: after
            .fields
            .iter()
            .map(|(label, value, secret, hint)| HandoverField {
                label: label.clone(),
                value: value.clone(),
                secret: *secret,
                hint: hint.clone(),
            })
            .collect(),
        steps: after.steps.clone(),
        command: after.command.clone(),
        notes: after
            .notes
            .iter()
            .map(|(title, text, value, link)| NoteView {
                title: title.clone(),
                text: text.clone(),
                value: value.clone(),
                link: link.clone(),
            })
            .collect(),
    }
}

/// The setups in lines.
pub(crate) fn setup_list(setups: &[Setup]) -> SetupList {
    let title = |id: &str| catalog::entry(id).map_or_else(|_| id.to_owned(), |entry| entry.title.clone());
    let line = |setup: &Setup| SetupSummary {
        id: setup.id.clone(),
        stage: shown_stage(setup.stage),
        titles: setup.choices.iter().map(|chosen| title(&chosen.integration)).collect(),
        tenant: setup.tenant.as_ref().map(|tenant| tenant.name.clone()),
        changes: setup.made.count(),
        changed: millis(setup.changed),
    };
    SetupList { setups: setups.iter().map(line).collect() }
}

/// The record of calls.
pub(crate) fn call_record(acts: &[Act]) -> CallRecord {
    let call = |act: &Act| {
        let (method, path) = act.before.call.split_once(' ').unwrap_or(("", act.before.call.as_str()));
        CallView {
            at: millis(act.before.at),
            what: act.before.what.clone(),
            method: method.to_owned(),
            path: path.to_owned(),
            status: act.status,
            took_ms: act.took_ms,
            request_id: act.request_id.clone(),
            made_as: act.before.made_as.clone(),
        }
    };
    CallRecord { calls: acts.iter().map(call).collect() }
}

/// What was recognised.
pub(crate) fn recognised(found: Vec<ValueFound>, setup: SetupView) -> Recognised {
    let field = |one: ValueFound| RecognisedField { field: shown_field(one.field), value: one.value, note: one.note };
    Recognised { fields: found.into_iter().map(field).collect(), setup }
}

/// A choice.
pub(crate) fn chosen(choices: Vec<Chosen>) -> Vec<PlannedChoice> {
    choices.into_iter().map(|one| PlannedChoice { integration: one.integration, features: one.features }).collect()
}

/// A way to sign in.
pub(crate) fn sign_in(way: SignInWay) -> Way {
    match way {
        SignInWay::Browser => Way::Browser,
        SignInWay::DeviceCode => Way::DeviceCode,
    }
}

/// A way to register.
pub(crate) fn method(method: SetupMethod) -> Method {
    match method {
        SetupMethod::Automatic => Method::Automatic,
        SetupMethod::Portal => Method::Portal,
        SetupMethod::Existing => Method::Existing,
    }
}

macro_rules! same {
    ($($(#[$doc:meta])* $visible:vis fn $to:ident, $from:ident: $theirs:ident <-> $ours:ident [$($name:ident),+ $(,)?];)+) => {
        $(
            $(#[$doc])*
            $visible fn $from(value: $theirs) -> $ours {
                match value { $($theirs::$name => $ours::$name,)+ }
            }
            $(#[$doc])*
            $visible fn $to(value: $ours) -> $theirs {
                match value { $($ours::$name => $theirs::$name,)+ }
            }
        )+
    };
}

same! {
    /// A step of the wizard.
    pub(crate) fn stage, shown_stage: Stage <-> SetupStage
        [Choose, Tenant, Review, Method, Credential, Register, Collection, Test, Done, Undone];
    /// A value that a setup takes.
    pub(crate) fn value_field, shown_field: Field <-> ValueField [TenantId, ClientId, Secret, Certificate];
}
