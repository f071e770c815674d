//! Tomorrow's schema: fields, enum members and kinds of evidence that no client can know yet.

use serde_json::{Value, json};

/// Enum fields that get a new member, one per record in turn.
const ENUMS: &[&str] = &[
    "severity",
    "status",
    "serviceSource",
    "detectionSource",
    "classification",
    "determination",
    "investigationState",
    "healthStatus",
    "riskScore",
    "verdict",
];

/// The member, for those who ask for unknown ones or use a service that has no other way.
const MEMBER: &str = "quantumAdvisory";

/// What Graph says instead to everybody else.
const HIDDEN: &str = "unknownFutureValue";

/// A kind of evidence that does not exist.
const EVIDENCE: &str = "#microsoft.graph.security.quantumComputerEvidence";

/// Lets one record grow; `by_name` shows the new enum member as itself.
pub(crate) fn grow(record: &mut Value, number: usize, by_name: bool) {
    let member = if by_name { MEMBER } else { HIDDEN };
    let Value::Object(map) = record else { return };
    let present: Vec<&str> =
        ENUMS.iter().copied().filter(|name| map.get(*name).is_some_and(Value::is_string)).collect();
    // Two of three records stay recognisable, so that a client's own counts still mean something.
    if let Some(name) = present.get((number / 3) % present.len().max(1)).filter(|_| number.is_multiple_of(3)) {
        map.insert((*name).to_owned(), json!(member));
    }
    if let Some(items) = map.get_mut("evidence").and_then(Value::as_array_mut) {
        items.iter_mut().enumerate().for_each(|(index, item)| grow_evidence(item, number + index));
    }
    map.insert("futureScore".to_owned(), json!(0.75));
    map.insert("futureFlags".to_owned(), json!(["one", "two"]));
    map.insert("futureContext".to_owned(), json!({ "@odata.type": "#microsoft.graph.security.futureContext", "n": 1 }));
    map.insert("futureNothing".to_owned(), Value::Null);
}

fn grow_evidence(item: &mut Value, number: usize) {
    let Value::Object(map) = item else { return };
    map.insert("futureHint".to_owned(), json!({ "depth": { "of": ["nested", 2, null] } }));
    if number % 5 == 4 && map.contains_key("@odata.type") {
        map.insert("@odata.type".to_owned(), json!(EVIDENCE));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_gets_new_fields_and_a_member_that_is_hidden_unless_asked_for() {
        let record = json!({ "severity": "high", "evidence": [{ "@odata.type": "#a" }] });
        let (mut named, mut hidden) = (record.clone(), record);
        grow(&mut named, 0, true);
        grow(&mut hidden, 0, false);
        assert_eq!((&named["severity"], &hidden["severity"]), (&json!(MEMBER), &json!(HIDDEN)));
        assert!(named["futureContext"].is_object() && named["evidence"][0]["futureHint"].is_object());
    }
}
