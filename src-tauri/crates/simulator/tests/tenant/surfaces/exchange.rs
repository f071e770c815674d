//! Quarantine and the audit configuration through Exchange's admin API.

use base64::Engine;
use serde_json::{Value, json};

use super::{ask, token_of};
use crate::support::{Response, Tenant};

async fn admin(tenant: &Tenant, roles: &[&str], directory: &[&str]) -> String {
    let made = json!({ "display_name": "x", "roles": roles, "directory_roles": directory, "secret": true });
    token_of(tenant, "https://outlook.office365.com", made).await
}

async fn reader(tenant: &Tenant) -> String {
    admin(tenant, &["Exchange.ManageAsApp"], &["Security Reader"]).await
}

async fn invoke(tenant: &Tenant, token: &str, cmdlet: &str, parameters: Value) -> Response {
    let body = json!({ "CmdletInput": { "CmdletName": cmdlet, "Parameters": parameters } });
    let path = format!("/exchange/adminapi/beta/{}/InvokeCommand", tenant.0.tenant());
    ask(tenant, "POST", token, &path, Some(body)).await
}

async fn rows(tenant: &Tenant, token: &str, parameters: Value) -> Vec<Value> {
    let response = invoke(tenant, token, "Get-QuarantineMessage", parameters).await;
    assert_eq!(response.status, 200, "{}", response.text());
    response.json()["value"].as_array().unwrap().clone()
}

#[tokio::test]
async fn two_grants_are_needed() {
    let tenant = Tenant::small().await;
    let nothing = admin(&tenant, &[], &["Security Reader"]).await;
    let refused = invoke(&tenant, &nothing, "Get-QuarantineMessage", json!({})).await;
    assert_eq!((refused.status, refused.body.len()), (401, 0), "not let in");
    let half = admin(&tenant, &["Exchange.ManageAsApp"], &[]).await;
    let first = invoke(&tenant, &half, "Get-QuarantineMessage", json!({})).await;
    assert_eq!((first.status, first.message().as_str()), (403, "Invalid Operation"), "let in, but nobody");
    let second = invoke(&tenant, &half, "Get-QuarantineMessage", json!({})).await;
    assert!(second.status == 403 && second.body.iter().all(|byte| *byte == 0), "or a run of NUL bytes");
    let useless = admin(&tenant, &["Exchange.ManageAsApp"], &["Application Administrator"]).await;
    assert_eq!(invoke(&tenant, &useless, "Get-QuarantineMessage", json!({})).await.status, 403);
    let both = reader(&tenant).await;
    assert_eq!(invoke(&tenant, &both, "Get-QuarantineMessage", json!({})).await.status, 200);
    tenant.set(json!({ "directory_role_missing": true })).await;
    assert_eq!(invoke(&tenant, &both, "Get-QuarantineMessage", json!({})).await.status, 403);
}

#[tokio::test]
async fn pages_count_from_one_and_end_with_a_short_one() {
    let tenant = Tenant::small().await;
    let token = reader(&tenant).await;
    let since = (jiff::Timestamp::now() - jiff::SignedDuration::from_hours(29 * 24)).to_string();
    let page = async |page: u64| {
        rows(&tenant, &token, json!({ "PageSize": 50, "Page": page, "StartReceivedDate": since })).await
    };
    let (mut all, mut number) = (Vec::new(), 1);
    loop {
        let rows = page(number).await;
        let last = rows.len() < 50;
        all.extend(rows);
        number += 1;
        if last {
            break;
        }
    }
    assert!(number > 2 && all.len() > 100, "{} messages", all.len());
    let mut ids: Vec<&str> = all.iter().map(|row| row["Identity"].as_str().unwrap()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all.len(), "none twice");
    assert!(rows(&tenant, &token, json!({})).await.len() < all.len(), "without a date sixteen days, a hundred rows");
    assert!(rows(&tenant, &token, json!({ "PageSize": 0 })).await.is_empty(), "nothing was asked for");
    let row = &all[0];
    assert_eq!(row["ReceivedTime@data.type"], "System.DateTime", "types stand beside the fields");
    assert!(row["ReceivedTime"].as_str().unwrap().ends_with("+00:00"));
    assert!(["NOTRELEASED", "RELEASED"].contains(&row["ReleaseStatus"].as_str().unwrap()));
    for (name, value) in [("Page", json!(0)), ("PageSize", json!(1001)), ("Colour", json!("red")), ("Page", json!("x"))]
    {
        let response = invoke(&tenant, &token, "Get-QuarantineMessage", json!({ name: value })).await;
        let body = response.json();
        assert_eq!((response.status, &body["error"]["message"]), (400, &json!("Invalid Operation")), "{name}");
        let text = body["error"]["innererror"]["internalexception"]["message"].as_str().unwrap();
        assert!(text.contains(name), "the true text is inside: {text}");
        assert!(body["error"]["details"][0]["message"].as_str().unwrap().ends_with(&format!("|{text}")));
    }
}

#[tokio::test]
async fn enumerations_are_matched_by_their_beginnings() {
    let tenant = Tenant::small().await;
    let token = reader(&tenant).await;
    let phish = rows(&tenant, &token, json!({ "QuarantineTypes": ["Phi"] })).await;
    assert!(!phish.is_empty() && phish.iter().all(|row| row["QuarantineTypes"] == "Phish"));
    let wrong = invoke(&tenant, &token, "Get-QuarantineMessage", json!({ "ReleaseStatus": "Everything" })).await;
    assert_eq!(wrong.status, 400);
    let entity = invoke(&tenant, &token, "Get-QuarantineMessage", json!({ "EntityType": "Email" })).await;
    assert!(entity.status == 403 && entity.body.iter().all(|byte| *byte == 0), "too much for a reader");
    let more = admin(&tenant, &["Exchange.ManageAsApp"], &["Security Administrator"]).await;
    assert!(!rows(&tenant, &more, json!({ "EntityType": "Email" })).await.is_empty());
}

#[tokio::test]
async fn messages_are_previewed_exported_and_released() {
    let tenant = Tenant::small().await;
    let (low, high) =
        (reader(&tenant).await, admin(&tenant, &["Exchange.ManageAsApp"], &["Exchange Administrator"]).await);
    let held = rows(&tenant, &low, json!({ "ReleaseStatus": "NotReleased", "PageSize": 1 })).await;
    let identity = held[0]["Identity"].clone();
    let this = json!({ "Identity": identity });
    let preview = invoke(&tenant, &low, "Preview-QuarantineMessage", this.clone()).await.json();
    assert!(preview["value"][0]["Body"].as_str().unwrap().contains("<html>"));
    assert_eq!(invoke(&tenant, &low, "Export-QuarantineMessage", this.clone()).await.status, 403);
    let export = invoke(&tenant, &high, "Export-QuarantineMessage", this.clone()).await.json();
    assert_eq!(export["value"][0]["BodyEncoding"], "Base64");
    let eml = base64::engine::general_purpose::STANDARD.decode(export["value"][0]["Eml"].as_str().unwrap()).unwrap();
    assert!(String::from_utf8(eml).unwrap().starts_with("From: "));
    assert_eq!(invoke(&tenant, &high, "Release-QuarantineMessage", this.clone()).await.status, 400, "to whom?");
    let release = json!({ "Identity": identity, "ReleaseToAll": true });
    assert_eq!(invoke(&tenant, &low, "Release-QuarantineMessage", release.clone()).await.status, 403);
    assert_eq!(invoke(&tenant, &high, "Release-QuarantineMessage", release).await.status, 200);
    let after = rows(&tenant, &low, this).await;
    assert_eq!((&after[0]["ReleaseStatus"], &after[0]["Released"]), (&json!("RELEASED"), &json!(true)));
    let unknown = invoke(&tenant, &high, "Export-QuarantineMessage", json!({ "Identity": "a\\b" })).await;
    assert_eq!(unknown.status, 404);
}

#[tokio::test]
async fn the_audit_configuration_tells_whether_auditing_is_on() {
    let tenant = Tenant::small().await;
    let token = reader(&tenant).await;
    for (off, expected) in [(false, true), (true, false)] {
        tenant.set(json!({ "auditing_off": off })).await;
        let config = invoke(&tenant, &token, "Get-AdminAuditLogConfig", json!({})).await.json();
        assert_eq!(config["value"][0]["UnifiedAuditLogIngestionEnabled"], expected);
    }
    let unknown = invoke(&tenant, &token, "Remove-Mailbox", json!({})).await;
    assert_eq!((unknown.status, unknown.code().as_str()), (501, "SimulatorUnsupported"));
    let path = format!("/exchange/adminapi/beta/{}/InvokeCommand", tenant.0.tenant());
    let null = json!({ "CmdletInput": { "CmdletName": "Get-AdminAuditLogConfig", "Parameters": null } });
    assert_eq!(ask(&tenant, "POST", &token, &path, Some(null)).await.status, 400, "parameters are an object");
}
