//! The plan over the whole catalog.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::catalog::catalog;
use crate::{Code, cloud};
use std::collections::HashSet;

fn chosen(ids: &[&str]) -> Vec<Chosen> {
    ids.iter().map(|id| Chosen { integration: (*id).to_owned(), features: Vec::new() }).collect()
}

fn everything() -> Vec<Chosen> {
    let all = |entry: &crate::catalog::CatalogEntry| Chosen {
        integration: entry.id.clone(),
        features: entry.feature.iter().map(|feature| feature.id.clone()).collect(),
    };
    catalog().iter().map(all).collect()
}

fn simulated() -> crate::cloud::Cloud {
    cloud::simulated("http://127.0.0.1:9").unwrap()
}

#[test]
fn what_several_need_stands_once_with_every_reason() {
    let made = plan(&everything(), &simulated(), "Bartizan").unwrap();
    let mut seen = HashSet::new();
    for permission in &made.permissions {
        assert!(seen.insert((permission.api, &permission.value, permission.kind)), "{} stands twice", permission.value);
        assert!(!permission.reasons.is_empty(), "{} says why", permission.value);
    }
    let requests: usize = made.permissions.iter().map(|row| row.reasons.len()).sum();
    let roles: usize = made.roles.iter().map(|row| row.reasons.len()).sum();
    assert_eq!(made.merged_from as usize, requests + roles, "no reason is lost in merging");
    let alerts = made.permissions.iter().find(|row| row.value == "SecurityAlert.Read.All").unwrap();
    assert!(alerts.reasons.len() > 1, "Defender XDR and Dropzone both need it");
    assert!(made.permissions.is_sorted_by_key(|row| row.api), "by API, as it is shown and granted");
}

#[test]
fn a_feature_brings_its_permissions_and_only_when_it_is_chosen() {
    let without = plan(&chosen(&["dropzone-data-source"]), &simulated(), "x").unwrap();
    assert!(
        without.permissions.iter().all(|row| !row.value.starts_with("Calendars")),
        "calendar features were not chosen"
    );
    let calendar =
        vec![Chosen { integration: "dropzone-data-source".to_owned(), features: vec!["calendar".to_owned()] }];
    let with = plan(&calendar, &simulated(), "x").unwrap();
    let read = with.permissions.iter().find(|row| row.value == "Calendars.Read").unwrap();
    assert!(read.reasons[0].feature.is_some(), "the reason names the feature");
    let unknown = vec![Chosen { integration: "defender-xdr".to_owned(), features: vec!["nope".to_owned()] }];
    assert_eq!(plan(&unknown, &simulated(), "x").unwrap_err().code, Code::InputInvalid);
}

#[test]
fn vendors_that_share_no_credential_get_one_of_each_and_the_reason() {
    let made = plan(&chosen(&["prelude-defender", "taegis-o365-gcc"]), &simulated(), "x").unwrap();
    assert!(made.has(CredentialKind::Certificate) && made.has(CredentialKind::Secret));
    let note = made.credential_note.unwrap();
    assert!(note.contains("Prelude") && note.contains("Taegis"), "it says who takes what: {note}");
    let alone = plan(&chosen(&["defender-xdr"]), &simulated(), "x").unwrap();
    assert!(!alone.has(CredentialKind::Secret) && alone.credential_note.is_none(), "a certificate is enough here");
}

#[test]
fn one_app_lives_in_one_cloud() {
    let gcc_high = cloud::cloud("gcchigh", None).unwrap();
    let problem = plan(&chosen(&["taegis-o365-gcc"]), &gcc_high, "x").unwrap_err();
    assert_eq!(problem.code, Code::IntegrationNotInCloud);
    assert!(problem.message.contains("gcc"), "it names where it is offered: {}", problem.message);
    assert_eq!(plan(&[], &gcc_high, "x").unwrap_err().code, Code::NothingChosen);
}

#[test]
fn who_may_carry_it_out_follows_from_what_it_grants() {
    let graph = plan(&chosen(&["defender-xdr"]), &simulated(), "x").unwrap();
    assert!(graph.takes_privileged_role(), "application permissions of Graph take a privileged role");
    let audit = plan(&chosen(&["o365-audit"]), &simulated(), "x").unwrap();
    assert!(!audit.takes_privileged_role());
    assert!(
        audit.admin_roles().contains(&"Application Administrator"),
        "others an application administrator may grant"
    );
    assert!(!audit.sign_in_scopes().contains(&"RoleManagement.ReadWrite.Directory"), "no more is asked than is used");
    let quarantine = plan(&chosen(&["quarantine"]), &simulated(), "x").unwrap();
    assert!(quarantine.sign_in_scopes().contains(&"RoleManagement.ReadWrite.Directory"));
}

#[test]
fn acting_and_reading_in_one_app_is_marked() {
    let made = plan(&chosen(&["defender-xdr", "dropzone-remediator"]), &simulated(), "x").unwrap();
    assert!(made.warnings.iter().any(|line| line.contains("acts")), "{:?}", made.warnings);
    assert!(plan(&chosen(&["defender-xdr"]), &simulated(), "x").unwrap().warnings.is_empty());
}

#[test]
fn the_text_for_a_change_request_names_everything() {
    let made = plan(&everything(), &simulated(), "Bartizan | for Contoso").unwrap();
    let text = markdown(&made, &simulated(), "contoso.onmicrosoft.com");
    for permission in &made.permissions {
        assert!(text.contains(&format!("`{}`", permission.value)), "{} is in the text", permission.value);
    }
    for call in calls(&made, &simulated()) {
        assert!(text.contains(&call.path), "{} is in the text", call.path);
    }
    assert!(text.contains("Bartizan \\| for"), "a name cannot end its cell");
}
