//! An alert in the shape of Cloud Apps.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::Change;
use crate::alerts::{Field, Row};
use crate::graph;
use crate::tenant::Tenant;

/// Tactics by their numbers in `intent`, in the names that Graph has.
const INTENTS: &[(&str, u8)] = &[
    ("InitialAccess", 2),
    ("Persistence", 3),
    ("PrivilegeEscalation", 4),
    ("DefenseEvasion", 5),
    ("CredentialAccess", 6),
    ("Discovery", 7),
    ("LateralMovement", 8),
    ("Execution", 9),
    ("Collection", 10),
    ("Exfiltration", 11),
    ("CommandAndControl", 12),
    ("Impact", 13),
];

/// Kinds of stories: mostly threat detection, then compliance, DLP and sharing.
const STORIES: &[u8] = &[0, 0, 0, 2, 3, 5];

/// Everything that Cloud Apps raised, oldest first: id here and row.
pub(super) fn rows(tenant: &Tenant) -> Vec<(String, Row)> {
    let shelf = tenant.shelf.lock();
    let own = |row: &&Row| {
        row.text(Field::ServiceSource).is_some_and(|it| it.eq_ignore_ascii_case("microsoftDefenderForCloudApps"))
    };
    shelf.all().filter(own).map(|row| (id_of(row), row.clone())).collect()
}

/// The id of an alert here: 24 hexadecimal digits that Graph never shows.
fn id_of(row: &Row) -> String {
    let digest = Sha256::digest(row.id.as_deref().unwrap_or("").as_bytes());
    digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn millis(row: &Row) -> i64 {
    row.created.timestamp().as_millisecond()
}

/// 0 low, 1 medium, 2 high, 3 informational.
pub(super) fn severity(row: &Row) -> u8 {
    match row.text(Field::Severity).as_deref() {
        Some("low") => 0,
        Some("medium") => 1,
        Some("high") => 2,
        _ => 3,
    }
}

/// How an alert stands: unread, read or archived, and how it was resolved.
pub(super) fn standing(row: &Row, change: Option<&Change>) -> (u8, u8) {
    if let Some((resolution, ..)) = change.and_then(|change| change.closed.as_ref()) {
        return (2, *resolution);
    }
    let resolution = match row.text(Field::Classification).as_deref() {
        Some("falsePositive") => 3,
        Some("informationalExpectedActivity") => 4,
        Some("truePositive") => 5,
        _ => 2,
    };
    match (row.text(Field::Status).as_deref(), change.and_then(|change| change.read)) {
        (Some("resolved"), _) => (2, resolution),
        (_, Some(read)) => (u8::from(read), 0),
        (Some("inProgress"), None) => (1, 0),
        _ => (0, 0),
    }
}

/// The alert.
pub(super) fn alert(tenant: &Tenant, id: &str, row: &Row, change: Option<&Change>) -> Value {
    let graph: Value = serde_json::from_slice(&graph::written_alert(tenant, row, true)).unwrap_or(Value::Null);
    let dice = Sha256::digest(id.as_bytes());
    let (status, resolution) = standing(row, change);
    let category = graph["category"].as_str().unwrap_or("");
    let intent = INTENTS.iter().find(|(name, _)| *name == category).map_or(0, |(_, number)| *number);
    let closed = change.and_then(|change| change.closed.as_ref());
    let resolved = closed.map(|(_, at, _)| {
        jiff::Timestamp::from_millisecond(*at)
            .map_or(Value::Null, |at| json!(at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()))
    });
    json!({
        "_id": id,
        "contextId": tenant.name.id,
        "timestamp": millis(row),
        "title": graph["title"],
        "description": graph["description"],
        "isMarkdown": false,
        "statusValue": status,
        "severityValue": severity(row),
        "resolutionStatusValue": resolution,
        "stories": [STORIES.get(usize::from(dice[0]) % STORIES.len())],
        "intent": [intent],
        "evidence": [],
        "entities": entities(&graph, dice[1]),
        "threatScore": u32::from(dice[2]) * 100 / 255,
        "isPreview": false,
        "isSystemAlert": dice[3] < 200,
        "idValue": 15_796_281_u32 + u32::from(dice[4]),
        "comment": closed.map(|(.., comment)| comment),
        "handledByUser": graph["assignedTo"],
        "resolveTime": resolved.unwrap_or(graph["resolvedDateTime"].clone()),
        "URL": format!("https://contoso.portal.cloudappsecurity.com/#/alerts/{id}"),
        "audits": [format!("{id}{}", dice[5])],
    })
}

/// What the alert is about; ids are texts or numbers.
fn entities(graph: &Value, die: u8) -> Value {
    let evidence = graph["evidence"].as_array().into_iter().flatten();
    let mut entities: Vec<Value> = evidence.filter_map(entity).collect();
    entities.push(json!({ "type": "policyRule", "id": format!("{die:024x}"), "label": graph["title"], "policyType": "ANOMALY_DETECTION" }));
    entities.into()
}

fn entity(evidence: &Value) -> Option<Value> {
    let kind = evidence["@odata.type"].as_str()?.rsplit('.').next()?;
    Some(match kind {
        "userEvidence" => {
            let account = &evidence["userAccount"];
            json!({
                "type": "account", "id": account["azureAdUserId"], "label": account["displayName"],
                "pa": account["userPrincipalName"], "entityRole": "target", "inst": 0, "saas": 11161,
            })
        }
        "ipEvidence" => json!({ "type": "ip", "id": evidence["ipAddress"], "label": evidence["ipAddress"] }),
        "cloudApplicationEvidence" => {
            json!({ "type": "service", "id": 11161, "label": evidence["displayName"], "inst": 0 })
        }
        "deviceEvidence" => {
            json!({ "type": "device", "id": evidence["mdeDeviceId"], "label": evidence["hostName"] })
        }
        _ => return None,
    })
}
