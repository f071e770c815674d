//! Directory roles of service principals and people: the built-in definitions, direct assignments, and the requests that
//! stand in for them where Privileged Identity Management is enforced.

use serde_json::{Value, json};

use super::condition::Holds;
use super::listing::{self, Listing};
use super::{GraphProblem, caller};
use crate::clock::directory_time;
use crate::tenant::{DIRECTORY_ROLES, DirectoryRole, Tenant};
use crate::wire::{Fields, Query, Reply, Visit};

/// Characters of the ids of assignments.
const OPAQUE: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// What a list of assignments can be asked.
const ASSIGNMENTS: Listing = Listing {
    name: "roleManagement/directory/roleAssignments",
    select: &["id", "principalId", "roleDefinitionId", "directoryScopeId"],
    filter: &[("principalId", Holds::Text), ("roleDefinitionId", Holds::Text)],
    order: &[],
};

/// What a list of definitions can be asked.
const DEFINITIONS: Listing = Listing {
    name: "roleManagement/directory/roleDefinitions",
    select: &["id", "displayName", "templateId", "isBuiltIn", "isEnabled", "description"],
    filter: &[
        ("id", Holds::Text),
        ("displayName", Holds::Text),
        ("templateId", Holds::Text),
        ("isBuiltIn", Holds::Flag),
    ],
    order: &["displayName"],
};

/// `GET /roleManagement/directory/roleDefinitions`.
pub(crate) fn definitions(visit: &mut Visit<'_>) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need_role_reading()?;
    listing::list(visit, DEFINITIONS, DIRECTORY_ROLES.iter().map(|(id, name)| defined(id, name)).collect())
}

/// `GET /roleManagement/directory/roleDefinitions/{id}`.
pub(crate) fn definition(visit: &mut Visit<'_>, id: &str) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need_role_reading()?;
    Query::new(&visit.call.query).finish()?;
    let found = DIRECTORY_ROLES.iter().find(|(known, _)| known.eq_ignore_ascii_case(id));
    let (id, name) = found.ok_or_else(|| GraphProblem::not_found(id))?;
    Ok(Reply::graph(200, &defined(id, name)))
}

fn defined(id: &str, name: &str) -> Value {
    json!({
        "id": id, "displayName": name, "description": format!("Members of {name}."), "isBuiltIn": true,
        "isEnabled": true, "templateId": id,
    })
}

/// `GET /roleManagement/directory/roleAssignments`.
pub(crate) fn list(visit: &mut Visit<'_>) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need_role_reading()?;
    let directory = visit.tenant.directory.lock();
    let mut rows: Vec<Value> = directory.directory_roles.iter().map(shown).collect();
    let people = visit.tenant.accounts.iter().filter(|it| !it.role_id.is_empty());
    rows.extend(people.map(|it| row(&format!("person-{}", it.id), &it.id, it.role_id)));
    listing::list(visit, ASSIGNMENTS, rows)
}

/// `GET /roleManagement/directory/roleAssignments/{id}`.
pub(crate) fn single(visit: &mut Visit<'_>, id: &str) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need_role_reading()?;
    Query::new(&visit.call.query).finish()?;
    let directory = visit.tenant.directory.lock();
    let found = directory.directory_roles.iter().find(|it| it.id == id);
    Ok(Reply::graph(200, &shown(found.ok_or_else(|| GraphProblem::not_found(id))?)))
}

/// `POST /roleManagement/directory/roleAssignments`.
pub(crate) fn assign(visit: &mut Visit<'_>) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need_role_assigning()?;
    Query::new(&visit.call.query).finish()?;
    let mut fields = Fields::read(visit.call, "unifiedRoleAssignment")?;
    let (principal, role) = who_and_what(&mut fields)?;
    fields.finish()?;
    let assigned = add(visit.tenant, principal, role)?;
    let mut body = shown(&assigned);
    body["@odata.context"] = json!(context(visit.tenant, "roleAssignments"));
    Ok(Reply::graph(201, &body))
}

/// `DELETE /roleManagement/directory/roleAssignments/{id}`.
pub(crate) fn revoke(visit: &mut Visit<'_>, id: &str) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need_role_assigning()?;
    Query::new(&visit.call.query).finish()?;
    let mut directory = visit.tenant.directory.lock();
    let before = directory.directory_roles.len();
    directory.directory_roles.retain(|it| it.id != id);
    match directory.directory_roles.len() < before {
        true => Ok(Reply::no_content()),
        false => Err(GraphProblem::not_found(id)),
    }
}

/// `POST /roleManagement/directory/roleAssignmentScheduleRequests`: `adminAssign` or `adminRemove`, at once and for good.
pub(crate) fn request(visit: &mut Visit<'_>) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need_role_assigning()?;
    Query::new(&visit.call.query).finish()?;
    let mut fields = Fields::read(visit.call, "unifiedRoleAssignmentScheduleRequest")?;
    let action = fields.require_text("action")?;
    let justification = fields.require_text("justification")?;
    let (principal, role) = who_and_what(&mut fields)?;
    let schedule = fields.take("scheduleInfo");
    fields.finish()?;
    let tenant = visit.tenant;
    match (action.as_str(), &schedule) {
        ("adminAssign", Some(schedule)) => {
            check_schedule(schedule.clone())?;
            add(tenant, principal.clone(), role.clone())?;
        }
        ("adminAssign", None) => {
            return Err(GraphProblem::bad_directory_request("A value is required for property 'scheduleInfo'."));
        }
        ("adminRemove", _) => {
            let mut directory = tenant.directory.lock();
            let before = directory.directory_roles.len();
            directory.directory_roles.retain(|it| it.principal_id != principal || it.role_id != role);
            if directory.directory_roles.len() == before {
                return Err(GraphProblem::new(
                    400,
                    "RoleAssignmentDoesNotExist",
                    "The Role assignment does not exist.",
                ));
            }
        }
        (other, _) => return Err(GraphProblem::unsupported(format!("action '{other}' of a schedule request"))),
    }
    let body = json!({
        "@odata.context": context(tenant, "roleAssignmentScheduleRequests"),
        "id": tenant.new_id(), "status": "Provisioned", "action": action, "principalId": principal,
        "roleDefinitionId": role, "directoryScopeId": "/", "justification": justification,
        "createdDateTime": directory_time(tenant.clock.service()), "scheduleInfo": schedule,
    });
    Ok(Reply::graph(201, &body))
}

fn check_schedule(schedule: Value) -> Result<(), GraphProblem> {
    let mut fields = Fields::nested(schedule, "scheduleInfo")?;
    fields.take_time("startDateTime")?;
    let mut expiration = Fields::nested(fields.take("expiration").unwrap_or_else(|| json!({})), "expiration")?;
    let kind = expiration.require_text("type")?;
    expiration.finish()?;
    fields.finish()?;
    match kind.as_str() {
        "noExpiration" => Ok(()),
        other => Err(GraphProblem::unsupported(format!("expiration type '{other}'"))),
    }
}

/// The principal and the role of a body, which is about the whole directory.
fn who_and_what(fields: &mut Fields) -> Result<(String, String), GraphProblem> {
    let principal = fields.require_text("principalId")?;
    let role = fields.require_text("roleDefinitionId")?.to_ascii_lowercase();
    match fields.require_text("directoryScopeId")?.as_str() {
        "/" => {}
        other => return Err(GraphProblem::unsupported(format!("directoryScopeId '{other}'"))),
    }
    match DIRECTORY_ROLES.iter().any(|(known, _)| *known == role) {
        true => Ok((principal, role)),
        false => Err(GraphProblem::bad_directory_request(format!("The role definition '{role}' does not exist."))),
    }
}

fn add(tenant: &Tenant, principal_id: String, role_id: String) -> Result<DirectoryRole, GraphProblem> {
    let assigned =
        DirectoryRole { id: tenant.new_text(44, OPAQUE), principal_id, role_id, visible_at: tenant.visible_at() };
    let mut directory = tenant.directory.lock();
    let principal = directory.principal(&assigned.principal_id);
    if principal.is_none_or(|it| it.visible_at > std::time::Instant::now()) {
        return Err(GraphProblem::not_replicated(&assigned.principal_id, "principalId", &mut directory.refusals));
    }
    if directory
        .directory_roles
        .iter()
        .any(|it| it.principal_id == assigned.principal_id && it.role_id == assigned.role_id)
    {
        return Err(GraphProblem::bad_directory_request(
            "A conflicting object with one or more of the specified property values is present in the directory.",
        ));
    }
    directory.directory_roles.push(assigned.clone());
    Ok(assigned)
}

fn shown(role: &DirectoryRole) -> Value {
    row(&role.id, &role.principal_id, &role.role_id)
}

fn row(id: &str, principal: &str, role: &str) -> Value {
    json!({ "id": id, "principalId": principal, "directoryScopeId": "/", "roleDefinitionId": role })
}

fn context(tenant: &Tenant, of: &str) -> String {
    format!("{}/graph/v1.0/$metadata#roleManagement/directory/{of}/$entity", tenant.base)
}
