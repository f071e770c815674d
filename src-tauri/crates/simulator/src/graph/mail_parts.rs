//! What hangs on a message, and the message as it went over the wire (`$value`).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::{GraphProblem, caller, mail, mailbox};
use crate::generate::{Attachment, AttachmentKind, Letter, Mailbox, mime};
use crate::wire::{Query, Reply, Visit};

/// Expands the letter inside an `itemAttachment`.
const ITEM: &str = "microsoft.graph.itemattachment/item";

/// A message that the caller may read whole.
fn opened(visit: &mut Visit<'_>, key: &str, id: &str) -> Result<(Mailbox, Letter), GraphProblem> {
    let caller = caller::identify(visit)?;
    caller.need(mail::READING).map_err(|_| mailbox::denied())?;
    let user = mailbox::owner(visit, &caller, key)?;
    let mailbox = mailbox::of(&user);
    let letter = mail::find(visit.tenant, &mailbox, id)?;
    Ok((mailbox, letter))
}

/// `GET /users/{u}/messages/{id}/$value`.
pub(crate) fn whole(visit: &mut Visit<'_>, key: &str, id: &str) -> Result<Reply, GraphProblem> {
    let (mailbox, letter) = opened(visit, key, id)?;
    Query::new(&visit.call.query).finish()?;
    let generator = &visit.tenant.generator;
    let bytes = mime(&generator.letter(&mailbox, &letter), &generator.attachments(&mailbox, &letter));
    Ok(Reply::raw(200, "text/plain", bytes))
}

/// `GET /users/{u}/messages/{id}/attachments`.
pub(crate) fn list(visit: &mut Visit<'_>, key: &str, id: &str) -> Result<Reply, GraphProblem> {
    let (mailbox, letter) = opened(visit, key, id)?;
    let mut query = Query::new(&visit.call.query);
    let expanded = expansion(&mut query)?;
    query.finish()?;
    let attachments = visit.tenant.generator.attachments(&mailbox, &letter);
    let shown = (0..).zip(&attachments).map(|(index, it)| Value::Object(shown(it, &letter, index, expanded)));
    let context = format!("{}/graph/v1.0/$metadata#users('{key}')/messages('{id}')/attachments", visit.tenant.base);
    Ok(Reply::graph(200, &json!({ "@odata.context": context, "value": shown.collect::<Vec<_>>() })))
}

/// `GET /users/{u}/messages/{id}/attachments/{attachment}`.
pub(crate) fn single(visit: &mut Visit<'_>, key: &str, id: &str, attachment: &str) -> Result<Reply, GraphProblem> {
    let (mailbox, letter) = opened(visit, key, id)?;
    let mut query = Query::new(&visit.call.query);
    let expanded = expansion(&mut query)?;
    query.finish()?;
    let (index, found) = named(visit, &mailbox, &letter, attachment)?;
    let mut body = Map::new();
    let context =
        format!("{}/graph/v1.0/$metadata#users('{key}')/messages('{id}')/attachments/$entity", visit.tenant.base);
    body.insert("@odata.context".to_owned(), json!(context));
    body.extend(shown(&found, &letter, index, expanded));
    Ok(Reply::graph(200, &Value::Object(body)))
}

/// `GET /users/{u}/messages/{id}/attachments/{attachment}/$value`: the bytes, but for those that are only a link.
pub(crate) fn content(visit: &mut Visit<'_>, key: &str, id: &str, attachment: &str) -> Result<Reply, GraphProblem> {
    let (mailbox, letter) = opened(visit, key, id)?;
    Query::new(&visit.call.query).finish()?;
    let (_, found) = named(visit, &mailbox, &letter, attachment)?;
    match found.kind {
        AttachmentKind::Reference => {
            Err(GraphProblem::new(405, "ErrorInvalidRequest", "A reference attachment has no content of its own."))
        }
        _ => Ok(Reply::raw(200, found.content_type, found.bytes)),
    }
}

fn expansion(query: &mut Query) -> Result<bool, GraphProblem> {
    match query.take("$expand")? {
        None => Ok(false),
        Some(text) if text.eq_ignore_ascii_case(ITEM) => Ok(true),
        Some(text) => Err(GraphProblem::unsupported(format!("$expand of '{text}'"))),
    }
}

fn named(visit: &Visit<'_>, mailbox: &Mailbox, letter: &Letter, id: &str) -> Result<(u64, Attachment), GraphProblem> {
    let attachments = visit.tenant.generator.attachments(mailbox, letter);
    let found = (0..).zip(attachments).find(|(index, _)| attachment_id(letter, *index) == id);
    found.ok_or_else(|| GraphProblem::new(404, "ErrorItemNotFound", "The specified object was not found in the store."))
}

fn attachment_id(letter: &Letter, index: u64) -> String {
    format!("AAMkATT{:08x}{index:02x}=", letter.number)
}

fn shown(attachment: &Attachment, letter: &Letter, index: u64, expanded: bool) -> Map<String, Value> {
    let (kind, content_type) = match attachment.kind {
        AttachmentKind::File => ("file", json!(attachment.content_type)),
        AttachmentKind::Item => ("item", Value::Null),
        AttachmentKind::Reference => ("reference", Value::Null),
    };
    let mut fields = Map::new();
    let mut set = |name: &str, value: Value| drop(fields.insert(name.to_owned(), value));
    set("@odata.type", json!(format!("#microsoft.graph.{kind}Attachment")));
    set("@odata.mediaContentType", json!(attachment.content_type));
    set("id", json!(attachment_id(letter, index)));
    set("lastModifiedDateTime", json!(letter.received.to_string()));
    set("name", json!(attachment.name));
    set("contentType", content_type);
    set("size", json!(attachment.bytes.len() + 64));
    set("isInline", json!(false));
    match attachment.kind {
        AttachmentKind::File => {
            set("contentId", Value::Null);
            set("contentLocation", Value::Null);
            set("contentBytes", json!(STANDARD.encode(&attachment.bytes)));
        }
        AttachmentKind::Item if expanded => {
            let text = String::from_utf8_lossy(&attachment.bytes);
            let (head, content) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
            let field =
                |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).unwrap_or("").trim().to_owned();
            set(
                "item",
                json!({
                    "@odata.type": "#microsoft.graph.message",
                    "subject": field("Subject:"),
                    "internetMessageId": field("Message-ID:"),
                    "receivedDateTime": letter.received.to_string(),
                    "from": { "emailAddress": { "name": "Payroll", "address": field("From: \"Payroll\" <").trim_end_matches('>') } },
                    "body": { "contentType": "text", "content": content },
                }),
            );
        }
        _ => {}
    }
    fields
}
