//! The running scenario: what has happened so far and what is due. It counts in the door of the API port and never
//! holds a lock while it changes something.

use std::time::Instant;

use serde_json::{Map, Value, json};

use super::Scenario;
use super::action::{self};
use super::catalog::{Change, Steps};
use crate::control;
use crate::tenant::Tenant;

/// One change that has not been made yet, and the calls that count for it.
#[derive(Debug)]
struct Pending {
    change: Change,
    requests: u64,
}

/// Where the scenario stands.
#[derive(Debug, Default)]
pub(crate) struct Engine {
    id: Option<String>,
    began: Option<Instant>,
    pages: u64,
    pending: Vec<Pending>,
    made: u64,
}

impl Engine {
    /// What the control port tells about it.
    pub(crate) fn shown(&self) -> Value {
        json!({ "id": self.id, "pages": self.pages, "changes_made": self.made, "changes_due": self.pending.len() })
    }

    /// Takes out what is due now.
    fn due(&mut self) -> Vec<Steps> {
        let elapsed = self.began.map_or(0, |began| began.elapsed().as_secs());
        let pages = self.pages;
        let is_due = |pending: &Pending| {
            let reached = |wanted: Option<u64>, so_far: u64| wanted.is_none_or(|wanted| so_far >= wanted);
            reached(pending.change.after_requests, pending.requests)
                && reached(pending.change.after_pages, pages)
                && reached(pending.change.after_seconds, elapsed)
        };
        let due: Vec<Pending> = self.pending.extract_if(.., |pending| is_due(pending)).collect();
        self.made += due.len() as u64;
        due.into_iter().map(|pending| pending.change.then).collect()
    }
}

/// Begins a scenario in a tenant that was started for it, or that runs already.
pub(crate) fn begin(tenant: &Tenant, scenario: Scenario) -> Result<(), String> {
    end(tenant)?;
    let pending = scenario.change.into_iter().map(|change| Pending { change, requests: 0 });
    *tenant.engine.lock() =
        Engine { id: Some(scenario.id), began: Some(Instant::now()), pending: pending.collect(), ..Engine::default() };
    make(tenant, &scenario.at_start)
}

/// Ends the scenario: switches and counts are as they were at the start. What happened to the alerts stays.
pub(crate) fn end(tenant: &Tenant) -> Result<(), String> {
    *tenant.engine.lock() = Engine::default();
    tenant.meters.lock().clear();
    match serde_json::to_value(&tenant.initial) {
        Ok(Value::Object(initial)) => control::switch(tenant, &initial),
        _ => Err("the switches could not be written out".to_owned()),
    }
}

/// A call arrives: whatever is due because of those before it happens now.
pub(crate) fn entering(tenant: &Tenant, path: &str) {
    let due = {
        let mut engine = tenant.engine.lock();
        if engine.pending.is_empty() {
            return;
        }
        let due = engine.due();
        let counting = engine.pending.iter_mut().filter(|pending| path.contains(&pending.change.path_contains));
        counting.for_each(|pending| pending.requests += 1);
        due
    };
    for steps in due {
        // The files are checked by a test, so a step that is refused here cannot be one of ours.
        let _ = make(tenant, &steps);
    }
}

/// A page of a list was answered.
pub(crate) fn answered(tenant: &Tenant) {
    tenant.engine.lock().pages += 1;
}

/// Makes one set of changes.
fn make(tenant: &Tenant, steps: &Steps) -> Result<(), String> {
    let mut changes: Map<String, Value> = steps.set.clone();
    changes.extend(steps.unset.iter().map(|name| (name.clone(), Value::Null)));
    control::switch(tenant, &changes)?;
    steps.act.iter().for_each(|act| action::perform(tenant, act));
    Ok(())
}
