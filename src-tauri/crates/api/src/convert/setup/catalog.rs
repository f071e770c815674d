//! The catalog as it is offered.

use super::super::app::kind;
use crate::types::*;
use domain::catalog::{CatalogEntry, Prerequisite, catalog};

/// Everything that can be connected.
pub(crate) fn setup_catalog() -> SetupCatalog {
    SetupCatalog { integrations: catalog().iter().map(item).collect() }
}

fn item(entry: &CatalogEntry) -> CatalogItem {
    let usual = entry.usual_features();
    let permissions = entry.permissions(&usual).count() + entry.roles(&usual).count();
    CatalogItem {
        id: entry.id.clone(),
        vendor: entry.vendor.clone(),
        title: entry.title.clone(),
        subtitle: entry.subtitle.clone(),
        purpose: entry.purpose.clone(),
        clouds: entry.clouds.clone(),
        acts: entry.acts,
        vendor_registers: entry.vendor_registers,
        collected_here: entry.source.is_some(),
        features: entry
            .feature
            .iter()
            .map(|feature| CatalogFeature {
                id: feature.id.clone(),
                title: feature.title.clone(),
                adds: feature.adds.clone(),
                usual: feature.usual,
            })
            .collect(),
        credentials: entry
            .credential
            .iter()
            .map(|rule| CatalogCredential { kind: kind(rule.kind), rule: rule.rule.clone() })
            .collect(),
        permissions: u32::try_from(permissions).unwrap_or(u32::MAX),
        prerequisites: entry.prerequisite.iter().map(|need| prerequisite(need, &entry.title)).collect(),
    }
}

fn prerequisite(need: &Prerequisite, title: &str) -> PrerequisiteView {
    PrerequisiteView {
        title: need.title.clone(),
        how: need.how.clone(),
        link: need.link.clone(),
        needed_by: vec![title.to_owned()],
    }
}
