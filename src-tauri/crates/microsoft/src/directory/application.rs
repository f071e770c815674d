//! App registrations: create or find, change what they ask for, add and remove credentials, delete.

use super::Directory;
use super::principal::gone;
use crate::call::Call;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::secret::SecretText;
use domain::{Code, Outcome, Problem};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A registered application.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppRegistration {
    /// Its object id.
    pub id: String,
    /// Its Application (client) ID.
    pub app_id: String,
    /// Its name.
    #[serde(default)]
    pub display_name: String,
    /// The name that only one application of a tenant has.
    #[serde(default)]
    pub unique_name: Option<String>,
    /// What it asks for.
    #[serde(default)]
    pub required_resource_access: Vec<RequiredAccess>,
    /// Its certificates.
    #[serde(default)]
    pub key_credentials: Vec<KeyCredential>,
    /// Its secrets, without their values.
    #[serde(default)]
    pub password_credentials: Vec<PasswordCredential>,
}

/// What an application asks of one API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequiredAccess {
    /// The API's application id.
    pub resource_app_id: String,
    /// The permissions.
    pub resource_access: Vec<RequiredEntry>,
}

/// A permission that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequiredEntry {
    /// Its id.
    pub id: String,
    /// `Role` or `Scope`.
    #[serde(rename = "type")]
    pub kind: String,
}

/// A certificate of an application, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyCredential {
    /// Its id.
    pub key_id: String,
    /// Base64 of its SHA-1 thumbprint, unless somebody set something else.
    #[serde(default)]
    pub custom_key_identifier: Option<String>,
    /// Its description.
    #[serde(default)]
    pub display_name: Option<String>,
    /// When it ends.
    #[serde(default)]
    pub end_date_time: Option<Timestamp>,
}

/// A secret of an application, without its value.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PasswordCredential {
    /// Its id.
    pub key_id: String,
    /// Its description.
    #[serde(default)]
    pub display_name: Option<String>,
    /// When it ends.
    #[serde(default)]
    pub end_date_time: Option<Timestamp>,
}

/// A secret at the one moment when it is shown.
pub struct NewSecret {
    /// Its value.
    pub value: SecretText,
    /// Its id.
    pub key_id: String,
    /// When it ends.
    pub ends: Option<Timestamp>,
}

const SELECT: &str = "id,appId,displayName,uniqueName,requiredResourceAccess,keyCredentials,passwordCredentials";

impl Directory {
    /// Applications of that name.
    ///
    /// # Errors
    /// `setup.not_permitted`, those of the wire.
    pub async fn applications_named(&self, name: &str) -> Outcome<Vec<AppRegistration>> {
        let filter = format!("displayName eq '{}'", name.replace('\'', "''"));
        let call = Call::get("/v1.0/applications")
            .query("$filter", filter)
            .query("$select", "id,appId,displayName,uniqueName");
        self.list(&format!("Look for another app named \u{201c}{name}\u{201d}"), call).await
    }

    /// Creates the application of that unique name. One that exists keeps its place: what it asks for and its certificates become
    /// those of `content`; whether it was created now.
    ///
    /// # Errors
    /// `setup.not_permitted`, `setup.policy_forbids`, those of the wire.
    pub async fn put_application(
        &self,
        unique_name: &str,
        content: &Value,
        what: &str,
    ) -> Outcome<(AppRegistration, bool)> {
        let path = format!("/v1.0/applications(uniqueName='{unique_name}')");
        let put = Call::patch(&path, content.clone()).header("prefer", "create-if-missing");
        let answer = self.ask(what, &put).await?;
        if answer.status == 201 {
            return Ok((answer.json()?, true));
        }
        // Changed in place: Microsoft answers without a body.
        let found =
            self.ask_until_known("Find the application again", &Call::get(&path).query("$select", SELECT)).await?;
        Ok((found.json()?, false))
    }

    /// The application of that unique name; none when there is none.
    ///
    /// # Errors
    /// `setup.not_permitted`, those of the wire.
    pub async fn application_of(&self, unique_name: &str) -> Outcome<Option<AppRegistration>> {
        let call = Call::get(format!("/v1.0/applications(uniqueName='{unique_name}')")).query("$select", SELECT);
        self.maybe("Look for the application", &call).await
    }

    /// The application of that Application (client) ID; none when the tenant has none.
    ///
    /// # Errors
    /// `setup.not_permitted`, those of the wire.
    pub async fn application_with_client_id(&self, client_id: &str) -> Outcome<Option<AppRegistration>> {
        let call = Call::get(format!("/v1.0/applications(appId='{client_id}')")).query("$select", SELECT);
        self.maybe("Read the application", &call).await
    }

    /// The application of that object id; none when there is none.
    ///
    /// # Errors
    /// `setup.not_permitted`, those of the wire.
    pub async fn application_with_object_id(&self, id: &str) -> Outcome<Option<AppRegistration>> {
        let call = Call::get(format!("/v1.0/applications/{id}")).query("$select", SELECT);
        self.maybe("Look whether it is an object id", &call).await
    }

    async fn maybe(&self, what: &str, call: &Call) -> Outcome<Option<AppRegistration>> {
        match self.ask(what, call).await {
            Ok(answer) => answer.json().map(Some),
            Err(problem) if problem.code == Code::NotFound => Ok(None),
            Err(problem) => Err(problem),
        }
    }

    /// The application as the tenant shows it now, asked until it is known.
    ///
    /// # Errors
    /// `setup.replication_timeout`, `setup.not_permitted`, those of the wire.
    pub async fn read_back(&self, id: &str) -> Outcome<AppRegistration> {
        let call = Call::get(format!("/v1.0/applications/{id}")).query("$select", SELECT);
        self.ask_until_known("Read the application back", &call).await?.json()
    }

    /// Changes an application.
    ///
    /// # Errors
    /// `setup.not_permitted`, `setup.policy_forbids`, those of the wire.
    pub async fn change_application(&self, id: &str, content: Value, what: &str) -> Outcome<()> {
        self.ask_until_known(what, &Call::patch(format!("/v1.0/applications/{id}"), content)).await.map(drop)
    }

    /// Makes a secret. Its value is in the answer and nowhere else.
    ///
    /// # Errors
    /// `setup.policy_forbids`, `setup.not_permitted`, those of the wire.
    pub async fn add_secret(&self, id: &str, name: &str, ends: Timestamp) -> Outcome<NewSecret> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Made {
            secret_text: SecretText,
            key_id: String,
            end_date_time: Option<Timestamp>,
        }
        let ends = ends.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let body = json!({"passwordCredential": {"displayName": name, "endDateTime": ends}});
        let call = Call::post(format!("/v1.0/applications/{id}/addPassword"), body);
        let made: Made = self.ask_until_known("Create a client secret", &call).await?.json()?;
        Ok(NewSecret { value: made.secret_text, key_id: made.key_id, ends: made.end_date_time })
    }

    /// Removes a secret; one that is gone already is no error.
    ///
    /// # Errors
    /// `setup.not_permitted`, those of the wire.
    pub async fn remove_secret(&self, id: &str, key_id: &str) -> Outcome<()> {
        let call = Call::post(format!("/v1.0/applications/{id}/removePassword"), json!({"keyId": key_id}));
        match self.ask("Remove the client secret", &call).await {
            Err(problem) if problem.code == Code::Refused => Ok(()),
            ended => gone(ended),
        }
    }

    /// Deletes an application, and with it what belongs to it; one that is gone already is no error.
    ///
    /// # Errors
    /// `setup.not_permitted`, those of the wire.
    pub async fn delete_application(&self, id: &str) -> Outcome<()> {
        gone(self.ask("Delete the application", &Call::delete(format!("/v1.0/applications/{id}"))).await)
    }
}

impl KeyCredential {
    /// Whether it is the certificate of that SHA-1 thumbprint.
    pub fn is(&self, sha1: &[u8]) -> bool {
        self.custom_key_identifier
            .as_deref()
            .is_some_and(|id| id == BASE64.encode(sha1) || id.eq_ignore_ascii_case(&hex(sha1)))
    }

    /// The entry as it is sent back so that it stays: a list of keys replaces all of them.
    pub fn kept(&self) -> Value {
        let mut entry = json!({"keyId": self.key_id, "type": "AsymmetricX509Cert", "usage": "Verify"});
        if let Some(id) = &self.custom_key_identifier {
            entry["customKeyIdentifier"] = json!(id);
        }
        if let Some(name) = &self.display_name {
            entry["displayName"] = json!(name);
        }
        entry
    }
}

/// The entry of a certificate that is to be added.
pub(super) fn new_key(der: &[u8], name: &str) -> Value {
    json!({"type": "AsymmetricX509Cert", "usage": "Verify", "key": BASE64.encode(der), "displayName": name})
}

impl AppRegistration {
    /// The certificates as they are sent to add one: all that are there, and the new one.
    pub fn keys_with(&self, der: &[u8], name: &str) -> Value {
        let mut keys: Vec<Value> = self.key_credentials.iter().map(KeyCredential::kept).collect();
        keys.push(new_key(der, name));
        Value::Array(keys)
    }

    /// The certificates as they are sent to remove one.
    pub fn keys_without(&self, key_id: &str) -> Value {
        let stay = self.key_credentials.iter().filter(|key| !key.key_id.eq_ignore_ascii_case(key_id));
        Value::Array(stay.map(KeyCredential::kept).collect())
    }

    /// What an application asks for, as the property `requiredResourceAccess`.
    ///
    /// # Errors
    /// `internal.unexpected` when it cannot be written as JSON.
    pub fn access(access: &[RequiredAccess]) -> Outcome<Value> {
        serde_json::to_value(access)
            .map_err(|_| Problem::new(Code::Unexpected, "The permissions cannot be written as JSON."))
    }

    /// The body of a new application.
    ///
    /// # Errors
    /// `internal.unexpected` when it cannot be written as JSON.
    pub fn content(name: &str, access: &[RequiredAccess], certificate: Option<(&[u8], &str)>) -> Outcome<Value> {
        let mut content = json!({
            "displayName": name, "signInAudience": "AzureADMyOrg", "requiredResourceAccess": Self::access(access)?,
        });
        if let Some((der, name)) = certificate {
            content["keyCredentials"] = json!([new_key(der, name)]);
        }
        Ok(content)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}
