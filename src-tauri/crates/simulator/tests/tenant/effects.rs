//! What scenarios do on the services beside sign-in and alerts: each has its documented effect on a caller who has every
//! permission.

use serde_json::json;

use crate::support::{Response, Tenant, access_token, call};

/// A call, with a token of an application that has these permissions and roles.
async fn asked(tenant: &Tenant, roles: &[&str], scope: &str, method: &str, path: &str, body: &str) -> Response {
    let wanted =
        json!({ "display_name": "All", "roles": roles, "secret": true, "directory_roles": ["Security Reader"] });
    let app = tenant.app_with(wanted).await;
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", app.id.as_str()),
        ("client_secret", app.secret.as_str()),
        ("scope", scope),
    ];
    let bearer = format!("Bearer {}", access_token(&tenant.token(&fields).await));
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    let path = path.replace("{tenant}", tenant.0.tenant()).replace("{domain}", tenant.0.domain());
    call(method, &format!("{}{path}", tenant.0.base()), &headers, body.as_bytes()).await
}

const GRAPH: &str = "https://graph.microsoft.com/.default";
const MANAGE: &str = "https://manage.office.com/.default";
const EXCHANGE: &str = "https://outlook.office365.com/.default";
const START: &str = "/manage/api/v1.0/{tenant}/activity/feed/subscriptions/start?contentType=Audit.General&PublisherIdentifier=11111111-2222-3333-4444-555555555555";
const CMDLETS: &str = "/exchange/adminapi/beta/{tenant}/InvokeCommand";
const QUARANTINE: &str =
    r#"{"CmdletInput":{"CmdletName":"Get-QuarantineMessage","Parameters":{"PageSize":5,"Page":1}}}"#;

#[tokio::test]
async fn scenarios_have_their_effect_on_every_service() {
    let query = r#"{"Query":"AlertInfo | take 1"}"#;
    let mail = "/graph/v1.0/users/admin@{domain}/messages";
    let cases = [
        ("auditing-off", MANAGE, "ActivityFeed.Read", "POST", START, "", 200, &[400, 404][..]),
        ("directory-role-missing", EXCHANGE, "Exchange.ManageAsApp", "POST", CMDLETS, QUARANTINE, 200, &[403]),
        (
            "hunting-spent",
            GRAPH,
            "ThreatHunting.Read.All",
            "POST",
            "/graph/v1.0/security/runHuntingQuery",
            query,
            200,
            &[429],
        ),
        ("premium-missing", GRAPH, "AuditLog.Read.All", "GET", "/graph/v1.0/auditLogs/signIns", "", 200, &[403]),
        ("mailboxes-narrowed", GRAPH, "Mail.Read", "GET", mail, "", 200, &[403]),
        ("incidents-500", GRAPH, "SecurityIncident.Read.All", "GET", "/graph/v1.0/security/incidents", "", 200, &[500]),
    ];
    for (id, scope, role, method, path, body, before, after) in cases {
        let tenant = Tenant::small().await;
        let fine = asked(&tenant, &[role], scope, method, path, body).await;
        assert_eq!(fine.status, before, "{id} before: {}", fine.text());
        let tenant = Tenant::small().await;
        assert_eq!(tenant.control("POST", "/scenario", json!({ "id": id })).await.status, 200);
        let refused = asked(&tenant, &[role], scope, method, path, body).await;
        assert!(after.contains(&refused.status), "{id} after: {} {}", refused.status, refused.text());
    }
}

#[tokio::test]
async fn two_incidents_become_one_after_the_first_page() {
    let tenant = Tenant::small().await;
    let token = tenant.app_token(&["SecurityIncident.Read.All"]).await;
    tenant.control("POST", "/scenario", json!({ "id": "incidents-merged" })).await;
    let redirected = async || {
        let page = tenant.get(&token, "/security/incidents?$top=50").await.json();
        let rows = page["value"].as_array().unwrap().clone();
        rows.iter().filter(|row| row["status"] == "redirected" && row["redirectIncidentId"].is_string()).count()
    };
    let before = redirected().await;
    assert_eq!(redirected().await, before + 1, "one more names another");
}
