//! Published limits: counted per caller, scaled by a factor, refused in each service's own words.

use simulator::Options;

use crate::support::{Tenant, access_token, call};

const ALERTS: &str = "/security/alerts_v2";

async fn limited(factor: f64) -> Tenant {
    Tenant::with(Options { alerts: 20, throttle: Some(factor), ..Options::default() }).await
}

#[tokio::test]
async fn a_scaled_limit_is_reached_by_one_application_and_not_by_another() {
    let tenant = limited(0.02).await;
    let (first, second) =
        (tenant.app_token(&["SecurityAlert.Read.All"]).await, tenant.app_token(&["SecurityAlert.Read.All"]).await);
    for _ in 0..3 {
        assert_eq!(tenant.get(&first, ALERTS).await.status, 200, "150 in a minute, times 0.02");
    }
    let refused = tenant.get(&first, ALERTS).await;
    assert_eq!((refused.status, refused.code().as_str()), (429, "TooManyRequests"));
    let wait: u64 = refused.header("retry-after").expect("Graph says when").parse().unwrap();
    assert!((1..=60).contains(&wait), "what is left of the minute: {wait}");
    assert_eq!(tenant.get(&second, ALERTS).await.status, 200, "another application has its own count");
}

#[tokio::test]
async fn a_fast_tenant_has_no_limits_and_a_slow_one_has() {
    let fast = Tenant::small().await;
    let state = fast.state().await;
    assert_eq!(
        (&state["switches"]["throttle_factor"], &state["switches"]["real_latency"]),
        (&0.0.into(), &false.into())
    );
    let slow = simulator::Simulator::start(Options { alerts: 1, ..Options::default() }).await.unwrap();
    let state = call("GET", &format!("{}/state", slow.control()), &[], b"").await.json();
    assert_eq!(
        (&state["switches"]["throttle_factor"], &state["switches"]["real_latency"]),
        (&1.0.into(), &true.into())
    );
    let started = std::time::Instant::now();
    let document = format!("{}/{}/v2.0/.well-known/openid-configuration", slow.login(), slow.tenant());
    assert_eq!(call("GET", &document, &[], b"").await.status, 200);
    assert!(started.elapsed().as_millis() >= 90, "an answer takes as long as a real one");
}

/// A token of an application with these permissions for this resource.
async fn token(tenant: &Tenant, roles: &[&str], scope: &str) -> String {
    let app = tenant.app(roles).await;
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", app.id.as_str()),
        ("client_secret", app.secret.as_str()),
        ("scope", scope),
    ];
    access_token(&tenant.token(&fields).await)
}

#[tokio::test]
async fn every_service_refuses_in_its_own_shape() {
    let tenant = limited(0.001).await;
    let id = tenant.0.tenant().to_owned();
    let feed = format!("/manage/api/v1.0/{id}/activity/feed/subscriptions/list");
    let publisher = "11111111-2222-3333-4444-555555555555";
    tenant.set(serde_json::json!({ "throttle_factor": 0.0 })).await;
    let cases = [
        (
            "https://api.securitycenter.microsoft.com/.default",
            "Alert.Read.All",
            "/mde/api/alerts".to_owned(),
            429,
            true,
        ),
        ("https://manage.office.com/.default", "ActivityFeed.Read", feed.clone(), 403, false),
        (
            "https://manage.office.com/.default",
            "ActivityFeed.Read",
            format!("{feed}?PublisherIdentifier={publisher}"),
            403,
            false,
        ),
        (
            "05a65629-4c1b-48c1-a78b-804c4abdd4af/.default",
            "investigation.read",
            "/cloudapps/api/v1/alerts/".to_owned(),
            429,
            false,
        ),
    ];
    let mut held = Vec::new();
    for (scope, role, path, status, hint) in cases {
        held.push((token(&tenant, &[role], scope).await, path, status, hint));
    }
    tenant.set(serde_json::json!({ "throttle_factor": 0.0005 })).await;
    for (token, path, status, hint) in held {
        let bearer = format!("Bearer {token}");
        let url = format!("{}{path}", tenant.0.base());
        call("GET", &url, &[("authorization", &bearer)], b"").await;
        let refused = call("GET", &url, &[("authorization", &bearer)], b"").await;
        assert_eq!((refused.status, refused.header("retry-after").is_some()), (status, hint), "{path}");
        if path.starts_with("/manage") {
            let named = if path.contains("Publisher") { publisher } else { "00000000-0000-0000-0000-000000000000" };
            assert!(refused.code() == "AF429" && refused.message().contains(named), "{}", refused.text());
        }
        if path.starts_with("/mde") {
            assert!(refused.json()["error"]["target"].is_string(), "the request id is the target");
        }
        if path.starts_with("/cloudapps") {
            assert!(refused.header("content-type").unwrap().starts_with("text/plain"));
        }
    }
}

#[tokio::test]
async fn the_sign_in_host_has_a_limit_too() {
    let tenant = Tenant::small().await;
    let app = tenant.app(&[]).await;
    tenant.set(serde_json::json!({ "throttle_factor": 0.01 })).await;
    let mut last = tenant.by_secret(&app.id, &app.secret).await;
    for _ in 0..3 {
        last = tenant.by_secret(&app.id, &app.secret).await;
    }
    assert_eq!((last.status, last.aadsts()), (429, 90055), "300 in a minute, times 0.01");
}
