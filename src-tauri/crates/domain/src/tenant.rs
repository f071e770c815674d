//! A tenant, the app that opens it, and what is attached to it.

use crate::ids::{ClientId, CredentialId, IntegrationId, TenantId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A connected tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tenant {
    /// Microsoft's id of it.
    pub id: TenantId,
    /// The organisation's display name.
    pub name: String,
    /// Its initial domain, or the one that was typed.
    pub domain: String,
    /// The key of its cloud.
    pub cloud: String,
    /// Where the simulated cloud listens; none for real clouds.
    pub simulator: Option<String>,
}

/// Which kind of credential an app signs in with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CredentialKind {
    /// A certificate and its RSA key.
    Certificate,
    /// A client secret.
    Secret,
}

impl CredentialKind {
    /// The word for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Certificate => "Certificate",
            Self::Secret => "Client secret",
        }
    }
}

/// What is known of a credential without opening it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credential {
    /// Where the vault finds it.
    pub id: CredentialId,
    /// Its kind.
    pub kind: CredentialKind,
    /// When it was made or given.
    pub added: Timestamp,
    /// When it expires, where that is known.
    pub expires: Option<Timestamp>,
    /// SHA-256 thumbprint of a certificate in hex; empty for a secret.
    pub thumbprint: String,
}

/// An integration attached to a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Integration {
    /// Its id.
    pub id: IntegrationId,
    /// The tenant.
    pub tenant: TenantId,
    /// The entry of the catalog.
    pub catalog: String,
    /// The app that it signs in as.
    pub client_id: ClientId,
    /// Its credential.
    pub credential: Credential,
    /// When it was attached.
    pub attached: Timestamp,
    /// Since when it is paused; none while it runs.
    pub paused: Option<Timestamp>,
}
