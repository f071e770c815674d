//! `Audit.Exchange`: what administrators and owners do with mailboxes.

use serde_json::{Value, json};

use super::scene::Scene;

pub(super) fn record(scene: &mut Scene<'_>) -> Value {
    match scene.number(0, 10) {
        0..=3 => administration(scene),
        4..=6 => access(scene),
        _ => item(scene),
    }
}

fn administration(scene: &mut Scene<'_>) -> Value {
    let rule = ["Name", "From", "DeleteMessage", "MoveToFolder"].map(|name| {
        let value = match name {
            "Name" => "..".to_owned(),
            "From" => scene.other.upn.clone(),
            "DeleteMessage" => "True".to_owned(),
            _ => "RSS Feeds".to_owned(),
        };
        json!({ "Name": name, "Value": value })
    });
    json!({
        "Operation": scene.one(&["New-InboxRule", "Set-InboxRule", "Set-Mailbox", "Add-MailboxPermission", "New-TransportRule"]),
        "RecordType": 1,
        "ResultStatus": "True",
        "UserKey": scene.hex(16).to_uppercase(),
        "UserType": 2,
        "Workload": "Exchange",
        "ClientIP": scene.address(),
        "ObjectId": format!("EURPR01A001.PROD.OUTLOOK.COM/Microsoft Exchange Hosted Organizations/{}/{}", scene.organization(), scene.person.account),
        "UserId": if scene.chance(0.2) { "NT AUTHORITY\\SYSTEM (Microsoft.Exchange.ServiceHost)" } else { &scene.person.upn },
        "AppId": "",
        "ClientAppId": "",
        "ExternalAccess": false,
        "OrganizationName": scene.organization(),
        "OriginatingServer": "AM0PR01MB1234 (15.20.7762.035)\r\n",
        "Parameters": rule,
        "SessionId": scene.id(),
    })
}

fn access(scene: &mut Scene<'_>) -> Value {
    let items: Vec<Value> = (0..scene.number(1, 4))
        .map(|_| json!({ "InternetMessageId": format!("<{}@contoso.com>", scene.hex(24)), "SizeInBytes": scene.number(900, 90_000) }))
        .collect();
    json!({
        "Operation": "MailItemsAccessed",
        "RecordType": 50,
        "ResultStatus": "Succeeded",
        "Workload": "Exchange",
        "ClientIPAddress": scene.address(),
        "ClientInfoString": "Client=REST;Client=RESTSystem;;",
        "ExternalAccess": false,
        "InternalLogonType": 0,
        "LogonType": scene.one(&[0, 0, 0, 1, 2]),
        "LogonUserSid": scene.person.sid,
        "MailboxGuid": scene.person.id,
        "MailboxOwnerSid": scene.person.sid,
        "MailboxOwnerUPN": scene.person.upn,
        "OperationProperties": [{ "Name": "MailAccessType", "Value": "Bind" }, { "Name": "IsThrottled", "Value": "False" }],
        "OrganizationName": scene.organization(),
        "OriginatingServer": "AM0PR01MB1234 (15.20.4200.000)\r\n",
        "AppId": "00000002-0000-0ff1-ce00-000000000000",
        "Folders": [{ "FolderItems": items, "Id": scene.hex(40), "Path": scene.one(&["\\Inbox", "\\Boîte de réception"]) }],
        "OperationCount": items.len(),
    })
}

fn item(scene: &mut Scene<'_>) -> Value {
    let (operation, kind) = scene.one(&[
        ("Send", 2),
        ("SendAs", 2),
        ("Update", 2),
        ("HardDelete", 3),
        ("SoftDelete", 3),
        ("MoveToDeletedItems", 3),
    ]);
    let item = json!({
        "Id": scene.hex(60), "InternetMessageId": format!("<{}@{}>", scene.hex(20), scene.organization()),
        "ParentFolder": { "Id": scene.hex(40), "Path": scene.one(&["\\Sent Items", "\\Éléments supprimés"]) },
        "Subject": scene.one(&["Invoice 88412 overdue", "RE: contract renewal", "【重要】アカウントの確認"]),
    });
    let mut record = json!({
        "Operation": operation,
        "RecordType": kind,
        "ResultStatus": "Succeeded",
        "Workload": "Exchange",
        "ClientIPAddress": scene.address(),
        "ClientInfoString": "Client=OWA;Action=ViaProxy",
        "ClientProcessName": "OUTLOOK.EXE",
        "ClientVersion": "16.0.17328.20162",
        "ExternalAccess": false,
        "LogonType": 0,
        "LogonUserSid": scene.person.sid,
        "MailboxGuid": scene.person.id,
        "MailboxOwnerUPN": scene.person.upn,
        "OrganizationName": scene.organization(),
        "SessionId": scene.id(),
    });
    match kind {
        2 => record["Item"] = item,
        _ => record["AffectedItems"] = json!([item]),
    }
    record
}
