//! Faults that are switched on: throttling, wrong bodies, broken connections, slowness.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::Tenant;

async fn reader() -> (Tenant, String) {
    let tenant = Tenant::small().await;
    let token = tenant.app_token(&["SecurityAlert.Read.All"]).await;
    (tenant, token)
}

#[tokio::test]
async fn throttling_lasts_for_its_count_with_or_without_a_hint() {
    let (tenant, token) = reader().await;
    for (hint, header) in [(json!(7), Some("7")), (Value::Null, None)] {
        tenant.set(json!({ "throttle": { "count": 2, "retry_after": hint } })).await;
        for _ in 0..2 {
            let response = tenant.get(&token, "/security/alerts_v2").await;
            assert_eq!((response.status, response.code().as_str()), (429, "TooManyRequests"));
            assert_eq!(response.header("retry-after"), header);
        }
        assert_eq!(tenant.get(&token, "/security/alerts_v2").await.status, 200, "the count has run out");
    }
    let app = tenant.app(&[]).await;
    tenant.set(json!({ "throttle": { "count": 1, "retry_after": 1, "path_contains": "/login/" } })).await;
    let response = tenant.by_secret(&app.id, &app.secret).await;
    assert_eq!((response.status, response.aadsts()), (429, 90055), "the sign-in host throttles in its own words");
}

#[tokio::test]
async fn broken_bodies_come_in_every_kind() {
    let (tenant, token) = reader().await;
    let path = "/security/alerts_v2";
    let fail = async |status: u16, body: &str| {
        let fail = json!({ "path_contains": "alerts_v2", "status": status, "count": 1, "body": body });
        tenant.set(json!({ "fail": fail })).await;
        tenant.get(&token, path).await
    };
    let json = fail(503, "json").await;
    assert_eq!((json.status, json.code().as_str(), json.message().as_str()), (503, "UnknownError", ""));
    let html = fail(502, "html").await;
    assert!(html.status == 502 && html.text().starts_with("<html>"));
    let nul = fail(404, "nul").await;
    assert!(nul.status == 404 && !nul.body.is_empty() && nul.body.iter().all(|byte| *byte == 0));
    let empty = fail(429, "empty").await;
    assert!(empty.status == 429 && empty.body.is_empty());
    let whole = tenant.get(&token, path).await;
    let cut = fail(200, "cut").await;
    let announced: usize = cut.header("content-length").unwrap().parse().unwrap();
    assert_eq!((cut.status, announced), (200, whole.body.len()), "the whole length is announced");
    assert_eq!(cut.body, whole.body[..announced / 2], "and the true answer breaks off half-way");
    assert_eq!(tenant.get(&token, path).await.status, 200, "then all is well again");
}

#[tokio::test]
async fn latency_delays_the_answer() {
    let (tenant, token) = reader().await;
    tenant.set(json!({ "latency_ms": 150 })).await;
    let started = Instant::now();
    tenant.get(&token, "/security/alerts_v2").await;
    assert!(started.elapsed() >= Duration::from_millis(150), "not earlier than asked for");
}
