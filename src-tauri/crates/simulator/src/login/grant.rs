//! The refresh-token grant, which continues a person's sign-in. Tokens rotate; the old one keeps working, as it does there.

use jiff::SignedDuration;

use super::issue::{self, Signed};
use super::token::TokenForm;
use super::{Refusal, client, person, registered, scope};
use crate::control::ConditionalAccess;
use crate::tenant::Session;
use crate::wire::{Reply, Visit};

/// Ninety days without use.
const LIFETIME: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Answers a refresh-token request.
pub(crate) fn refresh(visit: &mut Visit<'_>, form: &TokenForm, tenant: &str) -> Result<Reply, Refusal> {
    let named = client::named(visit, form)?;
    visit.note.caller = Some(serde_json::json!({ "appid": named.id, "oid": null }));
    let token = form.require("refresh_token")?;
    let session = visit.tenant.sign_ins.lock().sessions.get(token).cloned();
    let session = session.filter(|it| it.client_id.eq_ignore_ascii_case(&named.id));
    let session =
        session.ok_or_else(|| Refusal::new(70000, "The refresh token is not known or belongs to another client."))?;
    let found = registered::find(visit.tenant, &named.id)?;
    let credential = match named.carries_credential(form) {
        true => client::authenticate(visit, form, &named, tenant)?.appidacr,
        false => "0",
    };
    check(visit, &session)?;
    let asked = scope::delegated(visit.tenant, form.get("scope").unwrap_or(&session.scope), Some(&found))?;
    let account = visit.tenant.accounts.iter().find(|it| it.upn == session.upn);
    let account = account.ok_or_else(|| Refusal::coded(50034))?;
    person::still_enabled(visit.tenant, account)?;
    if asked.admin && !account.registers() {
        return Err(Refusal::coded(90094));
    }
    if !super::consent::missing(visit.tenant, &found, account, &asked).is_empty() {
        return Err(Refusal::coded(65001));
    }
    let by_device_code = session.by_device_code;
    let signed = Signed { client_id: &session.client_id, account, credential, nonce: None, by_device_code };
    issue::for_person(visit, form, &signed, &asked)
}

fn check(visit: &Visit<'_>, session: &Session) -> Result<(), Refusal> {
    let tenant = visit.tenant;
    if tenant.sign_ins.lock().is_revoked(session) {
        return Err(Refusal::coded(50173));
    }
    if session.issued.checked_add(LIFETIME).is_ok_and(|end| end <= tenant.clock.service()) {
        return Err(Refusal::coded(700_082));
    }
    match tenant.switches.lock().conditional_access {
        ConditionalAccess::Block => Err(Refusal::coded(53003)),
        ConditionalAccess::DeviceCode if session.by_device_code => Err(Refusal::coded(530_036)),
        ConditionalAccess::Mfa => Err(Refusal::coded(50076)),
        _ => Ok(()),
    }
}
