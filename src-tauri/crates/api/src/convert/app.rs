//! The frame: what is connected, and the steps of connecting.

use super::{maybe, millis, problem_view};
use crate::types::*;
use domain::cloud;
use domain::tenant::{CredentialKind as Kind, Tenant};
use engine::{Product, Step, StepState as State};
use std::path::Path;

/// What the window needs before it can draw.
pub(crate) async fn app_state(product: &Product) -> domain::Outcome<AppState> {
    let (tenants, totals) = product.with_store(|store| Ok((store.tenants()?, store.totals()?))).await?;
    let (key_place, key_made) = product.key_place();
    let mut clouds = choices();
    if product.simulator_known() {
        clouds.push(CloudChoice { id: cloud::SIMULATED.to_owned(), title: "Simulated (this machine)".to_owned() });
    }
    Ok(AppState {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        tenants: tenants.iter().map(tenant_view).collect(),
        key_place,
        key_made: Some(millis(key_made)),
        data_folder: product.folder().display().to_string(),
        alerts: totals.alerts,
        store_bytes: totals.bytes_on_disk,
        clock_difference_ms: product.clock_difference_ms().and_then(|difference| i32::try_from(difference).ok()),
        clouds,
        start_practising: false,
        problem: None,
    })
}

/// The state when the data folder could not be opened.
pub(crate) fn no_state(folder: &Path, problem: ProblemView) -> AppState {
    AppState {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        tenants: Vec::new(),
        key_place: String::new(),
        key_made: None,
        data_folder: folder.display().to_string(),
        alerts: 0,
        store_bytes: 0,
        clock_difference_ms: None,
        clouds: choices(),
        start_practising: false,
        problem: Some(problem),
    }
}

fn choices() -> Vec<CloudChoice> {
    let row = |cloud: &cloud::Cloud| CloudChoice { id: cloud.id.clone(), title: cloud.title.clone() };
    cloud::clouds().iter().map(row).collect()
}

/// A tenant.
pub(super) fn tenant_view(tenant: &Tenant) -> TenantView {
    let simulated = tenant.cloud == cloud::SIMULATED;
    let title = cloud::clouds().iter().find(|cloud| cloud.id == tenant.cloud).map(|cloud| cloud.title.clone());
    TenantView {
        id: tenant.id.0.clone(),
        name: tenant.name.clone(),
        domain: tenant.domain.clone(),
        cloud: title.unwrap_or_else(|| if simulated { "Simulated".to_owned() } else { tenant.cloud.clone() }),
        simulated,
    }
}

/// A step as it stands.
pub(crate) fn step_view(step: &Step) -> StepView {
    StepView {
        id: step.id.clone(),
        title: step.title.clone(),
        state: state(step.state),
        detail: step.detail.clone(),
        took_ms: step.took_ms,
        calls: step.calls,
        changes: step.changes,
        parts: step
            .parts
            .iter()
            .map(|part| StepPart { title: part.title.clone(), state: state(part.state), done: part.done, of: part.of })
            .collect(),
        prompt: step.prompt.as_ref().map(|prompt| SignInPrompt {
            url: prompt.url.clone(),
            code: prompt.code.clone(),
            opened: prompt.opened,
        }),
        problem: step.problem.as_deref().map(problem_view),
    }
}

fn state(state: State) -> StepState {
    match state {
        State::Queued => StepState::Queued,
        State::Running => StepState::Running,
        State::Waiting => StepState::Waiting,
        State::Done => StepState::Done,
        State::Failed => StepState::Failed,
        State::Undone => StepState::Undone,
    }
}

/// What connecting achieved.
pub(crate) fn connected(connected: engine::Connected) -> Connected {
    Connected {
        tenant: connected.tenant.0,
        tenant_name: connected.tenant_name,
        integration: connected.integration.0,
        credential: kind(connected.credential.kind),
        expires: maybe(connected.credential.expires),
        alerts: connected.items,
        steps: connected.steps.iter().map(step_view).collect(),
    }
}

pub(super) fn kind(kind: Kind) -> CredentialKind {
    match kind {
        Kind::Certificate => CredentialKind::Certificate,
        Kind::Secret => CredentialKind::Secret,
    }
}
