//! Getting all alerts although the service seldom says that there are more.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::alerts::{instant, query, rows};
use crate::support::Tenant;

async fn reader(alerts: usize) -> (Tenant, String) {
    let tenant = Tenant::with(simulator::Options { alerts, seed: 5, ..Default::default() }).await;
    let token = tenant.app_token(&["SecurityAlert.Read.All"]).await;
    (tenant, token)
}

#[tokio::test]
async fn a_watermark_collects_everything_without_a_next_link() {
    let (tenant, token) = reader(400).await;
    let mut seen: HashMap<String, String> = HashMap::new();
    let mut filter = "lastUpdateDateTime ge 2000-01-01T00:00:00Z".to_owned();
    let mut pages = 0;
    for _ in 0..400 {
        let response = tenant
            .get(&token, &query(&[("$filter", &filter), ("$orderby", "lastUpdateDateTime asc"), ("$top", "25")]))
            .await;
        let page = response.json();
        assert!(page.get("@odata.nextLink").is_none(), "never by default, however many rows there are");
        pages += 1;
        let page = page["value"].as_array().unwrap().clone();
        let fresh = page.iter().filter(|row| !seen.contains_key(row["id"].as_str().unwrap())).count();
        for row in &page {
            seen.insert(row["id"].as_str().unwrap().to_owned(), row["lastUpdateDateTime"].to_string());
        }
        if fresh == 0 {
            break;
        }
        filter = format!("lastUpdateDateTime ge {}", page.last().unwrap()["lastUpdateDateTime"].as_str().unwrap());
    }
    assert_eq!(seen.len(), 400, "all of them, in {pages} pages");
}

#[tokio::test]
async fn skipping_reaches_five_hundred_rows_at_most() {
    let (tenant, token) = reader(600).await;
    let all = rows(&tenant, &token, &[("$top", "1000")]).await;
    let tail = rows(&tenant, &token, &[("$skip", "500"), ("$top", "1000")]).await;
    assert_eq!(tail, all[500..], "a skip of 500 is the last one that is allowed");
}

#[tokio::test]
async fn next_links_lead_through_everything_when_switched_on() {
    let (tenant, token) = reader(130).await;
    tenant.set(json!({ "next_link": "always" })).await;
    let mut path = query(&[("$top", "40"), ("$filter", "status ne 'unknown'"), ("$orderby", "createdDateTime asc")]);
    let mut all: Vec<Value> = Vec::new();
    for _ in 0..10 {
        let page = tenant.get(&token, &path).await.json();
        all.extend(page["value"].as_array().unwrap().clone());
        let Some(link) = page["@odata.nextLink"].as_str() else { break };
        path = link.strip_prefix(&format!("{}/v1.0", tenant.0.graph())).expect("a link to the same Graph").to_owned();
    }
    assert_eq!(all.len(), 130, "no row is lost or repeated");
    assert!(all.is_sorted_by_key(|row| instant(row, "createdDateTime")), "the order is kept across links");
    tenant.set(json!({ "next_link": "random" })).await;
    let mut kinds = [0, 0];
    for _ in 0..40 {
        let page = tenant.get(&token, &query(&[("$top", "1")])).await.json();
        kinds[usize::from(page.get("@odata.nextLink").is_some())] += 1;
    }
    assert!(kinds[0] > 0 && kinds[1] > 0, "some pages have one and some do not: {kinds:?}");
}

#[tokio::test]
async fn a_foreign_next_link_points_at_the_control_port_which_counts_visits() {
    let (tenant, token) = reader(10).await;
    tenant.set(json!({ "foreign_next_link": true })).await;
    let page = tenant.get(&token, &query(&[])).await.json();
    let link = page["@odata.nextLink"].as_str().unwrap();
    assert_eq!(link, format!("{}/elsewhere", tenant.0.control()));
    assert_eq!(tenant.state().await["elsewhere_hits"], 0, "nobody went there yet");
    crate::support::call("GET", link, &[("authorization", "Bearer oops")], b"").await;
    let state = tenant.state().await;
    assert_eq!(
        (&state["elsewhere_hits"], &state["elsewhere_authorized"]),
        (&json!(1), &json!(1)),
        "a fool did, with a token"
    );
}

#[tokio::test]
async fn lists_can_be_held_back_after_some_pages() {
    let (tenant, token) = reader(10).await;
    tenant.set(json!({ "hold_after_pages": 2 })).await;
    for _ in 0..2 {
        assert_eq!(rows(&tenant, &token, &[]).await.len(), 10, "the first pages come at once");
    }
    let held = rows(&tenant, &token, &[]);
    let release = async {
        // Bounded by the test runner's own limit; each turn is a whole exchange with the control port.
        while tenant.state().await["held"] != 1 {
            tokio::task::yield_now().await;
        }
        tenant.set(json!({ "hold_after_pages": null })).await;
    };
    let (page, ()) = tokio::time::timeout(std::time::Duration::from_secs(20), async { tokio::join!(held, release) })
        .await
        .expect("the held list is answered when released");
    assert_eq!(page.len(), 10);
    assert_eq!(tenant.state().await["held"], 0);
}
