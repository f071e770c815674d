//! What can be connected, as it is offered.

use crate::types::CredentialKind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Everything that can be connected.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SetupCatalog {
    /// In the order in which it is offered.
    pub integrations: Vec<CatalogItem>,
}

/// One integration that can be connected.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CatalogItem {
    /// Its key, such as `prelude-defender`.
    pub id: String,
    /// Who runs it; none for what this program collects itself.
    pub vendor: Option<String>,
    /// Its title.
    pub title: String,
    /// API and kind of items, or the vendor's own name for it.
    pub subtitle: String,
    /// What it is for, one sentence.
    pub purpose: String,
    /// The keys of the clouds in which it can be used.
    pub clouds: Vec<String>,
    /// Whether it acts in the tenant, rather than only reading.
    pub acts: bool,
    /// Whether the vendor registers the app, so that there is nothing to register here.
    pub vendor_registers: bool,
    /// Whether this program collects it.
    pub collected_here: bool,
    /// Its optional parts.
    pub features: Vec<CatalogFeature>,
    /// The credentials that it takes.
    pub credentials: Vec<CatalogCredential>,
    /// How many permissions and roles it needs with its usual features.
    pub permissions: u32,
    /// What must be so in the tenant before it works.
    pub prerequisites: Vec<PrerequisiteView>,
}

/// An optional part.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CatalogFeature {
    /// Its key within the integration.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it adds.
    pub adds: String,
    /// Whether it is chosen unless somebody says otherwise.
    pub usual: bool,
}

/// A credential that is accepted.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CatalogCredential {
    /// Its kind.
    pub kind: CredentialKind,
    /// What must be so with it; may be empty.
    pub rule: String,
}

/// Something that must be so in the tenant.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PrerequisiteView {
    /// What, a few words.
    pub title: String,
    /// How it is brought about.
    pub how: String,
    /// Where.
    pub link: Option<String>,
    /// The integrations that need it, by title.
    pub needed_by: Vec<String>,
}
