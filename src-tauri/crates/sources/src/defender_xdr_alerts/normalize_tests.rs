//! Normalising, by example and against arbitrary JSON: every field is placed or kept.
#![allow(clippy::unwrap_used)]

use super::*;
use proptest::prelude::*;
use serde_json::json;

#[test]
fn every_field_finds_its_place_or_stays_in_rest() {
    let item = json!({
        "id": "da1_1", "title": "T", "severity": "high", "status": "new", "incidentId": 29,
        "serviceSource": "microsoftDefenderForToasters", "createdDateTime": "2026-11-20T13:21:07.4266667Z",
        "resolvedDateTime": "soon", "mitreTechniques": ["T1003.001"], "classification": null,
        "evidence": [{"@odata.type": "#microsoft.graph.security.toasterEvidence", "slots": 2}],
        "customDetails": {"a": 1}, "brandNew": [1, 2]
    });
    let alert = alert(&item.to_string());
    assert_eq!(alert.incident_id, "29", "other generations send a number");
    assert_eq!(alert.service_source, "microsoftDefenderForToasters", "an unknown member is kept");
    assert_eq!(alert.evidence[0].fields["slots"], 2, "an unknown kind is kept");
    let rest: Vec<_> = alert.rest.keys().cloned().collect();
    assert_eq!(rest, ["resolvedDateTime", "customDetails", "brandNew"], "a moment that cannot be read stays as text");
}

#[test]
fn an_item_without_an_id_is_the_same_item_the_next_time() {
    let once = alert(r#"{"title":"a"}"#).id;
    assert_eq!(once, alert(r#"{"title":"a"}"#).id);
    assert_ne!(once, alert(r#"{"title":"b"}"#).id);
    assert_ne!(alert(r#"{"id":""}"#).id.as_str(), "", "an empty id is none");
}

#[test]
fn other_generations_are_readable() {
    let old = alert(r#"{"alertCreationTime":"2019-01-01T00:00:00Z","severity":"High","incidentName":"Old"}"#);
    assert!(old.created.is_some());
    assert_eq!((old.title.as_str(), old.summary().severity.as_str()), ("Old", "high"));
    assert!(old.rest.contains_key("alertCreationTime"), "what was only read is still there");
}

#[test]
fn what_is_no_object_is_kept() {
    assert_eq!(alert("\"microsoft.graph.security.alert\"").rest["value"], "microsoft.graph.security.alert");
    assert_eq!(alert("{broken").rest["value"], "{broken");
}

fn any_json() -> impl Strategy<Value = Value> {
    let names = prop::sample::select(vec![
        "id",
        "title",
        "severity",
        "evidence",
        "mitreTechniques",
        "incidentId",
        "createdDateTime",
        "@odata.type",
        "x",
        "userAccount",
        "roles",
        "fileDetails",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        Just(json!("#microsoft.graph.security.processEvidence")),
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((names.clone(), inner), 0..8)
                .prop_map(|pairs| Value::Object(pairs.into_iter().map(|(k, v)| (k.to_owned(), v)).collect())),
        ]
    })
}

proptest! {
    #[test]
    fn no_item_breaks_reading_and_none_of_its_fields_is_lost(item in any_json()) {
        let alert = alert(&item.to_string());
        let _ = alert.summary();
        for piece in &alert.evidence {
            let _ = (piece.primary(), piece.secondary(), piece.pivot());
        }
        if let Value::Object(fields) = &item {
            let placed = ["id", "title", "severity", "incidentId", "mitreTechniques", "evidence", "createdDateTime"];
            for (name, value) in fields {
                let used = placed.contains(&name.as_str()) && (value.is_string() || value.is_array() || value.is_number());
                let kept = alert.rest.get(name) == Some(value) || used || value.is_null();
                prop_assert!(kept, "{name} is gone");
            }
            if let (Some(Value::Array(list)), None) = (fields.get("evidence"), alert.rest.get("evidence")) {
                prop_assert_eq!(list.len(), alert.evidence.len());
            }
        }
    }
}
