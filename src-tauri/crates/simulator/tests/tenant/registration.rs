//! A whole setup as an administrator does it, and who may do which part of it.

use serde_json::{Value, json};

use crate::identity::token_claims;
use crate::support::{Tenant, access_token};

const GRAPH: &str = "00000003-0000-0000-c000-000000000000";
const ALERT_READ: &str = "472e4a4d-bb4a-4026-98d1-0b0d74cb74a5";
const DEFENDER: &str = "fc780465-2017-40d4-a0c5-307022471b92";
const DEFENDER_ALERT_READ: &str = "71fe6b80-7034-4028-9ed8-0f316df9c3ff";

fn body() -> Value {
    json!({
        "displayName": "Bartizan", "signInAudience": "AzureADMyOrg",
        "requiredResourceAccess": [{ "resourceAppId": GRAPH, "resourceAccess": [{ "id": ALERT_READ, "type": "Role" }] }],
        "publicClient": { "redirectUris": ["http://localhost"] },
    })
}

/// The object id of a resource's service principal.
async fn principal(tenant: &Tenant, token: &str, app_id: &str) -> Value {
    let path = format!("/servicePrincipals(appId='{app_id}')?$select=id,appId,appRoles,oauth2PermissionScopes");
    let response = tenant.get(token, &path).await;
    assert_eq!(response.status, 200, "{}", response.text());
    response.json()
}

#[tokio::test]
async fn the_documented_sequence_ends_with_a_token_that_reads_alerts() {
    let tenant = Tenant::small().await;
    let admin = tenant.admin_token().await;
    let organization = tenant.get(&admin, "/organization?$select=id,displayName,verifiedDomains,tenantType").await;
    let organization = organization.json()["value"][0].clone();
    assert_eq!(organization["id"], tenant.0.tenant());
    let initial = organization["verifiedDomains"].as_array().unwrap().iter().find(|it| it["isInitial"] == true);
    assert_eq!(initial.unwrap()["name"], tenant.0.domain(), "the initial domain is marked");
    assert!(organization.get("countryLetterCode").is_none(), "$select leaves the rest out");
    let graph = principal(&tenant, &admin, GRAPH).await;
    let role = graph["appRoles"].as_array().unwrap().iter().find(|role| role["value"] == "SecurityAlert.Read.All");
    assert_eq!(role.unwrap()["id"], ALERT_READ, "the live list has the published id");
    let created = tenant.send("POST", &admin, "/applications", body()).await;
    assert_eq!(created.status, 201, "{}", created.text());
    let (object_id, app_id) = (created.json()["id"].clone(), created.json()["appId"].clone());
    let client = tenant.send("POST", &admin, "/servicePrincipals", json!({ "appId": app_id })).await;
    assert_eq!(client.status, 201, "{}", client.text());
    let client_id = client.json()["id"].clone();
    let path = format!("/applications/{}/addPassword", object_id.as_str().unwrap());
    let password = json!({ "passwordCredential": { "displayName": "Bartizan" } });
    let secret = tenant.send("POST", &admin, &path, password).await.json();
    assert_eq!(secret["secretText"].as_str().unwrap().len(), 40, "the secret is shown once");
    assert_eq!(secret["hint"], secret["secretText"].as_str().unwrap()[..3]);
    let grant = json!({ "principalId": client_id, "resourceId": graph["id"], "appRoleId": ALERT_READ });
    let path = format!("/servicePrincipals/{}/appRoleAssignedTo", graph["id"].as_str().unwrap());
    let granted = tenant.send("POST", &admin, &path, grant.clone()).await;
    assert_eq!(granted.status, 201, "{}", granted.text());
    assert_eq!(granted.json()["principalDisplayName"], "Bartizan");
    let twice = tenant.send("POST", &admin, &path, grant).await;
    assert_eq!((twice.status, twice.code().as_str()), (400, "Request_BadRequest"));
    assert!(twice.message().contains("Permission being assigned already exists on the object"));
    let grants = json!({
        "clientId": client_id, "consentType": "AllPrincipals", "principalId": null, "resourceId": graph["id"],
        "scope": "User.Read",
    });
    let consented = tenant.send("POST", &admin, "/oauth2PermissionGrants", grants.clone()).await;
    assert_eq!(consented.status, 201, "{}", consented.text());
    let again = tenant.send("POST", &admin, "/oauth2PermissionGrants", grants).await;
    assert!(again.status == 400 && again.message().contains("Permission entry already exists"), "{}", again.text());
    let assignments = format!("/servicePrincipals/{}/appRoleAssignments", client_id.as_str().unwrap());
    let listed = tenant.get(&admin, &assignments).await;
    assert_eq!(listed.json()["value"][0]["appRoleId"], ALERT_READ);
    let on = tenant.get(&admin, &path).await;
    assert_eq!(on.json()["value"][0]["principalId"], client_id);
    let token = tenant.by_secret(app_id.as_str().unwrap(), secret["secretText"].as_str().unwrap()).await;
    assert_eq!(token_claims(&token)["roles"], json!(["SecurityAlert.Read.All"]));
    assert_eq!(tenant.get(&access_token(&token), "/security/alerts_v2?$top=1").await.status, 200);
}

#[tokio::test]
async fn creation_by_unique_name_is_idempotent_and_asks_for_its_header() {
    let tenant = Tenant::small().await;
    let admin = tenant.admin_token().await;
    let path = "/applications(uniqueName='bartizan-1')";
    let prefer = [("prefer", "create-if-missing")];
    let missing = tenant.send("PATCH", &admin, path, body()).await;
    assert_eq!((missing.status, missing.code().as_str()), (404, "Request_ResourceNotFound"));
    let created = tenant.graph("PATCH", &admin, path, &prefer, Some(body())).await;
    assert_eq!(created.status, 201, "{}", created.text());
    let changed = tenant.graph("PATCH", &admin, path, &prefer, Some(json!({ "displayName": "Renamed" }))).await;
    assert_eq!((changed.status, changed.body.len()), (204, 0));
    let plain = tenant.send("PATCH", &admin, path, json!({ "notes": "mine" })).await;
    assert_eq!(plain.status, 204, "an existing one needs no header");
    let found = tenant.get(&admin, path).await.json();
    assert_eq!((&found["displayName"], &found["uniqueName"]), (&json!("Renamed"), &json!("bartizan-1")));
    assert_eq!(found["id"], created.json()["id"], "still the same object");
    let by_app_id = format!("/applications(appId='{}')?$select=id,notes", found["appId"].as_str().unwrap());
    let selected = tenant.get(&admin, &by_app_id).await.json();
    assert_eq!(selected.as_object().unwrap().len(), 3, "context and the two selected: {selected}");
    assert_eq!(selected["notes"], "mine");
    let secret = json!({ "passwordCredentials": [{ "displayName": "x" }] });
    assert_eq!(tenant.send("PATCH", &admin, path, secret).await.status, 400, "secrets are not settable this way");
    let id = format!("/applications/{}", found["id"].as_str().unwrap());
    assert_eq!(tenant.graph("DELETE", &admin, &id, &[], None).await.status, 204);
    assert_eq!(tenant.get(&admin, path).await.status, 404, "gone");
    assert_eq!(tenant.graph("DELETE", &admin, &id, &[], None).await.status, 404);
}

#[tokio::test]
async fn a_deleted_application_cannot_sign_in() {
    let tenant = Tenant::small().await;
    let admin = tenant.admin_token().await;
    let app = tenant.app(&[]).await;
    let path = format!("/applications/{}", app.object_id);
    assert_eq!(tenant.graph("DELETE", &admin, &path, &[], None).await.status, 204);
    assert_eq!(tenant.by_secret(&app.id, &app.secret).await.aadsts(), 700_016);
}

#[tokio::test]
async fn removing_a_secret_ends_it_and_only_once() {
    let tenant = Tenant::small().await;
    let admin = tenant.admin_token().await;
    let app = tenant.app(&[]).await;
    let shown = tenant.get(&admin, &format!("/applications/{}", app.object_id)).await.json();
    assert_eq!(shown["passwordCredentials"][0]["secretText"], Value::Null, "never shown again");
    let path = format!("/applications/{}/removePassword", app.object_id);
    let key_id = json!({ "keyId": shown["passwordCredentials"][0]["keyId"] });
    assert_eq!(tenant.send("POST", &admin, &path, key_id.clone()).await.status, 204);
    assert_eq!(tenant.by_secret(&app.id, &app.secret).await.aadsts(), 7_000_215);
    assert_eq!(tenant.send("POST", &admin, &path, key_id).await.status, 400);
    let add = format!("/applications/{}/addPassword", app.object_id);
    let past = json!({ "passwordCredential": { "endDateTime": "2020-01-01T00:00:00Z" } });
    assert_eq!(tenant.send("POST", &admin, &add, past).await.status, 400, "a secret cannot end in the past");
}

#[tokio::test]
async fn permissions_and_directory_roles_are_both_needed() {
    let tenant = Tenant::small().await;
    let admin = tenant.admin_token().await;
    let app = tenant.app(&[]).await;
    let weak = tenant.person_token("admin", "User.Read").await;
    let refused = tenant.send("POST", &weak, "/applications", body()).await;
    assert_eq!((refused.status, refused.code().as_str()), (403, "Authorization_RequestDenied"), "the scope is missing");
    let scopes = "Application.ReadWrite.All AppRoleAssignment.ReadWrite.All";
    let registrar = tenant.person_token("cloudapps", scopes).await;
    assert_eq!(tenant.send("POST", &registrar, "/applications", body()).await.status, 201);
    for (resource, role, status) in [(GRAPH, ALERT_READ, 403), (DEFENDER, DEFENDER_ALERT_READ, 201)] {
        let id = principal(&tenant, &registrar, resource).await["id"].as_str().unwrap().to_owned();
        let grant = json!({ "principalId": app.principal_id, "resourceId": id, "appRoleId": role });
        let response =
            tenant.send("POST", &registrar, &format!("/servicePrincipals/{id}/appRoleAssignedTo"), grant).await;
        assert_eq!(response.status, status, "granting on {resource}: {}", response.text());
    }
    let narrow = tenant.person_token("admin", "AppRoleAssignment.ReadWrite.All").await;
    let graph = principal(&tenant, &admin, GRAPH).await["id"].as_str().unwrap().to_owned();
    let grant = json!({ "principalId": app.principal_id, "resourceId": graph, "appRoleId": ALERT_READ });
    let path = format!("/servicePrincipals/{graph}/appRoleAssignedTo");
    let response = tenant.send("POST", &narrow, &path, grant.clone()).await;
    assert_eq!(response.status, 403, "granting also needs to read applications");
    let elsewhere = json!({ "principalId": app.principal_id, "resourceId": app.principal_id, "appRoleId": ALERT_READ });
    assert_eq!(tenant.send("POST", &admin, &path, elsewhere).await.status, 400, "the path names another resource");
    let mut unknown = grant;
    unknown["appRoleId"] = json!(DEFENDER_ALERT_READ);
    assert_eq!(tenant.send("POST", &admin, &path, unknown).await.status, 400, "a role of another resource");
    let unattended = tenant.app_token(&["Application.ReadWrite.All"]).await;
    assert_eq!(tenant.send("POST", &unattended, "/applications", body()).await.status, 201, "an application may too");
}

#[tokio::test]
async fn every_resource_of_the_product_is_there_with_its_permissions() {
    let tenant = Tenant::small().await;
    let admin = tenant.admin_token().await;
    for (app_id, role) in [
        (DEFENDER, "Machine.Read.All"),
        ("c5393580-f805-4401-95e8-94b7a6ef2fc2", "ActivityFeed.Read"),
        ("00000002-0000-0ff1-ce00-000000000000", "Exchange.ManageAsApp"),
        ("05a65629-4c1b-48c1-a78b-804c4abdd4af", "investigation.read"),
    ] {
        let found = principal(&tenant, &admin, app_id).await;
        let roles = found["appRoles"].as_array().unwrap();
        assert!(roles.iter().any(|known| known["value"] == role), "{app_id} has {role}");
    }
    let missing = tenant.get(&admin, "/servicePrincipals(appId='aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee')").await;
    assert_eq!((missing.status, missing.code().as_str()), (404, "Request_ResourceNotFound"));
    let exists = tenant.send("POST", &admin, "/servicePrincipals", json!({ "appId": GRAPH })).await;
    assert_eq!(exists.status, 409, "a provisioned resource cannot be made twice");
}
