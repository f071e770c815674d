//! Credentials as a window and a terminal show them.

use super::app::kind;
use super::{maybe, millis, problem_view};
use crate::types::*;
use domain::catalog;
use domain::ids::CredentialId;
use domain::tenant::{Integration, Tenant};
use engine::store::CredentialUse;
use engine::{HandOut, HandOutValue, KeptView, Origin, Product, Renewal, RenewalStep};
use jiff::{SignedDuration, Timestamp};

/// Within so many days of its end a credential counts as ending.
const ENDING: i64 = 30;
/// Uses that are shown.
const USES: u32 = 50;

/// The whole place.
pub(crate) fn credentials(product: &Product) -> domain::Outcome<CredentialsView> {
    let (all, now) = (product.credentials()?, product.now());
    let tenants = product.store().tenants()?;
    let mut rows = Vec::with_capacity(all.len());
    for view in &all {
        let last = product.credential_uses(Some(&view.kept.id), USES)?;
        rows.push(row(view, &all, &tenants, &last, now));
    }
    // What retired stands last, what has no known end before it.
    rows.sort_by_key(|row| (row.state == CredentialState::Retired, row.expires.is_none(), row.expires));
    let live = || rows.iter().filter(|row| row.state != CredentialState::Retired);
    let of = |wanted: CredentialKind| count(live().filter(|row| row.kind == wanted).count());
    let mut apps: Vec<_> = live().filter_map(|row| row.registration.as_ref().map(|said| &said.client_id)).collect();
    apps.sort();
    apps.dedup();
    let ends = |row: &&CredentialRow| {
        row.state == CredentialState::InUse && row.days_left.is_some_and(|days| i64::from(days) < ENDING)
    };
    Ok(CredentialsView {
        at: millis(now),
        ending: count(live().filter(ends).count()),
        certificates: of(CredentialKind::Certificate),
        secrets: of(CredentialKind::Secret),
        registrations: count(apps.len()),
        uses: product.credential_uses(None, USES)?.iter().map(|used| use_view(used, &all)).collect(),
        place: product.key_place().0,
        recovery_made: maybe(product.recovery_made()),
        credentials: rows,
    })
}

/// One credential.
pub(crate) fn credential(product: &Product, id: &CredentialId) -> domain::Outcome<CredentialRow> {
    let all = product.credentials()?;
    let tenants = product.store().tenants()?;
    let last = product.credential_uses(Some(id), USES)?;
    let view = product.credential(id.as_str())?;
    Ok(row(&view, &all, &tenants, &last, product.now()))
}

fn row(view: &KeptView, all: &[KeptView], tenants: &[Tenant], last: &[CredentialUse], now: Timestamp) -> CredentialRow {
    let kept = &view.kept;
    let users = view.used_by.iter().map(|row| user(row, false)).chain(view.copies.iter().map(|row| user(row, true)));
    let renews = kept
        .expires
        .filter(|_| kept.automatic && kept.retired.is_none())
        .and_then(|ends| ends.checked_sub(SignedDuration::from_hours(24 * i64::from(kept.days_before))).ok());
    let state = state(view);
    CredentialRow {
        id: kept.id.0.clone(),
        name: kept.name.clone(),
        kind: kind(kept.kind),
        origin: match kept.origin {
            Origin::Made => CredentialOrigin::Made,
            Origin::Imported => CredentialOrigin::Imported,
            Origin::Given => CredentialOrigin::Given,
        },
        state,
        added: millis(kept.added),
        expires: maybe(kept.expires),
        days_left: kept.days_left(now).and_then(|days| i32::try_from(days).ok()),
        certificate: kept.public.as_ref().map(|public| CertificateView {
            subject: public.subject.clone(),
            key: public.key.clone(),
            hash: public.hash.clone(),
            begins: millis(public.begins),
            sha1: public.sha1.clone(),
            sha256: public.sha256.clone(),
        }),
        registration: kept.registration.as_ref().map(|said| CredentialRegistration {
            tenant: said.tenant.0.clone(),
            tenant_name: tenants
                .iter()
                .find(|tenant| tenant.id == said.tenant)
                .map_or_else(|| said.tenant.0.clone(), |tenant| tenant.name.clone()),
            app: said.app_name.clone().unwrap_or_else(|| said.client_id.0.clone()),
            client_id: said.client_id.0.clone(),
            object_id: said.object_id.clone(),
            checked: last
                .iter()
                .find(|used| used.problem.is_empty() && used.what.contains("token"))
                .map(|used| millis(used.at)),
        }),
        used_by: users.collect(),
        automatic: kept.automatic,
        days_before: kept.days_before,
        renews: maybe(renews.filter(|_| matches!(state, CredentialState::InUse))),
        renewal: view.renewal.as_ref().map(|renewal| renewal_view(renewal, all)),
    }
}

fn state(view: &KeptView) -> CredentialState {
    let id = &view.kept.id;
    let going_on = view.renewal.as_ref().filter(|renewal| renewal.goes_on());
    if view.kept.retired.is_some() {
        CredentialState::Retired
    } else if !view.used_by.is_empty() || !view.copies.is_empty() {
        CredentialState::InUse
    } else if going_on.is_some_and(|renewal| renewal.new == *id) {
        CredentialState::WaitsForSwitch
    } else if going_on.is_some() {
        CredentialState::Replaced
    } else {
        CredentialState::Ready
    }
}

fn user(row: &Integration, outside: bool) -> CredentialUser {
    CredentialUser {
        integration: row.id.0.clone(),
        catalog: row.catalog.clone(),
        title: catalog::entry(&row.catalog).map_or_else(|_| row.catalog.clone(), |entry| entry.title.clone()),
        outside,
    }
}

/// A renewal.
pub(crate) fn renewal_view(renewal: &Renewal, all: &[KeptView]) -> RenewalView {
    let old = all.iter().find(|view| view.kept.id == renewal.old);
    let waiting = renewal.goes_on() && renewal.step <= RenewalStep::HandOver;
    let copies = old.filter(|_| waiting).into_iter().flat_map(|view| &view.copies);
    let waits_for: Vec<_> = copies.filter(|row| !renewal.handed.contains(&row.id)).map(|row| user(row, true)).collect();
    let steps = [
        (RenewalStep::Make, "Make"),
        (RenewalStep::Register, "Register beside"),
        (RenewalStep::Prove, "Prove"),
        (RenewalStep::HandOver, "Hand over"),
        (RenewalStep::Switch, "Switch"),
        (RenewalStep::RemoveOld, "Remove old"),
    ];
    let step_view = |(step, title): (RenewalStep, &str)| {
        let done = renewal.done.iter().rev().find(|done| done.step == step && renewal.step > step);
        let detail = match (done, step) {
            (Some(done), _) => done.detail.clone(),
            (None, RenewalStep::HandOver) if !waits_for.is_empty() => "Waits for a person".to_owned(),
            (None, RenewalStep::RemoveOld) if renewal.step == step => "Waits until nothing can need it".to_owned(),
            _ => String::new(),
        };
        RenewalStepView {
            step: step_name(step),
            title: title.to_owned(),
            done: done.map(|done| millis(done.at)),
            detail,
        }
    };
    RenewalView {
        old: renewal.old.0.clone(),
        new: renewal.new.0.clone(),
        begun: millis(renewal.begun),
        by_itself: renewal.by_itself,
        step: step_name(renewal.step),
        steps: steps.into_iter().map(step_view).collect(),
        remove_after: maybe(renewal.remove_after),
        goes_on: renewal.goes_on(),
        problem: renewal.problem.as_deref().map(problem_view),
        waits_for,
    }
}

fn step_name(step: RenewalStep) -> RenewalStepName {
    match step {
        RenewalStep::Make => RenewalStepName::Make,
        RenewalStep::Register => RenewalStepName::Register,
        RenewalStep::Prove => RenewalStepName::Prove,
        RenewalStep::HandOver => RenewalStepName::HandOver,
        RenewalStep::Switch => RenewalStepName::Switch,
        RenewalStep::RemoveOld => RenewalStepName::RemoveOld,
        RenewalStep::Done => RenewalStepName::Done,
        RenewalStep::Undone => RenewalStepName::Undone,
    }
}

fn use_view(used: &CredentialUse, all: &[KeptView]) -> CredentialUseView {
    let name = all.iter().find(|view| view.kept.id == used.credential).map(|view| view.kept.name.clone());
    CredentialUseView {
        at: millis(used.at),
        credential: used.credential.0.clone(),
        name: name.unwrap_or_else(|| used.credential.0.clone()),
        what: used.what.clone(),
        problem: used.problem.clone(),
    }
}

/// What a vendor's form wants.
pub(crate) fn hand_out(out: &HandOut) -> HandOutView {
    let field = |field: &engine::HandOutField| {
        let (kind, value, bytes) = match &field.value {
            HandOutValue::Text(text) => (HandOutKind::Text, text.clone(), None),
            HandOutValue::File { name, bytes } => (HandOutKind::File, name.clone(), u32::try_from(*bytes).ok()),
            HandOutValue::PrivateFile { name } => (HandOutKind::PrivateFile, name.clone(), None),
            HandOutValue::PrivateText => (HandOutKind::PrivateText, String::new(), None),
            HandOutValue::ByPerson => (HandOutKind::ByPerson, String::new(), None),
        };
        HandOutField { label: field.label.clone(), kind, value, bytes, hint: field.hint.clone() }
    };
    HandOutView {
        integration: out.catalog.clone(),
        title: out.title.clone(),
        place: out.place.clone(),
        link: out.link.clone(),
        credential: out.credential.id.0.clone(),
        credential_name: out.credential.name.clone(),
        fields: out.fields.iter().map(field).collect(),
        steps: out.steps.clone(),
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
