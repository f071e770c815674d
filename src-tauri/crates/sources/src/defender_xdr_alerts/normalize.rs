//! From the wire to the domain: every field finds its place or stays in `rest`. Nothing is dropped, nothing panics.
//!
//! Types change on the wire (an incident id is a text or a number), and other generations of alerts name the same
//! thing otherwise; a field whose value is not of the expected type stays where it is, in `rest`.

use super::poll::moment;
use domain::alert::Alert;
use domain::evidence::Evidence;
use domain::ids::ItemId;
use jiff::Timestamp;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// Names of the time of update, current one first.
const UPDATED: &[&str] = &["lastUpdateDateTime", "lastUpdateTime", "lastUpdatedTime"];
/// Names of the time of creation, current one first.
const CREATED: &[&str] = &["createdDateTime", "alertCreationTime", "creationTime", "createdTime", "CreationTime"];
/// Where another shape carries something like a title.
const TITLES: &[&str] = &["displayName", "incidentName", "name", "alertDisplayName", "Operation", "subject"];

/// The time of update of an item, for the position in the list.
pub(super) fn updated(json: &str) -> Option<Timestamp> {
    let fields = object(json);
    moment(fields.get("lastUpdateDateTime").and_then(Value::as_str))
}

/// Reads an item.
pub(super) fn alert(json: &str) -> Alert {
    let mut fields = object(json);
    let id = take_id(&mut fields, json);
    let created = first_moment(&fields, CREATED);
    let updated = first_moment(&fields, UPDATED);
    let title = text(&mut fields, "title");
    let title = if title.is_empty() { other_title(&fields) } else { title };
    Alert {
        id,
        title,
        description: text(&mut fields, "description"),
        recommended_actions: text(&mut fields, "recommendedActions"),
        severity: text(&mut fields, "severity"),
        status: text(&mut fields, "status"),
        service_source: text(&mut fields, "serviceSource"),
        detection_source: text(&mut fields, "detectionSource"),
        category: text(&mut fields, "category"),
        classification: text(&mut fields, "classification"),
        determination: text(&mut fields, "determination"),
        assigned_to: text(&mut fields, "assignedTo"),
        incident_id: number_or_text(&mut fields, "incidentId"),
        provider_alert_id: text(&mut fields, "providerAlertId"),
        product_name: text(&mut fields, "productName"),
        alert_web_url: text(&mut fields, "alertWebUrl"),
        mitre_techniques: texts(&mut fields, "mitreTechniques"),
        created: time(&mut fields, "createdDateTime").or(created),
        updated: time(&mut fields, "lastUpdateDateTime").or(updated),
        resolved: time(&mut fields, "resolvedDateTime"),
        first_activity: time(&mut fields, "firstActivityDateTime"),
        last_activity: time(&mut fields, "lastActivityDateTime"),
        evidence: evidence(&mut fields),
        rest: fields,
    }
}

/// The object of an item; an item that is none is kept under one name.
fn object(json: &str) -> Map<String, Value> {
    match serde_json::from_str(json) {
        Ok(Value::Object(fields)) => fields,
        Ok(other) => Map::from_iter([("value".to_owned(), other)]),
        Err(_) => Map::from_iter([("value".to_owned(), Value::String(json.to_owned()))]),
    }
}

/// Microsoft's id; where it has none, one made from the content, so that the same item is the same again.
fn take_id(fields: &mut Map<String, Value>, json: &str) -> ItemId {
    let id = number_or_text(fields, "id");
    match id.trim() {
        "" => {
            let digest = Sha256::digest(json.as_bytes());
            let hex: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
            ItemId(format!("content-{hex}"))
        }
        _ => ItemId(id),
    }
}

fn other_title(fields: &Map<String, Value>) -> String {
    let found = TITLES.iter().filter_map(|name| fields.get(*name)?.as_str()).find(|title| !title.trim().is_empty());
    found.unwrap_or_default().to_owned()
}

fn first_moment(fields: &Map<String, Value>, names: &[&str]) -> Option<Timestamp> {
    names.iter().find_map(|name| moment(fields.get(*name)?.as_str()))
}

/// Takes a text out; a null or anything else counts as empty, and anything else stays.
fn text(fields: &mut Map<String, Value>, name: &str) -> String {
    match fields.get(name) {
        Some(Value::String(text)) => {
            let text = text.clone();
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

fn number_or_text(fields: &mut Map<String, Value>, name: &str) -> String {
    if let Some(Value::Number(number)) = fields.get(name) {
        let text = number.to_string();
        fields.shift_remove(name);
        return text;
    }
    text(fields, name)
}

/// Takes a list of texts out; a list with anything else in it stays.
fn texts(fields: &mut Map<String, Value>, name: &str) -> Vec<String> {
    let Some(Value::Array(list)) = fields.get(name) else { return Vec::new() };
    let found: Option<Vec<String>> = list.iter().map(|item| item.as_str().map(str::to_owned)).collect();
    if found.is_some() {
        fields.shift_remove(name);
    }
    found.unwrap_or_default()
}

/// Takes a moment out; one that cannot be read stays as it came.
fn time(fields: &mut Map<String, Value>, name: &str) -> Option<Timestamp> {
    let found = moment(fields.get(name)?.as_str());
    if found.is_some() {
        fields.shift_remove(name);
    }
    found
}

fn evidence(fields: &mut Map<String, Value>) -> Vec<Evidence> {
    let Some(Value::Array(list)) = fields.get("evidence") else { return Vec::new() };
    let found: Option<Vec<Evidence>> = list.iter().map(|item| item.as_object().cloned().map(Evidence::new)).collect();
    if found.is_some() {
        fields.shift_remove("evidence");
    }
    found.unwrap_or_default()
}

#[cfg(test)]
#[path = "normalize_tests.rs"]
mod tests;
