//! Whose mailbox a call is about and whether the caller may look into it: the permission says yes or no, then the scope
//! that Exchange may have narrowed the application to, and a person sees their own only.

use sha2::{Digest, Sha256};

use super::GraphProblem;
use super::caller::Caller;
use super::people::{self, User};
use crate::generate::{Letter, Mailbox};
use crate::tenant::Tenant;
use crate::wire::Visit;

/// Code for a mailbox that does not exist. Not confirmed.
const NO_SUCH_USER: &str = "ErrorInvalidUser";
/// Code for a user without a mailbox in the cloud. Not confirmed.
const NO_MAILBOX: &str = "MailboxNotEnabledForRESTAPI";

/// The refusal of the mail service.
pub(crate) fn denied() -> GraphProblem {
    GraphProblem::new(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.")
}

/// The user whose mailbox, calendar or settings are asked for, if the caller may see them.
pub(crate) fn owner(visit: &Visit<'_>, caller: &Caller, key: &str) -> Result<User, GraphProblem> {
    let user = people::find(visit.tenant, key);
    let user =
        user.ok_or_else(|| GraphProblem::new(404, NO_SUCH_USER, format!("The requested user '{key}' is invalid.")))?;
    if !user.licensed {
        return Err(GraphProblem::new(
            404,
            NO_MAILBOX,
            "The mailbox is either inactive, soft-deleted, or is hosted on-premise.",
        ));
    }
    let within = |address: &String| address.eq_ignore_ascii_case(&user.upn) || address.eq_ignore_ascii_case(&user.id);
    let allowed = match caller.is_person() {
        true => caller.object_id.eq_ignore_ascii_case(&user.id),
        false => visit.tenant.switches.lock().mailbox_scope.as_ref().is_none_or(|scope| scope.iter().any(within)),
    };
    if allowed { Ok(user) } else { Err(denied()) }
}

/// How a user's mailbox fills.
pub(crate) fn of(user: &User) -> Mailbox {
    let reports = user.upn.starts_with("phishing@");
    Mailbox { address: user.upn.clone(), owner: user.display.clone(), reports }
}

/// The letters there are by now, the newest first.
pub(crate) fn letters(tenant: &Tenant, mailbox: &Mailbox) -> Vec<Letter> {
    tenant.generator.letters(mailbox, tenant.clock.anchor(), tenant.clock.history())
}

/// The id of a letter; an immutable one when the caller prefers that.
pub(crate) fn letter_id(mailbox: &Mailbox, number: u64, immutable: bool) -> String {
    let prefix = if immutable { "AAkALg" } else { "AAMkAG" };
    format!("{prefix}{}AAAA{number:08x}=", mark(mailbox))
}

/// The number that an id of either kind stands for in this mailbox.
pub(crate) fn letter_number(mailbox: &Mailbox, id: &str) -> Option<u64> {
    let rest = id.strip_prefix("AAMkAG").or_else(|| id.strip_prefix("AAkALg"))?;
    let number = rest.strip_prefix(mark(mailbox).as_str())?.strip_prefix("AAAA")?.strip_suffix('=')?;
    u64::from_str_radix(number, 16).ok()
}

/// The id of a folder.
pub(crate) fn folder_id(mailbox: &Mailbox, folder: &str) -> String {
    let name: String = folder.bytes().map(|byte| format!("{byte:02x}")).collect();
    format!("AQMkAG{}{name}=", mark(mailbox))
}

fn mark(mailbox: &Mailbox) -> String {
    let digest = Sha256::digest(mailbox.address.to_lowercase().as_bytes());
    digest.iter().take(9).map(|byte| format!("{byte:02x}")).collect()
}
