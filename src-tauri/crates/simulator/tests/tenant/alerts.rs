//! The list of alerts: who may read it, what can be filtered and ordered, and how single ones look.

use serde_json::{Value, json};

use crate::support::Tenant;

/// A query with its special characters encoded.
pub fn query(pairs: &[(&str, &str)]) -> String {
    let mut text = url::form_urlencoded::Serializer::new(String::new());
    format!("/security/alerts_v2?{}", text.extend_pairs(pairs).finish())
}

/// The rows of a list that must succeed.
pub async fn rows(tenant: &Tenant, token: &str, pairs: &[(&str, &str)]) -> Vec<Value> {
    let response = tenant.get(token, &query(pairs)).await;
    assert_eq!(response.status, 200, "{pairs:?}: {}", response.text());
    response.json()["value"].as_array().unwrap().clone()
}

pub fn instant(row: &Value, name: &str) -> jiff::Timestamp {
    row[name].as_str().unwrap().parse().unwrap()
}

async fn reader(alerts: usize) -> (Tenant, String) {
    let tenant = Tenant::with(simulator::Options { alerts, ..Default::default() }).await;
    let token = tenant.app_token(&["SecurityAlert.Read.All"]).await;
    (tenant, token)
}

#[tokio::test]
async fn reading_needs_one_of_two_permissions_and_the_refusal_names_them() {
    let tenant = Tenant::small().await;
    let none = tenant.app_token(&[]).await;
    let other = tenant.app_token(&["SecurityIncident.Read.All"]).await;
    for token in [none, other] {
        let response = tenant.get(&token, "/security/alerts_v2").await;
        assert_eq!((response.status, response.code().as_str()), (403, "Forbidden"));
        assert!(response.message().contains("SecurityAlert.Read.All"), "{}", response.message());
    }
    let writer = tenant.app_token(&["SecurityAlert.ReadWrite.All"]).await;
    assert_eq!(tenant.get(&writer, "/security/alerts_v2").await.status, 200);
    let person = tenant.person_token("admin", "SecurityAlert.Read.All").await;
    assert_eq!(tenant.get(&person, "/security/alerts_v2").await.status, 200, "the delegated permission counts too");
}

#[tokio::test]
async fn the_newest_come_first_and_a_page_has_fifty() {
    let (tenant, token) = reader(120).await;
    let page = rows(&tenant, &token, &[]).await;
    assert_eq!(page.len(), 50);
    assert!(page.is_sorted_by_key(|row| std::cmp::Reverse(instant(row, "createdDateTime"))), "newest first");
    for (order, name) in [("createdDateTime", "createdDateTime"), ("lastUpdateDateTime asc", "lastUpdateDateTime")] {
        let page = rows(&tenant, &token, &[("$orderby", order), ("$top", "2000")]).await;
        assert_eq!(page.len(), 120, "a top above 1000 is clamped, not refused");
        assert!(page.is_sorted_by_key(|row| instant(row, name)), "ascending by {name}");
    }
}

#[tokio::test]
async fn filters_select_what_they_say() {
    let (tenant, token) = reader(240).await;
    let all = rows(&tenant, &token, &[("$top", "1000")]).await;
    let middle = all[all.len() / 2]["lastUpdateDateTime"].as_str().unwrap().to_owned();
    let since = format!("lastUpdateDateTime ge {middle}");
    let expected = all.iter().filter(|row| instant(row, "lastUpdateDateTime") >= middle.parse().unwrap()).count();
    let found = rows(&tenant, &token, &[("$filter", &since), ("$top", "1000")]).await;
    assert_eq!(found.len(), expected, "instants are compared as instants, not as texts");
    let text = "(severity eq 'high' or severity eq 'medium') and status ne 'resolved'";
    let found = rows(&tenant, &token, &[("$filter", text), ("$top", "1000")]).await;
    let passes =
        |row: &&Value| ["high", "medium"].contains(&row["severity"].as_str().unwrap()) && row["status"] != "resolved";
    assert_eq!(found.len(), all.iter().filter(passes).count());
    assert!(!found.is_empty() && found.iter().all(|row| passes(&row)));
    let unassigned = rows(&tenant, &token, &[("$filter", "assignedTo eq null"), ("$top", "1000")]).await;
    assert_eq!(unassigned.len(), all.iter().filter(|row| row["assignedTo"].is_null()).count());
    let source = "serviceSource eq 'microsoftDefenderForOffice365' and createdDateTime lt 2100-01-01T00:00:00+02:00";
    let found = rows(&tenant, &token, &[("$filter", source)]).await;
    assert!(!found.is_empty() && found.iter().all(|row| row["serviceSource"] == "microsoftDefenderForOffice365"));
    let counted = tenant.get(&token, &query(&[("$count", "true"), ("$top", "1"), ("$filter", text)])).await.json();
    assert_eq!(counted["@odata.count"].as_u64().unwrap() as usize, all.iter().filter(passes).count());
}

#[tokio::test]
async fn undocumented_queries_are_refused() {
    let (tenant, token) = reader(5).await;
    for pairs in [
        ("$filter", "investigationState eq 'running'"),
        ("$filter", "evidence/any(e:e/verdict eq 'malicious')"),
        ("$filter", "severity eq 'urgent'"),
        ("$filter", "createdDateTime gt yesterday"),
        ("$orderby", "severity"),
        ("$orderby", "createdDateTime upwards"),
        ("$skip", "501"),
        ("$skip", "-1"),
        ("$top", "0"),
        ("$top", "many"),
        ("$count", "yes"),
        ("$skiptoken", "abc"),
    ] {
        let response = tenant.get(&token, &query(&[pairs])).await;
        assert_eq!((response.status, response.code().as_str()), (400, "BadRequest"), "{pairs:?}: {}", response.text());
    }
    let twice = tenant.get(&token, &query(&[("$top", "1"), ("$top", "2")])).await;
    assert_eq!(twice.status, 400, "an option may come once");
    for option in ["$expand", "$search", "$select", "top", "filter"] {
        let response = tenant.get(&token, &query(&[(option, "x")])).await;
        assert_eq!(response.status, 501, "{option}");
        assert!(response.message().contains(option), "the refusal names it: {}", response.message());
    }
}

#[tokio::test]
async fn late_enum_members_are_told_only_to_who_asks() {
    let (tenant, token) = reader(240).await;
    let path = query(&[("$top", "1000")]);
    let plain = tenant.get(&token, &path).await.json();
    let prefer = [("prefer", "include-unknown-enum-members")];
    let full = tenant.graph("GET", &token, &path, &prefer, None).await.json();
    let (plain, full) = (plain["value"].as_array().unwrap().clone(), full["value"].as_array().unwrap().clone());
    let sentinel =
        full.iter().position(|row| row["serviceSource"] == "microsoftSentinel").expect("Sentinel alerts exist");
    assert_eq!(plain[sentinel]["serviceSource"], "unknownFutureValue");
    assert_eq!(plain[sentinel]["id"], full[sentinel]["id"], "the same alert otherwise");
    let count =
        |rows: &[Value]| rows.iter().filter(|row| row.to_string().contains("\"remediationStatus\":\"active\"")).count();
    assert!(count(&full) > 0 && count(&plain) == 0, "evidence is treated alike");
    let filter = query(&[("$filter", "serviceSource eq 'microsoftSentinel'"), ("$count", "true")]);
    let found = tenant.get(&token, &filter).await.json();
    assert!(found["@odata.count"].as_u64().unwrap() > 0, "filters know the real value");
}

#[tokio::test]
async fn one_alert_can_be_read_by_its_id() {
    let (tenant, token) = reader(10).await;
    let row = rows(&tenant, &token, &[]).await.remove(3);
    let single = tenant.get(&token, &format!("/security/alerts_v2/{}", row["id"].as_str().unwrap())).await;
    let mut found = single.json();
    assert!(found["@odata.context"].as_str().unwrap().ends_with("/$entity"));
    found.as_object_mut().unwrap().shift_remove("@odata.context");
    assert_eq!(found, row, "the same alert as in the list");
    let missing = tenant.get(&token, "/security/alerts_v2/none").await;
    assert_eq!((missing.status, missing.code().as_str()), (404, "NotFound"));
}

#[tokio::test]
async fn updates_and_arrivals_move_alerts_to_the_end_of_the_order() {
    let (tenant, token) = reader(40).await;
    let before = rows(&tenant, &token, &[("$orderby", "lastUpdateDateTime desc"), ("$top", "1")]).await.remove(0);
    let updated = tenant.control("POST", "/alerts/update", json!({ "count": 3 })).await.json();
    let ids = updated["updated"].as_array().unwrap().clone();
    assert_eq!(ids.len(), 3);
    let since = format!("lastUpdateDateTime gt {}", before["lastUpdateDateTime"].as_str().unwrap());
    let changed = rows(&tenant, &token, &[("$filter", &since)]).await;
    assert_eq!(changed.len(), 3, "exactly the changed ones are newer");
    assert!(changed.iter().all(|row| ids.contains(&row["id"])));
    assert!(changed.iter().all(|row| instant(row, "lastUpdateDateTime") > instant(row, "createdDateTime")));
    let one = tenant.control("POST", "/alerts/update", json!({ "id": ids[0] })).await;
    assert_eq!(one.json()["updated"], json!([ids[0]]));
    let added = tenant.control("POST", "/alerts/add", json!({ "count": 2 })).await.json();
    let newest = rows(&tenant, &token, &[("$top", "2")]).await;
    assert!(newest.iter().all(|row| added["added"].as_array().unwrap().contains(&row["id"])), "arrivals are newest");
    assert!(newest.iter().all(|row| row["status"] == "new" && row["assignedTo"].is_null()), "and untouched");
    assert_eq!(tenant.0.alerts(), 42);
    assert_eq!(tenant.control("POST", "/alerts/update", json!({ "id": "none" })).await.status, 400);
}
