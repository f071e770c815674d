//! The settable properties of an application: which there are, what type each has, and what a body changes.

use serde_json::{Map, Value};

use super::{GraphProblem, credentials};
use crate::tenant::{KeyCredential, Tenant};
use crate::wire::Fields;

/// What a property must hold.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Text,
    Flag,
    Texts,
    Object,
    ResourceAccess,
}

/// Properties that are kept as sent.
const KEPT: &[(&str, Kind)] = &[
    ("displayName", Kind::Text),
    ("description", Kind::Text),
    ("notes", Kind::Text),
    ("signInAudience", Kind::Text),
    ("tags", Kind::Texts),
    ("identifierUris", Kind::Texts),
    ("isFallbackPublicClient", Kind::Flag),
    ("publicClient", Kind::Object),
    ("web", Kind::Object),
    ("requiredResourceAccess", Kind::ResourceAccess),
];

/// The audiences that exist.
const AUDIENCES: &[&str] =
    &["AzureADMyOrg", "AzureADMultipleOrgs", "AzureADandPersonalMicrosoftAccount", "PersonalMicrosoftAccount"];

/// What one body says about an application.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) properties: Map<String, Value>,
    pub(crate) unique_name: Option<String>,
    /// The whole new collection, when the body has one.
    pub(crate) keys: Option<Vec<KeyCredential>>,
}

/// Reads a body for an application that has these keys so far.
pub(crate) fn read(tenant: &Tenant, mut fields: Fields, had: &[KeyCredential]) -> Result<Settings, GraphProblem> {
    let mut properties = Map::new();
    for (name, kind) in KEPT {
        if let Some(value) = fields.take(name) {
            check(name, *kind, &value)?;
            properties.insert((*name).to_owned(), value);
        }
    }
    if let Some(audience) = properties.get("signInAudience").and_then(Value::as_str)
        && !AUDIENCES.contains(&audience)
    {
        return Err(GraphProblem::bad_directory_request(format!("Invalid value '{audience}' for signInAudience.")));
    }
    if fields.take("passwordCredentials").is_some() {
        return Err(GraphProblem::bad_directory_request(
            "Updates to 'passwordCredentials' are not allowed here. Use addPassword and removePassword.",
        ));
    }
    let unique_name = fields.take_text("uniqueName")?;
    let keys = match fields.take_list("keyCredentials")? {
        Some(items) => Some(credentials::read_keys(tenant, items, had)?),
        None => None,
    };
    fields.finish()?;
    Ok(Settings { properties, unique_name, keys })
}

fn check(name: &str, kind: Kind, value: &Value) -> Result<(), GraphProblem> {
    let is_texts = |value: &Value| value.as_array().is_some_and(|items| items.iter().all(Value::is_string));
    let fits = match kind {
        Kind::Text => value.is_string(),
        Kind::Flag => value.is_boolean(),
        Kind::Texts => is_texts(value),
        Kind::Object => {
            let Value::Object(inner) = value else {
                return Err(GraphProblem::bad_request(format!("'{name}' must be an object.")));
            };
            if let Some(stranger) = inner.keys().find(|key| *key != "redirectUris") {
                return Err(GraphProblem::unsupported(format!("field '{stranger}' of {name}")));
            }
            inner.values().all(is_texts)
        }
        Kind::ResourceAccess => return check_resource_access(value),
    };
    match fits {
        true => Ok(()),
        false => {
            Err(GraphProblem::bad_request(format!("Invalid value for property '{name}' of resource 'Application'.")))
        }
    }
}

fn check_resource_access(value: &Value) -> Result<(), GraphProblem> {
    let wrong = || GraphProblem::bad_request("Invalid value for property 'requiredResourceAccess'.");
    let is_id = |value: &Value| value.as_str().is_some_and(|text| uuid::Uuid::try_parse(text).is_ok());
    for item in value.as_array().ok_or_else(wrong)? {
        let mut resource = Fields::nested(item.clone(), "requiredResourceAccess")?;
        let app_id = resource.take("resourceAppId").ok_or_else(wrong)?;
        let access = resource.take_list("resourceAccess")?.ok_or_else(wrong)?;
        resource.finish()?;
        for item in access {
            let mut entry = Fields::nested(item, "resourceAccess")?;
            let id = entry.take("id").ok_or_else(wrong)?;
            let kind = entry.require_text("type")?;
            entry.finish()?;
            if !is_id(&id) || !is_id(&app_id) || !["Role", "Scope"].contains(&kind.as_str()) {
                return Err(wrong());
            }
        }
    }
    Ok(())
}
