//! What is wrong with a file of the catalog, in words. Unknown keys are refused by the schema itself; this is what a schema
//! cannot say: names that exist nowhere, parts that do not fit together, addresses that lead elsewhere.

use super::links;
use super::texts::{names, texts, voice};
use domain::catalog::{CatalogEntry, PermissionNeed, ValueFrom};
use domain::cloud::{Api, clouds};
use domain::permissions::{permission, role};
use domain::tenant::CredentialKind;
use std::collections::HashSet;
use std::fmt::Display;

/// The values that a text of the catalog may ask somebody to fill in.
const VALUES: [&str; 6] = ["tenant_id", "client_id", "secret_value", "base_url", "organization_id", "cloud_apps_url"];

/// Everything that is wrong with a file.
pub fn faults(text: &str) -> Vec<String> {
    let entry: CatalogEntry = match toml::from_str(text) {
        Ok(entry) => entry,
        Err(error) => return vec![error.to_string()],
    };
    let mut found = Vec::new();
    found.extend(in_clouds(&entry));
    found.extend(in_needs(&entry));
    found.extend(in_features(&entry));
    found.extend(in_credentials(&entry));
    found.extend(in_fields(&entry));
    found.extend(in_shape(&entry));
    found.extend(links::faults(&entry));
    found.extend(texts(&entry).iter().flat_map(|(place, text, kind)| voice(place, text, *kind, &VALUES)));
    found.extend(in_commands(&entry));
    found
}

fn twice<T: Display + Eq + std::hash::Hash>(what: &str, all: impl IntoIterator<Item = T>) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for one in all {
        let line = format!("{what} {one} stands twice");
        if !seen.insert(one) {
            found.push(line);
        }
    }
    found
}

fn in_clouds(entry: &CatalogEntry) -> Vec<String> {
    let mut found = twice("cloud", entry.clouds.iter());
    if entry.clouds.is_empty() {
        found.push("no cloud".to_owned());
    }
    for id in &entry.clouds {
        let Some(cloud) = clouds().iter().find(|cloud| cloud.id == *id) else {
            found.push(format!("unknown cloud {id}"));
            continue;
        };
        let absent = entry.permission.iter().filter(|need| cloud.api(need.api).is_err());
        found.extend(absent.map(|need| format!("{} is of an API that {id} does not have", need.value)));
        let security = |value: &str| value.starts_with("Security") || value.starts_with("Threat");
        if !cloud.graph_security && entry.permission.iter().any(|need| need.api == Api::Graph && security(&need.value))
        {
            found.push(format!("Graph has no security node in {id}"));
        }
    }
    found
}

fn in_needs(entry: &CatalogEntry) -> Vec<String> {
    let mut found = Vec::new();
    if entry.permission.is_empty() {
        found.push("no permission".to_owned());
    }
    for need in &entry.permission {
        match permission(need.api, &need.value) {
            None => found.push(format!("unknown permission {} of {:?}", need.value, need.api)),
            Some(row) if row.id(need.kind).is_none() => {
                found.push(format!("{} is not there as {}", need.value, need.kind.label()));
            }
            Some(_) => {}
        }
    }
    let all = entry.permission.iter().map(|need| format!("{} of {:?}, {}", need.value, need.api, need.kind.label()));
    found.extend(twice("permission", all));
    let unknown = entry.role.iter().filter(|need| role(&need.name).is_none());
    found.extend(unknown.map(|need| format!("unknown role {}", need.name)));
    found.extend(twice("role", entry.role.iter().map(|need| &need.name)));
    let writes = |need: &&PermissionNeed| permission(need.api, &need.value).is_some_and(|row| row.writes);
    let writing: Vec<_> = entry.permission.iter().filter(writes).map(|need| need.value.as_str()).collect();
    if entry.acts == writing.is_empty() {
        found.push(format!("acts is {}, and what changes something is {writing:?}", entry.acts));
    }
    found
}

fn in_features(entry: &CatalogEntry) -> Vec<String> {
    let needs = entry.permission.iter().map(|need| &need.feature);
    let used: Vec<&str> = needs
        .chain(entry.role.iter().map(|need| &need.feature))
        .chain(entry.field.iter().map(|field| &field.feature))
        .filter_map(|feature| feature.as_deref())
        .collect();
    let known: Vec<&str> = entry.feature.iter().map(|feature| feature.id.as_str()).collect();
    let mut found = twice("feature", known.iter());
    found.extend(used.iter().filter(|id| !known.contains(id)).map(|id| format!("unknown feature {id}")));
    found.extend(known.iter().filter(|id| !used.contains(id)).map(|id| format!("feature {id} changes nothing")));
    found
}

fn in_credentials(entry: &CatalogEntry) -> Vec<String> {
    let kinds = entry.credential.iter().map(|rule| format!("{:?}, from the vendor: {}", rule.kind, rule.from_vendor));
    let mut found = twice("credential", kinds);
    let ours = entry.credential.iter().any(|rule| !rule.from_vendor);
    if ours == entry.vendor_registers {
        found.push("a credential is made here exactly when the app is registered here".to_owned());
    }
    let theirs = entry.credential.iter().any(|rule| rule.from_vendor && rule.kind != CredentialKind::Certificate);
    if theirs || (entry.vendor.is_none() && entry.credential.iter().any(|rule| rule.from_vendor)) {
        found.push("only a certificate has a public part that a vendor can hand out".to_owned());
    }
    found
}

fn in_fields(entry: &CatalogEntry) -> Vec<String> {
    let mut found = twice("field", entry.field.iter().map(|field| &field.label));
    for field in &entry.field {
        let fits = match field.from {
            ValueFrom::SecretValue => entry.takes(CredentialKind::Secret),
            ValueFrom::CertificatePem | ValueFrom::KeyPem => entry.takes(CredentialKind::Certificate),
            ValueFrom::ClientId => !entry.vendor_registers,
            ValueFrom::BaseUrl => !entry.base_urls.is_empty(),
            ValueFrom::CloudAppsUrl => entry.permission.iter().any(|need| need.api == Api::CloudApps),
            ValueFrom::OrganizationId => entry.permission.iter().any(|need| need.api == Api::Exchange),
            ValueFrom::TenantId | ValueFrom::Name | ValueFrom::Choice => true,
        };
        if !fits {
            found.push(format!("nothing here gives the field {} its value", field.label));
        }
        if field.from == ValueFrom::Choice && field.hint.is_empty() {
            found.push(format!("the field {} does not say what to choose", field.label));
        }
    }
    found
}

fn in_shape(entry: &CatalogEntry) -> Vec<String> {
    let mut found = twice("prerequisite", entry.prerequisite.iter().map(|first| &first.id));
    let plain = |id: &str| {
        !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_lowercase() || b"0123456789-_".contains(&byte))
    };
    if !plain(&entry.id) {
        found.push(format!("{} is no key", entry.id));
    }
    match &entry.vendor {
        Some(vendor) if !links::is_vendor(vendor) => found.push(format!("unknown vendor {vendor}")),
        Some(_) if entry.source.is_some() => found.push("the vendor collects, so there is no source".to_owned()),
        Some(_) if entry.attach.is_none() || entry.detach.is_none() || entry.field.is_empty() => {
            found.push(
                "it says how to attach it at the vendor, how to detach it, and what its form asks for".to_owned(),
            );
        }
        None if entry.source.is_none() => found.push("nobody collects it".to_owned()),
        None if entry.attach.is_some() || entry.detach.is_some() || entry.vendor_registers => {
            found.push("without a vendor there is nothing to do at one".to_owned());
        }
        _ => {}
    }
    let audit = entry.permission.iter().any(|need| need.value.starts_with("ActivityFeed."));
    if audit && !entry.prerequisite.iter().any(|first| first.id == "audit_log") {
        found.push("without audit logging it receives nothing, so audit_log is a prerequisite".to_owned());
    }
    found
}

/// Commands and values to copy are the vendor's own words: only what is to be filled in is ours.
fn in_commands(entry: &CatalogEntry) -> Vec<String> {
    let steps = entry.attach.iter().chain(&entry.detach);
    let lines = steps.filter_map(|steps| steps.command.as_deref());
    let all = lines.chain(entry.note.iter().filter_map(|note| note.value.as_deref()));
    let mut found = Vec::new();
    for line in all {
        match names(line) {
            Ok(names) if names.iter().all(|name| VALUES.contains(name)) => {}
            _ => found.push(format!("{line}: nobody knows a value in it")),
        }
    }
    found
}
