//! An app that a person made in the portal with mistakes, and each mistake mended there, one act at a time.

use serde_json::{Value, json};

use crate::identity::token_claims;
use crate::support::{App, Certificate, Claims, Response, Tenant};

fn application(value: &str) -> Value {
    json!({ "value": value, "kind": "application" })
}

/// The app as the portal shows it.
async fn shown(tenant: &Tenant, app: &App) -> Value {
    let state = tenant.state().await;
    let found = state["applications"].as_array().unwrap().iter().find(|it| it["appId"] == app.id.as_str()).cloned();
    found.expect("the app is there")
}

async fn act(tenant: &Tenant, act: Value) -> Value {
    let answer = tenant.control("POST", "/portal", act.clone()).await;
    assert_eq!(answer.status, 200, "{act}: {}", answer.text());
    answer.json()
}

/// The roles in a fresh token for a surface.
async fn roles(tenant: &Tenant, app: &App, surface: &str) -> Value {
    let answer = by_secret(tenant, app, surface).await;
    token_claims(&answer).get("roles").cloned().unwrap_or(Value::Null)
}

async fn by_secret(tenant: &Tenant, app: &App, surface: &str) -> Response {
    let scope = format!("{}/{surface}/.default", tenant.0.base());
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", app.id.as_str()),
        ("client_secret", app.secret.as_str()),
        ("scope", scope.as_str()),
    ];
    tenant.token(&fields).await
}

#[tokio::test]
async fn what_is_listed_is_granted_unless_somebody_says_otherwise() {
    let tenant = Tenant::small().await;
    let required = json!([application("SecurityAlert.Read.All"), { "value": "User.Read", "kind": "delegated" }]);
    let body = json!({ "display_name": "Whole", "secret": true, "required": required });
    let whole = shown(&tenant, &tenant.app_with(body).await).await;
    assert_eq!(whole["required"], whole["granted"], "everything that is listed");
    assert_eq!((&whole["roles"], &whole["scopes"]), (&json!(["SecurityAlert.Read.All"]), &json!(["User.Read"])));
    let body = json!({ "display_name": "Half", "secret": true, "required": required, "granted": [] });
    let half = tenant.app_with(body).await;
    let seen = shown(&tenant, &half).await;
    assert_eq!((&seen["required"], &seen["granted"]), (&whole["required"], &json!([])), "listed and not consented");
    assert_eq!(roles(&tenant, &half, "graph").await, Value::Null, "so the token has no roles");
    act(&tenant, json!({ "act": "grant_consent", "app": half.id })).await;
    assert_eq!(shown(&tenant, &half).await["granted"], whole["granted"], "the button grants what is listed");
    assert_eq!(roles(&tenant, &half, "graph").await, json!(["SecurityAlert.Read.All"]));
}

#[tokio::test]
async fn a_permission_of_the_wrong_kind_or_api_is_as_easy_to_pick_as_the_right_one() {
    let tenant = Tenant::small().await;
    let wrong = [
        json!({ "value": "SecurityAlert.Read.All", "kind": "delegated" }),
        json!({ "value": "User.Read.All", "kind": "application", "surface": "mde" }),
    ];
    let body = json!({ "display_name": "Mistaken", "secret": true, "required": wrong });
    let app = tenant.app_with(body).await;
    let seen = shown(&tenant, &app).await;
    let delegated = json!({ "surface": "graph", "value": "SecurityAlert.Read.All", "kind": "delegated" });
    let elsewhere = json!({ "surface": "mde", "value": "User.Read.All", "kind": "application" });
    assert_eq!(seen["granted"], json!([elsewhere, delegated]), "both were consented to");
    assert_eq!(roles(&tenant, &app, "graph").await, Value::Null, "and Graph's token carries neither");
    assert_eq!(roles(&tenant, &app, "mde").await, json!(["User.Read.All"]), "the other API's does");
    let admin = tenant.admin_token().await;
    let listed = tenant.get(&admin, &format!("/applications/{}", app.object_id)).await.json();
    assert_eq!(listed["requiredResourceAccess"][0]["resourceAccess"][0]["type"], "Scope", "as Graph shows it");
    act(&tenant, json!({ "act": "remove_permissions", "app": app.id, "permissions": wrong })).await;
    let seen = shown(&tenant, &app).await;
    assert_eq!(seen["required"], json!([]), "off the list");
    assert_eq!(seen["granted"].as_array().unwrap().len(), 2, "and still granted, as in the portal");
    act(&tenant, json!({ "act": "revoke_consent", "app": app.id, "permissions": wrong })).await;
    assert_eq!(shown(&tenant, &app).await["granted"], json!([]));
    let right = [application("SecurityAlert.Read.All"), application("User.Read.All")];
    act(&tenant, json!({ "act": "add_permissions", "app": app.id, "permissions": right })).await;
    act(&tenant, json!({ "act": "grant_consent", "app": app.id })).await;
    assert_eq!(roles(&tenant, &app, "graph").await, json!(["SecurityAlert.Read.All", "User.Read.All"]));
    act(&tenant, json!({ "act": "revoke_consent", "app": app.id })).await;
    assert_eq!(roles(&tenant, &app, "graph").await, Value::Null, "revoked as a whole");
}

#[tokio::test]
async fn another_certificate_and_another_secret_can_be_put_right() {
    let tenant = Tenant::small().await;
    let (right, wrong) = (Certificate::rsa(2048), Certificate::rsa(2048));
    let app = tenant.app_with(json!({ "display_name": "Keys", "certificate": wrong.base64() })).await;
    let scope = tenant.graph_scope();
    let sign_in = async || {
        let assertion = right.ps256(&Claims::correct(&app.id, &tenant.token_url(tenant.0.tenant())));
        let fields = [
            ("grant_type", "client_credentials"),
            ("client_id", app.id.as_str()),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", assertion.as_str()),
            ("scope", scope.as_str()),
        ];
        tenant.token(&fields).await
    };
    assert_eq!(sign_in().await.aadsts(), 700_027, "another certificate was uploaded");
    let made = act(&tenant, json!({ "act": "upload_certificate", "app": app.id, "certificate": right.base64() })).await;
    assert_eq!(sign_in().await.status, 200, "now the right one is there as well");
    let key = json!({ "act": "remove_certificate", "app": app.id, "key_id": made["key_id"] });
    act(&tenant, key).await;
    assert_eq!(sign_in().await.aadsts(), 700_027, "and gone again");
    assert_eq!(shown(&tenant, &app).await["keys"].as_array().unwrap().len(), 1, "the other one stays");
    act(&tenant, json!({ "act": "remove_certificate", "app": app.id })).await;
    assert_eq!(shown(&tenant, &app).await["keys"], json!([]), "all of them");
    let refused = tenant
        .control("POST", "/portal", json!({ "act": "upload_certificate", "app": app.id, "certificate": "LS0t" }))
        .await;
    assert_eq!(refused.status, 400, "a key is no certificate: {}", refused.text());
    let made = act(&tenant, json!({ "act": "add_secret", "app": app.object_id })).await;
    let (value, id) = (made["secret"].as_str().unwrap(), made["secret_id"].as_str().unwrap());
    assert_eq!(tenant.by_secret(&app.id, id).await.aadsts(), 7_000_215, "the id of a secret is not its value");
    assert_eq!(tenant.by_secret(&app.id, value).await.status, 200);
    act(&tenant, json!({ "act": "remove_secret", "app": app.id, "key_id": id })).await;
    assert_eq!(tenant.by_secret(&app.id, value).await.aadsts(), 7_000_215, "removed");
}

#[tokio::test]
async fn a_service_principal_can_be_missing_disabled_and_deleted() {
    let tenant = Tenant::small().await;
    let required = json!([application("SecurityAlert.Read.All")]);
    let body = json!({ "display_name": "Alone", "secret": true, "required": required, "principal": false });
    let app = tenant.app_with(body).await;
    assert_eq!(app.principal_id, "", "none was made");
    assert_eq!(tenant.by_secret(&app.id, &app.secret).await.aadsts(), 700_016, "so nobody can sign in as it");
    act(&tenant, json!({ "act": "create_principal", "app": app.id })).await;
    assert_eq!(roles(&tenant, &app, "graph").await, Value::Null, "it can now, without roles");
    act(&tenant, json!({ "act": "disable", "of": app.id })).await;
    assert_eq!(tenant.by_secret(&app.id, &app.secret).await.aadsts(), 7_000_112);
    act(&tenant, json!({ "act": "enable", "of": app.id })).await;
    assert_eq!(tenant.by_secret(&app.id, &app.secret).await.status, 200);
    act(&tenant, json!({ "act": "delete_principal", "app": app.id })).await;
    assert_eq!(tenant.by_secret(&app.id, &app.secret).await.aadsts(), 700_016);
    act(&tenant, json!({ "act": "delete_app", "app": app.id })).await;
    let state = tenant.state().await;
    assert_eq!((&state["applications"], &state["deleted_applications"]), (&json!([]), &json!(1)));
    act(&tenant, json!({ "act": "restore_app", "app": app.id })).await;
    act(&tenant, json!({ "act": "rename", "app": app.id, "display_name": "Found again" })).await;
    assert_eq!(shown(&tenant, &app).await["displayName"], "Found again");
}

#[tokio::test]
async fn directory_roles_come_and_go() {
    let tenant = Tenant::small().await;
    let app = tenant.app_with(json!({ "display_name": "Roles", "directory_roles": ["Security Reader"] })).await;
    act(&tenant, json!({ "act": "assign_role", "app": app.id, "role": "Exchange Administrator" })).await;
    assert_eq!(shown(&tenant, &app).await["directoryRoles"], json!(["Security Reader", "Exchange Administrator"]));
    act(&tenant, json!({ "act": "remove_role", "app": app.id, "role": "Security Reader" })).await;
    assert_eq!(shown(&tenant, &app).await["directoryRoles"], json!(["Exchange Administrator"]));
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_leaves_nothing_behind() {
    let tenant = Tenant::small().await;
    let before = tenant.state().await["directory"].clone();
    let alert = application("SecurityAlert.Read.All");
    for (path, body) in [
        ("/register", json!({ "display_name": "x", "required": [application("Paint.All")] })),
        ("/register", json!({ "display_name": "x", "required": [], "granted": [alert] })),
        ("/register", json!({ "display_name": "x", "required": [alert], "granted": [alert], "principal": false })),
        ("/register", json!({ "display_name": "x", "directory_roles": ["Painter"] })),
        ("/portal", json!({ "act": "grant_consent", "app": "nobody" })),
        ("/portal", json!({ "act": "paint", "app": "nobody" })),
        ("/portal", json!({ "act": "grant_consent", "app": "nobody", "colour": "red" })),
        ("/portal", json!({ "act": "enable", "of": "nobody" })),
        ("/portal", json!({ "act": "restore_app", "app": "nobody" })),
    ] {
        let answer = tenant.control("POST", path, body.clone()).await;
        assert_eq!(answer.status, 400, "{path} {body}");
        assert!(answer.json()["error"].is_string(), "with a reason");
    }
    let after = tenant.state().await;
    assert_eq!((&after["directory"], &after["applications"]), (&before, &json!([])), "nothing was made");
}
