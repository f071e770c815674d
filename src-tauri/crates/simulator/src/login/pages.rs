//! The HTML of sign-in: plain forms without a script, everything from outside escaped. There are no passwords: whoever
//! reaches loopback may be any of the tenant's people.

use super::Refusal;
use crate::tenant::{Account, Tenant};
use crate::wire::{Reply, Visit};

/// Text made safe for content and attributes.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

/// A page; `body` is HTML already.
pub(crate) fn page(tenant: &Tenant, status: u16, title: &str, body: &str) -> Reply {
    let (name, title) = (escaped(&tenant.name.display), escaped(title));
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title></head><body>\
         <h1>{name}: {title}</h1>{body}\
         <p>This is a simulated tenant on this computer. Nothing here reaches Microsoft.</p></body></html>"
    );
    Reply::html(status, html)
        .with_header("content-security-policy", "default-src 'none'; base-uri 'none'; frame-ancestors 'none'")
        .with_header("cache-control", "no-store, no-cache")
        .with_header("referrer-policy", "no-referrer")
}

/// A refusal that stays on the page: there is nobody safe to send it to.
pub(crate) fn refused(visit: &mut Visit<'_>, refusal: &Refusal) -> Reply {
    visit.note.error = Some(refusal.noted());
    let text = format!("<p role=\"alert\">{}</p>", escaped(&refusal.description(visit)));
    page(visit.tenant, 400, "Sorry, but we're having trouble signing you in", &text)
}

/// The form that asks who is there. It posts to the page's own address.
pub(crate) fn who(visit: &Visit<'_>, hint: Option<&str>, purpose: &str, message: &str) -> Reply {
    let mut accounts: Vec<&Account> = visit.tenant.accounts.iter().collect();
    accounts.sort_by_key(|account| !hint.is_some_and(|hint| account.upn.eq_ignore_ascii_case(hint)));
    let buttons = accounts.iter().map(|account| {
        let role = if account.role.is_empty() { "no role" } else { account.role };
        let upn = escaped(&account.upn);
        let display = escaped(&account.display);
        format!("<li><button name=\"account\" value=\"{upn}\">{display}, {upn} ({role})</button></li>")
    });
    let body = format!(
        "<p>{purpose}</p>{message}<form method=\"post\" action=\"{action}\"><ul>{buttons}</ul></form>\
         <form method=\"post\" action=\"{action}\"><label>Another account <input name=\"account\" value=\"{hint}\" \
         autocomplete=\"off\"></label> <button>Next</button></form>\
         <form method=\"post\" action=\"{action}\"><button name=\"action\" value=\"cancel\">Cancel</button></form>",
        purpose = escaped(purpose),
        message = alert(message),
        action = own_address(visit),
        buttons = buttons.collect::<String>(),
        hint = escaped(hint.unwrap_or("")),
    );
    page(visit.tenant, if message.is_empty() { 200 } else { 400 }, "Pick an account", &body)
}

/// The form that asks for consent. `everybody` offers to consent on behalf of the organisation.
pub(crate) fn consent(
    visit: &Visit<'_>,
    account: &Account,
    client: &str,
    permissions: &[String],
    everybody: bool,
) -> Reply {
    let list: String = permissions.iter().map(|name| format!("<li>{}</li>", escaped(name))).collect();
    let behalf = "<label><input type=\"checkbox\" name=\"everybody\" value=\"yes\"> Consent on behalf of your \
                  organization</label> ";
    let body = format!(
        "<p>{upn}</p><p>{client} wants to:</p><ul>{list}</ul><form method=\"post\" action=\"{action}\">\
         <input type=\"hidden\" name=\"account\" value=\"{upn}\">{behalf}\
         <button name=\"consent\" value=\"accept\">Accept</button> \
         <button name=\"consent\" value=\"cancel\">Cancel</button></form>",
        upn = escaped(&account.upn),
        client = escaped(client),
        action = own_address(visit),
        behalf = if everybody { behalf } else { "" },
    );
    page(visit.tenant, 200, "Permissions requested", &body)
}

/// Sends a browser away by GET, or by a form that somebody presses when the answer is to be posted.
pub(crate) fn sent_away(visit: &Visit<'_>, to: &str, fields: &[(&str, String)], posted: bool) -> Reply {
    if posted {
        let hidden = fields
            .iter()
            .map(|(name, value)| format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", escaped(value)));
        let body = format!(
            "<form method=\"post\" action=\"{}\">{}<button>Continue</button></form>",
            escaped(to),
            hidden.collect::<String>()
        );
        return page(visit.tenant, 200, "Back to the application", &body);
    }
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(fields.iter().map(|(name, value)| (*name, value.as_str())));
    let (to, query) = (with_path(to), query.finish());
    let mark = if to.contains('?') { '&' } else { '?' };
    Reply::html(302, String::new())
        .with_header("location", format!("{to}{mark}{query}"))
        .with_header("cache-control", "no-store, no-cache")
}

/// A redirect URI without a path comes back with one.
fn with_path(uri: &str) -> String {
    url::Url::parse(uri).map_or_else(|_| uri.to_owned(), String::from)
}

/// The page's own address, relative, so that it holds on every port.
fn own_address(visit: &Visit<'_>) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(&visit.call.query);
    escaped(&format!("?{}", query.finish()))
}

/// A message above a form.
pub(crate) fn alert(message: &str) -> String {
    if message.is_empty() { String::new() } else { format!("<p role=\"alert\">{}</p>", escaped(message)) }
}
