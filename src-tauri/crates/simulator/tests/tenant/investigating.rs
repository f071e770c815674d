//! What analysts change through the API: status, verdict, owner, tags and remarks, and nothing else.

use serde_json::{Value, json};

use crate::alerts::{instant, rows};
use crate::support::Tenant;

const WRITING: &[&str] = &["SecurityAlert.ReadWrite.All", "SecurityIncident.ReadWrite.All"];

async fn first(tenant: &Tenant, token: &str, set: &str) -> Value {
    tenant.get(token, &format!("/security/{set}?$top=1")).await.json()["value"][0].clone()
}

#[tokio::test]
async fn changing_needs_the_writing_permission() {
    let tenant = Tenant::small().await;
    let reader = tenant.app_token(&["SecurityAlert.Read.All", "SecurityIncident.Read.All"]).await;
    for set in ["alerts_v2", "incidents"] {
        let id = first(&tenant, &reader, set).await["id"].as_str().unwrap().to_owned();
        let path = format!("/security/{set}/{id}");
        let refused = tenant.send("PATCH", &reader, &path, json!({ "status": "resolved" })).await;
        assert_eq!((refused.status, refused.code().as_str()), (403, "Forbidden"));
        let refused = tenant.send("POST", &reader, &format!("{path}/comments"), json!({ "comment": "x" })).await;
        assert_eq!((refused.status, refused.code().as_str()), (403, "Forbidden"));
        assert_eq!(tenant.send("PATCH", "", &path, json!({})).await.status, 401);
    }
}

#[tokio::test]
async fn an_alert_takes_what_is_writable_and_moves_to_the_end() {
    let tenant = Tenant::small().await;
    let token = tenant.app_token(WRITING).await;
    let before = first(&tenant, &token, "alerts_v2").await;
    let path = format!("/security/alerts_v2/{}", before["id"].as_str().unwrap());
    let change = json!({
        "status": "resolved", "classification": "truePositive", "determination": "Phishing",
        "assignedTo": "<b>night</b> shift",
    });
    let answer = tenant.send("PATCH", &token, &path, change).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let after = answer.json();
    assert_eq!((&after["status"], &after["classification"]), (&json!("resolved"), &json!("truePositive")));
    assert_eq!(after["determination"], "phishing", "members come back in their own spelling");
    assert_eq!(after["assignedTo"], "<b>night</b> shift", "free text stays what it is");
    assert!(!after["resolvedDateTime"].is_null());
    assert!(instant(&after, "lastUpdateDateTime") > instant(&before, "lastUpdateDateTime"));
    assert_eq!(after["title"], before["title"], "the rest is untouched");
    let last = rows(&tenant, &token, &[("$orderby", "lastUpdateDateTime desc"), ("$top", "1")]).await.remove(0);
    assert_eq!(last["id"], before["id"], "lists know it");
    let found = rows(&tenant, &token, &[("$filter", "assignedTo eq '<b>night</b> shift'")]).await;
    assert_eq!(found.len(), 1, "filters know it");
    let answer =
        tenant.send("PATCH", &token, &path, json!({ "assignedTo": null, "status": "inProgress" })).await.json();
    assert!(answer["assignedTo"].is_null() && answer["resolvedDateTime"].is_null(), "and it can be taken back");
    tenant.control("POST", "/alerts/update", json!({ "id": before["id"] })).await;
    let moved = tenant.get(&token, &path).await.json();
    assert!(
        instant(&moved, "lastUpdateDateTime") > instant(&answer, "lastUpdateDateTime"),
        "the control port still works"
    );
}

#[tokio::test]
async fn what_cannot_be_set_is_refused() {
    let tenant = Tenant::small().await;
    let token = tenant.app_token(WRITING).await;
    for (set, body) in [
        ("alerts_v2", json!({ "status": "active" })),
        ("alerts_v2", json!({ "status": "unknownFutureValue" })),
        ("alerts_v2", json!({ "status": null })),
        ("alerts_v2", json!({ "classification": "compromisedUser" })),
        ("alerts_v2", json!({ "determination": "clean" })),
        ("alerts_v2", json!({ "assignedTo": 7 })),
        ("incidents", json!({ "status": "redirected" })),
        ("incidents", json!({ "status": "new" })),
        ("incidents", json!({ "customTags": "one" })),
        ("incidents", json!({ "customTags": [1] })),
        ("incidents", json!([])),
    ] {
        let id = first(&tenant, &token, set).await["id"].as_str().unwrap().to_owned();
        let refused = tenant.send("PATCH", &token, &format!("/security/{set}/{id}"), body.clone()).await;
        assert_eq!((refused.status, refused.code().as_str()), (400, "BadRequest"), "{set} {body}: {}", refused.text());
    }
    for (set, field) in [
        ("alerts_v2", "severity"),
        ("alerts_v2", "customDetails"),
        ("alerts_v2", "customTags"),
        ("incidents", "displayName"),
        ("incidents", "summary"),
    ] {
        let id = first(&tenant, &token, set).await["id"].as_str().unwrap().to_owned();
        let refused = tenant.send("PATCH", &token, &format!("/security/{set}/{id}"), json!({ field: "x" })).await;
        assert_eq!(refused.status, 501, "{field}");
        assert!(refused.message().contains(field), "it is named: {}", refused.message());
    }
    for path in ["/security/alerts_v2/none", "/security/incidents/1", "/security/incidents/none/comments"] {
        let method = if path.ends_with("comments") { "POST" } else { "PATCH" };
        let body = if method == "POST" { json!({ "comment": "x" }) } else { json!({ "status": "resolved" }) };
        let missing = tenant.send(method, &token, path, body).await;
        assert_eq!((missing.status, missing.code().as_str()), (404, "NotFound"), "{path}");
    }
}

#[tokio::test]
async fn an_incident_takes_its_changes_and_resolves_its_alerts() {
    let tenant = Tenant::small().await;
    let token = tenant.app_token(WRITING).await;
    let before = first(&tenant, &token, "incidents").await;
    let path = format!("/security/incidents/{}", before["id"].as_str().unwrap());
    let change = json!({
        "status": "resolved", "classification": "falsePositive", "determination": "notMalicious",
        "assignedTo": "KaiC@contoso.onmicrosoft.com", "customTags": ["Demo", "<script>"],
    });
    let after = tenant.send("PATCH", &token, &path, change).await;
    assert_eq!(after.status, 200, "{}", after.text());
    let after = after.json();
    assert_eq!((&after["status"], &after["classification"]), (&json!("resolved"), &json!("falsePositive")));
    assert_eq!(after["customTags"], json!(["Demo", "<script>"]));
    assert_eq!(after["lastModifiedBy"], "API-App:Collector", "it says who did it");
    assert!(instant(&after, "lastUpdateDateTime") > instant(&before, "lastUpdateDateTime"));
    let expanded = tenant.get(&token, &format!("{path}?$expand=alerts")).await.json();
    let alerts = expanded["alerts"].as_array().unwrap();
    assert!(
        !alerts.is_empty() && alerts.iter().all(|alert| alert["status"] == "resolved"),
        "its alerts are resolved with it"
    );
}

#[tokio::test]
async fn remarks_are_added_at_the_end_and_all_come_back() {
    let tenant = Tenant::small().await;
    let token = tenant.app_token(WRITING).await;
    for set in ["alerts_v2", "incidents"] {
        let before = first(&tenant, &token, set).await;
        let path = format!("/security/{set}/{}", before["id"].as_str().unwrap());
        let count = before["comments"].as_array().unwrap().len();
        let kind = "microsoft.graph.security.alertComment";
        for (number, text) in ["Demo", "'; DROP TABLE alerts; --"].into_iter().enumerate() {
            let body = json!({ "@odata.type": kind, "comment": text });
            let answer = tenant.send("POST", &token, &format!("{path}/comments"), body).await;
            assert_eq!(answer.status, 200, "{}", answer.text());
            let all = answer.json()["value"].as_array().unwrap().clone();
            assert_eq!(all.len(), count + number + 1);
            assert_eq!(all.last().unwrap()["comment"], text);
            assert_eq!(all.last().unwrap()["createdByDisplayName"], "API-App:Collector");
        }
        let after = tenant.get(&token, &path).await.json();
        assert_eq!(after["comments"].as_array().unwrap().len(), count + 2, "they stay");
        assert!(instant(&after, "lastUpdateDateTime") > instant(&before, "lastUpdateDateTime"));
        for body in [json!({}), json!({ "comment": "" }), json!({ "@odata.type": "other", "comment": "x" })] {
            assert_eq!(
                tenant.send("POST", &token, &format!("{path}/comments"), body.clone()).await.status,
                400,
                "{body}"
            );
        }
    }
}

#[tokio::test]
async fn loaded_alerts_can_be_changed_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.json");
    let alert = json!({
        "id": "x", "incidentId": "29", "title": "Loaded <b>", "status": "new", "severity": "Medium", "comments": [],
        "createdDateTime": "2020-01-01T00:00:00Z", "lastUpdateDateTime": "2020-01-01T00:00:00Z",
    });
    std::fs::write(&path, alert.to_string()).unwrap();
    let tenant = Tenant::with(simulator::Options { load: vec![path], ..Default::default() }).await;
    let token = tenant.app_token(WRITING).await;
    let incident = tenant.get(&token, "/security/incidents/29").await.json();
    assert_eq!((&incident["displayName"], &incident["severity"]), (&json!("Loaded <b>"), &json!("medium")));
    let after = tenant.send("PATCH", &token, "/security/alerts_v2/x", json!({ "status": "resolved" })).await.json();
    assert_eq!((&after["status"], &after["title"]), (&json!("resolved"), &json!("Loaded <b>")));
    assert_eq!(tenant.get(&token, "/security/incidents/29").await.json()["status"], "resolved");
}

#[tokio::test]
async fn alerts_about_data_that_leaves_are_there() {
    let tenant = Tenant::with(simulator::Options::default()).await;
    let token = tenant.app_token(WRITING).await;
    let found = rows(&tenant, &token, &[("$filter", "serviceSource eq 'dataLossPrevention'")]).await;
    assert!(!found.is_empty());
    assert!(found.iter().all(|alert| alert["detectionSource"] == "microsoftDataLossPrevention"));
}
