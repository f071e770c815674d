//! What an administrator could see in the portals, for the control port: names, accounts, registrations with everything that was
//! granted to them, Microsoft's own service principals, and how much there is of each kind.

use std::sync::atomic::Ordering;

use serde_json::{Value, json};

use super::permissions::{self, Permission, Tab};
use crate::clock::directory_time;
use crate::tenant::{Application, DIRECTORY_ROLES, Directory, Resource, Tenant};

/// Everything that can be seen.
pub(crate) fn state(tenant: &Tenant) -> Value {
    let directory = tenant.directory.lock();
    let applications: Vec<Value> =
        directory.applications.iter().map(|it| application(tenant, &directory, it)).collect();
    let accounts: Vec<Value> =
        tenant.accounts.iter().map(|it| json!({ "upn": it.upn, "display": it.display, "role": it.role })).collect();
    let sign_ins = tenant.sign_ins.lock();
    let codes = sign_ins.device_codes.iter().map(|it| {
        json!({ "user_code": it.user_code, "client_id": it.client_id, "scope": it.scope, "status": it.status.name() })
    });
    json!({
        "tenant": tenant.name.id,
        "domain": tenant.name.initial_domain,
        "organization": tenant.name.display,
        "base": tenant.base,
        "downloads": tenant.downloads,
        "surfaces": surfaces(tenant),
        "now": tenant.clock.service().to_string(),
        "alerts": tenant.shelf.lock().len(),
        "accounts": accounts,
        "applications": applications,
        "deleted_applications": directory.deleted.len(),
        "resources": resources(tenant, &directory),
        "directory": {
            "service_principals": directory.principals.len(),
            "app_role_assignments": directory.assignments.len(),
            "delegated_grants": directory.grants.len(),
            "role_assignments": directory.directory_roles.len(),
        },
        "device_codes": codes.collect::<Vec<_>>(),
        "switches": &*tenant.switches.lock(),
        "scenario": tenant.engine.lock().shown(),
        "journal_seq": tenant.journal.lock().last(),
        "held": tenant.held.load(Ordering::SeqCst),
        "elsewhere_hits": tenant.elsewhere_hits.load(Ordering::SeqCst),
        "elsewhere_authorized": tenant.elsewhere_authorized.load(Ordering::SeqCst),
    })
}

/// Each service's address here and the hosts of Microsoft's that it stands for, regional and government ones included.
fn surfaces(tenant: &Tenant) -> Value {
    let surface =
        |name: &str, hosts: &[String]| json!({ "url": format!("{}/{name}", tenant.base), "stands_for": hosts });
    tenant.resources.iter().map(|it| (it.loopback.clone(), surface(&it.loopback, &it.hosts))).collect()
}

/// Each API's service principal in this tenant, if there is one.
fn resources(tenant: &Tenant, directory: &Directory) -> Value {
    let shown = |it: &Resource| {
        let principal = directory.principal_of(&it.app_id);
        let (id, enabled) = (principal.map(|it| &it.id), principal.map(|it| it.enabled));
        json!({ "appId": it.app_id, "name": it.name, "servicePrincipalId": id, "enabled": enabled })
    };
    tenant.resources.iter().map(|it| (it.loopback.clone(), shown(it))).collect()
}

fn application(tenant: &Tenant, directory: &Directory, application: &Application) -> Value {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02X}")).collect::<String>();
    let keys = application.keys.iter().map(|key| {
        json!({
            "keyId": key.key_id, "displayName": key.display_name, "sha1": hex(&key.sha1), "sha256": hex(&key.sha256),
            "startDateTime": directory_time(key.start), "endDateTime": directory_time(key.end),
        })
    });
    let principal = directory.principal_of(&application.app_id);
    let granted = principal.map(|it| granted(tenant, directory, &it.id)).unwrap_or_default();
    let values = |tab: Tab| granted.iter().filter(|it| it.tab == tab).map(|it| &it.value).collect::<Vec<_>>();
    let required = permissions::asked_for(tenant, application);
    let named = |all: &[Permission]| all.iter().map(|it| named(tenant, it)).collect::<Vec<_>>();
    let held = directory.directory_roles.iter().filter(|it| principal.is_some_and(|own| own.id == it.principal_id));
    let held = held.filter_map(|it| DIRECTORY_ROLES.iter().find(|(id, _)| *id == it.role_id)).map(|(_, name)| *name);
    json!({
        "id": application.id,
        "appId": application.app_id,
        "displayName": application.display_name(),
        "uniqueName": application.unique_name,
        "keys": keys.collect::<Vec<_>>(),
        "secrets": application.secrets.iter().map(|secret| secret.shown()).collect::<Vec<_>>(),
        "servicePrincipalId": principal.map(|it| &it.id),
        "enabled": principal.map(|it| it.enabled),
        "required": named(&required),
        "granted": named(&granted),
        "roles": values(Tab::Application),
        "scopes": values(Tab::Delegated),
        "directoryRoles": held.collect::<Vec<_>>(),
    })
}

/// What was granted to a service principal for everybody, application permissions first.
fn granted(tenant: &Tenant, directory: &Directory, principal_id: &str) -> Vec<Permission> {
    let resource = |id: &str| tenant.resources.by_app_id(&directory.principal(id)?.app_id);
    let roles = directory.assignments.iter().filter(|it| it.principal_id == principal_id).filter_map(|it| {
        let (found, id, tab) = (resource(&it.resource_id)?, it.role_id.clone(), Tab::Application);
        Some(Permission { resource: found.app_id.clone(), value: found.role_value(&id)?.to_owned(), id, tab })
    });
    let mut all: Vec<Permission> = roles.collect();
    for grant in directory.grants.iter().filter(|it| it.client_id == principal_id) {
        let Some(found) = resource(&grant.resource_id) else { continue };
        let scopes = grant.scope.split_whitespace().filter_map(|scope| found.scope(scope));
        all.extend(scopes.map(|(value, id, _)| Permission {
            resource: found.app_id.clone(),
            id: id.clone(),
            value: value.clone(),
            tab: Tab::Delegated,
        }));
    }
    all
}

fn named(tenant: &Tenant, one: &Permission) -> Value {
    let surface = tenant.resources.by_app_id(&one.resource).map(|it| &it.loopback);
    json!({ "surface": surface, "value": one.value, "kind": one.tab })
}
