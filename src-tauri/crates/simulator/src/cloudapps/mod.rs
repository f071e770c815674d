//! Defender for Cloud Apps under `/cloudapps`: its own list of alerts with numbers for enumerations and milliseconds for
//! times. The alerts are those of the tenant that Cloud Apps raised, under ids that Graph does not know.

mod alerts;
mod close;
mod filters;
mod problem;
mod shape;

use std::collections::HashMap;

use axum::http::Method;

pub(crate) use problem::CloudAppsProblem;

use crate::bearer::Bearer;
use crate::wire::{Reply, Visit};

/// The resource's application id.
const RESOURCE: &str = "05a65629-4c1b-48c1-a78b-804c4abdd4af";

/// What was done to alerts, by their ids here.
#[derive(Debug, Default)]
pub(crate) struct Book {
    changes: HashMap<String, Change>,
}

#[derive(Debug, Clone, Default)]
struct Change {
    read: Option<bool>,
    /// How it was closed, when, and what was said.
    closed: Option<(u8, i64, String)>,
}

/// Answers a call to Cloud Apps; `cas` in front of the path is the route over the generic host.
pub(crate) fn answer(visit: &mut Visit<'_>) -> Reply {
    route(visit).unwrap_or_else(|problem| problem.reply(visit))
}

fn route(visit: &mut Visit<'_>) -> Result<Reply, CloudAppsProblem> {
    let call = visit.call;
    let segments: Vec<&str> = call.segments.iter().map(String::as_str).collect();
    let path = match segments.as_slice() {
        ["cas", rest @ ..] => rest,
        all => all,
    };
    let (get, post) = (call.method == Method::GET, call.method == Method::POST);
    match path {
        // The slash at the end is part of every address; who forgets it is sent there, without the body.
        ["api", "v1", "alerts", ..] if !call.path.ends_with('/') => Ok(with_slash(visit)),
        ["api", "v1", "alerts"] if get || post => alerts::list(visit),
        ["api", "v1", "alerts", action] if post && action.starts_with("close_") => close::close(visit, action),
        ["api", "v1", "alerts", id] if get => alerts::single(visit, id),
        ["api", "v1", "alerts", id, "read"] if post => close::mark(visit, id, true),
        ["api", "v1", "alerts", id, "unread"] if post => close::mark(visit, id, false),
        _ => Err(unknown(visit)),
    }
}

fn with_slash(visit: &Visit<'_>) -> Reply {
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&visit.call.query).finish();
    let query = if query.is_empty() { query } else { format!("?{query}") };
    let location = format!("{}{}/{query}", visit.tenant.base, visit.call.path);
    Reply { status: 301, ..Reply::no_content() }.with_header("location", location)
}

fn unknown(visit: &Visit<'_>) -> CloudAppsProblem {
    let what = format!("{} '{}' on Defender for Cloud Apps", visit.call.method, visit.call.path);
    CloudAppsProblem::unsupported(what)
}

/// Checks the caller's token and that it holds one of these permissions.
fn admit(visit: &mut Visit<'_>, any: &[&str]) -> Result<Bearer, CloudAppsProblem> {
    let bearer = Bearer::of(visit, RESOURCE)?;
    if bearer.has(any) { Ok(bearer) } else { Err(CloudAppsProblem::forbidden(any)) }
}
