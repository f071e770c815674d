//! An application registration and its credentials, and how Graph shows them.

use std::time::Instant;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::clock::directory_time;

/// A registered application.
#[derive(Debug, Clone)]
pub(crate) struct Application {
    /// Object id.
    pub(crate) id: String,
    /// Client id.
    pub(crate) app_id: String,
    pub(crate) unique_name: Option<String>,
    pub(crate) created: Timestamp,
    /// Client id of the application that created it, which thereby owns it.
    pub(crate) owner: Option<String>,
    /// Settable properties without behaviour here, as last written.
    pub(crate) properties: Map<String, Value>,
    pub(crate) keys: Vec<KeyCredential>,
    pub(crate) secrets: Vec<PasswordCredential>,
    pub(crate) visible_at: Instant,
}

/// An uploaded certificate.
#[derive(Debug, Clone)]
pub(crate) struct KeyCredential {
    pub(crate) key_id: String,
    pub(crate) display_name: Option<String>,
    /// Base64, as Graph shows it.
    pub(crate) custom_key_identifier: String,
    pub(crate) start: Timestamp,
    pub(crate) end: Timestamp,
    pub(crate) der: Vec<u8>,
    pub(crate) sha1: Vec<u8>,
    pub(crate) sha256: Vec<u8>,
    pub(crate) visible_at: Instant,
}

/// A client secret. Its value is kept because this tenant has nothing to protect.
#[derive(Clone)]
pub(crate) struct PasswordCredential {
    pub(crate) key_id: String,
    pub(crate) display_name: Option<String>,
    pub(crate) secret: String,
    pub(crate) start: Timestamp,
    pub(crate) end: Timestamp,
    pub(crate) visible_at: Instant,
}

impl std::fmt::Debug for PasswordCredential {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("PasswordCredential").field("key_id", &self.key_id).finish_non_exhaustive()
    }
}

/// Properties that `$select` may name on an application.
pub(crate) const APPLICATION_PROPERTIES: &[&str] = &[
    "id",
    "appId",
    "displayName",
    "uniqueName",
    "createdDateTime",
    "signInAudience",
    "description",
    "notes",
    "tags",
    "identifierUris",
    "isFallbackPublicClient",
    "publicClient",
    "web",
    "requiredResourceAccess",
    "keyCredentials",
    "passwordCredentials",
    "publisherDomain",
];

impl Application {
    pub(crate) fn display_name(&self) -> &str {
        self.properties.get("displayName").and_then(Value::as_str).unwrap_or("")
    }

    /// The application as Graph shows it; key bytes only when `keyCredentials` was selected by name.
    pub(crate) fn shown(&self, select: Option<&[String]>, publisher: &str) -> Map<String, Value> {
        let with_key = select.is_some_and(|names| names.iter().any(|name| name == "keyCredentials"));
        let setting = |name: &str, empty: Value| self.properties.get(name).cloned().unwrap_or(empty);
        let all = json!({
            "id": self.id,
            "appId": self.app_id,
            "displayName": setting("displayName", Value::Null),
            "uniqueName": self.unique_name,
            "createdDateTime": directory_time(self.created),
            "signInAudience": setting("signInAudience", json!("AzureADandPersonalMicrosoftAccount")),
            "description": setting("description", Value::Null),
            "notes": setting("notes", Value::Null),
            "publisherDomain": publisher,
            "tags": setting("tags", json!([])),
            "identifierUris": setting("identifierUris", json!([])),
            "isFallbackPublicClient": setting("isFallbackPublicClient", Value::Null),
            "publicClient": setting("publicClient", json!({ "redirectUris": [] })),
            "web": setting("web", json!({ "redirectUris": [] })),
            "requiredResourceAccess": setting("requiredResourceAccess", json!([])),
            "keyCredentials": self.keys.iter().map(|key| key.shown(with_key)).collect::<Vec<_>>(),
            "passwordCredentials": self.secrets.iter().map(PasswordCredential::shown).collect::<Vec<_>>(),
        });
        let mut all = match all {
            Value::Object(map) => map,
            _ => Map::new(),
        };
        if let Some(names) = select {
            all.retain(|name, _| names.iter().any(|wanted| wanted == name));
        }
        all
    }
}

impl KeyCredential {
    pub(crate) fn shown(&self, with_key: bool) -> Value {
        json!({
            "customKeyIdentifier": self.custom_key_identifier,
            "displayName": self.display_name,
            "endDateTime": directory_time(self.end),
            "key": with_key.then(|| STANDARD.encode(&self.der)),
            "keyId": self.key_id,
            "startDateTime": directory_time(self.start),
            "type": "AsymmetricX509Cert",
            "usage": "Verify",
        })
    }
}

impl PasswordCredential {
    /// The first characters, which stay visible.
    pub(crate) fn hint(&self) -> String {
        self.secret.chars().take(3).collect()
    }

    /// As Graph shows it after creation: without its value.
    pub(crate) fn shown(&self) -> Value {
        json!({
            "customKeyIdentifier": null,
            "displayName": self.display_name,
            "endDateTime": directory_time(self.end),
            "hint": self.hint(),
            "keyId": self.key_id,
            "secretText": null,
            "startDateTime": directory_time(self.start),
        })
    }
}
