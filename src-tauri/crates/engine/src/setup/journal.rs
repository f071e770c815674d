//! Each call of a setup is written into the database before it is made, and its end after; waits are shown on the step.

use crate::product::{Product, View};
use crate::steps::Under;
use domain::Outcome;
use microsoft::CallLog;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use store::NewAct;

/// The journal of one run.
pub(crate) struct Journal {
    product: Product,
    setup: String,
    tenant: String,
    made_as: Mutex<String>,
    under: Mutex<Option<Under>>,
    stop: Arc<AtomicBool>,
}

impl Journal {
    pub(crate) fn new(product: &Product, setup: &str, tenant: &str, stop: Arc<AtomicBool>) -> Self {
        Self {
            product: product.clone(),
            setup: setup.to_owned(),
            tenant: tenant.to_owned(),
            made_as: Mutex::default(),
            under: Mutex::default(),
            stop,
        }
    }

    /// From now on the calls belong to this step.
    pub(crate) fn belongs_to(&self, under: &Under) {
        *lock(&self.under) = Some(under.clone());
    }

    /// From now on the calls are made as this account or app.
    pub(crate) fn made_as(&self, who: &str) {
        who.clone_into(&mut lock(&self.made_as));
    }

    /// Writes down a call that is made elsewhere, such as for a token.
    pub(crate) async fn around<T>(&self, what: &str, call: &str, work: impl Future<Output = Outcome<T>>) -> Outcome<T> {
        let number = self.begin(what, call)?;
        let began = std::time::Instant::now();
        let ended = work.await;
        let (status, request) = match &ended {
            Ok(_) => (Some(200), String::new()),
            Err(problem) => {
                let fact = |label: &str| problem.facts.get(label).unwrap_or_default().to_owned();
                (fact("Status").parse().ok(), fact("Request id"))
            }
        };
        self.end(number, status, began.elapsed(), &request);
        ended
    }
}

impl CallLog for Journal {
    fn begin(&self, what: &str, call: &str) -> Outcome<i64> {
        if let Some(under) = lock(&self.under).as_ref() {
            under.counts_call();
            if under.waits() {
                under.goes_on("");
            }
        }
        let act = NewAct {
            setup: self.setup.clone(),
            tenant: self.tenant.clone(),
            at: self.product.now(),
            made_as: lock(&self.made_as).clone(),
            what: what.to_owned(),
            call: call.to_owned(),
        };
        self.product.inner.store.begin_act(&act)
    }

    fn end(&self, number: i64, status: Option<u16>, took: Duration, request_id: &str) {
        let took = u32::try_from(took.as_millis()).unwrap_or(u32::MAX);
        // The call was made and is written down; that its end could not be is seen in the journal as an open line.
        drop(self.product.inner.store.end_act(number, status, took, request_id));
        self.product.touch(&[View::Setup]);
    }

    fn waiting(&self, why: &str, attempt: u32, of: u32, next: Duration) {
        if let Some(under) = lock(&self.under).as_ref() {
            let next = next.as_secs_f64();
            under.waiting(format!("{why} Attempt {attempt} of {of}, the next one in {next:.1} s."));
        }
    }

    fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
