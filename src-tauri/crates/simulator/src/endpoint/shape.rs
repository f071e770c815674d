//! An alert of the tenant as Defender for Endpoint writes it: the same facts that Graph shows, in capitals, with a
//! number for the incident and the machine and the user pulled out of the evidence.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::evidence;
use super::filter::instant;

/// Names that are not merely capitalised.
const RENAMED: &[(&str, &str)] = &[
    ("antivirus", "WindowsDefenderAv"),
    ("microsoftDefenderForEndpoint", "WindowsDefenderAtp"),
    ("smartScreen", "WindowsDefenderSmartScreen"),
    ("customTi", "CustomerTI"),
    ("compromisedAccount", "CompromisedUser"),
    ("notEnoughDataToValidate", "InsufficientData"),
];

/// Both spellings of some determinations are in use.
const DOUBLE: &[(&str, [&str; 2])] = &[
    ("confirmedActivity", ["ConfirmedActivity", "ConfirmedUserActivity"]),
    ("notMalicious", ["NotMalicious", "Clean"]),
];

/// The alert in Defender's shape; evidence only when it was asked for.
pub(super) fn alert(graph: &Value, expanded: bool) -> Value {
    let id = graph["id"].as_str().unwrap_or("");
    let dice = Sha256::digest(id.as_bytes());
    let device = of_type(graph, "deviceEvidence");
    let user = of_type(graph, "userEvidence").map(|user| &user["userAccount"]);
    let verdict = |name: &str| match graph[name].as_str() {
        None | Some("unknown" | "unknownFutureValue") => Value::Null,
        Some(member) => json!(double(member, dice[0]).unwrap_or_else(|| pascal(member))),
    };
    let category = match dice[1] {
        0 => json!("null"),
        1 => json!("None"),
        _ => graph["category"].clone(),
    };
    let comments = graph["comments"].as_array().into_iter().flatten().map(|comment| {
        json!({
            "comment": comment["comment"], "createdBy": comment["createdByDisplayName"],
            "createdTime": comment["createdDateTime"],
        })
    });
    let mut alert = json!({
        "id": id,
        "incidentId": graph["incidentId"].as_str().and_then(|id| id.parse::<i64>().ok()),
        "investigationId": (dice[2] < 90).then(|| i64::from(dice[3]) * 251 + i64::from(dice[4])),
        "assignedTo": graph["assignedTo"],
        "severity": match graph["severity"].as_str() { None | Some("unknown") => "UnSpecified".to_owned(), Some(it) => pascal(it) },
        "status": pascal(graph["status"].as_str().unwrap_or("unknown")),
        "classification": verdict("classification"),
        "determination": verdict("determination"),
        "investigationState": pascal(graph["investigationState"].as_str().unwrap_or("unsupportedAlertType")),
        "detectionSource": pascal(graph["detectionSource"].as_str().unwrap_or("unknown")),
        "detectorId": graph["detectorId"],
        "category": category,
        "threatFamilyName": graph["threatFamilyName"],
        "threatName": graph["threatDisplayName"],
        "title": graph["title"],
        "description": graph["description"],
        "alertCreationTime": seven(&graph["createdDateTime"]),
        "firstEventTime": graph["firstActivityDateTime"],
        "lastEventTime": graph["lastActivityDateTime"],
        "lastUpdateTime": graph["lastUpdateDateTime"],
        "resolvedTime": graph["resolvedDateTime"],
        "machineId": device.map_or(Value::Null, |device| device["mdeDeviceId"].clone()),
        "computerDnsName": device.map_or(Value::Null, |device| device["deviceDnsName"].clone()),
        "rbacGroupName": device.map_or(Value::Null, |device| device["rbacGroupName"].clone()),
        "aadTenantId": graph["tenantId"],
        "relatedUser": user.map(|user| json!({ "userName": user["accountName"], "domainName": user["domainName"] })),
        "mitreTechniques": graph["mitreTechniques"],
        "comments": comments.collect::<Vec<_>>(),
        "evidence": [],
    });
    if expanded {
        alert["evidence"] = evidence::rows(graph);
    }
    alert
}

fn double(member: &str, die: u8) -> Option<String> {
    let (_, spellings) = DOUBLE.iter().find(|(name, _)| *name == member)?;
    Some(spellings[usize::from(die % 2)].to_owned())
}

/// Graph's name of an enum member in Defender's spelling.
pub(super) fn pascal(member: &str) -> String {
    if let Some((_, renamed)) = RENAMED.iter().find(|(name, _)| *name == member) {
        return (*renamed).to_owned();
    }
    let mut letters = member.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Defender's name of a status or a verdict in Graph's spelling.
pub(super) fn camel(member: &str) -> String {
    if let Some((name, _)) = RENAMED.iter().find(|(_, renamed)| *renamed == member) {
        return (*name).to_owned();
    }
    if let Some((name, _)) = DOUBLE.iter().find(|(_, spellings)| spellings.contains(&member)) {
        return (*name).to_owned();
    }
    let mut letters = member.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// An instant with all its seven digits.
pub(super) fn seven(time: &Value) -> Value {
    let Some(ticks) = time.as_str().and_then(instant) else { return Value::Null };
    let fraction = ticks.0.rem_euclid(crate::clock::TICKS);
    json!(format!("{}.{fraction:07}Z", ticks.timestamp().strftime("%Y-%m-%dT%H:%M:%S")))
}

/// The first evidence of a type.
pub(super) fn of_type<'a>(graph: &'a Value, name: &str) -> Option<&'a Value> {
    let mut all = graph["evidence"].as_array()?.iter();
    all.find(|it| it["@odata.type"].as_str().is_some_and(|kind| kind.ends_with(name)))
}
