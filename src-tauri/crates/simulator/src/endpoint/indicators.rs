//! `indicators`: made or replaced by value and type, listed, deleted. `Ti.ReadWrite` sees only what its own application
//! made.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::book::Indicator;
use super::filter::{Fields, Filter, Kind};
use super::page::{Page, entity};
use super::submission::Submission;
use super::{EndpointProblem, admit};
use crate::bearer::Bearer;
use crate::tenant::Tenant;
use crate::wire::{self, Query, Reply, Visit};

/// One of these is enough to read.
const READING: &[&str] = &["Ti.ReadWrite.All", "Ti.ReadWrite", "Ti.Read.All"];
/// One of these is enough to change.
const WRITING: &[&str] = &["Ti.ReadWrite.All", "Ti.ReadWrite"];
/// Active indicators that a tenant may have.
const MOST: usize = 15_000;
/// Indicators in one batch.
const BATCH: usize = 500;

/// What a filter may name.
const FIELDS: Fields = &[
    ("application", Kind::Text),
    ("createdByDisplayName", Kind::Text),
    ("expirationTime", Kind::Time),
    ("generateAlert", Kind::Text),
    ("title", Kind::Text),
    ("indicatorValue", Kind::Text),
    ("indicatorType", Kind::Text),
    ("creationTimeDateTimeUtc", Kind::Time),
    ("createdBy", Kind::Text),
    ("action", Kind::Text),
    ("severity", Kind::Text),
];

/// `GET /api/indicators`.
pub(super) fn list(visit: &mut Visit<'_>) -> Result<Reply, EndpointProblem> {
    let bearer = admit(visit, READING)?;
    let mut query = Query::new(&visit.call.query);
    let filter = Filter::parse(query.take("$filter")?.as_deref(), FIELDS)?;
    let page = Page::take(&mut query)?;
    query.finish()?;
    let seen = visit.tenant.endpoint.lock().indicators.clone();
    let seen = seen.into_iter().filter(|it| sees(&bearer, it)).map(|it| it.shown);
    let seen = seen.filter(|shown| filter.passes(&mut |field| shown[field].clone()));
    Ok(page.reply(visit, "Indicators", seen))
}

fn sees(bearer: &Bearer, indicator: &Indicator) -> bool {
    bearer.has(&["Ti.ReadWrite.All", "Ti.Read.All"]) || indicator.owner == bearer.app_id
}

/// `POST /api/indicators`.
pub(super) fn submit(visit: &mut Visit<'_>) -> Result<Reply, EndpointProblem> {
    let bearer = admit(visit, WRITING)?;
    Query::new(&visit.call.query).finish()?;
    let body = wire::Fields::read(visit.call, "an indicator")
        .map_err(|problem| EndpointProblem::new(400, "InvalidRequestBody", problem.message))?;
    let submission = Submission::read(body, visit.tenant.clock.service())?;
    let shown = keep(visit.tenant, &bearer, submission)?;
    Ok(entity(visit, 200, "Indicators", shown))
}

/// `POST /api/indicators/import`: each one is judged by itself.
pub(super) fn import(visit: &mut Visit<'_>) -> Result<Reply, EndpointProblem> {
    let bearer = admit(visit, WRITING)?;
    let items = batch(visit, "Indicators")?;
    let tenant = visit.tenant;
    let outcome = |item: Value| {
        let value = item["indicatorValue"].clone();
        let kept = wire::Fields::nested(item, "an indicator")
            .map_err(EndpointProblem::from)
            .and_then(|body| Submission::read(body, tenant.clock.service()))
            .and_then(|submission| keep(tenant, &bearer, submission));
        match kept {
            Ok(shown) => {
                json!({ "id": shown["id"], "indicator": value, "isFailed": false, "failureReason": null })
            }
            Err(problem) => {
                json!({ "id": null, "indicator": value, "isFailed": true, "failureReason": problem.text() })
            }
        }
    };
    let value: Vec<Value> = items.into_iter().map(outcome).collect();
    let context = super::page::context(visit, "Collection(microsoft.windowsDefenderATP.api.ImportIndicatorResult)");
    Ok(Reply::json(200, &json!({ "@odata.context": context, "value": value })))
}

fn batch(visit: &Visit<'_>, name: &'static str) -> Result<Vec<Value>, EndpointProblem> {
    Query::new(&visit.call.query).finish()?;
    let mut body = wire::Fields::read(visit.call, "a batch of indicators")
        .map_err(|problem| EndpointProblem::new(400, "InvalidRequestBody", problem.message))?;
    let items = body.take_list(name)?.ok_or_else(|| {
        EndpointProblem::new(400, "MissingRequiredParameter", format!("The parameter '{name}' is required."))
    })?;
    body.finish()?;
    if items.len() > BATCH {
        let message = format!("A batch may hold {BATCH} indicators at most.");
        return Err(EndpointProblem::new(400, "MaximumBatchSizeExceeded", message));
    }
    Ok(items)
}

/// `DELETE /api/indicators/{id}`.
pub(super) fn delete(visit: &mut Visit<'_>, id: &str) -> Result<Reply, EndpointProblem> {
    let bearer = admit(visit, WRITING)?;
    Query::new(&visit.call.query).finish()?;
    match remove(visit.tenant, &bearer, id) {
        true => Ok(Reply::no_content()),
        false => Err(EndpointProblem::not_found("Indicator", id)),
    }
}

/// `POST /api/indicators/BatchDelete`: nothing is deleted when one of them is not there.
pub(super) fn delete_many(visit: &mut Visit<'_>) -> Result<Reply, EndpointProblem> {
    let bearer = admit(visit, WRITING)?;
    let ids = batch(visit, "IndicatorIds")?;
    let ids: Vec<&str> = ids.iter().map(|id| id.as_str().unwrap_or("")).collect();
    let unknown = {
        let book = visit.tenant.endpoint.lock();
        let known = |id: &str| book.indicators.iter().any(|it| it.id == id && sees(&bearer, it));
        ids.iter().find(|id| !known(id)).map(|id| (*id).to_owned())
    };
    if let Some(id) = unknown {
        return Err(EndpointProblem::not_found("Indicator", &id));
    }
    for id in ids {
        remove(visit.tenant, &bearer, id);
    }
    Ok(Reply::no_content())
}

fn remove(tenant: &Tenant, bearer: &Bearer, id: &str) -> bool {
    let mut book = tenant.endpoint.lock();
    let before = book.indicators.len();
    book.indicators.retain(|it| it.id != id || !sees(bearer, it));
    book.indicators.len() < before
}

/// Keeps an indicator, in the place of one with the same value and type; gives what is shown of it.
fn keep(tenant: &Tenant, bearer: &Bearer, submission: Submission) -> Result<Value, EndpointProblem> {
    let now = tenant.clock.service();
    let mut book = tenant.endpoint.lock();
    let same = |it: &Indicator| {
        it.shown["indicatorValue"].as_str().is_some_and(|value| value.eq_ignore_ascii_case(&submission.value))
            && it.shown["indicatorType"].as_str() == Some(submission.kind)
    };
    let before = book.indicators.iter().position(same);
    if let Some(other) = before.and_then(|index| book.indicators.get(index)).filter(|it| !sees(bearer, it)) {
        let message = format!("Indicator {} was made by another application.", other.id);
        return Err(EndpointProblem::new(403, "DisallowedOperation", message));
    }
    let active = book.indicators.iter().filter(|it| it.expires.is_none_or(|at| at > now)).count();
    if before.is_none() && active >= MOST {
        let message = format!("The tenant has {MOST} active indicators already.");
        return Err(EndpointProblem::new(400, "BadRequest", message));
    }
    let (id, created) = match before.map(|index| book.indicators.remove(index)) {
        Some(old) => (old.id, old.shown["creationTimeDateTimeUtc"].clone()),
        None => {
            book.indicators_made += 1;
            (book.indicators_made.to_string(), json!(time(now)))
        }
    };
    let mut shown = submission.shown;
    for (name, value) in [
        ("id", json!(id)),
        ("source", json!("WindowsDefenderAtp")),
        ("sourceType", json!(if bearer.person.is_some() { "User" } else { "AadApp" })),
        ("createdBy", json!(bearer.app_id)),
        ("createdByDisplayName", json!(bearer.person.as_ref().unwrap_or(&bearer.app_id))),
        ("createdBySource", json!("PublicApi")),
        ("creationTimeDateTimeUtc", created),
        ("lastUpdateTime", json!(time(now))),
        ("lastUpdatedBy", json!(bearer.app_id)),
    ] {
        shown[name] = value;
    }
    let indicator = Indicator { id, owner: bearer.app_id.clone(), expires: submission.expires, shown: shown.clone() };
    book.indicators.push(indicator);
    Ok(shown)
}

fn time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.7fZ").to_string()
}
