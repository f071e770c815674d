//! `subscriptions/content`: which blobs a window has. Not in order, some of them twice, the next page in a header.

use std::time::Duration;

use serde_json::{Value, json};

use super::content::Blob;
use super::kind::Kind;
use super::window::{self, Span};
use super::{ActivityProblem, gate};
use crate::tenant::Tenant;
use crate::wire::{Reply, Visit};

/// Blobs on a page.
const PAGE: usize = 50;
/// How long after the first start the first content appears, in seconds. Documented are up to twelve hours.
const FIRST: u64 = 120;

/// `GET subscriptions/content`.
pub(super) fn content(visit: &mut Visit<'_>, tenant: &str) -> Result<Reply, ActivityProblem> {
    let (bearer, mut query) = gate::enter(visit, tenant)?;
    let kind = Kind::read(query.take("contentType")?.as_deref())?;
    let span = Span::take(&mut query, visit.tenant.clock.service())?;
    let next = query.take("nextPage")?;
    query.finish()?;
    kind.admit(&bearer)?;
    check_subscription(visit.tenant, kind)?;
    let skip = next.as_deref().map(|text| continuation(text, span)).transpose()?.unwrap_or(0);
    let blobs = blobs(visit.tenant, kind, span);
    let page: Vec<Value> = blobs.iter().skip(skip).take(PAGE).map(|blob| shown(visit, blob)).collect();
    let after = skip + page.len();
    let reply = Reply::json(200, &Value::Array(page));
    if after >= blobs.len() {
        return Ok(reply);
    }
    Ok(reply.with_header("nextpageuri", next_page(visit, kind, span, after)))
}

/// `GET subscriptions/notifications`: without a webhook nothing was ever notified.
pub(super) fn notifications(visit: &mut Visit<'_>, tenant: &str) -> Result<Reply, ActivityProblem> {
    let (bearer, mut query) = gate::enter(visit, tenant)?;
    let kind = Kind::read(query.take("contentType")?.as_deref())?;
    Span::take(&mut query, visit.tenant.clock.service())?;
    query.finish()?;
    kind.admit(&bearer)?;
    check_subscription(visit.tenant, kind)?;
    Ok(Reply::json(200, &json!([])))
}

fn check_subscription(tenant: &Tenant, kind: Kind) -> Result<(), ActivityProblem> {
    if tenant.switches.lock().subscriptions_disabled {
        return Err(ActivityProblem::coded("AF20023", ""));
    }
    match tenant.activity.lock().is_enabled(kind) {
        Some(true) => Ok(()),
        _ => Err(ActivityProblem::coded("AF20022", "")),
    }
}

/// The blobs of a window as they are listed.
fn blobs(tenant: &Tenant, kind: Kind, span: Span) -> Vec<Blob> {
    let now = tenant.clock.service();
    let delay = Duration::from_secs(if tenant.fast { 0 } else { FIRST });
    let book = tenant.activity.lock();
    let of_window = Blob::between(tenant, kind, span).filter(|blob| blob.created <= now);
    let mut listed: Vec<Blob> = of_window.filter(|blob| book.has(kind, blob.created, delay)).collect();
    let mut twice = Vec::new();
    for (index, blob) in listed.iter().enumerate() {
        if blob.bucket % 11 == 3 {
            twice.push((index, blob.clone()));
        }
    }
    for (extra, (index, blob)) in twice.into_iter().enumerate() {
        let place = (index + extra + 4).min(listed.len());
        listed.insert(place, blob);
    }
    // Neighbours change places.
    for three in listed.chunks_mut(3).filter(|three| three.first().is_some_and(|blob| blob.bucket % 2 == 0)) {
        three.reverse();
    }
    listed
}

fn shown(visit: &Visit<'_>, blob: &Blob) -> Value {
    let id = blob.id();
    let foreign = visit.tenant.switches.lock().foreign_content_uri;
    let uri = match foreign {
        true => format!("{}/elsewhere/activity/feed/audit/{id}", visit.tenant.control),
        false => format!("{}/audit/{id}", super::feed(visit)),
    };
    json!({
        "contentUri": uri,
        "contentId": id,
        "contentType": blob.kind.name(),
        "contentCreated": blob.created.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
        "contentExpiration": blob.expiration(visit.tenant).strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
    })
}

fn next_page(visit: &Visit<'_>, kind: Kind, span: Span, after: usize) -> String {
    if visit.tenant.switches.lock().foreign_next_link {
        return format!("{}/elsewhere", visit.tenant.control);
    }
    let mut link = url::form_urlencoded::Serializer::new(String::new());
    link.append_pair("contentType", kind.name())
        .append_pair("startTime", &window::written(span.start))
        .append_pair("endTime", &window::written(span.end))
        .append_pair("nextPage", &format!("{:012}{after:08}", span.start.as_second()));
    format!("{}/subscriptions/content?{}", super::feed(visit), link.finish())
}

/// Where a page begins; the value belongs to its window.
fn continuation(text: &str, span: Span) -> Result<usize, ActivityProblem> {
    let wrong = || ActivityProblem::coded("AF20031", "");
    let (start, after) = text.split_at_checked(12).ok_or_else(wrong)?;
    let of_window = start.parse::<i64>().is_ok_and(|start| start == span.start.as_second());
    let after = Some(after).filter(|it| it.len() == 8 && of_window).and_then(|it| it.parse().ok());
    after.ok_or_else(wrong)
}
