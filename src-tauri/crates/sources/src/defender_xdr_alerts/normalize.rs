//! From the wire to the domain: every field finds its place or stays in `rest`. Nothing is dropped, nothing panics.
//!
//! Types change on the wire (an incident id is a text or a number), and other generations of alerts name the same
//! thing otherwise; a field whose value is not of the expected type stays where it is, in `rest`.

use crate::read::{first_moment, id_or_content, number_or_text, object, objects, text, texts, time};
use domain::alert::{Alert, AlertSummary};
use domain::evidence::Evidence;
use serde_json::{Map, Value};

/// Names of the time of update, current one first.
const UPDATED: &[&str] = &["lastUpdateDateTime", "lastUpdateTime", "lastUpdatedTime"];
/// Names of the time of creation, current one first.
const CREATED: &[&str] = &["createdDateTime", "alertCreationTime", "creationTime", "createdTime", "CreationTime"];
/// Where another shape carries something like a title.
const TITLES: &[&str] = &["displayName", "incidentName", "name", "alertDisplayName", "Operation", "subject"];

/// Reads an item.
pub(super) fn alert(json: &str) -> Alert {
    let mut fields = object(json);
    let id = id_or_content(number_or_text(&mut fields, "id"), json);
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
        evidence: objects(&mut fields, "evidence").into_iter().map(Evidence::new).collect(),
        rest: fields,
    }
}

fn other_title(fields: &Map<String, Value>) -> String {
    let found = TITLES.iter().filter_map(|name| fields.get(*name)?.as_str()).find(|title| !title.trim().is_empty());
    found.unwrap_or_default().to_owned()
}

/// The id itself, the provider's own, and the incident. Source: wire-oddities, ids and keys.
pub(super) fn claims(item: &AlertSummary, json: &str) -> Vec<String> {
    let mut claims = vec![format!("alert:{}", item.id)];
    if !item.incident.is_empty() {
        claims.push(format!("incident:{}", item.incident));
    }
    let provider = crate::read::field(json, "providerAlertId").unwrap_or_default();
    if !provider.trim().is_empty() {
        claims.push(format!("provider:{provider}"));
    }
    claims
}

#[cfg(test)]
#[path = "normalize_tests.rs"]
mod tests;
