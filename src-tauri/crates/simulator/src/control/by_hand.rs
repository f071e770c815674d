//! A registration as an administrator makes it by hand, with whatever mistakes: registered and consented at once, without the waits of
//! replication.

use std::time::Instant;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::permissions::{self, Permission, Picked, Tab};
use crate::graph::{self, GraphProblem, Settings};
use crate::tenant::{
    ApplicationKey, DIRECTORY_ROLES, DirectoryRole, KeyCredential, PasswordCredential, ServicePrincipal, Tenant,
};

/// What is to be registered.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ByHand {
    display_name: String,
    /// Application permissions that are granted without being listed: `value`, or `surface/value`.
    #[serde(default)]
    roles: Vec<String>,
    /// Permissions that are listed.
    #[serde(default)]
    required: Vec<Picked>,
    /// Those of the listed ones that are granted; all when absent.
    granted: Option<Vec<Picked>>,
    /// False for a registration that nobody has made an enterprise application of.
    #[serde(default = "yes")]
    principal: bool,
    #[serde(default)]
    secret: bool,
    certificate: Option<String>,
    /// Names of directory roles that it holds.
    #[serde(default)]
    directory_roles: Vec<String>,
}

fn yes() -> bool {
    true
}

/// Registers, grants and assigns.
pub(crate) fn register(tenant: &Tenant, wanted: ByHand) -> Result<Value, String> {
    let said = |problem: GraphProblem| problem.message;
    let required = Permission::find_all(tenant, &wanted.required)?;
    let mut granted = match &wanted.granted {
        Some(picked) => Permission::find_all(tenant, picked)?,
        None if wanted.principal => required.clone(),
        None => Vec::new(),
    };
    if let Some(stranger) = granted.iter().find(|one| !required.contains(one)) {
        return Err(format!("'{}' is granted and not listed; list it in required as well", stranger.value));
    }
    granted.extend(unlisted(tenant, &wanted.roles)?);
    let held = wanted.directory_roles.iter().map(|name| role_id(name)).collect::<Result<Vec<_>, _>>()?;
    let bare = granted.is_empty() && held.is_empty();
    if !wanted.principal && !bare {
        return Err("without a service principal nothing can be granted or assigned".to_owned());
    }
    let now = Instant::now();
    let mut keys = Vec::new();
    if let Some(certificate) = wanted.certificate {
        let key = graph::new_key(tenant, &certificate, (None, None)).map_err(said)?;
        keys.push(KeyCredential { visible_at: now, ..key });
    }
    let key_id = keys.first().map(|key| key.key_id.clone());
    let mut properties = Map::new();
    properties.insert("displayName".to_owned(), json!(wanted.display_name));
    properties.insert("signInAudience".to_owned(), json!("AzureADMyOrg"));
    let application =
        graph::register(tenant, Settings { properties, unique_name: None, keys: Some(keys) }, None).map_err(said)?;
    let secret = wanted.secret.then(|| new_secret(tenant));
    let shown = secret.as_ref().map(|secret| secret.secret.clone());
    let secret_id = secret.as_ref().map(|secret| secret.key_id.clone());
    let principal = wanted.principal.then(|| principal_of(tenant, &application.app_id, &wanted.display_name));
    {
        let mut directory = tenant.directory.lock();
        if let Some(application) = directory.application_mut(ApplicationKey::Id(&application.id)) {
            application.visible_at = now;
            application.secrets.extend(secret);
            permissions::add(application, &required);
        }
        directory.principals.extend(principal.clone());
    }
    if let Some(principal) = &principal {
        permissions::grant(tenant, &principal.id, &granted)?;
        held.into_iter().for_each(|role| assign_role(tenant, &principal.id, role));
    }
    Ok(json!({
        "app_id": application.app_id, "object_id": application.id,
        "service_principal_id": principal.map(|principal| principal.id),
        "secret": shown, "secret_id": secret_id, "key_id": key_id,
    }))
}

/// Application permissions by name alone, or with the surface in front: two resources may have one of the same name.
fn unlisted(tenant: &Tenant, roles: &[String]) -> Result<Vec<Permission>, String> {
    let found = roles.iter().map(|value| {
        let (surface, name) = value.split_once('/').map_or((None, value.as_str()), |(left, right)| (Some(left), right));
        let here = |it: &&crate::tenant::Resource| surface.is_none_or(|surface| surface == it.loopback);
        let resource = tenant.resources.iter().filter(here).find_map(|resource| {
            let (_, id) = resource.roles.iter().find(|(role, _)| role == name)?;
            Some((resource.app_id.clone(), id.clone()))
        });
        let (resource, id) = resource.ok_or_else(|| format!("no resource has the application permission '{value}'"))?;
        Ok(Permission { resource, id, value: name.to_owned(), tab: Tab::Application })
    });
    found.collect()
}

/// The template id of a directory role.
pub(crate) fn role_id(name: &str) -> Result<String, String> {
    let found = DIRECTORY_ROLES.iter().find(|(_, known)| *known == name);
    found.map(|(id, _)| (*id).to_owned()).ok_or_else(|| format!("there is no directory role '{name}'"))
}

/// A service principal that everybody sees at once.
pub(crate) fn principal_of(tenant: &Tenant, app_id: &str, display_name: &str) -> ServicePrincipal {
    ServicePrincipal {
        id: tenant.new_id(),
        app_id: app_id.to_owned(),
        display_name: display_name.to_owned(),
        enabled: true,
        assignment_required: false,
        visible_at: Instant::now(),
    }
}

/// A secret of two years that works at once.
pub(crate) fn new_secret(tenant: &Tenant) -> PasswordCredential {
    let created = tenant.clock.service();
    let secret = graph::new_secret(tenant, None, created, graph::in_two_years(created));
    PasswordCredential { visible_at: Instant::now(), ..secret }
}

/// Assigns a directory role, once.
pub(crate) fn assign_role(tenant: &Tenant, principal_id: &str, role_id: String) {
    let (id, principal_id, visible_at) = (tenant.new_id(), principal_id.to_owned(), Instant::now());
    let mut directory = tenant.directory.lock();
    if !directory.directory_roles.iter().any(|it| it.principal_id == principal_id && it.role_id == role_id) {
        directory.directory_roles.push(DirectoryRole { id, principal_id, role_id, visible_at });
    }
}
