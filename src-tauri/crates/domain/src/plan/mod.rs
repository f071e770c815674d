//! The plan: one registration that serves everything that was chosen, with every permission once and every reason kept.
//!
//! Made without asking anybody and readable before anything happens. It is kept with the setup and travels in a plan file, so
//! that what is carried out is what was read, whatever a later version of the catalog says.

mod calls;
mod credentials;
mod markdown;
mod merge;

#[cfg(test)]
mod tests;

pub use calls::{PlannedCall, calls};
pub use credentials::PlannedCredential;
pub use markdown::markdown;
pub use merge::plan;

use crate::cloud::Api;
use crate::permissions::{self, PermissionKind};
use crate::tenant::CredentialKind;
use serde::{Deserialize, Serialize};

/// An integration with the features that were chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chosen {
    /// The integration's key.
    pub integration: String,
    /// The keys of its features.
    #[serde(default)]
    pub features: Vec<String>,
}

/// The merged plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// The name of the application.
    pub app_name: String,
    /// The key of the cloud.
    pub cloud: String,
    /// What was chosen.
    pub chosen: Vec<Chosen>,
    /// How many requests of the integrations were merged.
    pub merged_from: u32,
    /// What the app must be allowed to do, ordered by API.
    pub permissions: Vec<PlannedPermission>,
    /// Directory roles that it must hold.
    pub roles: Vec<PlannedRole>,
    /// Its credentials.
    pub credentials: Vec<PlannedCredential>,
    /// Why it has two, where no single one serves all.
    pub credential_note: Option<String>,
    /// What must be so in the tenant.
    pub prerequisites: Vec<PlannedPrerequisite>,
    /// What a person should know before going on.
    pub warnings: Vec<String>,
}

/// A permission with every reason for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedPermission {
    /// The API that has it.
    pub api: Api,
    /// Its value.
    pub value: String,
    /// Its kind.
    pub kind: PermissionKind,
    /// The reasons.
    pub reasons: Vec<Reason>,
}

/// A directory role with every reason for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedRole {
    /// Its name in the portal.
    pub name: String,
    /// The reasons.
    pub reasons: Vec<Reason>,
}

/// Why something is needed, and by what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// The integration's key.
    pub integration: String,
    /// Its title.
    pub title: String,
    /// The title of the feature, where it is optional.
    pub feature: Option<String>,
    /// Why.
    pub why: String,
}

/// Something that must be so in the tenant, with who needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedPrerequisite {
    /// Its key.
    pub id: String,
    /// What.
    pub title: String,
    /// How it is brought about.
    pub how: String,
    /// Where.
    pub link: Option<String>,
    /// The titles of the integrations that need it.
    pub needed_by: Vec<String>,
}

impl Plan {
    /// The APIs that it needs, each once, in the order in which they are shown.
    pub fn apis(&self) -> Vec<Api> {
        let needs = |api: &Api| self.permissions.iter().any(|permission| permission.api == *api);
        Api::ALL.into_iter().filter(needs).collect()
    }

    /// The permissions of one API and kind.
    pub fn of(&self, api: Api, kind: PermissionKind) -> impl Iterator<Item = &PlannedPermission> {
        self.permissions.iter().filter(move |permission| permission.api == api && permission.kind == kind)
    }

    /// The APIs of which delegated permissions are needed.
    pub fn delegated_apis(&self) -> Vec<Api> {
        let needs = |api: &Api| self.of(*api, PermissionKind::Delegated).next().is_some();
        Api::ALL.into_iter().filter(needs).collect()
    }

    /// Whether it has a credential of that kind.
    pub fn has(&self, kind: CredentialKind) -> bool {
        self.credentials.iter().any(|credential| credential.kind == kind)
    }

    /// Whether carrying it out takes Privileged Role Administrator or Global Administrator: Graph's application permissions and
    /// directory roles do. Source: microsoft-apis, admin-consent URL.
    pub fn takes_privileged_role(&self) -> bool {
        !self.roles.is_empty() || self.of(Api::Graph, PermissionKind::Application).next().is_some()
    }

    /// The directory roles of which one lets a person carry it out.
    pub fn admin_roles(&self) -> Vec<&'static str> {
        let privileged = self.takes_privileged_role();
        let fits = |role: &&permissions::RoleRow| if privileged { role.grants_everything } else { role.registers };
        permissions::roles().iter().filter(fits).map(|role| role.name.as_str()).collect()
    }

    /// The delegated permissions that the person who carries it out signs in with: no more than its steps take.
    /// Source: microsoft-apis, calls that automate registration.
    pub fn sign_in_scopes(&self) -> Vec<&'static str> {
        let mut scopes = vec!["Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All", "Policy.Read.All"];
        if !self.delegated_apis().is_empty() {
            scopes.push("DelegatedPermissionGrant.ReadWrite.All");
        }
        if !self.roles.is_empty() {
            scopes.push("RoleManagement.ReadWrite.Directory");
        }
        scopes.push("User.Read");
        scopes
    }

    /// The titles of the integrations, in the order in which they were chosen.
    pub fn titles(&self) -> Vec<String> {
        let title = |chosen: &Chosen| crate::catalog::entry(&chosen.integration).map(|entry| entry.title.clone());
        self.chosen.iter().map(|chosen| title(chosen).unwrap_or_else(|_| chosen.integration.clone())).collect()
    }
}
