//! The admin-consent pages: v1 consents to everything that a registration lists, v2 to what `scope` names of one
//! resource. Success and refusal go back to the redirect URI; without one they are shown on a page.

use axum::http::Method;

use super::consent::{self, Listed};
use super::registered::{self, Client, Redirect};
use super::{Refusal, discovery, pages, person, scope};
use crate::tenant::Tenant;
use crate::wire::{Reply, Visit};

/// Parameters of both versions.
const KNOWN: &[&str] = &["client_id", "redirect_uri", "state", "scope", "client-request-id"];

/// Which page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    /// `/adminconsent`.
    One,
    /// `/v2.0/adminconsent`.
    Two,
}

struct Asked<'a> {
    client: Client,
    redirect: Option<Redirect>,
    state: Option<&'a str>,
    /// The wish as sent, for version two.
    scope: Option<&'a str>,
}

/// Answers the link and the forms of its page.
pub(crate) fn answer(visit: &mut Visit<'_>, tenant: &str, version: Version) -> Reply {
    let unknown = |name: &str| !KNOWN.contains(&name) || (name == "scope" && version == Version::One);
    if let Some((stranger, _)) = visit.call.query.iter().find(|(name, _)| unknown(name)) {
        return crate::graph::GraphProblem::unsupported(format!("query option '{stranger}' of adminconsent"))
            .reply(visit);
    }
    let asked = match read(visit, tenant, version) {
        Ok(asked) => asked,
        Err(refusal) => return pages::refused(visit, &refusal),
    };
    match go_on(visit, &asked) {
        Ok(reply) => reply,
        Err(refusal) => back(visit, &asked, &refusal),
    }
}

fn read<'a>(visit: &Visit<'a>, tenant: &str, version: Version) -> Result<Asked<'a>, Refusal> {
    let parameter = |name: &str| {
        let found = visit.call.query.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    };
    if tenant == "common" {
        return Err(Refusal::coded(50059));
    }
    let alias = discovery::check_interactive(visit, tenant)?;
    let client_id = parameter("client_id").ok_or_else(|| Refusal::missing_parameter("client_id"))?;
    let client = registered::find(visit.tenant, client_id)?;
    client.check_audience(alias)?;
    let redirect = parameter("redirect_uri").map(|uri| client.redirect(Some(uri))).transpose()?;
    let scope = parameter("scope");
    if version == Version::Two && scope.is_none() {
        return Err(Refusal::missing_parameter("scope"));
    }
    Ok(Asked { client, redirect, state: parameter("state"), scope })
}

fn go_on(visit: &mut Visit<'_>, asked: &Asked<'_>) -> Result<Reply, Refusal> {
    let tenant = visit.tenant;
    let listed = wanted(tenant, asked)?;
    let fields = if visit.call.method == Method::POST { visit.call.form() } else { Vec::new() };
    let field = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    if field("action") == Some("cancel") || field("consent") == Some("cancel") {
        return Err(Refusal::coded(65004));
    }
    let purpose = format!("to consent to {} for the whole organization", asked.client.name);
    let Some(upn) = field("account").filter(|upn| !upn.is_empty()) else {
        return Ok(pages::who(visit, None, &purpose, ""));
    };
    let account = match person::signed_in(tenant, upn) {
        Ok(account) => account,
        Err(refusal) => {
            visit.note.error = Some(refusal.noted());
            return Ok(pages::who(visit, None, &purpose, &refusal.described()));
        }
    };
    if !consent::may_consent(account, &listed) {
        return Err(Refusal::coded(90094));
    }
    if field("consent") != Some("accept") {
        return Ok(pages::consent(visit, account, &asked.client.name, &names(tenant, &listed), false));
    }
    consent::grant_listed(tenant, &asked.client, &listed);
    let mut fields = vec![("admin_consent", "True".to_owned()), ("tenant", tenant.name.id.clone())];
    fields.extend(asked.state.map(|state| ("state", state.to_owned())));
    if asked.scope.is_some() {
        fields.push(("scope", names(tenant, &listed).join(" ")));
    }
    Ok(match &asked.redirect {
        Some(redirect) => pages::sent_away(visit, &redirect.uri, &fields, false),
        None => pages::page(
            tenant,
            200,
            "Thank you",
            "<p role=\"status\">Consent was granted. You can close this page.</p>",
        ),
    })
}

/// What is to be consented to, provided the organisation has those services.
fn wanted(tenant: &Tenant, asked: &Asked<'_>) -> Result<Vec<Listed>, Refusal> {
    let mut listed = consent::listed(&asked.client);
    if let Some(scope) = asked.scope {
        let delegated = scope::delegated(tenant, scope, Some(&asked.client))?;
        let resource = delegated.asked.resource;
        let everything = scope.split_whitespace().any(|word| word.ends_with("/.default"));
        listed.retain(|it| it.resource == resource.app_id && everything);
        if !everything {
            let id = |value: &String| resource.scope(value).map(|(_, id, _)| id.clone());
            let scopes = delegated.scopes.iter().filter_map(id).collect();
            listed.push(Listed { resource: resource.app_id.clone(), roles: Vec::new(), scopes });
        }
    }
    if listed.iter().all(|it| it.roles.is_empty() && it.scopes.is_empty()) {
        return Err(Refusal::coded(650_056));
    }
    consent::check_available(tenant, &listed)?;
    Ok(listed)
}

/// Names of permissions, with their resource in front.
fn names(tenant: &Tenant, listed: &[Listed]) -> Vec<String> {
    let mut names = Vec::new();
    for item in listed {
        let Some(resource) = tenant.resources.by_app_id(&item.resource) else { continue };
        let host = resource.uris.first().unwrap_or(&resource.app_id);
        let roles = resource.roles.iter().filter(|(_, id)| item.roles.contains(id)).map(|(value, _)| value);
        let scopes = resource.scopes.iter().filter(|(_, id, _)| item.scopes.contains(id)).map(|(value, ..)| value);
        names.extend(roles.chain(scopes).map(|value| format!("{host}/{value}")));
    }
    names.dedup();
    names
}

fn back(visit: &mut Visit<'_>, asked: &Asked<'_>, refusal: &Refusal) -> Reply {
    let Some(redirect) = &asked.redirect else { return pages::refused(visit, refusal) };
    visit.note.error = Some(refusal.noted());
    let mut fields = vec![("error", refusal.error().to_owned()), ("error_description", refusal.description(visit))];
    fields.push(("tenant", visit.tenant.name.id.clone()));
    fields.extend(asked.state.map(|state| ("state", state.to_owned())));
    pages::sent_away(visit, &redirect.uri, &fields, false)
}
