//! Whatever is not simulated is refused with its name, and every call needs a token that is good for it.

use serde_json::json;

use crate::support::{Tenant, call};

#[tokio::test]
async fn unknown_things_are_named() {
    let tenant = Tenant::small().await;
    let admin = tenant.admin_token().await;
    let app = tenant.app(&[]).await;
    let application = format!("/applications/{}", app.object_id);
    for (method, path, body, part) in [
        ("GET", "/devices", None, "/devices"),
        ("GET", "/security/secureScores", None, "/security/secureScores"),
        ("PUT", "/applications", Some(json!({})), "PUT"),
        ("DELETE", "/applications", None, "DELETE"),
        ("DELETE", "/applications(uniqueName='x')", None, "DELETE"),
        ("GET", "/organization?$expand=extensions", None, "$expand"),
        ("GET", "/organization?$select=city", None, "city"),
        ("GET", &format!("{application}?$select=certification"), None, "certification"),
        ("GET", &format!("{application}?select=id"), None, "'select'"),
        ("POST", "/applications", Some(json!({ "displayName": "x", "samlMetadataUrl": "y" })), "samlMetadataUrl"),
        ("POST", "/applications", Some(json!({ "displayName": "x", "web": { "homePageUrl": "y" } })), "homePageUrl"),
        ("POST", "/servicePrincipals", Some(json!({ "appId": app.id, "tags": [] })), "tags"),
        ("POST", &format!("{application}/setVerifiedPublisher"), Some(json!({})), "setVerifiedPublisher"),
    ] {
        let response = tenant.graph(method, &admin, path, &[], body).await;
        assert_eq!((response.status, response.code().as_str()), (501, "SimulatorUnsupported"), "{method} {path}");
        assert!(response.message().contains(part), "{} should name {part}", response.message());
    }
    for url in [
        format!("{}/beta/security/alerts_v2", tenant.0.graph()),
        format!("{}/{}/oauth2/v2.0/logout", tenant.0.login(), tenant.0.tenant()),
        format!("{}/defender/api/alerts", tenant.0.base()),
    ] {
        let response = call("GET", &url, &[], b"").await;
        assert_eq!((response.status, response.code().as_str()), (501, "SimulatorUnsupported"), "{url}");
    }
}

#[tokio::test]
async fn malformed_bodies_are_the_callers_fault() {
    let tenant = Tenant::small().await;
    let admin = tenant.admin_token().await;
    for body in [
        json!({}),
        json!({ "displayName": 7 }),
        json!({ "displayName": "x", "signInAudience": "Everybody" }),
        json!({ "displayName": "x", "tags": "one" }),
        json!({ "displayName": "x", "requiredResourceAccess": [{ "resourceAppId": "x", "resourceAccess": [{ "id": "y", "type": "Role" }] }] }),
        json!([]),
    ] {
        let response = tenant.send("POST", &admin, "/applications", body.clone()).await;
        assert_eq!(response.status, 400, "{body}: {}", response.text());
    }
    let bearer = format!("Bearer {admin}");
    let url = format!("{}/v1.0/applications", tenant.0.graph());
    let plain = call("POST", &url, &[("authorization", &bearer), ("content-type", "text/plain")], b"{}").await;
    assert_eq!(plain.status, 400, "a body must say that it is JSON");
    let broken = call("POST", &url, &[("authorization", &bearer), ("content-type", "application/json")], b"{").await;
    assert_eq!((broken.status, broken.code().as_str()), (400, "BadRequest"));
}

#[tokio::test]
async fn a_token_must_be_present_genuine_current_and_for_graph() {
    let tenant = Tenant::small().await;
    let other = Tenant::with(simulator::Options { seed: 2, ..Default::default() }).await;
    let app = tenant.app(&["SecurityAlert.Read.All", "ActivityFeed.Read"]).await;
    let good = tenant.app_token(&["SecurityAlert.Read.All"]).await;
    let foreign = other.app_token(&["SecurityAlert.Read.All"]).await;
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", app.id.as_str()),
        ("client_secret", app.secret.as_str()),
        ("scope", "https://manage.office.com/.default"),
    ];
    let manage = crate::support::access_token(&tenant.token(&fields).await);
    let mut tampered = good.clone();
    tampered.replace_range(tampered.len() - 10..tampered.len() - 9, "A");
    tampered.replace_range(tampered.len() - 9..tampered.len() - 8, "b");
    for (what, token) in [
        ("none", ""),
        ("nonsense", "abc"),
        ("a foreign one", &foreign),
        ("a changed one", &tampered),
        ("another audience", &manage),
    ] {
        let response = tenant.get(token, "/security/alerts_v2").await;
        assert_eq!((response.status, response.code().as_str()), (401, "InvalidAuthenticationToken"), "{what}");
    }
    let without = call("GET", &format!("{}/v1.0/security/alerts_v2", tenant.0.graph()), &[], b"").await;
    assert_eq!(without.status, 401, "no header at all");
    let inner = without.json()["error"]["innerError"].clone();
    assert_eq!(inner["request-id"].as_str(), without.header("request-id"), "the exchange is named in the error");
    tenant.set(json!({ "clock_skew_seconds": 5401 })).await;
    let expired = tenant.get(&good, "/security/alerts_v2").await;
    assert!(expired.status == 401 && expired.message().contains("expired"), "{}", expired.text());
}
