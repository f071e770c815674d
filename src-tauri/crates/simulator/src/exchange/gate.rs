//! Who may run a cmdlet: 401 without `Exchange.ManageAsApp`, 403 without a directory role that is good for it.

use super::ExchangeProblem;
use crate::bearer::Bearer;
use crate::wire::Visit;

/// The resource's application id.
const RESOURCE: &str = "00000002-0000-0ff1-ce00-000000000000";
/// The application permission.
const PERMISSION: &str = "Exchange.ManageAsApp";

/// Directory roles that may read.
const READERS: &[&str] = &[
    "17315797-102d-40b4-93e0-432062caca18",
    "29232cdf-9323-42fd-ade2-1d097af3e4de",
    "31392ffb-586c-42d1-9346-e59415a2cc4e",
    "62e90394-69f5-4237-9190-012177145e10",
    "f2ef992c-3afb-46b9-b7cf-a126ee74c451",
    "729827e3-9c14-49f7-bb1b-9608f156bbb8",
    "194ae4cb-b126-40b2-bd5b-6091b380977d",
    SECURITY_READER,
];
/// Directory roles that may change what is in quarantine: Exchange, Global and Security Administrator.
const WRITERS: &[&str] = &[
    "29232cdf-9323-42fd-ade2-1d097af3e4de",
    "62e90394-69f5-4237-9190-012177145e10",
    "194ae4cb-b126-40b2-bd5b-6091b380977d",
];
/// The least of the readers.
const SECURITY_READER: &str = "5d6b6bb7-de71-4623-b4af-96380a352509";

/// An application that was let in.
#[derive(Debug)]
pub(super) struct Operator {
    pub(super) app_id: String,
    roles: Vec<String>,
}

/// Checks the token, the permission in it, the tenant in the path and the directory roles.
pub(super) fn enter(visit: &mut Visit<'_>, tenant: &str) -> Result<Operator, ExchangeProblem> {
    let bearer = Bearer::of(visit, RESOURCE)?;
    if bearer.person.is_some() || !bearer.has(&[PERMISSION]) {
        return Err(ExchangeProblem::Unauthorized("Exchange.ManageAsApp is missing."));
    }
    if !visit.tenant.name.is(tenant) {
        return Err(ExchangeProblem::Unauthorized("The tenant in the path is another one."));
    }
    let missing = visit.tenant.switches.lock().directory_role_missing;
    let roles: Vec<String> = match missing {
        true => Vec::new(),
        false => {
            let directory = visit.tenant.directory.lock();
            directory.held_roles(&bearer.object_id).into_iter().map(str::to_owned).collect()
        }
    };
    let operator = Operator { app_id: bearer.app_id, roles };
    match operator.holds(READERS) {
        true => Ok(operator),
        false => Err(denied("The role assigned to application isn't supported in this scenario.")),
    }
}

fn denied(text: &str) -> ExchangeProblem {
    ExchangeProblem::Forbidden(text.to_owned())
}

impl Operator {
    fn holds(&self, any: &[&str]) -> bool {
        self.roles.iter().any(|role| any.contains(&role.as_str()))
    }

    /// Refuses who may read only.
    pub(super) fn may_write(&self) -> Result<(), ExchangeProblem> {
        match self.holds(WRITERS) {
            true => Ok(()),
            false => Err(denied("You don't have sufficient permissions to run this cmdlet.")),
        }
    }

    /// Holds no more than Security Reader.
    pub(super) fn is_least(&self) -> bool {
        self.roles.iter().filter(|role| READERS.contains(&role.as_str())).all(|role| role == SECURITY_READER)
    }
}
