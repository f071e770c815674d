//! Tenants and integrations, as a person attached them.

use crate::access::Store;
use crate::failure::OrProblem;
use crate::table;
use domain::ids::IntegrationId;
use domain::tenant::{Integration, Tenant};
use domain::{Code, Outcome, Problem};
use jiff::Timestamp;

impl Store {
    /// The connected tenants, in the order in which they were first put.
    ///
    /// # Errors
    /// `store.unreadable`.
    pub fn tenants(&self) -> Outcome<Vec<Tenant>> {
        table::tenant::all(&self.reader()?.connection).or_problem(self.folder())
    }

    /// Adds a tenant, or changes the one of its id.
    ///
    /// # Errors
    /// `store.in_use` when opened for reading, `store.disk_full`.
    pub fn put_tenant(&self, tenant: &Tenant) -> Outcome<()> {
        let writer = self.writer()?;
        table::tenant::put(&writer.connection, tenant).or_problem(self.folder())?;
        let tenants = table::tenant::all(&writer.connection).or_problem(self.folder())?;
        let mut memory = self.memory_to_change();
        memory.tenants = tenants;
        memory.tenants_changed += 1;
        Ok(())
    }

    /// The attached integrations, in the order in which they were attached.
    ///
    /// # Errors
    /// `store.unreadable`.
    pub fn integrations(&self) -> Outcome<Vec<Integration>> {
        table::integration::all(&self.reader()?.connection).or_problem(self.folder())
    }

    /// One integration.
    ///
    /// # Errors
    /// `integration.not_found`, `store.unreadable`.
    pub fn integration(&self, id: &IntegrationId) -> Outcome<Integration> {
        self.integrations()?.into_iter().find(|each| each.id == *id).ok_or_else(|| not_attached(id))
    }

    /// Adds an integration, or changes the one of its id.
    ///
    /// # Errors
    /// `store.in_use` when opened for reading, `store.disk_full`.
    pub fn put_integration(&self, integration: &Integration) -> Outcome<()> {
        table::integration::put(&self.writer()?.connection, integration).or_problem(self.folder())
    }

    /// Pauses integrations since a moment, all at once; with no moment they run again. What is paused already keeps its moment.
    ///
    /// # Errors
    /// `integration.not_found` when none of them is attached, `store.in_use` when opened for reading, `store.disk_full`.
    pub fn set_paused(&self, ids: &[IntegrationId], since: Option<Timestamp>) -> Outcome<()> {
        let changed =
            table::integration::set_paused(&self.writer()?.connection, ids, since).or_problem(self.folder())?;
        match ids.first() {
            Some(id) if changed == 0 => Err(not_attached(id)),
            _ => Ok(()),
        }
    }
}

impl Store {
    /// Detaches an integration. What was collected stays, and so does how far it came, for when it is attached again.
    ///
    /// # Errors
    /// `integration.not_found`, `store.in_use` when opened for reading, `store.disk_full`.
    pub fn remove_integration(&self, id: &IntegrationId) -> Outcome<()> {
        let removed = table::integration::delete(&self.writer()?.connection, id).or_problem(self.folder())?;
        if removed == 0 { Err(not_attached(id)) } else { Ok(()) }
    }
}

fn not_attached(id: &IntegrationId) -> Box<Problem> {
    Problem::new(Code::IntegrationUnknown, format!("No integration {id} is attached."))
}
