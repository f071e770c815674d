//! The steps that change the tenant. Each finds what is there before it makes anything, keeps what it made at once, and reads back.

use super::record::{Before, Compared, KeptSecret, KnownApp, MadeGrant, Setup};
use crate::product::Product;
use crate::steps::{Part, StepState, Under};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::cloud::Api;
use domain::ids::{ClientId, CredentialId};
use domain::permissions::{self, PermissionKind};
use domain::plan::Plan;
use domain::tenant::{Credential, CredentialKind};
use domain::{Code, Outcome, Problem};
use jiff::SignedDuration;
use microsoft::{AppRegistration, CredentialPolicy, Directory, RequiredAccess, RequiredEntry, ServicePrincipal};
use std::collections::BTreeMap;

/// Days that a secret is valid for, unless the tenant's policy allows fewer. Source: microsoft-apis, secrets.
const SECRET_DAYS: u32 = 365;

/// What the steps stand on: the tenant's own list of permissions, its rules, and the app that exists already.
pub(crate) struct Ground {
    pub(crate) policy: CredentialPolicy,
    apis: BTreeMap<Api, ServicePrincipal>,
    existing: Option<AppRegistration>,
}

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
    let mut apis = BTreeMap::new();
    for api in plan.apis() {
        let principal = resource(product, setup, directory, api).await?;
        check_offered(&plan, api, &principal)?;
        apis.insert(api, principal);
    }
    let existing = match &setup.app {
        Some(app) if !app.ours => Some(adopted(product, setup, directory, &app.client_id.clone(), &apis).await?),
        _ => {
            check_name(setup, directory, &plan).await?;
            None
        }
    };
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
        let message = format!("The tenant's app management policy forbids client secrets, and {} needs one.", titles.join(", "));
        return Err(Problem::new(Code::PolicyForbids, message));
    }
    Ok(())
}

/// The service principal of an API; created where the tenant may have it and does not yet.
async fn resource(product: &Product, setup: &mut Setup, directory: &Directory, api: Api) -> Outcome<ServicePrincipal> {
    let row = permissions::api(api);
    let principal = match directory.api(&row.app_id, &row.name).await? {
        Some(principal) => principal,
        None => {
            let created = directory.create_api(&row.app_id, &row.name).await?;
            setup.made.resources.push((api, created.id.clone()));
            product.keep_setup(setup)?;
            created
        }
    };
    if !principal.account_enabled {
        let message = format!(
            "{} is disabled in this tenant: the licence has lapsed, or an administrator switched the enterprise application off.",
            row.name
        );
        return Err(Problem::new(Code::ProductMissing, message).fact("Service principal", &principal.id));
    }
    Ok(principal)
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

fn id_of<'a>(principal: &'a ServicePrincipal, kind: PermissionKind, value: &str) -> Option<&'a str> {
    match kind {
        PermissionKind::Application => principal.role_id(value),
        PermissionKind::Delegated => principal.scope_id(value),
    }
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
            let message = format!("The tenant has an app named \u{201c}{}\u{201d} that this setup did not make.", plan.app_name);
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
    let found = directory.application_with_client_id(client_id.as_str()).await?.ok_or_else(|| {
        Problem::new(Code::AppUnknown, format!("The tenant has no app with the Application (client) ID {client_id}."))
    })?;
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
        roles: Some(roles.iter().filter_map(|row| permissions::role_of(&row.role_definition_id)).map(|row| row.name.clone()).collect()),
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

/// Creates the application with its permissions and certificate, or brings an existing one to the plan; then reads it back.
pub(crate) async fn application(
    product: &Product,
    setup: &mut Setup,
    directory: &Directory,
    ground: &Ground,
) -> Outcome<String> {
    let plan = setup.planned()?.clone();
    let access = access(&plan, ground);
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
    let missing = access.iter().flat_map(|api| api.resource_access.iter().map(move |entry| (api, entry))).find(|(api, entry)| {
        let same = |row: &&RequiredAccess| row.resource_app_id.eq_ignore_ascii_case(&api.resource_app_id);
        !read.required_resource_access.iter().filter(same).any(|row| row.resource_access.contains(entry))
    });
    if let Some((api, entry)) = missing {
        let message = format!("The app does not list the permission {} of {} after it was set.", entry.id, api.resource_app_id);
        return Err(Problem::new(Code::ReadBackDiffers, message));
    }
    if let Some(certificate) = &setup.certificate {
        let sha1 = bytes_of(&certificate.sha1);
        match read.key_credentials.iter().find(|key| key.is(&sha1)) {
            Some(key) if ground.existing.is_some() => setup.made.key = Some(key.key_id.clone()),
            Some(_) => {}
            None => {
                let message = format!("The app does not list the certificate {} after it was registered.", certificate.sha1);
                return Err(Problem::new(Code::ReadBackDiffers, message));
            }
        }
    }
    product.keep_setup(setup)?;
    Ok(format!("Application (client) ID {}", setup.known_app()?.client_id))
}

/// What the application asks for, with the ids of the tenant's own list.
fn access(plan: &Plan, ground: &Ground) -> Vec<RequiredAccess> {
    let entries = |api: Api, principal: &ServicePrincipal| {
        let own = plan.permissions.iter().filter(move |permission| permission.api == api);
        own.filter_map(|permission| {
            let id = id_of(principal, permission.kind, &permission.value)?.to_owned();
            Some(RequiredEntry { id, kind: permission.kind.wire().to_owned() })
        })
        .collect()
    };
    ground
        .apis
        .iter()
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
    setup.app = Some(KnownApp {
        client_id: ClientId(app.app_id.to_lowercase()),
        object_id: Some(app.id),
        principal: None,
        name: Some(plan.app_name.clone()),
        ours: true,
    });
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
                let new: Vec<_> = wanted.resource_access.iter().filter(|entry| !row.resource_access.contains(entry)).cloned().collect();
                row.resource_access.extend(new);
            }
            None => merged.push(wanted.clone()),
        }
    }
    let mut content = serde_json::Map::new();
    if merged != existing.required_resource_access {
        let value = serde_json::to_value(&merged)
            .map_err(|_| Problem::new(Code::Unexpected, "The permissions cannot be written as JSON."))?;
        content.insert("requiredResourceAccess".to_owned(), value);
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
    let name = format!("Bartizan {}", setup.id.get(..8).unwrap_or_default());
    if !setup.steps.is_empty() || setup.made.secret.is_some() {
        let lost = directory.read_back(object_id).await?;
        for key in lost.password_credentials.iter().filter(|key| key.display_name.as_deref() == Some(name.as_str())) {
            directory.remove_secret(object_id, &key.key_id).await?;
        }
    }
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

/// Creates the service principal.
pub(crate) async fn principal(product: &Product, setup: &mut Setup, directory: &Directory) -> Outcome<String> {
    let app = setup.known_app()?.clone();
    if app.principal.is_none() {
        let (made, created) = directory.create_principal(app.client_id.as_str()).await?;
        if created || app.ours {
            setup.made.principal = Some(made.id.clone());
        }
        setup.app = Some(KnownApp { principal: Some(made.id), ..app });
        product.keep_setup(setup)?;
    }
    Ok(format!("Object ID {}", setup.known_app()?.principal.clone().unwrap_or_default()))
}

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
    let fresh = setup.made.assignments.is_empty() && setup.app.as_ref().is_some_and(|app| app.ours) && setup.steps.is_empty();
    let granted = if fresh { Vec::new() } else { directory.grants_of(&app).await? };
    let mut parts = Parts::new(&plan);
    for (api, resource) in &ground.apis {
        for permission in plan.of(*api, PermissionKind::Application) {
            let role = resource.role_id(&permission.value).unwrap_or_default();
            if !granted.iter().any(|row| row.resource_id == resource.id && row.app_role_id.eq_ignore_ascii_case(role)) {
                parts.runs(*api, under);
                let what = format!("Grant {} of {}", permission.value, permissions::api(*api).name);
                if let Some(id) = directory.grant(&app, resource, role, &what).await? {
                    let (resource, value) = (resource.id.clone(), permission.value.clone());
                    setup.made.assignments.push(MadeGrant { id, resource, value });
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
        if values.is_empty() || setup.made.delegated.iter().any(|(id, _)| id == &format!("resource/{}", resource.id)) {
            continue;
        }
        let what = format!("Grant {} of {}, delegated", values.join(" "), permissions::api(*api).name);
        if let Some(id) = directory.grant_delegated(app, &resource.id, &values.join(" "), &what).await? {
            setup.made.delegated.push((id, None));
            product.keep_setup(setup)?;
            continue;
        }
        // There is one for this API already: it is extended, and keeps what it had for the way back.
        let known = directory.delegated_of(app).await?;
        let Some(known) = known.into_iter().find(|row| row.resource_id == resource.id && row.consent_type == "AllPrincipals")
        else {
            continue;
        };
        let has: Vec<_> = known.scope.split_whitespace().collect();
        let new: Vec<_> = values.iter().filter(|value| !has.contains(value)).copied().collect();
        let ours = setup.app.as_ref().is_some_and(|app| app.ours);
        if !new.is_empty() {
            let all: Vec<_> = has.iter().copied().chain(new).collect();
            directory.change_delegated(&known.id, &all.join(" "), &what).await?;
        } else if !ours {
            continue;
        }
        if !setup.made.delegated.iter().any(|(id, _)| *id == known.id) {
            setup.made.delegated.push((known.id, (!ours).then_some(known.scope)));
            product.keep_setup(setup)?;
        }
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
                let found = granted.iter().find(|row| row.resource_id == resource.id && row.app_role_id.eq_ignore_ascii_case(id));
                if let Some(found) = found {
                    remember(setup, found.id.clone(), &resource.id, &permission.value);
                }
                found.is_some()
            }
            PermissionKind::Delegated => delegated
                .iter()
                .any(|row| row.resource_id == resource.id && row.scope.split_whitespace().any(|one| one == permission.value)),
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

/// A grant is ours when we made the app, or when it was not there before.
fn remember(setup: &mut Setup, id: String, resource: &str, value: &str) {
    let before = setup.before.as_ref().is_some_and(|before| before.assignments.contains(&id));
    if !before && !setup.made.assignments.iter().any(|made| made.id == id) {
        setup.made.assignments.push(MadeGrant { id, resource: resource.to_owned(), value: value.to_owned() });
    }
}

/// Assigns the directory roles and reads them back.
pub(crate) async fn roles(product: &Product, setup: &mut Setup, directory: &Directory) -> Outcome<String> {
    let plan = setup.planned()?.clone();
    let app = setup.known_app()?.principal.clone().unwrap_or_default();
    for role in &plan.roles {
        let known = setup.made.roles.iter().any(|(_, name)| *name == role.name);
        let held = setup.compared.as_ref().and_then(|compared| compared.roles.as_ref());
        let row = permissions::role(&role.name)
            .ok_or_else(|| Problem::new(Code::Unexpected, format!("The role {} is not in the table.", role.name)))?;
        if known || held.is_some_and(|held| held.contains(&role.name)) {
            continue;
        }
        if let Some(id) = directory.assign_role(&app, &row.template_id, &row.name).await? {
            setup.made.roles.push((id, role.name.clone()));
            product.keep_setup(setup)?;
        }
    }
    let found = directory.roles_of(&app).await?;
    for role in &plan.roles {
        let template = permissions::role(&role.name).map(|row| row.template_id.as_str()).unwrap_or_default();
        let Some(row) = found.iter().find(|row| row.role_definition_id.eq_ignore_ascii_case(template)) else {
            let message = format!("{} was assigned, but reading the roles back does not show it.", role.name);
            return Err(Problem::new(Code::ReadBackDiffers, message));
        };
        let before = setup.before.as_ref().is_some_and(|before| before.roles.contains(&row.id));
        if !before && !setup.made.roles.iter().any(|(id, _)| *id == row.id) {
            setup.made.roles.push((row.id.clone(), role.name.clone()));
        }
    }
    product.keep_setup(setup)?;
    Ok("Read back: assigned for the whole directory".to_owned())
}

/// How far each API is.
struct Parts(Vec<(Api, Part)>);

impl Parts {
    fn new(plan: &Plan) -> Self {
        let part = |api: Api| Part {
            title: permissions::api(api).name.clone(),
            state: StepState::Queued,
            done: 0,
            of: u32::try_from(plan.permissions.iter().filter(|row| row.api == api).count()).unwrap_or(0),
        };
        Self(plan.apis().into_iter().map(|api| (api, part(api))).collect())
    }

    fn runs(&mut self, api: Api, under: &Under) {
        self.change(api, under, |part| part.state = StepState::Running);
    }

    fn one_more(&mut self, api: Api, under: &Under) {
        self.change(api, under, |part| {
            part.done = (part.done + 1).min(part.of);
            part.state = if part.done == part.of { StepState::Done } else { StepState::Running };
        });
    }

    fn change(&mut self, api: Api, under: &Under, change: impl FnOnce(&mut Part)) {
        if let Some((_, part)) = self.0.iter_mut().find(|(known, _)| *known == api) {
            change(part);
        }
        under.parts(self.0.iter().map(|(_, part)| part.clone()).collect());
    }
}

/// The bytes of a certificate as it is kept.
pub(super) fn der_of(base64: &str) -> Vec<u8> {
    BASE64.decode(base64).unwrap_or_default()
}

/// The bytes of a thumbprint in hex.
pub(super) fn bytes_of(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.bytes().filter_map(|byte| char::from(byte).to_digit(16)).map(|digit| digit as u8).collect();
    digits.chunks_exact(2).map(|pair| pair[0] * 16 + pair[1]).collect()
}
