//! The part of Graph's routing that registers applications and says who may do what.

use axum::http::Method;

use super::principals::PrincipalKey;
use super::{
    GraphProblem, app_policy, applications, assignments, credentials, deleted, directory_roles, grants, organization,
    principals, proof,
};
use crate::tenant::ApplicationKey;
use crate::wire::{Reply, Segment, Visit};

/// Shorthand for a plain segment in the routing table.
macro_rules! plain {
    ($name:pat) => {
        Segment { name: $name, key: None }
    };
}

type Outcome = Option<Result<Reply, GraphProblem>>;

/// Answers a call about the directory; nothing when the path or method belongs to somebody else.
pub(crate) fn route(visit: &mut Visit<'_>, path: &[Segment<'_>]) -> Outcome {
    let method = visit.call.method.clone();
    let (get, post, delete) = (method == Method::GET, method == Method::POST, method == Method::DELETE);
    Some(match path {
        [plain!("organization")] if get => organization::list(visit),
        [plain!("domains")] if get => organization::domains(visit),
        [plain!("domains"), plain!(id)] if get => organization::domain(visit, id),
        [plain!("policies"), plain!("defaultAppManagementPolicy")] if get => app_policy::show(visit),
        [plain!("oauth2PermissionGrants")] if get => grants::list(visit, None),
        [plain!("oauth2PermissionGrants")] if post => grants::create(visit),
        [plain!("oauth2PermissionGrants"), plain!(id)] => match method {
            Method::GET => grants::single(visit, id),
            Method::PATCH => grants::update(visit, id),
            Method::DELETE => grants::delete(visit, id),
            _ => return None,
        },
        [plain!("directory"), plain!("deletedItems"), rest @ ..] => return deleted_items(visit, &method, rest),
        [plain!("roleManagement"), plain!("directory"), rest @ ..] => return roles(visit, &method, rest),
        [plain!("applications")] if get => applications::list(visit),
        [plain!("applications")] if post => applications::create(visit),
        [plain!("applications"), plain!("$count")] if get => applications::count(visit),
        [plain!("applications"), plain!(id), rest @ ..] => {
            return application(visit, &method, ApplicationKey::Id(id), rest);
        }
        [Segment { name: "applications", key: Some(("appId", id)) }, rest @ ..] => {
            return application(visit, &method, ApplicationKey::AppId(id), rest);
        }
        [Segment { name: "applications", key: Some(("uniqueName", name)) }, rest @ ..] if !delete => {
            return application(visit, &method, ApplicationKey::UniqueName(name), rest);
        }
        [plain!("servicePrincipals")] if get => principals::list(visit),
        [plain!("servicePrincipals")] if post => principals::create(visit),
        [plain!("servicePrincipals"), plain!("$count")] if get => principals::count(visit),
        [plain!("servicePrincipals"), plain!(id), rest @ ..] => {
            return principal(visit, &method, PrincipalKey::Id(id), rest);
        }
        [Segment { name: "servicePrincipals", key: Some(("appId", id)) }, rest @ ..] => {
            return principal(visit, &method, PrincipalKey::AppId(id), rest);
        }
        _ => return None,
    })
}

fn application(visit: &mut Visit<'_>, method: &Method, key: ApplicationKey<'_>, rest: &[Segment<'_>]) -> Outcome {
    let post = *method == Method::POST;
    Some(match rest {
        [] => match *method {
            Method::GET => applications::single(visit, key),
            Method::PATCH => applications::update(visit, key),
            Method::DELETE => applications::delete(visit, key),
            _ => return None,
        },
        [plain!("addPassword")] if post => credentials::add_password(visit, key),
        [plain!("removePassword")] if post => credentials::remove_password(visit, key),
        [plain!("addKey")] if post => proof::add_key(visit, key),
        [plain!("removeKey")] if post => proof::remove_key(visit, key),
        _ => return None,
    })
}

fn principal(visit: &mut Visit<'_>, method: &Method, key: PrincipalKey<'_>, rest: &[Segment<'_>]) -> Outcome {
    let (get, post, delete) = (*method == Method::GET, *method == Method::POST, *method == Method::DELETE);
    let by_id = match key {
        PrincipalKey::Id(id) => Some(id),
        PrincipalKey::AppId(_) => None,
    };
    Some(match (rest, by_id) {
        ([], _) => match *method {
            Method::GET => principals::single(visit, key),
            Method::PATCH => principals::update(visit, key),
            Method::DELETE => principals::delete(visit, key),
            _ => return None,
        },
        ([plain!("appRoleAssignedTo")], Some(id)) if get => assignments::on(visit, id),
        ([plain!("appRoleAssignedTo")], Some(id)) if post => assignments::grant(visit, id, assignments::Side::Resource),
        ([plain!("appRoleAssignedTo"), plain!(one)], Some(id)) if delete => {
            assignments::revoke(visit, id, one, assignments::Side::Resource)
        }
        ([plain!("appRoleAssignments")], Some(id)) if get => assignments::of(visit, id),
        ([plain!("appRoleAssignments")], Some(id)) if post => assignments::grant(visit, id, assignments::Side::Client),
        ([plain!("appRoleAssignments"), plain!(one)], Some(id)) if delete => {
            assignments::revoke(visit, id, one, assignments::Side::Client)
        }
        ([plain!("oauth2PermissionGrants")], Some(id)) if get => grants::list(visit, Some(id)),
        _ => return None,
    })
}

fn deleted_items(visit: &mut Visit<'_>, method: &Method, rest: &[Segment<'_>]) -> Outcome {
    Some(match (rest, method) {
        ([plain!("microsoft.graph.application")], &Method::GET) => deleted::list(visit),
        ([plain!(id)], &Method::GET) => deleted::single(visit, id),
        ([plain!(id)], &Method::DELETE) => deleted::remove(visit, id),
        ([plain!(id), plain!("restore")], &Method::POST) => deleted::restore(visit, id),
        _ => return None,
    })
}

fn roles(visit: &mut Visit<'_>, method: &Method, rest: &[Segment<'_>]) -> Outcome {
    Some(match (rest, method) {
        ([plain!("roleDefinitions")], &Method::GET) => directory_roles::definitions(visit),
        ([plain!("roleDefinitions"), plain!(id)], &Method::GET) => directory_roles::definition(visit, id),
        ([plain!("roleAssignments")], &Method::GET) => directory_roles::list(visit),
        ([plain!("roleAssignments")], &Method::POST) => directory_roles::assign(visit),
        ([plain!("roleAssignments"), plain!(id)], &Method::GET) => directory_roles::single(visit, id),
        ([plain!("roleAssignments"), plain!(id)], &Method::DELETE) => directory_roles::revoke(visit, id),
        ([plain!("roleAssignmentScheduleRequests")], &Method::POST) => directory_roles::request(visit),
        _ => return None,
    })
}
