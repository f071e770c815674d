//! Taking back what a smaller plan does not need any more, after one of several integrations is detached.

use super::admin::Admin;
use super::record::Setup;
use super::register::access;
use crate::product::Product;
use domain::Outcome;
use domain::cloud::Api;
use domain::permissions::PermissionKind;
use domain::plan::Plan;
use domain::tenant::CredentialKind;
use microsoft::{AppRegistration, Directory, RequiredAccess, ServicePrincipal};
use std::collections::{BTreeMap, BTreeSet};

/// The tenant's own lists of permissions, of the APIs of the smaller plan.
type Apis = BTreeMap<Api, ServicePrincipal>;

impl Product {
    /// Takes back what the plan of a setup does not name any more, last things first.
    pub(crate) async fn shrink(&self, setup: &mut Setup, admin: &Admin) -> Outcome<()> {
        let plan = setup.planned()?.clone();
        let directory = &admin.directory;
        let mut apis = Apis::new();
        for api in plan.apis() {
            if let Some(principal) = directory.api(api).await? {
                apis.insert(api, principal);
            }
        }
        self.shrink_roles(setup, &plan, directory).await?;
        self.shrink_grants(setup, &plan, directory, &apis).await?;
        self.shrink_delegated(setup, &plan, directory, &apis).await?;
        self.shrink_application(setup, &plan, directory, &apis).await
    }

    async fn shrink_roles(&self, setup: &mut Setup, plan: &Plan, directory: &Directory) -> Outcome<()> {
        for (id, name) in setup.made.roles.clone() {
            if plan.roles.iter().any(|role| role.name == name) {
                continue;
            }
            directory.remove_role(&id, &name).await?;
            setup.made.roles.retain(|(made, _)| *made != id);
            self.keep_setup(setup)?;
        }
        Ok(())
    }

    async fn shrink_grants(&self, setup: &mut Setup, plan: &Plan, directory: &Directory, apis: &Apis) -> Outcome<()> {
        for grant in setup.made.assignments.clone() {
            // Several APIs have permissions of one name: the API's own service principal tells them apart.
            let needed = plan.permissions.iter().any(|row| {
                row.kind == PermissionKind::Application
                    && row.value == grant.value
                    && apis.get(&row.api).is_some_and(|principal| principal.id == grant.resource)
            });
            if needed {
                continue;
            }
            directory.revoke(&grant.resource, &grant.id, &format!("Take {} back", grant.value)).await?;
            setup.made.assignments.retain(|made| made.id != grant.id);
            self.keep_setup(setup)?;
        }
        Ok(())
    }

    async fn shrink_delegated(
        &self,
        setup: &mut Setup,
        plan: &Plan,
        directory: &Directory,
        apis: &Apis,
    ) -> Outcome<()> {
        if setup.made.delegated.is_empty() {
            return Ok(());
        }
        let principal = setup.known_app()?.principal.clone().unwrap_or_default();
        let there = directory.delegated_of(&principal).await?;
        for (id, before) in setup.made.delegated.clone() {
            let Some(row) = there.iter().find(|row| row.id == id) else { continue };
            let api = apis.iter().find(|(_, principal)| principal.id == row.resource_id).map(|(api, _)| *api);
            let had: BTreeSet<&str> = before.iter().flat_map(|before| before.split_whitespace()).collect();
            let needed = |value: &str| {
                had.contains(value)
                    || api.is_some_and(|api| plan.of(api, PermissionKind::Delegated).any(|one| one.value == value))
            };
            let left: Vec<_> = row.scope.split_whitespace().filter(|value| needed(value)).collect();
            if left.is_empty() {
                directory.revoke_delegated(&id).await?;
                setup.made.delegated.retain(|(made, _)| *made != id);
            } else if left.len() < row.scope.split_whitespace().count() {
                directory.change_delegated(&id, &left.join(" "), "Shorten the delegated grant").await?;
            }
            self.keep_setup(setup)?;
        }
        Ok(())
    }

    /// The application itself: the credentials that nobody needs any more, and the list of what it asks for.
    async fn shrink_application(
        &self,
        setup: &mut Setup,
        plan: &Plan,
        directory: &Directory,
        apis: &Apis,
    ) -> Outcome<()> {
        let object_id = setup.known_app()?.object_id.clone().unwrap_or_default();
        if !plan.has(CredentialKind::Secret)
            && let Some(key_id) = setup.made.secret.clone()
        {
            directory.remove_secret(&object_id, &key_id).await?;
            setup.made.secret = None;
            if let Some(kept) = setup.secret.take() {
                self.retire_credential(&kept.credential).await?;
            }
            self.keep_setup(setup)?;
        }
        let now = directory.read_back(&object_id).await?;
        let mut content = serde_json::Map::new();
        let gone = setup.certificate.clone().filter(|_| !plan.has(CredentialKind::Certificate));
        if let Some(key_id) = gone.as_ref().and_then(|kept| kept.key_id.as_ref()) {
            content.insert("keyCredentials".to_owned(), now.keys_without(key_id));
        }
        let left = needed_access(setup, plan, apis, &now.required_resource_access);
        if left != now.required_resource_access {
            content.insert("requiredResourceAccess".to_owned(), AppRegistration::access(&left)?);
        }
        if !content.is_empty() {
            let what = "Bring the application to the smaller plan";
            directory.change_application(&object_id, serde_json::Value::Object(content), what).await?;
        }
        if let Some(kept) = gone {
            setup.made.key = None;
            setup.certificate = None;
            self.retire_credential(&kept.credential).await?;
        }
        self.keep_setup(setup)
    }
}

/// What the app asks for now, without what neither the plan needs nor the app had before.
fn needed_access(setup: &Setup, plan: &Plan, apis: &Apis, now: &[RequiredAccess]) -> Vec<RequiredAccess> {
    let mut kept = access(plan, apis);
    kept.extend(setup.before.iter().flat_map(|before| before.access.iter().cloned()));
    let needed = |row: &RequiredAccess| {
        let of_api: Vec<_> =
            kept.iter().filter(|one| one.resource_app_id.eq_ignore_ascii_case(&row.resource_app_id)).collect();
        let entries = row.resource_access.iter();
        entries.filter(|entry| of_api.iter().any(|one| one.resource_access.contains(entry))).cloned().collect()
    };
    now.iter()
        .map(|row| RequiredAccess { resource_app_id: row.resource_app_id.clone(), resource_access: needed(row) })
        .filter(|row| !row.resource_access.is_empty())
        .collect()
}
