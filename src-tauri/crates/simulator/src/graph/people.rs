//! Users: the administrators who sign in and the people that alerts are about, in one directory. Reading them, switching
//! their accounts on and off, and ending their sessions, which the sign-in service then obeys.

use serde_json::{Map, Value, json};

use super::condition::{Condition, Holds, Known};
use super::page::{Paging, selected};
use super::{GraphProblem, caller};
use crate::tenant::{Tenant, random_id};
use crate::wire::{Fields, Query, Reply, Visit};

/// Who may read people.
pub(crate) const READING: &[&str] = &["User.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"];
/// Directory roles that may touch the accounts of administrators: Global and Privileged Role Administrator.
const OVER_ADMINISTRATORS: &[&str] = &["62e90394-69f5-4237-9190-012177145e10", "e8611ab8-c189-46e8-94e1-60213ab1f814"];
/// Directory roles that may touch other people's accounts besides: Helpdesk Administrator.
const OVER_PEOPLE: &[&str] = &["729827e3-9c14-49f7-bb1b-9608f156bbb8"];
/// The status of an ended session; Microsoft documents 200 and knows of answers with another one.
const REVOKED: u16 = 200;

/// What comes without a `$select`.
const USUAL: &[&str] = &[
    "businessPhones",
    "displayName",
    "givenName",
    "jobTitle",
    "mail",
    "mobilePhone",
    "officeLocation",
    "preferredLanguage",
    "surname",
    "userPrincipalName",
    "id",
];
/// What comes only when it is selected.
const ON_REQUEST: &[&str] = &[
    "accountEnabled",
    "department",
    "onPremisesSyncEnabled",
    "userType",
    "createdDateTime",
    "onPremisesSecurityIdentifier",
];

const KNOWN: Known = &[
    ("id", Holds::Text),
    ("userPrincipalName", Holds::Text),
    ("displayName", Holds::Text),
    ("mail", Holds::Text),
    ("department", Holds::Text),
    ("jobTitle", Holds::Text),
    ("userType", Holds::Text),
    ("accountEnabled", Holds::Flag),
    ("onPremisesSyncEnabled", Holds::Flag),
];

const PAGING: Paging = Paging { usual: 100, most: 999, token: "$skiptoken", skips: false, counts: false };

/// Somebody with an account.
#[derive(Debug, Clone)]
pub(crate) struct User {
    pub(crate) id: String,
    pub(crate) upn: String,
    pub(crate) display: String,
    pub(crate) department: Option<&'static str>,
    /// Holds a directory role.
    pub(crate) privileged: bool,
    /// Has a mailbox in the cloud.
    pub(crate) licensed: bool,
    pub(crate) enabled: bool,
    sid: Option<String>,
    guest: bool,
}

/// Everybody, the administrators first.
pub(crate) fn everybody(tenant: &Tenant) -> Vec<User> {
    let sign_ins = tenant.sign_ins.lock();
    let accounts = tenant.accounts.iter().map(|account| User {
        id: account.id.clone(),
        upn: account.upn.clone(),
        display: account.display.clone(),
        department: None,
        privileged: !account.role_id.is_empty(),
        licensed: account.upn.starts_with("admin@"),
        enabled: account.fault != 50057 && sign_ins.is_enabled(&account.upn),
        sid: None,
        guest: !account.upn.ends_with(&tenant.name.initial_domain),
    });
    let people = tenant.generator.world().people.iter().map(|person| User {
        id: person.id.clone(),
        upn: person.upn.clone(),
        display: person.display.clone(),
        department: Some(person.department),
        privileged: false,
        licensed: true,
        enabled: sign_ins.is_enabled(&person.upn),
        sid: Some(person.sid.clone()),
        guest: false,
    });
    let reports = User {
        id: random_id(&mut tenant.generator.dice("mailbox for reports")),
        upn: format!("phishing@{}", tenant.name.mail_domain),
        display: "Phishing reports".to_owned(),
        department: None,
        privileged: false,
        licensed: true,
        // A shared mailbox: nobody signs in to it.
        enabled: false,
        sid: None,
        guest: false,
    };
    accounts.chain(people).chain([reports]).collect()
}

/// The user with this id or user principal name.
pub(crate) fn find(tenant: &Tenant, key: &str) -> Option<User> {
    let all = everybody(tenant);
    all.into_iter().find(|user| user.id.eq_ignore_ascii_case(key) || user.upn.eq_ignore_ascii_case(key))
}

/// The user that a path names.
pub(crate) fn named(tenant: &Tenant, key: &str) -> Result<User, GraphProblem> {
    find(tenant, key).ok_or_else(|| GraphProblem::not_found(key))
}

/// `GET /users`.
pub(crate) fn list(visit: &mut Visit<'_>) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need(READING)?;
    let mut query = Query::new(&visit.call.query);
    let condition = query.take("$filter")?.map(|text| Condition::parse(&text, KNOWN)).transpose();
    let condition = condition
        .map_err(|why| GraphProblem::new(400, "Request_UnsupportedQuery", format!("Invalid filter clause: {why}")))?;
    let select = query.take_select(&[USUAL, ON_REQUEST].concat())?;
    let part = PAGING.take(&mut query)?;
    query.finish()?;
    let all: Vec<Value> = everybody(visit.tenant).iter().map(|user| user.shown()).collect();
    let found: Vec<Value> =
        all.into_iter().filter(|user| condition.as_ref().is_none_or(|condition| condition.passes(user))).collect();
    let context = format!("users{}", select.as_ref().map(|names| format!("({})", names.join(","))).unwrap_or_default());
    Ok(part.of(visit, &context, &found, |user| trimmed(user.clone(), select.as_deref())))
}

/// `GET /users/{id}`.
pub(crate) fn single(visit: &mut Visit<'_>, key: &str) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need(READING)?;
    let mut query = Query::new(&visit.call.query);
    let select = query.take_select(&[USUAL, ON_REQUEST].concat())?;
    query.finish()?;
    let user = named(visit.tenant, key)?;
    let mut body = Map::new();
    body.insert(
        "@odata.context".to_owned(),
        json!(format!("{}/graph/v1.0/$metadata#users/$entity", visit.tenant.base)),
    );
    if let Value::Object(fields) = trimmed(user.shown(), select.as_deref()) {
        body.extend(fields);
    }
    Ok(Reply::graph(200, &Value::Object(body)))
}

/// `PATCH /users/{id}`: the account's switch and nothing else.
pub(crate) fn update(visit: &mut Visit<'_>, key: &str) -> Result<Reply, GraphProblem> {
    let caller = caller::identify(visit)?;
    caller.need(&["User.EnableDisableAccount.All", "Directory.ReadWrite.All"])?;
    caller.need(READING)?;
    Query::new(&visit.call.query).finish()?;
    let mut fields = Fields::read(visit.call, "user")?;
    let enabled = match fields.take("accountEnabled") {
        None => None,
        Some(Value::Bool(enabled)) => Some(enabled),
        Some(_) => return Err(GraphProblem::bad_directory_request("Property 'accountEnabled' must be true or false.")),
    };
    fields.finish()?;
    let tenant = visit.tenant;
    let user = named(tenant, key)?;
    may_touch(tenant, &caller, &user)?;
    if let Some(enabled) = enabled {
        let now = tenant.clock.service();
        let mut sign_ins = tenant.sign_ins.lock();
        sign_ins.set_enabled(&user.upn, enabled);
        if !enabled {
            sign_ins.revoke_sessions(&user.upn, now);
        }
    }
    Ok(Reply::no_content())
}

/// `POST /users/{id}/revokeSignInSessions`.
pub(crate) fn revoke(visit: &mut Visit<'_>, key: &str) -> Result<Reply, GraphProblem> {
    let caller = caller::identify(visit)?;
    caller.need(&["User.RevokeSessions.All", "Directory.ReadWrite.All"])?;
    Query::new(&visit.call.query).finish()?;
    if !visit.call.body.iter().all(u8::is_ascii_whitespace) {
        Fields::read(visit.call, "revokeSignInSessions")?.finish()?;
    }
    let tenant = visit.tenant;
    let user = named(tenant, key)?;
    if user.guest {
        return Err(GraphProblem::bad_directory_request("Sessions of external users cannot be revoked here."));
    }
    tenant.sign_ins.lock().revoke_sessions(&user.upn, tenant.clock.service());
    let context = format!("{}/graph/v1.0/$metadata#Edm.Boolean", tenant.base);
    Ok(Reply::graph(REVOKED, &json!({ "@odata.context": context, "value": true })))
}

/// Accounts of administrators need a directory role besides the permission, whoever asks; a person needs one for others too.
fn may_touch(tenant: &Tenant, caller: &caller::Caller, user: &User) -> Result<(), GraphProblem> {
    let held = |roles: &[&str]| match caller.is_person() {
        true => caller.acts_as(roles),
        false => tenant.directory.lock().held_roles(&caller.object_id).iter().any(|role| roles.contains(role)),
    };
    let allowed = held(OVER_ADMINISTRATORS) || (!user.privileged && (!caller.is_person() || held(OVER_PEOPLE)));
    if allowed { Ok(()) } else { Err(GraphProblem::insufficient_privileges()) }
}

fn trimmed(user: Value, select: Option<&[String]>) -> Value {
    let usual: Vec<String> = USUAL.iter().map(|name| (*name).to_owned()).collect();
    selected(user, Some(select.unwrap_or(&usual)), &[])
}

impl User {
    fn shown(&self) -> Value {
        let (given, surname) = self.display.split_once(' ').unwrap_or((&self.display, ""));
        json!({
            "businessPhones": [],
            "displayName": self.display,
            "givenName": given,
            "jobTitle": self.department.map(|department| format!("{department} specialist")),
            "mail": self.licensed.then_some(&self.upn),
            "mobilePhone": null,
            "officeLocation": null,
            "preferredLanguage": self.department.map(|_| "en-US"),
            "surname": surname,
            "userPrincipalName": self.upn,
            "id": self.id,
            "accountEnabled": self.enabled,
            "department": self.department,
            "onPremisesSyncEnabled": self.sid.is_some().then_some(true),
            "onPremisesSecurityIdentifier": self.sid,
            "userType": if self.guest { "Guest" } else { "Member" },
            "createdDateTime": "2019-03-04T09:20:11Z",
        })
    }
}
