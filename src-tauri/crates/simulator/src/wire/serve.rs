//! The API port's one door: read a call, let the switched-on faults interfere, answer it, stamp it, journal it.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::Response;
use axum::{Extension, Router};

use super::broken::broken;
use super::{Call, Note, Reply, Surface};
use crate::clock;
use crate::control::{Entry, Fault, FaultBody, Moment, stand_still};
use crate::graph::{self, GraphProblem};
use crate::login;
use crate::tenant::Tenant;
use crate::tls::Root;
use crate::{activity, cloudapps, endpoint, exchange, scenario, throttle};

/// The largest request body that is read.
const BODY_LIMIT: usize = 24 << 20;

/// One call on its way through: the tenant, what was asked, and what the journal will say.
#[derive(Debug)]
pub(crate) struct Visit<'a> {
    pub(crate) tenant: &'a Tenant,
    pub(crate) call: &'a Call,
    pub(crate) note: Note,
}

/// The API port.
pub(crate) fn api_router(tenant: Arc<Tenant>) -> Router {
    Router::new().fallback(serve).with_state(tenant)
}

/// A port that has one surface at its root.
pub(crate) fn rooted_router(tenant: Arc<Tenant>, root: Root) -> Router {
    api_router(tenant).layer(Extension(root))
}

async fn serve(State(tenant): State<Arc<Tenant>>, request: Request) -> Response<Body> {
    let (mut parts, body) = request.into_parts();
    let root = parts.extensions.remove::<Root>();
    if let Some(prefixed) = root.as_ref().and_then(|root| root.prefixed(&parts.uri)) {
        parts.uri = prefixed;
    }
    let request_id = tenant.new_id();
    let Ok(body) = to_bytes(body, BODY_LIMIT).await else {
        return Reply::raw(413, "text/plain", b"the request body is too large or broke off".to_vec()).into_response();
    };
    let call = Call::new(parts.method, &parts.uri, parts.headers, body, request_id).over(root.is_some());
    let stop = tenant.gate.arriving(&call);
    if stop == Some(Moment::Before) {
        stand_still(&tenant).await;
    }
    scenario::entering(&tenant, &call.path);
    let latency = throttle::latency(&tenant, &call.path);
    if !latency.is_zero() {
        tokio::time::sleep(latency).await;
    }
    let mut visit = Visit { tenant: &tenant, call: &call, note: Note::default() };
    let fault = tenant.switches.lock().take_fault(&call.path);
    let reply = match fault {
        Some(Fault::Throttled { retry_after }) => throttle::refuse_by_switch(&visit, retry_after).reply(&mut visit),
        Some(Fault::Broken { status, body: FaultBody::Cut }) => {
            let mut reply = answer(&mut visit).await;
            visit.note.error = Some("cut".to_owned());
            (reply.status, reply.cut) = (status, true);
            reply
        }
        Some(Fault::Broken { status, body }) => broken(&mut visit, status, body),
        None => match throttle::over_limit(&visit) {
            Some(refused) => refused.reply(&mut visit),
            None => {
                let reply = answer(&mut visit).await;
                scenario::distorted(&visit, reply)
            }
        },
    };
    if reply.status == 200 && tenant.routes.of(call.method.as_str(), &call.path).is_some_and(|route| route.page) {
        scenario::answered(&tenant);
    }
    let note = visit.note;
    let reply = stamped(&tenant, &call, reply);
    tenant.journal.lock().record(Entry::of(&tenant, &call, reply.status, note, tenant.clock.service()));
    if stop == Some(Moment::After) {
        stand_still(&tenant).await;
    }
    let reply = if call.over_tls { tenant.tls.spoken(reply, &tenant.base) } else { reply };
    reply.into_response()
}

async fn answer(visit: &mut Visit<'_>) -> Reply {
    match visit.call.surface {
        Surface::Login => login::answer(visit),
        Surface::Graph => graph::answer(visit).await,
        Surface::Endpoint => endpoint::answer(visit),
        Surface::Activity => activity::answer(visit),
        Surface::Exchange => exchange::answer(visit),
        Surface::CloudApps => cloudapps::answer(visit),
        Surface::Elsewhere => {
            let what = format!("path '{}': the API port has one path per service", visit.call.path);
            GraphProblem::unsupported(what).reply(visit)
        }
    }
}

/// Adds the headers that every answer carries.
fn stamped(tenant: &Tenant, call: &Call, reply: Reply) -> Reply {
    let name = if call.surface == Surface::Login { "x-ms-request-id" } else { "request-id" };
    let echoed = call.client_request_id.clone().unwrap_or_else(|| call.request_id.clone());
    reply
        .with_header("date", clock::http_date(tenant.clock.service()))
        .with_header(name, call.request_id.clone())
        .with_header("client-request-id", echoed)
}
