//! An app that changes its own certificates: no permission is needed for that, only a proof that it has a valid one.
//!
//! Source: microsoft-apis, other calls: addKey and removeKey. When no valid certificate is left, only an administrator's
//! change of the application helps, which is not here.

use crate::answer::Answer;
use crate::assertion::make_proof;
use crate::call::{Call, Host};
use crate::patience::{Patience, Waits};
use crate::token::AccessToken;
use crate::wire::Wire;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::cloud::{Api, Cloud};
use domain::ids::ClientId;
use domain::secret::AssertionKey;
use domain::{Code, Outcome, Problem};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// The certificates of one application, as the application itself may change them.
pub struct OwnKeys {
    wire: Arc<Wire>,
    host: Host,
    token: Arc<AccessToken>,
    object_id: String,
}

/// A certificate on an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnKey {
    /// The id under which it is removed; the portal calls it Certificate ID.
    pub key_id: String,
    /// Its SHA-1 thumbprint in hex; empty where somebody set another identifier.
    pub sha1: String,
}

/// An application as it can read itself, where it may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnRegistration {
    /// Its object id.
    pub object_id: String,
    /// Its name.
    pub name: String,
    /// Its certificates.
    pub keys: Vec<OwnKey>,
}

impl OwnKeys {
    /// The certificates of the application with that object id; `token` is the application's own, for Microsoft Graph.
    ///
    /// # Errors
    /// `setup.api_not_in_cloud`.
    pub fn new(wire: Arc<Wire>, cloud: &Cloud, token: Arc<AccessToken>, object_id: &str) -> Outcome<Self> {
        Ok(Self { wire, host: Host::api(cloud, Api::Graph)?, token, object_id: object_id.to_owned() })
    }

    /// Puts a certificate beside those that are there: the id under which it can be removed, which is `key_id` unless
    /// Microsoft gives it another. Where one of that id is there already, an earlier try has come through.
    ///
    /// # Errors
    /// `renewal.proof_refused`, `setup.policy_forbids`, those of the wire.
    pub async fn add(
        &self,
        certificate: &[u8],
        name: &str,
        key_id: &str,
        proof_by: &dyn AssertionKey,
    ) -> Outcome<String> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Added {
            key_id: String,
        }
        let content = json!({
            "keyCredential": {
                "type": "AsymmetricX509Cert",
                "usage": "Verify",
                "keyId": key_id,
                "key": BASE64.encode(certificate),
                "displayName": name,
            },
            "passwordCredential": null,
            "proof": self.proof(proof_by)?.reveal(),
        });
        match self.ask("addKey", content).await {
            Err(problem) if is_there(&problem) => Ok(key_id.to_owned()),
            answer => Ok(answer?.json::<Added>()?.key_id),
        }
    }

    /// Removes a certificate. One that is not there any more is no error.
    ///
    /// # Errors
    /// `renewal.proof_refused`, those of the wire.
    pub async fn remove(&self, key_id: &str, proof_by: &dyn AssertionKey) -> Outcome<()> {
        let content = json!({"keyId": key_id, "proof": self.proof(proof_by)?.reveal()});
        match self.ask("removeKey", content).await {
            Err(problem) if is_gone(&problem) => Ok(()),
            ended => ended.map(drop),
        }
    }

    fn proof(&self, key: &dyn AssertionKey) -> Outcome<domain::secret::SecretText> {
        make_proof(key, &self.object_id, self.wire.now())
    }

    async fn ask(&self, action: &str, content: Value) -> Outcome<Answer> {
        let call = Call::post(format!("/v1.0/applications/{}/{action}", self.object_id), content);
        let mut waits = Waits::default();
        let answer = self.wire.send_patiently(&self.host, &call, &self.token, Patience::POLL, &mut waits).await;
        answer.map_err(|problem| self.told_apart(problem))
    }

    /// Refusals that mean something here: a proof that does not count, and a policy.
    fn told_apart(&self, problem: Box<Problem>) -> Box<Problem> {
        let says = problem.facts.get("Microsoft says").unwrap_or_default().to_lowercase();
        let (code, message) = match problem.code {
            Code::Refused if says.contains("assigned policy") => (
                Code::PolicyForbids,
                "The tenant's policy does not allow a certificate that is valid for so long.".to_owned(),
            ),
            Code::TokenRefused | Code::Refused if says.contains("proof") => (
                Code::ProofRefused,
                "Microsoft did not accept the proof that the app has a valid certificate.".to_owned(),
            ),
            Code::NotFound | Code::PermissionMissing => {
                (Code::ProofRefused, format!("There is no application with the object id {}.", self.object_id))
            }
            _ => return problem,
        };
        Problem::new(code, message).with(problem.facts)
    }
}

/// Reads the application that a token was issued for; none where it may not read itself, which most apps may not.
///
/// # Errors
/// Those of the wire, apart from a refusal.
pub async fn own_registration(
    wire: &Wire,
    cloud: &Cloud,
    token: &AccessToken,
    client_id: &ClientId,
) -> Outcome<Option<OwnRegistration>> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Found {
        id: String,
        #[serde(default)]
        display_name: String,
        #[serde(default)]
        key_credentials: Vec<Key>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Key {
        key_id: String,
        #[serde(default)]
        custom_key_identifier: Option<String>,
    }
    let host = Host::api(cloud, Api::Graph)?;
    let call =
        Call::get(format!("/v1.0/applications(appId='{client_id}')")).query("$select", "id,displayName,keyCredentials");
    let answer = wire.send(&host, &call, Some(token)).await?;
    if matches!(answer.status, 401 | 403 | 404) {
        return Ok(None);
    }
    let found: Found = answer.accepted(&call, &host)?.json()?;
    let sha1 = |key: &Key| {
        let bytes = key.custom_key_identifier.as_deref().and_then(|text| BASE64.decode(text).ok());
        bytes.filter(|bytes| bytes.len() == 20).unwrap_or_default().iter().map(|byte| format!("{byte:02X}")).collect()
    };
    let keys = found.key_credentials.iter().map(|key| OwnKey { key_id: key.key_id.clone(), sha1: sha1(key) }).collect();
    Ok(Some(OwnRegistration { object_id: found.id, name: found.display_name, keys }))
}

fn is_there(problem: &Problem) -> bool {
    let says = problem.facts.get("Microsoft says").unwrap_or_default().to_lowercase();
    problem.code == Code::Refused && (says.contains("exists already") || says.contains("already exists"))
}

fn is_gone(problem: &Problem) -> bool {
    problem.code == Code::Refused
        && problem.facts.get("Microsoft says").unwrap_or_default().contains("No key credential found")
}
