//! Calls that are held back: the world stands still at an exact call, on either side of what it does, until somebody lets it go on or
//! the client hangs up. So a test can end its client at every single call.

use std::sync::atomic::{AtomicU64, Ordering};

use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use crate::tenant::Tenant;
use crate::wire::{Call, Surface};

/// On which side of a call the world stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Moment {
    /// It came, and nothing was done.
    Before,
    /// It was done, and the answer was not sent.
    After,
}

/// The call at which the world stands still.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HoldCalls {
    /// So many further calls are answered as usual.
    after: u64,
    /// Count only calls whose path holds this.
    #[serde(default)]
    path_contains: String,
    when: Moment,
}

/// The calls that count for it, and those who wait for its end.
#[derive(Debug)]
pub(crate) struct Gate {
    hold: watch::Sender<Option<HoldCalls>>,
    counted: AtomicU64,
}

impl Default for Gate {
    fn default() -> Self {
        Self { hold: watch::Sender::new(None), counted: AtomicU64::new(0) }
    }
}

impl Gate {
    /// Begins to count anew; without a hold, everybody who waits goes on.
    pub(crate) fn set(&self, hold: Option<HoldCalls>) {
        self.counted.store(0, Ordering::SeqCst);
        self.hold.send_replace(hold);
    }

    /// Counts a call that arrives, and says where it has to wait. Whatever comes after the held one waits before it is done, so that
    /// the number of calls that were done is exact.
    pub(crate) fn arriving(&self, call: &Call) -> Option<Moment> {
        let hold = self.hold.borrow().clone().filter(|hold| hold.concerns(call))?;
        let so_far = self.counted.fetch_add(1, Ordering::SeqCst);
        match so_far.cmp(&hold.after) {
            std::cmp::Ordering::Less => None,
            std::cmp::Ordering::Equal => Some(hold.when),
            std::cmp::Ordering::Greater => Some(Moment::Before),
        }
    }
}

impl HoldCalls {
    /// Sign-in and Graph. The pages on which a person signs in are the person's, not the client's.
    fn concerns(&self, call: &Call) -> bool {
        let of_a_person = call.surface == Surface::Login
            && call
                .segments
                .last()
                .is_some_and(|last| ["authorize", "devicelogin", "adminconsent"].contains(&last.as_str()));
        matches!(call.surface, Surface::Login | Surface::Graph)
            && !of_a_person
            && call.path.contains(&self.path_contains)
    }
}

/// Waits until the hold of calls ends, or the simulator does.
pub(crate) async fn stand_still(tenant: &Tenant) {
    let mut hold = tenant.gate.hold.subscribe();
    let _waiting = Waiting::begin(tenant);
    let mut stopping = tenant.stopping.subscribe();
    tokio::select! {
        _ = hold.wait_for(Option::is_none) => {}
        _ = stopping.wait_for(|stopping| *stopping) => {}
    }
}

/// Counts a held call for as long as it waits, also when the client hangs up.
pub(crate) struct Waiting<'a>(&'a Tenant);

impl<'a> Waiting<'a> {
    pub(crate) fn begin(tenant: &'a Tenant) -> Self {
        tenant.held.fetch_add(1, Ordering::SeqCst);
        Self(tenant)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.held.fetch_sub(1, Ordering::SeqCst);
    }
}
