//! The Exchange Online admin API under `/exchange`: `InvokeCommand` with the few cmdlets that quarantine and auditing
//! need. Two grants open it: the application permission lets an application in, a directory role lets it do something.

mod cmdlets;
mod gate;
mod messages;
mod parameters;
mod problem;
mod quarantine;

use std::collections::HashMap;

use axum::http::Method;
use serde_json::{Map, Value};

pub(crate) use problem::ExchangeProblem;

use crate::wire::{Reply, Visit};

/// What was done to quarantined messages, and how often something was refused.
#[derive(Debug, Default)]
pub(crate) struct Book {
    /// Messages as they are since something was done to them, by identity.
    changed: HashMap<String, Map<String, Value>>,
    /// Refusals with 403 so far, because their bodies take turns.
    refusals: u64,
}

/// Answers a call to the admin API.
pub(crate) fn answer(visit: &mut Visit<'_>) -> Reply {
    route(visit).unwrap_or_else(|problem| problem.reply(visit))
}

fn route(visit: &mut Visit<'_>) -> Result<Reply, ExchangeProblem> {
    let call = visit.call;
    let segments: Vec<&str> = call.segments.iter().map(String::as_str).collect();
    match segments.as_slice() {
        ["adminapi", "beta", tenant, "InvokeCommand"] if call.method == Method::POST => cmdlets::invoke(visit, tenant),
        _ => {
            let what = format!("{} '{}' on the Exchange admin API", call.method, call.path);
            Err(ExchangeProblem::unsupported(what))
        }
    }
}
