//! The catalog: which integrations exist and what each needs. One file an integration, nothing about one in code.

use crate::{Code, Outcome, Problem};
use serde::Deserialize;
use std::sync::LazyLock;

/// An integration that can be attached.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogEntry {
    /// Its key, such as `defender-xdr`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// API and kind of items.
    pub subtitle: String,
    /// What it is for, one sentence.
    pub purpose: String,
    /// The source that collects it.
    pub source: String,
    /// What the app must be allowed to do.
    pub permission: Vec<Permission>,
}

/// A permission with the reason for it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Permission {
    /// The app id of the API that has it.
    pub resource: String,
    /// The API's name in the portal.
    pub resource_name: String,
    /// Its value, such as `SecurityAlert.Read.All`.
    pub value: String,
    /// Its role id, compared with the tenant's own list before use.
    pub role_id: String,
    /// Why it is needed.
    pub why: String,
}

static CATALOG: LazyLock<Vec<CatalogEntry>> = LazyLock::new(|| {
    [include_str!("../catalog/defender-xdr.toml")].iter().filter_map(|text| toml::from_str(text).ok()).collect()
});

/// Every integration of the catalog.
pub fn catalog() -> &'static [CatalogEntry] {
    &CATALOG
}

/// The integration of that key.
///
/// # Errors
/// `integration.not_found`.
pub fn entry(id: &str) -> Outcome<&'static CatalogEntry> {
    catalog().iter().find(|entry| entry.id == id).ok_or_else(|| {
        let known: Vec<_> = catalog().iter().map(|entry| entry.id.as_str()).collect();
        Problem::new(
            Code::IntegrationUnknown,
            format!("The catalog has no integration \"{id}\". It has {}.", known.join(", ")),
        )
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_catalog_reads_and_asks_only_for_what_it_explains() {
        let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/catalog")).unwrap().count();
        assert_eq!(catalog().len(), files, "a file that does not read, or is not listed, would vanish silently");
        for entry in catalog() {
            for permission in &entry.permission {
                assert!(!permission.why.is_empty(), "{}: {} says why", entry.id, permission.value);
                assert!(uuid::Uuid::parse_str(&permission.role_id).is_ok(), "{}", permission.value);
                assert!(uuid::Uuid::parse_str(&permission.resource).is_ok(), "{}", permission.value);
            }
        }
    }

    #[test]
    fn an_unknown_integration_is_named_with_the_known_ones() {
        let problem = entry("nope").unwrap_err();
        assert!(problem.message.contains("defender-xdr"));
    }
}
