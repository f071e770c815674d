//! Permissions as an administrator picks them in the portal: by their name, the kind of the tab, and the API they are listed under. A
//! wrong pick is as good as a right one here.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::login;
use crate::tenant::{Application, Directory, Resource, RoleAssignment, Tenant};

/// The tab of the portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Tab {
    /// Application permissions.
    Application,
    /// Delegated permissions.
    Delegated,
}

impl Tab {
    /// The word of `requiredResourceAccess`.
    fn word(self) -> &'static str {
        match self {
            Self::Application => "Role",
            Self::Delegated => "Scope",
        }
    }
}

/// A permission as it is asked for; without a surface, the first API that has it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Picked {
    value: String,
    kind: Tab,
    surface: Option<String>,
}

/// A permission that exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Permission {
    /// The API's application id.
    pub(crate) resource: String,
    pub(crate) id: String,
    pub(crate) value: String,
    pub(crate) tab: Tab,
}

impl Permission {
    pub(crate) fn find(tenant: &Tenant, picked: &Picked) -> Result<Self, String> {
        let here = |resource: &&Resource| picked.surface.as_ref().is_none_or(|name| *name == resource.loopback);
        let found = tenant.resources.iter().filter(here).find_map(|resource| {
            let id = match picked.kind {
                Tab::Application => resource.roles.iter().find(|(value, _)| *value == picked.value)?.1.clone(),
                Tab::Delegated => resource.scopes.iter().find(|(value, ..)| *value == picked.value)?.1.clone(),
            };
            Some((resource.app_id.clone(), id))
        });
        let kind = match picked.kind {
            Tab::Application => "application",
            Tab::Delegated => "delegated",
        };
        let (resource, id) =
            found.ok_or_else(|| format!("no resource has the {kind} permission '{}'", picked.value))?;
        Ok(Self { resource, id, value: picked.value.clone(), tab: picked.kind })
    }

    pub(crate) fn find_all(tenant: &Tenant, picked: &[Picked]) -> Result<Vec<Self>, String> {
        picked.iter().map(|one| Self::find(tenant, one)).collect()
    }
}

/// Puts permissions on the list of what an application asks for.
pub(crate) fn add(application: &mut Application, permissions: &[Permission]) {
    let mut list = take_list(application);
    for one in permissions {
        let known = list.iter().position(|item| item["resourceAppId"] == one.resource.as_str());
        let at = known.unwrap_or_else(|| {
            list.push(json!({ "resourceAppId": one.resource, "resourceAccess": [] }));
            list.len() - 1
        });
        let entry = json!({ "id": one.id, "type": one.tab.word() });
        if let Some(access) = list[at]["resourceAccess"].as_array_mut().filter(|access| !access.contains(&entry)) {
            access.push(entry);
        }
    }
    put_list(application, list);
}

/// Takes permissions off that list. What was granted of them stays granted, as in the portal.
pub(crate) fn remove(application: &mut Application, permissions: &[Permission]) {
    let mut list = take_list(application);
    for item in &mut list {
        let resource = item["resourceAppId"].clone();
        let gone = |entry: &Value| {
            permissions.iter().any(|one| {
                resource == one.resource.as_str() && *entry == json!({ "id": one.id, "type": one.tab.word() })
            })
        };
        if let Some(access) = item["resourceAccess"].as_array_mut() {
            access.retain(|entry| !gone(entry));
        }
    }
    list.retain(|item| item["resourceAccess"].as_array().is_some_and(|access| !access.is_empty()));
    put_list(application, list);
}

const LIST: &str = "requiredResourceAccess";

fn take_list(application: &mut Application) -> Vec<Value> {
    match application.properties.shift_remove(LIST) {
        Some(Value::Array(list)) => list,
        _ => Vec::new(),
    }
}

fn put_list(application: &mut Application, list: Vec<Value>) {
    application.properties.insert(LIST.to_owned(), Value::Array(list));
}

/// Everything that an application asks for and that exists.
pub(crate) fn asked_for(tenant: &Tenant, application: &Application) -> Vec<Permission> {
    let items = application.properties.get(LIST).and_then(Value::as_array);
    let mut all = Vec::new();
    for item in items.into_iter().flatten() {
        let resource = item["resourceAppId"].as_str().and_then(|id| tenant.resources.by_app_id(id));
        let Some(resource) = resource else { continue };
        for entry in item["resourceAccess"].as_array().into_iter().flatten() {
            let id = entry["id"].as_str().unwrap_or("").to_ascii_lowercase();
            let tab = if entry["type"] == "Role" { Tab::Application } else { Tab::Delegated };
            let value = match tab {
                Tab::Application => resource.role_value(&id),
                Tab::Delegated => resource.scopes.iter().find(|(_, known, _)| *known == id).map(|it| it.0.as_str()),
            };
            let value = value.map(str::to_owned);
            all.extend(value.map(|value| Permission { resource: resource.app_id.clone(), id, value, tab }));
        }
    }
    all
}

/// Grants permissions for the whole organisation, at once.
pub(crate) fn grant(tenant: &Tenant, principal_id: &str, permissions: &[Permission]) -> Result<(), String> {
    for one in permissions {
        let id = tenant.new_id();
        let mut directory = tenant.directory.lock();
        let resource = directory.principal_of(&one.resource).map(|it| it.id.clone());
        let resource_id =
            resource.ok_or_else(|| format!("the tenant has no service principal of '{}'", one.resource))?;
        if one.tab == Tab::Delegated {
            drop(directory);
            login::grant_scopes(tenant, principal_id, &one.resource, std::slice::from_ref(&one.value), None, false);
            continue;
        }
        let (principal_id, role_id) = (principal_id.to_owned(), one.id.clone());
        let known = directory
            .assignments
            .iter()
            .any(|it| it.principal_id == principal_id && it.resource_id == resource_id && it.role_id == role_id);
        if !known {
            let (created, visible_at) = (tenant.clock.service(), std::time::Instant::now());
            directory.assignments.push(RoleAssignment { id, principal_id, resource_id, role_id, created, visible_at });
        }
    }
    Ok(())
}

/// Takes granted permissions back.
pub(crate) fn revoke(directory: &mut Directory, principal_id: &str, permissions: &[Permission]) {
    for one in permissions {
        let Some(resource_id) = directory.principal_of(&one.resource).map(|it| it.id.clone()) else { continue };
        match one.tab {
            Tab::Application => directory
                .assignments
                .retain(|it| it.principal_id != principal_id || it.resource_id != resource_id || it.role_id != one.id),
            Tab::Delegated => {
                for grant in &mut directory.grants {
                    if grant.client_id == principal_id && grant.resource_id == resource_id {
                        let left: Vec<&str> = grant.scope.split_whitespace().filter(|it| *it != one.value).collect();
                        grant.scope = left.join(" ");
                    }
                }
                directory.grants.retain(|it| it.client_id != principal_id || !it.scope.is_empty());
            }
        }
    }
}
