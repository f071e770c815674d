//! Accounts, mailboxes, groups, domains and sign-ins.

use serde_json::{Value, json};

use super::super::scene::Scene;
use super::super::words::USER_AGENTS;
use super::network;

/// `resourceAccessEvent`.
pub(super) fn access(scene: &mut Scene<'_>) -> Value {
    json!({
        "accessDateTime": scene.before(7200.0),
        "accountId": scene.person.id,
        "ipAddress": scene.attacker,
        "resourceIdentifier": scene.one(&["\\\\srv-files-01\\finance", "https://contoso.sharepoint.com/sites/legal"]),
    })
}

/// `userAccount` of the person in question; sometimes only a local name is known.
pub(super) fn account(scene: &mut Scene<'_>) -> Value {
    let (person, world) = (scene.person, scene.world);
    if scene.chance(0.08) {
        return json!({
            "accountName": "SYSTEM", "activeDirectoryObjectGuid": null, "azureAdUserId": null, "displayName": null,
            "domainName": "NT AUTHORITY", "resourceAccessEvents": [], "tenantId": null, "userPrincipalName": null,
            "userSid": "S-1-5-18",
        });
    }
    let events = if scene.chance(0.3) { json!([access(scene)]) } else { json!([]) };
    json!({
        "accountName": person.account,
        "activeDirectoryObjectGuid": scene.often(json!(person.directory_guid)),
        "azureAdUserId": scene.often(json!(person.id)),
        "displayName": if scene.chance(0.9) { json!(person.display) } else { json!("") },
        "domainName": scene.often(json!(world.net_bios)),
        "resourceAccessEvents": events,
        "tenantId": scene.often(json!(world.tenant_id)),
        "userPrincipalName": person.upn,
        "userSid": if scene.chance(0.9) { json!(person.sid) } else { json!("") },
    })
}

pub(super) fn user(scene: &mut Scene<'_>) -> Value {
    let own = json!({ "stream": network::stream(scene), "userAccount": account(scene) });
    let role = scene.one(&["compromised", "attacked", "contextual", "policyViolator"]);
    scene.evidence("user", &[role], own)
}

pub(super) fn mailbox(scene: &mut Scene<'_>) -> Value {
    let person = scene.person;
    let own = json!({
        "displayName": person.display, "primaryAddress": person.upn, "upn": person.upn, "userAccount": account(scene),
    });
    scene.evidence("mailbox", &[], own)
}

pub(super) fn mailbox_configuration(scene: &mut Scene<'_>) -> Value {
    let person = scene.person;
    let own = json!({
        "configurationId": format!("{}\\{}", person.id, scene.number(10_000_000, 99_999_999)),
        "configurationType": scene.one(&["mailForwardingRule", "owaSettings", "ewsSettings", "mailDelegation", "userInboxRule"]),
        "displayName": scene.one(&["..", "RSS", "<b>Archive</b>"]),
        "externalDirectoryObjectId": person.id,
        "mailboxPrimaryAddress": person.upn,
        "upn": person.upn,
    });
    scene.evidence("mailboxConfiguration", &["edited"], own)
}

pub(super) fn security_group(scene: &mut Scene<'_>) -> Value {
    let name = scene.one(&["Domain Admins", "Backup Operators", "sg-finance-writers"]);
    let own = json!({
        "activeDirectoryObjectGuid": scene.id(),
        "displayName": name,
        "distinguishedName": format!("CN={name},CN=Users,DC=corp,DC=contoso,DC=com"),
        "friendlyName": name,
        "securityGroupId": scene.id(),
        "sid": "S-1-5-21-1715567821-1085031214-725345543-512",
    });
    scene.evidence("securityGroup", &["edited"], own)
}

pub(super) fn active_directory_domain(scene: &mut Scene<'_>) -> Value {
    let trusted = json!({ "activeDirectoryDomainName": "corp.fabrikam.example", "trustedDomains": [] });
    let trusted = scene.evidence("activeDirectoryDomain", &[], trusted);
    let own =
        json!({ "activeDirectoryDomainName": format!("corp.{}", scene.world.domain), "trustedDomains": [trusted] });
    scene.evidence("activeDirectoryDomain", &["attacked"], own)
}

pub(super) fn cloud_logon_request(scene: &mut Scene<'_>) -> Value {
    let own = json!({ "requestId": scene.id() });
    scene.evidence("cloudLogonRequest", &[], own)
}

pub(super) fn cloud_logon_session(scene: &mut Scene<'_>) -> Value {
    let own = json!({
        "account": user(scene),
        "browser": scene.one(&["Chrome 126", "Firefox 128", "Edge 126"]),
        "deviceName": scene.often(json!(scene.machine.name)),
        "operatingSystem": scene.one(&["Windows 11", "Linux", "iOS 17"]),
        "previousLogonDateTime": scene.before(400_000.0),
        "protocol": scene.one(&["OAuth2:Authorize", "Saml20", "deviceCode"]),
        "sessionId": scene.id(),
        "startUtcDateTime": scene.before(3000.0),
        "userAgent": scene.one(USER_AGENTS),
    });
    scene.evidence("cloudLogonSession", &["suspicious"], own)
}
