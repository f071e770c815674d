//! Setups as documents, and the journal of what was done to a tenant. What a document says is the engine's.

use crate::access::Store;
use crate::failure::OrProblem;
use crate::table::act::{self, ActRow};
use crate::table::setup;
use domain::Outcome;
use jiff::Timestamp;

/// A call to a tenant, as it is written before it is made.
#[derive(Debug, Clone)]
pub struct NewAct {
    /// The setup, or what else it was done for.
    pub setup: String,
    /// The tenant.
    pub tenant: String,
    /// When.
    pub at: Timestamp,
    /// The account or app that it is made as.
    pub made_as: String,
    /// What it does.
    pub what: String,
    /// Method and path.
    pub call: String,
}

/// A call to a tenant, as it ended.
#[derive(Debug, Clone)]
pub struct Act {
    /// Its number.
    pub id: i64,
    /// What was written before.
    pub before: NewAct,
    /// The HTTP status; none while it is under way, or when no answer came.
    pub status: Option<u16>,
    /// How long it took, in milliseconds.
    pub took_ms: Option<u32>,
    /// Microsoft's id of the request.
    pub request_id: String,
}

impl Store {
    /// Keeps a setup.
    ///
    /// # Errors
    /// `store.in_use` when opened for reading, `store.disk_full`.
    pub fn put_setup(&self, id: &str, changed: Timestamp, document: &str) -> Outcome<()> {
        setup::put(&self.writer()?.connection, id, changed.as_millisecond(), document).or_problem(self.folder())
    }

    /// A setup; none when there is none of that id.
    ///
    /// # Errors
    /// `store.unreadable`.
    pub fn setup(&self, id: &str) -> Outcome<Option<String>> {
        setup::get(&self.reader()?.connection, id).or_problem(self.folder())
    }

    /// All setups, the last changed first.
    ///
    /// # Errors
    /// `store.unreadable`.
    pub fn setups(&self) -> Outcome<Vec<String>> {
        setup::all(&self.reader()?.connection).or_problem(self.folder())
    }

    /// Removes a setup; its journal stays.
    ///
    /// # Errors
    /// `store.in_use` when opened for reading, `store.disk_full`.
    pub fn remove_setup(&self, id: &str) -> Outcome<()> {
        setup::delete(&self.writer()?.connection, id).or_problem(self.folder())
    }

    /// Writes a call down that is about to be made; its number.
    ///
    /// # Errors
    /// `store.in_use` when opened for reading, `store.disk_full`.
    pub fn begin_act(&self, new: &NewAct) -> Outcome<i64> {
        let row = ActRow {
            id: 0,
            setup: new.setup.clone(),
            tenant: new.tenant.clone(),
            at: new.at.as_millisecond(),
            made_as: new.made_as.clone(),
            what: new.what.clone(),
            call: new.call.clone(),
            status: None,
            took_ms: None,
            request_id: String::new(),
        };
        act::begin(&self.writer()?.connection, &row).or_problem(self.folder())
    }

    /// Writes down how a call ended.
    ///
    /// # Errors
    /// As for [`Store::begin_act`].
    pub fn end_act(&self, id: i64, status: Option<u16>, took_ms: u32, request_id: &str) -> Outcome<()> {
        act::end(&self.writer()?.connection, id, status, took_ms, request_id).or_problem(self.folder())
    }

    /// The calls of a setup, or the newest of all, oldest first.
    ///
    /// # Errors
    /// `store.unreadable`.
    pub fn acts(&self, setup: Option<&str>, most: u32) -> Outcome<Vec<Act>> {
        let rows = act::of(&self.reader()?.connection, setup, most).or_problem(self.folder())?;
        Ok(rows.into_iter().map(shown).collect())
    }
}

fn shown(row: ActRow) -> Act {
    Act {
        id: row.id,
        before: NewAct {
            setup: row.setup,
            tenant: row.tenant,
            at: Timestamp::from_millisecond(row.at).unwrap_or(Timestamp::UNIX_EPOCH),
            made_as: row.made_as,
            what: row.what,
            call: row.call,
        },
        status: row.status,
        took_ms: row.took_ms,
        request_id: row.request_id,
    }
}
