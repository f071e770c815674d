//! Service principals: APIs and apps as a tenant knows them.

use super::{Directory, exists_already};
use crate::call::Call;
use domain::cloud::Api;
use domain::permissions;
use domain::{Code, Outcome, Problem};
use serde::Deserialize;
use serde_json::json;

/// A service principal: an API or an app as a tenant knows it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ServicePrincipal {
    /// Its object id in this tenant.
    pub id: String,
    /// Its application id.
    #[serde(default)]
    pub app_id: String,
    /// Whether tokens are issued for it.
    #[serde(default = "yes")]
    pub account_enabled: bool,
    /// The application permissions it offers.
    #[serde(default)]
    pub app_roles: Vec<AppRole>,
    /// The delegated permissions it offers.
    #[serde(default)]
    pub oauth2_permission_scopes: Vec<DelegatedScope>,
}

fn yes() -> bool {
    true
}

/// An application permission as the tenant's own list has it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct AppRole {
    /// Its id.
    pub id: String,
    /// Its value; absent on some.
    #[serde(default)]
    pub value: Option<String>,
}

/// A delegated permission as the tenant's own list has it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct DelegatedScope {
    /// Its id.
    pub id: String,
    /// Its value; absent on some.
    #[serde(default)]
    pub value: Option<String>,
}

impl ServicePrincipal {
    /// The id of an application permission in the tenant's own list.
    pub fn role_id(&self, value: &str) -> Option<&str> {
        self.app_roles.iter().find(|role| role.value.as_deref() == Some(value)).map(|role| role.id.as_str())
    }

    /// The value of an application permission by its id.
    pub fn role_value(&self, id: &str) -> Option<&str> {
        self.app_roles.iter().find(|role| role.id.eq_ignore_ascii_case(id))?.value.as_deref()
    }

    /// The id of a delegated permission in the tenant's own list.
    pub fn scope_id(&self, value: &str) -> Option<&str> {
        let mut scopes = self.oauth2_permission_scopes.iter();
        scopes.find(|scope| scope.value.as_deref() == Some(value)).map(|scope| scope.id.as_str())
    }

    /// The value of a delegated permission by its id.
    pub fn scope_value(&self, id: &str) -> Option<&str> {
        self.oauth2_permission_scopes.iter().find(|scope| scope.id.eq_ignore_ascii_case(id))?.value.as_deref()
    }
}

impl Directory {
    /// The service principal of an API, with the permissions that this tenant's own list has; none when the tenant has none.
    ///
    /// # Errors
    /// Those of the wire; `setup.not_permitted`.
    pub async fn api(&self, api: Api) -> Outcome<Option<ServicePrincipal>> {
        let row = permissions::api(api);
        let call = Call::get(format!("/v1.0/servicePrincipals(appId='{}')", row.app_id))
            .query("$select", "id,appId,accountEnabled,appRoles,oauth2PermissionScopes");
        self.known(&format!("Read the live permission ids of {}", row.name), &call).await
    }

    /// The service principal of an app; none when the tenant has none.
    ///
    /// # Errors
    /// As for [`Directory::api`].
    pub async fn principal(&self, app_id: &str) -> Outcome<Option<ServicePrincipal>> {
        let call =
            Call::get(format!("/v1.0/servicePrincipals(appId='{app_id}')")).query("$select", "id,appId,accountEnabled");
        self.known("Look for the service principal", &call).await
    }

    async fn known(&self, what: &str, call: &Call) -> Outcome<Option<ServicePrincipal>> {
        match self.ask(what, call).await {
            Ok(answer) => answer.json().map(Some),
            Err(problem) if problem.code == Code::NotFound => Ok(None),
            Err(problem) => Err(problem),
        }
    }

    /// Creates the service principal of an API of Microsoft's that the tenant does not have yet; with it, what it offers.
    ///
    /// # Errors
    /// `setup.product_missing` when the tenant cannot have it.
    pub async fn create_api(&self, api: Api) -> Outcome<ServicePrincipal> {
        let row = permissions::api(api);
        let create = Call::post("/v1.0/servicePrincipals", json!({"appId": row.app_id}));
        match self.ask(&format!("Create the service principal of {}", row.name), &create).await {
            Ok(answer) => answer.json(),
            Err(problem) if matches!(problem.code, Code::Refused | Code::NotFound) => {
                let message =
                    format!("The tenant has no service principal for {}, and Microsoft does not create one.", row.name);
                Err(Problem::new(Code::ProductMissing, message).with(problem.facts))
            }
            Err(problem) => Err(problem),
        }
    }

    /// Creates an application's service principal; whether it was created now. One that exists is found instead.
    ///
    /// # Errors
    /// `setup.replication_timeout`, `setup.not_permitted`, those of the wire.
    pub async fn create_principal(&self, app_id: &str) -> Outcome<(ServicePrincipal, bool)> {
        let create = Call::post("/v1.0/servicePrincipals", json!({"appId": app_id}));
        match self.ask_until_known("Create its service principal", &create).await {
            Ok(answer) => Ok((answer.json()?, true)),
            Err(problem) if exists_already(&problem) => match self.principal(app_id).await? {
                Some(principal) => Ok((principal, false)),
                None => Err(problem),
            },
            Err(problem) => Err(problem),
        }
    }

    /// Deletes a service principal; one that is gone already is no error.
    ///
    /// # Errors
    /// `setup.not_permitted`, those of the wire.
    pub async fn delete_principal(&self, id: &str, what: &str) -> Outcome<()> {
        gone(self.ask(what, &Call::delete(format!("/v1.0/servicePrincipals/{id}"))).await)
    }
}

/// Deleting what is not there is done.
pub(super) fn gone(ended: Outcome<crate::answer::Answer>) -> Outcome<()> {
    match ended {
        Err(problem) if problem.code != Code::NotFound => Err(problem),
        _ => Ok(()),
    }
}
