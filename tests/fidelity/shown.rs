//! Whether every value of a raw body can be found again in what is shown of it.

use jiff::Timestamp;
use serde_json::Value;
use std::collections::BTreeSet;

/// The paths of fields that the schema names, that have a value, and whose value is not shown.
pub fn lost(raw: &Value, shown: &Value, names: &BTreeSet<String>) -> Vec<String> {
    let mut seen = Seen::default();
    seen.take(shown);
    let mut lost = Vec::new();
    walk(raw, "", true, names, &seen, &mut lost);
    lost
}

#[derive(Default)]
struct Seen {
    text: String,
    numbers: BTreeSet<String>,
}

impl Seen {
    fn take(&mut self, value: &Value) {
        match value {
            Value::String(text) => {
                self.text.push_str(text);
                self.text.push('\n');
            }
            Value::Number(number) => {
                self.numbers.insert(number.to_string());
            }
            Value::Array(list) => list.iter().for_each(|value| self.take(value)),
            Value::Object(map) => map.values().for_each(|value| self.take(value)),
            _ => {}
        }
    }

    fn has(&self, value: &Value) -> bool {
        match value {
            Value::String(text) => self.has_text(text) || self.has_time(text),
            Value::Number(number) => {
                self.numbers.contains(&number.to_string()) || self.text.contains(&number.to_string())
            }
            // Shown as a word of the reader's language.
            Value::Bool(_) => true,
            _ => true,
        }
    }

    /// As it stands, or as the words of an enumeration: `inProgress` is shown as `In progress`.
    fn has_text(&self, text: &str) -> bool {
        let plain = |text: &str| text.chars().filter(|one| one.is_alphanumeric()).collect::<String>().to_lowercase();
        self.text.contains(text.trim()) || plain(&self.text).contains(&plain(text))
    }

    fn has_time(&self, text: &str) -> bool {
        let millis = text.parse::<Timestamp>().map(|time| time.as_millisecond().to_string());
        millis.is_ok_and(|millis| self.numbers.contains(&millis))
    }
}

fn walk(raw: &Value, path: &str, known: bool, names: &BTreeSet<String>, seen: &Seen, lost: &mut Vec<String>) {
    match raw {
        Value::Object(map) => {
            for (name, value) in map.iter().filter(|(name, _)| !name.starts_with('@')) {
                walk(value, &format!("{path}/{name}"), names.contains(name), names, seen, lost);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| walk(value, path, known, names, seen, lost)),
        Value::Null => {}
        Value::String(text) if text.trim().is_empty() => {}
        value if known && !seen.has(value) => lost.push(format!("{path} = {value}")),
        _ => {}
    }
}
