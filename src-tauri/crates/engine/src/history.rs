//! What differs between two versions of an item, field by field, in the words of the wire.

use serde_json::Value;

/// A field that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its dotted path; a place in a list is its number from 0.
    pub field: String,
    /// Before; none where it was not there.
    pub before: Option<String>,
    /// After; none where it is gone.
    pub after: Option<String>,
}

/// What differs between two JSON texts, in the order of the newer one. What cannot be read differs as a whole.
pub fn changes(before: &str, after: &str) -> Vec<Change> {
    let mut found = Vec::new();
    match (serde_json::from_str(before), serde_json::from_str(after)) {
        (Ok(before), Ok(after)) => compare("", Some(&before), Some(&after), &mut found),
        _ => found.push(Change {
            field: "item".to_owned(),
            before: Some(before.to_owned()),
            after: Some(after.to_owned()),
        }),
    }
    found
}

fn compare(path: &str, before: Option<&Value>, after: Option<&Value>, found: &mut Vec<Change>) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match (before, after) {
        (Some(Value::Object(old)), Some(Value::Object(new))) => {
            for (name, value) in new {
                compare(&below(name), old.get(name), Some(value), found);
            }
            for (name, value) in old.iter().filter(|(name, _)| !new.contains_key(*name)) {
                compare(&below(name), Some(value), None, found);
            }
        }
        (Some(Value::Array(old)), Some(Value::Array(new))) => {
            for place in 0..old.len().max(new.len()) {
                compare(&below(&place.to_string()), old.get(place), new.get(place), found);
            }
        }
        (old, new) if old == new => {}
        (old, new) => {
            found.push(Change { field: path.to_owned(), before: old.map(text), after: new.map(text) });
        }
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_names_its_field_and_both_values() {
        let found = changes(
            r#"{"status":"new","evidence":[{"verdict":"suspicious"}],"gone":1}"#,
            r#"{"status":"resolved","evidence":[{"verdict":"suspicious"},{"verdict":"malicious"}]}"#,
        );
        let fields: Vec<_> = found.iter().map(|change| change.field.as_str()).collect();
        assert_eq!(fields, ["status", "evidence.1", "gone"]);
        assert_eq!(found.first().and_then(|change| change.after.as_deref()), Some("resolved"));
    }

    #[test]
    fn another_order_of_fields_is_no_change() {
        assert_eq!(changes(r#"{"a":1,"b":2}"#, r#"{ "b": 2, "a": 1 }"#), []);
    }
}
