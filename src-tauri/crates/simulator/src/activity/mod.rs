//! The Office 365 Management Activity API under `/manage`: subscriptions to kinds of content, a listing of blobs, and
//! the blobs with their audit records, with all the disorder that the real feed has.

mod book;
mod codes;
mod content;
mod gate;
mod kind;
mod listing;
mod records;
mod subscriptions;
mod window;

use axum::http::Method;

pub(crate) use book::Book;
pub(crate) use codes::ActivityProblem;

use crate::wire::{Reply, Visit};

/// Answers a call to the feed.
pub(crate) fn answer(visit: &mut Visit<'_>) -> Reply {
    route(visit).unwrap_or_else(|problem| problem.reply(visit))
}

fn route(visit: &mut Visit<'_>) -> Result<Reply, ActivityProblem> {
    let call = visit.call;
    let (get, post) = (call.method == Method::GET, call.method == Method::POST);
    let segments: Vec<&str> = call.segments.iter().map(String::as_str).collect();
    let ["api", "v1.0", tenant, "activity", "feed", rest @ ..] = segments.as_slice() else {
        return Err(unknown(visit));
    };
    match rest {
        ["subscriptions", "start"] if post => subscriptions::start(visit, tenant),
        ["subscriptions", "stop"] if post => subscriptions::stop(visit, tenant),
        ["subscriptions", "list"] if get => subscriptions::list(visit, tenant),
        ["subscriptions", "notifications"] if get => listing::notifications(visit, tenant),
        ["subscriptions", "content"] if get => listing::content(visit, tenant),
        ["audit", id] if get => content::blob(visit, tenant, id),
        ["resources", "dlpSensitiveTypes"] if get => content::sensitive_types(visit, tenant),
        _ => Err(unknown(visit)),
    }
}

fn unknown(visit: &Visit<'_>) -> ActivityProblem {
    let what = format!("{} '{}' on the Management Activity API", visit.call.method, visit.call.path);
    ActivityProblem::unsupported(what)
}

/// The feed's address, for links.
fn feed(visit: &Visit<'_>) -> String {
    format!("{}/manage/api/v1.0/{}/activity/feed", visit.tenant.base, visit.tenant.name.id)
}
