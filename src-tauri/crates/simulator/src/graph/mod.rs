//! The Graph host under `/graph`: registration of applications and the security alerts. Whatever is not here is a 501
//! that names itself, so that a client can never lean on something the simulator merely tolerates.

mod alerts;
mod app_policy;
mod applications;
mod assignments;
mod caller;
mod condition;
mod credentials;
mod deleted;
mod detection_rules;
mod directory_roles;
mod grants;
mod groups;
mod hunting;
mod incidents;
mod investigating;
mod listing;
mod mail;
mod mail_folders;
mod mail_parts;
mod mailbox;
mod organization;
mod page;
mod people;
mod presence;
mod principals;
mod problem;
mod proof;
mod registry;
mod settings;
mod sign_in_reports;
mod submissions;
mod workloads;

use axum::http::Method;

pub(crate) use alerts::written as written_alert;
pub(crate) use applications::register;
pub(crate) use credentials::{in_two_years, new_key, new_secret};
pub(crate) use problem::GraphProblem;
pub(crate) use settings::Settings;

use crate::wire::{Reply, Segment, Visit};

/// Shorthand for a plain segment in the routing table.
macro_rules! plain {
    ($name:pat) => {
        Segment { name: $name, key: None }
    };
}

/// Answers a call to Graph.
pub(crate) async fn answer(visit: &mut Visit<'_>) -> Reply {
    let outcome = route(visit).await;
    outcome.unwrap_or_else(|problem| problem.reply(visit))
}

async fn route(visit: &mut Visit<'_>) -> Result<Reply, GraphProblem> {
    let call = visit.call;
    if let Some(outcome) = workloads::route(visit) {
        return outcome;
    }
    let unknown = || GraphProblem::unsupported(format!("{} '{}' on Graph", call.method, call.path));
    let Some(("v1.0", rest)) = call.segments.split_first().map(|(version, rest)| (version.as_str(), rest)) else {
        return Err(unknown());
    };
    let path: Vec<Segment<'_>> = rest.iter().map(|text| Segment::parse(text)).collect();
    let get = call.method == Method::GET;
    if let Some(outcome) = registry::route(visit, &path) {
        return outcome;
    }
    match path.as_slice() {
        [plain!("security"), plain!("alerts_v2")] if get => alerts::list(visit).await,
        [plain!("security"), plain!("alerts_v2"), plain!(id)] if get => alerts::single(visit, id),
        _ => Err(unknown()),
    }
}
