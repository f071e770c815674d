//! Users and groups, what they are doing, and the two measures against an account that the sign-in service obeys.

use serde_json::{Value, json};

use crate::support::{Tenant, access_token};

async fn get(tenant: &Tenant, token: &str, path: &str) -> Value {
    let response = tenant.get(token, &path.replace(' ', "%20")).await;
    assert_eq!(response.status, 200, "{path}: {}", response.text());
    response.json()
}

async fn somebody(tenant: &Tenant) -> (String, String) {
    let token = tenant.app_token(&["User.Read.All"]).await;
    let user = get(tenant, &token, "/users?$filter=department eq 'Finance'&$top=1").await["value"][0].clone();
    (user["id"].as_str().unwrap().to_owned(), user["userPrincipalName"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn people_are_listed_with_the_usual_properties_and_others_on_request() {
    let tenant = Tenant::small().await;
    let token = tenant.app_token(&["User.Read.All"]).await;
    let page = get(&tenant, &token, "/users?$top=50").await;
    assert_eq!(page["value"].as_array().unwrap().len(), 50);
    let link = page["@odata.nextLink"].as_str().expect("there are more");
    let rest = link.strip_prefix(&format!("{}/v1.0", tenant.0.graph())).unwrap();
    assert!(!get(&tenant, &token, rest).await["value"].as_array().unwrap().is_empty());
    let first = &page["value"][0];
    assert!(first.get("userPrincipalName").is_some() && first.get("accountEnabled").is_none(), "{first}");
    let (id, upn) = somebody(&tenant).await;
    let path = format!("/users/{upn}?$select=id,accountEnabled,department,onPremisesSyncEnabled");
    let selected = get(&tenant, &token, &path).await;
    assert_eq!((&selected["id"], &selected["accountEnabled"]), (&json!(id), &json!(true)));
    assert!(selected.get("displayName").is_none());
    let named = get(&tenant, &token, "/users?$filter=startswith(userPrincipalName,'admin@')").await;
    assert_eq!(named["value"].as_array().unwrap().len(), 1, "administrators are people too");
    assert_eq!(tenant.get(&token, "/users?$select=password").await.status, 501);
    let refused = tenant.get(&token, "/users?$filter=nope%20eq%20'x'").await;
    assert_eq!((refused.status, refused.code().as_str()), (400, "Request_UnsupportedQuery"));
    let missing = tenant.get(&token, "/users/nobody").await;
    assert_eq!((missing.status, missing.code().as_str()), (404, "Request_ResourceNotFound"));
    let other = tenant.app_token(&["Mail.Read"]).await;
    let refused = tenant.get(&other, "/users").await;
    assert_eq!((refused.status, refused.code().as_str()), (403, "Authorization_RequestDenied"));
    assert_eq!(tenant.get("", "/users").await.status, 401);
}

#[tokio::test]
async fn groups_and_members_agree() {
    let tenant = Tenant::small().await;
    let token = tenant.app_token(&["Directory.Read.All"]).await;
    let (id, _) = somebody(&tenant).await;
    let groups = get(&tenant, &token, &format!("/users/{id}/memberOf")).await;
    let group = &groups["value"][0];
    assert_eq!((&group["displayName"], &group["@odata.type"]), (&json!("Finance"), &json!("#microsoft.graph.group")));
    let path = format!("/groups/{}", group["id"].as_str().unwrap());
    assert_eq!(get(&tenant, &token, &path).await["displayName"], "Finance");
    let members = get(&tenant, &token, &format!("{path}/members")).await;
    assert!(members["value"].as_array().unwrap().iter().any(|member| member["id"] == id.as_str()));
    assert!(get(&tenant, &token, "/groups").await["value"].as_array().unwrap().len() > 3);
    assert_eq!(tenant.get(&token, "/groups/none").await.status, 404);
    let other = tenant.app_token(&["User.Read.All"]).await;
    assert_eq!(tenant.get(&other, "/groups").await.status, 403);
}

#[tokio::test]
async fn a_disabled_account_cannot_sign_in_and_its_refresh_tokens_are_dead() {
    let tenant = Tenant::small().await;
    let app = tenant.app(&["User.EnableDisableAccount.All", "User.Read.All"]).await;
    let token = access_token(&tenant.by_secret(&app.id, &app.secret).await);
    let code = tenant.device_code("User.Read offline_access").await.json();
    let person = format!("person@{}", tenant.0.domain());
    tenant.control("POST", "/approve", json!({ "user_code": code["user_code"], "account": person })).await;
    let signed_in = tenant.poll(code["device_code"].as_str().unwrap()).await.json();
    let refresh = signed_in["refresh_token"].as_str().unwrap().to_owned();
    let client = "14d82eec-204b-4c2f-b7e8-296a70dab67e";
    let fields = [("grant_type", "refresh_token"), ("client_id", client), ("refresh_token", refresh.as_str())];
    assert_eq!(tenant.token(&fields).await.status, 200, "it works so far");
    let path = format!("/users/{person}");
    let done = tenant.send("PATCH", &token, &path, json!({ "accountEnabled": false })).await;
    assert_eq!(done.status, 204, "{}", done.text());
    let refused = tenant.token(&fields).await;
    assert_eq!(refused.status, 400, "the session is over: {}", refused.text());
    assert_eq!(refused.json()["error"], "invalid_grant");
    let code = tenant.device_code("User.Read").await.json();
    let approved =
        tenant.control("POST", "/approve", json!({ "user_code": code["user_code"], "account": person })).await;
    let polled = tenant.poll(code["device_code"].as_str().unwrap()).await;
    assert!(approved.status == 400 || polled.status == 400, "nobody signs in: {} {}", approved.text(), polled.text());
    let shown = get(&tenant, &token, &format!("{path}?$select=accountEnabled")).await;
    assert_eq!(shown["accountEnabled"], false);
    assert_eq!(tenant.send("PATCH", &token, &path, json!({ "accountEnabled": true })).await.status, 204);
    tenant.person_token("person", "User.Read").await;
}

#[tokio::test]
async fn disabling_needs_both_permissions_and_a_role_over_administrators() {
    let tenant = Tenant::small().await;
    let (id, _) = somebody(&tenant).await;
    let change = json!({ "accountEnabled": false });
    for (roles, status) in [
        (["User.EnableDisableAccount.All", "User.Read.All"].as_slice(), 204),
        (&["User.EnableDisableAccount.All"], 403),
        (&["User.Read.All"], 403),
    ] {
        let token = tenant.app_token(roles).await;
        assert_eq!(
            tenant.send("PATCH", &token, &format!("/users/{id}"), change.clone()).await.status,
            status,
            "{roles:?}"
        );
    }
    let token = tenant.app_token(&["User.EnableDisableAccount.All", "User.Read.All"]).await;
    let admin = format!("/users/admin@{}", tenant.0.domain());
    let refused = tenant.send("PATCH", &token, &admin, change.clone()).await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (403, "Authorization_RequestDenied"),
        "no role, no administrator"
    );
    let person = tenant.person_token("admin", "User.EnableDisableAccount.All User.Read.All").await;
    assert_eq!(tenant.send("PATCH", &person, &format!("/users/{id}"), change.clone()).await.status, 204);
    for (body, status) in [(json!({ "accountEnabled": "no" }), 400), (json!({ "jobTitle": "x" }), 501)] {
        assert_eq!(tenant.send("PATCH", &token, &format!("/users/{id}"), body.clone()).await.status, status, "{body}");
    }
    assert_eq!(tenant.send("PATCH", &token, "/users/nobody", change).await.status, 404);
}

#[tokio::test]
async fn revoking_sessions_ends_them_and_not_the_account() {
    let tenant = Tenant::small().await;
    let token = tenant.app_token(&["User.RevokeSessions.All"]).await;
    let code = tenant.device_code("User.Read offline_access").await.json();
    let admin = format!("admin@{}", tenant.0.domain());
    tenant.control("POST", "/approve", json!({ "user_code": code["user_code"], "account": admin })).await;
    let refresh = tenant.poll(code["device_code"].as_str().unwrap()).await.json()["refresh_token"].clone();
    let path = format!("/users/{admin}/revokeSignInSessions");
    let other = tenant.app_token(&["User.Read.All"]).await;
    assert_eq!(tenant.graph("POST", &other, &path, &[], None).await.status, 403);
    let done = tenant.graph("POST", &token, &path, &[], None).await;
    assert_eq!((done.status, &done.json()["value"]), (200, &json!(true)));
    let client = "14d82eec-204b-4c2f-b7e8-296a70dab67e";
    let fields = [("grant_type", "refresh_token"), ("client_id", client), ("refresh_token", refresh.as_str().unwrap())];
    let refused = tenant.token(&fields).await;
    assert_eq!(refused.json()["error"], "invalid_grant", "{}", refused.text());
    tenant.person_token("admin", "User.Read").await;
    assert_eq!(tenant.graph("POST", &token, "/users/nobody/revokeSignInSessions", &[], None).await.status, 404);
    let guest = tenant.graph("POST", &token, "/users/guest@fabrikam.com/revokeSignInSessions", &[], None).await;
    assert_eq!(guest.status, 400, "not for people of elsewhere");
}

#[tokio::test]
async fn presence_is_told_one_by_one_or_for_many() {
    let tenant = Tenant::small().await;
    let token = tenant.app_token(&["Presence.Read.All"]).await;
    let (id, _) = somebody(&tenant).await;
    let one = get(&tenant, &token, &format!("/users/{id}/presence")).await;
    assert_eq!(one["id"], id.as_str());
    let many =
        tenant.send("POST", &token, "/communications/getPresencesByUserId", json!({ "ids": [id, "none"] })).await;
    let many = many.json();
    assert_eq!(many["value"].as_array().unwrap().len(), 1);
    assert_eq!(many["value"][0]["availability"], one["availability"]);
    let ids: Vec<String> = (0..651).map(|number| number.to_string()).collect();
    for body in [json!({ "ids": ids }), json!({ "ids": [] }), json!({ "ids": [1] })] {
        assert_eq!(tenant.send("POST", &token, "/communications/getPresencesByUserId", body).await.status, 400);
    }
    let other = tenant.app_token(&["User.Read.All"]).await;
    assert_eq!(tenant.get(&other, &format!("/users/{id}/presence")).await.status, 403);
}

#[tokio::test]
async fn calendars_tell_busy_from_free_and_settings_tell_absence() {
    let tenant = Tenant::small().await;
    let token = tenant.app_token(&["Calendars.ReadBasic.All", "MailboxSettings.Read"]).await;
    let (id, upn) = somebody(&tenant).await;
    let at = |text: &str| json!({ "dateTime": text, "timeZone": "UTC" });
    let body = |interval: i64| {
        json!({
            "schedules": [upn, "nobody@contoso.com"], "startTime": at("2026-03-02T08:00:00"),
            "endTime": at("2026-03-02T18:00:00"), "availabilityViewInterval": interval,
        })
    };
    let path = format!("/users/{id}/calendar/getSchedule");
    let answer = tenant.send("POST", &token, &path, body(60)).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let answer = answer.json();
    let view = answer["value"][0]["availabilityView"].as_str().unwrap();
    assert_eq!(view.len(), 10, "one digit per interval");
    assert!(view.chars().all(|digit| ('0'..='4').contains(&digit)), "{view}");
    let busy = view.chars().filter(|digit| *digit != '0').count();
    assert_eq!(answer["value"][0]["scheduleItems"].as_array().unwrap().len(), busy);
    assert!(answer["value"][1]["error"].is_object(), "a stranger is an error of its own");
    for wrong in [body(4), body(1441), json!({ "schedules": [upn] }), json!({ "schedules": [] })] {
        assert_eq!(tenant.send("POST", &token, &path, wrong.clone()).await.status, 400, "{wrong}");
    }
    let settings = get(&tenant, &token, &format!("/users/{upn}/mailboxSettings")).await;
    assert!(["disabled", "scheduled"].contains(&settings["automaticRepliesSetting"]["status"].as_str().unwrap()));
    let other = tenant.app_token(&["Mail.Read"]).await;
    for refused in [
        tenant.get(&other, &format!("/users/{upn}/mailboxSettings")).await,
        tenant.send("POST", &other, &path, body(30)).await,
    ] {
        assert_eq!((refused.status, refused.code().as_str()), (403, "ErrorAccessDenied"));
    }
}

#[tokio::test]
async fn sign_ins_come_newest_first_and_only_to_premium_tenants() {
    let tenant = Tenant::small().await;
    let token = tenant.app_token(&["AuditLog.Read.All"]).await;
    let page = get(&tenant, &token, "/auditLogs/signIns?$top=25").await;
    let rows = page["value"].as_array().unwrap();
    assert_eq!(rows.len(), 25);
    assert!(page["@odata.nextLink"].is_string());
    let times: Vec<&str> = rows.iter().map(|row| row["createdDateTime"].as_str().unwrap()).collect();
    assert!(times.is_sorted_by(|left, right| left >= right));
    let upn = rows[0]["userPrincipalName"].as_str().unwrap();
    let filter = format!("userPrincipalName eq '{upn}' and createdDateTime ge {}", times[24]);
    let found = get(&tenant, &token, &format!("/auditLogs/signIns?$filter={filter}")).await;
    assert!(found["value"].as_array().unwrap().iter().all(|row| row["userPrincipalName"] == upn));
    let failed = get(&tenant, &token, "/auditLogs/signIns?$filter=status/errorCode ne 0&$top=5").await;
    assert!(failed["value"].as_array().unwrap().iter().all(|row| row["status"]["errorCode"] != 0));
    let single = get(&tenant, &token, &format!("/auditLogs/signIns/{}", rows[0]["id"].as_str().unwrap())).await;
    assert_eq!(single["userPrincipalName"], upn);
    for wrong in ["$top=1001", "$top=0", "$filter=signInEventTypes/any(t:t%20eq%20'x')"] {
        assert_eq!(tenant.get(&token, &format!("/auditLogs/signIns?{wrong}")).await.status, 400, "{wrong}");
    }
    assert_eq!(tenant.get(&token, "/auditLogs/signIns?$skip=5").await.status, 501);
    assert_eq!(tenant.get(&tenant.app_token(&[]).await, "/auditLogs/signIns").await.status, 403);
    tenant.set(json!({ "premium_missing": true })).await;
    let refused = tenant.get(&token, "/auditLogs/signIns").await;
    let code = refused.code();
    assert_eq!((refused.status, code.as_str()), (403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant"));
}
