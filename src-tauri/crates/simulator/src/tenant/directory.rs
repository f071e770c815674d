//! The directory: applications, service principals, role assignments and delegated grants, and what is visible already.

use std::time::Instant;

use jiff::Timestamp;
use rand::RngCore;

use super::{Application, Resources, random_id};

/// An application's presence in the tenant, ours or Microsoft's.
#[derive(Debug, Clone)]
pub(crate) struct ServicePrincipal {
    pub(crate) id: String,
    pub(crate) app_id: String,
    pub(crate) display_name: String,
    /// Nobody gets tokens for it, or as it, when it is disabled.
    pub(crate) enabled: bool,
    /// Only people who were assigned to it may sign in to it.
    pub(crate) assignment_required: bool,
    pub(crate) visible_at: Instant,
}

/// An application permission granted to a service principal.
#[derive(Debug, Clone)]
pub(crate) struct RoleAssignment {
    pub(crate) id: String,
    pub(crate) principal_id: String,
    pub(crate) resource_id: String,
    pub(crate) role_id: String,
    pub(crate) created: Timestamp,
    pub(crate) visible_at: Instant,
}

/// A directory role that a service principal holds.
#[derive(Debug, Clone)]
pub(crate) struct DirectoryRole {
    pub(crate) id: String,
    pub(crate) principal_id: String,
    /// Template id of the role.
    pub(crate) role_id: String,
    pub(crate) visible_at: Instant,
}

/// A soft-deleted application and what hung on it.
#[derive(Debug, Clone)]
pub(crate) struct Deleted {
    pub(crate) application: Application,
    pub(crate) at: Timestamp,
    principals: Vec<ServicePrincipal>,
    assignments: Vec<RoleAssignment>,
    grants: Vec<DelegatedGrant>,
    directory_roles: Vec<DirectoryRole>,
}

/// Delegated permissions granted to a client for everybody or for one person.
#[derive(Debug, Clone)]
pub(crate) struct DelegatedGrant {
    pub(crate) id: String,
    pub(crate) client_id: String,
    pub(crate) consent_type: String,
    pub(crate) principal_id: Option<String>,
    pub(crate) resource_id: String,
    pub(crate) scope: String,
}

/// How an application is named in a path.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ApplicationKey<'a> {
    /// Object id.
    Id(&'a str),
    /// Client id.
    AppId(&'a str),
    /// The name that makes creation idempotent.
    UniqueName(&'a str),
}

impl<'a> ApplicationKey<'a> {
    /// The key without its kind.
    pub(crate) fn text(self) -> &'a str {
        match self {
            Self::Id(text) | Self::AppId(text) | Self::UniqueName(text) => text,
        }
    }
}

/// All directory objects.
#[derive(Debug, Default)]
pub(crate) struct Directory {
    pub(crate) applications: Vec<Application>,
    pub(crate) principals: Vec<ServicePrincipal>,
    pub(crate) assignments: Vec<RoleAssignment>,
    pub(crate) grants: Vec<DelegatedGrant>,
    /// Directory roles of service principals.
    pub(crate) directory_roles: Vec<DirectoryRole>,
    /// Soft-deleted applications.
    pub(crate) deleted: Vec<Deleted>,
    /// References refused because of replication, so that both documented refusals are seen.
    pub(crate) refusals: u64,
}

impl Directory {
    /// A directory that holds Microsoft's own service principals only.
    pub(crate) fn with_resources(resources: &Resources, random: &mut impl RngCore) -> Self {
        let principals = resources.iter().map(|resource| resource.principal(random_id(random)));
        Self { principals: principals.collect(), ..Self::default() }
    }

    pub(crate) fn application(&self, key: ApplicationKey<'_>) -> Option<&Application> {
        self.applications.iter().find(|it| it.matches(key))
    }

    pub(crate) fn application_mut(&mut self, key: ApplicationKey<'_>) -> Option<&mut Application> {
        self.applications.iter_mut().find(|it| it.matches(key))
    }

    pub(crate) fn principal(&self, id: &str) -> Option<&ServicePrincipal> {
        self.principals.iter().find(|it| it.id.eq_ignore_ascii_case(id))
    }

    pub(crate) fn principal_of(&self, app_id: &str) -> Option<&ServicePrincipal> {
        self.principals.iter().find(|it| it.app_id.eq_ignore_ascii_case(app_id))
    }

    /// Ids of the application permissions that a principal holds on a resource by now.
    pub(crate) fn roles(&self, principal_id: &str, resource_id: &str) -> Vec<&str> {
        let now = Instant::now();
        self.assignments
            .iter()
            .filter(|it| it.principal_id == principal_id && it.resource_id == resource_id && it.visible_at <= now)
            .map(|it| it.role_id.as_str())
            .collect()
    }

    /// Template ids of the directory roles that a service principal holds by now.
    pub(crate) fn held_roles(&self, principal_id: &str) -> Vec<&str> {
        let now = Instant::now();
        let held = self.directory_roles.iter().filter(|it| it.principal_id == principal_id && it.visible_at <= now);
        held.map(|it| it.role_id.as_str()).collect()
    }

    /// Removes an application and what hangs on it; it can be restored. False when there is none.
    pub(crate) fn delete_application(&mut self, key: ApplicationKey<'_>, at: Timestamp) -> bool {
        let Some(index) = self.applications.iter().position(|it| it.matches(key)) else { return false };
        let application = self.applications.remove(index);
        let own = self.principal_of(&application.app_id).map(|it| it.id.clone()).unwrap_or_default();
        let deleted = Deleted {
            principals: self.principals.extract_if(.., |it| it.id == own).collect(),
            assignments: self.assignments.extract_if(.., |it| it.principal_id == own).collect(),
            grants: self.grants.extract_if(.., |it| it.client_id == own).collect(),
            directory_roles: self.directory_roles.extract_if(.., |it| it.principal_id == own).collect(),
            application,
            at,
        };
        self.deleted.push(deleted);
        true
    }

    /// Removes a service principal, what was granted to it and what was granted of it. False when there is none.
    pub(crate) fn delete_principal(&mut self, id: &str) -> bool {
        let before = self.principals.len();
        self.principals.retain(|it| it.id != id);
        self.assignments.retain(|it| it.principal_id != id && it.resource_id != id);
        self.grants.retain(|it| it.client_id != id && it.resource_id != id);
        self.directory_roles.retain(|it| it.principal_id != id);
        self.principals.len() < before
    }

    /// Brings a deleted application back with all that hung on it.
    pub(crate) fn restore(&mut self, id: &str) -> Option<&Application> {
        let deleted = self.take_deleted(id)?;
        self.principals.extend(deleted.principals);
        self.assignments.extend(deleted.assignments);
        self.grants.extend(deleted.grants);
        self.directory_roles.extend(deleted.directory_roles);
        self.applications.push(deleted.application);
        self.applications.last()
    }

    /// Takes a deleted application out for good.
    pub(crate) fn take_deleted(&mut self, id: &str) -> Option<Deleted> {
        let index = self.deleted.iter().position(|it| it.application.id.eq_ignore_ascii_case(id))?;
        Some(self.deleted.remove(index))
    }
}

impl Application {
    fn matches(&self, key: ApplicationKey<'_>) -> bool {
        match key {
            ApplicationKey::Id(id) => self.id.eq_ignore_ascii_case(id),
            ApplicationKey::AppId(id) => self.app_id.eq_ignore_ascii_case(id),
            ApplicationKey::UniqueName(name) => self.unique_name.as_deref() == Some(name),
        }
    }
}
