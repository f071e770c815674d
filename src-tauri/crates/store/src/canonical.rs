//! One spelling for all JSON texts of the same value: keys sorted, spaces gone, strings escaped in one way.
//!
//! Two bodies with the same canonical text are one version. Numbers are compared as they are written: reading them
//! as floats would make different large ones equal. Not for reading values: that is serde_json's work.

use std::borrow::Cow;

/// The canonical text of a body; of one that is no JSON, the body itself.
pub(crate) fn canonical(json: &str) -> Cow<'_, str> {
    // The check also bounds the depth, so that what follows may recurse and skip over syntax.
    if serde_json::from_str::<serde::de::IgnoredAny>(json).is_err() {
        return Cow::Borrowed(json);
    }
    let mut writer = Writer { json, at: 0, out: String::with_capacity(json.len()) };
    writer.value();
    Cow::Owned(writer.out)
}

struct Writer<'a> {
    json: &'a str,
    at: usize,
    out: String,
}

impl Writer<'_> {
    fn peek(&mut self) -> u8 {
        let bytes = self.json.as_bytes();
        while bytes.get(self.at).is_some_and(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
        bytes.get(self.at).copied().unwrap_or(0)
    }

    fn value(&mut self) {
        match self.peek() {
            b'{' => self.object(),
            b'[' => self.array(),
            b'"' => self.string(),
            _ => self.literal(),
        }
    }

    fn object(&mut self) {
        self.at += 1;
        let start = self.out.len();
        let mut members = Vec::new();
        while self.peek() == b'"' {
            let from = self.out.len();
            self.string();
            let key_end = self.out.len();
            self.out.push(':');
            self.peek();
            self.at += 1; // The colon.
            self.value();
            members.push((from..key_end, key_end..self.out.len()));
            if self.peek() == b',' {
                self.at += 1;
            }
        }
        self.at += 1; // The closing brace.
        let written = self.out.split_off(start);
        let part = |range: &std::ops::Range<usize>| written.get(range.start - start..range.end - start).unwrap_or("");
        // A stable order: of keys that stand twice, both stay, in their order.
        members.sort_by(|one, other| part(&one.0).cmp(part(&other.0)));
        self.out.push('{');
        for (place, (key, value)) in members.iter().enumerate() {
            if place > 0 {
                self.out.push(',');
            }
            self.out.push_str(part(key));
            self.out.push_str(part(value));
        }
        self.out.push('}');
    }

    fn array(&mut self) {
        self.at += 1;
        self.out.push('[');
        loop {
            match self.peek() {
                b']' | 0 => break,
                b',' => {
                    self.at += 1;
                    self.out.push(',');
                }
                _ => self.value(),
            }
        }
        self.at += 1;
        self.out.push(']');
    }

    fn string(&mut self) {
        let bytes = self.json.as_bytes();
        let from = self.at;
        let mut escaped = false;
        self.at += 1;
        while let Some(byte) = bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'\\' => {
                    escaped = true;
                    self.at += 1;
                }
                b'"' => break,
                _ => {}
            }
        }
        let token = self.json.get(from..self.at).unwrap_or_default();
        // Half of a surrogate pair is JSON and no text: it stays as it is written.
        let plain = if escaped { serde_json::from_str::<String>(token).ok() } else { None };
        match plain.and_then(|text| serde_json::to_string(&text).ok()) {
            Some(text) => self.out.push_str(&text),
            None => self.out.push_str(token),
        }
    }

    fn literal(&mut self) {
        let rest = self.json.get(self.at..).unwrap_or_default();
        let ends = |c: char| matches!(c, ',' | ']' | '}' | ' ' | '\t' | '\r' | '\n');
        let length = rest.find(ends).unwrap_or(rest.len());
        self.out.push_str(rest.get(..length).unwrap_or_default());
        self.at += length.max(1);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Map, Value};

    #[test]
    fn order_spaces_and_escapes_do_not_count() {
        let text = "{\"a\":[1,{\"c\":null,\"d\":\"é/\"}],\"b\":{}}";
        assert_eq!(canonical(text), text);
        assert_eq!(canonical("\r\n{ \"b\" : { } ,\"a\":[ 1 ,{\"d\":\"\\u00e9\\/\" , \"c\":null}]\t}"), text);
    }

    #[test]
    fn what_is_another_value_stays_another_text() {
        let different = [
            "{\"a\":1}",
            "{\"a\":1.0}",
            "{\"a\":\"1\"}",
            "{\"a\":[1]}",
            "{\"a\":[1,2]}",
            "{\"a\":[2,1]}",
            "{\"a\":12345678901234567890123}",
            "{\"a\":12345678901234567890124}",
            "{\"a\":1,\"a\":2}",
            "{\"a\":2,\"a\":1}",
            "{\"a\":\"\\ud800\"}",
            "{\"a\":null}",
            "{}",
            "[]",
            "not json {",
        ];
        let texts: std::collections::HashSet<_> = different.iter().map(|text| canonical(text)).collect();
        assert_eq!(texts.len(), different.len(), "{texts:?}");
    }

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "\\PC{0,6}|[\"\\\\\n\u{11}/]{0,4}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map("[a-d\"é]{0,2}", inner, 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    fn turned(value: &Value) -> Value {
        match value {
            Value::Array(items) => Value::Array(items.iter().map(turned).collect()),
            Value::Object(members) => {
                let turned: Map<_, _> = members.iter().rev().map(|(key, value)| (key.clone(), turned(value))).collect();
                Value::Object(turned)
            }
            other => other.clone(),
        }
    }

    proptest! {
        #[test]
        fn equal_values_have_equal_texts_and_a_text_still_means_its_value(value in value(), other in value()) {
            let plain = serde_json::to_string(&value).unwrap();
            let pretty = serde_json::to_string_pretty(&turned(&value)).unwrap();
            prop_assert_eq!(canonical(&plain), canonical(&pretty));
            prop_assert_eq!(&serde_json::from_str::<Value>(&canonical(&plain)).unwrap(), &value);
            let second = serde_json::to_string(&other).unwrap();
            prop_assert_eq!(canonical(&plain) == canonical(&second), value == other);
        }

        #[test]
        fn no_text_breaks_it(text in "[\\[\\]{}\",:\\\\ a1é]{0,24}") {
            let _ = canonical(&text);
        }
    }
}
