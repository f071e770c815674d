//! Directory roles of a service principal.

use super::principal::gone;
use super::{Directory, exists_already};
use crate::call::Call;
use domain::Outcome;
use serde::Deserialize;
use serde_json::json;

/// A directory role that was assigned.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RoleAssignment {
    /// Its id.
    pub id: String,
    /// The role's template id.
    pub role_definition_id: String,
}

impl Directory {
    /// Assigns a directory role; its id, or none when it was assigned already.
    ///
    /// # Errors
    /// `setup.replication_timeout`, `setup.not_permitted`, those of the wire.
    pub async fn assign_role(&self, app: &str, template_id: &str, name: &str) -> Outcome<Option<String>> {
        let body = json!({
            "@odata.type": "#microsoft.graph.unifiedRoleAssignment",
            "roleDefinitionId": template_id, "principalId": app, "directoryScopeId": "/",
        });
        let call = Call::post("/v1.0/roleManagement/directory/roleAssignments", body);
        match self.ask_until_known(&format!("Assign the directory role {name}"), &call).await {
            Ok(answer) => answer.json::<RoleAssignment>().map(|made| Some(made.id)),
            Err(problem) if exists_already(&problem) => Ok(None),
            Err(problem) => Err(problem),
        }
    }

    /// Every directory role of a service principal.
    ///
    /// # Errors
    /// `setup.not_permitted`, those of the wire.
    pub async fn roles_of(&self, app: &str) -> Outcome<Vec<RoleAssignment>> {
        let call = Call::get("/v1.0/roleManagement/directory/roleAssignments")
            .query("$filter", format!("principalId eq '{app}'"));
        self.list("Read the directory roles back", call).await
    }

    /// Takes a directory role back; one that is gone already is no error.
    ///
    /// # Errors
    /// `setup.not_permitted`, those of the wire.
    pub async fn remove_role(&self, id: &str, name: &str) -> Outcome<()> {
        let call = Call::delete(format!("/v1.0/roleManagement/directory/roleAssignments/{id}"));
        gone(self.ask(&format!("Take the directory role {name} back"), &call).await)
    }
}
