//! The page where a person enters a device code and signs in, and the same decision for the control port.

use super::pages::{self, escaped};
use super::{Refusal, consent, person, registered, scope};
use crate::control::ConditionalAccess;
use crate::tenant::{DeviceCodeStatus, Tenant};
use crate::wire::{Reply, Visit};

/// The empty form.
pub(crate) fn form(visit: &Visit<'_>) -> Reply {
    page(visit.tenant, 200, "")
}

/// The submitted form.
pub(crate) fn submitted(visit: &mut Visit<'_>) -> Reply {
    let fields = visit.call.form();
    let field = |name: &str| {
        let found = fields.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value.as_str())
    };
    match decide(visit.tenant, field("user_code"), field("account"), field("action")) {
        Ok(status) => page(visit.tenant, 200, &format!("The sign-in was {status}. You can close this page.")),
        Err(why) => {
            visit.note.error = Some("devicelogin".to_owned());
            page(visit.tenant, 400, &why)
        }
    }
}

/// Approves or declines a device code as one of the accounts. Gives the new status, or why not.
pub(crate) fn decide(tenant: &Tenant, user_code: &str, upn: &str, action: &str) -> Result<&'static str, String> {
    let status = match action {
        "decline" => {
            pending(tenant, user_code)?;
            DeviceCodeStatus::Declined
        }
        "approve" => {
            let (client_id, scope) = pending(tenant, user_code)?;
            let upn = approve(tenant, &client_id, &scope, upn).map_err(|refusal| refusal.described())?;
            DeviceCodeStatus::Approved(upn)
        }
        other => return Err(format!("The action '{other}' is neither approve nor decline.")),
    };
    let name = status.name();
    let mut sign_ins = tenant.sign_ins.lock();
    sign_ins.by_user_code(user_code).ok_or("That code is not known.")?.status = status;
    Ok(name)
}

/// Client and scope of a code that waits for somebody.
fn pending(tenant: &Tenant, user_code: &str) -> Result<(String, String), String> {
    if user_code.trim().is_empty() {
        return Err(Refusal::coded(90119).described());
    }
    let now = tenant.clock.service();
    let mut sign_ins = tenant.sign_ins.lock();
    let code = sign_ins.by_user_code(user_code).ok_or("That code is not known.")?;
    if code.expires <= now {
        return Err("That code has expired.".to_owned());
    }
    match code.status {
        DeviceCodeStatus::Pending => Ok((code.client_id.clone(), code.scope.clone())),
        _ => Err(format!("AADSTS90120: that request is {} already.", code.status.name())),
    }
}

/// Signs somebody in and consents as them; the UPN in its own spelling.
fn approve(tenant: &Tenant, client_id: &str, scope: &str, upn: &str) -> Result<String, Refusal> {
    let account = person::signed_in(tenant, upn)?;
    if tenant.switches.lock().conditional_access == ConditionalAccess::DeviceCode {
        return Err(Refusal::coded(53003));
    }
    let client = registered::find(tenant, client_id)?;
    person::check_assignment(tenant, &client)?;
    let asked = scope::delegated(tenant, scope, Some(&client))?;
    if !consent::missing(tenant, &client, account, &asked).is_empty() {
        if asked.admin && !account.registers() {
            return Err(Refusal::coded(90094));
        }
        consent::record(tenant, &client, account, &asked, false);
    }
    Ok(account.upn.clone())
}

fn page(tenant: &Tenant, status: u16, message: &str) -> Reply {
    let accounts = tenant.accounts.iter().map(|account| {
        let (upn, display) = (escaped(&account.upn), escaped(&account.display));
        format!("<option value=\"{upn}\">{display} ({}), {upn}</option>", account.role)
    });
    let body = format!(
        "<p role=\"status\">{message}</p><form method=\"post\" action=\"devicelogin\">\
         <label>Code <input name=\"user_code\" autocomplete=\"off\"></label> \
         <label>Account <select name=\"account\">{options}</select></label> \
         <button name=\"action\" value=\"approve\">Approve</button> \
         <button name=\"action\" value=\"decline\">Decline</button></form>",
        message = escaped(message),
        options = accounts.collect::<String>(),
    );
    pages::page(tenant, status, "Enter the code", &body)
}
