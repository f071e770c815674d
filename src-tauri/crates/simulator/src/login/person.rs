//! Who sits in front of the page, and what keeps them out: accounts that cannot sign in, blocked ones, Conditional
//! Access, and clients that ask for an assignment.

use super::Refusal;
use super::registered::Client;
use crate::control::ConditionalAccess;
use crate::tenant::{Account, Tenant};

/// The account of this name, if it can sign in.
pub(crate) fn signed_in<'a>(tenant: &'a Tenant, upn: &str) -> Result<&'a Account, Refusal> {
    let account = tenant.accounts.iter().find(|it| it.upn.eq_ignore_ascii_case(upn.trim()));
    let account = account.ok_or_else(|| {
        Refusal::new(50034, format!("The user account {} does not exist in the directory.", upn.trim()))
    })?;
    if account.fault != 0 {
        return Err(Refusal::coded(account.fault));
    }
    still_enabled(tenant, account)?;
    match tenant.switches.lock().conditional_access {
        ConditionalAccess::Block => Err(Refusal::coded(53003)),
        _ => Ok(account),
    }
}

/// Whether an account was not disabled in the meantime.
pub(crate) fn still_enabled(tenant: &Tenant, account: &Account) -> Result<(), Refusal> {
    match tenant.sign_ins.lock().is_enabled(&account.upn) {
        true => Ok(()),
        false => Err(Refusal::coded(50057)),
    }
}

/// Whether this person may use this client: some ask for an assignment, and nobody is assigned to anything here.
pub(crate) fn check_assignment(tenant: &Tenant, client: &Client) -> Result<(), Refusal> {
    let directory = tenant.directory.lock();
    let required = directory.principal_of(&client.app_id).is_some_and(|it| it.assignment_required);
    if required { Err(Refusal::coded(50105)) } else { Ok(()) }
}
