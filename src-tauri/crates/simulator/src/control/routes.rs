//! The control port's routes: look, switch, change alerts, sign in, register, stop.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::acts::{self, Act};
use super::{by_hand, happenings, state as seen};
use crate::login;
use crate::scenario::{self, Scenario, scenario_lines};
use crate::tenant::Tenant;

type Shared = State<Arc<Tenant>>;

/// The control port.
pub(crate) fn control_router(tenant: Arc<Tenant>) -> Router {
    Router::new()
        .route("/state", get(state))
        .route("/journal", get(journal))
        .route("/journal/summary", get(summary))
        .route("/set", post(set))
        .route("/scenarios", get(scenarios))
        .route("/scenario", get(playing).post(play))
        .route("/alerts/update", post(update_alerts))
        .route("/alerts/add", post(add_alerts))
        .route("/incidents/merge", post(merge_incidents))
        .route("/approve", post(approve))
        .route("/register", post(register))
        .route("/portal", post(portal))
        .route("/elsewhere", any(elsewhere))
        .route("/stop", post(stop))
        .fallback(unknown)
        .with_state(tenant)
}

fn answer(status: StatusCode, value: &Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], value.to_string()).into_response()
}

fn fine(value: &Value) -> Response {
    answer(StatusCode::OK, value)
}

fn refused(why: impl std::fmt::Display) -> Response {
    answer(StatusCode::BAD_REQUEST, &json!({ "error": why.to_string() }))
}

/// A body that must be a JSON object of this shape.
fn read<'a, T: Deserialize<'a>>(body: &'a Bytes) -> Result<T, Box<Response>> {
    serde_json::from_slice(body).map_err(|error| Box::new(refused(error)))
}

async fn unknown() -> Response {
    answer(StatusCode::NOT_FOUND, &json!({ "error": "the control port has no such path" }))
}

async fn state(State(tenant): Shared) -> Response {
    fine(&seen::state(&tenant))
}

#[derive(Debug, Deserialize)]
struct Since {
    #[serde(default)]
    since: u64,
}

async fn journal(State(tenant): Shared, Query(query): Query<Since>) -> Response {
    let journal = tenant.journal.lock();
    fine(&json!({ "seq": journal.last(), "dropped": journal.dropped(), "entries": journal.since(query.since) }))
}

async fn summary(State(tenant): Shared) -> Response {
    fine(&tenant.journal.lock().summary())
}

async fn set(State(tenant): Shared, body: Bytes) -> Response {
    let changes: Map<String, Value> = match read(&body) {
        Ok(changes) => changes,
        Err(response) => return *response,
    };
    let changes = match changes.get("switches") {
        Some(Value::Object(inner)) if changes.len() == 1 => inner.clone(),
        _ => changes,
    };
    match super::switch(&tenant, &changes) {
        Err(why) => refused(why),
        Ok(()) => fine(&json!({ "switches": &*tenant.switches.lock() })),
    }
}

async fn scenarios() -> Response {
    let lines = scenario_lines();
    let shown = lines.iter().map(|it| json!({ "id": it.id, "line": it.line, "section": it.section }));
    fine(&json!({ "scenarios": shown.collect::<Vec<_>>() }))
}

async fn playing(State(tenant): Shared) -> Response {
    fine(&tenant.engine.lock().shown())
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WhichScenario {
    id: Option<String>,
}

/// Begins a scenario on the running simulator, or ends the one that is played.
async fn play(State(tenant): Shared, body: Bytes) -> Response {
    let which: WhichScenario = match read(&body) {
        Ok(which) => which,
        Err(response) => return *response,
    };
    let Some(id) = which.id else {
        return match scenario::end(&tenant) {
            Ok(()) => fine(&json!({ "id": null })),
            Err(why) => refused(why),
        };
    };
    let begun = Scenario::named(&id).and_then(|scenario| {
        let missing = scenario.needs_a_start();
        if let Some(alerts) = scenario.start.alerts {
            happenings::rewrite_history(&tenant, alerts);
        }
        scenario::begin(&tenant, scenario).map(|()| missing)
    });
    match begun {
        Ok(missing) => fine(&json!({ "id": id, "needs_a_start": missing, "switches": &*tenant.switches.lock() })),
        Err(why) => refused(why),
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WhichAlerts {
    count: Option<usize>,
    id: Option<String>,
}

async fn update_alerts(State(tenant): Shared, body: Bytes) -> Response {
    let which: WhichAlerts = match read(&body) {
        Ok(which) => which,
        Err(response) => return *response,
    };
    match happenings::update_alerts(&tenant, which.count, which.id.as_deref()) {
        Ok(ids) => fine(&json!({ "updated": ids })),
        Err(why) => refused(why),
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct HowMany {
    count: usize,
}

async fn add_alerts(State(tenant): Shared, body: Bytes) -> Response {
    match read::<HowMany>(&body) {
        Ok(many) => fine(&json!({ "added": happenings::add_alerts(&tenant, many.count) })),
        Err(response) => *response,
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WhichIncidents {
    from: Option<u64>,
    into: Option<u64>,
}

async fn merge_incidents(State(tenant): Shared, body: Bytes) -> Response {
    let which: WhichIncidents = match read(&body) {
        Ok(which) => which,
        Err(response) => return *response,
    };
    match happenings::merge_incidents(&tenant, which.from.zip(which.into)) {
        Ok((from, into)) => fine(&json!({ "merged": from.to_string(), "into": into.to_string() })),
        Err(why) => refused(why),
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Approval {
    user_code: String,
    #[serde(default)]
    account: String,
    #[serde(default = "approve_action")]
    action: String,
}

fn approve_action() -> String {
    "approve".to_owned()
}

async fn approve(State(tenant): Shared, body: Bytes) -> Response {
    let approval: Approval = match read(&body) {
        Ok(approval) => approval,
        Err(response) => return *response,
    };
    match login::decide(&tenant, &approval.user_code, &approval.account, &approval.action) {
        Ok(status) => fine(&json!({ "status": status })),
        Err(why) => refused(why),
    }
}

async fn register(State(tenant): Shared, body: Bytes) -> Response {
    match read::<by_hand::ByHand>(&body) {
        Ok(wanted) => by_hand::register(&tenant, wanted).map_or_else(refused, |made| fine(&made)),
        Err(response) => *response,
    }
}

/// One act of a person in the portal.
async fn portal(State(tenant): Shared, body: Bytes) -> Response {
    match read::<Act>(&body) {
        Ok(act) => acts::perform(&tenant, &act).map_or_else(refused, |came| fine(&came)),
        Err(response) => *response,
    }
}

/// Where `foreign_next_link` leads: no client should ever come here, least of all with a token.
async fn elsewhere(State(tenant): Shared, headers: HeaderMap) -> Response {
    tenant.elsewhere_hits.fetch_add(1, Ordering::SeqCst);
    let authorized = headers.contains_key(header::AUTHORIZATION);
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("");
    tenant.journal.lock().came_to(&format!("{host}/elsewhere"), authorized, authorized);
    if authorized {
        tenant.elsewhere_authorized.fetch_add(1, Ordering::SeqCst);
    }
    answer(StatusCode::IM_A_TEAPOT, &json!({ "value": [] }))
}

async fn stop(State(tenant): Shared) -> Response {
    tenant.stopping.send_replace(true);
    fine(&json!({ "stopping": true }))
}
