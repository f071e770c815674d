//! What a setup made in the tenant, and what was there before: the one is taken back, the other is left alone.

use super::record::Setup;
use domain::cloud::Api;
use microsoft::RequiredAccess;
use serde::{Deserialize, Serialize};

/// What an app that existed had before it was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// What it asked for.
    pub access: Vec<RequiredAccess>,
    /// The ids of its grants.
    pub assignments: Vec<String>,
    /// Its delegated grants: id and values.
    pub delegated: Vec<(String, String)>,
    /// The ids of its directory roles.
    pub roles: Vec<String>,
    /// Whether it had a service principal.
    pub principal: bool,
    /// The ids of its certificates.
    #[serde(default)]
    pub keys: Vec<String>,
}

/// What was made in the tenant, each thing with what takes it back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Made {
    /// The application's object id.
    pub application: Option<String>,
    /// Its service principal.
    pub principal: Option<String>,
    /// Service principals of Microsoft's APIs that the tenant did not have.
    pub resources: Vec<(Api, String)>,
    /// The APIs whose creation was begun, written down or not.
    pub resources_begun: Vec<Api>,
    /// A run has begun to change the tenant and not ended: there may be more than is written down here.
    pub unsure: bool,
    /// Whether what an existing app asks for was changed.
    pub access: bool,
    /// The certificate's id on an app that existed.
    pub key: Option<String>,
    /// The secret's id.
    pub secret: Option<String>,
    /// A secret is being made: one that is found without its value known here is ours, and lost.
    pub secret_begun: bool,
    /// Grants.
    pub assignments: Vec<MadeGrant>,
    /// Delegated grants: id, and the values before where it existed.
    pub delegated: Vec<(String, Option<String>)>,
    /// Directory roles: id and name.
    pub roles: Vec<(String, String)>,
}

/// A grant that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeGrant {
    /// Its id.
    pub id: String,
    /// The service principal of the API.
    pub resource: String,
    /// The permission's value.
    pub value: String,
}

impl Made {
    /// How many things that is.
    pub fn count(&self) -> u32 {
        let one = |there: bool| usize::from(there);
        let number = one(self.application.is_some())
            + one(self.principal.is_some())
            + self.resources.len()
            + one(self.access)
            + one(self.key.is_some())
            + one(self.secret.is_some())
            + self.assignments.len()
            + self.delegated.len()
            + self.roles.len();
        u32::try_from(number).unwrap_or(u32::MAX)
    }
}

/// Found in the tenant or made just now, a thing is this setup's unless it was there before; each is written down once.
impl Setup {
    pub(crate) fn took_resource(&mut self, api: Api, id: &str) {
        if self.made.resources.iter().all(|(known, _)| *known != api) {
            self.made.resources.push((api, id.to_owned()));
        }
    }

    pub(crate) fn took_key(&mut self, id: &str) {
        if self.before.as_ref().is_some_and(|before| before.keys.iter().all(|key| key != id)) {
            self.made.key = Some(id.to_owned());
        }
    }

    pub(crate) fn took_grant(&mut self, id: &str, resource: &str, value: &str) {
        let before = self.before.as_ref().is_some_and(|before| before.assignments.iter().any(|grant| grant == id));
        if !before && self.made.assignments.iter().all(|made| made.id != id) {
            let (id, resource, value) = (id.to_owned(), resource.to_owned(), value.to_owned());
            self.made.assignments.push(MadeGrant { id, resource, value });
        }
    }

    /// A delegated grant as it is now; what it held before is what it is put back to.
    pub(crate) fn took_delegated(&mut self, id: &str, scope: &str) {
        let before = self.before.as_ref().map(|before| before.delegated.as_slice()).unwrap_or_default();
        let had = before.iter().find(|(known, _)| known == id).map(|(_, scope)| scope.clone());
        if had.as_deref() != Some(scope) && self.made.delegated.iter().all(|(made, _)| made != id) {
            self.made.delegated.push((id.to_owned(), had));
        }
    }

    pub(crate) fn took_role(&mut self, id: &str, name: &str) {
        let before = self.before.as_ref().is_some_and(|before| before.roles.iter().any(|role| role == id));
        if !before && self.made.roles.iter().all(|(made, _)| made != id) {
            self.made.roles.push((id.to_owned(), name.to_owned()));
        }
    }
}
