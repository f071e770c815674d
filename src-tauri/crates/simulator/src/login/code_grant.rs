//! The authorization-code grant: a code once, by the client and for the redirect URI it was issued to, with the verifier
//! that belongs to its challenge.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use super::issue::{self, Signed};
use super::token::TokenForm;
use super::{Refusal, client, person, registered, scope};
use crate::tenant::AuthorizationCode;
use crate::wire::{Reply, Visit};

/// Redeems a code.
pub(crate) fn redeem(visit: &mut Visit<'_>, form: &TokenForm, tenant: &str) -> Result<Reply, Refusal> {
    let named = client::named(visit, form)?;
    visit.note.caller = Some(serde_json::json!({ "appid": named.id, "oid": null }));
    let found = registered::find(visit.tenant, &named.id)?;
    let code = form.require("code")?;
    let kept = visit.tenant.sign_ins.lock().codes.get(code).cloned();
    let kept = kept.ok_or_else(|| Refusal::coded(70000))?;
    if !kept.client_id.eq_ignore_ascii_case(&named.id) {
        return Err(Refusal::new(70000, "The authorization code was issued to another client."));
    }
    let credential = prove(visit, form, &named, &kept, tenant)?;
    check(visit, form, &kept)?;
    let asked = scope::delegated(visit.tenant, form.get("scope").unwrap_or(&kept.scope), Some(&found))?;
    let account = person::signed_in(visit.tenant, &kept.upn)?;
    if !super::consent::missing(visit.tenant, &found, account, &asked).is_empty() {
        return Err(Refusal::coded(65001));
    }
    // Taken last, and only by one: everything else may be corrected and sent again.
    match visit.tenant.sign_ins.lock().codes.get_mut(code) {
        Some(kept) if !kept.redeemed => kept.redeemed = true,
        _ => return Err(Refusal::coded(54005)),
    }
    let signed =
        Signed { client_id: &kept.client_id, account, credential, nonce: kept.nonce.as_deref(), by_device_code: false };
    issue::for_person(visit, form, &signed, &asked)
}

/// Web applications prove who they are; what lives on a desktop cannot.
fn prove(
    visit: &mut Visit<'_>,
    form: &TokenForm,
    named: &client::NamedClient,
    kept: &AuthorizationCode,
    tenant: &str,
) -> Result<&'static str, Refusal> {
    match (kept.confidential, named.carries_credential(form)) {
        (true, _) => Ok(client::authenticate(visit, form, named, tenant)?.appidacr),
        (false, true) => Err(Refusal::public_client_with_credential()),
        (false, false) => {
            visit.note.credential = Some("public");
            Ok("0")
        }
    }
}

fn check(visit: &Visit<'_>, form: &TokenForm, kept: &AuthorizationCode) -> Result<(), Refusal> {
    if kept.redeemed {
        return Err(Refusal::coded(54005));
    }
    if kept.expires <= visit.tenant.clock.service() {
        return Err(Refusal::coded(70008));
    }
    let redirect = form.require("redirect_uri")?;
    if redirect != kept.redirect_uri {
        return Err(Refusal::new(
            500_112,
            format!(
                "The reply address '{redirect}' does not match '{}', which the code was asked for.",
                kept.redirect_uri
            ),
        ));
    }
    let verifier = form.get("code_verifier");
    let derived = verifier.map(|verifier| URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)));
    match derived == kept.challenge {
        true => Ok(()),
        false => Err(Refusal::coded(501_481)),
    }
}
