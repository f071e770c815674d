//! The journal as a witness: which token went where, how often what was asked, and what went to a wrong host.

use serde_json::{Value, json};

use crate::support::{Tenant, call};

#[tokio::test]
async fn a_token_is_known_by_its_print_and_its_audience() {
    let tenant = Tenant::small().await;
    let token = tenant.app_token(&["SecurityAlert.Read.All"]).await;
    tenant.get(&token, "/security/alerts_v2").await;
    tenant.get(&token, "/security/alerts_v2?$top=2").await;
    let entries = tenant.control("GET", "/journal?since=1", json!({})).await.json()["entries"].clone();
    let carried: Vec<&Value> = entries.as_array().unwrap().iter().map(|entry| &entry["carried"]).collect();
    assert_eq!(carried[0], carried[1], "the same token has the same print");
    assert_eq!((&carried[0]["scheme"], &carried[0]["audience"]), (&json!("bearer"), &json!("graph")));
    assert_eq!(entries[0]["route"], "/graph/v1.0/security/alerts_v2");
    assert_eq!(entries[0]["host"], tenant.0.base().trim_start_matches("http://"));
    assert!(!entries.to_string().contains(&token), "but never by itself");
}

#[tokio::test]
async fn the_summary_counts_routes_hosts_and_credentials_that_went_astray() {
    let tenant = Tenant::small().await;
    let token = tenant.app_token(&["SecurityAlert.Read.All"]).await;
    for _ in 0..3 {
        tenant.get(&token, "/security/alerts_v2").await;
    }
    let summary = async || tenant.control("GET", "/journal/summary", json!({})).await.json();
    let before = summary().await;
    let counted = json!({ "method": "GET", "route": "/graph/v1.0/security/alerts_v2", "status": 200, "calls": 3 });
    assert!(before["routes"].as_array().unwrap().contains(&counted), "{before}");
    assert_eq!(
        (&before["credentials_astray"], &before["dropped"]),
        (&json!(0), &json!(0)),
        "nothing went wrong so far"
    );

    let bearer = format!("Bearer {token}");
    let wrong = format!("{}/mde/api/alerts", tenant.0.base());
    call("GET", &wrong, &[("authorization", &bearer)], b"").await;
    let elsewhere = format!("{}/elsewhere", tenant.0.control());
    call("GET", &elsewhere, &[("authorization", &bearer)], b"").await;
    call("GET", &elsewhere, &[], b"").await;
    let after = summary().await;
    assert_eq!(after["credentials_astray"], 2, "a Graph token at Defender and one at a foreign host");
    let host = format!("{}/elsewhere", tenant.0.control().trim_start_matches("http://"));
    let visits = json!({ "host": host, "calls": 2, "with_credential": 1 });
    assert!(after["hosts"].as_array().unwrap().contains(&visits), "{after}");
}
