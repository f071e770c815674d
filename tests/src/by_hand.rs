//! What a person does in the portal after a plan: registers the app that it describes.

use crate::{Outcome, Scene};
use serde_json::{Value, json};

impl Scene {
    /// The permissions of a plan as the portal is asked for them.
    ///
    /// # Errors
    /// When the simulator does not answer.
    pub fn permissions_of(&self, plan: &Value) -> Outcome<Vec<Value>> {
        let resources = self.tenant.state()?["resources"].clone();
        let surface = |name: &Value| {
            let found = resources.as_object()?.iter().find(|(_, row)| row["name"] == *name)?;
            Some(found.0.clone())
        };
        let mut all = Vec::new();
        for api in rows(&plan["apis"]) {
            for row in rows(&api["permissions"]) {
                let kind = row["kind"].as_str().unwrap_or_default().to_lowercase();
                all.push(json!({"value": row["value"], "kind": kind, "surface": surface(&api["name"])}));
            }
        }
        Ok(all)
    }

    /// Registers the app of a plan as its steps say, with the base64 of a certificate where the plan has one, except for what
    /// `changes` says otherwise: what was made, with `app_id` and `secret`.
    ///
    /// # Errors
    /// When the simulator refuses.
    pub fn registered_by_hand(&self, plan: &Value, certificate: Option<String>, changes: &Value) -> Outcome<Value> {
        let roles: Vec<_> = rows(&plan["roles"]).map(|role| role["name"].clone()).collect();
        let secret = rows(&plan["credentials"]).any(|one| one["kind"] == "secret");
        let mut wanted = json!({
            "display_name": plan["app_name"], "required": self.permissions_of(plan)?, "secret": secret,
            "certificate": certificate, "directory_roles": roles,
        });
        for (name, value) in changes.as_object().into_iter().flatten() {
            wanted[name] = value.clone();
        }
        self.tenant.register(&wanted)
    }
}

fn rows(of: &Value) -> impl Iterator<Item = &Value> {
    of.as_array().into_iter().flatten()
}
