//! `subscriptions/start`, `stop` and `list`.

use std::time::Duration;

use serde_json::{Value, json};

use super::book::Started;
use super::kind::Kind;
use super::{ActivityProblem, gate};
use crate::wire::{Fields, Reply, Visit};

/// The pause between two starts of the same subscription, in seconds, unless a switch says otherwise.
const PAUSE: u64 = 900;

/// `POST subscriptions/start`.
pub(super) fn start(visit: &mut Visit<'_>, tenant: &str) -> Result<Reply, ActivityProblem> {
    let (bearer, mut query) = gate::enter(visit, tenant)?;
    let kind = Kind::read(query.take("contentType")?.as_deref())?;
    query.finish()?;
    kind.admit(&bearer)?;
    check_webhook(visit)?;
    let pause = visit.tenant.switches.lock().start_pause_seconds.unwrap_or(PAUSE);
    let now = visit.tenant.clock.service();
    match visit.tenant.activity.lock().start(kind, now, Duration::from_secs(pause)) {
        Started::Now => {
            Ok(Reply::json(200, &json!({ "contentType": kind.shown(), "status": "enabled", "webhook": null })))
        }
        Started::Already => Err(ActivityProblem::coded("AF20024", "")),
        Started::TooSoon => {
            let detail = format!("Method=StartSubscription, PublisherId={}", publisher(visit));
            Err(ActivityProblem::coded("AF429", &detail))
        }
    }
}

fn publisher(visit: &Visit<'_>) -> String {
    let sent = visit.call.query.iter().find(|(name, _)| name == "PublisherIdentifier");
    sent.map_or_else(|| uuid::Uuid::nil().to_string(), |(_, id)| id.clone())
}

/// A webhook is never accepted: nothing on this computer can be validated over https.
fn check_webhook(visit: &Visit<'_>) -> Result<(), ActivityProblem> {
    if visit.call.body.is_empty() {
        return Ok(());
    }
    let mut body = Fields::read(visit.call, "a subscription")?;
    let webhook = body.take("webhook");
    body.finish()?;
    let Some(webhook) = webhook else { return Ok(()) };
    let mut webhook = Fields::nested(webhook, "a webhook")?;
    let address = webhook.take_text("address")?;
    webhook.take_text("authId")?;
    let expiration = webhook.take_text("expiration")?.filter(|text| !text.is_empty());
    webhook.finish()?;
    let expiration = expiration.map(|text| text.parse::<jiff::Timestamp>());
    match expiration.transpose() {
        Err(_) => return Err(ActivityProblem::coded("AF20002", "webhook.expiration must be a date and time.")),
        Ok(Some(at)) if at <= visit.tenant.clock.service() => return Err(ActivityProblem::coded("AF20003", "")),
        Ok(_) => {}
    }
    match address {
        None => Err(ActivityProblem::coded("AF20001", "Parameter: webhook.address.")),
        Some(address) => Err(ActivityProblem::coded("AF20021", &format!("The address was '{address}'."))),
    }
}

/// `POST subscriptions/stop`.
pub(super) fn stop(visit: &mut Visit<'_>, tenant: &str) -> Result<Reply, ActivityProblem> {
    let (bearer, mut query) = gate::enter(visit, tenant)?;
    let kind = Kind::read(query.take("contentType")?.as_deref())?;
    query.finish()?;
    kind.admit(&bearer)?;
    let now = visit.tenant.clock.service();
    match visit.tenant.activity.lock().stop(kind, now) {
        true => Ok(Reply { status: 200, ..Reply::no_content() }),
        false => Err(ActivityProblem::coded("AF20022", "")),
    }
}

/// `GET subscriptions/list`; every fifth list forgets to say how the subscriptions stand.
pub(super) fn list(visit: &mut Visit<'_>, tenant: &str) -> Result<Reply, ActivityProblem> {
    let (bearer, query) = gate::enter(visit, tenant)?;
    query.finish()?;
    if !bearer.has(&["ActivityFeed.Read", "ActivityFeed.ReadDlp"]) {
        return Err(ActivityProblem::coded("AF10001", "Expected: ActivityFeed.Read."));
    }
    let disabled = visit.tenant.switches.lock().subscriptions_disabled;
    let mut book = visit.tenant.activity.lock();
    book.lists += 1;
    let complete = !book.lists.is_multiple_of(5);
    let shown = Kind::all().filter_map(|kind| {
        let enabled = book.is_enabled(kind)? && !disabled;
        let mut shown = json!({ "contentType": kind.shown() });
        if complete {
            shown["status"] = json!(if enabled { "enabled" } else { "disabled" });
        }
        shown["webhook"] = Value::Null;
        Some(shown)
    });
    Ok(Reply::json(200, &Value::Array(shown.collect())))
}
