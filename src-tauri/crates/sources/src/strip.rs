//! Takes the matched secrets out of what data loss prevention reports, before anything is stored.
//!
//! A record of a rule that matched quotes what matched: card numbers, passwords, with the words around them. Whoever keeps
//! that keeps the secret. The names of kinds, counts and confidence stay; the values go, wherever they stand, also in
//! JSON that is inside a text.

use crate::mend;
use serde_json::Value;
use std::borrow::Cow;

/// The field whose content is the secret.
const FIELD: &str = "DetectedValues";

/// An item without detected values; as it came, byte for byte, where it has none.
pub fn without_detected_values(json: &str) -> Cow<'_, str> {
    if !mentions(json) {
        return Cow::Borrowed(json);
    }
    match serde_json::from_str::<Value>(&mend::readable(json)) {
        Ok(mut value) => {
            strip(&mut value);
            Cow::Owned(value.to_string())
        }
        // What cannot be read cannot be cleaned: better an item without content than a secret.
        Err(_) => Cow::Owned(shell(json)),
    }
}

/// Whether the field's name stands anywhere, in any case, also written with escapes inside a text.
fn mentions(text: &str) -> bool {
    let name = FIELD.as_bytes();
    // Its rarest letters first: this looks at every byte that is collected.
    text.as_bytes().windows(name.len()).any(|part| part[8] | 0x20 == b'v' && part.eq_ignore_ascii_case(name))
        || text.contains("\\u") && mentions_escaped(text)
}

/// A name can be spelled with escapes; only a reader can tell.
fn mentions_escaped(text: &str) -> bool {
    fn within(value: &Value) -> bool {
        match value {
            Value::Object(fields) => {
                fields.iter().any(|(name, value)| name.eq_ignore_ascii_case(FIELD) || within(value))
            }
            Value::Array(list) => list.iter().any(within),
            _ => false,
        }
    }
    // Escapes of letters are rare enough that reading twice does not matter.
    let letters = ["\\u004", "\\u005", "\\u006", "\\u007"];
    letters.iter().any(|letter| text.contains(letter)) && serde_json::from_str(text).is_ok_and(|value| within(&value))
}

fn strip(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields.iter_mut() {
                if name.eq_ignore_ascii_case(FIELD) {
                    *value = Value::Array(Vec::new());
                } else {
                    strip(value);
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(strip),
        Value::String(text) if mentions(text) => {
            *text = match serde_json::from_str::<Value>(text) {
                Ok(mut inner) if inner.is_object() || inner.is_array() => {
                    strip(&mut inner);
                    inner.to_string()
                }
                _ => "(left out: it may quote detected values)".to_owned(),
            };
        }
        _ => {}
    }
}

/// Id and time of an item that cannot be read as a whole.
fn shell(json: &str) -> String {
    let fields = crate::read::object(json);
    let kept = ["Id", "id", "CreationTime", "Operation", "RecordType", "Workload", "UserId", "OrganizationId"];
    let kept = kept.iter().filter_map(|name| {
        let value = fields.get(*name)?;
        let plain = value.as_str().is_none_or(|text| !mentions(text));
        (plain && !value.is_object() && !value.is_array()).then(|| ((*name).to_owned(), value.clone()))
    });
    Value::Object(kept.collect()).to_string()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::json;

    const CARD: &str = "4111 1111 1111 1111";

    fn detections() -> Value {
        json!({"DetectedValues": [{"Name": CARD, "Value": format!("card {CARD}, expires 12/30")}], "ResultsTruncated": false})
    }

    #[test]
    fn a_detected_value_is_gone_wherever_it_stands_and_everything_else_stays() {
        let record = json!({
            "Id": "1",
            "PolicyDetails": [{"Rules": [{"ConditionsMatched": {"SensitiveInformation": [{
                "Count": 3, "SensitiveType": "50842eb7", "SensitiveInformationDetections": detections(),
            }]}}]}],
            "EndpointMetaData": {"detectedvalues": CARD},
            "Data": json!({"inner": detections(), "kept": true}).to_string(),
            "Cut": format!("{{\"DetectedValues\":[{{\"Name\":\"{CARD}"),
        });
        let stripped = without_detected_values(&record.to_string()).into_owned();
        assert!(!stripped.contains("4111"), "{stripped}");
        let value: Value = serde_json::from_str(&stripped).unwrap();
        let kind = &value["PolicyDetails"][0]["Rules"][0]["ConditionsMatched"]["SensitiveInformation"][0];
        assert_eq!((&kind["Count"], &kind["SensitiveType"]), (&json!(3), &json!("50842eb7")), "what it was stays");
        assert_eq!(kind["SensitiveInformationDetections"]["ResultsTruncated"], false);
        assert!(value["Data"].as_str().unwrap().contains("kept"));
    }

    #[test]
    fn a_name_in_escapes_or_a_record_that_cannot_be_read_hides_nothing() {
        let escaped = format!(r#"{{"Id":"1","\u0044etectedValues":["{CARD}"]}}"#);
        assert!(!without_detected_values(&escaped).contains("4111"), "the name is the same, however it is spelled");
        let deep = format!(r#"{{"Id":"1","DetectedValues":["{CARD}"],"deep":{}{}}}"#, "[".repeat(300), "]".repeat(300));
        let stripped = without_detected_values(&deep);
        assert!(!stripped.contains("4111") && stripped.contains(r#""Id":"1""#), "{stripped}");
    }

    #[test]
    fn what_has_none_stays_byte_for_byte() {
        let json = r#"{ "Id" : "1", "n":1.0, "t":"\ud800 DetectedValue" }"#;
        assert!(matches!(without_detected_values(json), Cow::Borrowed(same) if same == json));
    }
}
