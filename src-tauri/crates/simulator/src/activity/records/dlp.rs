//! `DLP.All`: rules that matched. The matched text itself is in the record; whoever stores it stores a secret.

use serde_json::{Value, json};

use super::scene::Scene;

/// Kinds of sensitive information: id and name.
pub(crate) const SENSITIVE: &[(&str, &str)] = &[
    ("50842eb7-edc8-4019-85dd-5a5c1f2bb085", "Credit Card Number"),
    ("a44669fe-0d48-453d-a9b1-2cc83f2cba77", "U.S. Social Security Number (SSN)"),
    ("e7dc4711-11b7-4cb0-b88b-2c394a771f0e", "International Banking Account Number (IBAN)"),
];

pub(super) fn record(scene: &mut Scene<'_>) -> Value {
    let (workload, kind) = scene.one(&[("SharePoint", 11), ("Exchange", 13), ("Endpoint", 63)]);
    let matched = sensitive(scene);
    let details = json!([{
        "PolicyId": scene.id(),
        "PolicyName": "Financial data <external>",
        "Rules": [{
            "RuleId": scene.id(),
            "RuleName": "High volume of content detected",
            "Actions": ["NotifyUser", "BlockAccess"],
            "OverriddenActions": [],
            "Severity": scene.one(&["Low", "Medium", "High"]),
            "RuleMode": "Enable",
            "ConditionsMatched": {
                "SensitiveInformation": [matched],
                "DocumentProperties": [],
                "OtherConditions": [{ "Name": "AccessScope", "Value": "NotInOrganization" }],
            },
        }],
    }]);
    let mut record = json!({
        "Operation": scene.one(&["DlpRuleMatch", "DlpRuleMatch", "DlpRuleUndo", "DlpInfo"]),
        "RecordType": kind,
        "UserKey": "DlpAgent",
        "UserType": 4,
        "UserId": if kind == 13 { "DlpAgent" } else { &scene.person.upn },
        "Workload": workload,
        "ObjectId": scene.id(),
        "IncidentId": scene.id(),
        "PolicyDetails": details,
        "SensitiveInfoDetectionIsIncluded": true,
    });
    match kind {
        11 => {
            record["SharePointMetaData"] = json!({
                "From": scene.person.upn, "FileName": "Salary bands.xlsx", "FileOwner": scene.other.display,
                "FilePathUrl": "https://contoso.sharepoint.com/sites/legal/Shared Documents/Salary bands.xlsx",
                "SiteCollectionUrl": "https://contoso.sharepoint.com/sites/legal", "UniqueID": scene.id(),
                "IsViewableByExternalUsers": true,
            });
        }
        13 => {
            record["ExchangeMetaData"] = json!({
                "MessageID": format!("<{}@contoso.com>", scene.hex(24)), "From": scene.person.upn,
                "To": [scene.other.upn, "partner@fabrikam.example"], "CC": [], "BCC": [],
                "Subject": "<b>Payroll</b> update", "RecipientCount": 2,
            });
        }
        _ => {
            record["EndpointMetaData"] = json!({
                "SensitiveInformation": [], "EnforcementMode": 1, "FileExtension": "docx", "FileType": "Word",
                "DeviceName": scene.machine.name, "EndpointOperation": "FileCopiedToRemovableMedia",
            });
        }
    }
    record
}

fn sensitive(scene: &mut Scene<'_>) -> Value {
    let (id, name) = scene.one(SENSITIVE);
    json!({
        "Confidence": scene.one(&[65, 75, 85]),
        "Count": scene.number(1, 40),
        "UniqueCount": 1,
        "Location": "Message Body",
        "SensitiveType": id,
        "SensitiveInformationTypeName": name,
        "SensitiveInformationDetections": {
            "DetectedValues": [{ "Name": "4111 1111 1111 1111", "Value": "card 4111 1111 1111 1111, expires 12/30" }],
            "ResultsTruncated": false,
        },
    })
}
