//! What a person does in the portal with an app that is there, one act at a time: so that a test can make every mistake and mend it.

use serde::Deserialize;
use serde_json::{Value, json};

use super::by_hand;
use super::permissions::{self, Permission, Picked};
use crate::graph;
use crate::login;
use crate::tenant::{Application, ApplicationKey, KeyCredential, ServicePrincipal, Tenant};

/// One act. `app` is a client id or an object id; permissions are named as for `/register`.
#[derive(Debug, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Act {
    /// API permissions, Add a permission.
    AddPermissions { app: String, permissions: Vec<Picked> },
    /// API permissions, Remove permission: what was granted stays granted.
    RemovePermissions { app: String, permissions: Vec<Picked> },
    /// API permissions, Grant admin consent: for everything that is listed.
    GrantConsent { app: String },
    /// API permissions, Revoke admin consent: for these, or for everything.
    RevokeConsent { app: String, permissions: Option<Vec<Picked>> },
    /// Certificates & secrets, Upload certificate: the base64 of its DER.
    UploadCertificate { app: String, certificate: String },
    /// Certificates & secrets, the bin: that certificate, or all.
    RemoveCertificate { app: String, key_id: Option<String> },
    /// Certificates & secrets, New client secret.
    AddSecret { app: String },
    /// Certificates & secrets, the bin: that secret, or all.
    RemoveSecret { app: String, key_id: Option<String> },
    /// Roles and administrators, Add assignments.
    AssignRole { app: String, role: String },
    /// Roles and administrators, Remove assignments.
    RemoveRole { app: String, role: String },
    /// Overview, Create service principal.
    CreatePrincipal { app: String },
    /// Enterprise applications, Delete.
    DeletePrincipal { app: String },
    /// Enterprise applications, Enabled for users to sign-in: Yes. `of` is an app, or a resource by its surface.
    Enable { of: String },
    /// The same: No.
    Disable { of: String },
    /// Branding & properties, Name.
    Rename { app: String, display_name: String },
    /// App registrations, Delete.
    DeleteApp { app: String },
    /// Deleted applications, Restore app registration.
    RestoreApp { app: String },
}

/// Does it; an answer of what came of it, empty for most.
pub(crate) fn perform(tenant: &Tenant, act: &Act) -> Result<Value, String> {
    match act {
        Act::AddPermissions { app, permissions: picked } => {
            let found = Permission::find_all(tenant, picked)?;
            change(tenant, app, |application| permissions::add(application, &found))
        }
        Act::RemovePermissions { app, permissions: picked } => {
            let found = Permission::find_all(tenant, picked)?;
            change(tenant, app, |application| permissions::remove(application, &found))
        }
        Act::GrantConsent { app } => login::consent_by_hand(tenant, &application(tenant, app)?.app_id).map(done),
        Act::RevokeConsent { app, permissions: picked } => revoke(tenant, app, picked.as_deref()),
        Act::UploadCertificate { app, certificate } => {
            let key = graph::new_key(tenant, certificate, (None, None)).map_err(|problem| problem.message)?;
            let key = KeyCredential { visible_at: std::time::Instant::now(), ..key };
            let answer = json!({ "key_id": key.key_id });
            change(tenant, app, |application| application.keys.push(key))?;
            Ok(answer)
        }
        Act::RemoveCertificate { app, key_id } => {
            change(tenant, app, |it| it.keys.retain(|key| key_id.as_ref().is_some_and(|id| *id != key.key_id)))
        }
        Act::AddSecret { app } => {
            let secret = by_hand::new_secret(tenant);
            let answer = json!({ "secret": secret.secret, "secret_id": secret.key_id });
            change(tenant, app, |application| application.secrets.push(secret))?;
            Ok(answer)
        }
        Act::RemoveSecret { app, key_id } => {
            change(tenant, app, |it| it.secrets.retain(|secret| key_id.as_ref().is_some_and(|id| *id != secret.key_id)))
        }
        Act::AssignRole { app, role } => {
            let role = by_hand::role_id(role)?;
            by_hand::assign_role(tenant, &principal(tenant, app)?.id, role);
            Ok(json!({}))
        }
        Act::RemoveRole { app, role } => {
            let (role, principal) = (by_hand::role_id(role)?, principal(tenant, app)?.id);
            let mut directory = tenant.directory.lock();
            directory.directory_roles.retain(|it| it.principal_id != principal || it.role_id != role);
            Ok(json!({}))
        }
        Act::CreatePrincipal { app } => {
            let application = application(tenant, app)?;
            if principal(tenant, app).is_ok() {
                return Err("it has a service principal already".to_owned());
            }
            let made = by_hand::principal_of(tenant, &application.app_id, application.display_name());
            let answer = json!({ "service_principal_id": made.id });
            tenant.directory.lock().principals.push(made);
            Ok(answer)
        }
        Act::DeletePrincipal { app } => {
            let id = principal(tenant, app)?.id;
            tenant.directory.lock().delete_principal(&id);
            Ok(json!({}))
        }
        Act::Enable { of } => enable(tenant, of, true),
        Act::Disable { of } => enable(tenant, of, false),
        Act::Rename { app, display_name } => change(tenant, app, |application| {
            application.properties.insert("displayName".to_owned(), json!(display_name));
        }),
        Act::DeleteApp { app } => {
            let (id, now) = (application(tenant, app)?.id, tenant.clock.service());
            tenant.directory.lock().delete_application(ApplicationKey::Id(&id), now);
            Ok(json!({}))
        }
        Act::RestoreApp { app } => {
            let mut directory = tenant.directory.lock();
            let deleted = directory.deleted.iter().map(|it| &it.application);
            let id = deleted.filter(|it| it.id == *app || it.app_id == *app).map(|it| it.id.clone()).next();
            let id = id.ok_or_else(|| format!("no app '{app}' was deleted"))?;
            directory.restore(&id);
            Ok(json!({}))
        }
    }
}

fn done(_: ()) -> Value {
    json!({})
}

fn unknown(app: &str) -> String {
    format!("there is no app '{app}'")
}

fn application(tenant: &Tenant, app: &str) -> Result<Application, String> {
    let directory = tenant.directory.lock();
    let found =
        directory.application(ApplicationKey::AppId(app)).or_else(|| directory.application(ApplicationKey::Id(app)));
    found.cloned().ok_or_else(|| unknown(app))
}

fn change(tenant: &Tenant, app: &str, change: impl FnOnce(&mut Application)) -> Result<Value, String> {
    let id = application(tenant, app)?.id;
    let mut directory = tenant.directory.lock();
    change(directory.application_mut(ApplicationKey::Id(&id)).ok_or_else(|| unknown(app))?);
    Ok(json!({}))
}

fn principal(tenant: &Tenant, app: &str) -> Result<ServicePrincipal, String> {
    let application = application(tenant, app)?;
    let directory = tenant.directory.lock();
    let found = directory.principal_of(&application.app_id).cloned();
    found.ok_or_else(|| format!("the app '{app}' has no service principal"))
}

fn revoke(tenant: &Tenant, app: &str, picked: Option<&[Picked]>) -> Result<Value, String> {
    let principal = principal(tenant, app)?.id;
    let chosen = picked.map(|picked| Permission::find_all(tenant, picked)).transpose()?;
    let mut directory = tenant.directory.lock();
    match chosen {
        Some(chosen) => permissions::revoke(&mut directory, &principal, &chosen),
        None => {
            directory.assignments.retain(|it| it.principal_id != principal);
            directory.grants.retain(|it| it.client_id != principal);
        }
    }
    Ok(json!({}))
}

fn enable(tenant: &Tenant, of: &str, enabled: bool) -> Result<Value, String> {
    let app_id = match tenant.resources.at(of) {
        Some(resource) => resource.app_id.clone(),
        None => application(tenant, of)?.app_id,
    };
    let mut directory = tenant.directory.lock();
    let found = directory.principals.iter_mut().find(|it| it.app_id == app_id);
    found.ok_or_else(|| format!("the tenant has no service principal of '{of}'"))?.enabled = enabled;
    Ok(json!({}))
}
