//! Longer work as visible steps: announced before, timed, counted, and each with its own outcome.

use domain::ids::{IntegrationId, TenantId};
use domain::tenant::Credential;
use domain::{Outcome, Problem};
use microsoft::Wire;
use std::sync::Arc;
use std::time::Instant;

/// Where steps are shown as they change.
pub type Steps = Arc<dyn Fn(&Step) + Send + Sync>;

/// One step, as it stands.
#[derive(Debug, Clone)]
pub struct Step {
    /// A stable name.
    pub id: &'static str,
    /// What is done.
    pub title: &'static str,
    /// Its state.
    pub state: StepState,
    /// What came out, or what it waits for.
    pub detail: String,
    /// How long it took so far, in milliseconds.
    pub took_ms: u32,
    /// Requests that were sent for it.
    pub calls: u32,
    /// Why it failed.
    pub problem: Option<Box<Problem>>,
}

/// The states of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// Not begun.
    Queued,
    /// Under way.
    Running,
    /// Waiting for Microsoft.
    Waiting,
    /// Done.
    Done,
    /// Failed.
    Failed,
}

/// What connecting achieved.
#[derive(Debug, Clone)]
pub struct Connected {
    /// The tenant.
    pub tenant: TenantId,
    /// Its name.
    pub tenant_name: String,
    /// The integration.
    pub integration: IntegrationId,
    /// Its credential.
    pub credential: Credential,
    /// Items that arrived with the first collection.
    pub items: u32,
    /// Every step.
    pub steps: Vec<Step>,
}

/// A list of steps being worked through.
pub(crate) struct StepLog {
    show: Steps,
    wire: Arc<Wire>,
    steps: Vec<Step>,
}

/// The step under way, for what it has to say while it waits.
pub(crate) struct Under<'a> {
    show: &'a Steps,
    step: Step,
    began: Instant,
}

impl Under<'_> {
    /// Says what the step waits for.
    pub(crate) fn waiting(&mut self, why: String) {
        self.step.state = StepState::Waiting;
        self.step.detail = why;
        self.step.took_ms = millis(self.began);
        (self.show)(&self.step);
    }
}

impl StepLog {
    /// Announces every step before the first one begins.
    pub(crate) fn new(show: Steps, wire: Arc<Wire>, plan: &[(&'static str, &'static str)]) -> Self {
        let queued = |(id, title): &(&'static str, &'static str)| Step {
            id,
            title,
            state: StepState::Queued,
            detail: String::new(),
            took_ms: 0,
            calls: 0,
            problem: None,
        };
        let steps: Vec<Step> = plan.iter().map(queued).collect();
        steps.iter().for_each(|step| show(step));
        Self { show, wire, steps }
    }

    /// Works one step: its value and one line on what came out.
    ///
    /// # Errors
    /// The step's own; it is shown on the step as well.
    pub(crate) async fn run<T>(
        &mut self,
        id: &'static str,
        work: impl AsyncFnOnce(&mut Under<'_>) -> Outcome<(T, String)>,
    ) -> Outcome<T> {
        let show = Arc::clone(&self.show);
        let Some(step) = self.steps.iter_mut().find(|step| step.id == id) else {
            return Err(Problem::new(domain::Code::Unexpected, format!("The step {id} was not announced.")));
        };
        let (began, sent) = (Instant::now(), self.wire.sent());
        step.state = StepState::Running;
        show(step);
        let mut under = Under { show: &show, step: step.clone(), began };
        let outcome = work(&mut under).await;
        step.took_ms = millis(began);
        step.calls = self.wire.sent().saturating_sub(sent);
        match &outcome {
            Ok((_, detail)) => {
                step.state = StepState::Done;
                step.detail.clone_from(detail);
            }
            Err(problem) => {
                step.state = StepState::Failed;
                step.detail.clone_from(&problem.message);
                step.problem = Some(problem.clone());
            }
        }
        show(step);
        outcome.map(|(value, _)| value)
    }

    /// The steps as they ended.
    pub(crate) fn into_steps(self) -> Vec<Step> {
        self.steps
    }
}

fn millis(since: Instant) -> u32 {
    u32::try_from(since.elapsed().as_millis()).unwrap_or(u32::MAX)
}
