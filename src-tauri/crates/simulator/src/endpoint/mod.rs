//! Defender for Endpoint under `/mde`: alerts, machines, files, indicators and live response, each behind its own
//! permission. The alerts are those of the tenant that Endpoint raised, so a person, a machine and an incident are the
//! same here and in Graph.

mod actions;
mod alerts;
mod book;
mod change;
mod download;
mod evidence;
mod files;
mod filter;
mod indicators;
mod library;
mod live_response;
mod machines;
mod page;
mod problem;
mod shape;
mod submission;

use axum::http::Method;

pub(crate) use book::Book;
pub(crate) use download::download_router;
pub(crate) use problem::EndpointProblem;

use crate::bearer::Bearer;
use crate::wire::{Reply, Visit};

/// The resource's application id.
const RESOURCE: &str = "fc780465-2017-40d4-a0c5-307022471b92";

/// Answers a call to Defender for Endpoint.
pub(crate) fn answer(visit: &mut Visit<'_>) -> Reply {
    route(visit).unwrap_or_else(|problem| problem.reply(visit))
}

fn route(visit: &mut Visit<'_>) -> Result<Reply, EndpointProblem> {
    let call = visit.call;
    let segments: Vec<&str> = call.segments.iter().map(String::as_str).collect();
    let path = match segments.as_slice() {
        ["api", "v1.0", rest @ ..] | ["api", rest @ ..] => rest,
        _ => &[],
    };
    let (get, post) = (call.method == Method::GET, call.method == Method::POST);
    let delete = call.method == Method::DELETE;
    match path {
        ["alerts"] if get => alerts::list(visit),
        ["alerts", id] if get => alerts::single(visit, id),
        ["alerts", id] if call.method == Method::PATCH => alerts::update(visit, id),
        ["alerts", id, part @ ("user" | "files" | "ips" | "domains" | "machine")] if get => {
            alerts::part(visit, id, part)
        }
        ["machines"] if get => machines::list(visit),
        ["machines", id] if get => machines::single(visit, id),
        ["machines", id, "runliveresponse"] if post => live_response::run(visit, id),
        ["machineactions", id] if get => actions::single(visit, id),
        ["machineactions", id, result] if get && result.starts_with("GetLiveResponseResultDownloadLink(") => {
            actions::download_link(visit, id, result)
        }
        ["files", hash] if get => files::single(visit, hash),
        ["files", hash, "alerts"] if get => files::alerts(visit, hash),
        ["files", hash, "machines"] if get => files::machines(visit, hash),
        ["indicators"] if get => indicators::list(visit),
        ["indicators"] if post => indicators::submit(visit),
        ["indicators", "import"] if post => indicators::import(visit),
        ["indicators", "BatchDelete"] if post => indicators::delete_many(visit),
        ["indicators", id] if delete => indicators::delete(visit, id),
        ["libraryfiles"] if get => library::list(visit),
        ["libraryfiles"] if post => library::upload(visit),
        ["libraryfiles", name] if delete => library::delete(visit, name),
        _ => {
            let what = format!("{} '{}' on Defender for Endpoint", call.method, call.path);
            Err(EndpointProblem::unsupported(what))
        }
    }
}

/// Checks the caller's token and that it holds one of these permissions.
fn admit(visit: &mut Visit<'_>, any: &[&str]) -> Result<Bearer, EndpointProblem> {
    let bearer = Bearer::of(visit, RESOURCE)?;
    if bearer.has(any) { Ok(bearer) } else { Err(EndpointProblem::forbidden(any)) }
}

/// The host as links name it.
fn host(visit: &Visit<'_>) -> String {
    format!("{}/mde", visit.tenant.base)
}
