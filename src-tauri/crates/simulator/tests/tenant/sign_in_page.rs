//! The authorization endpoint as a browser meets it: the page, its buttons, and the way back to the client.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::identity::token_claims;
use crate::support::{Response, Tenant, call, form};

pub const TOOLS: &str = "14d82eec-204b-4c2f-b7e8-296a70dab67e";
const VERIFIER: &str = "a-verifier-that-is-long-enough-to-be-one-0123456789";

pub fn challenge() -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER))
}

/// The address of the page for the usual client, with some parameters changed (an empty value leaves one out).
pub fn address(tenant: &Tenant, changes: &[(&str, &str)]) -> String {
    let challenge = challenge();
    let mut fields = vec![
        ("client_id", TOOLS),
        ("response_type", "code"),
        ("redirect_uri", "http://localhost:53123"),
        ("scope", "https://graph.microsoft.com/User.Read offline_access openid profile"),
        ("state", "s&1"),
        ("nonce", "n1"),
        ("code_challenge", challenge.as_str()),
        ("code_challenge_method", "S256"),
    ];
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    fields.retain(|(_, value)| !value.is_empty());
    let query = String::from_utf8(form(&fields)).unwrap();
    format!("{}/{}/oauth2/v2.0/authorize?{query}", tenant.0.login(), tenant.0.tenant())
}

/// Presses a button of a page.
pub async fn press(url: &str, fields: &[(&str, &str)]) -> Response {
    call("POST", url, &[("content-type", "application/x-www-form-urlencoded")], &form(fields)).await
}

/// What a redirect carries, and where it goes.
pub fn carried(response: &Response) -> (String, Value) {
    assert_eq!(response.status, 302, "a redirect: {}", response.text());
    let location = url::Url::parse(response.header("location").unwrap()).unwrap();
    let fields = location.query_pairs().map(|(name, value)| (name.into_owned(), json!(value))).collect();
    let to = location[..url::Position::AfterPath].to_owned();
    (to, Value::Object(fields))
}

async fn redeem(tenant: &Tenant, code: &str, changes: &[(&str, &str)]) -> Response {
    let mut fields = vec![
        ("grant_type", "authorization_code"),
        ("client_id", TOOLS),
        ("code", code),
        ("redirect_uri", "http://localhost:53123"),
        ("code_verifier", VERIFIER),
    ];
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    tenant.token(&fields).await
}

/// Signs somebody in at this address, accepting what is asked; the code.
async fn code(url: &str, user: &str) -> String {
    let account = format!("{user}@contoso.onmicrosoft.com");
    let back = press(url, &[("account", &account), ("consent", "accept")]).await;
    carried(&back).1["code"].as_str().unwrap_or_else(|| panic!("{:?}", back.header("location"))).to_owned()
}

#[tokio::test]
async fn a_person_clicks_through_account_and_consent_and_the_code_gives_tokens() {
    let tenant = Tenant::small().await;
    let url = address(&tenant, &[("login_hint", "reader@contoso.onmicrosoft.com")]);
    let page = call("GET", &url, &[], b"").await;
    assert!(page.status == 200 && page.text().contains("Security Reader") && page.text().contains("Cancel"));
    assert!(!page.text().contains("<script"), "plain forms only");
    assert!(page.header("content-security-policy").unwrap().contains("default-src 'none'"));
    let consent = press(&url, &[("account", "reader@contoso.onmicrosoft.com")]).await;
    assert!(consent.text().contains("Permissions requested") && consent.text().contains("User.Read"));
    assert!(!consent.text().contains("everybody"), "a reader cannot consent for the organization");
    let code = code(&url, "reader").await;
    let answer = redeem(&tenant, &code, &[]).await;
    let claims = token_claims(&answer);
    assert_eq!(
        (&claims["upn"], &claims["scp"]),
        (&json!("reader@contoso.onmicrosoft.com"), &json!("User.Read openid profile"))
    );
    let id_token = answer.json()["id_token"].as_str().unwrap().to_owned();
    let part = URL_SAFE_NO_PAD.decode(id_token.split('.').nth(1).unwrap()).unwrap();
    let id_claims: Value = serde_json::from_slice(&part).unwrap();
    assert_eq!((&id_claims["nonce"], &id_claims["aud"]), (&json!("n1"), &json!(TOOLS)));
    assert!(answer.json()["refresh_token"].is_string(), "offline_access was asked for");
    let second = press(&url, &[("account", "reader@contoso.onmicrosoft.com")]).await;
    let (to, fields) = carried(&second);
    assert_eq!((to.as_str(), &fields["state"]), ("http://localhost:53123/", &json!("s&1")), "no second consent");
    let again = address(&tenant, &[("prompt", "consent")]);
    let asked = press(&again, &[("account", "reader@contoso.onmicrosoft.com")]).await;
    assert!(asked.text().contains("Permissions requested"), "unless it is asked for");
}

#[tokio::test]
async fn a_code_is_good_once_for_its_client_its_redirect_and_its_verifier() {
    let tenant = Tenant::small().await;
    let url = address(&tenant, &[]);
    let good = code(&url, "admin").await;
    for (name, value, number) in [
        ("code_verifier", "another-verifier", 501_481),
        ("code_verifier", "", 501_481),
        ("redirect_uri", "http://localhost:53124", 500_112),
        ("client_id", "04b07795-8ddb-461a-bbee-02f9e1bf7b46", 70000),
        ("code", "nonsense", 70000),
        ("client_secret", "x", 700_025),
        ("scope", "https://graph.microsoft.com/Mail.Read", 65001),
    ] {
        let response = redeem(&tenant, &good, &[(name, value)]).await;
        assert_eq!(response.aadsts(), number, "{name}={value}: {}", response.text());
    }
    assert_eq!(redeem(&tenant, &good, &[]).await.status, 200, "none of those used it up");
    assert_eq!(redeem(&tenant, &good, &[]).await.aadsts(), 54005, "this did");
    let late = code(&url, "admin").await;
    tenant.set(json!({ "clock_skew_seconds": 601 })).await;
    assert_eq!(redeem(&tenant, &late, &[]).await.aadsts(), 70008, "ten minutes are over");
}

#[tokio::test]
async fn faults_of_the_client_stay_on_the_page_and_later_ones_go_back() {
    let tenant = Tenant::small().await;
    for (name, value, number) in [
        ("client_id", "11111111-2222-4333-8444-555555555555", "AADSTS700016"),
        ("redirect_uri", "http://127.0.0.1:5", "AADSTS50011"),
        ("redirect_uri", "http://localhost:5/other", "AADSTS50011"),
        ("redirect_uri", "https://evil.example", "AADSTS50011"),
        ("client_id", "", "AADSTS900144"),
    ] {
        let response = call("GET", &address(&tenant, &[(name, value)]), &[], b"").await;
        assert!(response.status == 400 && response.text().contains(number), "{name}={value}: {}", response.text());
        assert_eq!(response.header("location"), None, "nobody is sent to an address that is not known");
    }
    for (changes, error, number) in [
        ([("prompt", "none"), ("mkt", "")], "login_required", "AADSTS50058"),
        ([("response_type", "token"), ("mkt", "")], "unsupported_response_type", "AADSTS"),
        ([("scope", "Paint.All"), ("mkt", "")], "invalid_scope", "AADSTS70011"),
        ([("scope", ""), ("mkt", "")], "invalid_request", "AADSTS900144"),
        ([("code_challenge_method", "plain"), ("mkt", "")], "invalid_request", "AADSTS501491"),
        (
            [("client_id", "04b07795-8ddb-461a-bbee-02f9e1bf7b46"), ("scope", "Application.ReadWrite.All")],
            "invalid_request",
            "AADSTS65002",
        ),
    ] {
        let (_, fields) = carried(&call("GET", &address(&tenant, &changes), &[], b"").await);
        assert_eq!((&fields["error"], &fields["state"]), (&json!(error), &json!("s&1")), "{changes:?}");
        assert!(fields["error_description"].as_str().unwrap().contains(number), "{fields}");
    }
    let cancelled = press(&address(&tenant, &[]), &[("action", "cancel")]).await;
    let (_, fields) = carried(&cancelled);
    assert_eq!((&fields["error"], &fields["error_subcode"]), (&json!("access_denied"), &json!("cancel")));
    let unknown = call("GET", &address(&tenant, &[("resource", "x")]), &[], b"").await;
    assert_eq!(unknown.status, 501, "an option that is not simulated is named");
}

#[tokio::test]
async fn what_a_client_sends_is_never_html_on_the_page() {
    let tenant = Tenant::small().await;
    let attack = "\"><script>alert('1')</script>";
    for url in [
        address(&tenant, &[("login_hint", attack), ("state", attack)]),
        address(&tenant, &[("redirect_uri", attack)]),
        address(&tenant, &[("client_id", attack)]),
    ] {
        let page = call("GET", &url, &[], b"").await;
        assert!(!page.text().contains("<script"), "{}", page.text());
    }
    let posted = press(&address(&tenant, &[]), &[("account", attack)]).await;
    assert!(posted.status == 400 && posted.text().contains("AADSTS50034") && !posted.text().contains("<script"));
    let mode = address(&tenant, &[("response_mode", "form_post"), ("state", attack)]);
    let page = press(&mode, &[("account", "admin@contoso.onmicrosoft.com"), ("consent", "accept")]).await;
    assert!(page.text().contains("name=\"code\"") && page.text().contains("Continue"), "a form brings the code back");
    assert!(!page.text().contains("<script"), "and is escaped, too");
}

#[tokio::test]
async fn a_web_application_needs_its_secret_for_the_code_and_consent_is_kept_in_the_directory() {
    let tenant = Tenant::small().await;
    let admin = tenant.admin_token().await;
    let app = tenant.app(&[]).await;
    let path = format!("/applications/{}", app.object_id);
    let web = json!({ "web": { "redirectUris": ["https://app.contoso.com/back"] } });
    assert_eq!(tenant.send("PATCH", &admin, &path, web).await.status, 204);
    let changes = [("client_id", app.id.as_str()), ("redirect_uri", "https://app.contoso.com/back")];
    let url = address(&tenant, &changes);
    let back =
        press(&url, &[("account", "admin@contoso.onmicrosoft.com"), ("consent", "accept"), ("everybody", "yes")]).await;
    let (to, fields) = carried(&back);
    assert_eq!(to, "https://app.contoso.com/back");
    let code = fields["code"].as_str().unwrap();
    assert_eq!(redeem(&tenant, code, &changes).await.aadsts(), 7_000_218, "no credential");
    let proven = [changes[0], changes[1], ("client_secret", app.secret.as_str())];
    let answer = redeem(&tenant, code, &proven).await;
    assert_eq!(token_claims(&answer)["appidacr"], "1");
    let filter = format!("/oauth2PermissionGrants?$filter=clientId%20eq%20'{}'", app.principal_id);
    let grants = tenant.get(&admin, &filter).await.json();
    assert_eq!(
        (&grants["value"][0]["consentType"], &grants["value"][0]["scope"]),
        (&json!("AllPrincipals"), &json!("User.Read"))
    );
    let other = press(&url, &[("account", "person@contoso.onmicrosoft.com")]).await;
    assert!(carried(&other).1["code"].is_string(), "consent for everybody is everybody's");
}

#[tokio::test]
async fn consent_for_everybody_to_microsofts_own_client_lets_everybody_through() {
    let tenant = Tenant::small().await;
    let url = address(&tenant, &[("scope", "Application.ReadWrite.All")]);
    let (admin, reader) = ("admin@contoso.onmicrosoft.com", "reader@contoso.onmicrosoft.com");
    press(&url, &[("account", admin), ("consent", "accept"), ("everybody", "yes")]).await;
    let through = press(&url, &[("account", reader)]).await;
    let code = carried(&through).1["code"].as_str().expect("no page for it").to_owned();
    let claims = token_claims(&redeem(&tenant, &code, &[]).await);
    assert!(claims["scp"].as_str().unwrap().contains("Application.ReadWrite.All"), "the scope is there: {claims}");
    let token = tenant.person_token("reader", "Application.ReadWrite.All").await;
    let refused = tenant.send("POST", &token, "/applications", json!({ "displayName": "x" })).await;
    assert_eq!(refused.status, 403, "and what the person may not do stays refused");
}

#[tokio::test]
async fn who_may_not_consent_is_told_on_the_page() {
    let tenant = Tenant::small().await;
    let url = address(&tenant, &[("scope", "Application.ReadWrite.All")]);
    let refused = press(&url, &[("account", "person@contoso.onmicrosoft.com"), ("consent", "accept")]).await;
    assert!(refused.status == 400 && refused.text().contains("AADSTS90094"), "{}", refused.text());
    let admin = press(&url, &[("account", "apps@contoso.onmicrosoft.com")]).await;
    assert!(admin.text().contains("Permissions requested") && admin.text().contains("everybody"));
}
