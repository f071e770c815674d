//! Answers that a service did not mean: its own words for a fault inside it, or a body that is no answer at all.

use super::{Reply, Surface, Visit};
use crate::activity::ActivityProblem;
use crate::cloudapps::CloudAppsProblem;
use crate::control::FaultBody;
use crate::endpoint::EndpointProblem;
use crate::exchange::ExchangeProblem;
use crate::graph::GraphProblem;
use crate::login::Refusal;

/// A broken answer with this status.
pub(super) fn broken(visit: &mut Visit<'_>, status: u16, body: FaultBody) -> Reply {
    if body == FaultBody::Json {
        return said(visit, status);
    }
    visit.note.error = Some(body.name().to_owned());
    match body {
        FaultBody::Html => Reply::html(status, format!("<html><body><h1>{status}</h1></body></html>")),
        FaultBody::Nul => Reply::raw(status, "application/json", vec![0; 64]),
        _ => Reply::raw(status, "application/json", Vec::new()),
    }
}

/// The error body that a service has for a fault of its own.
fn said(visit: &mut Visit<'_>, status: u16) -> Reply {
    match visit.call.surface {
        Surface::Login => Reply { status, ..Refusal::coded(90033).reply(visit) },
        Surface::Endpoint => EndpointProblem::internal(status).reply(visit),
        Surface::Activity => ActivityProblem::internal(status).reply(visit),
        Surface::Exchange => ExchangeProblem::internal(status).reply(visit),
        Surface::CloudApps => CloudAppsProblem::internal(status).reply(visit),
        Surface::Graph | Surface::Elsewhere => GraphProblem::new(status, "UnknownError", "").reply(visit),
    }
}
