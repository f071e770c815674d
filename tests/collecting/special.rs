//! What only some sources do: merges, several APIs for one detection, settings, bad days of one list.

use crate::Outcome;
use crate::product::{Desk, Tenant, trouble};
use crate::specs::named;
use crate::truth::{Reader, compare};
use bartizan_tests::Why;
use engine::Wanted;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use simulator::Options;

fn options(alerts: usize) -> Options {
    Options { alerts, fast: true, ..Options::default() }
}

/// Plays a scenario while collecting several times, then compares.
async fn through(scenario: &str, catalogs: &[&str], alerts: usize) -> Outcome<()> {
    for catalog in catalogs {
        let spec = named(catalog);
        let tenant = Tenant::start(Options { scenario: Some(scenario.to_owned()), ..options(alerts) }).await?;
        let desk = Desk::connected(&tenant, &spec).await?;
        for _ in 0..4 {
            // Failures in passing are the scenario's business; what counts is what is here in the end.
            drop(desk.product.collect(&desk.integration).await);
        }
        let reader = Reader::new(&tenant)?;
        let before = (spec.truth)(&reader)?;
        desk.collect().await?;
        compare(&format!("{catalog} {scenario}"), &desk.stored()?, &before, &(spec.truth)(&reader)?);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ties_updates_while_paging_and_links_that_come_and_go_lose_nothing() -> Outcome<()> {
    for scenario in ["ties", "busy-day", "next-link-sometimes", "pages-duplicated"] {
        through(scenario, &["defender-xdr", "defender-endpoint"], 600).await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_order_that_is_ignored_and_incidents_that_are_merged_lose_nothing() -> Outcome<()> {
    through("incident-order-ignored", &["defender-xdr"], 900).await?;
    let tenant = Tenant::start(options(300)).await?;
    let desk = Desk::connected(&tenant, &named("defender-xdr")).await?;
    desk.collect().await?;
    let merged = tenant.control("POST", "/incidents/merge", Some(&json!({})))?;
    desk.collect().await?;
    let from = merged["merged"].as_str().why("the merged one")?;
    let stored = desk.stored()?;
    let last = stored.get(from).and_then(|versions| versions.last()).why("it is here")?;
    assert!(last.contains("redirected"), "a merge is a new version that says where it went: {last}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn alerts_or_incidents_as_chosen() -> Outcome<()> {
    let tenant = Tenant::start(options(100)).await?;
    let desk = Desk::connected(&tenant, &named("defender-xdr")).await?;
    desk.set(|settings| settings.wanted = Wanted::Own).await?;
    assert_eq!(desk.collect().await?.feeds.len(), 1);
    desk.set(|settings| settings.wanted = Wanted::Both).await?;
    assert_eq!(desk.collect().await?.feeds.len(), 2);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn late_records_are_found_by_the_sweep_and_widen_the_overlap() -> Outcome<()> {
    let tenant = Tenant::start(options(300)).await?;
    let spec = named("defender-xdr");
    let desk = Desk::connected(&tenant, &spec).await?;
    desk.set(|settings| settings.wanted = Wanted::Own).await?;
    desk.collect().await?;
    tenant.play("records-late")?;
    for _ in 0..5 {
        desk.collect().await?;
    }
    let truth = (spec.truth)(&Reader::new(&tenant)?)?;
    let missing = |desk: &Desk| -> Outcome<usize> {
        let stored = desk.stored()?;
        Ok(truth
            .0
            .keys()
            .filter(|id| id.starts_with(|letter: char| letter.is_ascii_lowercase()) && !stored.contains_key(*id))
            .count())
    };
    let now = Timestamp::now();
    desk.product.list_again(&desk.integration, now - SignedDuration::from_hours(72), now).await.map_err(trouble)?;
    assert_eq!(missing(&desk)?, 0, "what came late is here after the sweep");
    let overview = desk.product.overview().await.map_err(trouble)?;
    let feed = &overview.tenants[0].integrations[0].feeds[0];
    assert!(feed.overlap > SignedDuration::from_mins(10), "and the overlap has learned from it: {}", feed.overlap);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn filling_up_goes_back_day_by_day_to_where_it_was_asked() -> Outcome<()> {
    let tenant = Tenant::start(options(600)).await?;
    let spec = named("defender-xdr");
    let desk = Desk::connected(&tenant, &spec).await?;
    desk.set(|settings| settings.wanted = Wanted::Own).await?;
    desk.collect().await?;
    Ok(())
}
