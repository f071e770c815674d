//! Microsoft's own APIs in a tenant: not used yet, disabled, not licensed, with other permission ids than published.

use serde_json::{Value, json};
use simulator::{Options, Simulator};

use crate::identity::token_claims;
use crate::support::{App, SETUP_SCOPES, Tenant, access_token, call};

const DEFENDER: &str = "fc780465-2017-40d4-a0c5-307022471b92";
const ALERT_READ: &str = "472e4a4d-bb4a-4026-98d1-0b0d74cb74a5";

async fn token_for(tenant: &Tenant, app: &App, surface: &str) -> u64 {
    let scope = format!("{}/{surface}/.default", tenant.0.base());
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", app.id.as_str()),
        ("client_secret", app.secret.as_str()),
        ("scope", scope.as_str()),
    ];
    let answer = tenant.token(&fields).await;
    if answer.status == 200 { 0 } else { answer.aadsts() }
}

#[tokio::test]
async fn a_resource_that_nobody_used_is_created_once_and_then_works() {
    let tenant = Tenant::small().await;
    let admin = tenant.admin_token().await;
    let app = tenant.app(&["mde/Alert.Read.All"]).await;
    tenant.set(json!({ "resource_missing": ["mde"] })).await;
    let by_app_id = format!("/servicePrincipals(appId='{DEFENDER}')");
    assert_eq!(tenant.get(&admin, &by_app_id).await.status, 404, "there is no service principal");
    assert_eq!(token_for(&tenant, &app, "mde").await, 500_011, "nor a token");
    assert_eq!(tenant.state().await["resources"]["mde"]["servicePrincipalId"], Value::Null);
    let made = tenant.send("POST", &admin, "/servicePrincipals", json!({ "appId": DEFENDER })).await;
    assert_eq!(made.status, 201, "unlike a product without a licence, it can be created: {}", made.text());
    assert_eq!(made.json()["displayName"], "WindowsDefenderATP");
    assert_eq!(tenant.state().await["switches"]["resource_missing"], json!([]), "and is missing no longer");
    assert_eq!(token_for(&tenant, &app, "mde").await, 0);
    assert!(tenant.state().await["applications"][0]["roles"] == json!([]), "what was granted of the old one is gone");
    let path = format!("/servicePrincipals/{}", made.json()["id"].as_str().unwrap());
    assert_eq!(tenant.graph("DELETE", &admin, &path, &[], None).await.status, 204, "it can be taken out again");
    assert_eq!(token_for(&tenant, &app, "mde").await, 500_011);
    tenant.set(json!({ "resource_missing": [] })).await;
    assert_eq!(token_for(&tenant, &app, "mde").await, 0, "all that are not listed have one");
    let refused = tenant.control("POST", "/set", json!({ "resource_missing": ["paint"] })).await;
    assert_eq!(refused.status, 400, "a resource that does not exist cannot be missing");
}

#[tokio::test]
async fn a_resource_created_a_moment_ago_is_known_elsewhere_later() {
    let tenant = Tenant::small().await;
    let admin = tenant.admin_token().await;
    let app = tenant.app(&[]).await;
    tenant.set(json!({ "resource_missing": ["mde"], "replication_ms": 3_600_000 })).await;
    let made = tenant.send("POST", &admin, "/servicePrincipals", json!({ "appId": DEFENDER })).await.json();
    assert_eq!(token_for(&tenant, &app, "mde").await, 500_011, "sign-in does not know it yet");
    let id = made["id"].as_str().unwrap();
    let role = made["appRoles"].as_array().unwrap().iter().find(|role| role["value"] == "Alert.Read.All").unwrap();
    let grant = json!({ "principalId": app.principal_id, "resourceId": id, "appRoleId": role["id"] });
    let path = format!("/servicePrincipals/{id}/appRoleAssignedTo");
    let answer = tenant.send("POST", &admin, &path, grant).await;
    assert!(answer.status == 400 && answer.message().contains("Not a valid reference update"), "{}", answer.text());
}

#[tokio::test]
async fn missing_not_licensed_and_disabled_are_told_apart() {
    let tenant = Tenant::small().await;
    let admin = tenant.admin_token().await;
    let app = tenant.app(&["mde/Alert.Read.All"]).await;
    tenant.set(json!({ "unlicensed": { "mde": 500_011 } })).await;
    let made = tenant.send("POST", &admin, "/servicePrincipals", json!({ "appId": DEFENDER })).await;
    assert_eq!((made.status, made.code().as_str()), (400, "Request_BadRequest"), "no licence, nothing to create");
    tenant.set(json!({ "unlicensed": {} })).await;
    let disabled = tenant.control("POST", "/portal", json!({ "act": "disable", "of": "mde" })).await;
    assert_eq!(disabled.status, 200, "{}", disabled.text());
    let shown = tenant.get(&admin, &format!("/servicePrincipals(appId='{DEFENDER}')?$select=accountEnabled")).await;
    assert_eq!(shown.json()["accountEnabled"], false, "it is there and says so");
    assert_eq!(token_for(&tenant, &app, "mde").await, 500_014);
    assert_eq!(tenant.state().await["resources"]["mde"]["enabled"], false);
    tenant.control("POST", "/portal", json!({ "act": "enable", "of": "mde" })).await;
    assert_eq!(token_for(&tenant, &app, "mde").await, 0);
}

#[tokio::test]
async fn permissions_can_have_other_ids_than_published_and_some_can_be_gone() {
    let options =
        Options { renumbered: true, without: vec!["graph/SecurityIncident.Read.All".to_owned()], ..Options::default() };
    let tenant = Tenant::with(options).await;
    let admin = tenant.admin_token().await;
    let graph = tenant.get(&admin, "/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')").await.json();
    let role = |value: &str| graph["appRoles"].as_array().unwrap().iter().find(|role| role["value"] == value).cloned();
    assert_eq!(role("SecurityIncident.Read.All"), None, "no longer offered");
    let live = role("SecurityAlert.Read.All").unwrap()["id"].as_str().unwrap().to_owned();
    assert_ne!(live, ALERT_READ, "the published id is not the tenant's");
    let app = tenant.app(&[]).await;
    let id = graph["id"].as_str().unwrap();
    let path = format!("/servicePrincipals/{id}/appRoleAssignedTo");
    for (role, status) in [(ALERT_READ, 400), (live.as_str(), 201)] {
        let grant = json!({ "principalId": app.principal_id, "resourceId": id, "appRoleId": role });
        assert_eq!(tenant.send("POST", &admin, &path, grant).await.status, status, "{role}");
    }
    let token = tenant.by_secret(&app.id, &app.secret).await;
    assert_eq!(token_claims(&token)["roles"], json!(["SecurityAlert.Read.All"]), "its value is what counts");
    let wrong = Options { without: vec!["graph/Paint.All".to_owned()], ..Options::default() };
    assert!(Simulator::start(wrong).await.unwrap_err().to_string().contains("graph/Paint.All"));
}

#[tokio::test]
async fn discovery_tells_the_region_and_its_part() {
    let tenant = Tenant::small().await;
    let url = format!("{}/contoso.com/v2.0/.well-known/openid-configuration", tenant.0.login());
    let plain = call("GET", &url, &[], b"").await.json();
    assert_eq!(plain["tenant_region_scope"], "EU");
    assert!(plain.get("tenant_region_sub_scope").is_none(), "left out where there is none");
    tenant.set(json!({ "tenant_region_scope": "NA", "tenant_region_sub_scope": "GCC" })).await;
    let set = call("GET", &url, &[], b"").await.json();
    assert_eq!((&set["tenant_region_scope"], &set["tenant_region_sub_scope"]), (&json!("NA"), &json!("GCC")));
}

#[tokio::test]
async fn roles_that_a_token_does_not_tell_count_all_the_same() {
    let tenant = Tenant::small().await;
    tenant.set(json!({ "roles_untold": true })).await;
    let body = json!({ "displayName": "By whom" });
    let code = tenant.device_code(SETUP_SCOPES).await.json();
    let who = json!({ "user_code": code["user_code"], "account": "admin@contoso.onmicrosoft.com" });
    assert_eq!(tenant.control("POST", "/approve", who).await.status, 200);
    let answer = tenant.poll(code["device_code"].as_str().unwrap()).await;
    assert!(token_claims(&answer).get("wids").is_none(), "the claim is not there");
    let created = tenant.send("POST", &access_token(&answer), "/applications", body).await;
    assert_eq!(created.status, 201, "an administrator is one: {}", created.text());
}
