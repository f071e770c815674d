//! Alerts, machines and files of Defender for Endpoint.

use serde_json::{Value, json};

use super::{ask, query, token, token_of};
use crate::support::{Tenant, call};

async fn many() -> Tenant {
    Tenant::with(simulator::Options { alerts: 200, seed: 3, ..Default::default() }).await
}

async fn alerts(tenant: &Tenant, token: &str, pairs: &[(&str, &str)]) -> Vec<Value> {
    let response = ask(tenant, "GET", token, &query("/mde/api/alerts", pairs), None).await;
    assert_eq!(response.status, 200, "{}", response.text());
    response.json()["value"].as_array().unwrap().clone()
}

#[tokio::test]
async fn alerts_are_the_same_as_in_graph_in_another_shape() {
    let tenant = many().await;
    let token = token(&tenant, "mde", &["Alert.Read.All"]).await;
    let graph = tenant.app_token(&["SecurityAlert.Read.All"]).await;
    let all = alerts(&tenant, &token, &[("$expand", "evidence")]).await;
    assert!(!all.is_empty(), "Endpoint raised some of the tenant's alerts");
    let mut kinds = std::collections::HashSet::new();
    for alert in &all {
        let id = alert["id"].as_str().unwrap();
        let other = tenant.get(&graph, &format!("/security/alerts_v2/{id}")).await.json();
        assert_eq!(alert["incidentId"].to_string(), other["incidentId"].as_str().unwrap(), "a number here");
        assert_eq!(alert["severity"].as_str().unwrap().to_lowercase(), other["severity"].as_str().unwrap());
        assert_eq!(alert["title"], other["title"]);
        let created = alert["alertCreationTime"].as_str().unwrap();
        assert_eq!(created.len(), "2026-01-01T00:00:00.0000000Z".len(), "seven digits: {created}");
        for row in alert["evidence"].as_array().unwrap() {
            kinds.insert(row["entityType"].as_str().unwrap().to_owned());
            assert!(row.as_object().unwrap().contains_key("registryHive"), "every row has every field");
        }
    }
    assert!(kinds.contains("User") && kinds.contains("Process") && kinds.contains("File"), "{kinds:?}");
    let machine = all.iter().find_map(|alert| alert["machineId"].as_str()).unwrap();
    let machines = super::token(&tenant, "mde", &["Machine.Read.All"]).await;
    let found = ask(&tenant, "GET", &machines, &format!("/mde/api/machines/{machine}"), None).await;
    assert_eq!(found.json()["id"], machine, "the machine of an alert is one of the machines");
    let plain = alerts(&tenant, &token, &[("$top", "1")]).await;
    assert_eq!(plain[0]["evidence"], json!([]), "evidence only when asked for");
}

#[tokio::test]
async fn lists_are_filtered_and_paged_without_a_link_for_whoever_says_top() {
    let tenant = many().await;
    let token = token(&tenant, "mde", &["Alert.ReadWrite.All"]).await;
    let all = alerts(&tenant, &token, &[]).await;
    let high = alerts(&tenant, &token, &[("$filter", "severity eq 'High' and status ne 'Resolved'")]).await;
    let expected = all.iter().filter(|it| it["severity"] == "High" && it["status"] != "Resolved").count();
    assert_eq!(high.len(), expected);
    let since = all[3]["alertCreationTime"].as_str().unwrap();
    let newer = alerts(&tenant, &token, &[("$filter", &format!("alertCreationTime ge {since}"))]).await;
    assert!(newer.len() >= 4 && newer[3]["id"] == all[3]["id"], "the newest come first and a bound is included");
    let page = ask(&tenant, "GET", &token, "/mde/api/v1.0/alerts?$top=2&$skip=1", None).await;
    assert!(page.json().get("@odata.nextLink").is_none(), "no link beside $top although there is more");
    assert_eq!(page.json()["value"][0]["id"], all[1]["id"]);
    for (option, status, code) in [
        ("$top=10001", 400, "ODataError"),
        ("$filter=title eq 'x'", 400, "ODataError"),
        ("$filter=lastUpdateTime gt '2026-01-01'", 400, "ODataError"),
        ("$orderby=id", 501, "SimulatorUnsupported"),
        ("$expand=machine", 501, "SimulatorUnsupported"),
    ] {
        let path = format!("/mde/api/alerts?{}", option.replace(' ', "%20"));
        let response = ask(&tenant, "GET", &token, &path, None).await;
        assert_eq!((response.status, response.code().as_str()), (status, code), "{option}: {}", response.text());
        assert_eq!(response.json()["error"]["target"].as_str().is_some(), status == 400 || status == 501);
    }
}

#[tokio::test]
async fn tokens_are_checked_for_audience_and_permission() {
    let tenant = many().await;
    let real = "https://api.securitycenter.microsoft.com";
    let made = json!({ "display_name": "x", "roles": ["Alert.Read.All"], "secret": true });
    let good = token_of(&tenant, real, made.clone()).await;
    assert_eq!(ask(&tenant, "GET", &good, "/mde/api/alerts?$top=1", None).await.status, 200, "Microsoft's own scope");
    let graph = tenant.app_token(&["SecurityAlert.Read.All"]).await;
    let foreign = ask(&tenant, "GET", &graph, "/mde/api/alerts", None).await;
    assert_eq!((foreign.status, foreign.code().as_str()), (401, "Unauthorized"), "a Graph token is for Graph");
    let refused = ask(&tenant, "GET", &good, "/mde/api/machines", None).await;
    assert_eq!((refused.status, refused.code().as_str()), (403, "Forbidden"));
    assert!(refused.message().contains("Machine.Read.All"), "the permission is named: {}", refused.message());
    let without = call("GET", &format!("{}/mde/api/alerts", tenant.0.base()), &[], b"").await;
    assert_eq!(without.status, 401);
    assert_eq!(without.json()["error"]["target"].as_str(), without.header("request-id"), "the exchange is named");
    let id = alerts(&tenant, &good, &[("$top", "1")]).await[0]["id"].as_str().unwrap().to_owned();
    let path = format!("/mde/api/alerts/{id}");
    let write = ask(&tenant, "PATCH", &good, &path, Some(json!({ "status": "Resolved" }))).await;
    assert_eq!(write.status, 403, "reading does not mean writing");
    for part in ["user", "files", "ips", "domains", "machine"] {
        assert_eq!(ask(&tenant, "GET", &good, &format!("{path}/{part}"), None).await.status, 403, "{part}");
    }
    assert_eq!(ask(&tenant, "GET", &good, "/mde/api/alerts/da0_1", None).await.code(), "ResourceNotFound");
}

#[tokio::test]
async fn an_update_is_seen_on_both_sides() {
    let tenant = many().await;
    let token = token(&tenant, "mde", &["Alert.ReadWrite.All"]).await;
    let graph = tenant.app_token(&["SecurityAlert.Read.All"]).await;
    let id = alerts(&tenant, &token, &[("$top", "1")]).await[0]["id"].as_str().unwrap().to_owned();
    let path = format!("/mde/api/alerts/{id}");
    let change = json!({ "status": "Resolved", "classification": "TruePositive", "determination": "CompromisedUser",
        "assignedTo": "soc@contoso.com", "comment": "done" });
    let changed = ask(&tenant, "PATCH", &token, &path, Some(change)).await;
    assert_eq!(changed.status, 200, "{}", changed.text());
    let changed = changed.json();
    assert_eq!((&changed["status"], &changed["determination"]), (&json!("Resolved"), &json!("CompromisedUser")));
    let other = tenant.get(&graph, &format!("/security/alerts_v2/{id}")).await.json();
    assert_eq!((&other["status"], &other["determination"]), (&json!("resolved"), &json!("compromisedAccount")));
    assert_eq!(other["lastUpdateDateTime"], changed["lastUpdateTime"], "one alert, one time");
    for (body, code) in [
        (json!({ "status": "resolved" }), "InvalidInput"),
        (json!({ "status": "Closed" }), "InvalidInput"),
        (json!({}), "InvalidRequestBody"),
        (json!({ "Status": "New" }), "SimulatorUnsupported"),
    ] {
        let response = ask(&tenant, "PATCH", &token, &path, Some(body.clone())).await;
        assert_eq!(response.code(), code, "{body}: {}", response.text());
    }
}

#[tokio::test]
async fn machines_and_files_are_found_by_what_alerts_say() {
    let tenant = many().await;
    let roles = ["Alert.Read.All", "Machine.Read.All", "File.Read.All"];
    let token = token(&tenant, "mde", &roles).await;
    let machines = ask(&tenant, "GET", &token, "/mde/api/machines", None).await.json();
    assert_eq!(machines["value"].as_array().unwrap().len(), 80, "all of the tenant's devices");
    let filter = query("/mde/api/machines", &[("$filter", "healthStatus eq 'Inactive'")]);
    let inactive = ask(&tenant, "GET", &token, &filter, None).await.json();
    assert!(inactive["value"].as_array().unwrap().iter().all(|it| it["healthStatus"] == "Inactive"));
    let none = query("/mde/api/machines", &[("$filter", "computerDnsName eq 'nobody'")]);
    assert_eq!(ask(&tenant, "GET", &token, &none, None).await.status, 404, "no machines is not found");
    let all = alerts(&tenant, &token, &[("$expand", "evidence")]).await;
    let rows = all.iter().flat_map(|alert| alert["evidence"].as_array().unwrap().clone());
    let file = rows.into_iter().find(|row| row["entityType"] == "File").unwrap();
    let (sha1, sha256) = (file["sha1"].as_str().unwrap(), file["sha256"].as_str().unwrap());
    let found = ask(&tenant, "GET", &token, &format!("/mde/api/files/{sha1}"), None).await;
    assert_eq!((found.status, found.json()["sha256"].as_str()), (200, Some(sha256)), "{}", found.text());
    let holders = ask(&tenant, "GET", &token, &format!("/mde/api/files/{sha256}/alerts"), None).await.json();
    assert!(!holders["value"].as_array().unwrap().is_empty());
    let unknown = ask(&tenant, "GET", &token, &format!("/mde/api/files/{}", "0".repeat(40)), None).await;
    assert_eq!((unknown.status, unknown.code().as_str()), (404, "ResourceNotFound"));
    assert_eq!(ask(&tenant, "GET", &token, "/mde/api/files/xyz", None).await.status, 400);
}

#[tokio::test]
async fn the_state_says_which_hosts_a_path_stands_for() {
    let state = Tenant::small().await.state().await;
    let hosts = state["surfaces"]["mde"]["stands_for"].as_array().unwrap();
    for host in
        ["api.securitycenter.microsoft.com", "eu.api.security.microsoft.com", "api-gov.securitycenter.microsoft.us"]
    {
        assert!(hosts.iter().any(|it| it == host), "{host}");
    }
    assert!(state["downloads"].as_str().unwrap().starts_with("http://127.0.0.1:"), "results have a host of their own");
}

#[tokio::test]
async fn a_person_reads_with_the_delegated_permission() {
    let tenant = many().await;
    let token = tenant.person_token("admin", &format!("{}/mde/Alert.Read", tenant.0.base())).await;
    assert_eq!(ask(&tenant, "GET", &token, "/mde/api/alerts?$top=1", None).await.status, 200);
    assert_eq!(ask(&tenant, "GET", &token, "/mde/api/machines", None).await.status, 403, "alerts only");
}
