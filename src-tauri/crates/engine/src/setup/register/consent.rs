//! Admin consent as what it is made of: every permission granted, API by API, and the grants read back.

use super::super::record::Setup;
use super::Ground;
use super::parts::Parts;
use crate::product::Product;
use crate::steps::Under;
use domain::permissions::{self, PermissionKind};
use domain::plan::Plan;
use domain::{Code, Outcome, Problem};
use microsoft::Directory;

/// Grants every permission of the plan, API by API, and reads the grants back.
pub(crate) async fn consent(
    product: &Product,
    setup: &mut Setup,
    directory: &Directory,
    ground: &Ground,
    under: &Under,
) -> Outcome<((), String)> {
    let plan = setup.planned()?.clone();
    let app = setup.known_app()?.principal.clone().unwrap_or_default();
    // On a first run nothing is granted yet, and asking would be a call too many.
    let fresh = setup.made.assignments.is_empty() && setup.app.as_ref().is_some_and(|app| app.ours);
    let granted = if fresh { Vec::new() } else { directory.grants_of(&app).await? };
    let mut parts = Parts::new(&plan);
    for (api, resource) in &ground.apis {
        for permission in plan.of(*api, PermissionKind::Application) {
            let role = resource.role_id(&permission.value).unwrap_or_default();
            if !granted.iter().any(|row| row.resource_id == resource.id && row.app_role_id.eq_ignore_ascii_case(role)) {
                parts.runs(*api, under);
                let what = format!("Grant {} of {}", permission.value, permissions::api(*api).name);
                if let Some(id) = directory.grant(&app, resource, role, &what).await? {
                    setup.took_grant(&id, &resource.id, &permission.value);
                    product.keep_setup(setup)?;
                }
            }
            parts.one_more(*api, under);
            under.changed(count(setup));
        }
    }
    delegated(product, setup, directory, ground, &plan, &app).await?;
    for api in plan.delegated_apis() {
        for _ in plan.of(api, PermissionKind::Delegated) {
            parts.one_more(api, under);
        }
    }
    read_back(product, setup, directory, ground, &plan, &app).await?;
    under.changed(count(setup));
    let noun = if plan.permissions.len() == 1 { "permission" } else { "permissions" };
    Ok(((), format!("{} of {} {noun}", plan.permissions.len(), plan.permissions.len())))
}

fn count(setup: &Setup) -> u32 {
    u32::try_from(setup.made.assignments.len() + setup.made.delegated.len()).unwrap_or(0)
}

async fn delegated(
    product: &Product,
    setup: &mut Setup,
    directory: &Directory,
    ground: &Ground,
    plan: &Plan,
    app: &str,
) -> Outcome<()> {
    for (api, resource) in &ground.apis {
        let values: Vec<_> = plan.of(*api, PermissionKind::Delegated).map(|row| row.value.as_str()).collect();
        if values.is_empty() {
            continue;
        }
        let what = format!("Grant {} of {}, delegated", values.join(" "), permissions::api(*api).name);
        if let Some(id) = directory.grant_delegated(app, &resource.id, &values.join(" "), &what).await? {
            setup.took_delegated(&id, &values.join(" "));
            product.keep_setup(setup)?;
            continue;
        }
        // There is one for this API already: it is extended, and keeps what it had for the way back.
        let known = directory.delegated_of(app).await?;
        let Some(known) =
            known.into_iter().find(|row| row.resource_id == resource.id && row.consent_type == "AllPrincipals")
        else {
            continue;
        };
        let has: Vec<_> = known.scope.split_whitespace().collect();
        let new: Vec<_> = values.iter().filter(|value| !has.contains(value)).copied().collect();
        let all = has.iter().copied().chain(new.iter().copied()).collect::<Vec<_>>().join(" ");
        if !new.is_empty() {
            directory.change_delegated(&known.id, &all, &what).await?;
        }
        // What was there before with all of it stays out; the rest is ours, also where a run was ended before it was written down.
        setup.took_delegated(&known.id, if new.is_empty() { &known.scope } else { &all });
        product.keep_setup(setup)?;
    }
    Ok(())
}

/// What the tenant shows now is compared with the plan; grants whose making was not written down are found again.
async fn read_back(
    product: &Product,
    setup: &mut Setup,
    directory: &Directory,
    ground: &Ground,
    plan: &Plan,
    app: &str,
) -> Outcome<()> {
    let wants_roles = plan.permissions.iter().any(|row| row.kind == PermissionKind::Application);
    let granted = if wants_roles { directory.grants_of(app).await? } else { Vec::new() };
    let delegated = if plan.delegated_apis().is_empty() { Vec::new() } else { directory.delegated_of(app).await? };
    for permission in &plan.permissions {
        let Some(resource) = ground.apis.get(&permission.api) else { continue };
        let there = match permission.kind {
            PermissionKind::Application => {
                let id = resource.role_id(&permission.value).unwrap_or_default();
                let found = granted
                    .iter()
                    .find(|row| row.resource_id == resource.id && row.app_role_id.eq_ignore_ascii_case(id));
                if let Some(found) = found {
                    setup.took_grant(&found.id, &resource.id, &permission.value);
                }
                found.is_some()
            }
            PermissionKind::Delegated => delegated.iter().any(|row| {
                row.resource_id == resource.id && row.scope.split_whitespace().any(|one| one == permission.value)
            }),
        };
        if !there {
            let message = format!(
                "{} of {} was granted, but reading the grants back does not show it.",
                permission.value,
                permissions::api(permission.api).name
            );
            return Err(Problem::new(Code::ReadBackDiffers, message));
        }
    }
    product.keep_setup(setup)
}
