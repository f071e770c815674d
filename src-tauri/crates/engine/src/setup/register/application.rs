//! The application: created with its permissions and certificate, or an existing one brought to the plan; its secret; and read back.

use super::super::record::{KeptSecret, KnownApp, Setup};
use super::{Ground, bytes_of, der_of, id_of};
use crate::product::Product;
use domain::cloud::Api;
use domain::ids::CredentialId;
use domain::permissions;
use domain::plan::Plan;
use domain::tenant::{Credential, CredentialKind};
use domain::{Code, Outcome, Problem};
use jiff::SignedDuration;
use microsoft::{AppRegistration, CredentialPolicy, Directory, RequiredAccess, RequiredEntry, ServicePrincipal};
use std::collections::BTreeMap;

/// Days that a secret is valid for, unless the tenant's policy allows fewer. Source: microsoft-apis, secrets.
const SECRET_DAYS: u32 = 365;

/// Creates the application with its permissions and certificate, or brings an existing one to the plan; then reads it back.
pub(crate) async fn application(
    product: &Product,
    setup: &mut Setup,
    directory: &Directory,
    ground: &Ground,
) -> Outcome<String> {
    let plan = setup.planned()?.clone();
    let access = access(&plan, &ground.apis);
    setup.made.unsure = true;
    product.keep_setup(setup)?;
    match &ground.existing {
        Some(existing) => bring_to_plan(product, setup, directory, existing, &access).await?,
        None if setup.made.application.is_none() => create(product, setup, directory, &plan, &access).await?,
        None => {}
    }
    let object_id = setup.known_app()?.object_id.clone().unwrap_or_default();
    if plan.has(CredentialKind::Secret) && setup.secret.is_none() {
        secret(product, setup, directory, &object_id, &ground.policy).await?;
    }
    let read = directory.read_back(&object_id).await?;
    let missing =
        access.iter().flat_map(|api| api.resource_access.iter().map(move |entry| (api, entry))).find(|(api, entry)| {
            let same = |row: &&RequiredAccess| row.resource_app_id.eq_ignore_ascii_case(&api.resource_app_id);
            !read.required_resource_access.iter().filter(same).any(|row| row.resource_access.contains(entry))
        });
    if let Some((api, entry)) = missing {
        let message =
            format!("The app does not list the permission {} of {} after it was set.", entry.id, api.resource_app_id);
        return Err(Problem::new(Code::ReadBackDiffers, message));
    }
    if let Some(certificate) = &mut setup.certificate {
        let sha1 = bytes_of(&certificate.sha1);
        let Some(key) = read.key_credentials.iter().find(|key| key.is(&sha1)) else {
            let message =
                format!("The app does not list the certificate {} after it was registered.", certificate.sha1);
            return Err(Problem::new(Code::ReadBackDiffers, message));
        };
        certificate.key_id = Some(key.key_id.clone());
        setup.took_key(&key.key_id);
    }
    product.keep_setup(setup)?;
    Ok(format!("Application (client) ID {}", setup.known_app()?.client_id))
}

/// What the application asks for, with the ids of the tenant's own list.
pub(crate) fn access(plan: &Plan, apis: &BTreeMap<Api, ServicePrincipal>) -> Vec<RequiredAccess> {
    let entries = |api: Api, principal: &ServicePrincipal| {
        let own = plan.permissions.iter().filter(move |permission| permission.api == api);
        own.filter_map(|permission| {
            let id = id_of(principal, permission.kind, &permission.value)?.to_owned();
            Some(RequiredEntry { id, kind: permission.kind.wire().to_owned() })
        })
        .collect()
    };
    apis.iter()
        .map(|(api, principal)| RequiredAccess {
            resource_app_id: permissions::api(*api).app_id.clone(),
            resource_access: entries(*api, principal),
        })
        .collect()
}

async fn create(
    product: &Product,
    setup: &mut Setup,
    directory: &Directory,
    plan: &Plan,
    access: &[RequiredAccess],
) -> Outcome<()> {
    let der = setup.certificate.as_ref().map(|kept| (der_of(&kept.der), format!("CN={}", kept.name)));
    let certificate = der.as_ref().map(|(der, name)| (der.as_slice(), name.as_str()));
    let content = AppRegistration::content(&plan.app_name, access, certificate)?;
    let with = if certificate.is_some() { ", with its permissions and certificate" } else { "" };
    let what = format!("Create the application \u{201c}{}\u{201d}{with}", plan.app_name);
    // Its unique name is this setup's own: one that is there was made by a run that was ended before it could write it down.
    let (app, _) = directory.put_application(&setup.unique_name(), &content, &what).await?;
    setup.made.application = Some(app.id.clone());
    setup.app = Some(KnownApp::made(&app, &plan.app_name));
    product.keep_setup(setup)
}

/// Adds to an app that exists what the plan shows as missing, and nothing else.
async fn bring_to_plan(
    product: &Product,
    setup: &mut Setup,
    directory: &Directory,
    existing: &AppRegistration,
    access: &[RequiredAccess],
) -> Outcome<()> {
    let mut merged = existing.required_resource_access.clone();
    for wanted in access {
        match merged.iter_mut().find(|row| row.resource_app_id.eq_ignore_ascii_case(&wanted.resource_app_id)) {
            Some(row) => {
                let new: Vec<_> = wanted
                    .resource_access
                    .iter()
                    .filter(|entry| !row.resource_access.contains(entry))
                    .cloned()
                    .collect();
                row.resource_access.extend(new);
            }
            None => merged.push(wanted.clone()),
        }
    }
    let mut content = serde_json::Map::new();
    if merged != existing.required_resource_access {
        content.insert("requiredResourceAccess".to_owned(), AppRegistration::access(&merged)?);
        setup.made.access = true;
    }
    if let Some(kept) = &setup.certificate {
        let sha1 = bytes_of(&kept.sha1);
        if !existing.key_credentials.iter().any(|key| key.is(&sha1)) {
            let name = format!("CN={}", kept.name);
            content.insert("keyCredentials".to_owned(), existing.keys_with(&der_of(&kept.der), &name));
        }
    }
    if content.is_empty() {
        return Ok(());
    }
    product.keep_setup(setup)?;
    let what = format!("Bring \u{201c}{}\u{201d} to the plan", existing.display_name);
    directory.change_application(&existing.id, serde_json::Value::Object(content), &what).await
}

/// Makes a client secret and puts it into the keyring at once. One whose value was lost to a kill is removed first.
async fn secret(
    product: &Product,
    setup: &mut Setup,
    directory: &Directory,
    object_id: &str,
    policy: &CredentialPolicy,
) -> Outcome<()> {
    let name = setup.secret_name();
    if setup.made.secret_begun {
        let lost = directory.read_back(object_id).await?;
        for key in lost.password_credentials.iter().filter(|key| key.display_name.as_deref() == Some(name.as_str())) {
            directory.remove_secret(object_id, &key.key_id).await?;
        }
    }
    setup.made.secret_begun = true;
    product.keep_setup(setup)?;
    let now = product.now();
    let days = policy.secret_days.map_or(SECRET_DAYS, |most| most.min(SECRET_DAYS));
    let ends = now.checked_add(SignedDuration::from_hours(24 * i64::from(days))).unwrap_or(now);
    let made = directory.add_secret(object_id, &name, ends).await?;
    let id = CredentialId(uuid::Uuid::new_v4().to_string());
    let credential = Credential {
        id: id.clone(),
        kind: CredentialKind::Secret,
        added: now,
        expires: made.ends.or(Some(ends)),
        thumbprint: String::new(),
    };
    let key_id = made.key_id.clone();
    product.apart(move |product| product.inner.vault.save_secret(&id, &made.value)).await?;
    setup.made.secret = Some(key_id.clone());
    setup.secret = Some(KeptSecret { credential, key_id: Some(key_id) });
    product.keep_setup(setup)
}
