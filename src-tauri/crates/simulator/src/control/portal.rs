//! What an administrator could see and do in the portals, for the control port: the state of everything, a registration
//! made by hand, and alerts that change or arrive.

use std::sync::atomic::Ordering;
use std::time::Instant;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::alerts::{Content, Shelf};
use crate::clock::{Ticks, directory_time};
use crate::graph::{self, GraphProblem, Settings};
use crate::tenant::{
    Application, ApplicationKey, DIRECTORY_ROLES, Directory, DirectoryRole, RoleAssignment, ServicePrincipal, Tenant,
};

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

fn application(tenant: &Tenant, directory: &Directory, application: &Application) -> Value {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02X}")).collect::<String>();
    let keys = application.keys.iter().map(|key| {
        json!({
            "keyId": key.key_id, "displayName": key.display_name, "sha1": hex(&key.sha1), "sha256": hex(&key.sha256),
            "startDateTime": directory_time(key.start), "endDateTime": directory_time(key.end),
        })
    });
    let principal = directory.principal_of(&application.app_id).map(|it| it.id.clone());
    let of_client = |id: &str| principal.as_deref() == Some(id);
    let resource = |id: &str| tenant.resources.by_app_id(&directory.principal(id)?.app_id);
    let roles = directory.assignments.iter().filter(|it| of_client(&it.principal_id));
    let roles = roles.filter_map(|it| resource(&it.resource_id)?.role_value(&it.role_id));
    let grants = directory.grants.iter().filter(|it| of_client(&it.client_id));
    json!({
        "id": application.id,
        "appId": application.app_id,
        "displayName": application.display_name(),
        "uniqueName": application.unique_name,
        "keys": keys.collect::<Vec<_>>(),
        "secrets": application.secrets.iter().map(|secret| secret.shown()).collect::<Vec<_>>(),
        "servicePrincipalId": principal,
        "roles": roles.collect::<Vec<_>>(),
        "scopes": grants.flat_map(|it| it.scope.split_whitespace()).collect::<Vec<_>>(),
    })
}

/// A registration as an administrator makes it by hand: registered, consented, with credentials.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ByHand {
    display_name: String,
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    secret: bool,
    certificate: Option<String>,
    /// Names of directory roles that it holds.
    #[serde(default)]
    directory_roles: Vec<String>,
}

/// Registers and consents at once, without the waits of replication.
pub(crate) fn register(tenant: &Tenant, wanted: ByHand) -> Result<Value, String> {
    let said = |problem: GraphProblem| problem.message;
    let mut roles = Vec::new();
    for value in &wanted.roles {
        // Two resources may have a permission of one name: `mde/User.Read.All` says which.
        let (surface, name) = value.split_once('/').map_or((None, value.as_str()), |(left, right)| (Some(left), right));
        let found = tenant.resources.iter().find_map(|resource| {
            let (_, id) = resource.roles.iter().find(|(role, _)| role == name)?;
            if surface.is_some_and(|surface| surface != resource.loopback) {
                return None;
            }
            Some((resource.app_id.clone(), id.clone()))
        });
        roles.push(found.ok_or_else(|| format!("no resource has the application permission '{value}'"))?);
    }
    let mut held = Vec::new();
    for name in &wanted.directory_roles {
        let found = DIRECTORY_ROLES.iter().find(|(_, known)| known == name);
        held.push(found.ok_or_else(|| format!("there is no directory role '{name}'"))?.0.to_owned());
    }
    let now = Instant::now();
    let mut keys = Vec::new();
    if let Some(certificate) = wanted.certificate {
        let key = graph::new_key(tenant, &certificate, (None, None)).map_err(said)?;
        keys.push(crate::tenant::KeyCredential { visible_at: now, ..key });
    }
    let key_id = keys.first().map(|key| key.key_id.clone());
    let mut properties = Map::new();
    properties.insert("displayName".to_owned(), json!(wanted.display_name));
    properties.insert("signInAudience".to_owned(), json!("AzureADMyOrg"));
    let application =
        graph::register(tenant, Settings { properties, unique_name: None, keys: Some(keys) }, None).map_err(said)?;
    let principal = ServicePrincipal {
        id: tenant.new_id(),
        app_id: application.app_id.clone(),
        display_name: wanted.display_name,
        enabled: true,
        assignment_required: false,
        visible_at: now,
    };
    let created = tenant.clock.service();
    let secret = wanted.secret.then(|| graph::new_secret(tenant, None, created, graph::in_two_years(created)));
    let shown = secret.as_ref().map(|secret| secret.secret.clone());
    let mut directory = tenant.directory.lock();
    for (resource_app_id, role_id) in roles {
        if let Some(resource) = directory.principal_of(&resource_app_id) {
            let assignment = assignment(tenant, &principal.id, resource, role_id, created);
            directory.assignments.push(assignment);
        }
    }
    if let Some(application) = directory.application_mut(ApplicationKey::Id(&application.id)) {
        application.visible_at = now;
        application
            .secrets
            .extend(secret.map(|secret| crate::tenant::PasswordCredential { visible_at: now, ..secret }));
    }
    let made = json!({
        "app_id": application.app_id, "object_id": application.id, "service_principal_id": principal.id,
        "secret": shown, "key_id": key_id,
    });
    for role_id in held {
        let (id, principal_id) = (tenant.new_id(), principal.id.clone());
        directory.directory_roles.push(DirectoryRole { id, principal_id, role_id, visible_at: now });
    }
    directory.principals.push(principal);
    Ok(made)
}

fn assignment(
    tenant: &Tenant,
    principal_id: &str,
    resource: &ServicePrincipal,
    role_id: String,
    created: Timestamp,
) -> RoleAssignment {
    RoleAssignment {
        id: tenant.new_id(),
        principal_id: principal_id.to_owned(),
        resource_id: resource.id.clone(),
        role_id,
        created,
        visible_at: Instant::now(),
    }
}

/// Changes one alert by id, or the given number of the newest ones. Gives their ids.
pub(crate) fn update_alerts(tenant: &Tenant, count: Option<usize>, id: Option<&str>) -> Result<Vec<String>, String> {
    let now = tenant.clock.history();
    let mut shelf = tenant.shelf.lock();
    let chosen: Vec<usize> = match (count, id) {
        (Some(count), None) => shelf.newest_generated().take(count).collect(),
        (None, Some(id)) => vec![shelf.index_of(id).ok_or_else(|| format!("there is no alert '{id}'"))?],
        _ => return Err("either count or id is needed".to_owned()),
    };
    let mut ids = Vec::new();
    shelf.change(&chosen, |row| {
        let Content::Generated(plan) = &mut row.content else { return };
        row.updated = now.max(Ticks(row.updated.0 + 1));
        plan.advance();
        if let Some(edits) = &mut row.edits {
            edits.overtake();
        }
        ids.extend(row.id.as_deref().map(str::to_owned));
    });
    if ids.is_empty() && id.is_some() {
        return Err("a loaded alert cannot be changed".to_owned());
    }
    Ok(ids)
}

/// Writes the generated history anew with so many alerts; what was loaded stays as it is.
pub(crate) fn rewrite_history(tenant: &Tenant, count: usize) {
    let rows = tenant.generator.history(count, tenant.clock.anchor());
    let mut shelf = tenant.shelf.lock();
    if shelf.len() == 0 || shelf.newest_generated().next().is_some() {
        *shelf = Shelf::new(rows);
    }
}

/// Merges the first incident into the second, or the two newest ones. Gives their numbers.
pub(crate) fn merge_incidents(tenant: &Tenant, which: Option<(u64, u64)>) -> Result<(u64, u64), String> {
    let now = tenant.clock.history();
    let mut shelf = tenant.shelf.lock();
    let merged = match which {
        Some((from, into)) => shelf.merge(from, into, now).then_some((from, into)),
        None => shelf.merge_newest(now),
    };
    merged.ok_or_else(|| "there are no two such incidents to merge".to_owned())
}

/// Lets new alerts happen now. Gives their ids.
pub(crate) fn add_alerts(tenant: &Tenant, count: usize) -> Vec<String> {
    let now = tenant.clock.history();
    let mut shelf = tenant.shelf.lock();
    let rows = tenant.generator.arriving(shelf.len(), count, now);
    let ids = rows.iter().filter_map(|row| row.id.as_deref().map(str::to_owned)).collect();
    shelf.add(rows);
    ids
}
