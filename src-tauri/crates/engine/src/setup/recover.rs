//! Finding again what a run made in the tenant and was ended before it could write down, so that it can be taken back.

use super::record::{Before, KnownApp, MadeGrant, Setup};
use super::register::bytes_of;
use crate::product::Product;
use domain::ids::ClientId;
use domain::permissions::{self, PermissionKind};
use domain::{Outcome, plan::Plan};
use microsoft::{Directory, ServicePrincipal};

/// Looks in the tenant for what a run that did not end may have made beyond what is written down.
pub(crate) async fn recover(product: &Product, setup: &mut Setup, directory: &Directory) -> Outcome<()> {
    if !setup.made.unsure {
        return Ok(());
    }
    let plan = setup.planned()?.clone();
    for api in setup.made.resources_begun.clone() {
        let row = permissions::api(api);
        let known = setup.made.resources.iter().any(|(known, _)| *known == api);
        if let (false, Some(found)) = (known, directory.api(&row.app_id, &row.name).await?) {
            setup.made.resources.push((api, found.id));
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
        setup.app = Some(KnownApp {
            client_id: ClientId(found.app_id.to_lowercase()),
            object_id: Some(found.id),
            principal: None,
            name: Some(found.display_name),
            ours: true,
        });
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
    if let (true, Some(kept)) = (setup.made.key_begun, &setup.certificate) {
        let sha1 = bytes_of(&kept.sha1);
        setup.made.key = now.key_credentials.iter().find(|key| key.is(&sha1)).map(|key| key.key_id.clone());
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
    recover_grants(setup, directory, plan, before, &principal).await
}

async fn recover_grants(
    setup: &mut Setup,
    directory: &Directory,
    plan: &Plan,
    before: &Before,
    principal: &ServicePrincipal,
) -> Outcome<()> {
    let made = &mut setup.made;
    let granted = directory.grants_of(&principal.id).await?;
    let delegated = directory.delegated_of(&principal.id).await?;
    for api in plan.apis() {
        let row = permissions::api(api);
        let Some(resource) = directory.api(&row.app_id, &row.name).await? else { continue };
        for grant in granted.iter().filter(|grant| grant.resource_id == resource.id) {
            let value = resource.role_value(&grant.app_role_id).unwrap_or_default();
            let planned = plan.of(api, PermissionKind::Application).any(|row| row.value == value);
            let known = before.assignments.contains(&grant.id) || made.assignments.iter().any(|one| one.id == grant.id);
            if planned && !known {
                let (resource, value) = (resource.id.clone(), value.to_owned());
                made.assignments.push(MadeGrant { id: grant.id.clone(), resource, value });
            }
        }
        for grant in delegated.iter().filter(|grant| grant.resource_id == resource.id) {
            let had = before.delegated.iter().find(|(id, _)| *id == grant.id).map(|(_, scope)| scope.clone());
            let known = made.delegated.iter().any(|(id, _)| *id == grant.id);
            let planned = plan.of(api, PermissionKind::Delegated).next().is_some();
            if planned && !known && had.as_ref() != Some(&grant.scope) {
                made.delegated.push((grant.id.clone(), had));
            }
        }
    }
    for held in directory.roles_of(&principal.id).await? {
        let name = permissions::role_of(&held.role_definition_id).map(|row| row.name.clone());
        let planned = name.filter(|name| plan.roles.iter().any(|role| role.name == *name));
        let known = before.roles.contains(&held.id) || made.roles.iter().any(|(id, _)| *id == held.id);
        if let (Some(name), false) = (planned, known) {
            made.roles.push((held.id, name));
        }
    }
    Ok(())
}
