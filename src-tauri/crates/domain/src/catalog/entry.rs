//! What a file of the catalog says.
//!
//! In texts for people `[[Add a permission]]` is a label that stands in a portal, and `{client_id}` a value to copy. Who shows
//! them decides how.

use crate::cloud::Api;
use crate::permissions::PermissionKind;
use crate::tenant::CredentialKind;
use serde::{Deserialize, Serialize};

/// An integration that can be attached.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogEntry {
    /// Its key, such as `defender-xdr`.
    pub id: String,
    /// Who runs it; none for what this program collects itself.
    #[serde(default)]
    pub vendor: Option<String>,
    /// Its title.
    pub title: String,
    /// API and kind of items, or the vendor's own name for it.
    pub subtitle: String,
    /// What it is for, one sentence.
    pub purpose: String,
    /// The clouds in which it can be used.
    pub clouds: Vec<String>,
    /// The source that collects it; none where the vendor does.
    #[serde(default)]
    pub source: Option<String>,
    /// Further sources, each of a feature.
    #[serde(default)]
    pub further: Vec<FurtherSource>,
    /// Whether it acts in the tenant, rather than only reading.
    #[serde(default)]
    pub acts: bool,
    /// Whether somebody else registers the app, so that there is nothing to register here.
    #[serde(default)]
    pub vendor_registers: bool,
    /// The credentials that it takes.
    #[serde(default)]
    pub credential: Vec<CredentialRule>,
    /// Its optional parts.
    #[serde(default)]
    pub feature: Vec<Feature>,
    /// What the app must be allowed to do.
    #[serde(default)]
    pub permission: Vec<PermissionNeed>,
    /// Directory roles that the app must hold.
    #[serde(default)]
    pub role: Vec<RoleNeed>,
    /// What must be so in the tenant before it works.
    #[serde(default)]
    pub prerequisite: Vec<Prerequisite>,
    /// The fields that its own form asks for, in the form's order and words.
    #[serde(default)]
    pub field: Vec<FormField>,
    /// What a person does at the vendor to attach it.
    #[serde(default)]
    pub attach: Option<VendorSteps>,
    /// What a person does at the vendor to detach it.
    #[serde(default)]
    pub detach: Option<VendorSteps>,
    /// More to know, each optional.
    #[serde(default)]
    pub note: Vec<Note>,
    /// Base addresses of the API that its form accepts; the first is the usual one. `<REGION>` stands for a region.
    #[serde(default)]
    pub base_urls: Vec<String>,
    /// Where the vendor describes it.
    #[serde(default)]
    pub docs: Vec<Link>,
}

/// A kind of credential that is accepted, and in which form.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CredentialRule {
    /// The kind.
    pub kind: CredentialKind,
    /// What must be so with it, in words, such as `PEM only, the key unencrypted`.
    #[serde(default)]
    pub rule: String,
    /// Whether the vendor makes it and keeps the key: its public part is registered beside the credential that is made
    /// here, and does not stand in for it.
    #[serde(default)]
    pub from_vendor: bool,
}

/// An optional part of an integration.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feature {
    /// Its key within the integration.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it adds, one sentence.
    pub adds: String,
    /// Whether it is chosen unless somebody says otherwise.
    #[serde(default)]
    pub usual: bool,
}

/// A source that is collected when its feature was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FurtherSource {
    /// The source.
    pub source: String,
    /// The feature.
    pub feature: String,
}

/// A permission with the reason for it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PermissionNeed {
    /// The API that has it.
    pub api: Api,
    /// Its value, such as `SecurityAlert.Read.All`.
    pub value: String,
    /// Its kind.
    #[serde(default = "application")]
    pub kind: PermissionKind,
    /// The feature that needs it; none when the integration itself does.
    #[serde(default)]
    pub feature: Option<String>,
    /// Why it is needed, a few words.
    pub why: String,
}

fn application() -> PermissionKind {
    PermissionKind::Application
}

/// A directory role with the reason for it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleNeed {
    /// Its name in the portal.
    pub name: String,
    /// The feature that needs it; none when the integration itself does.
    #[serde(default)]
    pub feature: Option<String>,
    /// Why it is needed, a few words.
    pub why: String,
}

/// Something that must be so in the tenant.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prerequisite {
    /// Its key: `audit_log`, `licence`, or another.
    pub id: String,
    /// What, a few words.
    pub title: String,
    /// How it is brought about, one or two sentences.
    pub how: String,
    /// Where.
    #[serde(default)]
    pub link: Option<String>,
}

/// Where the value of a form's field comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueFrom {
    /// The Directory (tenant) ID.
    TenantId,
    /// The Application (client) ID.
    ClientId,
    /// The client secret's Value.
    SecretValue,
    /// The tenant's initial domain, which ends in `.onmicrosoft.com`.
    OrganizationId,
    /// The API's base address.
    BaseUrl,
    /// The API URL that the Defender portal shows for Cloud Apps.
    CloudAppsUrl,
    /// The certificate in PEM.
    CertificatePem,
    /// The unencrypted private key in PEM.
    KeyPem,
    /// A name that the person chooses.
    Name,
    /// Something that the person decides at the vendor.
    Choice,
}

/// A field of the vendor's form.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormField {
    /// Its label, as the form has it.
    pub label: String,
    /// Where its value comes from.
    pub from: ValueFrom,
    /// What to know when filling it in.
    #[serde(default)]
    pub hint: String,
    /// The feature that has it.
    #[serde(default)]
    pub feature: Option<String>,
}

/// What a person does at the vendor.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VendorSteps {
    /// Where, such as `Prelude Dashboard`.
    pub place: String,
    /// The vendor's page, where it is known.
    #[serde(default)]
    pub link: Option<String>,
    /// Step by step, with the vendor's labels.
    #[serde(default)]
    pub steps: Vec<String>,
    /// The vendor's own command, with `{tenant_id}`, `{client_id}`, `{secret_value}` and `{base_url}` in their places.
    #[serde(default)]
    pub command: Option<String>,
}

/// More to know.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// What about.
    pub title: String,
    /// The note itself.
    pub text: String,
    /// Whether it is a step that may be left out.
    #[serde(default)]
    pub optional_step: bool,
    /// A value to copy.
    #[serde(default)]
    pub value: Option<String>,
    /// Where.
    #[serde(default)]
    pub link: Option<String>,
}

/// An address with its title.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// Its title.
    pub title: String,
    /// The address.
    pub url: String,
}

impl CatalogEntry {
    /// The permissions that are needed when these features are chosen.
    pub fn permissions<'a>(&'a self, features: &'a [String]) -> impl Iterator<Item = &'a PermissionNeed> {
        self.permission.iter().filter(|need| chosen(need.feature.as_deref(), features))
    }

    /// The directory roles that are needed when these features are chosen.
    pub fn roles<'a>(&'a self, features: &'a [String]) -> impl Iterator<Item = &'a RoleNeed> {
        self.role.iter().filter(|need| chosen(need.feature.as_deref(), features))
    }

    /// Whether it takes a credential of that kind from here.
    pub fn takes(&self, kind: CredentialKind) -> bool {
        self.credential.iter().any(|rule| rule.kind == kind && !rule.from_vendor)
    }

    /// Whether its form takes this base address: one of its own, with any region in the place of `<REGION>`.
    pub fn takes_base_url(&self, base: &str) -> bool {
        let base = base.trim_end_matches('/');
        self.base_urls.iter().map(|known| known.trim_end_matches('/')).any(|known| match known.split_once("<REGION>") {
            None => known == base,
            Some((before, after)) => {
                let region = base.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
                region.is_some_and(|region| {
                    !region.is_empty() && region.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
                })
            }
        })
    }

    /// The features that are chosen unless somebody says otherwise.
    pub fn usual_features(&self) -> Vec<String> {
        self.feature.iter().filter(|feature| feature.usual).map(|feature| feature.id.clone()).collect()
    }
}

fn chosen(feature: Option<&str>, features: &[String]) -> bool {
    feature.is_none_or(|feature| features.iter().any(|chosen| chosen == feature))
}
