//! The authorization endpoint: who is there, what the client may do, and back to the client with a code. Each step is a
//! form that posts to the same address, so that nothing but the code itself is remembered between them.
//!
//! Faults of the client and its redirect URI stay on a page; everything later goes back to the client.

use axum::http::Method;
use jiff::SignedDuration;

use super::registered::{self, Client, Redirect};
use super::scope::Delegated;
use super::{Refusal, consent, discovery, pages, person, scope};
use crate::tenant::{Account, AuthorizationCode};
use crate::wire::{Reply, Visit};

/// Ten minutes.
const LIFETIME_SECONDS: i64 = 600;

/// Characters of a code.
const OPAQUE: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Parameters that mean something here, and those that Microsoft's libraries send along without effect here.
const KNOWN: &[&str] = &[
    "client_id",
    "response_type",
    "redirect_uri",
    "response_mode",
    "scope",
    "state",
    "nonce",
    "prompt",
    "login_hint",
    "domain_hint",
    "code_challenge",
    "code_challenge_method",
    "client_info",
    "claims",
    "mkt",
    "client-request-id",
    "x-client-SKU",
    "x-client-Ver",
    "x-client-OS",
    "x-client-CPU",
    "x-app-name",
    "x-app-ver",
    "haschrome",
];

/// What a client asked for, once it is known where answers go.
struct Asked<'a> {
    client: Client,
    redirect: Redirect,
    posted: bool,
    state: Option<&'a str>,
    prompt: &'a str,
    hint: Option<&'a str>,
}

/// Answers both the client's request and the forms of its page.
pub(crate) fn answer(visit: &mut Visit<'_>, tenant: &str) -> Reply {
    let call = visit.call;
    if let Some((stranger, _)) = call.query.iter().find(|(name, _)| !KNOWN.contains(&name.as_str())) {
        return crate::graph::GraphProblem::unsupported(format!("query option '{stranger}' of authorize")).reply(visit);
    }
    let asked = match read(visit, tenant) {
        Ok(asked) => asked,
        Err(refusal) => return pages::refused(visit, &refusal),
    };
    match go_on(visit, &asked) {
        Ok(reply) => reply,
        Err(refusal) => back(visit, &asked, &refusal, None),
    }
}

fn parameter<'a>(visit: &Visit<'a>, name: &str) -> Option<&'a str> {
    let found = visit.call.query.iter().find(|(key, _)| key == name);
    found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
}

fn read<'a>(visit: &mut Visit<'a>, tenant: &str) -> Result<Asked<'a>, Refusal> {
    let alias = discovery::check_interactive(visit, tenant)?;
    let client_id = parameter(visit, "client_id").ok_or_else(|| Refusal::missing_parameter("client_id"))?;
    visit.note.caller = Some(serde_json::json!({ "appid": client_id, "oid": null }));
    let client = registered::find(visit.tenant, client_id)?;
    client.check_audience(alias)?;
    let redirect = client.redirect(parameter(visit, "redirect_uri"))?;
    let posted = match parameter(visit, "response_mode") {
        None | Some("query") => false,
        Some("form_post") => true,
        Some(other) => {
            return Err(Refusal::new(900_144, format!("The response_mode '{other}' is not supported here.")));
        }
    };
    Ok(Asked {
        client,
        redirect,
        posted,
        state: parameter(visit, "state"),
        prompt: parameter(visit, "prompt").unwrap_or(""),
        hint: parameter(visit, "login_hint"),
    })
}

fn go_on(visit: &mut Visit<'_>, asked: &Asked<'_>) -> Result<Reply, Refusal> {
    let kind = parameter(visit, "response_type").ok_or_else(|| Refusal::missing_parameter("response_type"))?;
    if kind != "code" {
        let text = format!("The response_type '{kind}' is not enabled for the application.");
        return Err(Refusal::new(900_144, text).called("unsupported_response_type"));
    }
    let wanted = parameter(visit, "scope").ok_or_else(|| Refusal::missing_parameter("scope"))?;
    let delegated = scope::delegated(visit.tenant, wanted, Some(&asked.client))?;
    asked.client.check_preauthorised(&delegated.scopes)?;
    let challenge = challenge(visit)?;
    match asked.prompt {
        // There is no session in a browser to be silent about.
        "none" => return Err(Refusal::coded(50058)),
        "" | "login" | "consent" | "select_account" => {}
        other => return Err(Refusal::new(900_144, format!("The prompt '{other}' is not valid."))),
    }
    let purpose = format!("to continue to {}", asked.client.name);
    let fields = if visit.call.method == Method::POST { visit.call.form() } else { Vec::new() };
    let field = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    if field("action") == Some("cancel") {
        return Ok(back(visit, asked, &Refusal::coded(65004), Some("cancel")));
    }
    let Some(upn) = field("account").filter(|upn| !upn.is_empty()) else {
        return Ok(pages::who(visit, asked.hint, &purpose, ""));
    };
    // What is wrong with a person is said on the page: another one may try.
    let checked = person::signed_in(visit.tenant, upn).and_then(|account| {
        person::check_assignment(visit.tenant, &asked.client)?;
        Ok(account)
    });
    let account = match checked {
        Ok(account) => account,
        Err(refusal) => {
            visit.note.error = Some(refusal.noted());
            return Ok(pages::who(visit, asked.hint, &purpose, &refusal.described()));
        }
    };
    let missing = consent::missing(visit.tenant, &asked.client, account, &delegated);
    if !missing.is_empty() || asked.prompt == "consent" {
        match field("consent") {
            Some("accept") if !delegated.admin || account.registers() => {
                let everybody = field("everybody") == Some("yes") && account.registers();
                consent::record(visit.tenant, &asked.client, account, &delegated, everybody);
            }
            Some("cancel") => return Ok(back(visit, asked, &Refusal::coded(65004), Some("cancel"))),
            _ if delegated.admin && !account.registers() => {
                visit.note.error = Some("AADSTS90094".to_owned());
                return Ok(pages::who(visit, asked.hint, &purpose, &Refusal::coded(90094).described()));
            }
            _ => return Ok(pages::consent(visit, account, &asked.client.name, &delegated.scopes, account.registers())),
        }
    }
    with_code(visit, asked, account, &delegated, wanted, challenge)
}

/// The PKCE challenge, which is S256 or nothing.
fn challenge(visit: &Visit<'_>) -> Result<Option<String>, Refusal> {
    let Some(challenge) = parameter(visit, "code_challenge") else { return Ok(None) };
    match parameter(visit, "code_challenge_method") {
        Some("S256") if challenge.len() == 43 => Ok(Some(challenge.to_owned())),
        Some("S256") => Err(Refusal::coded(501_491)),
        other => {
            let text = format!("The code_challenge_method '{}' is not S256.", other.unwrap_or("plain"));
            Err(Refusal::new(501_491, text))
        }
    }
}

fn with_code(
    visit: &Visit<'_>,
    asked: &Asked<'_>,
    account: &Account,
    delegated: &Delegated<'_>,
    wanted: &str,
    challenge: Option<String>,
) -> Result<Reply, Refusal> {
    let tenant = visit.tenant;
    let code = tenant.new_text(160, OPAQUE);
    let expires = tenant.clock.service().checked_add(SignedDuration::from_secs(LIFETIME_SECONDS));
    let scope = match delegated.scopes.is_empty() {
        true => wanted.to_owned(),
        false => delegated.full_scope(),
    };
    let kept = AuthorizationCode {
        client_id: asked.client.app_id.clone(),
        upn: account.upn.clone(),
        scope,
        redirect_uri: parameter(visit, "redirect_uri").unwrap_or(&asked.redirect.uri).to_owned(),
        confidential: asked.redirect.confidential,
        challenge,
        nonce: parameter(visit, "nonce").map(str::to_owned),
        expires: expires.map_err(|_| Refusal::broken())?,
        redeemed: false,
    };
    tenant.sign_ins.lock().codes.insert(code.clone(), kept);
    let mut fields = vec![("code", code)];
    if parameter(visit, "client_info").is_some() {
        fields.push(("client_info", super::issue::client_info(tenant, account)));
    }
    fields.extend(asked.state.map(|state| ("state", state.to_owned())));
    fields.push(("session_state", tenant.new_id()));
    Ok(pages::sent_away(visit, &asked.redirect.uri, &fields, asked.posted))
}

fn back(visit: &mut Visit<'_>, asked: &Asked<'_>, refusal: &Refusal, subcode: Option<&str>) -> Reply {
    visit.note.error = Some(refusal.noted());
    let mut fields = vec![("error", refusal.error().to_owned())];
    fields.extend(subcode.map(|subcode| ("error_subcode", subcode.to_owned())));
    fields.push(("error_description", refusal.description(visit)));
    fields.extend(asked.state.map(|state| ("state", state.to_owned())));
    pages::sent_away(visit, &asked.redirect.uri, &fields, asked.posted)
}
