//! Delegated permissions granted tenant-wide or for one person: `/oauth2PermissionGrants`.

use std::time::Instant;

use serde_json::{Value, json};

use super::condition::Holds;
use super::listing::{self, Listing};
use super::{GraphProblem, caller};
use crate::tenant::{DelegatedGrant, Tenant};
use crate::wire::{Fields, Query, Reply, Visit};

/// Creates a grant; there is one per client, resource, kind of consent and person.
pub(crate) fn create(visit: &mut Visit<'_>) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need_consenting()?;
    Query::new(&visit.call.query).finish()?;
    let mut fields = Fields::read(visit.call, "oAuth2PermissionGrant")?;
    let grant = DelegatedGrant {
        id: visit.tenant.new_text(43, b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
        client_id: fields.require_text("clientId")?,
        consent_type: fields.require_text("consentType")?,
        principal_id: fields.take_text("principalId")?,
        resource_id: fields.require_text("resourceId")?,
        scope: fields.require_text("scope")?,
    };
    fields.finish()?;
    match (grant.consent_type.as_str(), &grant.principal_id) {
        ("AllPrincipals", None) | ("Principal", Some(_)) => {}
        (kind, _) => {
            return Err(GraphProblem::bad_directory_request(format!(
                "consentType '{kind}' does not go with that principalId."
            )));
        }
    }
    let tenant = visit.tenant;
    let mut directory = tenant.directory.lock();
    if directory.principal(&grant.client_id).is_none_or(|it| it.visible_at > Instant::now()) {
        return Err(GraphProblem::not_replicated(&grant.client_id, "clientId", &mut directory.refusals));
    }
    let resource =
        directory.principal(&grant.resource_id).ok_or_else(|| GraphProblem::not_found(&grant.resource_id))?;
    check_scope(tenant, Some(&resource.app_id), &grant.scope)?;
    if directory.grants.iter().any(|it| {
        it.client_id == grant.client_id
            && it.resource_id == grant.resource_id
            && it.consent_type == grant.consent_type
            && it.principal_id == grant.principal_id
    }) {
        return Err(GraphProblem::bad_directory_request("Permission entry already exists."));
    }
    let body = entity(tenant, &grant);
    directory.grants.push(grant);
    Ok(Reply::graph(201, &body))
}

/// What a list of grants can be asked.
const LISTING: Listing = Listing {
    name: "oauth2PermissionGrants",
    select: &["id", "clientId", "consentType", "principalId", "resourceId", "scope"],
    filter: &[
        ("clientId", Holds::Text),
        ("consentType", Holds::Text),
        ("principalId", Holds::Text),
        ("resourceId", Holds::Text),
    ],
    order: &[],
};

/// Who may read grants.
const READERS: &[&str] = &["Directory.Read.All", "DelegatedPermissionGrant.ReadWrite.All", "Directory.ReadWrite.All"];

/// `GET /oauth2PermissionGrants`, and those of one client.
pub(crate) fn list(visit: &mut Visit<'_>, client: Option<&str>) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need(READERS)?;
    let directory = visit.tenant.directory.lock();
    if let Some(id) = client.filter(|id| directory.principal(id).is_none()) {
        return Err(GraphProblem::not_found(id));
    }
    let chosen = directory.grants.iter().filter(|it| client.is_none_or(|id| it.client_id.eq_ignore_ascii_case(id)));
    listing::list(visit, LISTING, chosen.map(shown).collect())
}

/// `GET /oauth2PermissionGrants/{id}`.
pub(crate) fn single(visit: &mut Visit<'_>, id: &str) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need(READERS)?;
    Query::new(&visit.call.query).finish()?;
    let directory = visit.tenant.directory.lock();
    let found = directory.grants.iter().find(|it| it.id == id);
    Ok(Reply::graph(200, &entity(visit.tenant, found.ok_or_else(|| GraphProblem::not_found(id))?)))
}

/// `PATCH /oauth2PermissionGrants/{id}`: the scope is replaced whole.
pub(crate) fn update(visit: &mut Visit<'_>, id: &str) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need_consenting()?;
    Query::new(&visit.call.query).finish()?;
    let mut fields = Fields::read(visit.call, "oAuth2PermissionGrant")?;
    let scope = fields.require_text("scope")?;
    fields.finish()?;
    let tenant = visit.tenant;
    let mut directory = tenant.directory.lock();
    let found = directory.grants.iter().position(|it| it.id == id).ok_or_else(|| GraphProblem::not_found(id))?;
    let resource = directory.principal(&directory.grants[found].resource_id).map(|it| it.app_id.clone());
    check_scope(tenant, resource.as_deref(), &scope)?;
    directory.grants[found].scope = scope;
    Ok(Reply::no_content())
}

/// `DELETE /oauth2PermissionGrants/{id}`.
pub(crate) fn delete(visit: &mut Visit<'_>, id: &str) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need_consenting()?;
    Query::new(&visit.call.query).finish()?;
    let mut directory = visit.tenant.directory.lock();
    let before = directory.grants.len();
    directory.grants.retain(|it| it.id != id);
    match directory.grants.len() < before {
        true => Ok(Reply::no_content()),
        false => Err(GraphProblem::not_found(id)),
    }
}

fn check_scope(tenant: &Tenant, resource: Option<&str>, scope: &str) -> Result<(), GraphProblem> {
    let resource = resource.and_then(|app_id| tenant.resources.by_app_id(app_id));
    match scope.split_whitespace().find(|scope| resource.is_none_or(|it| it.scope(scope).is_none())) {
        None => Ok(()),
        Some(scope) => {
            Err(GraphProblem::bad_directory_request(format!("Scope '{scope}' is not exposed by the resource.")))
        }
    }
}

fn shown(grant: &DelegatedGrant) -> Value {
    json!({
        "clientId": grant.client_id, "consentType": grant.consent_type, "id": grant.id,
        "principalId": grant.principal_id, "resourceId": grant.resource_id, "scope": grant.scope,
    })
}

fn entity(tenant: &Tenant, grant: &DelegatedGrant) -> Value {
    let mut body = shown(grant);
    body["@odata.context"] = json!(format!("{}/graph/v1.0/$metadata#oauth2PermissionGrants/$entity", tenant.base));
    body
}
