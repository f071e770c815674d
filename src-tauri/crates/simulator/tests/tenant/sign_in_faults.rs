//! Sign-ins that fail for reasons of the account, the tenant, the application or the organisation's rules.

use serde_json::{Value, json};

use crate::identity::token_claims;
use crate::sign_in_page::{TOOLS, address, carried, press};
use crate::support::{Tenant, call, form};

async fn refresh(tenant: &Tenant, token: &str) -> crate::support::Response {
    tenant.token(&[("grant_type", "refresh_token"), ("client_id", TOOLS), ("refresh_token", token)]).await
}

/// A refresh token of somebody who used a device code.
async fn session(tenant: &Tenant) -> String {
    let code = tenant.device_code("User.Read offline_access").await.json();
    let body = json!({ "user_code": code["user_code"], "account": "admin@contoso.onmicrosoft.com" });
    assert_eq!(tenant.control("POST", "/approve", body).await.status, 200);
    let answer = tenant.poll(code["device_code"].as_str().unwrap()).await.json();
    answer["refresh_token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn accounts_that_cannot_sign_in_say_why_on_both_pages() {
    let tenant = Tenant::small().await;
    let code = tenant.device_code("User.Read").await.json();
    for (account, number) in [
        ("locked@contoso.onmicrosoft.com", 50053),
        ("expired@contoso.onmicrosoft.com", 50055),
        ("disabled@contoso.onmicrosoft.com", 50057),
        ("mfa@contoso.onmicrosoft.com", 50076),
        ("enrol@contoso.onmicrosoft.com", 50079),
        ("device@contoso.onmicrosoft.com", 53000),
        ("blocked@contoso.onmicrosoft.com", 53003),
        ("guest@fabrikam.com", 50020),
        ("someone@outlook.com", 500_208),
        ("nobody@contoso.onmicrosoft.com", 50034),
    ] {
        let page = press(&address(&tenant, &[]), &[("account", account)]).await;
        assert!(page.status == 400 && page.text().contains(&format!("AADSTS{number}")), "{account}: {}", page.text());
        let body = json!({ "user_code": code["user_code"], "account": account });
        let refused = tenant.control("POST", "/approve", body).await;
        assert!(refused.text().contains(&format!("AADSTS{number}")), "{account}: {}", refused.text());
    }
    assert_eq!(tenant.poll(code["device_code"].as_str().unwrap()).await.aadsts(), 70016, "the code waits on");
    let empty = tenant.control("POST", "/approve", json!({ "user_code": "", "account": "x" })).await;
    assert!(empty.text().contains("AADSTS90119"), "{}", empty.text());
}

#[tokio::test]
async fn conditional_access_blocks_device_codes_and_what_is_left_of_them() {
    let tenant = Tenant::small().await;
    let token = session(&tenant).await;
    tenant.set(json!({ "conditional_access": "device_code" })).await;
    let left = refresh(&tenant, &token).await;
    assert_eq!((left.aadsts(), &left.json()["error"]), (530_036, &json!("invalid_grant")));
    let code = tenant.device_code("User.Read").await.json();
    let body = json!({ "user_code": code["user_code"], "account": "admin@contoso.onmicrosoft.com" });
    assert!(tenant.control("POST", "/approve", body).await.text().contains("AADSTS53003"));
    let page = press(&address(&tenant, &[]), &[("account", "admin@contoso.onmicrosoft.com")]).await;
    assert!(page.status != 400, "the other way in stays open");
    tenant.set(json!({ "conditional_access": "mfa" })).await;
    let asked = refresh(&tenant, &token).await.json();
    assert_eq!((&asked["error_codes"][0], &asked["suberror"]), (&json!(50076), &json!("basic_action")));
    assert!(asked["claims"].as_str().unwrap().contains("capolids"), "the challenge to repeat");
    tenant.set(json!({ "conditional_access": "block" })).await;
    assert_eq!(refresh(&tenant, &token).await.aadsts(), 53003);
    let page = press(&address(&tenant, &[]), &[("account", "admin@contoso.onmicrosoft.com")]).await;
    assert!(page.text().contains("AADSTS53003"));
    tenant.set(json!({ "conditional_access": "off" })).await;
    assert_eq!(refresh(&tenant, &token).await.status, 200);
    tenant.set(json!({ "clock_skew_seconds": 91 * 86_400 })).await;
    assert_eq!(refresh(&tenant, &token).await.aadsts(), 700_082, "ninety days without use");
}

#[tokio::test]
async fn the_tenant_in_the_path_decides_which_grants_and_clients_there_are() {
    let tenant = Tenant::small().await;
    let app = tenant.app(&[]).await;
    let scope = tenant.graph_scope();
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", app.id.as_str()),
        ("client_secret", app.secret.as_str()),
        ("scope", scope.as_str()),
    ];
    for (spelling, number) in [("common", 9_001_023), ("consumers", 9_001_023), ("organizations", 50059)] {
        assert_eq!(tenant.token_at(spelling, &fields).await.aadsts(), number, "{spelling}");
    }
    let kind = [("content-type", "application/x-www-form-urlencoded")];
    let admin = tenant.admin_token().await;
    let path = format!("/applications/{}", app.object_id);
    let public = json!({ "isFallbackPublicClient": true, "publicClient": { "redirectUris": ["http://localhost"] } });
    assert_eq!(tenant.send("PATCH", &admin, &path, public).await.status, 204);
    for (client, spelling, status) in
        [(TOOLS, "organizations", 200), (TOOLS, "common", 200), (&app.id, "organizations", 400)]
    {
        let url = format!("{}/{spelling}/oauth2/v2.0/devicecode", tenant.0.login());
        let answer = call("POST", &url, &kind, &form(&[("client_id", client), ("scope", "User.Read")])).await;
        assert_eq!(answer.status, status, "{client} at {spelling}: {}", answer.text());
        assert!(status == 200 || answer.aadsts() == 50194, "a single-tenant application has no alias");
    }
    tenant.set(json!({ "tenant_elsewhere": true })).await;
    assert_eq!(tenant.by_secret(&app.id, &app.secret).await.aadsts(), 90038, "another national cloud");
    assert_eq!(tenant.device_code("User.Read").await.aadsts(), 90038);
}

#[tokio::test]
async fn a_disabled_client_or_service_and_an_unassigned_person_are_told_apart() {
    let tenant = Tenant::small().await;
    let admin = tenant.admin_token().await;
    let app = tenant.app(&["SecurityAlert.Read.All"]).await;
    let own = format!("/servicePrincipals/{}", app.principal_id);
    let off = |on: bool| json!({ "accountEnabled": on });
    assert_eq!(tenant.send("PATCH", &admin, &own, off(false)).await.status, 204);
    let refused = tenant.by_secret(&app.id, &app.secret).await;
    assert_eq!((refused.status, refused.aadsts()), (400, 7_000_112));
    tenant.send("PATCH", &admin, &own, off(true)).await;
    let graph = "/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')";
    assert_eq!(tenant.send("PATCH", &admin, graph, off(false)).await.status, 204);
    let lapsed = tenant.by_secret(&app.id, &app.secret).await;
    assert_eq!((lapsed.aadsts(), &lapsed.json()["error"]), (500_014, &json!("invalid_resource")));
    tenant.send("PATCH", &admin, graph, off(true)).await;
    tenant.set(json!({ "unlicensed": { "graph": 650_052 } })).await;
    assert_eq!(tenant.by_secret(&app.id, &app.secret).await.aadsts(), 650_052);
    tenant.set(json!({ "unlicensed": { "mde": 500_011 } })).await;
    let missing = tenant.get(&admin, "/servicePrincipals(appId='fc780465-2017-40d4-a0c5-307022471b92')").await;
    assert_eq!(missing.status, 404, "what is not provisioned is not in the directory either");
    let web = json!({ "publicClient": { "redirectUris": ["http://localhost"] } });
    tenant.send("PATCH", &admin, &format!("/applications/{}", app.object_id), web).await;
    tenant.send("PATCH", &admin, &own, json!({ "appRoleAssignmentRequired": true })).await;
    let url = address(&tenant, &[("client_id", &app.id)]);
    let page = press(&url, &[("account", "admin@contoso.onmicrosoft.com")]).await;
    assert!(page.text().contains("AADSTS50105"), "{}", page.text());
}

#[tokio::test]
async fn every_other_code_can_be_had_by_its_number() {
    let tenant = Tenant::small().await;
    let app = tenant.app(&[]).await;
    for (number, status, error) in [
        (50105, 400, "invalid_grant"),
        (650_057, 400, "invalid_resource"),
        (50012, 401, "invalid_client"),
        (90033, 503, "temporarily_unavailable"),
        (50196, 400, "invalid_grant"),
        (900_382, 400, "invalid_request"),
        (90095, 400, "consent_required"),
    ] {
        tenant.set(json!({ "sign_in_refused": { "code": number, "count": 1 } })).await;
        let refused = tenant.by_secret(&app.id, &app.secret).await;
        assert_eq!((refused.status, refused.aadsts(), &refused.json()["error"]), (status, number, &json!(error)));
    }
    assert_eq!(tenant.by_secret(&app.id, &app.secret).await.status, 200, "and then it works again");
}

#[tokio::test]
async fn polling_too_fast_is_slowed_down_when_the_switch_says_so() {
    let tenant = Tenant::small().await;
    tenant.set(json!({ "slow_down": true })).await;
    let code = tenant.device_code("User.Read").await.json();
    let device_code = code["device_code"].as_str().unwrap();
    assert_eq!(tenant.poll(device_code).await.aadsts(), 70016, "the first question is free");
    let slowed = tenant.poll(device_code).await;
    assert_eq!((slowed.status, &slowed.json()["error"]), (400, &json!("slow_down")));
    assert!(slowed.json()["error_description"].as_str().unwrap().contains("6 seconds"), "five more than before");
}

#[tokio::test]
async fn the_v1_endpoint_takes_a_resource_and_writes_numbers_as_texts() {
    let tenant = Tenant::small().await;
    let app = tenant.app(&["ActivityFeed.Read"]).await;
    let url = format!("{}/{}/oauth2/token", tenant.0.login(), tenant.0.tenant());
    let kind = [("content-type", "application/x-www-form-urlencoded")];
    let mut fields = vec![
        ("grant_type", "client_credentials"),
        ("client_id", app.id.as_str()),
        ("client_secret", app.secret.as_str()),
        ("resource", "https://manage.office.com"),
    ];
    let answer = call("POST", &url, &kind, &form(&fields)).await;
    assert_eq!(token_claims(&answer)["roles"], json!(["ActivityFeed.Read"]));
    let body = answer.json();
    assert_eq!(body["resource"], "https://manage.office.com");
    for name in ["expires_in", "ext_expires_in", "expires_on", "not_before"] {
        assert!(body[name].as_str().is_some_and(|text| text.parse::<i64>().is_ok()), "{name}: {}", body[name]);
    }
    fields.pop();
    assert_eq!(call("POST", &url, &kind, &form(&fields)).await.aadsts(), 900_144, "no resource");
    fields.push(("password", "x"));
    let strange = call("POST", &url, &kind, &form(&fields)).await;
    assert_eq!((strange.status, strange.code().as_str()), (501, "SimulatorUnsupported"));
}

#[tokio::test]
async fn admin_consent_grants_what_the_registration_lists() {
    const GRAPH: &str = "00000003-0000-0000-c000-000000000000";
    const MANAGE: &str = "c5393580-f805-4401-95e8-94b7a6ef2fc2";
    let tenant = Tenant::small().await;
    let admin = tenant.admin_token().await;
    let access = |id: &str, kind: &str| json!({ "id": id, "type": kind });
    let body = json!({
        "displayName": "Collector", "signInAudience": "AzureADMyOrg",
        "web": { "redirectUris": ["https://app.contoso.com/done"] },
        "requiredResourceAccess": [
            { "resourceAppId": GRAPH, "resourceAccess": [
                access("472e4a4d-bb4a-4026-98d1-0b0d74cb74a5", "Role"), access("e1fe6dd8-ba31-4d61-89e7-88639da4683d", "Scope"),
            ] },
            { "resourceAppId": MANAGE, "resourceAccess": [access("594c1fb6-4f81-4475-ae41-0c394909246c", "Role")] },
        ],
    });
    let made = tenant.send("POST", &admin, "/applications", body).await.json();
    let (id, object) = (made["appId"].as_str().unwrap(), made["id"].as_str().unwrap());
    let link = |version: &str, more: &str| {
        let back = "https%3A%2F%2Fapp.contoso.com%2Fdone";
        format!(
            "{}/contoso.com{version}/adminconsent?client_id={id}&state=s7&redirect_uri={back}{more}",
            tenant.0.login()
        )
    };
    let (v1, v2) = (link("", ""), link("/v2.0", "&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default"));
    let as_user = |user: &str| format!("{user}@contoso.onmicrosoft.com");
    let (global, apps) = (as_user("admin"), as_user("apps"));
    let (_, refused) = carried(&press(&v2, &[("account", &apps), ("consent", "accept")]).await);
    assert_eq!(
        refused["error"], "consent_required",
        "an Application Administrator may not grant Graph roles: {refused}"
    );
    let (_, declined) = carried(&press(&v1, &[("action", "cancel")]).await);
    assert_eq!((&declined["error"], &declined["state"]), (&json!("access_denied"), &json!("s7")));
    assert!(declined["error_description"].as_str().unwrap().contains("AADSTS65004"));
    let page = press(&v1, &[("account", &global)]).await;
    assert!(
        page.text().contains("SecurityAlert.Read.All") && page.text().contains("ActivityFeed.Read"),
        "{}",
        page.text()
    );
    let (to, granted) = carried(&press(&v2, &[("account", &global), ("consent", "accept")]).await);
    assert_eq!((to.as_str(), &granted["admin_consent"]), ("https://app.contoso.com/done", &json!("True")));
    assert_eq!((&granted["tenant"], &granted["state"]), (&json!(tenant.0.tenant()), &json!("s7")));
    assert!(granted["scope"].as_str().unwrap().contains("SecurityAlert.Read.All"));
    let roles = |state: Value| state["applications"][0]["roles"].clone();
    assert_eq!(roles(tenant.state().await), json!(["SecurityAlert.Read.All"]), "version two is about one resource");
    let (_, granted) = carried(&press(&v1, &[("account", &global), ("consent", "accept")]).await);
    assert!(granted.get("scope").is_none(), "version one has no scope: {granted}");
    assert_eq!(roles(tenant.state().await), json!(["SecurityAlert.Read.All", "ActivityFeed.Read"]), "all at once");
    tenant.set(json!({ "unlicensed": { "manage": 500_011 } })).await;
    let (_, missing) = carried(&call("GET", &v1, &[], b"").await);
    assert!(missing["error_description"].as_str().unwrap().contains("AADSTS650052"), "{missing}");
    tenant.send("PATCH", &admin, &format!("/applications/{object}"), json!({ "requiredResourceAccess": [] })).await;
    let (_, empty) = carried(&call("GET", &v1, &[], b"").await);
    assert!(empty["error_description"].as_str().unwrap().contains("AADSTS650056"), "{empty}");
    let elsewhere = v1.replace("app.contoso.com", "evil.example");
    assert_eq!(call("GET", &elsewhere, &[], b"").await.status, 400, "an address that is not registered");
    let generic = v1.split("&redirect_uri").next().unwrap().to_owned();
    tenant.set(json!({ "unlicensed": {} })).await;
    let plain = tenant.app(&[]).await;
    let shown = call("GET", &generic.replace(id, &plain.id), &[], b"").await;
    assert!(shown.status == 400 && shown.text().contains("AADSTS650056"), "without an address it is a page");
}
