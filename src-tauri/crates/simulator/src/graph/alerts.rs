//! `GET /security/alerts_v2`: filter, order, page, and the habits of the real thing, such as keeping `@odata.nextLink`
//! to itself although there are more rows.

use std::sync::atomic::Ordering;

use serde_json::Value;

use super::{GraphProblem, caller};
use crate::alerts::{Content, Filter, Kind, Order, Row, Window};
use crate::control::{NextLink, Waiting};
use crate::tenant::Tenant;
use crate::wire::{Query, Reply, Visit};

/// Rows on a page when nobody says.
const PAGE: usize = 50;
/// Rows on a page at most; more is clamped.
const MOST_TOP: usize = 1000;
/// Rows that may be skipped at most; more is refused.
const MOST_SKIP: usize = 500;
/// Either permission is enough to read.
const READING: &[&str] = &["SecurityAlert.Read.All", "SecurityAlert.ReadWrite.All"];

/// A list of alerts.
pub(crate) async fn list(visit: &mut Visit<'_>) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need_security(READING)?;
    let mut query = Query::new(&visit.call.query);
    let filter = match query.take("$filter")? {
        Some(text) => Filter::parse(&text, Kind::Alert)?,
        None => Filter::All,
    };
    let order = order(query.take("$orderby")?.as_deref())?;
    let top = query.take_number("$top")?.unwrap_or(PAGE).min(MOST_TOP);
    let skip = query.take_number("$skip")?.unwrap_or(0);
    let continued = query.take("$skiptoken")?.map(|token| continuation(&token)).transpose()?;
    let count = match query.take("$count")?.as_deref() {
        None | Some("false") => false,
        Some("true") => true,
        Some(other) => return Err(GraphProblem::bad_request(format!("Invalid value '{other}' for $count."))),
    };
    query.finish()?;
    if top == 0 {
        return Err(GraphProblem::bad_request("The value of $top must be greater than 0."));
    }
    if skip > MOST_SKIP {
        return Err(GraphProblem::bad_request(format!("The limit of '{MOST_SKIP}' for Skip query has been exceeded.")));
    }
    wait_while_held(visit.tenant).await;
    let window = Window { skip: continued.unwrap_or(skip), top };
    let found = visit.tenant.shelf.lock().find(&filter, order, window);
    let after = window.skip + found.rows.len();
    let more = after < found.total;
    let mut body = format!("{{\"@odata.context\":\"{}/graph/v1.0/$metadata#security/alerts_v2\",", visit.tenant.base);
    if count {
        body.push_str(&format!("\"@odata.count\":{},", found.total));
    }
    if let Some(link) = next_link(visit, after, more) {
        body.push_str(&format!("\"@odata.nextLink\":{},", serde_json::Value::String(link)));
    }
    body.push_str("\"value\":[");
    let full = visit.call.prefers("include-unknown-enum-members");
    let mut body = body.into_bytes();
    for (index, row) in found.rows.iter().enumerate() {
        if index > 0 {
            body.push(b',');
        }
        body.extend(written(visit.tenant, row, full));
    }
    body.extend(b"]}");
    Ok(Reply::graph_bytes(200, body))
}

/// One alert. What was loaded is served as it is; what was generated also names its context, as Graph does.
pub(crate) fn single(visit: &mut Visit<'_>, id: &str) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need_security(READING)?;
    Query::new(&visit.call.query).finish()?;
    let row = visit.tenant.shelf.lock().by_id(id).cloned();
    let row = row.ok_or_else(|| not_found(id))?;
    Ok(shown(visit, &row))
}

/// There is no such alert.
pub(crate) fn not_found(id: &str) -> GraphProblem {
    GraphProblem::new(404, "NotFound", format!("Alert '{id}' was not found."))
}

/// One alert as an answer.
pub(crate) fn shown(visit: &Visit<'_>, row: &Row) -> Reply {
    let full = visit.call.prefers("include-unknown-enum-members");
    let body = written(visit.tenant, row, full);
    if matches!(row.content, Content::Loaded { .. }) {
        return Reply::graph_bytes(200, body);
    }
    let context =
        format!("{{\"@odata.context\":\"{}/graph/v1.0/$metadata#security/alerts_v2/$entity\",", visit.tenant.base);
    let mut whole = context.into_bytes();
    whole.extend(body.get(1..).unwrap_or_default());
    Reply::graph_bytes(200, whole)
}

/// An alert as it goes out, with what was changed since.
pub(crate) fn written(tenant: &Tenant, row: &Row, full: bool) -> Vec<u8> {
    let bytes = match &row.content {
        Content::Generated(plan) => tenant.generator.written(plan, row, full),
        Content::Loaded { bytes, .. } => bytes.to_vec(),
    };
    let Some(edits) = &row.edits else { return bytes };
    match serde_json::from_slice(&bytes) {
        Ok(Value::Object(mut alert)) => {
            edits.apply(&mut alert, row.updated);
            Value::Object(alert).to_string().into_bytes()
        }
        _ => bytes,
    }
}

/// What `$orderby` says about alerts and incidents.
pub(crate) fn order(text: Option<&str>) -> Result<Order, GraphProblem> {
    let Some(text) = text else { return Ok(Order { by_update: false, descending: true }) };
    let mut words = text.split_whitespace();
    let by_update = match words.next() {
        Some("createdDateTime") => false,
        Some("lastUpdateDateTime") => true,
        _ => return Err(GraphProblem::bad_request(format!("Ordering by '{text}' is not supported."))),
    };
    match (words.next(), words.next()) {
        (None | Some("asc"), None) => Ok(Order { by_update, descending: false }),
        (Some("desc"), None) => Ok(Order { by_update, descending: true }),
        _ => Err(GraphProblem::bad_request(format!("Ordering by '{text}' is not supported."))),
    }
}

/// The place that a `$skiptoken` of ours continues at.
pub(crate) fn continuation(token: &str) -> Result<usize, GraphProblem> {
    let offset = token.strip_prefix("sim").and_then(|hex| usize::from_str_radix(hex, 16).ok());
    offset.ok_or_else(|| GraphProblem::bad_request("The $skiptoken is not one of this service's."))
}

/// The link to the next page, when the switches say that this page has one.
pub(crate) fn next_link(visit: &Visit<'_>, after: usize, more: bool) -> Option<String> {
    let (mode, foreign) = {
        let switches = visit.tenant.switches.lock();
        (switches.next_link, switches.foreign_next_link)
    };
    if foreign {
        return Some(format!("{}/elsewhere", visit.tenant.control));
    }
    let wanted = match mode {
        NextLink::Never => false,
        NextLink::Always => true,
        NextLink::Random => visit.tenant.pick(0, 1) == 1,
    };
    if !(wanted && more) {
        return None;
    }
    let kept = visit.call.query.iter().filter(|(name, _)| name != "$skip" && name != "$skiptoken");
    let mut link = url::form_urlencoded::Serializer::new(String::new());
    link.extend_pairs(kept).append_pair("$skiptoken", &format!("sim{after:x}"));
    Some(format!("{}{}?{}", visit.tenant.base, visit.call.path, link.finish()))
}

/// Waits while the switch `hold_after_pages` holds this list back.
async fn wait_while_held(tenant: &Tenant) {
    let mut hold = tenant.hold.subscribe();
    let Some(pages) = *hold.borrow_and_update() else { return };
    if tenant.lists_since_hold.fetch_add(1, Ordering::SeqCst) < pages {
        return;
    }
    let _waiting = Waiting::begin(tenant);
    let mut stopping = tenant.stopping.subscribe();
    tokio::select! {
        _ = hold.wait_for(Option::is_none) => {}
        _ = stopping.wait_for(|stopping| *stopping) => {}
    }
}
