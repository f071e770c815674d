//! The host that results of live response are fetched from: a storage account of its own, which knows signed links and
//! nothing about access tokens. Whoever sends one there is refused and counted.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{Response, header};

use crate::control::Entry;
use crate::tenant::Tenant;
use crate::wire::{Call, Note, Reply};

/// The download host.
pub(crate) fn download_router(tenant: Arc<Tenant>) -> Router {
    Router::new().fallback(serve).with_state(tenant)
}

async fn serve(State(tenant): State<Arc<Tenant>>, request: Request) -> Response<Body> {
    let (parts, _) = request.into_parts();
    let call = Call::new(parts.method, &parts.uri, parts.headers, Bytes::new(), tenant.new_id());
    let (reply, error) = match answer(&tenant, &call) {
        Ok(reply) => (reply, None),
        Err((status, code)) => (refused(status, code), Some(code.to_owned())),
    };
    let note = Note { error, ..Note::default() };
    tenant.journal.lock().record(Entry::of(&tenant, &call, reply.status, note, tenant.clock.service()));
    reply.into_response()
}

fn answer(tenant: &Tenant, call: &Call) -> Result<Reply, (u16, &'static str)> {
    if call.headers.contains_key(header::AUTHORIZATION) {
        tenant.elsewhere_hits.fetch_add(1, Ordering::SeqCst);
        tenant.elsewhere_authorized.fetch_add(1, Ordering::SeqCst);
        return Err((403, "AuthenticationFailed"));
    }
    if call.method != axum::http::Method::GET {
        return Err((405, "UnsupportedHttpVerb"));
    }
    let name = call.segments.first().map_or("", String::as_str);
    let signature = call.query.iter().find(|(key, _)| key == "sig").map_or("", |(_, value)| value.as_str());
    if signature.is_empty() {
        return Err((404, "ResourceNotFound"));
    }
    let book = tenant.endpoint.lock();
    match book.result(name, signature) {
        None => Err((403, "AuthenticationFailed")),
        Some(result) if result.until <= tenant.clock.service() => Err((403, "AuthenticationFailed")),
        Some(result) => Ok(Reply::raw(200, result.content_type, result.bytes.clone())),
    }
}

fn refused(status: u16, code: &str) -> Reply {
    let text = format!("\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>{code}</Code></Error>");
    Reply::raw(status, "application/xml", text.into_bytes())
}
