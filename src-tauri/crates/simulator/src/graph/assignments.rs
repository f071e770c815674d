//! Application permissions granted to service principals: what an administrator's consent is made of.

use std::time::Instant;

use serde_json::{Value, json};

use super::{GraphProblem, caller};
use crate::clock::directory_time;
use crate::tenant::{Directory, RoleAssignment, Tenant};
use crate::wire::{Fields, Query, Reply, Visit};

/// From which end an assignment is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// `appRoleAssignedTo`: the path names the resource.
    Resource,
    /// `appRoleAssignments`: the path names the client.
    Client,
}

/// `POST /servicePrincipals/{resource}/appRoleAssignedTo` and `POST /servicePrincipals/{client}/appRoleAssignments`.
pub(crate) fn grant(visit: &mut Visit<'_>, path_id: &str, side: Side) -> Result<Reply, GraphProblem> {
    let caller = caller::identify(visit)?;
    Query::new(&visit.call.query).finish()?;
    let mut fields = Fields::read(visit.call, "appRoleAssignment")?;
    let principal_id = fields.require_text("principalId")?;
    let resource_id = fields.require_text("resourceId")?;
    let role_id = fields.require_text("appRoleId")?;
    fields.finish()?;
    let (named, property) = match side {
        Side::Resource => (&resource_id, "resourceId"),
        Side::Client => (&principal_id, "principalId"),
    };
    if !named.eq_ignore_ascii_case(path_id) {
        let text = format!("The {property} must be the service principal in the path.");
        return Err(GraphProblem::bad_directory_request(text));
    }
    let tenant = visit.tenant;
    let assignment = RoleAssignment {
        id: tenant.new_text(43, b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
        principal_id,
        resource_id,
        role_id,
        created: tenant.clock.service(),
        visible_at: tenant.visible_at(),
    };
    let mut directory = tenant.directory.lock();
    let resource =
        directory.principal(&assignment.resource_id).ok_or_else(|| GraphProblem::not_found(&assignment.resource_id))?;
    caller.need_granting(&resource.app_id)?;
    let role = tenant.resources.by_app_id(&resource.app_id).and_then(|it| it.role_value(&assignment.role_id));
    if role.is_none() {
        return Err(GraphProblem::bad_directory_request(format!(
            "Permission being assigned was not found on application '{}'.",
            resource.app_id
        )));
    }
    if resource.visible_at > Instant::now() {
        return Err(GraphProblem::not_replicated(&assignment.resource_id, "resourceId", &mut directory.refusals));
    }
    if directory.principal(&assignment.principal_id).is_none_or(|it| it.visible_at > Instant::now()) {
        return Err(GraphProblem::not_replicated(&assignment.principal_id, "principalId", &mut directory.refusals));
    }
    if directory.assignments.iter().any(|it| {
        it.principal_id == assignment.principal_id
            && it.resource_id == assignment.resource_id
            && it.role_id == assignment.role_id
    }) {
        return Err(GraphProblem::bad_directory_request("Permission being assigned already exists on the object"));
    }
    let mut body = shown(&directory, &assignment);
    body["@odata.context"] = json!(context(tenant, &format!("servicePrincipals('{path_id}')/{}/$entity", side.name())));
    directory.assignments.push(assignment);
    Ok(Reply::graph(201, &body))
}

impl Side {
    fn name(self) -> &'static str {
        match self {
            Self::Resource => "appRoleAssignedTo",
            Self::Client => "appRoleAssignments",
        }
    }
}

/// `DELETE` of one assignment, from either end.
pub(crate) fn revoke(visit: &mut Visit<'_>, path_id: &str, id: &str, side: Side) -> Result<Reply, GraphProblem> {
    let caller = caller::identify(visit)?;
    Query::new(&visit.call.query).finish()?;
    let mut directory = visit.tenant.directory.lock();
    let found = directory.assignments.iter().position(|it| {
        let end = if side == Side::Resource { &it.resource_id } else { &it.principal_id };
        it.id == id && end.eq_ignore_ascii_case(path_id)
    });
    let Some(index) = found else {
        // Who may not grant anything learns nothing about what is there.
        caller.need_granting("")?;
        return Err(GraphProblem::not_found(id));
    };
    let resource = directory.principal(&directory.assignments[index].resource_id);
    caller.need_granting(resource.map_or("", |it| it.app_id.as_str()))?;
    directory.assignments.remove(index);
    Ok(Reply::no_content())
}

/// `GET /servicePrincipals/{resource}/appRoleAssignedTo`: who was granted something of this resource.
pub(crate) fn on(visit: &mut Visit<'_>, id: &str) -> Result<Reply, GraphProblem> {
    listed(visit, id, "appRoleAssignedTo", |assignment| &assignment.resource_id)
}

/// `GET /servicePrincipals/{client}/appRoleAssignments`: what this client was granted.
pub(crate) fn of(visit: &mut Visit<'_>, id: &str) -> Result<Reply, GraphProblem> {
    listed(visit, id, "appRoleAssignments", |assignment| &assignment.principal_id)
}

fn listed(
    visit: &mut Visit<'_>,
    id: &str,
    name: &str,
    side: fn(&RoleAssignment) -> &String,
) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need_reading()?;
    Query::new(&visit.call.query).finish()?;
    let directory = visit.tenant.directory.lock();
    if directory.principal(id).is_none() {
        return Err(GraphProblem::not_found(id));
    }
    let rows: Vec<Value> = directory
        .assignments
        .iter()
        .filter(|assignment| side(assignment).eq_ignore_ascii_case(id))
        .map(|assignment| shown(&directory, assignment))
        .collect();
    let context = context(visit.tenant, &format!("servicePrincipals('{id}')/{name}"));
    Ok(Reply::graph(200, &json!({ "@odata.context": context, "value": rows })))
}

fn context(tenant: &Tenant, of: &str) -> String {
    format!("{}/graph/v1.0/$metadata#{of}", tenant.base)
}

fn shown(directory: &Directory, assignment: &RoleAssignment) -> Value {
    let name = |id: &str| directory.principal(id).map(|it| it.display_name.clone());
    json!({
        "id": assignment.id,
        "deletedDateTime": null,
        "appRoleId": assignment.role_id,
        "createdDateTime": directory_time(assignment.created),
        "principalDisplayName": name(&assignment.principal_id),
        "principalId": assignment.principal_id,
        "principalType": "ServicePrincipal",
        "resourceDisplayName": name(&assignment.resource_id),
        "resourceId": assignment.resource_id,
    })
}
