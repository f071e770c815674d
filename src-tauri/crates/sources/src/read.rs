//! Reading fields of an item that may be of any type, absent, or deeper than a reader goes.
//!
//! A value that is not of the expected type stays where it is, so that it is still shown.

use crate::mend;
use domain::evidence::Evidence;
use domain::ids::ItemId;
use domain::time::parse_time;
use jiff::Timestamp;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::fmt;

/// The object of an item; an item that is none is kept under one name.
pub(crate) fn object(json: &str) -> Map<String, Value> {
    match serde_json::from_str(json) {
        Ok(Value::Object(fields)) => fields,
        Ok(other) => Map::from_iter([("value".to_owned(), other)]),
        Err(_) => {
            let mended = mend::readable(json);
            match serde_json::from_str(&mended) {
                Ok(Value::Object(fields)) => fields,
                _ => shallow(&mended),
            }
        }
    }
}

/// One text field of an item, without reading the others.
pub(crate) fn field(json: &str, name: &str) -> Option<String> {
    struct Found(Option<String>);
    struct Reader<'n>(&'n str);
    impl<'de> DeserializeSeed<'de> for Reader<'_> {
        type Value = Found;
        fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Found, D::Error> {
            from.deserialize_map(self)
        }
    }
    impl<'de> Visitor<'de> for Reader<'_> {
        type Value = Found;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Found, A::Error> {
            let mut found = None;
            while let Some(name) = map.next_key::<Cow<'_, str>>()? {
                if name == self.0 {
                    found = map.next_value::<Value>()?.as_str().map(str::to_owned);
                } else {
                    map.next_value::<IgnoredAny>()?;
                }
            }
            Ok(Found(found))
        }
    }
    match Reader(name).deserialize(&mut serde_json::Deserializer::from_str(json)) {
        Ok(Found(found)) => found,
        // A half of a surrogate pair in a key, or no object at all.
        Err(_) => object(json).get(name).and_then(Value::as_str).map(str::to_owned),
    }
}

/// Field by field: one that is nested deeper than a reader goes stays as text, the others are read.
fn shallow(json: &str) -> Map<String, Value> {
    struct Fields<'a>(Vec<(String, &'a RawValue)>);
    impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
        fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            struct Reader;
            impl<'de> Visitor<'de> for Reader {
                type Value = Vec<(String, &'de RawValue)>;
                fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str("an object")
                }
                fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                    let mut fields = Vec::new();
                    while let Some(field) = map.next_entry()? {
                        fields.push(field);
                    }
                    Ok(fields)
                }
            }
            from.deserialize_map(Reader).map(Self)
        }
    }
    match serde_json::from_str::<Fields<'_>>(json) {
        Ok(fields) => fields
            .0
            .into_iter()
            .map(|(name, raw)| {
                let value = serde_json::from_str(raw.get());
                (name, value.unwrap_or_else(|_| Value::String(raw.get().to_owned())))
            })
            .collect(),
        Err(_) => Map::from_iter([("value".to_owned(), Value::String(json.to_owned()))]),
    }
}

/// Reads one moment of a field.
pub(crate) fn moment(text: Option<&str>) -> Option<Timestamp> {
    text.and_then(parse_time)
}

/// The first of these fields that holds a moment; it stays where it is.
pub(crate) fn first_moment(fields: &Map<String, Value>, names: &[&str]) -> Option<Timestamp> {
    names.iter().find_map(|name| moment(fields.get(*name)?.as_str()))
}

/// Takes a text out; a null counts as empty, and anything else stays.
pub(crate) fn text(fields: &mut Map<String, Value>, name: &str) -> String {
    match fields.get_mut(name) {
        Some(Value::String(text)) => {
            let text = std::mem::take(text);
            fields.shift_remove(name);
            text
        }
        Some(Value::Null) => {
            fields.shift_remove(name);
            String::new()
        }
        _ => String::new(),
    }
}

/// Takes a text or a number out as text.
pub(crate) fn number_or_text(fields: &mut Map<String, Value>, name: &str) -> String {
    if let Some(Value::Number(number)) = fields.get(name) {
        let text = number.to_string();
        fields.shift_remove(name);
        return text;
    }
    text(fields, name)
}

/// Takes a list of texts out; a list with anything else in it stays.
pub(crate) fn texts(fields: &mut Map<String, Value>, name: &str) -> Vec<String> {
    let Some(Value::Array(list)) = fields.get(name) else { return Vec::new() };
    let found: Option<Vec<String>> = list.iter().map(|item| item.as_str().map(str::to_owned)).collect();
    if found.is_some() {
        fields.shift_remove(name);
    }
    found.unwrap_or_default()
}

/// Takes a moment out; one that cannot be read stays as it came.
pub(crate) fn time(fields: &mut Map<String, Value>, name: &str) -> Option<Timestamp> {
    let found = moment(fields.get(name)?.as_str());
    if found.is_some() {
        fields.shift_remove(name);
    }
    found
}

/// Takes a list of objects out; a list with anything else in it stays.
pub(crate) fn objects(fields: &mut Map<String, Value>, name: &str) -> Vec<Map<String, Value>> {
    let Some(Value::Array(list)) = fields.get(name) else { return Vec::new() };
    let found: Option<Vec<_>> = list.iter().map(|item| item.as_object().cloned()).collect();
    if found.is_some() {
        fields.shift_remove(name);
    }
    found.unwrap_or_default()
}

/// A text of a field that stays where it is; empty where it is something else.
pub(crate) fn peek<'a>(fields: &'a Map<String, Value>, name: &str) -> &'a str {
    fields.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// One piece of evidence made of copies of these fields; none when none of them has a value.
pub(crate) fn piece(kind: &str, fields: &Map<String, Value>, names: &[&str]) -> Option<Evidence> {
    let full = |value: &Value| !value.is_null() && value.as_str() != Some("") && value.as_array() != Some(&Vec::new());
    let found: Map<String, Value> = names
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), fields.get(*name).filter(|value| full(value))?.clone())))
        .collect();
    (!found.is_empty()).then(|| Evidence::of_kind(kind, found))
}

/// Microsoft's id; where it has none, one made from the content, so that the same item is the same again.
pub(crate) fn id_or_content(id: String, json: &str) -> ItemId {
    if id.trim().is_empty() { ItemId(format!("content-{}", fingerprint(json, 16))) } else { ItemId(id) }
}

/// The first bytes of the SHA-256 of a text, in hex.
pub(crate) fn fingerprint(text: &str, bytes: usize) -> String {
    Sha256::digest(text.as_bytes()).iter().take(bytes).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn an_item_that_is_nested_beyond_reading_keeps_its_id_and_everything_else() {
        let deep = format!("{}1{}", "[".repeat(5000), "]".repeat(5000));
        let fields = object(&format!(r#"{{"id":"da1","deep":{deep},"half":"\ud800"}}"#));
        assert_eq!(fields["id"], "da1", "the id is what makes it the same item again");
        assert_eq!(fields["deep"], Value::String(deep), "kept as text");
        assert_eq!(fields["half"], "\u{fffd}");
    }

    #[test]
    fn a_value_of_another_type_stays_where_it_is() {
        let mut fields = object(r#"{"a":{"b":1},"t":"soon","l":["x",2],"o":[{},3]}"#);
        assert_eq!(text(&mut fields, "a"), "");
        assert_eq!(time(&mut fields, "t"), None);
        assert!(texts(&mut fields, "l").is_empty() && objects(&mut fields, "o").is_empty());
        assert_eq!(fields.len(), 4, "nothing was taken");
    }
}
