//! Evidence as groups of named things, each with every field it has.

use super::alerts::{group, worded};
use crate::types::{EvidenceGroup, EvidenceItem, Fact, Pivot, Worded};
use domain::evidence::{EntityField, Evidence, Group};
use domain::time::parse_time;
use domain::words::spaced;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap};

/// Evidence by group, in the order of the groups.
pub(super) fn groups(evidence: &[Evidence]) -> Vec<EvidenceGroup> {
    let mut groups: BTreeMap<Group, Vec<EvidenceItem>> = BTreeMap::new();
    for piece in evidence {
        groups.entry(piece.group()).or_default().push(item(piece));
    }
    let view = |(kind, items): (Group, Vec<EvidenceItem>)| EvidenceGroup {
        kind: group(kind),
        title: kind.title().to_owned(),
        items,
    };
    groups.into_iter().map(view).collect()
}

fn item(piece: &Evidence) -> EvidenceItem {
    let verdict = piece.verdict();
    EvidenceItem {
        type_name: piece.type_name.clone(),
        primary: piece.primary(),
        mono: piece.mono(),
        secondary: piece.secondary(),
        verdict: if verdict.is_empty() {
            Worded { value: String::new(), label: String::new() }
        } else {
            worded("verdict", &verdict)
        },
        fields: facts(&piece.fields),
        pivot: piece.pivot().map(|(field, value)| Pivot {
            label: format!("All alerts with this {}", noun(field)),
            query: term(field.name(), &value),
        }),
        known: piece.known(),
    }
}

fn noun(field: EntityField) -> &'static str {
    match field {
        EntityField::Ip => "address",
        EntityField::Url => "URL",
        other => other.name(),
    }
}

/// A term of the query language, quoted where it must be.
pub(super) fn term(field: &str, value: &str) -> String {
    let plain = !value.contains(|c: char| c.is_whitespace() || matches!(c, '"' | '(' | ')' | '*'));
    if plain { format!("{field}:{value}") } else { format!("{field}:\"{}\"", value.replace('"', "\\\"")) }
}

/// Every field of an object, nested ones too; what is null or empty says nothing.
///
/// A field is labelled by its own name, and by its path where two fields share a name.
pub(super) fn facts(fields: &Map<String, Value>) -> Vec<Fact> {
    let mut found = Vec::new();
    walk(&mut Vec::new(), fields, &mut found);
    let mut names: HashMap<String, u32> = HashMap::new();
    for (path, _) in &found {
        *names.entry(path.last().cloned().unwrap_or_default()).or_default() += 1;
    }
    let label = |path: &[String]| {
        let name = path.last().cloned().unwrap_or_default();
        if names.get(&name).is_some_and(|count| *count > 1) { path.join(", ") } else { name }
    };
    found.into_iter().map(|(path, text)| fact(label(&path), text)).collect()
}

fn walk(path: &mut Vec<String>, fields: &Map<String, Value>, found: &mut Vec<(Vec<String>, String)>) {
    for (name, value) in fields.iter().filter(|(name, _)| !name.starts_with("@odata.")) {
        path.push(titled(name));
        match value {
            Value::Object(inner) => walk(path, inner, found),
            Value::Array(list) if list.iter().any(|item| item.is_object() || item.is_array()) => {
                for (place, item) in list.iter().enumerate() {
                    path.push(format!("{}", place + 1));
                    match item {
                        Value::Object(inner) => walk(path, inner, found),
                        other => found.push((path.clone(), text(other))),
                    }
                    path.pop();
                }
            }
            other => {
                let text = text(other);
                if !text.is_empty() {
                    found.push((path.clone(), text));
                }
            }
        }
        path.pop();
    }
}

fn fact(label: String, value: String) -> Fact {
    const MONO: &[&str] = &["ID", "SHA-", "MD5", "path", "command", "hash", "key", "IP", "GUID", "SID", "URL", "query"];
    let mono = MONO.iter().any(|word| label.split([' ', ',']).any(|part| part.starts_with(word)));
    // A moment is shown in the reader's zone; text that only looks like one stays as it came.
    let time = parse_time(&value).filter(|_| value.len() >= 19 && value.contains('T'));
    let value = if time.is_some() { String::new() } else { value };
    Fact { label, value, note: String::new(), time: super::maybe(time), mono, pivot: None }
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(text).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// A field's name as a label: its words apart, and what is spoken letter by letter in capitals.
fn titled(name: &str) -> String {
    const SPELLED: &[(&str, &str)] = &[
        ("id", "ID"),
        ("ip", "IP"),
        ("os", "OS"),
        ("av", "AV"),
        ("ad", "AD"),
        ("sid", "SID"),
        ("upn", "UPN"),
        ("url", "URL"),
        ("urls", "URLs"),
        ("dns", "DNS"),
        ("vm", "VM"),
        ("guid", "GUID"),
        ("md5", "MD5"),
        ("sha1", "SHA-1"),
        ("sha256", "SHA-256"),
        ("sha256ac", "SHA-256 Authenticode"),
        ("mde", "MDE"),
        ("nt", "NT"),
        ("rbac", "RBAC"),
    ];
    let words = spaced(name);
    let spelled = |word: &str| {
        let known = SPELLED.iter().find(|(plain, _)| word.eq_ignore_ascii_case(plain));
        known.map_or_else(|| word.to_owned(), |(_, shown)| (*shown).to_owned())
    };
    let text: Vec<String> = words.split(' ').map(spelled).collect();
    text.join(" ").replace(" date time", "").replace("Azure AD", "Entra")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn fields_are_labelled_by_name_and_by_path_only_where_two_share_one() {
        let object = json!({
            "createdDateTime": "2026-11-20T13:21:07.4266667Z", "verdict": null, "roles": ["attacked", "source"],
            "userAccount": {"azureAdUserId": "x", "accountName": "ann"},
            "imageFile": {"sha256": "ab"}, "parentProcessImageFile": {"sha256": "cd"},
            "loggedOnUsers": [{"domainName": "contoso"}]
        });
        let shown: Vec<_> = facts(object.as_object().unwrap())
            .into_iter()
            .map(|fact| (fact.label, fact.value, fact.time.is_some()))
            .collect();
        let row = |label: &str, value: &str, time| (label.to_owned(), value.to_owned(), time);
        assert_eq!(
            shown,
            [
                row("Created", "", true),
                row("Roles", "attacked, source", false),
                row("Entra user ID", "x", false),
                row("Account name", "ann", false),
                row("Image file, SHA-256", "ab", false),
                row("Parent process image file, SHA-256", "cd", false),
                row("Domain name", "contoso", false),
            ]
        );
    }
}
