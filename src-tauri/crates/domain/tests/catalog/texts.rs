//! The texts of an entry, each with where it stands, and the rules of the house for them.

use domain::catalog::CatalogEntry;

/// What kind of text it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One or more sentences.
    Sentence,
    /// A title or a few words, without a full stop.
    Phrase,
}

/// Words that the house does not use with a person.
const UNWANTED: [&str; 6] = ["please", "simply", "sorry", "apolog", "unfortunately", "!"];

/// Every text that a person reads, where it stands and of which kind.
pub fn texts(entry: &CatalogEntry) -> Vec<(String, &str, Kind)> {
    use Kind::{Phrase, Sentence};
    let mut all = vec![
        ("title".to_owned(), entry.title.as_str(), Phrase),
        ("subtitle".to_owned(), entry.subtitle.as_str(), Phrase),
        ("purpose".to_owned(), entry.purpose.as_str(), Sentence),
    ];
    let rules = entry.credential.iter().filter(|rule| !rule.rule.is_empty());
    all.extend(rules.map(|rule| ("credential".to_owned(), rule.rule.as_str(), Phrase)));
    for feature in &entry.feature {
        all.push((format!("feature {}", feature.id), &feature.title, Phrase));
        all.push((format!("feature {}", feature.id), &feature.adds, Sentence));
    }
    all.extend(entry.permission.iter().map(|need| (need.value.clone(), need.why.as_str(), Sentence)));
    all.extend(entry.role.iter().map(|need| (need.name.clone(), need.why.as_str(), Sentence)));
    for first in &entry.prerequisite {
        all.push((format!("prerequisite {}", first.id), &first.title, Phrase));
        all.push((format!("prerequisite {}", first.id), &first.how, Sentence));
    }
    let hints = entry.field.iter().filter(|field| !field.hint.is_empty());
    all.extend(hints.map(|field| (format!("field {}", field.label), field.hint.as_str(), Sentence)));
    for steps in entry.attach.iter().chain(&entry.detach) {
        all.push(("place".to_owned(), &steps.place, Phrase));
        all.extend(steps.steps.iter().map(|step| ("step".to_owned(), step.as_str(), Sentence)));
    }
    for note in &entry.note {
        all.push((format!("note {}", note.title), &note.title, Phrase));
        all.push((format!("note {}", note.title), &note.text, Sentence));
    }
    all.extend(entry.docs.iter().map(|link| ("docs".to_owned(), link.title.as_str(), Phrase)));
    all
}

/// What is wrong with one text; `values` are the names that may stand in braces.
pub fn voice(place: &str, text: &str, kind: Kind, values: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let stop = text.ends_with('.');
    if stop != (kind == Kind::Sentence) || text.ends_with("..") {
        found.push(format!("{place}: a sentence ends with a full stop and a title does not: {text:?}"));
    }
    if text.trim() != text || text.contains("  ") || text.is_empty() || !begins_well(text) {
        found.push(format!("{place}: begins and ends as a text does: {text:?}"));
    }
    let lower = text.to_lowercase();
    let unwanted = UNWANTED.iter().filter(|word| lower.contains(**word));
    found.extend(unwanted.map(|word| format!("{place}: no \"{word}\": {text:?}")));
    if let Err(fault) = labels(text) {
        found.push(format!("{place}: {fault}: {text:?}"));
    }
    match names(text) {
        Ok(names) => {
            let unknown = names.into_iter().filter(|name| !values.contains(name));
            found.extend(unknown.map(|name| format!("{place}: nobody knows the value {{{name}}}: {text:?}")));
        }
        Err(fault) => found.push(format!("{place}: {fault}: {text:?}")),
    }
    found
}

/// A text begins with a capital, a figure, a label or a name that is written small.
fn begins_well(text: &str) -> bool {
    let first = text.chars().next().unwrap_or_default();
    first.is_uppercase() || first.is_ascii_digit() || text.starts_with("[[") || text.starts_with('{')
}

/// The labels in a text, without their brackets.
pub fn labels(text: &str) -> Result<Vec<&str>, String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("[[") {
        if before.contains(['[', ']']) {
            return Err("a bracket outside a label".to_owned());
        }
        let (label, behind) = after.split_once("]]").ok_or("a label that does not end")?;
        if label.trim() != label || label.is_empty() || label.contains(['[', ']']) {
            return Err(format!("a label that is none, {label:?}"));
        }
        found.push(label);
        rest = behind;
    }
    if rest.contains(['[', ']']) { Err("a bracket outside a label".to_owned()) } else { Ok(found) }
}

/// The names of values in a text, without their braces.
pub fn names(text: &str) -> Result<Vec<&str>, String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}').ok_or("a value that does not end")?;
        if before.contains('}') || name.contains('{') {
            return Err("braces that do not match".to_owned());
        }
        found.push(name);
        rest = behind;
    }
    if rest.contains('}') { Err("braces that do not match".to_owned()) } else { Ok(found) }
}
