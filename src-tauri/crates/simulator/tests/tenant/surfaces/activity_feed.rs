//! What the audit feed lists and what its blobs hold.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::activity::{feed_get, subscribe};
use super::{ask, token};
use crate::support::{Response, Tenant};

async fn subscribed(kinds: &[&str]) -> (Tenant, String) {
    let tenant = Tenant::small().await;
    let token = token(&tenant, "manage", &["ActivityFeed.Read", "ActivityFeed.ReadDlp"]).await;
    for kind in kinds {
        assert_eq!(subscribe(&tenant, &token, "start", kind, None).await.status, 200);
    }
    (tenant, token)
}

/// Follows a listing to its end.
async fn listing(tenant: &Tenant, token: &str, kind: &str) -> (Vec<Value>, usize) {
    let mut response: Response = feed_get(tenant, token, "subscriptions/content", &[("contentType", kind)]).await;
    let (mut all, mut pages) = (Vec::new(), 0);
    loop {
        assert_eq!(response.status, 200, "{}", response.text());
        all.extend(response.json().as_array().unwrap().clone());
        pages += 1;
        let Some(next) = response.header("NextPageUri").map(str::to_owned) else { break };
        let path = next.strip_prefix(tenant.0.base()).expect("the same host").to_owned();
        response = ask(tenant, "GET", token, &path, None).await;
    }
    (all, pages)
}

#[tokio::test]
async fn a_listing_has_pages_repeats_and_no_order() {
    let (tenant, token) = subscribed(&["Audit.AzureActiveDirectory"]).await;
    let (all, pages) = listing(&tenant, &token, "Audit.AzureActiveDirectory").await;
    assert!(pages > 1 && all.len() > 60, "{} blobs on {pages} pages", all.len());
    let mut ids: Vec<&str> = all.iter().map(|blob| blob["contentId"].as_str().unwrap()).collect();
    let times: Vec<&str> = all.iter().map(|blob| blob["contentCreated"].as_str().unwrap()).collect();
    assert!(!times.is_sorted(), "blobs are not in order");
    let listed = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert!(ids.len() < listed, "some are listed twice");
    let oldest = times.iter().min().unwrap().parse::<jiff::Timestamp>().unwrap();
    let age = jiff::Timestamp::now().duration_since(oldest).as_hours();
    assert!(age <= 22, "a first subscription reaches back 22 hours, not {age}");
    for blob in &all {
        let (from, until) = (&blob["contentCreated"], &blob["contentExpiration"]);
        let at = |time: &Value| time.as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
        assert_eq!(at(until).duration_since(at(from)).as_hours(), 480, "it can be fetched for twenty days");
    }
}

#[tokio::test]
async fn blobs_hold_records_that_repeat_come_late_and_change_their_types() {
    let kinds = ["Audit.AzureActiveDirectory", "Audit.Exchange", "Audit.SharePoint", "Audit.General", "DLP.All"];
    let (tenant, token) = subscribed(&kinds).await;
    let mut records: HashMap<String, (usize, String)> = HashMap::new();
    let (mut zoned, mut texts, mut late, mut types) = (0, 0, 0, std::collections::HashSet::new());
    for kind in kinds {
        let (blobs, _) = listing(&tenant, &token, kind).await;
        assert!(!blobs.is_empty(), "{kind}");
        for blob in &blobs {
            let path = blob["contentUri"].as_str().unwrap().strip_prefix(tenant.0.base()).unwrap().to_owned();
            let response = ask(&tenant, "GET", &token, &path, None).await;
            assert_eq!(response.status, 200, "{}", response.text());
            let created: jiff::Timestamp = blob["contentCreated"].as_str().unwrap().parse().unwrap();
            for record in response.json().as_array().unwrap() {
                let seen = records.entry(record["Id"].as_str().unwrap().to_owned()).or_insert((0, record.to_string()));
                seen.0 += 1;
                assert_eq!(seen.1, record.to_string(), "a repeated record is the same record");
                let time = record["CreationTime"].as_str().unwrap();
                zoned += usize::from(time.ends_with('Z'));
                let civil: jiff::civil::DateTime = time.trim_end_matches('Z').parse().unwrap();
                let at = civil.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp();
                late += usize::from(created.duration_since(at).as_hours() > 24);
                texts += usize::from(record["RecordType"].is_string());
                types.insert(record["RecordType"].to_string());
                assert_eq!(record["OrganizationId"], tenant.0.tenant());
            }
        }
    }
    assert!(records.values().any(|(times, _)| *times > 1), "some records come twice");
    assert!(zoned * 100 < records.len(), "almost no time has a zone: {zoned} of {}", records.len());
    assert!(late > 0 && late * 5 < records.len(), "a few are days late: {late} of {}", records.len());
    assert!(texts > 0 && types.len() > 12, "{texts} record types are texts, {} kinds", types.len());
}

#[tokio::test]
async fn content_of_a_gap_is_lost_and_expired_content_is_gone() {
    let (tenant, token) = subscribed(&["Audit.General", "Audit.Exchange"]).await;
    let (before, _) = listing(&tenant, &token, "Audit.Exchange").await;
    subscribe(&tenant, &token, "stop", "Audit.Exchange", None).await;
    let stopped = feed_get(&tenant, &token, "subscriptions/content", &[("contentType", "Audit.Exchange")]).await;
    assert_eq!(stopped.code(), "AF20022");
    tenant.set(json!({ "start_pause_seconds": 0, "clock_skew_seconds": 3000 })).await;
    subscribe(&tenant, &token, "start", "Audit.Exchange", None).await;
    let (after, _) = listing(&tenant, &token, "Audit.Exchange").await;
    let gap = jiff::Timestamp::now() + jiff::SignedDuration::from_mins(2);
    let inside =
        after.iter().filter(|it| it["contentCreated"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap() > gap);
    assert_eq!(inside.count(), 0, "nothing of the time without a subscription");
    assert!(!before.is_empty());
    tenant.set(json!({ "expired_content": true })).await;
    let (blobs, _) = listing(&tenant, &token, "Audit.General").await;
    let now = jiff::Timestamp::now();
    let gone = |blob: &&Value| blob["contentExpiration"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap() < now;
    let expired = blobs.iter().find(gone).expect("some are listed although they are gone");
    let id = expired["contentId"].as_str().unwrap();
    let response = feed_get(&tenant, &token, &format!("audit/{id}"), &[]).await;
    assert_eq!((response.status, response.code().as_str()), (404, "AF20051"));
}

#[tokio::test]
async fn links_can_lead_astray() {
    let (tenant, token) = subscribed(&["Audit.General"]).await;
    tenant.set(json!({ "foreign_content_uri": true, "foreign_next_link": true })).await;
    let page = feed_get(&tenant, &token, "subscriptions/content", &[("contentType", "Audit.General")]).await;
    let uri = page.json()[0]["contentUri"].as_str().unwrap().to_owned();
    assert!(uri.starts_with(tenant.0.control()), "not the feed's host: {uri}");
    assert!(page.header("NextPageUri").unwrap().starts_with(tenant.0.control()));
}
