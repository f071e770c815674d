//! Finding again what a run made in the tenant and was ended before it could write down, so that it can be taken back.

use super::made::Before;
use super::record::{KnownApp, Setup};
use super::register::bytes_of;
use crate::product::Product;
use domain::permissions::{self, PermissionKind};
use domain::{Outcome, plan::Plan};
use microsoft::Directory;

/// Looks in the tenant for what a run that did not end may have made beyond what is written down.
pub(crate) async fn recover(product: &Product, setup: &mut Setup, directory: &Directory) -> Outcome<()> {
    if !setup.made.unsure {
        return Ok(());
    }
    let plan = setup.planned()?.clone();
    for api in setup.made.resources_begun.clone() {
        if let Some(found) = directory.api(api).await? {
            setup.took_resource(api, &found.id);
        }
    }
    match (setup.before.clone(), setup.app.clone()) {
        (Some(before), Some(app)) if !app.ours => recover_existing(setup, directory, &plan, &before, app).await?,
        _ => recover_own(setup, directory).await?,
    }
    setup.made.unsure = false;
    product.keep_setup(setup)
}

/// An application of our own carries this setup's unique name; everything else goes with it.
async fn recover_own(setup: &mut Setup, directory: &Directory) -> Outcome<()> {
    if setup.made.application.is_some() {
        return Ok(());
    }
    if let Some(found) = directory.application_of(&setup.unique_name()).await? {
        setup.made.application = Some(found.id.clone());
        setup.app = Some(KnownApp::made(&found, &found.display_name));
    }
    Ok(())
}

/// What an app that existed has now, was asked for by the plan, and was not there before.
async fn recover_existing(
    setup: &mut Setup,
    directory: &Directory,
    plan: &Plan,
    before: &Before,
    app: KnownApp,
) -> Outcome<()> {
    let Some(now) = directory.application_with_client_id(app.client_id.as_str()).await? else { return Ok(()) };
    if let Some(sha1) = setup.certificate.as_ref().map(|kept| bytes_of(&kept.sha1))
        && let Some(key) = now.key_credentials.iter().find(|key| key.is(&sha1))
    {
        setup.took_key(&key.key_id);
    }
    if setup.made.secret_begun && setup.made.secret.is_none() {
        let name = setup.secret_name();
        let lost = now.password_credentials.iter().find(|key| key.display_name.as_deref() == Some(name.as_str()));
        setup.made.secret = lost.map(|key| key.key_id.clone());
    }
    let Some(principal) = directory.principal(app.client_id.as_str()).await? else { return Ok(()) };
    if !before.principal {
        setup.made.principal = Some(principal.id.clone());
    }
    setup.app = Some(KnownApp { principal: Some(principal.id.clone()), ..app });
    recover_grants(setup, directory, plan, &principal.id).await
}

async fn recover_grants(setup: &mut Setup, directory: &Directory, plan: &Plan, app: &str) -> Outcome<()> {
    let granted = directory.grants_of(app).await?;
    let delegated = directory.delegated_of(app).await?;
    for api in plan.apis() {
        let Some(resource) = directory.api(api).await? else { continue };
        for grant in granted.iter().filter(|grant| grant.resource_id == resource.id) {
            let value = resource.role_value(&grant.app_role_id).unwrap_or_default();
            if plan.of(api, PermissionKind::Application).any(|row| row.value == value) {
                setup.took_grant(&grant.id, &resource.id, value);
            }
        }
        for grant in delegated.iter().filter(|grant| grant.resource_id == resource.id) {
            if plan.of(api, PermissionKind::Delegated).next().is_some() {
                setup.took_delegated(&grant.id, &grant.scope);
            }
        }
    }
    for held in directory.roles_of(app).await? {
        let role = permissions::role_of(&held.role_definition_id);
        if let Some(role) = role.filter(|role| plan.roles.iter().any(|planned| planned.name == role.name)) {
            setup.took_role(&held.id, &role.name);
        }
    }
    Ok(())
}
