//! An audit record in the words of an alert: what was done, by whom, to what, from where.
//!
//! Nearly every field changes its type now and then; what is not of the expected one stays as it came.

use crate::mend;
use crate::read::{field, first_moment, id_or_content, number_or_text, object, piece};
use domain::address;
use domain::alert::{Alert, AlertSummary, Entity};
use domain::evidence::{EntityField, Evidence, Group};
use domain::time::parse_time;
use domain::words::Words;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::borrow::Cow;

pub(super) fn alert(json: &str) -> Alert {
    let mut fields = object(json);
    let created = first_moment(&fields, &["CreationTime"]);
    let evidence = evidence(&fields);
    let severity = fields.get("Severity").and_then(Value::as_str).unwrap_or_default().to_owned();
    let of_alert = fields.get("AlertId").and_then(Value::as_str).unwrap_or_default().to_owned();
    let id = number_or_text(&mut fields, "Id");
    Alert {
        id: id_or_content(id, json),
        title: number_or_text(&mut fields, "Operation"),
        description: String::new(),
        recommended_actions: String::new(),
        severity,
        status: number_or_text(&mut fields, "ResultStatus"),
        service_source: number_or_text(&mut fields, "Workload"),
        detection_source: String::new(),
        category: number_or_text(&mut fields, "RecordType"),
        classification: String::new(),
        determination: String::new(),
        assigned_to: String::new(),
        incident_id: String::new(),
        provider_alert_id: of_alert,
        product_name: String::new(),
        alert_web_url: String::new(),
        mitre_techniques: Vec::new(),
        created,
        updated: created,
        resolved: None,
        first_activity: None,
        last_activity: None,
        evidence,
        rest: fields,
    }
}

/// Who, from where, and what: copies; the fields themselves stay where they are.
fn evidence(fields: &Map<String, Value>) -> Vec<Evidence> {
    let actor = piece("audit.actor", fields, &["UserId", "UserKey", "UserType"]);
    let actor = actor.filter(|actor| actor.fields.get("UserId").is_some_and(|id| id.as_str().is_some_and(is_text)));
    let address = fields.get("ClientIP").and_then(Value::as_str).and_then(address::bare).map(|address| {
        let fields = Map::from_iter([("ClientIP".to_owned(), Value::String(address.to_owned()))]);
        Evidence::of_kind("audit.address", fields)
    });
    let thing = piece("audit.object", fields, &["ObjectId", "SourceFileName"]);
    actor.into_iter().chain(address).chain(thing).collect()
}

fn is_text(text: &str) -> bool {
    !text.trim().is_empty()
}

/// Only what a summary needs, without making a tree of the whole record: there are tens of thousands of them a second.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Needed<'a> {
    #[serde(borrow, default)]
    id: Text<'a>,
    #[serde(borrow, default)]
    operation: Text<'a>,
    #[serde(borrow, default)]
    severity: OnlyText<'a>,
    #[serde(borrow, default)]
    result_status: Text<'a>,
    #[serde(borrow, default)]
    workload: Text<'a>,
    #[serde(borrow, default)]
    record_type: Text<'a>,
    #[serde(borrow, default)]
    creation_time: OnlyText<'a>,
    #[serde(borrow, default)]
    user_id: OnlyText<'a>,
    #[serde(borrow, default, rename = "ClientIP")]
    client_ip: OnlyText<'a>,
    #[serde(borrow, default)]
    source_file_name: Text<'a>,
}

/// A text, or a number as text; anything else is none.
#[derive(Default)]
struct Text<'a>(Cow<'a, str>);

/// A text; anything else is none.
#[derive(Default)]
struct OnlyText<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(from)?.get();
        Ok(Self(match raw.as_bytes().first() {
            Some(b'0'..=b'9' | b'-') => Cow::Borrowed(raw),
            _ => words(raw),
        }))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for OnlyText<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self(words(<&RawValue>::deserialize(from)?.get())))
    }
}

/// What a JSON text says; nothing for JSON of another type.
fn words(raw: &str) -> Cow<'_, str> {
    match raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(plain) if !plain.contains('\\') => Cow::Borrowed(plain),
        Some(_) => Cow::Owned(serde_json::from_str(&mend::readable(raw)).unwrap_or_default()),
        None => Cow::Borrowed(""),
    }
}

/// The same as of the whole record, which a test holds.
pub(super) fn summary(json: &str) -> AlertSummary {
    match serde_json::from_str::<Needed<'_>>(json) {
        Ok(record) if is_text(&record.user_id.0) => quick(record, json),
        // Without a person, or not to be read so: the slow way.
        _ => alert(json).summary(),
    }
}

fn quick(record: Needed<'_>, json: &str) -> AlertSummary {
    let created = parse_time(&record.creation_time.0);
    let user = record.user_id.0.trim();
    let mut entities = vec![(EntityField::User, user.to_owned())];
    entities.extend(address::bare(&record.client_ip.0).map(|address| (EntityField::Ip, address.to_owned())));
    let file = record.source_file_name.0.trim();
    if !file.is_empty() {
        entities.push((EntityField::File, file.to_owned()));
    }
    let short = user.split('@').next().filter(|short| !short.is_empty()).unwrap_or(user);
    AlertSummary {
        entity: Some(Entity { group: Group::User, text: short.to_owned() }),
        id: id_or_content(record.id.0.into_owned(), json),
        title: record.operation.0.into_owned(),
        severity: Words::of("severity").canonical(&record.severity.0),
        status: Words::of("status").canonical(&record.result_status.0),
        service: Words::of("service").canonical(&record.workload.0),
        detection: Words::of("detection").canonical(""),
        category: record.record_type.0.into_owned(),
        incident: String::new(),
        created,
        updated: created,
        techniques: Vec::new(),
        entities,
    }
}

/// Compliance alerts name the alert that Graph lists as well.
pub(super) fn claims(json: &str) -> Vec<String> {
    if !json.contains("\"AlertId\"") {
        return Vec::new();
    }
    let id = field(json, "AlertId").unwrap_or_default();
    if id.trim().is_empty() { Vec::new() } else { vec![format!("provider:{id}")] }
}

#[cfg(test)]
#[path = "normalize_tests.rs"]
mod tests;
