//! Incidents: who may read them, how they page and filter, how they hang together with their alerts, and how they merge.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use crate::alerts::{instant, rows};
use crate::support::Tenant;

const BOTH: &[&str] = &["SecurityIncident.Read.All", "SecurityAlert.Read.All"];

fn query(pairs: &[(&str, &str)]) -> String {
    let mut text = url::form_urlencoded::Serializer::new(String::new());
    format!("/security/incidents?{}", text.extend_pairs(pairs).finish())
}

/// Every incident, page by page.
async fn all(tenant: &Tenant, token: &str, pairs: &[(&str, &str)]) -> Vec<Value> {
    let mut found: Vec<Value> = Vec::new();
    loop {
        let skip = found.len().to_string();
        let page = tenant.get(token, &query(&[pairs, &[("$top", "50"), ("$skip", skip.as_str())]].concat())).await;
        assert_eq!(page.status, 200, "{pairs:?}: {}", page.text());
        let page = page.json()["value"].as_array().unwrap().clone();
        found.extend(page.clone());
        if page.len() < 50 {
            return found;
        }
    }
}

#[tokio::test]
async fn reading_needs_a_permission_of_its_own() {
    let tenant = Tenant::small().await;
    let anonymous = tenant.get("", "/security/incidents").await;
    assert_eq!((anonymous.status, anonymous.code().as_str()), (401, "InvalidAuthenticationToken"));
    let other = tenant.app_token(&["SecurityAlert.Read.All"]).await;
    for path in ["/security/incidents", "/security/incidents/1"] {
        let refused = tenant.get(&other, path).await;
        assert_eq!((refused.status, refused.code().as_str()), (403, "Forbidden"));
        assert!(refused.message().contains("SecurityIncident.Read.All"), "it names what is missing");
    }
    for permission in ["SecurityIncident.Read.All", "SecurityIncident.ReadWrite.All"] {
        let token = tenant.app_token(&[permission]).await;
        assert_eq!(tenant.get(&token, "/security/incidents").await.status, 200, "{permission}");
    }
}

#[tokio::test]
async fn a_page_has_fifty_at_most_and_asking_for_more_is_refused_in_these_words() {
    let tenant = Tenant::with(simulator::Options { alerts: 240, ..Default::default() }).await;
    let token = tenant.app_token(BOTH).await;
    let page = tenant.get(&token, &query(&[("$count", "true")])).await.json();
    assert_eq!(page["value"].as_array().unwrap().len(), 50);
    assert!(page["@odata.count"].as_u64().unwrap() > 50);
    assert!(page["@odata.context"].as_str().unwrap().ends_with("#security/incidents"));
    let refused = tenant.get(&token, &query(&[("$top", "51")])).await;
    assert_eq!((refused.status, refused.code().as_str()), (400, "BadRequest"));
    assert!(
        refused.message().starts_with("The limit of '50' for Top query has been exceeded."),
        "{}",
        refused.message()
    );
    for pairs in [
        ("$filter", "serviceSource eq 'microsoftSentinel'"),
        ("$filter", "status eq 'new'"),
        ("$filter", "displayName eq 'x'"),
        ("$orderby", "severity"),
        ("$expand", "evidence"),
        ("$count", "maybe"),
        ("$top", "0"),
    ] {
        let refused = tenant.get(&token, &query(&[pairs])).await;
        assert_eq!((refused.status, refused.code().as_str()), (400, "BadRequest"), "{pairs:?}");
    }
    assert_eq!(tenant.get(&token, &query(&[("$search", "x")])).await.status, 501, "not documented");
}

#[tokio::test]
async fn every_alert_leads_to_an_incident_that_has_it() {
    let tenant = Tenant::with(simulator::Options { alerts: 240, ..Default::default() }).await;
    let token = tenant.app_token(BOTH).await;
    let mut members: HashMap<String, HashSet<String>> = HashMap::new();
    for alert in rows(&tenant, &token, &[("$top", "1000")]).await {
        let text = |name: &str| alert[name].as_str().unwrap().to_owned();
        members.entry(text("incidentId")).or_default().insert(text("id"));
    }
    let incidents = all(&tenant, &token, &[("$expand", "alerts")]).await;
    let mut seen = 0;
    for incident in &incidents {
        let id = incident["id"].as_str().unwrap();
        let alerts = incident["alerts"].as_array().unwrap();
        let ids: HashSet<String> = alerts.iter().map(|alert| alert["id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(ids, members.get(id).cloned().unwrap_or_default(), "incident {id} and its alerts agree");
        seen += ids.len();
        if let Some(last) = alerts.iter().map(|alert| instant(alert, "lastUpdateDateTime")).max() {
            assert!(instant(incident, "lastUpdateDateTime") >= last, "an incident moves with its alerts");
        }
        assert_eq!(incident["tenantId"], tenant.0.tenant());
    }
    assert_eq!(seen, 240, "no alert is lost");
    assert!(incidents.is_sorted_by_key(|row| std::cmp::Reverse(instant(row, "createdDateTime"))), "newest first");
    let context = tenant.get(&token, &query(&[("$expand", "alerts")])).await.json();
    assert!(context["@odata.context"].as_str().unwrap().ends_with("#security/incidents(alerts())"));
    let merged: Vec<&Value> = incidents.iter().filter(|incident| incident["status"] == "redirected").collect();
    assert!(!merged.is_empty(), "some were merged");
    for incident in merged {
        let into = incident["redirectIncidentId"].as_str().expect("it says where it went");
        assert!(incident["alerts"].as_array().unwrap().is_empty(), "its alerts went there too");
        assert!(members.contains_key(into), "and that incident has alerts");
    }
}

#[tokio::test]
async fn filters_and_orders_do_what_they_say() {
    let tenant = Tenant::with(simulator::Options { alerts: 240, ..Default::default() }).await;
    let token = tenant.app_token(BOTH).await;
    let everything = all(&tenant, &token, &[]).await;
    for (filter, passes) in [
        ("status eq 'redirected'", (|row: &Value| row["status"] == "redirected") as fn(&Value) -> bool),
        ("severity eq 'high' and status ne 'resolved'", |row| row["severity"] == "high" && row["status"] != "resolved"),
        ("assignedTo eq null", |row| row["assignedTo"].is_null()),
    ] {
        let found = all(&tenant, &token, &[("$filter", filter)]).await;
        assert_eq!(found.len(), everything.iter().filter(|row| passes(row)).count(), "{filter}");
        assert!(!found.is_empty(), "{filter}");
    }
    let middle = everything[everything.len() / 2]["lastUpdateDateTime"].as_str().unwrap().to_owned();
    let since = format!("lastUpdateDateTime ge {middle}");
    let found = all(&tenant, &token, &[("$filter", &since), ("$orderby", "lastUpdateDateTime asc")]).await;
    assert!(found.is_sorted_by_key(|row| instant(row, "lastUpdateDateTime")));
    assert_eq!(instant(&found[0], "lastUpdateDateTime"), middle.parse().unwrap());
    tenant.set(json!({ "incident_order_ignored": true })).await;
    let found = all(&tenant, &token, &[("$filter", &since), ("$orderby", "lastUpdateDateTime asc")]).await;
    assert!(found.is_sorted_by_key(|row| std::cmp::Reverse(instant(row, "createdDateTime"))), "the order is not kept");
}

#[tokio::test]
async fn one_incident_can_be_read_with_or_without_its_alerts() {
    let tenant = Tenant::small().await;
    let token = tenant.app_token(BOTH).await;
    let row = all(&tenant, &token, &[]).await.remove(0);
    let path = format!("/security/incidents/{}", row["id"].as_str().unwrap());
    let mut single = tenant.get(&token, &path).await.json();
    let context = single.as_object_mut().unwrap().shift_remove("@odata.context").unwrap();
    assert!(context.as_str().unwrap().ends_with("#security/incidents/$entity"));
    assert_eq!(single, row);
    let expanded = tenant.get(&token, &format!("{path}?$expand=alerts")).await.json();
    assert!(!expanded["alerts"].as_array().unwrap().is_empty());
    for missing in ["/security/incidents/1", "/security/incidents/x"] {
        let response = tenant.get(&token, missing).await;
        assert_eq!((response.status, response.code().as_str()), (404, "NotFound"));
    }
}

#[tokio::test]
async fn a_merge_redirects_one_and_takes_its_alerts_to_the_other() {
    let tenant = Tenant::small().await;
    let token = tenant.app_token(BOTH).await;
    let before = rows(&tenant, &token, &[("$orderby", "lastUpdateDateTime desc"), ("$top", "1")]).await.remove(0);
    let merged = tenant.control("POST", "/incidents/merge", json!({})).await.json();
    let (from, into) = (merged["merged"].as_str().unwrap(), merged["into"].as_str().unwrap());
    let old = tenant.get(&token, &format!("/security/incidents/{from}?$expand=alerts")).await.json();
    assert_eq!((&old["status"], &old["redirectIncidentId"]), (&json!("redirected"), &json!(into)));
    assert_eq!(old["alerts"], json!([]));
    let new = tenant.get(&token, &format!("/security/incidents/{into}?$expand=alerts")).await.json();
    assert!(new["alerts"].as_array().unwrap().len() > 1);
    assert!(new["alerts"].as_array().unwrap().iter().all(|alert| alert["incidentId"] == into));
    let since = format!("lastUpdateDateTime gt {}", before["lastUpdateDateTime"].as_str().unwrap());
    let changed = rows(&tenant, &token, &[("$filter", &since)]).await;
    assert!(!changed.is_empty() && changed.iter().all(|alert| alert["incidentId"] == into), "moved alerts say so");
    let again = json!({ "from": from.parse::<u64>().unwrap(), "into": into.parse::<u64>().unwrap() });
    assert_eq!(tenant.control("POST", "/incidents/merge", again).await.status, 400, "it is gone already");
}

#[tokio::test]
async fn a_living_tenant_changes_by_itself() {
    let every = Some(std::time::Duration::from_millis(20));
    let tenant = Tenant::with(simulator::Options { alerts: 20, live: every, ..Default::default() }).await;
    let token = tenant.app_token(BOTH).await;
    let grown = async {
        // Bounded below; each turn is a whole exchange.
        while tenant.0.alerts() < 23 {
            tenant.get(&token, "/security/incidents?$top=1").await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), grown).await.expect("alerts arrive");
}
