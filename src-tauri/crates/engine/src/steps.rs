//! Longer work as visible steps: announced before, timed, counted, and each with its own outcome.

use domain::ids::{IntegrationId, TenantId};
use domain::tenant::Credential;
use domain::{Code, Outcome, Problem};
use microsoft::Wire;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// Where steps are shown as they change.
pub type Steps = Arc<dyn Fn(&Step) + Send + Sync>;

/// One step, as it stands.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Step {
    /// A stable name.
    pub id: String,
    /// What is done.
    pub title: String,
    /// Its state.
    pub state: StepState,
    /// What came out, or what it waits for.
    pub detail: String,
    /// How long it took so far, in milliseconds.
    pub took_ms: u32,
    /// Requests that were sent for it.
    pub calls: u32,
    /// How many things in the tenant it changed.
    #[serde(default)]
    pub changes: u32,
    /// Its parts.
    #[serde(default)]
    pub parts: Vec<Part>,
    /// What a person has to do now; never kept.
    #[serde(skip)]
    pub prompt: Option<Prompt>,
    /// Why it failed.
    pub problem: Option<Box<Problem>>,
}

/// A part of a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its title.
    pub title: String,
    /// Its state.
    pub state: StepState,
    /// How much of it is done.
    pub done: u32,
    /// Of how much.
    pub of: u32,
}

/// A person is to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// The page to open.
    pub url: String,
    /// The code to type there, for the device code way.
    pub code: Option<String>,
    /// Whether a browser was opened by itself.
    pub opened: bool,
}

/// The states of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// Not begun.
    Queued,
    /// Under way.
    Running,
    /// Waiting for Microsoft or a person.
    Waiting,
    /// Done.
    Done,
    /// Failed.
    Failed,
    /// Taken back.
    Undone,
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

/// The step under way, for what it has to say meanwhile; clones speak for the same step.
#[derive(Clone)]
pub(crate) struct Under {
    show: Steps,
    step: Arc<Mutex<Step>>,
    began: Instant,
}

impl Under {
    fn change(&self, change: impl FnOnce(&mut Step)) {
        let mut step = self.lock();
        change(&mut step);
        step.took_ms = millis(self.began);
        let shown = step.clone();
        drop(step);
        (self.show)(&shown);
    }

    fn lock(&self) -> MutexGuard<'_, Step> {
        self.step.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says what the step waits for.
    pub(crate) fn waiting(&self, why: String) {
        self.change(|step| {
            step.state = StepState::Waiting;
            step.detail = why;
        });
    }

    /// Asks a person to sign in.
    pub(crate) fn ask(&self, prompt: Prompt, detail: String) {
        self.change(|step| {
            step.state = StepState::Waiting;
            step.detail = detail;
            step.prompt = Some(prompt);
        });
    }

    /// Goes on after a wait.
    pub(crate) fn goes_on(&self, detail: &str) {
        self.change(|step| {
            step.state = StepState::Running;
            detail.clone_into(&mut step.detail);
            step.prompt = None;
        });
    }

    /// Says how its parts stand.
    pub(crate) fn parts(&self, parts: Vec<Part>) {
        self.change(|step| step.parts = parts);
    }

    /// Says how many things it changed so far.
    pub(crate) fn changed(&self, changes: u32) {
        self.lock().changes = changes;
    }

    /// Counts a call that is about to be made.
    pub(crate) fn counts_call(&self) {
        self.lock().calls += 1;
    }

    /// Whether it waits.
    pub(crate) fn waits(&self) -> bool {
        self.lock().state == StepState::Waiting
    }
}

impl StepLog {
    /// Announces every step before the first one begins.
    pub(crate) fn new(show: Steps, wire: Arc<Wire>, plan: &[(&str, &str)]) -> Self {
        let steps: Vec<Step> = plan.iter().map(|(id, title)| Step::queued(id, title)).collect();
        steps.iter().for_each(|step| show(step));
        Self { show, wire, steps }
    }

    /// Works one step: its value and one line on what came out. Its calls are those that it counted itself, else all that
    /// were sent meanwhile.
    ///
    /// # Errors
    /// The step's own; it is shown on the step as well.
    pub(crate) async fn run<T>(
        &mut self,
        id: &str,
        work: impl AsyncFnOnce(&Under) -> Outcome<(T, String)>,
    ) -> Outcome<T> {
        let Some(index) = self.steps.iter().position(|step| step.id == id) else {
            return Err(Problem::new(Code::Unexpected, format!("The step {id} was not announced.")));
        };
        let (began, sent) = (Instant::now(), self.wire.sent());
        let step = Step { state: StepState::Running, ..Step::queued(id, &self.steps[index].title) };
        (self.show)(&step);
        let under = Under { show: Arc::clone(&self.show), step: Arc::new(Mutex::new(step)), began };
        let outcome = work(&under).await;
        let mut step = under.lock().clone();
        step.took_ms = millis(began);
        step.prompt = None;
        if step.calls == 0 {
            step.calls = self.wire.sent().saturating_sub(sent);
        }
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
        (self.show)(&step);
        self.steps[index] = step;
        outcome.map(|(value, _)| value)
    }

    /// The steps as they stand.
    pub(crate) fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The steps as they ended.
    pub(crate) fn into_steps(self) -> Vec<Step> {
        self.steps
    }
}

impl Step {
    fn queued(id: &str, title: &str) -> Self {
        Self {
            id: id.to_owned(),
            title: title.to_owned(),
            state: StepState::Queued,
            detail: String::new(),
            took_ms: 0,
            calls: 0,
            changes: 0,
            parts: Vec::new(),
            prompt: None,
            problem: None,
        }
    }
}

fn millis(since: Instant) -> u32 {
    u32::try_from(since.elapsed().as_millis()).unwrap_or(u32::MAX)
}
