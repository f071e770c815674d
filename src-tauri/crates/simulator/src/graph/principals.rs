//! Service principals: Microsoft's own, and those of registered applications once the registration has replicated.

use std::time::Instant;

use serde_json::{Map, Value, json};

use super::condition::Holds;
use super::listing::{self, Listing};
use super::{GraphProblem, caller};
use crate::login;
use crate::tenant::{ApplicationKey, Directory, ServicePrincipal, Tenant};
use crate::wire::{Fields, Query, Reply, Visit};

/// The directory that owns Microsoft's own applications.
const MICROSOFT_DIRECTORY: &str = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";

/// Properties that can be selected.
const PROPERTIES: &[&str] = &[
    "id",
    "appId",
    "displayName",
    "appDisplayName",
    "accountEnabled",
    "appOwnerOrganizationId",
    "servicePrincipalType",
    "servicePrincipalNames",
    "tags",
    "appRoles",
    "oauth2PermissionScopes",
    "appRoleAssignmentRequired",
    "signInAudience",
];

/// What a list of service principals can be asked.
const LISTING: Listing = Listing {
    name: "servicePrincipals",
    select: PROPERTIES,
    filter: &[
        ("id", Holds::Text),
        ("appId", Holds::Text),
        ("displayName", Holds::Text),
        ("accountEnabled", Holds::Flag),
        ("servicePrincipalType", Holds::Text),
    ],
    order: &["displayName", "appId"],
};

/// How a service principal is named in a path.
#[derive(Debug, Clone, Copy)]
pub(crate) enum PrincipalKey<'a> {
    /// Object id.
    Id(&'a str),
    /// Application id.
    AppId(&'a str),
}

/// `GET /servicePrincipals/{id}` and `GET /servicePrincipals(appId='..')`.
pub(crate) fn single(visit: &mut Visit<'_>, key: PrincipalKey<'_>) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need_reading()?;
    let mut query = Query::new(&visit.call.query);
    let select = query.take_select(PROPERTIES)?;
    query.finish()?;
    let directory = visit.tenant.directory.lock();
    let principal = found(visit.tenant, &directory, key)?;
    Ok(shown(visit.tenant, 200, principal, select.as_deref()))
}

/// `GET /servicePrincipals`.
pub(crate) fn list(visit: &mut Visit<'_>) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need_reading()?;
    let directory = visit.tenant.directory.lock();
    let there = directory.principals.iter().filter(|it| is_there(visit.tenant, &it.app_id));
    let rows = there.map(|it| Value::Object(described(visit.tenant, it))).collect();
    listing::list(visit, LISTING, rows)
}

/// `GET /servicePrincipals/$count`.
pub(crate) fn count(visit: &mut Visit<'_>) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need_reading()?;
    let directory = visit.tenant.directory.lock();
    let there = directory.principals.iter().filter(|it| is_there(visit.tenant, &it.app_id)).count();
    listing::count(visit, there)
}

/// `PATCH /servicePrincipals/{id}`: whether it is enabled, and whether people must be assigned.
pub(crate) fn update(visit: &mut Visit<'_>, key: PrincipalKey<'_>) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need_any_registration()?;
    Query::new(&visit.call.query).finish()?;
    let mut fields = Fields::read(visit.call, "servicePrincipal")?;
    let mut flag = |name: &str| match fields.take(name) {
        None => Ok(None),
        Some(Value::Bool(value)) => Ok(Some(value)),
        Some(_) => Err(GraphProblem::bad_request(format!("Field '{name}' must be true or false."))),
    };
    let (enabled, required) = (flag("accountEnabled")?, flag("appRoleAssignmentRequired")?);
    fields.finish()?;
    let mut directory = visit.tenant.directory.lock();
    let id = found(visit.tenant, &directory, key)?.id.clone();
    if let Some(principal) = directory.principals.iter_mut().find(|it| it.id == id) {
        principal.enabled = enabled.unwrap_or(principal.enabled);
        principal.assignment_required = required.unwrap_or(principal.assignment_required);
    }
    Ok(Reply::no_content())
}

/// `DELETE /servicePrincipals/{id}`, with everything that was granted to it.
pub(crate) fn delete(visit: &mut Visit<'_>, key: PrincipalKey<'_>) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need_any_registration()?;
    Query::new(&visit.call.query).finish()?;
    let mut directory = visit.tenant.directory.lock();
    let id = found(visit.tenant, &directory, key)?.id.clone();
    directory.delete_principal(&id);
    Ok(Reply::no_content())
}

/// Microsoft's services are missing from the directory when a switch says so.
fn is_there(tenant: &Tenant, app_id: &str) -> bool {
    tenant.resources.by_app_id(app_id).is_none() || login::unlicensed(tenant, app_id) != Some(500_011)
}

fn found<'a>(
    tenant: &Tenant,
    directory: &'a Directory,
    key: PrincipalKey<'_>,
) -> Result<&'a ServicePrincipal, GraphProblem> {
    let (found, name) = match key {
        PrincipalKey::Id(id) => (directory.principal(id), id),
        PrincipalKey::AppId(id) => (directory.principal_of(id), id),
    };
    found.filter(|it| is_there(tenant, &it.app_id)).ok_or_else(|| GraphProblem::not_found(name))
}

/// `POST /servicePrincipals`.
pub(crate) fn create(visit: &mut Visit<'_>) -> Result<Reply, GraphProblem> {
    let caller = caller::identify(visit)?;
    caller.need_registration()?;
    Query::new(&visit.call.query).finish()?;
    let mut fields = Fields::read(visit.call, "servicePrincipal")?;
    let app_id = fields.require_text("appId")?;
    fields.finish()?;
    let tenant = visit.tenant;
    let (id, visible_at) = (tenant.new_id(), tenant.visible_at());
    let mut directory = tenant.directory.lock();
    if !is_there(tenant, &app_id) {
        return Err(GraphProblem::bad_directory_request(format!(
            "The appId '{app_id}' of the service principal does not reference a valid application object."
        )));
    }
    if directory.principal_of(&app_id).is_some() {
        return Err(GraphProblem::new(
            409,
            "Request_MultipleObjectsWithSameKeyValue",
            format!("The service principal cannot be created because one for the appId '{app_id}' is already in use."),
        ));
    }
    let resource = tenant.resources.by_app_id(&app_id).map(|resource| resource.name.clone());
    let application =
        directory.application(ApplicationKey::AppId(&app_id)).filter(|it| it.visible_at <= Instant::now());
    let Some(display_name) = application.map(|it| it.display_name().to_owned()).or(resource) else {
        return Err(GraphProblem::not_replicated(&app_id, "appId", &mut directory.refusals));
    };
    if let Some(application) = directory.application(ApplicationKey::AppId(&app_id)) {
        caller.need_change_of(application)?;
    }
    let principal =
        ServicePrincipal { id, app_id, display_name, enabled: true, assignment_required: false, visible_at };
    directory.principals.push(principal.clone());
    drop(directory);
    if let Some(resource) = tenant.resources.by_app_id(&principal.app_id) {
        tenant.switches.lock().resource_missing.remove(&resource.loopback);
    }
    Ok(shown(tenant, 201, &principal, None))
}

fn shown(tenant: &Tenant, status: u16, principal: &ServicePrincipal, select: Option<&[String]>) -> Reply {
    let mut all = described(tenant, principal);
    if let Some(names) = select {
        all.retain(|name, _| names.contains(name));
    }
    let context = format!("{}/graph/v1.0/$metadata#servicePrincipals/$entity", tenant.base);
    all.shift_insert(0, "@odata.context".to_owned(), json!(context));
    Reply::graph(status, &Value::Object(all))
}

fn described(tenant: &Tenant, principal: &ServicePrincipal) -> Map<String, Value> {
    let resource = tenant.resources.by_app_id(&principal.app_id);
    let owner = if resource.is_some() { MICROSOFT_DIRECTORY } else { tenant.name.id.as_str() };
    let mut names = vec![principal.app_id.clone()];
    names.extend(resource.into_iter().flat_map(|resource| resource.uris.clone()));
    let all = json!({
        "id": principal.id,
        "appId": principal.app_id,
        "displayName": principal.display_name,
        "appDisplayName": principal.display_name,
        "accountEnabled": principal.enabled,
        "appRoleAssignmentRequired": principal.assignment_required,
        "signInAudience": if resource.is_some() { "AzureADMultipleOrgs" } else { "AzureADMyOrg" },
        "appOwnerOrganizationId": owner,
        "servicePrincipalType": "Application",
        "servicePrincipalNames": names,
        "tags": [],
        "appRoles": resource.map_or_else(|| json!([]), |resource| resource.app_roles()),
        "oauth2PermissionScopes": resource.map_or_else(|| json!([]), |resource| resource.permission_scopes()),
    });
    match all {
        Value::Object(all) => all,
        _ => Map::new(),
    }
}
