//! Discovery, secrets, the claims of tokens, and the shape and code of each refusal.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::{Value, json};

use crate::support::{Tenant, access_token, call, form};

/// Reads a token by the published keys, as a careful client would.
async fn claims_of(tenant: &Tenant, token: &str, audience: &str) -> Value {
    let url = format!("{}/{}/discovery/v2.0/keys", tenant.0.login(), tenant.0.tenant());
    let keys = call("GET", &url, &[], b"").await.json();
    let text = |name: &str| keys["keys"][0][name].as_str().unwrap().to_owned();
    let key = DecodingKey::from_rsa_components(&text("n"), &text("e")).unwrap();
    let mut validation = Validation::new(Algorithm::RS256);
    validation.set_audience(&[audience]);
    jsonwebtoken::decode::<Value>(token, &key, &validation).expect("the published key verifies the token").claims
}

#[tokio::test]
async fn discovery_turns_any_spelling_of_the_tenant_into_its_id() {
    let tenant = Tenant::small().await;
    for spelling in [tenant.0.tenant(), "contoso.com", "CONTOSO.onmicrosoft.com"] {
        let url = format!("{}/{spelling}/v2.0/.well-known/openid-configuration", tenant.0.login());
        let document = call("GET", &url, &[], b"").await.json();
        assert_eq!(document["token_endpoint"], tenant.token_url(tenant.0.tenant()), "by {spelling}");
        assert!(document["issuer"].as_str().unwrap().contains(tenant.0.tenant()), "the issuer names the id");
    }
    for (spelling, code) in
        [("fabrikam.com", 90002), ("11111111-2222-4333-8444-555555555555", 90002), ("nonsense", 900_023)]
    {
        let url = format!("{}/{spelling}/v2.0/.well-known/openid-configuration", tenant.0.login());
        let response = call("GET", &url, &[], b"").await;
        assert_eq!((response.status, response.aadsts()), (400, code), "for {spelling}");
        let error = if code == 90002 { "invalid_tenant" } else { "invalid_request" };
        assert_eq!(response.json()["error"], error, "as discovery calls it");
    }
}

#[tokio::test]
async fn a_token_by_secret_carries_microsofts_claims_and_a_random_lifetime() {
    let tenant = Tenant::small().await;
    let app = tenant.app(&["SecurityAlert.Read.All", "SecurityIncident.Read.All"]).await;
    let response = tenant.by_secret(&app.id, &app.secret).await;
    let body = response.json();
    let lifetime = body["expires_in"].as_i64().unwrap();
    assert!((3599..=5400).contains(&lifetime), "between 60 and 90 minutes: {lifetime}");
    assert_eq!(body["ext_expires_in"], body["expires_in"], "both lifetimes are one");
    let claims = claims_of(&tenant, &access_token(&response), &tenant.0.graph()).await;
    assert_eq!(claims["roles"], json!(["SecurityAlert.Read.All", "SecurityIncident.Read.All"]), "consented roles");
    assert_eq!(claims["appid"], app.id);
    assert_eq!(claims["appidacr"], "1", "a secret is credential class 1");
    assert_eq!((&claims["idtyp"], &claims["ver"]), (&json!("app"), &json!("1.0")));
    assert_eq!((&claims["oid"], &claims["tid"]), (&json!(app.principal_id), &json!(tenant.0.tenant())));
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), lifetime);
    assert!(claims["uti"].is_string() && claims["scp"].is_null(), "an id and no delegated scopes");
}

#[tokio::test]
async fn roles_are_absent_when_nothing_is_consented_or_consent_was_removed() {
    let tenant = Tenant::small().await;
    let bare = tenant.app_token(&[]).await;
    assert!(claims_of(&tenant, &bare, &tenant.0.graph()).await.get("roles").is_none(), "no claim, not an empty one");
    let app = tenant.app(&["SecurityAlert.Read.All"]).await;
    tenant.set(json!({ "consent_removed": true })).await;
    let token = access_token(&tenant.by_secret(&app.id, &app.secret).await);
    assert!(claims_of(&tenant, &token, &tenant.0.graph()).await.get("roles").is_none(), "gone with the consent");
}

#[tokio::test]
async fn basic_credentials_and_both_spellings_of_graph_are_accepted() {
    let tenant = Tenant::small().await;
    let app = tenant.app(&["SecurityAlert.Read.All"]).await;
    let encoded: String = url::form_urlencoded::byte_serialize(app.secret.as_bytes()).collect();
    let basic = format!("Basic {}", STANDARD.encode(format!("{}:{encoded}", app.id)));
    let headers =
        [("authorization", basic.as_str()), ("content-type", "application/x-www-form-urlencoded; charset=utf-8")];
    let body = form(&[("grant_type", "client_credentials"), ("scope", "https://graph.microsoft.com/.default")]);
    let response = call("POST", &tenant.token_url("contoso.com"), &headers, &body).await;
    let token = access_token(&response);
    claims_of(&tenant, &token, "https://graph.microsoft.com").await;
    let alerts = tenant.get(&token, "/security/alerts_v2").await;
    assert_eq!(alerts.status, 200, "the token of the public name opens the loopback Graph");
}

#[tokio::test]
async fn each_fault_of_a_secret_request_has_its_own_code_and_status() {
    let tenant = Tenant::small().await;
    let app = tenant.app(&[]).await;
    let scope = tenant.graph_scope();
    let good = [
        ("grant_type", "client_credentials"),
        ("client_id", app.id.as_str()),
        ("client_secret", app.secret.as_str()),
        ("scope", scope.as_str()),
    ];
    let two = format!("{scope} https://manage.office.com/.default");
    let mixed = format!("{scope} openid");
    let stranger = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";
    for (name, value, status, code, error) in [
        ("client_secret", "wrong", 401, 7_000_215, "invalid_client"),
        ("client_secret", "", 401, 7_000_218, "invalid_client"),
        ("client_id", stranger, 400, 700_016, "unauthorized_client"),
        ("client_id", "", 400, 900_144, "invalid_request"),
        ("scope", "", 400, 900_144, "invalid_request"),
        ("grant_type", "", 400, 900_144, "invalid_request"),
        ("grant_type", "password", 400, 70003, "unsupported_grant_type"),
        ("scope", "https://graph.microsoft.com/User.Read", 400, 1_002_012, "invalid_scope"),
        ("scope", mixed.as_str(), 400, 70011, "invalid_scope"),
        ("scope", "/.default", 400, 70011, "invalid_scope"),
        ("scope", two.as_str(), 400, 700_022, "invalid_scope"),
        ("scope", "https://api.example.com/.default", 400, 500_011, "invalid_resource"),
    ] {
        let fields = good.map(|(key, old)| (key, if key == name { value } else { old }));
        let response = tenant.token(&fields).await;
        assert_eq!((response.status, response.aadsts()), (status, code), "{name}={value}: {}", response.text());
        assert_eq!(response.json()["error"], error, "{name}={value}");
    }
    for (spelling, code) in [("fabrikam.com", 90002), ("x y", 900_023)] {
        let response = tenant.token_at(&spelling.replace(' ', "%20"), &good).await;
        assert_eq!((response.status, response.aadsts()), (400, code), "for tenant {spelling}");
        assert_eq!(response.json()["error"], "invalid_request", "as the token endpoint calls it");
    }
    let json_body =
        call("POST", &tenant.token_url("contoso.com"), &[("content-type", "application/json")], b"{}").await;
    assert_eq!(json_body.aadsts(), 900_144, "a body that is no form has no grant type");
}

#[tokio::test]
async fn an_expired_secret_is_told_apart_from_a_wrong_one() {
    let tenant = Tenant::small().await;
    let app = tenant.app(&[]).await;
    tenant.set(json!({ "secret_expired": true })).await;
    assert_eq!(tenant.by_secret(&app.id, &app.secret).await.aadsts(), 7_000_222, "by the switch");
    tenant.set(json!({ "secret_expired": false, "clock_skew_seconds": 3 * 365 * 86_400 })).await;
    let response = tenant.by_secret(&app.id, &app.secret).await;
    assert_eq!((response.status, response.aadsts()), (401, 7_000_222), "by its end date");
    assert!(response.header("date").unwrap().contains(&(jiff::Zoned::now().year() + 3).to_string()), "Date is skewed");
}

#[tokio::test]
async fn an_error_has_microsofts_shape_and_names_the_exchange() {
    let tenant = Tenant::small().await;
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("client-request-id", "my-id-1")];
    let body = form(&[("grant_type", "client_credentials"), ("client_id", "x"), ("scope", "https://a/.default")]);
    let response = call("POST", &tenant.token_url(tenant.0.tenant()), &headers, &body).await;
    let error = response.json();
    assert_eq!(error["correlation_id"], "my-id-1", "the client's id comes back in the body");
    assert_eq!(response.header("client-request-id"), Some("my-id-1"), "and in the header");
    assert_eq!(error["trace_id"].as_str(), response.header("x-ms-request-id"), "the trace id is the request id");
    let description = error["error_description"].as_str().unwrap();
    assert!(description.starts_with("AADSTS700016: "), "the code comes first: {description}");
    for part in ["Trace ID: ", "Correlation ID: my-id-1", "Timestamp: "] {
        assert!(description.contains(part), "{description} should contain {part}");
    }
    assert!(error["timestamp"].as_str().unwrap().ends_with('Z'));
    assert!(error["error_uri"].as_str().unwrap().ends_with("code=700016"));
    assert!(response.header("date").unwrap().ends_with("GMT"), "every answer is dated");
}

/// The claims of the access token in an answer, unverified.
pub fn token_claims(response: &crate::support::Response) -> Value {
    let token = access_token(response);
    let part = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}
