//! Grants: application permissions given to an app, and delegated ones for everybody, which is what admin consent is made of.

use super::principal::gone;
use super::{Directory, ServicePrincipal, exists_already};
use crate::call::Call;
use domain::Outcome;
use serde::Deserialize;
use serde_json::json;

/// An application permission that was granted.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppRoleAssignment {
    /// Its id.
    pub id: String,
    /// The permission's id.
    pub app_role_id: String,
    /// The service principal of the API.
    pub resource_id: String,
}

/// Delegated permissions that were granted for everybody.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DelegatedGrant {
    /// Its id.
    pub id: String,
    /// `AllPrincipals` for everybody.
    pub consent_type: String,
    /// The service principal of the API.
    pub resource_id: String,
    /// The values, with spaces between them.
    #[serde(default)]
    pub scope: String,
}

impl Directory {
    /// Grants an application permission; its id, or none when it was granted already.
    ///
    /// # Errors
    /// `setup.replication_timeout`, `setup.not_permitted`, those of the wire.
    pub async fn grant(&self, app: &str, api: &ServicePrincipal, role: &str, what: &str) -> Outcome<Option<String>> {
        let path = format!("/v1.0/servicePrincipals/{}/appRoleAssignedTo", api.id);
        let body = json!({"principalId": app, "resourceId": api.id, "appRoleId": role});
        match self.ask_until_known(what, &Call::post(path, body)).await {
            Ok(answer) => answer.json::<AppRoleAssignment>().map(|made| Some(made.id)),
            Err(problem) if exists_already(&problem) => Ok(None),
            Err(problem) => Err(problem),
        }
    }

    /// Every application permission that an app was granted.
    ///
    /// # Errors
    /// `setup.not_permitted`, those of the wire.
    pub async fn grants_of(&self, app: &str) -> Outcome<Vec<AppRoleAssignment>> {
        let call = Call::get(format!("/v1.0/servicePrincipals/{app}/appRoleAssignments"));
        self.list("Read the grants back", call).await
    }

    /// Takes an application permission back; one that is gone already is no error.
    ///
    /// # Errors
    /// `setup.not_permitted`, those of the wire.
    pub async fn revoke(&self, api: &str, assignment: &str, what: &str) -> Outcome<()> {
        let call = Call::delete(format!("/v1.0/servicePrincipals/{api}/appRoleAssignedTo/{assignment}"));
        gone(self.ask(what, &call).await)
    }

    /// Grants delegated permissions for everybody; its id.
    ///
    /// # Errors
    /// `setup.replication_timeout`, `setup.not_permitted`, those of the wire.
    pub async fn grant_delegated(&self, app: &str, api: &str, scope: &str, what: &str) -> Outcome<Option<String>> {
        let body = json!({
            "clientId": app, "consentType": "AllPrincipals", "principalId": null, "resourceId": api, "scope": scope,
        });
        match self.ask_until_known(what, &Call::post("/v1.0/oauth2PermissionGrants", body)).await {
            Ok(answer) => answer.json::<DelegatedGrant>().map(|made| Some(made.id)),
            Err(problem) if exists_already(&problem) => Ok(None),
            Err(problem) => Err(problem),
        }
    }

    /// Changes what a delegated grant allows.
    ///
    /// # Errors
    /// `setup.not_permitted`, those of the wire.
    pub async fn change_delegated(&self, id: &str, scope: &str, what: &str) -> Outcome<()> {
        let call = Call::patch(format!("/v1.0/oauth2PermissionGrants/{id}"), json!({"scope": scope}));
        self.ask(what, &call).await.map(drop)
    }

    /// Every delegated grant of an app.
    ///
    /// # Errors
    /// `setup.not_permitted`, those of the wire.
    pub async fn delegated_of(&self, app: &str) -> Outcome<Vec<DelegatedGrant>> {
        let call = Call::get("/v1.0/oauth2PermissionGrants").query("$filter", format!("clientId eq '{app}'"));
        self.list("Read the delegated grants back", call).await
    }

    /// Takes a delegated grant back; one that is gone already is no error.
    ///
    /// # Errors
    /// `setup.not_permitted`, those of the wire.
    pub async fn revoke_delegated(&self, id: &str) -> Outcome<()> {
        let call = Call::delete(format!("/v1.0/oauth2PermissionGrants/{id}"));
        gone(self.ask("Take the delegated grant back", &call).await)
    }
}
