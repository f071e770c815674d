//! Credentials without their secrets: what is known of each, its renewals, and when it was used.

use crate::access::Store;
use crate::failure::OrProblem;
use crate::table::credential::{self, Documents, UseRow};
use domain::Outcome;
use domain::ids::{CredentialId, IntegrationId};
use domain::tenant::Credential;
use jiff::Timestamp;

/// One use of a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialUse {
    /// Which credential.
    pub credential: CredentialId,
    /// When.
    pub at: Timestamp,
    /// What for, such as `token for Microsoft Graph, PS256`.
    pub what: String,
    /// The code of the problem that it ended with; empty when it was accepted.
    pub problem: String,
}

impl Store {
    /// What is known of every credential, as it was put, the oldest first.
    ///
    /// # Errors
    /// `store.unreadable`.
    pub fn credentials(&self) -> Outcome<Vec<String>> {
        Documents::Credential.all(&self.reader()?.connection).or_problem(self.folder())
    }

    /// Adds a credential, or changes the one of its id.
    ///
    /// # Errors
    /// `store.in_use` when opened for reading, `store.disk_full`.
    pub fn put_credential(&self, id: &CredentialId, document: &str) -> Outcome<()> {
        Documents::Credential.put(&self.writer()?.connection, id.as_str(), document).or_problem(self.folder())
    }

    /// Forgets a credential.
    ///
    /// # Errors
    /// `store.in_use` when opened for reading, `store.disk_full`.
    pub fn remove_credential(&self, id: &CredentialId) -> Outcome<()> {
        Documents::Credential.delete(&self.writer()?.connection, id.as_str()).or_problem(self.folder())
    }

    /// Every renewal, as it was put, the oldest first.
    ///
    /// # Errors
    /// `store.unreadable`.
    pub fn renewals(&self) -> Outcome<Vec<String>> {
        Documents::Renewal.all(&self.reader()?.connection).or_problem(self.folder())
    }

    /// Adds a renewal, or changes the one of its id.
    ///
    /// # Errors
    /// `store.in_use` when opened for reading, `store.disk_full`.
    pub fn put_renewal(&self, id: &str, document: &str) -> Outcome<()> {
        Documents::Renewal.put(&self.writer()?.connection, id, document).or_problem(self.folder())
    }

    /// Forgets a renewal.
    ///
    /// # Errors
    /// `store.in_use` when opened for reading, `store.disk_full`.
    pub fn remove_renewal(&self, id: &str) -> Outcome<()> {
        Documents::Renewal.delete(&self.writer()?.connection, id).or_problem(self.folder())
    }

    /// Lets integrations sign in with another credential from now on, all of them or none.
    ///
    /// # Errors
    /// `store.in_use` when opened for reading, `store.disk_full`.
    pub fn switch_credential(&self, integrations: &[IntegrationId], to: &Credential) -> Outcome<()> {
        let mut writer = self.writer()?;
        let transaction = writer.connection.transaction().or_problem(self.folder())?;
        for mut integration in crate::table::integration::all(&transaction).or_problem(self.folder())? {
            if integrations.contains(&integration.id) {
                integration.credential = to.clone();
                crate::table::integration::put(&transaction, &integration).or_problem(self.folder())?;
            }
        }
        transaction.commit().or_problem(self.folder())
    }

    /// Writes down that a credential was used.
    ///
    /// # Errors
    /// `store.in_use` when opened for reading, `store.disk_full`.
    pub fn add_credential_use(&self, used: &CredentialUse) -> Outcome<()> {
        let row = UseRow {
            credential: used.credential.0.clone(),
            at: used.at.as_millisecond(),
            what: used.what.clone(),
            problem: used.problem.clone(),
        };
        credential::add_use(&self.writer()?.connection, &row).or_problem(self.folder())
    }

    /// The newest uses of one credential, or of all, newest first.
    ///
    /// # Errors
    /// `store.unreadable`.
    pub fn credential_uses(&self, id: Option<&CredentialId>, most: u32) -> Outcome<Vec<CredentialUse>> {
        let rows = credential::uses(&self.reader()?.connection, id.map(CredentialId::as_str), most);
        let rows = rows.or_problem(self.folder())?;
        let read = |row: UseRow| CredentialUse {
            credential: CredentialId(row.credential),
            at: Timestamp::from_millisecond(row.at).unwrap_or_default(),
            what: row.what,
            problem: row.problem,
        };
        Ok(rows.into_iter().map(read).collect())
    }
}
