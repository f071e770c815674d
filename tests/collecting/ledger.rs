//! The ledger tells the truth: what is listed, what is missing and why, and that it closes by itself.

use crate::Outcome;
use crate::product::{Desk, Tenant, trouble};
use crate::specs::{all, named};
use bartizan_tests::Why;
use domain::Code;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use simulator::Options;

fn options(alerts: usize) -> Options {
    Options { alerts, fast: true, ..Options::default() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn after_a_poll_nothing_is_missing_since_it_began_to_be_listed() -> Outcome<()> {
    for spec in all() {
        let tenant = Tenant::start(options(300)).await?;
        let desk = Desk::connected(&tenant, &spec).await?;
        desk.collect().await?;
        let now = Timestamp::now() - SignedDuration::from_secs(5);
        let since = now - SignedDuration::from_hours(24);
        for feed in desk.product.completeness(&desk.integration, since, now).await.map_err(trouble)? {
            assert!(feed.complete(), "{}: {:?} of {:?}", feed.feed, feed.gaps, feed.spans);
            if let Some(content) = feed.content {
                assert!(content.listed > 0 && content.fetched == content.listed, "{}: {content:?}", feed.feed);
            }
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_blob_that_expired_is_a_hole_that_stays_and_the_others_are_here() -> Outcome<()> {
    let tenant = Tenant::start(options(0)).await?;
    let spec = named("o365-audit");
    tenant.set(&json!({"expired_content": true}))?;
    let desk = Desk::connected(&tenant, &spec).await?;
    let failed = desk.product.collect_feeds(&desk.integration).await.map_err(trouble)?;
    let now = Timestamp::now();
    let since = now - SignedDuration::from_hours(24 * 7);
    let holes: usize = desk
        .product
        .completeness(&desk.integration, since, now)
        .await
        .map_err(trouble)?
        .iter()
        .map(|feed| {
            feed.gaps.iter().filter(|gap| gap.problem.as_ref().is_some_and(|it| it.code == Code::ContentGone)).count()
        })
        .sum();
    assert!(holes > 10, "a fifth of the content has expired: {failed:?}");
    assert!(desk.stored()?.len() > 1000, "and the rest is here");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_management_call_names_the_publisher_and_no_more_calls_are_made_than_blobs_and_pages() -> Outcome<()> {
    let tenant = Tenant::start(options(0)).await?;
    let desk = Desk::connected(&tenant, &named("o365-audit")).await?;
    desk.collect().await?;
    let calls = tenant.requests("/manage/")?;
    let own = format!("PublisherIdentifier={}", tenant.simulator.tenant());
    let probes = calls.iter().filter(|call| !call["query"].as_str().unwrap_or("").contains(&own)).count();
    assert_eq!(probes, 0, "without it the call falls into a pool that everybody shares");
    let starts = calls.iter().filter(|call| call["path"].as_str().is_some_and(|path| path.ends_with("/start")));
    assert_eq!(starts.count(), 5, "each subscription is started once");
    let blobs = calls.iter().filter(|call| call["path"].as_str().is_some_and(|path| path.contains("/audit/")));
    let (blobs, all) = (blobs.count(), calls.len());
    let pages =
        calls.iter().filter(|call| call["path"].as_str().is_some_and(|path| path.ends_with("/content"))).count();
    assert!(blobs > 300, "{blobs}");
    assert!(all as f64 <= 1.02 * (blobs + pages) as f64, "{all} calls for {blobs} blobs and {pages} pages");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn detected_values_are_nowhere_in_what_is_stored() -> Outcome<()> {
    let tenant = Tenant::start(options(0)).await?;
    let desk = Desk::connected(&tenant, &named("o365-audit")).await?;
    desk.collect().await?;
    let stored = desk.stored()?;
    let dlp = stored.values().flatten().filter(|body| body.contains("SensitiveInformationDetections")).count();
    assert!(dlp > 50, "matches are here: {dlp}");
    assert!(stored.values().flatten().all(|body| !body.contains("4111 1111")), "and what matched is not");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_clock_that_is_ten_minutes_off_loses_nothing() -> Outcome<()> {
    for ahead in [600, -600] {
        let tenant = Tenant::start(options(200)).await?;
        for catalog in ["o365-audit", "defender-xdr"] {
            let desk = Desk::connected(&tenant, &named(catalog)).await?;
            desk.clock.ahead_seconds.store(ahead, std::sync::atomic::Ordering::Relaxed);
            desk.collect().await?;
            let added = tenant.control("POST", "/alerts/add", Some(&json!({"count": 3})))?;
            desk.collect().await?;
            if catalog == "defender-xdr" {
                let id = added["added"][0].as_str().why("an id")?;
                assert!(desk.stored()?.contains_key(id), "what happens after a poll is found by the next one");
            }
        }
    }
    Ok(())
}
