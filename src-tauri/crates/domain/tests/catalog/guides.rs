//! The catalog against `tests/guides.toml`, the facts of the vendors' guides: nothing of them is missing in it, and it asks for
//! nothing that they do not.

use super::links::links;
use super::texts::{labels, texts};
use domain::catalog::{CatalogEntry, ValueFrom, catalog, entry};
use domain::cloud::{Api, clouds};
use domain::permissions::{PermissionKind, api, roles};
use domain::portal::portal_steps;
use domain::tenant::CredentialKind;
use serde::Deserialize;
use std::collections::BTreeSet;

/// What one guide says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Guide {
    pub file: String,
    pub entries: Vec<String>,
    pub credentials: BTreeSet<String>,
    pub roles: BTreeSet<String>,
    pub roles_elsewhere: BTreeSet<String>,
    pub base_urls: Vec<String>,
    pub urls: Vec<String>,
    pub portals: Vec<String>,
    pub commands: Vec<String>,
    pub values: Vec<String>,
    pub labels: Vec<String>,
    pub portal: Vec<String>,
    pub renamed: Vec<Renamed>,
    pub described: Vec<String>,
    pub field: Vec<Field>,
    pub api: Vec<ApiName>,
    pub permission: Vec<Permission>,
    pub fact: Vec<Fact>,
    pub ignored: Vec<Ignored>,
}

/// A label that the portal spells otherwise than the guide.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Renamed {
    pub guide: String,
    pub portal: String,
}

/// A field whose label the guide quotes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    pub label: String,
    pub from: ValueFrom,
}

/// An API as the guide calls it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApiName {
    pub label: String,
    pub api: Api,
    #[serde(rename = "for")]
    pub needed_for: Vec<String>,
}

/// A permission, and the integrations or `integration/feature` that need it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Permission {
    pub api: Api,
    pub value: String,
    #[serde(default = "application")]
    pub kind: PermissionKind,
    #[serde(default = "text")]
    pub seen: String,
    #[serde(default)]
    pub used_by: Option<String>,
    #[serde(rename = "for")]
    pub needed_for: Vec<String>,
}

/// A few words of the guide and those of the entries.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    pub guide: String,
    pub entry: String,
    #[serde(default, rename = "in")]
    pub entries: Vec<String>,
}

/// Something that the scan finds and that is no fact.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ignored {
    pub text: String,
    pub why: String,
}

fn application() -> PermissionKind {
    PermissionKind::Application
}

fn text() -> String {
    "text".to_owned()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    guide: Vec<Guide>,
}

/// The transcription.
pub fn guides() -> Vec<Guide> {
    toml::from_str::<Table>(include_str!("../guides.toml")).expect("the transcription reads").guide
}

impl Guide {
    fn all(&self) -> Vec<&'static CatalogEntry> {
        self.entries.iter().map(|id| entry(id).expect("the guide names integrations that exist")).collect()
    }

    /// What a name in `for` or `in` means: itself, or all integrations of the guide that begin as it does.
    fn meant(&self, names: &[String]) -> Vec<String> {
        let mut all = Vec::new();
        for name in names {
            match name.strip_suffix('*') {
                Some(begin) => all.extend(self.entries.iter().filter(|id| id.starts_with(begin)).cloned()),
                None => all.push(name.clone()),
            }
        }
        assert!(!all.is_empty(), "{}: {names:?} means something", self.file);
        all
    }
}

/// The labels that stand in the entry: in brackets, as a field of the form, or as the place.
fn shown(entry: &CatalogEntry) -> BTreeSet<String> {
    let bracketed = texts(entry).into_iter().flat_map(|(_, text, _)| labels(text).expect("labels are whole"));
    bracketed.chain(entry.field.iter().map(|field| field.label.as_str())).map(str::to_owned).collect()
}

/// The labels of the portal steps, with the names that fill them.
fn portal_labels() -> BTreeSet<String> {
    let lines = portal_steps().iter().flat_map(|step| &step.lines);
    let mut all: BTreeSet<String> =
        lines.flat_map(|line| labels(line).expect("labels are whole")).map(str::to_owned).collect();
    for key in Api::ALL {
        all.extend([api(key).name.clone(), api(key).listed_under.clone()]);
    }
    all.extend(roles().iter().map(|role| role.name.clone()));
    all
}

#[test]
fn every_vendors_integration_comes_from_one_guide() {
    let guides = guides();
    for entry in catalog().iter().filter(|entry| entry.vendor.is_some()) {
        let sources = guides.iter().filter(|guide| guide.entries.contains(&entry.id)).count();
        assert_eq!(sources, 1, "{} is held to {sources} guides", entry.id);
    }
}

#[test]
fn permissions_are_those_of_the_guides_for_the_same_features_and_no_others() {
    for guide in guides() {
        let mut wanted = BTreeSet::new();
        for permission in &guide.permission {
            for place in guide.meant(&permission.needed_for) {
                wanted.insert((place, permission.api, permission.value.clone(), permission.kind));
            }
        }
        let mut asked = BTreeSet::new();
        for entry in guide.all() {
            for need in &entry.permission {
                let feature = need.feature.as_ref().map(|feature| format!("/{feature}")).unwrap_or_default();
                asked.insert((format!("{}{feature}", entry.id), need.api, need.value.clone(), need.kind));
            }
        }
        let missing: Vec<_> = wanted.difference(&asked).collect();
        let surplus: Vec<_> = asked.difference(&wanted).collect();
        assert!(missing.is_empty() && surplus.is_empty(), "{}: missing {missing:?}, surplus {surplus:?}", guide.file);
    }
}

#[test]
fn apis_that_a_guide_introduces_are_used_where_it_says() {
    for guide in guides() {
        for name in &guide.api {
            for id in &name.needed_for {
                let used = entry(id).unwrap().permission.iter().any(|need| need.api == name.api);
                assert!(used, "{}: {id} uses {}", guide.file, name.label);
            }
        }
    }
}

#[test]
fn roles_and_credentials_are_those_of_the_guides() {
    for guide in guides() {
        let entries = guide.all();
        let roles: BTreeSet<_> = entries.iter().flat_map(|entry| &entry.role).map(|need| need.name.clone()).collect();
        let wanted: BTreeSet<_> = guide.roles.union(&guide.roles_elsewhere).cloned().collect();
        assert_eq!(roles, wanted, "{}: directory roles of the app", guide.file);
        let credentials: BTreeSet<_> = entries
            .iter()
            .flat_map(|entry| &entry.credential)
            .map(|rule| match (rule.kind, rule.from_vendor) {
                (CredentialKind::Secret, _) => "secret",
                (CredentialKind::Certificate, false) => "certificate",
                (CredentialKind::Certificate, true) => "vendor_certificate",
            })
            .map(str::to_owned)
            .collect();
        assert_eq!(credentials, guide.credentials, "{}: what it takes, and nothing that it refuses", guide.file);
    }
}

#[test]
fn fields_of_the_forms_are_those_of_the_guides_with_their_sources() {
    for guide in guides() {
        let entries = guide.all();
        for entry in &entries {
            for field in &entry.field {
                let quoted = guide.field.iter().find(|known| known.label == field.label);
                let known = quoted.map_or(guide.described.contains(&field.label), |known| known.from == field.from);
                assert!(known, "{}: {} is not in the guide as {:?}", entry.id, field.label, field.from);
            }
        }
        let wanted = guide.field.iter().map(|field| &field.label).chain(&guide.described);
        for label in wanted {
            let asked = entries.iter().any(|entry| entry.field.iter().any(|field| field.label == *label));
            assert!(asked, "{}: the form's {label} is in no entry", guide.file);
        }
    }
}

#[test]
fn addresses_of_the_guides_are_in_the_catalog() {
    for guide in guides() {
        let entries = guide.all();
        let linked: BTreeSet<_> = entries.iter().flat_map(|entry| links(entry)).collect();
        for url in &guide.urls {
            assert!(linked.contains(url), "{}: {url} is linked", guide.file);
        }
        let base_urls: BTreeSet<_> = entries.iter().map(|entry| entry.base_urls.clone()).collect();
        assert_eq!(base_urls, BTreeSet::from([guide.base_urls.clone()]), "{}: base addresses in order", guide.file);
        for portal in &guide.portals {
            let known = clouds().iter().flat_map(|cloud| cloud.entra.iter().chain(&cloud.defender_portal));
            assert!(known.clone().any(|base| portal.starts_with(base)), "{}: {portal} is a cloud's portal", guide.file);
        }
    }
}

#[test]
fn commands_and_values_are_the_guides_with_our_names_in_their_places() {
    let ours = |command: &str| {
        let usual = "https://api.securitycenter.microsoft.com/";
        let places = [(usual, "{base_url}"), ("{TENANT ID}", "{tenant_id}"), ("{APP ID}", "{client_id}")];
        let places = places.into_iter().chain([("{APP SECRET}", "{secret_value}")]);
        places.fold(command.to_owned(), |text, (theirs, ours)| text.replace(theirs, ours))
    };
    for guide in guides() {
        let entries = guide.all();
        let steps = entries.iter().flat_map(|entry| entry.attach.iter().chain(&entry.detach));
        let commands: BTreeSet<_> = steps.filter_map(|steps| steps.command.clone()).collect();
        let values: BTreeSet<_> =
            entries.iter().flat_map(|entry| &entry.note).filter_map(|note| note.value.clone()).collect();
        let wanted: BTreeSet<_> = guide.commands.iter().map(|command| ours(command)).collect();
        for command in &wanted {
            assert!(commands.contains(command) || values.contains(command), "{}: {command}", guide.file);
        }
        assert!(commands.is_subset(&wanted), "{}: {commands:?} are the vendor's own", guide.file);
        for value in &guide.values {
            assert!(values.contains(value), "{}: {value} can be copied", guide.file);
        }
    }
}

#[test]
fn labels_of_the_guides_are_said_where_a_person_needs_them() {
    let portal = portal_labels();
    for guide in guides() {
        let shown: BTreeSet<_> = guide.all().iter().flat_map(|entry| shown(entry)).collect();
        for label in &guide.labels {
            assert!(shown.contains(label), "{}: [[{label}]] stands at the vendor", guide.file);
        }
        let renamed = guide.renamed.iter().map(|label| &label.portal);
        for label in guide.portal.iter().chain(renamed) {
            assert!(portal.contains(label), "{}: [[{label}]] stands in the portal", guide.file);
        }
    }
}

#[test]
fn facts_of_the_guides_are_said_by_each_entry_that_they_concern() {
    for guide in guides() {
        for fact in &guide.fact {
            let concerned = if fact.entries.is_empty() { &guide.entries } else { &fact.entries };
            for id in guide.meant(concerned) {
                let said = texts(entry(&id).unwrap()).iter().any(|(_, text, _)| text.contains(&fact.entry));
                assert!(said, "{id} says \"{}\", as {} does", fact.entry, guide.file);
            }
        }
    }
}
