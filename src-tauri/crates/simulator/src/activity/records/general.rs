//! `Audit.General`: Teams, Defender for Office 365, compliance alerts, quarantine, investigations, Copilot.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::scene::Scene;

pub(super) fn record(scene: &mut Scene<'_>, at: Timestamp) -> Value {
    match scene.number(0, 10) {
        0..=3 => teams(scene),
        4 => alert(scene, at),
        5 => mail(scene, at),
        6 => click(scene, at),
        7 => quarantine(scene),
        8 => investigation(scene, at),
        _ => copilot(scene),
    }
}

fn teams(scene: &mut Scene<'_>) -> Value {
    json!({
        "Operation": scene.one(&["TeamsSessionStarted", "MemberAdded", "MessageSent", "AppInstalled", "ChatCreated"]),
        "RecordType": 25,
        "Workload": "MicrosoftTeams",
        "ClientIP": scene.address(),
        "CommunicationType": "Team",
        "TeamGuid": format!("19:{}@thread.tacv2", scene.hex(32)),
        "TeamName": "Legal <b>reviews</b>",
        "Members": [{ "DisplayName": scene.other.display, "Role": 1, "UPN": scene.other.upn }],
        "ItemName": scene.hex(8),
        "ObjectId": "Unknown (Unknown)",
    })
}

fn alert(scene: &mut Scene<'_>, at: Timestamp) -> Value {
    // Text inside text inside text, as it is there.
    let inner = json!({ "query": format!("{{\"user\":\"{}\"}}", scene.person.upn) }).to_string();
    let data =
        json!({ "etype": "User", "eid": scene.person.upn, "ts": at.to_string(), "op": "MailRedirect", "lon": inner });
    json!({
        "Operation": scene.one(&["AlertTriggered", "AlertEntityGenerated", "AlertUpdated"]),
        "RecordType": 40,
        "ResultStatus": "Succeeded",
        "UserKey": "SecurityComplianceAlerts",
        "UserType": 4,
        "UserId": "SecurityComplianceAlerts",
        "Workload": "SecurityComplianceCenter",
        "ObjectId": scene.person.upn,
        "AlertId": scene.id(),
        "AlertEntityId": scene.person.upn,
        "AlertType": scene.one(&["System", "Custom"]),
        "AlertLinks": [{ "AlertLinkHref": "" }],
        "Category": scene.one(&["ThreatManagement", "AccessGovernance", "MailFlow", "DataLossPrevention"]),
        "Comments": "New alert",
        "Data": data.to_string(),
        "EntityType": "User",
        "Name": "Email messages containing malicious URL removed after delivery\u{200b}",
        "PolicyId": scene.id(),
        "Severity": scene.one(&["Low", "Medium", "High"]),
        "Source": "Office 365 Security & Compliance",
        "Status": scene.one(&["Active", "Investigating", "Resolved"]),
    })
}

fn mail(scene: &mut Scene<'_>, at: Timestamp) -> Value {
    json!({
        "Operation": "TIMailData",
        "RecordType": 28,
        "UserKey": "ThreatIntel",
        "UserType": 4,
        "UserId": "ThreatIntel",
        "Workload": "ThreatIntelligence",
        "ObjectId": format!("{}{}", scene.id(), scene.number(1_000_000, 9_999_999)),
        "AttachmentData": [{ "FileName": "invoice_7731.pdf.exe", "FileType": "exe", "FileVerdict": 1, "MalwareFamily": "Trojan", "SHA256": scene.hex(64).to_uppercase() }],
        "AuthDetails": [{ "Name": "SPF", "Value": "Fail" }, { "Name": "DKIM", "Value": "None" }, { "Name": "DMARC", "Value": "Fail" }],
        "DeliveryAction": scene.one(&["Blocked", "Delivered", "DeliveredAsSpam"]),
        "DetectionMethod": "URL malicious reputation",
        "DetectionType": "Inline",
        "Directionality": "InBound",
        "EventDeepLink": "https://security.microsoft.com/threatexplorer",
        "InternetMessageId": format!("<{}\u{11}@mail-secure.example.com>", scene.hex(20)),
        "LatestDeliveryLocation": "Quarantine",
        "MessageTime": at.strftime("%Y-%m-%dT%H:%M:%S").to_string(),
        "NetworkMessageId": scene.id(),
        "OriginalDeliveryLocation": "Inbox",
        "P1Sender": "bounce@mail-secure.example.com",
        "P2Sender": "\"Team\" <it@login-contoso.example>",
        "PhishConfidenceLevel": "High",
        "Policy": 4,
        "PolicyAction": 5,
        "Recipients": [scene.person.upn, scene.other.upn],
        "SenderIp": "203.0.113.77",
        "Subject": "Action required: your mailbox is almost full",
        "SystemOverrides": [],
        "ThreatsAndDetectionTech": ["Phish: [URL malicious reputation]"],
        "Verdict": "Phish",
    })
}

fn click(scene: &mut Scene<'_>, at: Timestamp) -> Value {
    json!({
        "Operation": "TIUrlClickData",
        "RecordType": 41,
        "UserKey": "ThreatIntel",
        "UserType": 4,
        "Workload": "ThreatIntelligence",
        "ObjectId": scene.id(),
        "AppName": "Mail",
        "AppVersion": "0.0.0000",
        "EventDeepLink": "https://security.microsoft.com/threatexplorer",
        "SourceId": scene.id(),
        "TimeOfClick": at.strftime("%Y-%m-%dT%H:%M:%S").to_string(),
        "Url": "https://login-contoso.example/signin?u=1",
        "URLClickAction": scene.one(&[2, 3, 4, 5]),
        "UserIp": scene.address(),
    })
}

fn quarantine(scene: &mut Scene<'_>) -> Value {
    json!({
        "Operation": scene.one(&["QuarantinePreviewMessage", "QuarantineReleaseMessage", "QuarantineExportMessage"]),
        "RecordType": 65,
        "ResultStatus": "Successful",
        "Workload": "Quarantine",
        "NetworkMessageId": scene.id(),
        "ReleaseTo": scene.other.upn,
        "RequestSource": 0,
        "RequestType": scene.one(&[0, 1, 2, 3]),
    })
}

fn investigation(scene: &mut Scene<'_>, at: Timestamp) -> Value {
    let time = at.strftime("%Y-%m-%dT%H:%M:%S").to_string();
    let entities: Vec<Value> = (0..12)
        .map(|number| json!({ "$id": number.to_string(), "Type": "mail-message", "Urn": format!("urn:MailEntity:{}", scene.hex(32)), "Recipient": scene.person.upn }))
        .collect();
    json!({
        "Operation": "AirInvestigationData",
        "RecordType": 64,
        "UserKey": "AirInvestigation",
        "UserType": 4,
        "UserId": "AirInvestigation",
        "Workload": "AirInvestigation",
        "ObjectId": scene.id(),
        "Actions": ["[]"],
        "Data": json!({ "Version": "3.0", "QueryTime": "12/31/2023 11:59:59 PM", "Entities": entities }).to_string(),
        "DeeplinkURL": "https://security.microsoft.com/airinvestigation",
        "InvestigationId": format!("urn:ZappedUrlInvestigation:{}", scene.hex(32)),
        "InvestigationName": "Mail with malicious urls is zapped",
        "InvestigationType": "ZappedUrlInvestigation",
        "LastUpdateTimeUtc": time,
        "StartTimeUtc": time,
        "Status": scene.one(&["Investigation Started", "Pending Approval", "Remediated"]),
    })
}

fn copilot(scene: &mut Scene<'_>) -> Value {
    json!({
        "Operation": "CopilotInteraction",
        "RecordType": 261,
        "Workload": "Copilot",
        "ClientIP": scene.address(),
        "CopilotEventData": { "AppHost": "Word", "ThreadId": scene.id(), "AccessedResources": [], "Contexts": [] },
    })
}
