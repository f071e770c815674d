//! The sign-in host under `/login`: discovery, keys, tokens, and the pages where people sign in and consent.

mod admin_consent;
mod assertion;
mod authorize;
mod client;
mod code_grant;
mod code_page;
mod codes;
mod consent;
mod device;
mod discovery;
mod grant;
mod issue;
mod pages;
mod person;
mod refusal;
mod registered;
mod scope;
mod token;

pub(crate) use code_page::decide;
pub(crate) use codes::CODES;
pub(crate) use consent::{by_hand as consent_by_hand, grant as grant_scopes};
pub(crate) use refusal::Refusal;
pub(crate) use scope::unlicensed;

use admin_consent::Version;
use axum::http::Method;

use crate::graph::GraphProblem;
use crate::wire::{Reply, Visit};

/// Answers a call to the sign-in host.
pub(crate) fn answer(visit: &mut Visit<'_>) -> Reply {
    let call = visit.call;
    let path: Vec<&str> = call.segments.iter().map(String::as_str).collect();
    let (get, post) = (call.method == Method::GET, call.method == Method::POST);
    if post
        && let [_, "oauth2", .., "token" | "devicecode"] = path.as_slice()
        && let Some(reply) = token::strange(visit)
    {
        return reply;
    }
    if let Some(stranger) = strange_option(visit, &path) {
        return GraphProblem::unsupported(format!("query option '{stranger}' of '{}'", call.path)).reply(visit);
    }
    let outcome = match path.as_slice() {
        ["devicelogin"] if get => Ok(code_page::form(visit)),
        ["devicelogin"] if post => Ok(code_page::submitted(visit)),
        [tenant, "v2.0", ".well-known", "openid-configuration"] if get => discovery::document(visit, tenant),
        [tenant, "discovery", "v2.0", "keys"] if get => discovery::keys(visit, tenant),
        [tenant, "oauth2", "v2.0", "authorize"] if get || post => Ok(authorize::answer(visit, tenant)),
        [tenant, "oauth2", "v2.0", "token"] if post => token::issue(visit, tenant),
        [tenant, "oauth2", "token"] if post => token::issue_v1(visit, tenant),
        [tenant, "oauth2", "v2.0", "devicecode"] if post => device::start(visit, tenant),
        [tenant, "adminconsent"] if get || post => Ok(admin_consent::answer(visit, tenant, Version::One)),
        [tenant, "v2.0", "adminconsent"] if get || post => Ok(admin_consent::answer(visit, tenant, Version::Two)),
        _ => {
            let what = format!("{} '{}' on the sign-in host", call.method, call.path);
            return GraphProblem::unsupported(what).reply(visit);
        }
    };
    outcome.unwrap_or_else(|refusal| refusal.reply(visit))
}

/// A query option that a route does not take; the pages of people know their own options.
fn strange_option(visit: &Visit<'_>, path: &[&str]) -> Option<String> {
    let known: &[&str] = match path {
        [.., "authorize" | "adminconsent"] => return None,
        [.., "openid-configuration"] => &["appid"],
        [.., "devicecode"] => &["mkt"],
        _ => &[],
    };
    let mut names = visit.call.query.iter().map(|(name, _)| name);
    names.find(|name| !known.contains(&name.as_str())).cloned()
}
