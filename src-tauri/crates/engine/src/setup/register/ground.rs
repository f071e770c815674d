//! Everything that would make a later step fail, looked for before anything is created.

use super::super::made::Before;
use super::super::record::{Compared, KnownApp, Setup};
use super::{Ground, id_of, why_no_app};
use crate::product::Product;
use domain::cloud::Api;
use domain::ids::ClientId;
use domain::permissions;
use domain::plan::Plan;
use domain::tenant::CredentialKind;
use domain::{Code, Outcome, Problem};
use microsoft::{AppRegistration, CredentialPolicy, Directory, ServicePrincipal};
use std::collections::BTreeMap;

/// Looks for everything that would make a later step fail, before anything is created.
pub(crate) async fn check(product: &Product, setup: &mut Setup, directory: &Directory) -> Outcome<(Ground, String)> {
    let plan = setup.planned()?.clone();
    let organization = directory.organization().await?;
    if let Some(tenant) = setup.tenant.as_mut() {
        if !organization.name.is_empty() {
            tenant.name.clone_from(&organization.name);
        }
        if !organization.domain.is_empty() {
            tenant.domain.clone_from(&organization.domain);
        }
    }
    let policy = directory.credential_policy(product.now()).await?;
    check_policy(&plan, &policy)?;
    let (mut apis, mut absent) = (BTreeMap::new(), Vec::new());
    for api in plan.apis() {
        match resource(setup, directory, api).await? {
            Some(principal) => {
                check_offered(&plan, api, &principal)?;
                apis.insert(api, principal);
            }
            None => absent.push(api),
        }
    }
    let existing = match &setup.app {
        Some(app) if !app.ours => Some(adopted(product, setup, directory, &app.client_id.clone(), &apis).await?),
        _ => {
            check_name(setup, directory, &plan).await?;
            None
        }
    };
    for api in absent {
        let principal = create(product, setup, directory, api).await?;
        check_offered(&plan, api, &principal)?;
        apis.insert(api, principal);
    }
    product.keep_setup(setup)?;
    let rules = match (&policy.read, policy.certificate_days) {
        (false, _) => "the policy could not be read".to_owned(),
        (true, Some(days)) => format!("certificates may last {days} days at most"),
        (true, None) => "no policy stands in the way".to_owned(),
    };
    let noun = if apis.len() == 1 { "API" } else { "APIs" };
    let detail = format!("{} {noun} present, {rules}", apis.len());
    Ok((Ground { policy, apis, existing }, detail))
}

fn check_policy(plan: &Plan, policy: &CredentialPolicy) -> Outcome<()> {
    if policy.secrets_forbidden && plan.has(CredentialKind::Secret) {
        let needs: Vec<_> = plan.credentials.iter().filter(|one| one.kind == CredentialKind::Secret).collect();
        let titles: Vec<_> = needs.iter().flat_map(|one| one.serves.iter().map(String::as_str)).collect();
        let message =
            format!("The tenant's app management policy forbids client secrets, and {} needs one.", titles.join(", "));
        return Err(Problem::new(Code::PolicyForbids, message));
    }
    Ok(())
}

/// The service principal of an API; none where the tenant does not have it yet.
async fn resource(setup: &mut Setup, directory: &Directory, api: Api) -> Outcome<Option<ServicePrincipal>> {
    let Some(principal) = directory.api(api).await? else { return Ok(None) };
    if !principal.account_enabled {
        let message = format!(
            "{} is disabled in this tenant: the licence has lapsed, or an administrator switched the enterprise application off.",
            permissions::api(api).name
        );
        return Err(Problem::new(Code::ProductMissing, message).fact("Service principal", &principal.id));
    }
    if setup.made.resources_begun.contains(&api) {
        // A run that was ended before it could write it down made it.
        setup.took_resource(api, &principal.id);
    }
    Ok(Some(principal))
}

/// Creates the service principal of an API that the tenant may have and does not yet.
async fn create(product: &Product, setup: &mut Setup, directory: &Directory, api: Api) -> Outcome<ServicePrincipal> {
    setup.made.unsure = true;
    setup.made.resources_begun.push(api);
    product.keep_setup(setup)?;
    let created = directory.create_api(api).await?;
    setup.took_resource(api, &created.id);
    product.keep_setup(setup)?;
    Ok(created)
}

/// Every planned permission is in the tenant's own list.
fn check_offered(plan: &Plan, api: Api, principal: &ServicePrincipal) -> Outcome<()> {
    for permission in plan.permissions.iter().filter(|permission| permission.api == api) {
        if id_of(principal, permission.kind, &permission.value).is_none() {
            let titles: Vec<_> = permission.reasons.iter().map(|reason| reason.title.as_str()).collect();
            let message = format!(
                "{} of this tenant does not offer {} ({}), which {} needs.",
                permissions::api(api).name,
                permission.value,
                permission.kind.label(),
                titles.join(", ")
            );
            return Err(Problem::new(Code::PermissionGone, message));
        }
    }
    Ok(())
}

/// Another app of the same name is not ours, and not touched.
async fn check_name(setup: &Setup, directory: &Directory, plan: &Plan) -> Outcome<()> {
    let same = directory.applications_named(&plan.app_name).await?;
    let unique = setup.unique_name();
    let ours = |app: &AppRegistration| {
        app.unique_name.as_deref() == Some(unique.as_str())
            || setup.made.application.as_deref() == Some(app.id.as_str())
    };
    match same.iter().find(|app| !ours(app)) {
        None => Ok(()),
        Some(other) => {
            let message =
                format!("The tenant has an app named \u{201c}{}\u{201d} that this setup did not make.", plan.app_name);
            Err(Problem::new(Code::NameTaken, message)
                .fact("Application (client) ID", &other.app_id)
                .fact("Object ID", &other.id))
        }
    }
}

/// An app that exists, with what it had before, which is shown before it is changed.
async fn adopted(
    product: &Product,
    setup: &mut Setup,
    directory: &Directory,
    client_id: &ClientId,
    apis: &BTreeMap<Api, ServicePrincipal>,
) -> Outcome<AppRegistration> {
    let found = match directory.application_with_client_id(client_id.as_str()).await? {
        Some(found) => found,
        None => return Err(why_no_app(directory, client_id).await?),
    };
    let principal = directory.principal(client_id.as_str()).await?;
    let (assignments, delegated, roles) = match &principal {
        None => (Vec::new(), Vec::new(), Vec::new()),
        Some(principal) => (
            directory.grants_of(&principal.id).await?,
            directory.delegated_of(&principal.id).await?,
            directory.roles_of(&principal.id).await?,
        ),
    };
    if setup.before.is_none() {
        setup.before = Some(Before {
            access: found.required_resource_access.clone(),
            assignments: assignments.iter().map(|row| row.id.clone()).collect(),
            delegated: delegated.iter().map(|row| (row.id.clone(), row.scope.clone())).collect(),
            roles: roles.iter().map(|row| row.id.clone()).collect(),
            principal: principal.is_some(),
            keys: found.key_credentials.iter().map(|key| key.key_id.clone()).collect(),
        });
    }
    setup.app = Some(KnownApp {
        client_id: client_id.clone(),
        object_id: Some(found.id.clone()),
        principal: principal.map(|principal| principal.id),
        name: Some(found.display_name.clone()),
        ours: false,
    });
    let shown = setup.compared.as_ref().is_some_and(|compared| compared.client_id == client_id.as_str());
    setup.compared = Some(Compared {
        client_id: client_id.0.clone(),
        name: Some(found.display_name.clone()),
        granted: apis
            .iter()
            .map(|(api, resource)| {
                let own = assignments.iter().filter(|row| row.resource_id == resource.id);
                let values = own.filter_map(|row| resource.role_value(&row.app_role_id)).map(str::to_owned);
                (*api, Some(values.collect()))
            })
            .collect(),
        delegated: Some(
            apis.iter()
                .map(|(api, resource)| {
                    let own = delegated.iter().filter(|row| row.resource_id == resource.id);
                    (*api, own.flat_map(|row| row.scope.split_whitespace().map(str::to_owned)).collect())
                })
                .collect(),
        ),
        roles: Some(
            roles
                .iter()
                .filter_map(|row| permissions::role_of(&row.role_definition_id))
                .map(|row| row.name.clone())
                .collect(),
        ),
    });
    product.keep_setup(setup)?;
    if !shown {
        let message = format!(
            "\u{201c}{}\u{201d} exists already. What it lacks and what it has beyond the plan is shown now; nothing was changed.",
            found.display_name
        );
        return Err(Problem::new(Code::DifferencesFirst, message).fact("Application (client) ID", client_id));
    }
    Ok(found)
}
