//! Which credentials the app gets, and why there are two where one will not do.

use super::Plan;
use crate::catalog::{CatalogEntry, ValueFrom};
use crate::tenant::CredentialKind;
use serde::{Deserialize, Serialize};

/// A credential of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedCredential {
    /// Its kind.
    pub kind: CredentialKind,
    /// The titles of the integrations that use it.
    pub serves: Vec<String>,
    /// The keys of the same.
    pub integrations: Vec<String>,
    /// What must be so with it.
    pub rule: String,
}

/// Chooses for each integration the kind that it takes: a certificate where it is used here, else what the vendor's form asks for.
pub(super) fn choose(plan: &mut Plan, entries: &[&CatalogEntry]) {
    let registering: Vec<_> = entries.iter().copied().filter(|entry| !entry.vendor_registers).collect();
    for kind in [CredentialKind::Certificate, CredentialKind::Secret] {
        let users: Vec<_> = registering.iter().filter(|entry| kind_for(entry) == Some(kind)).collect();
        if users.is_empty() {
            continue;
        }
        let rules = users.iter().flat_map(|entry| entry.credential.iter().filter(|rule| rule.kind == kind));
        let mut rules: Vec<_> = rules.map(|rule| rule.rule.as_str()).filter(|rule| !rule.is_empty()).collect();
        rules.dedup();
        plan.credentials.push(PlannedCredential {
            kind,
            serves: users.iter().map(|entry| entry.title.clone()).collect(),
            integrations: users.iter().map(|entry| entry.id.clone()).collect(),
            rule: rules.join(" "),
        });
    }
    if plan.credentials.len() > 1 {
        plan.credential_note = Some(note(&registering));
    }
}

/// The kind that an integration gets.
fn kind_for(entry: &CatalogEntry) -> Option<CredentialKind> {
    if entry.vendor.is_none() && entry.takes(CredentialKind::Certificate) {
        return Some(CredentialKind::Certificate);
    }
    let asks = |from: ValueFrom| entry.field.iter().any(|field| field.from == from);
    if asks(ValueFrom::SecretValue) && entry.takes(CredentialKind::Secret) {
        return Some(CredentialKind::Secret);
    }
    entry.credential.first().map(|rule| rule.kind)
}

fn note(entries: &[&CatalogEntry]) -> String {
    let only = |kind: CredentialKind| {
        let alone = entries.iter().filter(|entry| entry.credential.iter().all(|rule| rule.kind == kind));
        alone.map(|entry| entry.title.as_str()).collect::<Vec<_>>()
    };
    let (secret, certificate) = (only(CredentialKind::Secret), only(CredentialKind::Certificate));
    let why = match (secret.is_empty(), certificate.is_empty()) {
        (false, false) => format!(
            "No single credential serves all: {} takes a client secret only, {} a certificate only.",
            secret.join(" and "),
            certificate.join(" and ")
        ),
        (false, true) => format!("{} takes a client secret only.", secret.join(" and ")),
        _ => "The vendors’ forms ask for a client secret.".to_owned(),
    };
    format!(
        "{why} The app gets one of each, so that what a vendor holds can be revoked without stopping the rest. Where a vendor must not share the app at all, set it up apart."
    )
}
