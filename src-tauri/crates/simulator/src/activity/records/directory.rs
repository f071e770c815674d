//! `Audit.AzureActiveDirectory`: sign-ins and changes in the directory.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::scene::Scene;

/// Changes, whose names end in a period.
const CHANGES: &[&str] = &[
    "Add service principal.",
    "Consent to application.",
    "Update user.",
    "Reset user password.",
    "Add member to role.",
    "Update application – Certificates and secrets management ",
    "Add app role assignment grant to user.",
];

pub(super) fn record(scene: &mut Scene<'_>, at: Timestamp) -> Value {
    if scene.chance(0.75) { sign_in(scene) } else { change(scene, at) }
}

fn sign_in(scene: &mut Scene<'_>) -> Value {
    let failed = scene.chance(0.2);
    let address = scene.address();
    let error = if failed { scene.one(&[50126, 50053, 50074, 53003]) } else { 0 };
    let device = [
        json!({ "Name": "OS", "Value": scene.machine.os }),
        json!({ "Name": "BrowserType", "Value": "Chrome" }),
        json!({ "Name": "DisplayName", "Value": scene.machine.name }),
        json!({ "Name": "SessionId", "Value": scene.id() }),
    ];
    json!({
        "Operation": if failed { "UserLoginFailed" } else { "UserLoggedIn" },
        "RecordType": 15,
        "ResultStatus": if failed { "Failed" } else { "Success" },
        "Workload": "AzureActiveDirectory",
        "ClientIP": address,
        "ObjectId": scene.one(&["00000002-0000-0ff1-ce00-000000000000", "00000003-0000-0000-c000-000000000000", "Unknown"]),
        "AzureActiveDirectoryEventType": 1,
        "ExtendedProperties": [
            { "Name": "ResultStatusDetail", "Value": if failed { "UserError" } else { "Success" } },
            { "Name": "UserAgent", "Value": scene.agent() },
            { "Name": "RequestType", "Value": "OAuth2:Authorize" },
        ],
        "ModifiedProperties": [],
        "Actor": [{ "ID": scene.person.id, "Type": 0 }, { "ID": scene.person.upn, "Type": 5 }],
        "ActorContextId": scene.tenant_id(),
        "ActorIpAddress": address,
        "InterSystemsId": scene.id(),
        "IntraSystemId": scene.id(),
        "SupportTicketId": "",
        "Target": [{ "ID": scene.id(), "Type": 0 }],
        "TargetContextId": scene.tenant_id(),
        "ApplicationId": scene.one(&["4765445b-32c6-49b0-83e6-1d93765276ca", "1b730954-1685-4b74-9bfd-dac224a7b894"]),
        "DeviceProperties": device,
        "ErrorCode": error.to_string(),
        "LogonError": if failed { json!("InvalidUserNameOrPassword") } else { Value::Null },
    })
}

fn change(scene: &mut Scene<'_>, at: Timestamp) -> Value {
    let (old, new) = (json!([{ "Status": "Enabled" }]), json!([{ "Status": "Disabled", "At": at.to_string() }]));
    json!({
        "Operation": scene.one(CHANGES),
        "RecordType": 8,
        "ResultStatus": "Success",
        "Workload": "AzureActiveDirectory",
        "ClientIP": null,
        "ObjectId": scene.other.upn,
        "AzureActiveDirectoryEventType": 1,
        "ExtendedProperties": [{ "Name": "additionalDetails", "Value": json!({ "UserType": "Member" }).to_string() }],
        "ModifiedProperties": [
            { "Name": "StrongAuthenticationMethod", "NewValue": new.to_string(), "OldValue": old.to_string() },
            { "Name": "Included Updated Properties", "NewValue": "StrongAuthenticationMethod\r\n", "OldValue": "" },
        ],
        "Actor": [{ "ID": scene.person.upn, "Type": 5 }, { "ID": scene.person.id, "Type": 3 }],
        "ActorContextId": scene.tenant_id(),
        "InterSystemsId": scene.id(),
        "IntraSystemId": scene.id(),
        "SupportTicketId": "",
        "Target": [{ "ID": scene.other.upn, "Type": 5 }, { "ID": format!("User_{}", scene.other.id), "Type": 2 }],
        "TargetContextId": scene.tenant_id(),
    })
}
