//! What a client may do for people, who allowed it, and who is allowed to allow what.

use serde_json::Value;

use super::Refusal;
use super::registered::{self, Client};
use super::scope::{self, Delegated};
use crate::tenant::{Account, DelegatedGrant, GRAPH, RoleAssignment, ServicePrincipal, Tenant, may_grant_graph_roles};

/// Characters of the ids of grants.
const OPAQUE: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// In the place of a person: the whole organisation.
const EVERYBODY: &str = "*";

/// The permissions of a request that nobody has allowed this client yet, for this person or for everybody.
pub(crate) fn missing(tenant: &Tenant, client: &Client, account: &Account, asked: &Delegated<'_>) -> Vec<String> {
    let allowed = allowed(tenant, client, account, &asked.asked.resource.app_id);
    asked.scopes.iter().filter(|scope| !allowed.contains(scope)).cloned().collect()
}

fn allowed(tenant: &Tenant, client: &Client, account: &Account, resource: &str) -> Vec<String> {
    let directory = tenant.directory.lock();
    let resource_id = directory.principal_of(resource).map(|it| it.id.as_str());
    let grants = directory.grants.iter().filter(|it| {
        Some(&it.client_id) == client.principal_id.as_ref()
            && Some(it.resource_id.as_str()) == resource_id
            && it.principal_id.as_ref().is_none_or(|person| *person == account.id)
    });
    let mut allowed: Vec<String> = grants.flat_map(|it| it.scope.split_whitespace()).map(str::to_owned).collect();
    drop(directory);
    let sign_ins = tenant.sign_ins.lock();
    let own = sign_ins
        .consents
        .iter()
        .filter(|(client_id, upn, ..)| *client_id == client.app_id && (*upn == account.upn || upn == EVERYBODY));
    let own = own.filter(|(_, _, of, _)| of == resource);
    allowed.extend(own.map(|(.., scope)| scope.clone()));
    allowed
}

/// Writes down that a person allowed what was asked, for themselves or for everybody.
pub(crate) fn record(tenant: &Tenant, client: &Client, account: &Account, asked: &Delegated<'_>, everybody: bool) {
    let resource = &asked.asked.resource.app_id;
    let Some(principal_id) = principal(tenant, client) else {
        let mut sign_ins = tenant.sign_ins.lock();
        let who = if everybody { EVERYBODY } else { account.upn.as_str() };
        for scope in &asked.scopes {
            let consent = (client.app_id.clone(), who.to_owned(), resource.clone(), scope.clone());
            sign_ins.consents.insert(consent);
        }
        return;
    };
    let person = (!everybody).then(|| account.id.clone());
    grant(tenant, &principal_id, resource, &asked.scopes, person, false);
}

/// Grants delegated permissions; `replace` drops what was granted before.
pub(crate) fn grant(
    tenant: &Tenant,
    client_id: &str,
    resource: &str,
    scopes: &[String],
    person: Option<String>,
    replace: bool,
) {
    let id = tenant.new_text(43, OPAQUE);
    let mut directory = tenant.directory.lock();
    let Some(resource_id) = directory.principal_of(resource).map(|it| it.id.clone()) else { return };
    let known = directory
        .grants
        .iter_mut()
        .find(|it| it.client_id == client_id && it.resource_id == resource_id && it.principal_id == person);
    if let Some(known) = known {
        let before = if replace { "" } else { known.scope.as_str() };
        let mut all: Vec<&str> = before.split_whitespace().collect();
        for scope in scopes {
            if !all.contains(&scope.as_str()) {
                all.push(scope);
            }
        }
        known.scope = all.join(" ");
        return;
    }
    directory.grants.push(DelegatedGrant {
        id,
        client_id: client_id.to_owned(),
        consent_type: if person.is_some() { "Principal" } else { "AllPrincipals" }.to_owned(),
        principal_id: person,
        resource_id,
        scope: scopes.join(" "),
    });
}

/// The service principal of an application, made by the first consent to it. Microsoft's own clients have none here.
pub(crate) fn principal(tenant: &Tenant, client: &Client) -> Option<String> {
    let application = client.application.as_ref()?;
    if let Some(known) = tenant.directory.lock().principal_of(&application.app_id) {
        return Some(known.id.clone());
    }
    let made = ServicePrincipal {
        id: tenant.new_id(),
        app_id: application.app_id.clone(),
        display_name: application.display_name().to_owned(),
        enabled: true,
        assignment_required: false,
        visible_at: tenant.visible_at(),
    };
    let id = made.id.clone();
    tenant.directory.lock().principals.push(made);
    Some(id)
}

/// What a registration lists for one resource: application permissions and delegated ones, by id.
#[derive(Debug, Clone)]
pub(crate) struct Listed {
    pub(crate) resource: String,
    pub(crate) roles: Vec<String>,
    pub(crate) scopes: Vec<String>,
}

/// Everything that a registration lists.
pub(crate) fn listed(client: &Client) -> Vec<Listed> {
    let application = client.application.as_ref();
    let all = application.and_then(|it| it.properties.get("requiredResourceAccess")).and_then(Value::as_array);
    let ids = |item: &Value, kind: &str| {
        let access = item["resourceAccess"].as_array().into_iter().flatten();
        let chosen = access.filter(|entry| entry["type"] == kind).filter_map(|entry| entry["id"].as_str());
        chosen.map(str::to_ascii_lowercase).collect()
    };
    all.into_iter()
        .flatten()
        .map(|item| Listed {
            resource: item["resourceAppId"].as_str().unwrap_or("").to_ascii_lowercase(),
            roles: ids(item, "Role"),
            scopes: ids(item, "Scope"),
        })
        .collect()
}

/// Whether this person may consent to all of that for everybody.
pub(crate) fn may_consent(account: &Account, listed: &[Listed]) -> bool {
    let graph_roles = listed.iter().any(|it| it.resource == GRAPH && !it.roles.is_empty());
    if graph_roles { may_grant_graph_roles(&account.roles()) } else { account.registers() }
}

/// Whether the organisation has the services of all of that.
pub(crate) fn check_available(tenant: &Tenant, listed: &[Listed]) -> Result<(), Refusal> {
    for item in listed {
        if let Some(code) = scope::unavailable(tenant, &item.resource) {
            // Consent names a service that is not there by what the organisation lacks.
            let code = if code == 500_011 { 650_052 } else { code };
            return Err(Refusal::resource(code, &item.resource, &tenant.name.display));
        }
    }
    Ok(())
}

/// What the portal's button for admin consent does, pressed by somebody who may.
pub(crate) fn by_hand(tenant: &Tenant, app_id: &str) -> Result<(), String> {
    let client = registered::find(tenant, app_id).map_err(|refusal| refusal.described())?;
    let listed = listed(&client);
    check_available(tenant, &listed).map_err(|refusal| refusal.described())?;
    grant_listed(tenant, &client, &listed);
    Ok(())
}

/// Grants everything listed to the client, tenant-wide.
pub(crate) fn grant_listed(tenant: &Tenant, client: &Client, listed: &[Listed]) {
    let Some(principal_id) = principal(tenant, client) else { return };
    for item in listed {
        let Some(resource) = tenant.resources.by_app_id(&item.resource) else { continue };
        let scopes: Vec<String> =
            resource.scopes.iter().filter(|it| item.scopes.contains(&it.1)).map(|it| it.0.clone()).collect();
        if !scopes.is_empty() {
            grant(tenant, &principal_id, &item.resource, &scopes, None, true);
        }
        for role_id in item.roles.iter().filter(|id| resource.role_value(id).is_some()) {
            assign(tenant, &principal_id, &item.resource, role_id);
        }
    }
}

fn assign(tenant: &Tenant, principal_id: &str, resource: &str, role_id: &str) {
    let (id, created, visible_at) = (tenant.new_text(43, OPAQUE), tenant.clock.service(), tenant.visible_at());
    let mut directory = tenant.directory.lock();
    let Some(resource_id) = directory.principal_of(resource).map(|it| it.id.clone()) else { return };
    let known = directory
        .assignments
        .iter()
        .any(|it| it.principal_id == principal_id && it.resource_id == resource_id && it.role_id == role_id);
    if !known {
        let (principal_id, role_id) = (principal_id.to_owned(), role_id.to_owned());
        directory.assignments.push(RoleAssignment { id, principal_id, resource_id, role_id, created, visible_at });
    }
}
