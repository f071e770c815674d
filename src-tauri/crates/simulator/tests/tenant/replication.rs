//! What is created takes a while to be seen everywhere, as in the real directory.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Certificate, Claims, Tenant};

const GRAPH: &str = "00000003-0000-0000-c000-000000000000";
const ALERT_READ: &str = "472e4a4d-bb4a-4026-98d1-0b0d74cb74a5";

/// Long enough to never pass during a test.
const FOREVER: u64 = 3_600_000;

async fn create(tenant: &Tenant, admin: &str, body: Value) -> (String, String) {
    let made = tenant.send("POST", admin, "/applications", body).await.json();
    let text = |name: &str| made[name].as_str().unwrap().to_owned();
    (text("id"), text("appId"))
}

#[tokio::test]
async fn a_new_application_is_unknown_elsewhere_until_the_delay_has_passed() {
    let tenant = Tenant::small().await;
    let admin = tenant.admin_token().await;
    tenant.set(json!({ "replication_ms": FOREVER })).await;
    let (_, app_id) = create(&tenant, &admin, json!({ "displayName": "Late" })).await;
    let mut seen = Vec::new();
    for _ in 0..2 {
        let response = tenant.send("POST", &admin, "/servicePrincipals", json!({ "appId": app_id })).await;
        seen.push((response.status, response.code()));
    }
    let (bad, missing) = ("Request_BadRequest".to_owned(), "Request_ResourceNotFound".to_owned());
    assert_eq!(seen, [(400, bad), (404, missing)], "both documented refusals occur");
    assert_eq!(tenant.by_secret(&app_id, "x").await.aadsts(), 700_016, "the sign-in service does not know it either");
    tenant.set(json!({ "replication_ms": 200 })).await;
    let (_, app_id) = create(&tenant, &admin, json!({ "displayName": "Soon" })).await;
    let created = tokio::time::timeout(Duration::from_secs(20), async {
        loop {
            let response = tenant.send("POST", &admin, "/servicePrincipals", json!({ "appId": app_id })).await;
            if response.status == 201 {
                return;
            }
        }
    });
    created.await.expect("the delay passes by itself");
}

#[tokio::test]
async fn a_new_principal_cannot_be_granted_anything_yet() {
    let tenant = Tenant::small().await;
    let admin = tenant.admin_token().await;
    let (_, app_id) = create(&tenant, &admin, json!({ "displayName": "Late" })).await;
    tenant.set(json!({ "replication_ms": FOREVER })).await;
    let made = tenant.send("POST", &admin, "/servicePrincipals", json!({ "appId": app_id })).await.json();
    let graph = tenant.get(&admin, &format!("/servicePrincipals(appId='{GRAPH}')")).await.json();
    let path = format!("/servicePrincipals/{}/appRoleAssignedTo", graph["id"].as_str().unwrap());
    let grant = json!({ "principalId": made["id"], "resourceId": graph["id"], "appRoleId": ALERT_READ });
    let response = tenant.send("POST", &admin, &path, grant).await;
    assert_eq!(response.status, 400);
    assert!(response.message().contains("Not a valid reference update"), "{}", response.text());
}

#[tokio::test]
async fn new_keys_secrets_and_roles_come_later_than_the_application() {
    let tenant = Tenant::small().await;
    let admin = tenant.admin_token().await;
    let app = tenant.app(&[]).await;
    let certificate = Certificate::rsa(2048);
    tenant.set(json!({ "replication_ms": FOREVER })).await;
    let path = format!("/applications/{}", app.object_id);
    let body = json!({ "keyCredentials": [certificate.credential()] });
    assert_eq!(tenant.send("PATCH", &admin, &path, body).await.status, 204);
    let assertion = certificate.ps256(&Claims::correct(&app.id, &tenant.token_url(tenant.0.tenant())));
    let scope = tenant.graph_scope();
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", app.id.as_str()),
        ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
        ("client_assertion", assertion.as_str()),
        ("scope", scope.as_str()),
    ];
    assert_eq!(tenant.token(&fields).await.aadsts(), 700_027, "the key is not there yet");
    let added = tenant.send("POST", &admin, &format!("{path}/addPassword"), json!({})).await.json();
    let secret = added["secretText"].as_str().unwrap();
    assert_eq!(tenant.by_secret(&app.id, secret).await.aadsts(), 7_000_215, "nor is the secret");
    let graph = tenant.get(&admin, &format!("/servicePrincipals(appId='{GRAPH}')")).await.json();
    let grant = json!({ "principalId": app.principal_id, "resourceId": graph["id"], "appRoleId": ALERT_READ });
    let path = format!("/servicePrincipals/{}/appRoleAssignedTo", graph["id"].as_str().unwrap());
    assert_eq!(tenant.send("POST", &admin, &path, grant).await.status, 201);
    let token = tenant.by_secret(&app.id, &app.secret).await;
    assert!(crate::identity::token_claims(&token).get("roles").is_none(), "nor is the role in tokens");
}
