//! The app as a reader sees it: somebody who signed in and may only look.

use super::super::admin::Admin;
use super::super::record::Setup;
use super::super::register::{id_of, why_no_app};
use domain::cloud::Api;
use domain::permissions::{self, PermissionKind};
use domain::{Outcome, Problem};
use microsoft::{AppRegistration, RequiredAccess, ServicePrincipal};
use std::collections::BTreeMap;

/// The app as a reader sees it.
pub(super) struct Read {
    pub(super) app: Option<AppRegistration>,
    /// Why there is none, where its id was given.
    pub(super) missing: Option<Box<Problem>>,
    pub(super) directory_roles: Vec<String>,
    /// Whether its service principal is enabled; none when it has none.
    pub(super) enabled: Option<bool>,
    /// The tenant's own lists of permissions, of the APIs that the app lists.
    apis: BTreeMap<Api, ServicePrincipal>,
}

impl Read {
    /// The id of a permission in this tenant; the published one where the app lists nothing of its API.
    pub(super) fn permission_id(&self, api: Api, kind: PermissionKind, value: &str) -> Option<&str> {
        match self.apis.get(&api) {
            Some(own) => id_of(own, kind, value),
            None => permissions::permission(api, value).and_then(|row| row.id(kind)),
        }
    }
}

/// Looks at the app of a setup.
pub(super) async fn read(reader: &Admin, setup: &Setup) -> Outcome<Read> {
    let none = Read { app: None, missing: None, directory_roles: Vec::new(), enabled: None, apis: BTreeMap::new() };
    let Some(app) = &setup.app else { return Ok(none) };
    let Some(found) = reader.directory.application_with_client_id(app.client_id.as_str()).await? else {
        return Ok(Read { missing: Some(why_no_app(&reader.directory, &app.client_id).await?), ..none });
    };
    let principal = reader.directory.principal(app.client_id.as_str()).await?;
    let roles = match &principal {
        Some(principal) => reader.directory.roles_of(&principal.id).await?,
        None => Vec::new(),
    };
    let mut apis = BTreeMap::new();
    for api in setup.cloud()?.apis.keys().copied() {
        let row = permissions::api(api);
        let listed = |one: &RequiredAccess| one.resource_app_id.eq_ignore_ascii_case(&row.app_id);
        if found.required_resource_access.iter().any(listed)
            && let Some(own) = reader.directory.api(api).await?
        {
            apis.insert(api, own);
        }
    }
    let name = |template: &str| permissions::role_of(template).map(|row| row.name.clone());
    Ok(Read {
        app: Some(found),
        missing: None,
        directory_roles: roles.iter().filter_map(|row| name(&row.role_definition_id)).collect(),
        enabled: principal.map(|principal| principal.account_enabled),
        apis,
    })
}
