//! Messages of a mailbox, listed and one by one, with the mail service's own rules: ten to a page, an order only by what
//! the filter names first, and less to see for those who may read the basics only.

use serde_json::{Map, Value, json};

use super::caller::Caller;
use super::condition::{self, Condition, Holds, Known};
use super::page::{Paging, selected};
use super::{GraphProblem, caller, mailbox};
use crate::generate::{FOLDERS, Letter, Mailbox};
use crate::tenant::Tenant;
use crate::wire::{Query, Reply, Visit};

/// Who may read everything.
pub(crate) const READING: &[&str] = &["Mail.Read"];
/// Who may read what a letter is, but not what it says.
const READING_BASICS: &[&str] = &["Mail.Read", "Mail.ReadBasic.All"];
/// What the basics leave out.
const SAYING: &[&str] = &["body", "uniqueBody", "bodyPreview", "internetMessageHeaders"];
/// What comes only when it is selected.
const ON_REQUEST: &[&str] = &["uniqueBody", "internetMessageHeaders"];

const PROPERTIES: &[&str] = &[
    "id",
    "createdDateTime",
    "lastModifiedDateTime",
    "changeKey",
    "receivedDateTime",
    "sentDateTime",
    "hasAttachments",
    "internetMessageId",
    "subject",
    "bodyPreview",
    "importance",
    "parentFolderId",
    "conversationId",
    "isReadReceiptRequested",
    "isRead",
    "isDraft",
    "webLink",
    "inferenceClassification",
    "body",
    "uniqueBody",
    "sender",
    "from",
    "toRecipients",
    "ccRecipients",
    "bccRecipients",
    "replyTo",
    "flag",
    "categories",
    "internetMessageHeaders",
];

const KNOWN: Known = &[
    ("receivedDateTime", Holds::Time),
    ("sentDateTime", Holds::Time),
    ("createdDateTime", Holds::Time),
    ("lastModifiedDateTime", Holds::Time),
    ("hasAttachments", Holds::Flag),
    ("isRead", Holds::Flag),
    ("isDraft", Holds::Flag),
    ("subject", Holds::Text),
    ("importance", Holds::Text),
    ("internetMessageId", Holds::Text),
    ("conversationId", Holds::Text),
    ("from/emailAddress/address", Holds::Text),
    ("sender/emailAddress/address", Holds::Text),
];

const ORDERS: &[&str] = &[
    "receivedDateTime",
    "sentDateTime",
    "createdDateTime",
    "lastModifiedDateTime",
    "subject",
    "importance",
    "hasAttachments",
    "isRead",
    "from/emailAddress/address",
];

const PAGING: Paging = Paging { usual: 10, most: 1000, token: "$skiptoken", skips: true, counts: true };

/// `GET /users/{u}/messages` and `GET /users/{u}/mailFolders/{folder}/messages`.
pub(crate) fn list(visit: &mut Visit<'_>, key: &str, folder: Option<&str>) -> Result<Reply, GraphProblem> {
    let caller = caller::identify(visit)?;
    let mut query = Query::new(&visit.call.query);
    let user = opened(visit, &caller, key)?;
    let mailbox = mailbox::of(&user);
    let bad = |why: String| {
        GraphProblem::new(400, "ErrorInvalidUrlQueryFilter", format!("The query filter is invalid: {why}"))
    };
    let condition = query.take("$filter")?.map(|text| Condition::parse(&text, KNOWN)).transpose().map_err(bad)?;
    let order = query.take("$orderby")?.map(|text| condition::order(&text, ORDERS)).transpose().map_err(bad)?;
    let select = query.take_select(PROPERTIES)?;
    let part = PAGING.take(&mut query)?;
    query.finish()?;
    if let (Some(condition), Some(order)) = (&condition, &order) {
        check_efficiency(condition, order)?;
    }
    let folder = folder.map(|name| folder_named(&mailbox, name)).transpose()?;
    let letters = mailbox::letters(visit.tenant, &mailbox);
    let inside = letters.iter().filter(|letter| folder.is_none_or(|folder| letter.folder == folder));
    let mut found: Vec<Value> = inside.map(|letter| written(visit, &caller, &mailbox, letter)).collect();
    found.retain(|letter| condition.as_ref().is_none_or(|condition| condition.passes(letter)));
    if let Some(order) = order {
        condition::sort(&mut found, &order);
    }
    let context = format!("users('{}')/messages", user.id);
    let reply = part.of(visit, &context, &found, |letter| trimmed(letter.clone(), select.as_deref()));
    Ok(applied(visit, reply))
}

/// `GET /users/{u}/messages/{id}`.
pub(crate) fn single(visit: &mut Visit<'_>, key: &str, id: &str) -> Result<Reply, GraphProblem> {
    let caller = caller::identify(visit)?;
    let user = opened(visit, &caller, key)?;
    let mut query = Query::new(&visit.call.query);
    let select = query.take_select(PROPERTIES)?;
    query.finish()?;
    let mailbox = mailbox::of(&user);
    let letter = find(visit.tenant, &mailbox, id)?;
    let mut body = Map::new();
    let context = format!("{}/graph/v1.0/$metadata#users('{}')/messages/$entity", visit.tenant.base, user.id);
    body.insert("@odata.context".to_owned(), json!(context));
    if let Value::Object(fields) = trimmed(written(visit, &caller, &mailbox, &letter), select.as_deref()) {
        body.extend(fields);
    }
    Ok(applied(visit, Reply::graph(200, &Value::Object(body))))
}

/// The mailbox of a user, for who may know what is in it.
pub(crate) fn opened(visit: &Visit<'_>, caller: &Caller, key: &str) -> Result<super::people::User, GraphProblem> {
    caller.need(READING_BASICS).map_err(|_| mailbox::denied())?;
    mailbox::owner(visit, caller, key)
}

/// The letter that an id names.
pub(crate) fn find(tenant: &Tenant, mailbox: &Mailbox, id: &str) -> Result<Letter, GraphProblem> {
    let missing = || GraphProblem::new(404, "ErrorItemNotFound", "The specified object was not found in the store.");
    let number = mailbox::letter_number(mailbox, id).ok_or_else(missing)?;
    mailbox::letters(tenant, mailbox).into_iter().find(|letter| letter.number == number).ok_or_else(missing)
}

fn folder_named(mailbox: &Mailbox, name: &str) -> Result<&'static str, GraphProblem> {
    let known = |folder: &&&str| folder.eq_ignore_ascii_case(name) || mailbox::folder_id(mailbox, folder) == name;
    FOLDERS
        .iter()
        .find(known)
        .copied()
        .ok_or_else(|| GraphProblem::new(404, "ErrorItemNotFound", "The specified folder was not found in the store."))
}

/// Every property of the order must also be in the filter, in the same order and before all others.
fn check_efficiency(condition: &Condition, order: &[(&'static str, bool)]) -> Result<(), GraphProblem> {
    let mut named = condition.properties();
    named.dedup();
    let first = order.iter().enumerate().all(|(index, (property, _))| named.get(index) == Some(property));
    if first {
        return Ok(());
    }
    Err(GraphProblem::new(400, "InefficientFilter", "The restriction or sort order is too complex for this operation."))
}

fn written(visit: &Visit<'_>, caller: &Caller, mailbox: &Mailbox, letter: &Letter) -> Value {
    let immutable = visit.call.prefers("IdType=\"ImmutableId\"");
    let Value::Object(fields) = visit.tenant.generator.letter(mailbox, letter) else { return Value::Null };
    let mut whole = Map::new();
    let key = format!("CQAAABYAAAC{:08x}", letter.number);
    whole.insert("@odata.etag".to_owned(), json!(format!("W/\"{key}\"")));
    whole.insert("id".to_owned(), json!(mailbox::letter_id(mailbox, letter.number, immutable)));
    whole.insert("changeKey".to_owned(), json!(key));
    whole.insert("parentFolderId".to_owned(), json!(mailbox::folder_id(mailbox, letter.folder)));
    whole.extend(fields);
    if !caller.has(READING) {
        whole.retain(|name, _| !SAYING.contains(&name.as_str()));
    } else if wants_text(visit) {
        let plain = json!({ "contentType": "text", "content": whole["bodyPreview"] });
        whole.insert("body".to_owned(), plain.clone());
        whole.insert("uniqueBody".to_owned(), plain);
    }
    Value::Object(whole)
}

fn wants_text(visit: &Visit<'_>) -> bool {
    visit.call.prefers("outlook.body-content-type=\"text\"")
}

fn applied(visit: &Visit<'_>, reply: Reply) -> Reply {
    match wants_text(visit) {
        true => reply.with_header("preference-applied", "outlook.body-content-type=\"text\""),
        false => reply,
    }
}

fn trimmed(letter: Value, select: Option<&[String]>) -> Value {
    let usual: Vec<String> =
        PROPERTIES.iter().filter(|name| !ON_REQUEST.contains(name)).map(|name| (*name).to_owned()).collect();
    selected(letter, Some(select.unwrap_or(&usual)), &["id"])
}
