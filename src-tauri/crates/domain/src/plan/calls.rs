//! The exact calls that carrying out a plan makes, told before and compared with the record after.

use super::Plan;
use crate::cloud::{Api, Cloud};
use crate::permissions::{self, PermissionKind};
use crate::tenant::CredentialKind;
use serde::Serialize;

/// A call that carrying out the plan makes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedCall {
    /// The method.
    pub method: &'static str,
    /// The path, with names in braces for what is not known yet.
    pub path: String,
    /// What it is for.
    pub what: String,
    /// Whether it changes the tenant.
    pub changes: bool,
}

/// The calls of registering a new app, from the sign-in on, when nothing has to be repeated.
pub fn calls(plan: &Plan, cloud: &Cloud) -> Vec<PlannedCall> {
    let mut list = Calls(Vec::new());
    list.read("POST", "/{tenant}/oauth2/v2.0/token", "Sign in as an administrator");
    list.read("GET", "/v1.0/organization", "Read the organization");
    list.read("GET", "/v1.0/policies/defaultAppManagementPolicy", "Read the app management policy");
    for api in plan.apis() {
        let row = permissions::api(api);
        let path = format!("/v1.0/servicePrincipals(appId='{}')", row.app_id);
        list.read("GET", &path, &format!("Read the live permission ids of {}", row.name));
    }
    list.read("GET", "/v1.0/applications", &format!("Look for another app named \u{201c}{}\u{201d}", plan.app_name));
    let with = if plan.has(CredentialKind::Certificate) { ", with its permissions and certificate" } else { "" };
    let create = format!("Create the application \u{201c}{}\u{201d}{with}", plan.app_name);
    list.change("PATCH", "/v1.0/applications(uniqueName='{setup}')", &create);
    if plan.has(CredentialKind::Secret) {
        list.change("POST", "/v1.0/applications/{object_id}/addPassword", "Create a client secret");
    }
    list.read("GET", "/v1.0/applications/{object_id}", "Read the application back");
    list.change("POST", "/v1.0/servicePrincipals", "Create its service principal");
    for api in plan.apis() {
        for permission in plan.of(api, PermissionKind::Application) {
            let path = format!("/v1.0/servicePrincipals/{{{}}}/appRoleAssignedTo", short(api));
            list.change("POST", &path, &format!("Grant {} of {}", permission.value, permissions::api(api).name));
        }
    }
    for api in plan.delegated_apis() {
        let values: Vec<_> = plan.of(api, PermissionKind::Delegated).map(|row| row.value.as_str()).collect();
        let what = format!("Grant {} of {}, delegated", values.join(" "), permissions::api(api).name);
        list.change("POST", "/v1.0/oauth2PermissionGrants", &what);
    }
    if plan.apis().iter().any(|api| plan.of(*api, PermissionKind::Application).next().is_some()) {
        list.read("GET", "/v1.0/servicePrincipals/{principal_id}/appRoleAssignments", "Read the grants back");
    }
    if !plan.delegated_apis().is_empty() {
        list.read("GET", "/v1.0/oauth2PermissionGrants", "Read the delegated grants back");
    }
    for role in &plan.roles {
        let what = format!("Assign the directory role {}", role.name);
        list.change("POST", "/v1.0/roleManagement/directory/roleAssignments", &what);
    }
    if !plan.roles.is_empty() {
        list.read("GET", "/v1.0/roleManagement/directory/roleAssignments", "Read the directory roles back");
    }
    for api in plan.apis() {
        let name = &permissions::api(api).name;
        if plan.of(api, PermissionKind::Application).next().is_some() && cloud.api(api).is_ok() {
            list.read("POST", "/{tenant}/oauth2/v2.0/token", &format!("Get a token for {name} and compare its roles"));
        }
    }
    list.0
}

struct Calls(Vec<PlannedCall>);

impl Calls {
    fn read(&mut self, method: &'static str, path: &str, what: &str) {
        self.0.push(PlannedCall { method, path: path.to_owned(), what: what.to_owned(), changes: false });
    }

    fn change(&mut self, method: &'static str, path: &str, what: &str) {
        self.0.push(PlannedCall { method, path: path.to_owned(), what: what.to_owned(), changes: true });
    }
}

fn short(api: Api) -> &'static str {
    match api {
        Api::Graph => "graph",
        Api::Defender => "windows_defender_atp",
        Api::Management => "office_365_management_apis",
        Api::Exchange => "office_365_exchange_online",
        Api::CloudApps => "microsoft_cloud_app_security",
    }
}
