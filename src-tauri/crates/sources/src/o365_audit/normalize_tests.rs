//! Records as they were seen: the quick way and the slow way agree, addresses in all their forms.
#![allow(clippy::unwrap_used)]

use super::*;
use proptest::prelude::*;
use serde_json::json;

#[test]
fn a_record_is_found_by_person_address_and_file() {
    let summary = summary(
        &json!({"Id": "1", "Operation": "Add service principal.", "UserId": "anna@contoso.com", "ClientIP": "192.0.2.1:53212",
            "SourceFileName": "Gehälter.xlsx", "CreationTime": "2020-02-07T16:43:53", "RecordType": 6, "Workload": "SharePoint"})
        .to_string(),
    );
    assert_eq!(summary.title, "Add service principal.", "the full stop is part of the name");
    assert_eq!(summary.created, parse_time("2020-02-07T16:43:53Z"), "a time without a zone is UTC");
    assert_eq!(summary.category, "6");
    assert!(summary.entities.contains(&(EntityField::Ip, "192.0.2.1".to_owned())), "without its port");
    assert!(summary.entities.contains(&(EntityField::File, "Gehälter.xlsx".to_owned())));
    assert_eq!(summary.entity.unwrap().text, "anna");
}

#[test]
fn an_empty_id_is_none_and_equal_content_is_the_same_record() {
    let once = summary(r#"{"Id":"","UserId":"a","Operation":"x"}"#).id;
    assert_eq!(once, summary(r#"{"Id":"","UserId":"a","Operation":"x"}"#).id);
    assert_ne!(once, summary(r#"{"Id":"","UserId":"a","Operation":"y"}"#).id);
}

#[test]
fn a_compliance_alert_names_the_alert_it_is_about() {
    assert_eq!(claims(r#"{"AlertId":"4f2b","Id":"1"}"#), ["provider:4f2b"]);
    assert!(claims(r#"{"Id":"1"}"#).is_empty());
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        Just(json!("anna@contoso.com")),
        Just(json!("High")),
        Just(json!("192.0.2.1:80")),
        Just(json!([{"Name": "x", "Value": "{\"a\":1}"}])),
    ]
}

proptest! {
    #[test]
    fn the_quick_way_says_the_same_as_the_slow_one(fields in prop::collection::vec((prop::sample::select(vec![
        "Id", "Operation", "Severity", "ResultStatus", "Workload", "RecordType", "CreationTime", "UserId", "UserKey",
        "ClientIP", "ObjectId", "SourceFileName", "Data", "AlertId",
    ]), value()), 0..12)) {
        let record = Value::Object(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()).to_string();
        prop_assert_eq!(summary(&record), alert(&record).summary());
    }
}
