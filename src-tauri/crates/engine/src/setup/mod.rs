//! Setting up: from choices to attached integrations, by itself, by hand in the portal, or with an app that exists.
//!
//! A setup is one document in the database. Every act finds what is there, keeps what it made, and can be done again; so closing
//! the window, a kill or a lost network costs nothing but the call that was under way.

mod admin;
mod after;
mod attach;
mod book;
mod compare;
mod credential;
mod detach;
mod journal;
mod made;
mod pack;
mod portal;
mod record;
mod recover;
mod register;
mod run;
mod shrink;
mod test;
mod tokens;
mod undo;
mod values;

pub use admin::SignInWay;
pub(crate) use after::NAMED;
pub use after::{After, after};
pub use book::{SetupEdit, saved_name};
pub use compare::{Standing, standing};
pub use detach::{DetachHow, DetachOrder};
pub use made::Made;
pub use pack::{OpenedPack, PlanOrigin};
pub use portal::{PortalPage, PortalStepState};
pub use record::{Attached, Compared, KeptCertificate, KeptSecret, KnownApp, Method, Setup, SetupTenant, Stage, Test};
pub use run::RunOrder;
pub use undo::UndoOrder;
pub use values::{ValueField, ValueFound};

pub(crate) use admin::Admin;
pub(crate) use journal::Journal;
use run::StopFlag;
use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What is under way: which setups run, and who reads for them.
#[derive(Default)]
pub(crate) struct UnderWay {
    runs: Arc<Mutex<HashMap<String, StopFlag>>>,
    readers: Mutex<HashMap<String, Arc<Admin>>>,
}

/// A setup that is worked on; free again when this is dropped, whatever ended it.
pub(crate) struct Occupied {
    runs: Arc<Mutex<HashMap<String, StopFlag>>>,
    id: String,
    stop: StopFlag,
}

impl UnderWay {
    fn occupy(&self, id: &str) -> Option<Occupied> {
        let mut runs = lock(&self.runs);
        if runs.contains_key(id) {
            return None;
        }
        let stop = StopFlag::default();
        runs.insert(id.to_owned(), Arc::clone(&stop));
        Some(Occupied { runs: Arc::clone(&self.runs), id: id.to_owned(), stop })
    }

    fn runs(&self, id: &str) -> bool {
        lock(&self.runs).contains_key(id)
    }

    fn stop(&self, id: &str) {
        if let Some(stop) = lock(&self.runs).get(id) {
            stop.store(true, Ordering::Relaxed);
        }
    }

    fn reader(&self, id: &str) -> Option<Arc<Admin>> {
        lock(&self.readers).get(id).cloned()
    }

    fn read_by(&self, id: &str, reader: Option<Admin>) {
        match reader {
            Some(reader) => drop(lock(&self.readers).insert(id.to_owned(), Arc::new(reader))),
            None => drop(lock(&self.readers).remove(id)),
        }
    }
}

impl Occupied {
    fn stop(&self) -> StopFlag {
        Arc::clone(&self.stop)
    }
}

impl Drop for Occupied {
    fn drop(&mut self) {
        lock(&self.runs).remove(&self.id);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
