//! Evidence as Defender for Endpoint writes it: flat rows that all have the same fields, mostly null.

use serde_json::{Map, Value, json};

use super::shape::pascal;

/// The fields of a row, in the order of the wire.
const FIELDS: &[&str] = &[
    "entityType",
    "evidenceCreationTime",
    "sha1",
    "sha256",
    "fileName",
    "filePath",
    "processId",
    "processCommandLine",
    "processCreationTime",
    "parentProcessId",
    "parentProcessCreationTime",
    "parentProcessFileName",
    "parentProcessFilePath",
    "ipAddress",
    "url",
    "registryKey",
    "registryHive",
    "registryValueType",
    "registryValue",
    "registryValueName",
    "accountName",
    "domainName",
    "userSid",
    "aadUserId",
    "userPrincipalName",
    "detectionStatus",
];

/// The rows of an alert that Graph shows like this. Machines are not among them.
pub(super) fn rows(graph: &Value) -> Value {
    graph["evidence"].as_array().into_iter().flatten().filter_map(row).collect()
}

fn row(evidence: &Value) -> Option<Value> {
    let kind = evidence["@odata.type"].as_str()?.rsplit('.').next()?;
    let (name, own) = match kind {
        "userEvidence" => ("User", account(&evidence["userAccount"])),
        "processEvidence" => ("Process", process(evidence)),
        "fileEvidence" => ("File", file(&evidence["fileDetails"])),
        "ipEvidence" => ("Ip", json!({ "ipAddress": evidence["ipAddress"] })),
        "urlEvidence" => ("Url", json!({ "url": evidence["url"] })),
        "registryKeyEvidence" => {
            ("RegistryKey", json!({ "registryKey": evidence["registryKey"], "registryHive": evidence["registryHive"] }))
        }
        "registryValueEvidence" => ("RegistryValue", registry_value(evidence)),
        _ => return None,
    };
    let mut row: Map<String, Value> = FIELDS.iter().map(|field| ((*field).to_owned(), Value::Null)).collect();
    row.insert("entityType".to_owned(), json!(name));
    row.insert("evidenceCreationTime".to_owned(), evidence["createdDateTime"].clone());
    row.insert("detectionStatus".to_owned(), evidence["detectionStatus"].as_str().map(pascal).into());
    if let Value::Object(own) = own {
        row.extend(own);
    }
    Some(Value::Object(row))
}

fn account(user: &Value) -> Value {
    json!({
        "accountName": user["accountName"], "domainName": user["domainName"], "userSid": user["userSid"],
        "aadUserId": user["azureAdUserId"], "userPrincipalName": user["userPrincipalName"],
    })
}

fn file(details: &Value) -> Value {
    json!({
        "sha1": details["sha1"], "sha256": details["sha256"], "fileName": details["fileName"],
        "filePath": details["filePath"],
    })
}

fn process(evidence: &Value) -> Value {
    let mut row = file(&evidence["imageFile"]);
    let own = json!({
        "processId": evidence["processId"],
        "processCommandLine": evidence["processCommandLine"],
        "processCreationTime": evidence["processCreationDateTime"],
        "parentProcessId": evidence["parentProcessId"],
        "parentProcessCreationTime": evidence["parentProcessCreationDateTime"],
        "parentProcessFileName": evidence["parentProcessImageFile"]["fileName"],
        "parentProcessFilePath": evidence["parentProcessImageFile"]["filePath"],
    });
    for part in [own, account(&evidence["userAccount"])] {
        if let (Some(row), Value::Object(part)) = (row.as_object_mut(), part) {
            row.extend(part);
        }
    }
    row
}

fn registry_value(evidence: &Value) -> Value {
    json!({
        "registryKey": evidence["registryKey"], "registryHive": evidence["registryHive"],
        "registryValueType": evidence["registryValueType"], "registryValue": evidence["registryValue"],
        "registryValueName": evidence["registryValueName"],
    })
}
