//! The routes of the services that an analyst and a responder use: incidents, changes to alerts, hunting, submissions,
//! mail, people, presence, calendars and sign-in reports. Registration has its routes in the module above.

use axum::http::Method;

use super::{
    GraphProblem, detection_rules, groups, hunting, incidents, investigating, mail, mail_folders, mail_parts, people,
    presence, sign_in_reports, submissions,
};
use crate::wire::{Reply, Visit};

/// Answers a call to one of them; `None` when the path or the method is none of theirs.
pub(crate) fn route(visit: &mut Visit<'_>) -> Option<Result<Reply, GraphProblem>> {
    let call = visit.call;
    let segments: Vec<&str> = call.segments.iter().map(String::as_str).collect();
    Some(match (&call.method, segments.as_slice()) {
        (&Method::GET, ["v1.0", rest @ ..]) => return read(visit, rest),
        (&Method::POST, ["v1.0", rest @ ..]) => return post(visit, rest),
        (&Method::PATCH, ["v1.0", "security", "alerts_v2", id]) => investigating::update_alert(visit, id),
        (&Method::PATCH, ["v1.0", "security", "incidents", id]) => investigating::update_incident(visit, id),
        (&Method::PATCH, ["v1.0", "users", user]) => people::update(visit, user),
        (&Method::GET, ["beta", "security", "threatSubmission", "emailThreats"]) => submissions::list(visit),
        (&Method::GET, ["beta", "security", "threatSubmission", "emailThreats", id]) => submissions::single(visit, id),
        (&Method::GET, ["beta", "security", "rules", "detectionRules"]) => detection_rules::list(visit),
        (&Method::GET, ["beta", "security", "rules", "detectionRules", id]) => detection_rules::single(visit, id),
        _ => return None,
    })
}

fn read(visit: &mut Visit<'_>, path: &[&str]) -> Option<Result<Reply, GraphProblem>> {
    Some(match path {
        ["security", "incidents"] => incidents::list(visit),
        ["security", "incidents", id] => incidents::single(visit, id),
        ["security", "threatSubmission", "emailThreats"] => submissions::absent(visit),
        ["auditLogs", "signIns"] => sign_in_reports::list(visit),
        ["auditLogs", "signIns", id] => sign_in_reports::single(visit, id),
        ["users"] => people::list(visit),
        ["users", user] => people::single(visit, user),
        ["users", user, "memberOf"] => groups::of_user(visit, user),
        ["users", user, "presence"] => presence::of_user(visit, user),
        ["users", user, "mailboxSettings"] => presence::settings(visit, user),
        ["users", user, "messages"] => mail::list(visit, user, None),
        ["users", user, "mailFolders"] => mail_folders::list(visit, user),
        ["users", user, "mailFolders", folder, "messages"] => mail::list(visit, user, Some(folder)),
        ["users", user, "messages", id] => mail::single(visit, user, id),
        ["users", user, "messages", id, "$value"] => mail_parts::whole(visit, user, id),
        ["users", user, "messages", id, "attachments"] => mail_parts::list(visit, user, id),
        ["users", user, "messages", id, "attachments", part] => mail_parts::single(visit, user, id, part),
        ["users", user, "messages", id, "attachments", part, "$value"] => mail_parts::content(visit, user, id, part),
        ["groups"] => groups::list(visit),
        ["groups", id] => groups::single(visit, id),
        ["groups", id, "members"] => groups::members(visit, id),
        _ => return None,
    })
}

fn post(visit: &mut Visit<'_>, path: &[&str]) -> Option<Result<Reply, GraphProblem>> {
    Some(match path {
        ["security", "alerts_v2", id, "comments"] => investigating::comment_alert(visit, id),
        ["security", "incidents", id, "comments"] => investigating::comment_incident(visit, id),
        ["security", "runHuntingQuery" | "microsoft.graph.security.runHuntingQuery"] => hunting::run(visit),
        ["users", user, "revokeSignInSessions" | "microsoft.graph.revokeSignInSessions"] => people::revoke(visit, user),
        ["users", user, "calendar", "getSchedule" | "microsoft.graph.getSchedule"] => presence::schedule(visit, user),
        ["communications", "getPresencesByUserId"] => presence::of_users(visit),
        _ => return None,
    })
}
