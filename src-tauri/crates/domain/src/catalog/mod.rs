//! The catalog: which integrations exist and what each needs. One file an integration, nothing about one in code.

mod entry;
mod files;

pub use entry::{
    CatalogEntry, CredentialRule, Feature, FormField, FurtherSource, Link, Note, PermissionNeed, Prerequisite,
    RoleNeed, ValueFrom, VendorSteps,
};

use crate::{Code, Outcome, Problem};
use std::sync::LazyLock;

static CATALOG: LazyLock<Vec<CatalogEntry>> =
    LazyLock::new(|| files::FILES.iter().filter_map(|(_, text)| toml::from_str(text).ok()).collect());

/// Every integration of the catalog, in the order in which they are offered.
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
    fn every_file_reads_and_is_named_after_its_integration() {
        for (name, text) in files::FILES {
            // The table itself leaves out what it cannot read, so that a program never starts with a panic.
            let entry: CatalogEntry = toml::from_str(text).map_err(|error| format!("{name}: {error}")).unwrap();
            assert_eq!(*name, format!("{}.toml", entry.id), "who looks for an integration finds its file");
        }
        assert_eq!(catalog().len(), files::FILES.len(), "no integration is left out");
    }

    #[test]
    fn a_certificate_of_the_vendors_does_not_stand_in_for_one_made_here() {
        let quarantine = entry("dropzone-quarantine").unwrap();
        assert!(quarantine.takes(crate::tenant::CredentialKind::Secret), "its form asks for a secret");
        assert!(!quarantine.takes(crate::tenant::CredentialKind::Certificate), "Dropzone has a certificate of its own");
    }

    #[test]
    fn an_unknown_integration_is_named_with_the_known_ones() {
        let problem = entry("nope").unwrap_err();
        assert!(problem.message.contains("defender-xdr"));
    }
}
