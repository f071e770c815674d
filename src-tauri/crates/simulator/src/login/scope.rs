//! The `scope` parameter: `<resource>/.default` for applications, single permissions of one resource for people.

use std::time::Instant;

use super::registered::Client;
use super::{Refusal, consent};
use crate::tenant::{GRAPH, Resource, Tenant};

/// Scopes of the protocol itself, which belong to no resource.
const PROTOCOL: &[&str] = &["openid", "profile", "email", "offline_access"];

/// What an application asks a token for.
#[derive(Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) resource: &'a Resource,
    /// How the resource was spelled: the token's audience.
    pub(crate) audience: String,
}

/// The shape of a client-credentials scope: exactly one resource with `/.default`.
pub(crate) fn default_resource(scope: &str) -> Result<&str, Refusal> {
    let mut words = scope.split_whitespace();
    let first = words.next().ok_or_else(|| Refusal::missing_parameter("scope"))?;
    let rest: Vec<&str> = words.collect();
    if !rest.is_empty() {
        let several = rest.iter().all(|word| word.ends_with("/.default"));
        return Err(if several { Refusal::several_resources(scope) } else { Refusal::invalid_scope(scope) });
    }
    match first.strip_suffix("/.default") {
        Some("") => Err(Refusal::invalid_scope(scope)),
        Some(resource) => Ok(resource),
        None => Err(Refusal::not_default_scope(scope)),
    }
}

/// The resource that a client-credentials scope names, provided this tenant has it.
pub(crate) fn application_resource<'a>(tenant: &'a Tenant, uri: &str) -> Result<Asked<'a>, Refusal> {
    let refused = |code| Refusal::resource(code, uri, &tenant.name.display);
    // Asked for by its HTTPS port, a resource is the one of the plain port: one audience for both.
    let plain = tenant.tls.surface_at(uri.trim_end_matches('/')).map(|surface| format!("{}/{surface}", tenant.base));
    let uri = plain.as_deref().unwrap_or(uri);
    let resource = tenant.resources.by_uri(uri, &tenant.base).ok_or_else(|| refused(500_011))?;
    match unavailable(tenant, &resource.app_id) {
        Some(code) => Err(refused(code)),
        None => Ok(Asked { resource, audience: uri.to_owned() }),
    }
}

/// The code with which a switch has tokens for a resource refused.
pub(crate) fn unlicensed(tenant: &Tenant, app_id: &str) -> Option<u32> {
    let resource = tenant.resources.by_app_id(app_id)?;
    tenant.switches.lock().unlicensed.get(&resource.loopback).copied()
}

/// The code with which tokens for a resource are refused: not in the tenant, disabled, or not subscribed.
pub(crate) fn unavailable(tenant: &Tenant, app_id: &str) -> Option<u32> {
    if let Some(code) = unlicensed(tenant, app_id) {
        return Some(code);
    }
    // One that was created a moment ago is not known to sign-in yet.
    match tenant.directory.lock().principal_of(app_id).filter(|it| it.visible_at <= Instant::now()) {
        None => Some(500_011),
        Some(principal) => (!principal.enabled).then_some(500_014),
    }
}

/// What a person's client asks for.
#[derive(Debug)]
pub(crate) struct Delegated<'a> {
    pub(crate) asked: Asked<'a>,
    /// Permission values in the resource's own spelling.
    pub(crate) scopes: Vec<String>,
    pub(crate) offline: bool,
    pub(crate) openid: bool,
    /// One of them needs an administrator.
    pub(crate) admin: bool,
}

impl Delegated<'_> {
    /// The whole wish again, permissions spelled with their resource.
    pub(crate) fn full_scope(&self) -> String {
        let mut words: Vec<String> =
            self.scopes.iter().map(|scope| format!("{}/{scope}", self.asked.audience)).collect();
        words.extend(self.openid.then(|| "openid profile".to_owned()));
        words.extend(self.offline.then(|| "offline_access".to_owned()));
        words.join(" ")
    }
}

/// Reads a delegated scope: permissions of one resource, bare names meaning Graph's, protocol scopes beside them.
pub(crate) fn delegated<'a>(
    tenant: &'a Tenant,
    scope: &str,
    client: Option<&Client>,
) -> Result<Delegated<'a>, Refusal> {
    let invalid = || Refusal::invalid_scope(scope);
    let mut found: Option<Asked<'a>> = None;
    let (mut scopes, mut admin) = (Vec::new(), false);
    for word in scope.split_whitespace().filter(|word| !PROTOCOL.contains(word)) {
        let (asked, name) = match word.rsplit_once('/') {
            Some((uri, name)) => (application_resource(tenant, uri)?, name),
            None => (application_resource(tenant, GRAPH)?, word),
        };
        if found.as_ref().is_some_and(|other| other.resource.app_id != asked.resource.app_id) {
            return Err(Refusal::several_resources(scope));
        }
        let names = if name == ".default" { listed(&asked, client)? } else { vec![name.to_owned()] };
        for name in names {
            let (value, _, needs_admin) = asked.resource.scope(&name).ok_or_else(invalid)?;
            if !scopes.contains(value) {
                scopes.push(value.clone());
            }
            admin |= needs_admin;
        }
        found.get_or_insert(asked);
    }
    let asks = |name: &str| scope.split_whitespace().any(|word| word == name);
    let asked = match found {
        Some(asked) => asked,
        None if asks("openid") => application_resource(tenant, GRAPH)?,
        None => return Err(invalid()),
    };
    Ok(Delegated { asked, scopes, offline: asks("offline_access"), openid: asks("openid"), admin })
}

/// What `.default` means for a person: whatever the client's registration lists for the resource.
fn listed(asked: &Asked<'_>, client: Option<&Client>) -> Result<Vec<String>, Refusal> {
    let listed = client.map(consent::listed).unwrap_or_default();
    let ids = listed.into_iter().filter(|it| it.resource == asked.resource.app_id).flat_map(|it| it.scopes);
    let ids: Vec<String> = ids.collect();
    let chosen = asked.resource.scopes.iter().filter(|(_, id, _)| ids.contains(id)).map(|(value, ..)| value.clone());
    let chosen: Vec<String> = chosen.collect();
    match chosen.is_empty() {
        false => Ok(chosen),
        true if asked.resource.app_id == GRAPH => Ok(vec!["User.Read".to_owned()]),
        true => Err(Refusal::coded(65001)),
    }
}
