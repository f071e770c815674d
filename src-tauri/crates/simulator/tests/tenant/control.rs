//! The control port: what it tells, what it refuses, and what it must never tell.

use serde_json::json;

use crate::support::{Certificate, Claims, Tenant};

#[tokio::test]
async fn the_journal_lists_every_exchange_and_no_secret() {
    let tenant = Tenant::small().await;
    let certificate = Certificate::rsa(2048);
    let body = json!({ "display_name": "Both", "secret": true, "certificate": certificate.base64() });
    let app = tenant.app_with(body).await;
    let assertion = certificate.ps256(&Claims::correct(&app.id, &tenant.token_url(tenant.0.tenant())));
    let scope = tenant.graph_scope();
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", app.id.as_str()),
        ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
        ("client_assertion", assertion.as_str()),
        ("scope", scope.as_str()),
    ];
    tenant.token(&fields).await;
    let by_secret = tenant.by_secret(&app.id, &app.secret).await;
    let token = crate::support::access_token(&by_secret);
    let headers = [("client-request-id", "trace-me")];
    tenant.graph("GET", &token, "/security/alerts_v2?$top=3", &headers, None).await;
    tenant.get(&token, "/security/alerts_v2?client_secret=hush-hush").await;
    let journal = tenant.control("GET", "/journal", json!({})).await;
    let entries = journal.json()["entries"].as_array().unwrap().clone();
    assert_eq!(entries.len(), 4, "every exchange once");
    assert_eq!((&entries[0]["credential"], &entries[1]["credential"]), (&json!("PS256"), &json!("secret")));
    assert_eq!((&entries[0]["grant"], &entries[0]["status"]), (&json!("client_credentials"), &json!(200)));
    assert_eq!(entries[2]["caller"], json!({ "appid": app.id, "oid": app.principal_id }));
    assert_eq!((&entries[2]["query"], &entries[2]["client_request_id"]), (&json!("$top=3"), &json!("trace-me")));
    assert_eq!((&entries[2]["error"], &entries[2]["status"]), (&json!("Forbidden"), &json!(403)));
    for telling in [app.secret.as_str(), assertion.as_str(), token.as_str(), "hush-hush"] {
        assert!(!journal.text().contains(telling), "the journal keeps secrets out");
        assert!(!tenant.state().await.to_string().contains(telling), "and so does the state");
    }
    let later = tenant.control("GET", "/journal?since=3", json!({})).await.json();
    assert_eq!((&later["seq"], later["entries"].as_array().unwrap().len()), (&json!(4), 1), "only what is new");
}

#[tokio::test]
async fn the_state_shows_registrations_accounts_and_switches() {
    let tenant = Tenant::small().await;
    let certificate = Certificate::rsa(2048);
    let roles = ["SecurityAlert.Read.All", "ActivityFeed.Read"];
    let body = json!({ "display_name": "Seen", "roles": roles, "certificate": certificate.base64(), "secret": true });
    let app = tenant.app_with(body).await;
    let state = tenant.state().await;
    let shown = &state["applications"][0];
    assert_eq!((&shown["appId"], &shown["roles"]), (&json!(app.id), &json!(roles)));
    assert_eq!(shown["keys"][0]["sha256"].as_str().unwrap().len(), 64);
    assert_eq!((&state["tenant"], &state["alerts"]), (&json!(tenant.0.tenant()), &json!(30)));
    assert!(state["accounts"].as_array().unwrap().len() >= 4, "administrators of several roles");
    assert_eq!(state["switches"]["next_link"], "never");
}

#[tokio::test]
async fn what_the_control_port_does_not_know_is_refused_and_changes_nothing() {
    let tenant = Tenant::small().await;
    for (path, body) in [
        ("/set", json!({ "latency_ms": 5, "no_such_switch": 1 })),
        ("/set", json!({ "next_link": "sometimes" })),
        ("/set", json!({ "fail": { "path_contains": "x", "status": 42, "count": 1 } })),
        ("/set", json!([])),
        ("/approve", json!({ "user_code": "AAAAAAAAA", "account": "admin@contoso.onmicrosoft.com" })),
        ("/register", json!({ "display_name": "x", "roles": ["Everything.All"] })),
        ("/register", json!({ "display_name": "x", "certificate": "AAAA" })),
        ("/alerts/update", json!({})),
    ] {
        let response = tenant.control("POST", path, body.clone()).await;
        assert_eq!(response.status, 400, "{path} {body}");
        assert!(response.json()["error"].is_string(), "with a reason");
    }
    assert_eq!(tenant.state().await["switches"]["latency_ms"], 0, "no half of a refused change was made");
    assert_eq!(tenant.control("GET", "/nothing", json!({})).await.status, 404);
}
