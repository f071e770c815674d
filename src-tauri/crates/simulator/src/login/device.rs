//! The device code flow: a code for the machine, a code for the person, and polling until the person has decided.

use std::time::{Duration, Instant};

use jiff::SignedDuration;
use serde_json::json;

use super::issue::{self, Signed};
use super::token::TokenForm;
use super::{Refusal, discovery, person, registered, scope};
use crate::tenant::{DeviceCode, DeviceCodeStatus, Tenant};
use crate::wire::{Reply, Visit};

/// How much earlier than told a poll may come.
const SLACK: Duration = Duration::from_millis(250);

/// Fifteen minutes.
const LIFETIME_SECONDS: i64 = 900;

/// Characters that people do not confuse.
const SPOKEN: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// Characters of a device code.
const OPAQUE: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Starts a sign-in.
pub(crate) fn start(visit: &mut Visit<'_>, tenant: &str) -> Result<Reply, Refusal> {
    let alias = discovery::check_interactive(visit, tenant)?;
    let form = TokenForm::read(visit)?;
    let client_id = form.require("client_id")?;
    visit.note.caller = Some(json!({ "appid": client_id, "oid": null }));
    visit.note.grant = Some("devicecode".to_owned());
    if let Some(code) = visit.tenant.switches.lock().take_sign_in_refusal("devicecode") {
        return Err(Refusal::coded(code));
    }
    let client = registered::find(visit.tenant, client_id)?;
    client.check_audience(alias)?;
    client.check_public()?;
    let scope = form.require("scope")?;
    let asked = scope::delegated(visit.tenant, scope, Some(&client))?;
    client.check_preauthorised(&asked.scopes)?;
    let expires = visit.tenant.clock.service().checked_add(SignedDuration::from_secs(LIFETIME_SECONDS));
    let code = DeviceCode {
        device_code: visit.tenant.new_text(200, OPAQUE),
        user_code: visit.tenant.new_text(9, SPOKEN),
        client_id: client_id.to_owned(),
        scope: scope.to_owned(),
        expires: expires.map_err(|_| Refusal::broken())?,
        status: DeviceCodeStatus::Pending,
        polled: None,
        interval: interval(visit.tenant),
    };
    let page = format!("{}/login/devicelogin", visit.tenant.base);
    let message = format!("To sign in, open {page} in a browser and enter the code {}.", code.user_code);
    let body = json!({
        "user_code": code.user_code, "device_code": code.device_code, "verification_uri": page,
        "expires_in": LIFETIME_SECONDS, "interval": code.interval, "message": message,
    });
    visit.tenant.sign_ins.lock().device_codes.push(code);
    Ok(Reply::json(200, &body))
}

/// Seconds between polls: five as there, one when the tenant is a fast one.
fn interval(tenant: &Tenant) -> u64 {
    if tenant.fast { 1 } else { 5 }
}

/// Answers a poll.
pub(crate) fn redeem(visit: &mut Visit<'_>, form: &TokenForm) -> Result<Reply, Refusal> {
    let client_id = form.require("client_id")?;
    visit.note.caller = Some(json!({ "appid": client_id, "oid": null }));
    if form.get("client_secret").is_some() || form.get("client_assertion").is_some() {
        return Err(Refusal::public_client_with_credential());
    }
    let client = registered::find(visit.tenant, client_id)?;
    client.check_public()?;
    let device_code = form.require("device_code").or_else(|_| form.require("code"))?;
    let (upn, scope) = decided(visit, &client.app_id, device_code)?;
    let asked = scope::delegated(visit.tenant, &scope, Some(&client))?;
    let account = person::signed_in(visit.tenant, &upn)?;
    let signed = Signed { client_id: &client.app_id, account, credential: "0", nonce: None, by_device_code: true };
    issue::for_person(visit, form, &signed, &asked)
}

/// Who signed in and for what, once somebody has; marks the code as used.
fn decided(visit: &Visit<'_>, client_id: &str, device_code: &str) -> Result<(String, String), Refusal> {
    let now = visit.tenant.clock.service();
    let strict = visit.tenant.switches.lock().slow_down;
    let mut sign_ins = visit.tenant.sign_ins.lock();
    let code = sign_ins.by_device_code(device_code).filter(|it| it.client_id.eq_ignore_ascii_case(client_id));
    let code = code.ok_or_else(|| Refusal::coded(70018))?;
    if code.expires <= now {
        return Err(Refusal::coded(70019));
    }
    let since = code.polled.replace(Instant::now()).map(|last| last.elapsed());
    // A little early is forgiven: timers are not exact.
    if strict && since.is_some_and(|since| since + SLACK < Duration::from_secs(code.interval)) {
        code.interval += 5;
        return Err(Refusal::slow_down(code.interval));
    }
    match code.status.clone() {
        DeviceCodeStatus::Pending => Err(Refusal::coded(70016)),
        DeviceCodeStatus::Declined => Err(Refusal::authorization_declined()),
        DeviceCodeStatus::Redeemed => Err(Refusal::coded(70018)),
        DeviceCodeStatus::Approved(upn) => {
            code.status = DeviceCodeStatus::Redeemed;
            Ok((upn, code.scope.clone()))
        }
    }
}
