//! The suite that every source passes, each with a tenant of its own.
//!
//! Every fault meets a product that has collected nothing yet, so that it meets pages full of what would be lost.

use crate::Outcome;
use crate::product::{Desk, Tenant};
use crate::specs::{Spec, named};
use crate::truth::{Reader, compare};
use domain::Code;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use simulator::Options;

const ALERTS: usize = 400;
/// Of the same tenant, less than this would prove little.
const LEAST: usize = 30;

/// A source at its tenant.
struct Suite {
    spec: Spec,
    tenant: Tenant,
}

impl Suite {
    async fn of(catalog: &str) -> Outcome<(Self, Desk)> {
        let tenant = Tenant::start(Options { alerts: ALERTS, fast: true, ..Options::default() }).await?;
        let spec = named(catalog);
        let desk = Desk::connected(&tenant, &spec).await?;
        Ok((Self { spec, tenant }, desk.fresh().await?))
    }

    /// Collects to the end and compares with what the tenant has.
    async fn is_whole(&self, what: &str, desk: &Desk) -> Outcome<()> {
        let reader = Reader::new(&self.tenant)?;
        let before = (self.spec.truth)(&reader)?;
        desk.collect().await?;
        let after = (self.spec.truth)(&reader)?;
        let stored = desk.stored()?;
        assert!(stored.len() > LEAST, "{what}: {} items would prove little", stored.len());
        compare(what, &stored, &before, &after);
        Ok(())
    }

    /// Breaks the next calls, collects until it is whole; only these codes may be met on the way.
    async fn survives(&self, desk: Desk, what: &str, switches: &Value, expected: &[Code]) -> Outcome<Desk> {
        let desk = desk.fresh().await?;
        self.tenant.set(switches)?;
        let mut met = Vec::new();
        for _ in 0..6 {
            match desk.product.collect(&desk.integration).await {
                Ok(_) => break,
                Err(problem) => met.push(problem.code),
            }
        }
        assert!(met.iter().all(|code| expected.contains(code)), "{what}: {met:?}");
        self.tenant.set(&json!({"fail": null, "throttle": null}))?;
        self.is_whole(what, &desk).await?;
        Ok(desk)
    }

    fn fail(&self, status: u16, count: u32, body: &str) -> Value {
        json!({"fail": {"path_contains": self.spec.path, "status": status, "count": count, "body": body}})
    }

    fn throttle(&self, hint: Option<u32>) -> Value {
        json!({"throttle": {"count": 2, "retry_after": hint, "path_contains": self.spec.path}})
    }
}

/// Everything that the suite asks of a source.
async fn passes(catalog: &str) -> Outcome<()> {
    let (suite, desk) = Suite::of(catalog).await?;
    suite.is_whole("everything is collected", &desk).await?;
    let again = desk.collect().await?;
    assert!(again.new <= 1, "nothing was missed, and little happens in a moment: {again:?}");
    let feeds = u32::try_from(again.feeds.len()).unwrap_or(u32::MAX);
    assert!(again.requests <= 2 * feeds, "a quiet poll is cheap: {again:?}");

    let desk = suite.survives(desk, "throttled with a hint", &suite.throttle(Some(1)), &[]).await?;
    let desk = suite.survives(desk, "throttled without a hint", &suite.throttle(None), &[]).await?;
    let desk = suite.survives(desk, "a failing service", &suite.fail(503, 2, "html"), &[]).await?;
    let desk = suite.survives(desk, "a token refused in between", &suite.fail(401, 1, "empty"), &[]).await?;
    // What is no list is never taken for an empty one, whatever its status.
    let unreadable = [Code::AnswerUnreadable, Code::AnswerCut];
    let mut desk = desk;
    for body in ["cut", "html", "nul", "empty"] {
        desk = suite.survives(desk, body, &suite.fail(200, 1, body), &unreadable).await?;
    }
    let desk = foreign_links(&suite, desk).await?;
    let desk = strange_records(&suite, desk).await?;
    let desk = given_up(&suite, desk).await?;
    consent_gone(&suite, desk).await
}

/// No link leads a token to another host, and nothing is lost for it.
async fn foreign_links(suite: &Suite, desk: Desk) -> Outcome<Desk> {
    let desk = desk.fresh().await?;
    suite.tenant.set(&json!({"foreign_next_link": true, "foreign_content_uri": true}))?;
    if let Err(problem) = desk.product.collect(&desk.integration).await {
        assert_eq!(problem.code, Code::ForeignHost, "a link that was not followed is said: {problem}");
    }
    suite.tenant.set(&json!({"foreign_next_link": false, "foreign_content_uri": false}))?;
    let state = suite.tenant.state()?;
    assert_eq!((&state["elsewhere_hits"], &state["elsewhere_authorized"]), (&json!(0), &json!(0)));
    suite.is_whole("after foreign links", &desk).await?;
    Ok(desk)
}

/// Records that come twice, hostile or grown are kept as they are.
async fn strange_records(suite: &Suite, desk: Desk) -> Outcome<Desk> {
    let desk = desk.fresh().await?;
    suite.tenant.set(&json!({"duplicate_rows": true, "hostile_text": true, "grown_schema": true}))?;
    desk.collect().await?;
    let stored = desk.stored()?;
    let truth = (suite.spec.truth)(&Reader::new(&suite.tenant)?)?;
    suite.tenant.set(&json!({"duplicate_rows": false, "hostile_text": false, "grown_schema": false}))?;
    let missing: Vec<_> = truth.0.keys().filter(|id| !stored.contains_key(*id)).collect();
    assert!(missing.len() <= 1, "{missing:?}");
    Ok(desk)
}

/// Given up anywhere, it goes on and loses nothing.
async fn given_up(suite: &Suite, desk: Desk) -> Outcome<Desk> {
    let mut desk = desk.fresh().await?;
    for milliseconds in [1, 10, 30, 90, 200] {
        suite.tenant.control("POST", "/alerts/update", Some(&json!({"count": 40})))?;
        let (product, id) = (desk.product.clone(), desk.integration.clone());
        let collecting = tokio::spawn(async move { product.collect(&id).await });
        tokio::time::sleep(std::time::Duration::from_millis(milliseconds)).await;
        collecting.abort();
        drop(collecting.await);
        desk = desk.reopened().await?;
    }
    desk.collect().await?;
    // Changes that have no time in the list are the sweep's.
    let now = Timestamp::now();
    let sweep = desk.product.list_again(&desk.integration, now - SignedDuration::from_hours(24 * 40), now).await;
    sweep.map_err(crate::product::trouble)?;
    suite.is_whole("after it was given up", &desk).await?;
    Ok(desk)
}

/// Consent that is gone is named, and what was missed meanwhile comes when it is back.
async fn consent_gone(suite: &Suite, desk: Desk) -> Outcome<()> {
    let desk = desk.fresh().await?;
    suite.tenant.set(&json!({"consent_removed": true}))?;
    assert_eq!(desk.failing().await?, Code::ConsentMissing, "the token has no roles any more");
    suite.tenant.set(&json!({"consent_removed": false}))?;
    suite.is_whole("after consent came back", &desk).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn alerts_and_incidents_of_graph_pass() -> Outcome<()> {
    passes("defender-xdr").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn alerts_of_defender_for_endpoint_pass() -> Outcome<()> {
    passes("defender-endpoint").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn audit_records_pass() -> Outcome<()> {
    passes("o365-audit").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn alerts_of_cloud_apps_pass() -> Outcome<()> {
    passes("cloud-apps").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn email_submissions_pass() -> Outcome<()> {
    passes("email-submissions").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_mailbox_with_reported_messages_passes() -> Outcome<()> {
    passes("mailbox-phishing").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn messages_in_quarantine_pass() -> Outcome<()> {
    passes("quarantine").await
}
