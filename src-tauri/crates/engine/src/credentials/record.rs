//! What is known of a credential without opening it. Written as one document; nothing in it is secret.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::Outcome;
use domain::ids::{ClientId, CredentialId, TenantId};
use domain::tenant::{Credential, CredentialKind};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use vault::{CertificateFacts, read_certificate};

/// How many days before its end a certificate renews when nobody says otherwise.
pub const USUAL_DAYS_BEFORE: u32 = 30;

/// Where a credential came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Made here.
    Made,
    /// Imported from files.
    Imported,
    /// Typed or pasted by a person.
    Given,
}

/// A credential as it is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Where the vault finds it.
    pub id: CredentialId,
    /// Its kind.
    pub kind: CredentialKind,
    /// Where it came from.
    pub origin: Origin,
    /// Its name for people.
    pub name: String,
    /// When it was made or given.
    pub added: Timestamp,
    /// When it ends, where that is known.
    pub expires: Option<Timestamp>,
    /// The public part of a certificate.
    #[serde(default)]
    pub public: Option<PublicPart>,
    /// The app that has it, where it is registered.
    #[serde(default)]
    pub registration: Option<Registration>,
    /// Whether it renews by itself.
    #[serde(default)]
    pub automatic: bool,
    /// How many days before its end.
    #[serde(default = "usual_days_before")]
    pub days_before: u32,
    /// Since when nothing uses it and its secret is out of the vault.
    #[serde(default)]
    pub retired: Option<Timestamp>,
}

fn usual_days_before() -> u32 {
    USUAL_DAYS_BEFORE
}

/// The public part of a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicPart {
    /// Base64 of its DER.
    pub der: String,
    /// Its subject.
    pub subject: String,
    /// Algorithm and length of its key.
    pub key: String,
    /// The hash in its own signature.
    pub hash: String,
    /// SHA-1 of its DER in hex.
    pub sha1: String,
    /// SHA-256 of its DER in hex.
    pub sha256: String,
    /// From when it is valid.
    pub begins: Timestamp,
}

/// An app that has the credential.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    /// The tenant.
    pub tenant: TenantId,
    /// The app.
    pub client_id: ClientId,
    /// Its object id, where it is known.
    #[serde(default)]
    pub object_id: Option<String>,
    /// Its name, where it is known.
    #[serde(default)]
    pub app_name: Option<String>,
    /// The id under which the credential is removed from it, which the portal calls Certificate ID.
    #[serde(default)]
    pub key_id: Option<String>,
    /// Since when it is known to be there.
    pub since: Timestamp,
}

impl PublicPart {
    /// Reads it from a certificate.
    pub(crate) fn of(der: &[u8]) -> Outcome<(Self, Timestamp)> {
        let CertificateFacts { subject, begins, ends, key, hash, sha1, sha256 } = read_certificate(der)?;
        Ok((Self { der: BASE64.encode(der), subject, key, hash, sha1, sha256, begins }, ends))
    }

    /// The certificate's DER.
    pub(crate) fn certificate(&self) -> Vec<u8> {
        BASE64.decode(&self.der).unwrap_or_default()
    }
}

impl Kept {
    /// A certificate that lies in the vault under that id.
    pub(crate) fn certificate(
        id: CredentialId,
        origin: Origin,
        name: &str,
        der: &[u8],
        now: Timestamp,
    ) -> Outcome<Self> {
        let (public, ends) = PublicPart::of(der)?;
        let third = ends.duration_since(public.begins).as_hours() / 24 / 3;
        Ok(Self {
            id,
            kind: CredentialKind::Certificate,
            origin,
            name: name.to_owned(),
            added: now,
            expires: Some(ends),
            public: Some(public),
            registration: None,
            // What was made here renews by itself unless a person says otherwise; what was brought does not.
            automatic: origin == Origin::Made,
            // One that is valid for a short time renews in the last third of it, not all the time.
            days_before: u32::try_from(third).unwrap_or(1).clamp(1, USUAL_DAYS_BEFORE),
            retired: None,
        })
    }

    /// A credential of an integration of which no more is known than the integration says.
    pub(crate) fn of(credential: &Credential, name: &str) -> Self {
        Self {
            id: credential.id.clone(),
            kind: credential.kind,
            origin: if credential.kind == CredentialKind::Secret { Origin::Given } else { Origin::Imported },
            name: name.to_owned(),
            added: credential.added,
            expires: credential.expires,
            public: None,
            registration: None,
            automatic: false,
            days_before: USUAL_DAYS_BEFORE,
            retired: None,
        }
    }

    /// As integrations name it.
    pub(crate) fn credential(&self) -> Credential {
        Credential {
            id: self.id.clone(),
            kind: self.kind,
            added: self.added,
            expires: self.expires,
            thumbprint: self.public.as_ref().map(|public| public.sha256.clone()).unwrap_or_default(),
        }
    }

    /// How many whole days are left; negative once it has ended.
    pub fn days_left(&self, now: Timestamp) -> Option<i64> {
        let hours = self.expires?.duration_since(now).as_hours();
        Some(hours.div_euclid(24))
    }

    /// For how many days a certificate is valid, from its beginning to its end.
    pub(crate) fn valid_days(&self) -> Option<u32> {
        let begins = self.public.as_ref()?.begins;
        let hours = self.expires?.duration_since(begins).as_hours();
        u32::try_from(hours / 24).ok().filter(|days| *days > 0)
    }
}
