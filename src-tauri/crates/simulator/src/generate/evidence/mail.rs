//! Mail and chat: messages, clusters of them, and what people report.

use serde_json::{Value, json};

use super::super::scene::Scene;
use super::super::words::SUBJECTS;
use super::{files, network};

/// `emailSender` at the bad host.
fn sender(scene: &mut Scene<'_>) -> Value {
    let host = scene.host;
    json!({
        "displayName": scene.one(&["\"Team\" <it@contoso.com>", "Contoso Payroll", "配送センター"]),
        "domainName": host,
        "emailAddress": format!("no-reply@{host}"),
    })
}

fn message_urn(scene: &mut Scene<'_>, kind: &str) -> String {
    format!("urn:{kind}:{}", scene.hex(32))
}

pub(super) fn analyzed_message(scene: &mut Scene<'_>) -> Value {
    let links = scene.number(0, 4);
    let urls: Vec<String> = (0..links).map(|_| network::link(scene)).collect();
    let own = json!({
        "antiSpamDirection": scene.one(&["Inbound", "Outbound", "IntraOrg"]),
        "attachmentsCount": scene.number(0, 3),
        "deliveryAction": scene.one(&["Delivered", "DeliveredAsSpam", "Blocked", "Replaced"]),
        "deliveryLocation": scene.one(&["Inbox", "JunkFolder", "Quarantine", "DeletedFolder"]),
        "internetMessageId": format!("<{}@{}>", scene.hex(24), scene.host),
        "language": scene.one(&["en", "de", "ja", "fr"]),
        "networkMessageId": scene.id(),
        "p1Sender": sender(scene),
        "p2Sender": sender(scene),
        "receivedDateTime": scene.before(40_000.0),
        "recipientEmailAddress": scene.person.upn,
        "senderIp": scene.attacker,
        "subject": scene.one(SUBJECTS),
        "threatDetectionMethods": ["URL malicious reputation"],
        "threats": ["Phish"],
        "urlCount": links,
        "urls": urls,
        "urn": message_urn(scene, "MailEntity"),
    });
    scene.evidence("analyzedMessage", &[], own)
}

pub(super) fn mail_cluster(scene: &mut Scene<'_>) -> Value {
    let ids: Vec<String> = (0..scene.number(1, 6)).map(|_| scene.id()).collect();
    let own = json!({
        "clusterBy": "Subject;P2SenderDomain;ContentType",
        "clusterByValue": format!("{};{};1", scene.one(SUBJECTS), scene.host),
        "emailCount": ids.len(),
        "networkMessageIds": ids,
        "query": format!("( ((NormalizedUrl:\"{}\")) AND ((ContentType:1)) )", scene.host),
        "urn": message_urn(scene, "MailClusterEntity"),
    });
    scene.evidence("mailCluster", &[], own)
}

pub(super) fn submission_mail(scene: &mut Scene<'_>) -> Value {
    let own = json!({
        "networkMessageId": scene.id(),
        "recipient": scene.person.upn,
        "reportType": scene.one(&["Phish", "Junk", "NotJunk", "Malware"]),
        "sender": format!("billing@{}", scene.host),
        "senderIp": scene.attacker,
        "subject": scene.one(SUBJECTS),
        "submissionDateTime": scene.before(900.0),
        "submissionId": scene.id(),
        "submitter": scene.person.upn,
    });
    scene.evidence("submissionMail", &[], own)
}

pub(super) fn teams_message(scene: &mut Scene<'_>) -> Value {
    let thread = format!("19:{}@thread.v2", scene.hex(32));
    let own = json!({
        "campaignId": scene.id(),
        "channelId": format!("19:{}@thread.tacv2", scene.hex(32)),
        "deliveryAction": scene.one(&["deliveredAsSpam", "delivered", "blocked", "replaced"]),
        "deliveryLocation": scene.one(&["teams", "quarantine", "failed"]),
        "files": [files::file(scene)],
        "groupId": scene.id(),
        "isExternal": scene.chance(0.8),
        "isOwned": scene.chance(0.2),
        "lastModifiedDateTime": scene.before(500.0),
        "messageDirection": scene.one(&["inbound", "outbound", "intraorg"]),
        "messageId": scene.number(1_700_000_000_000, 1_800_000_000_000).to_string(),
        "owningTenantId": scene.id(),
        "parentMessageId": scene.number(1_600_000_000_000, 1_700_000_000_000).to_string(),
        "receivedDateTime": scene.before(900.0),
        "recipients": [scene.person.upn, scene.other.upn],
        "senderFromAddress": format!("helpdesk@{}", scene.host),
        "senderIP": scene.attacker,
        "sourceAppName": "Microsoft Teams",
        "sourceId": scene.id(),
        "subject": scene.one(SUBJECTS),
        "suspiciousRecipients": [scene.person.upn],
        "threadId": thread,
        "threadType": scene.one(&["chat", "channel", "meeting"]),
        "urls": [network::url(scene)],
    });
    scene.evidence("teamsMessage", &[], own)
}
