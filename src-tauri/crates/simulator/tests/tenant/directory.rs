//! The directory beyond the first setup: lists and their filters, rolling keys, directory roles, policies, deleted items.

use serde_json::{Value, json};

use crate::support::{Certificate, Claims, Tenant, access_token, call};

const GRAPH: &str = "00000003-0000-0000-c000-000000000000";
const SECURITY_READER: &str = "5d6b6bb7-de71-4623-b4af-96380a352509";
const ROLE_SCOPES: &str = "RoleManagement.ReadWrite.Directory Application.ReadWrite.All Directory.Read.All Policy.Read.All \
    Domain.Read.All AppRoleAssignment.ReadWrite.All DelegatedPermissionGrant.ReadWrite.All";

#[tokio::test]
async fn lists_are_filtered_searched_counted_and_paged() {
    let tenant = Tenant::small().await;
    let admin = tenant.admin_token().await;
    let mut apps = Vec::new();
    for name in ["Bartizan one", "Bartizan two", "Other"] {
        apps.push(tenant.app_with(json!({ "display_name": name })).await);
    }
    let names = async |path: &str, headers: &[(&str, &str)]| {
        let response = tenant.graph("GET", &admin, path, headers, None).await;
        assert_eq!(response.status, 200, "{path}: {}", response.text());
        let rows = response.json()["value"].as_array().unwrap().clone();
        rows.iter().map(|row| row["displayName"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let by_id = format!("/applications?$filter=appId%20eq%20'{}'", apps[1].id);
    assert_eq!(names(&by_id, &[]).await, ["Bartizan two"]);
    assert_eq!(names("/applications?$filter=displayName%20eq%20'Other'&$select=id,displayName", &[]).await, ["Other"]);
    assert_eq!(names("/applications?$filter=startswith(displayName,'Bart')", &[]).await.len(), 2);
    let eventual = [("consistencylevel", "eventual")];
    assert_eq!(names("/applications?$search=%22displayName:two%22", &eventual).await, ["Bartizan two"]);
    let graph = format!("/servicePrincipals?$filter=appId%20eq%20'{GRAPH}'&$select=displayName,appId");
    assert_eq!(names(&graph, &[]).await, ["Microsoft Graph"]);
    for refused in [
        "$search=%22displayName:x%22",
        "$filter=displayName%20ne%20'x'",
        "$count=true",
        "$filter=endswith(displayName,'x')",
    ] {
        let response = tenant.get(&admin, &format!("/applications?{refused}")).await;
        assert_eq!((response.status, response.code().as_str()), (400, "Request_UnsupportedQuery"), "{refused}");
    }
    let counted = tenant.graph("GET", &admin, "/applications/$count", &eventual, None).await;
    assert_eq!(counted.text(), "3");
    assert!(counted.header("content-type").unwrap().starts_with("text/plain"));
    let as_json = [("consistencylevel", "eventual"), ("accept", "application/json")];
    assert_eq!(tenant.graph("GET", &admin, "/applications/$count", &as_json, None).await.status, 415);
    let page = tenant.get(&admin, "/applications?$top=2").await.json();
    let next = page["@odata.nextLink"].as_str().unwrap().to_owned();
    let bearer = format!("Bearer {admin}");
    let rest = call("GET", &next, &[("authorization", &bearer)], b"").await.json();
    assert_eq!(rest["value"].as_array().unwrap().len(), 1, "the rest");
    let domains = tenant.get(&tenant.person_token("admin", ROLE_SCOPES).await, "/domains").await.json();
    assert_eq!(
        (&domains["value"][0]["id"], &domains["value"][0]["isInitial"]),
        (&json!(tenant.0.domain()), &json!(true))
    );
    assert_eq!(tenant.get(&admin, "/domains").await.status, 403, "domains need a permission of their own");
}

#[tokio::test]
async fn an_application_rolls_its_own_certificate_with_a_proof_and_no_permission() {
    let tenant = Tenant::small().await;
    let (old, new, stranger) = (Certificate::rsa(2048), Certificate::rsa(2048), Certificate::rsa(2048));
    let body = json!({ "display_name": "Rolls", "secret": true, "certificate": old.base64() });
    let app = tenant.app_with(body).await;
    let own = access_token(&tenant.by_secret(&app.id, &app.secret).await);
    let other = tenant.app_token(&[]).await;
    let path = format!("/applications/{}/addKey", app.object_id);
    let proof = || Claims::correct(&app.object_id, "00000002-0000-0000-c000-000000000000");
    let send = async |token: &str, proof: String| {
        let body = json!({ "keyCredential": new.credential(), "passwordCredential": null, "proof": proof });
        tenant.send("POST", token, &path, body).await
    };
    for (what, proof) in [
        ("another key", stranger.rs256(&proof())),
        ("another audience", old.rs256(&proof().but("aud", json!("https://graph.microsoft.com")))),
        ("the client id as issuer", old.rs256(&proof().but("iss", json!(app.id)))),
        ("an old one", old.rs256(&proof().later(-3600))),
        ("a long one", old.rs256(&proof().but("exp", json!(jiff::Timestamp::now().as_second() + 3600)))),
        ("nonsense", "abc".to_owned()),
    ] {
        let refused = send(&own, proof).await;
        assert_eq!((refused.status, refused.code().as_str()), (401, "Authentication_MissingOrMalformed"), "{what}");
    }
    assert_eq!(send(&other, old.rs256(&proof())).await.status, 403, "another application needs a permission");
    let added = send(&own, old.ps256(&proof())).await;
    assert_eq!(added.status, 200, "{}", added.text());
    assert!(added.json()["keyId"].is_string() && added.json()["key"].is_null(), "{}", added.text());
    let admin = tenant.admin_token().await;
    let keys = tenant.get(&admin, &format!("/applications/{}", app.object_id)).await.json()["keyCredentials"].clone();
    assert_eq!(keys.as_array().unwrap().len(), 2, "the old one stays");
    let remove = json!({ "keyId": keys[0]["keyId"], "proof": new.rs256(&proof()) });
    let path = format!("/applications/{}/removeKey", app.object_id);
    assert_eq!(tenant.send("POST", &own, &path, remove.clone()).await.status, 204);
    let again = tenant.send("POST", &own, &path, remove).await;
    assert_eq!(again.status, 400, "gone: {}", again.text());
    let bare = tenant.app(&[]).await;
    let own = access_token(&tenant.by_secret(&bare.id, &bare.secret).await);
    let body = json!({ "keyCredential": new.credential(), "passwordCredential": null, "proof": new.rs256(&Claims::correct(&bare.object_id, "00000002-0000-0000-c000-000000000000")) });
    let first = tenant.send("POST", &own, &format!("/applications/{}/addKey", bare.object_id), body).await;
    assert_eq!(first.status, 401, "the first certificate cannot come this way");
}

#[tokio::test]
async fn directory_roles_are_assigned_listed_and_taken_away() {
    let tenant = Tenant::small().await;
    let admin = tenant.person_token("admin", ROLE_SCOPES).await;
    let app = tenant.app(&[]).await;
    let wish = |principal: &str, role: &str| {
        json!({
            "@odata.type": "#microsoft.graph.unifiedRoleAssignment", "roleDefinitionId": role, "principalId": principal,
            "directoryScopeId": "/",
        })
    };
    let path = "/roleManagement/directory/roleAssignments";
    let made = tenant.send("POST", &admin, path, wish(&app.principal_id, SECURITY_READER)).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let twice = tenant.send("POST", &admin, path, wish(&app.principal_id, SECURITY_READER)).await;
    assert_eq!(twice.status, 400, "there is one of each: {}", twice.text());
    let listed = tenant.get(&admin, &format!("{path}?$filter=principalId%20eq%20'{}'", app.principal_id)).await.json();
    assert_eq!(listed["value"][0]["roleDefinitionId"], SECURITY_READER);
    for (principal, role) in
        [(app.principal_id.as_str(), "11111111-2222-4333-8444-555555555555"), ("nobody", SECURITY_READER)]
    {
        let refused = tenant.send("POST", &admin, path, wish(principal, role)).await;
        assert!([400, 404].contains(&refused.status), "{principal} {role}: {}", refused.text());
    }
    let weak = tenant.admin_token().await;
    assert_eq!(
        tenant.send("POST", &weak, path, wish(&app.principal_id, SECURITY_READER)).await.status,
        403,
        "no scope"
    );
    let registrar = tenant.person_token("apps", ROLE_SCOPES).await;
    let refused = tenant.send("POST", &registrar, path, wish(&app.principal_id, SECURITY_READER)).await;
    assert_eq!(refused.status, 403, "an Application Administrator may not");
    let id = made.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(tenant.graph("DELETE", &admin, &format!("{path}/{id}"), &[], None).await.status, 204);
    assert_eq!(tenant.get(&admin, &format!("{path}/{id}")).await.status, 404);
    let request = json!({
        "action": "adminAssign", "justification": "collects alerts", "roleDefinitionId": SECURITY_READER,
        "directoryScopeId": "/", "principalId": app.principal_id,
        "scheduleInfo": { "startDateTime": "2026-01-01T00:00:00Z", "expiration": { "type": "noExpiration" } },
    });
    let asked = tenant.send("POST", &admin, "/roleManagement/directory/roleAssignmentScheduleRequests", request).await;
    assert_eq!((asked.status, &asked.json()["status"]), (201, &json!("Provisioned")), "{}", asked.text());
    let listed = tenant.get(&admin, &format!("{path}?$filter=principalId%20eq%20'{}'", app.principal_id)).await.json();
    assert_eq!(listed["value"].as_array().unwrap().len(), 1, "the request did it");
    let reader = "/roleManagement/directory/roleDefinitions?$filter=displayName%20eq%20'Security%20Reader'";
    assert_eq!(tenant.get(&admin, reader).await.json()["value"][0]["id"], SECURITY_READER);
}

#[tokio::test]
async fn a_deleted_application_comes_back_with_what_it_was_granted_or_goes_for_good() {
    let tenant = Tenant::small().await;
    let admin = tenant.admin_token().await;
    let app = tenant.app(&["SecurityAlert.Read.All"]).await;
    let path = format!("/applications(appId='{}')", app.id);
    assert_eq!(tenant.graph("DELETE", &admin, &path, &[], None).await.status, 204);
    assert_eq!(tenant.by_secret(&app.id, &app.secret).await.aadsts(), 700_016);
    let bin = tenant.get(&admin, "/directory/deletedItems/microsoft.graph.application").await.json();
    assert_eq!(bin["value"][0]["id"], app.object_id);
    assert!(bin["value"][0]["deletedDateTime"].is_string());
    let item = format!("/directory/deletedItems/{}", app.object_id);
    let restored = tenant.graph("POST", &admin, &format!("{item}/restore"), &[], None).await;
    assert_eq!((restored.status, &restored.json()["appId"]), (200, &json!(app.id)), "{}", restored.text());
    let token = tenant.by_secret(&app.id, &app.secret).await;
    assert_eq!(crate::identity::token_claims(&token)["roles"], json!(["SecurityAlert.Read.All"]));
    tenant.graph("DELETE", &admin, &path, &[], None).await;
    assert_eq!(tenant.graph("DELETE", &admin, &item, &[], None).await.status, 204);
    assert_eq!(tenant.get(&admin, &item).await.status, 404);
    let late = tenant.graph("POST", &admin, &format!("{item}/restore"), &[], None).await;
    assert_eq!((late.status, late.code().as_str()), (404, "Request_ResourceNotFound"));
}

#[tokio::test]
async fn the_app_management_policy_forbids_secrets_and_long_certificates() {
    let tenant = Tenant::small().await;
    let admin = tenant.person_token("admin", ROLE_SCOPES).await;
    let app = tenant.app(&[]).await;
    let path = format!("/applications/{}", app.object_id);
    let policy = "/policies/defaultAppManagementPolicy";
    assert_eq!(tenant.get(&admin, policy).await.json()["isEnabled"], false);
    tenant.set(json!({ "app_policy": { "forbid_secrets": true, "max_certificate_days": 180 } })).await;
    let shown = tenant.get(&admin, policy).await.json();
    assert_eq!(shown["applicationRestrictions"]["passwordCredentials"][0]["restrictionType"], "passwordAddition");
    assert_eq!(shown["applicationRestrictions"]["keyCredentials"][0]["maxLifetime"], "P180D");
    let refused = tenant.send("POST", &admin, &format!("{path}/addPassword"), json!({})).await;
    assert_eq!(refused.status, 400);
    assert!(refused.message().contains("Credential type not allowed as per assigned policy"), "{}", refused.text());
    let certificate = Certificate::rsa(2048);
    let long = json!({ "keyCredentials": [certificate.credential()] });
    let refused = tenant.send("PATCH", &admin, &path, long).await;
    assert!(refused.status == 400 && refused.message().contains("as per assigned policy"), "{}", refused.text());
    let mut short = certificate.credential();
    let end = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24 * 90);
    short["endDateTime"] = json!(end.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
    assert_eq!(tenant.send("PATCH", &admin, &path, json!({ "keyCredentials": [short] })).await.status, 204);
    tenant.set(json!({ "app_policy": { "max_secret_days": 90 } })).await;
    let long = tenant.send("POST", &admin, &format!("{path}/addPassword"), json!({})).await;
    assert_eq!((long.status, long.code().as_str()), (400, "CredentialInvalidLifetimeAsPerAppPolicy"));
}

#[tokio::test]
async fn grants_are_listed_extended_and_revoked() {
    let tenant = Tenant::small().await;
    let admin = tenant.person_token("admin", ROLE_SCOPES).await;
    let app = tenant.app(&["SecurityAlert.Read.All"]).await;
    let graph = tenant.get(&admin, &format!("/servicePrincipals(appId='{GRAPH}')?$select=id")).await.json();
    let graph = graph["id"].as_str().unwrap();
    let wish = json!({ "clientId": app.principal_id, "consentType": "AllPrincipals", "resourceId": graph, "scope": "User.Read" });
    let made = tenant.send("POST", &admin, "/oauth2PermissionGrants", wish).await.json();
    let path = format!("/oauth2PermissionGrants/{}", made["id"].as_str().unwrap());
    let more = json!({ "scope": "User.Read Mail.Read" });
    assert_eq!(tenant.send("PATCH", &admin, &path, more).await.status, 204);
    assert_eq!(tenant.get(&admin, &path).await.json()["scope"], "User.Read Mail.Read");
    assert_eq!(tenant.send("PATCH", &admin, &path, json!({ "scope": "Paint.All" })).await.status, 400);
    let of =
        tenant.get(&admin, &format!("/servicePrincipals/{}/oauth2PermissionGrants", app.principal_id)).await.json();
    assert_eq!(of["value"].as_array().unwrap().len(), 1);
    assert_eq!(tenant.graph("DELETE", &admin, &path, &[], None).await.status, 204);
    assert_eq!(tenant.get(&admin, &path).await.status, 404);
    let on = tenant.get(&admin, &format!("/servicePrincipals/{graph}/appRoleAssignedTo")).await.json();
    let id = on["value"][0]["id"].as_str().unwrap();
    let revoke = format!("/servicePrincipals/{graph}/appRoleAssignedTo/{id}");
    let registrar = tenant.person_token("apps", ROLE_SCOPES).await;
    assert_eq!(
        tenant.graph("DELETE", &registrar, &revoke, &[], None).await.status,
        403,
        "nor may who cannot grant revoke"
    );
    assert_eq!(tenant.graph("DELETE", &admin, &revoke, &[], None).await.status, 204);
    let token = tenant.by_secret(&app.id, &app.secret).await;
    assert_eq!(crate::identity::token_claims(&token).get("roles"), None::<&Value>, "no role in new tokens");
}

#[tokio::test]
async fn an_application_that_manages_its_own_changes_no_other() {
    let tenant = Tenant::small().await;
    let owner = tenant.app_token(&["Application.ReadWrite.OwnedBy"]).await;
    let foreign = tenant.app(&[]).await;
    let made = tenant.send("POST", &owner, "/applications", json!({ "displayName": "Mine" })).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let own = format!("/applications/{}", made.json()["id"].as_str().unwrap());
    assert_eq!(tenant.send("PATCH", &owner, &own, json!({ "notes": "mine" })).await.status, 204);
    assert_eq!(tenant.send("POST", &owner, &format!("{own}/addPassword"), json!({})).await.status, 200);
    let other = format!("/applications/{}", foreign.object_id);
    let refused = tenant.send("PATCH", &owner, &other, json!({ "notes": "not mine" })).await;
    assert_eq!((refused.status, refused.code().as_str()), (403, "Authorization_RequestDenied"));
    assert_eq!(tenant.graph("DELETE", &owner, &other, &[], None).await.status, 403);
    assert_eq!(tenant.graph("DELETE", &owner, &own, &[], None).await.status, 204);
}
