//! Scenarios: every file is built in and can be begun, changes come when they are due, and an end restores the start.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};
use simulator::{Options, Simulator, scenario_lines};

use crate::support::{Certificate, Claims, Tenant, access_token};

const ALERTS: &str = "/security/alerts_v2";

async fn playing(id: &str) -> (Tenant, String) {
    let tenant = Tenant::with(Options { alerts: 120, ..Options::default() }).await;
    let token = tenant.app_token(&["SecurityAlert.Read.All"]).await;
    let begun = tenant.control("POST", "/scenario", json!({ "id": id })).await;
    assert_eq!(begun.status, 200, "{id}: {}", begun.text());
    (tenant, token)
}

fn rows(body: &Value) -> Vec<Value> {
    body["value"].as_array().unwrap().clone()
}

#[test]
fn every_file_is_built_in_and_every_built_in_one_is_a_file() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    let lines = scenario_lines();
    assert_eq!(lines.iter().map(|line| line.id.clone()).collect::<BTreeSet<_>>(), files);
    for line in lines {
        assert!(line.line.ends_with('.') && line.line.len() < 130 && !line.section.is_empty(), "{line:?}");
    }
}

#[tokio::test]
async fn every_scenario_can_be_begun_on_a_running_simulator_and_ended() {
    let tenant = Tenant::small().await;
    let before = tenant.state().await["switches"].clone();
    for line in scenario_lines().iter().filter(|line| line.id != "alerts-100000") {
        let begun = tenant.control("POST", "/scenario", json!({ "id": line.id })).await;
        assert_eq!(begun.status, 200, "{}: {}", line.id, begun.text());
        assert_eq!(tenant.control("GET", "/scenario", json!({})).await.json()["id"], line.id.as_str());
    }
    assert_eq!(tenant.control("POST", "/scenario", json!({ "id": null })).await.status, 200);
    assert_eq!(tenant.state().await["switches"], before, "an end puts every switch back");
    assert_eq!(tenant.control("POST", "/scenario", json!({ "id": "no-such" })).await.status, 400);
}

#[tokio::test]
async fn a_scenario_can_be_had_from_the_start() {
    let options = Options { scenario: Some("ties".to_owned()), ..Options::default() };
    let tenant = Tenant::with(options).await;
    assert_eq!(tenant.0.alerts(), 600, "its own number of alerts");
    let wrong = Options { scenario: Some("no-such".to_owned()), ..Options::default() };
    assert!(Simulator::start(wrong).await.unwrap_err().to_string().contains("no-such"));
}

#[tokio::test]
async fn changes_come_after_their_requests_and_their_pages() {
    let (tenant, token) = playing("throttled-with-hint").await;
    for _ in 0..5 {
        assert_eq!(tenant.get(&token, ALERTS).await.status, 200, "the first five are answered");
    }
    assert_eq!(tenant.get(&token, ALERTS).await.header("retry-after"), Some("2"), "the sixth is not");

    let (tenant, token) = playing("consent-revoked-midway").await;
    let app = tenant.app(&["SecurityAlert.Read.All"]).await;
    for _ in 0..3 {
        assert_eq!(tenant.get(&token, ALERTS).await.status, 200);
    }
    let fresh = access_token(&tenant.by_secret(&app.id, &app.secret).await);
    assert_eq!(tenant.get(&fresh, ALERTS).await.status, 403, "a token made after three pages has no roles");
    assert_eq!(tenant.get(&token, ALERTS).await.status, 200, "an old one keeps its own");
}

#[tokio::test]
async fn credentials_fail_as_their_scenarios_say() {
    for (id, code, calls_before) in [("certificate-expired", 700_027, 0), ("certificate-rolled", 700_027, 10)] {
        let tenant = Tenant::small().await;
        let certificate = Certificate::rsa(2048);
        let body = json!({ "display_name": "Rolled", "certificate": certificate.base64() });
        let app = tenant.app_with(body).await;
        let scope = tenant.graph_scope();
        tenant.control("POST", "/scenario", json!({ "id": id })).await;
        for call in 0..=calls_before {
            let claims = Claims::correct(&app.id, &tenant.token_url(tenant.0.tenant()));
            let assertion = certificate.ps256(&claims);
            let fields = [
                ("grant_type", "client_credentials"),
                ("client_id", app.id.as_str()),
                ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
                ("client_assertion", assertion.as_str()),
                ("scope", scope.as_str()),
            ];
            let response = tenant.token(&fields).await;
            let expected = if call < calls_before { 0 } else { code };
            assert_eq!(if response.status == 200 { 0 } else { response.aadsts() }, expected, "{id} call {call}");
        }
    }
}

#[tokio::test]
async fn a_product_that_is_not_licensed_gets_no_token() {
    let (tenant, _) = playing("product-not-licensed").await;
    let app = tenant.app(&["SecurityAlert.Read.All"]).await;
    for (scope, code) in [
        ("https://api.securitycenter.microsoft.com/.default", 500_011),
        ("05a65629-4c1b-48c1-a78b-804c4abdd4af/.default", 650_052),
    ] {
        let fields = [
            ("grant_type", "client_credentials"),
            ("client_id", app.id.as_str()),
            ("client_secret", app.secret.as_str()),
            ("scope", scope),
        ];
        assert_eq!(tenant.token(&fields).await.aadsts(), code, "{scope}");
    }
    assert_eq!(tenant.by_secret(&app.id, &app.secret).await.status, 200, "Graph is there as ever");
}

#[tokio::test]
async fn sign_in_is_refused_with_the_code_that_was_asked_for_and_so_often() {
    let (tenant, _) = playing("sign-in-hiccup").await;
    let app = tenant.app(&[]).await;
    for _ in 0..3 {
        assert_eq!(tenant.by_secret(&app.id, &app.secret).await.aadsts(), 90033);
    }
    assert_eq!(tenant.by_secret(&app.id, &app.secret).await.status, 200, "a hiccup ends");
}

#[tokio::test]
async fn ties_holes_and_late_records_are_in_the_history() {
    let (tenant, token) = playing("ties").await;
    let newest = rows(&tenant.get(&token, &format!("{ALERTS}?$top=400")).await.json());
    let first = newest[0]["lastUpdateDateTime"].clone();
    let tied = newest.iter().filter(|row| row["lastUpdateDateTime"] == first).count();
    assert_eq!(tied, 300, "so many share the newest instant");

    let (tenant, token) = playing("seven-day-gap").await;
    let all = rows(&tenant.get(&token, &format!("{ALERTS}?$top=1000")).await.json());
    let now = jiff::Timestamp::now();
    let ages: Vec<i64> = all
        .iter()
        .map(|row| {
            now.as_second() - row["createdDateTime"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap().as_second()
        })
        .collect();
    let day = 86_400;
    assert!(ages.iter().all(|age| *age < 3 * day + 60 || *age > 10 * day - 60), "nothing inside the hole");
    assert!(ages.iter().any(|age| *age < 3 * day) && ages.iter().any(|age| *age > 10 * day), "something on both sides");

    let (tenant, token) = playing("records-late").await;
    let before = tenant.0.alerts();
    tenant.get(&token, ALERTS).await;
    tenant.get(&token, ALERTS).await;
    assert!(tenant.0.alerts() > before, "records came in after the first page");
}

#[tokio::test]
async fn records_turn_hostile_grow_and_come_twice() {
    let (tenant, token) = playing("hostile-text").await;
    let page = tenant.get(&token, &format!("{ALERTS}?$top=50")).await.json();
    let text = page.to_string();
    for hint in ["<script>", "\\u0000", "\\u001b", "\u{202e}"] {
        assert!(text.contains(hint), "a page holds {hint:?}");
    }
    let id = page["value"][0]["id"].as_str().unwrap();
    assert_eq!(tenant.get(&token, &format!("{ALERTS}/{id}")).await.status, 200, "ids stay what they are");

    let (tenant, token) = playing("schema-grown").await;
    let page = tenant.get(&token, ALERTS).await.json();
    assert!(rows(&page).iter().all(|row| row["futureContext"].is_object()));
    assert!(page.to_string().contains("unknownFutureValue"), "new members hide without the preference");
    let prefer = [("prefer", "include-unknown-enum-members")];
    let named = tenant.graph("GET", &token, ALERTS, &prefer, None).await.text();
    assert!(named.contains("quantumAdvisory"), "and show with it");

    let (tenant, token) = playing("pages-duplicated").await;
    let page = rows(&tenant.get(&token, &format!("{ALERTS}?$top=30")).await.json());
    let ids: BTreeSet<&str> = page.iter().filter_map(|row| row["id"].as_str()).collect();
    assert!(page.len() == 41 && ids.len() == 30, "{} rows, {} ids", page.len(), ids.len());
}

#[tokio::test]
async fn a_storm_of_503_passes_through_its_three_kinds() {
    let (tenant, token) = playing("storm-503").await;
    let mut kinds = BTreeSet::new();
    for _ in 0..30 {
        let response = tenant.get(&token, ALERTS).await;
        assert_eq!(response.status, 503);
        kinds.insert(response.body.first().copied());
    }
    assert_eq!(kinds, BTreeSet::from([None, Some(b'{'), Some(b'<')]), "JSON, HTML and nothing");
    assert_eq!(tenant.get(&token, ALERTS).await.status, 200, "then calm");
}
