//! The device code flow, from the code to a token that knows who signed in.

use serde_json::json;

use crate::identity::token_claims;
use crate::support::{SETUP_SCOPES, Tenant, call, form};

#[tokio::test]
async fn a_code_is_pending_until_approved_on_the_page_and_gives_one_token() {
    let tenant = Tenant::small().await;
    let response = tenant.device_code(SETUP_SCOPES).await;
    let code = response.json();
    let device_code = code["device_code"].as_str().unwrap();
    let user_code = code["user_code"].as_str().unwrap();
    assert_eq!((&code["expires_in"], &code["interval"]), (&json!(900), &json!(1)), "fast tenants poll each second");
    assert!(code["message"].as_str().unwrap().contains(user_code), "the message tells the code");
    let pending = tenant.poll(device_code).await;
    assert_eq!((pending.status, pending.aadsts()), (400, 70016));
    assert_eq!(pending.json()["error"], "authorization_pending");
    let page_url = code["verification_uri"].as_str().unwrap();
    let page = call("GET", page_url, &[], b"").await;
    assert!(page.text().contains("name=\"user_code\"") && page.text().contains("Global Administrator"), "a form");
    let fields = [("user_code", user_code), ("account", "admin@contoso.onmicrosoft.com"), ("action", "approve")];
    let kind = ("content-type", "application/x-www-form-urlencoded");
    let approved = call("POST", page_url, &[kind], &form(&fields)).await;
    assert!(approved.status == 200 && approved.text().contains("approved"), "{}", approved.text());
    let token = tenant.poll(device_code).await;
    let claims = token_claims(&token);
    assert!(claims["scp"].as_str().unwrap().split(' ').any(|scope| scope == "Application.ReadWrite.All"));
    assert_eq!(claims["wids"], json!(["62e90394-69f5-4237-9190-012177145e10"]), "the administrator's role");
    assert_eq!((&claims["appidacr"], &claims["upn"]), (&json!("0"), &json!("admin@contoso.onmicrosoft.com")));
    assert!(claims.get("roles").is_none(), "a person holds no application permissions");
    assert!(token.json()["id_token"].is_string(), "openid was asked for");
    let again = tenant.poll(device_code).await;
    assert_eq!(again.aadsts(), 70018, "a code is good for one token");
    let refresh = token.json()["refresh_token"].as_str().unwrap().to_owned();
    let client = "14d82eec-204b-4c2f-b7e8-296a70dab67e";
    let renewed =
        tenant.token(&[("grant_type", "refresh_token"), ("client_id", client), ("refresh_token", &refresh)]).await;
    assert_eq!(token_claims(&renewed)["scp"], claims["scp"], "a refresh token brings the same permissions");
}

#[tokio::test]
async fn declined_expired_and_unknown_codes_are_told_apart() {
    let tenant = Tenant::small().await;
    let code = tenant.device_code("User.Read").await.json();
    let declined =
        tenant.control("POST", "/approve", json!({ "user_code": code["user_code"], "action": "decline" })).await;
    assert_eq!(declined.json()["status"], "declined");
    let answer = tenant.poll(code["device_code"].as_str().unwrap()).await;
    assert_eq!((answer.status, &answer.json()["error"]), (400, &json!("authorization_declined")));
    let unknown = tenant.poll("no-such-code").await;
    assert_eq!((unknown.aadsts(), &unknown.json()["error"]), (70018, &json!("bad_verification_code")));
    let late = tenant.device_code("User.Read").await.json();
    tenant.set(json!({ "clock_skew_seconds": 901 })).await;
    let expired = tenant.poll(late["device_code"].as_str().unwrap()).await;
    assert_eq!((expired.aadsts(), &expired.json()["error"]), (70019, &json!("expired_token")));
}

#[tokio::test]
async fn only_who_may_consent_can_approve_administrative_scopes() {
    let tenant = Tenant::small().await;
    let code = tenant.device_code("Application.ReadWrite.All").await.json();
    let body = json!({ "user_code": code["user_code"], "account": "reader@contoso.onmicrosoft.com" });
    let refused = tenant.control("POST", "/approve", body).await;
    assert_eq!(refused.status, 400);
    assert!(refused.text().contains("AADSTS90094"), "an administrator is needed: {}", refused.text());
    assert_eq!(tenant.poll(code["device_code"].as_str().unwrap()).await.aadsts(), 70016, "the code stays open");
    tenant.person_token("reader", "User.Read").await;
}

#[tokio::test]
async fn a_device_code_request_names_a_public_client_and_known_scopes() {
    let tenant = Tenant::small().await;
    for scope in ["Application.Paint.All", "https://graph.microsoft.com/Nope"] {
        let response = tenant.device_code(scope).await;
        assert_eq!((response.status, response.aadsts()), (400, 70011), "{scope} does not exist");
    }
    let url = format!("{}/contoso.com/oauth2/v2.0/devicecode", tenant.0.login());
    let kind = ("content-type", "application/x-www-form-urlencoded");
    let app = tenant.app(&[]).await;
    for (client, code) in [("not-an-app", 700_016), (app.id.as_str(), 7_000_218)] {
        let body = form(&[("client_id", client), ("scope", "User.Read")]);
        assert_eq!(call("POST", &url, &[kind], &body).await.aadsts(), code, "client {client}");
    }
    let missing = call("POST", &url, &[kind], b"scope=User.Read").await;
    assert_eq!(missing.aadsts(), 900_144);
}
