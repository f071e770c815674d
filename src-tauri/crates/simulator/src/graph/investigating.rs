//! What an analyst may change about alerts and incidents: status, classification, determination, owner, an incident's
//! tags, and remarks. Everything else in a body is refused by name.

use serde_json::{Value, json};

use super::{GraphProblem, alerts, caller, incidents};
use crate::alerts::{Comment, Edits, Kind, settable};
use crate::clock::Ticks;
use crate::wire::{Fields, Query, Reply, Visit};

/// Needed to change alerts.
const ALERTS: &[&str] = &["SecurityAlert.ReadWrite.All"];
/// Needed to change incidents.
const INCIDENTS: &[&str] = &["SecurityIncident.ReadWrite.All"];

/// `PATCH /security/alerts_v2/{id}`.
pub(crate) fn update_alert(visit: &mut Visit<'_>, id: &str) -> Result<Reply, GraphProblem> {
    let edits = read(visit, ALERTS, Kind::Alert)?;
    let row = change_alert(visit, id, edits)?;
    Ok(alerts::shown(visit, &row))
}

/// `PATCH /security/incidents/{id}`.
pub(crate) fn update_incident(visit: &mut Visit<'_>, id: &str) -> Result<Reply, GraphProblem> {
    let edits = read(visit, INCIDENTS, Kind::Incident)?;
    let incident = change_incident(visit, id, edits)?;
    Ok(incidents::shown(visit, &incident, false))
}

/// `POST /security/alerts_v2/{id}/comments`: answers all remarks there are.
pub(crate) fn comment_alert(visit: &mut Visit<'_>, id: &str) -> Result<Reply, GraphProblem> {
    let edits = remark(visit, ALERTS)?;
    let row = change_alert(visit, id, edits)?;
    let alert: Value = serde_json::from_slice(&alerts::written(visit.tenant, &row, true)).unwrap_or_default();
    Ok(comments(visit, "alerts_v2", id, alert["comments"].clone()))
}

/// `POST /security/incidents/{id}/comments`: answers all remarks there are.
pub(crate) fn comment_incident(visit: &mut Visit<'_>, id: &str) -> Result<Reply, GraphProblem> {
    let edits = remark(visit, INCIDENTS)?;
    let incident = change_incident(visit, id, edits)?;
    Ok(comments(visit, "incidents", id, incident.comments.iter().map(Comment::shown).collect()))
}

fn comments(visit: &Visit<'_>, set: &str, id: &str, all: Value) -> Reply {
    let context = format!("{}/graph/v1.0/$metadata#security/{set}('{id}')/comments", visit.tenant.base);
    Reply::graph(200, &json!({ "@odata.context": context, "value": all }))
}

fn change_alert(visit: &Visit<'_>, id: &str, edits: Edits) -> Result<crate::alerts::Row, GraphProblem> {
    let now = visit.tenant.clock.history();
    let mut shelf = visit.tenant.shelf.lock();
    let index = shelf.index_of(id).ok_or_else(|| alerts::not_found(id))?;
    shelf.change(&[index], |row| row.edit(edits.clone(), now));
    shelf.row(index).cloned().ok_or_else(|| alerts::not_found(id))
}

fn change_incident(visit: &Visit<'_>, id: &str, edits: Edits) -> Result<crate::alerts::Incident, GraphProblem> {
    let found = incidents::find(visit.tenant, id)?;
    let now = visit.tenant.clock.history().max(Ticks(found.updated.0 + 1));
    visit.tenant.shelf.lock().edit_incident(found.id, edits, now);
    incidents::find(visit.tenant, id)
}

/// Reads the body of a change.
fn read(visit: &mut Visit<'_>, permissions: &[&str], kind: Kind) -> Result<Edits, GraphProblem> {
    let caller = caller::identify(visit)?;
    caller.need_security(permissions)?;
    Query::new(&visit.call.query).finish()?;
    let mut fields = Fields::read(visit.call, if kind == Kind::Alert { "alert" } else { "incident" })?;
    fields.take("@odata.type");
    let mut edits = Edits { modified_by: Some(author(&caller)), ..Edits::default() };
    if let Some(value) = fields.take_nullable("status") {
        let status = member("status", kind, &value)?.ok_or_else(|| invalid("status", &value))?;
        (edits.status, edits.decided) = (Some(status), Some(visit.tenant.clock.history()));
    }
    if let Some(value) = fields.take_nullable("classification") {
        edits.classification = Some(member("classification", kind, &value)?);
    }
    if let Some(value) = fields.take_nullable("determination") {
        edits.determination = Some(member("determination", kind, &value)?);
    }
    edits.assigned_to = match fields.take_nullable("assignedTo") {
        None => None,
        Some(Value::Null) => Some(None),
        Some(Value::String(name)) => Some(Some(name).filter(|name| !name.is_empty())),
        Some(other) => return Err(invalid("assignedTo", &other)),
    };
    if kind == Kind::Incident {
        edits.custom_tags = tags(&mut fields)?;
    }
    fields.finish()?;
    Ok(edits)
}

/// A member of an enum, or nothing for `null`.
fn member(field: &'static str, kind: Kind, value: &Value) -> Result<Option<&'static str>, GraphProblem> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => settable(field, kind, text).map(Some).ok_or_else(|| invalid(field, value)),
        _ => Err(invalid(field, value)),
    }
}

fn invalid(field: &str, value: &Value) -> GraphProblem {
    GraphProblem::bad_request(format!("The value {value} of property '{field}' cannot be set."))
}

fn tags(fields: &mut Fields) -> Result<Option<Vec<String>>, GraphProblem> {
    let Some(items) = fields.take_list("customTags")? else { return Ok(None) };
    let tag = |item: Value| item.as_str().map(str::to_owned).ok_or_else(|| invalid("customTags", &item));
    items.into_iter().map(tag).collect::<Result<_, _>>().map(Some)
}

fn remark(visit: &mut Visit<'_>, permissions: &[&str]) -> Result<Edits, GraphProblem> {
    let caller = caller::identify(visit)?;
    caller.need_security(permissions)?;
    Query::new(&visit.call.query).finish()?;
    let mut fields = Fields::read(visit.call, "alertComment")?;
    let kind = fields.take_text("@odata.type")?;
    let text = fields.require_text("comment")?;
    fields.finish()?;
    let known = "microsoft.graph.security.alertComment";
    if kind.as_deref().is_some_and(|kind| kind.trim_start_matches('#') != known) {
        return Err(GraphProblem::bad_request(format!("The type of a comment is '{known}'.")));
    }
    let comment = Comment { text, by: author(&caller), at: visit.tenant.clock.history() };
    Ok(Edits { modified_by: Some(author(&caller)), comments: vec![comment], ..Edits::default() })
}

/// Who a change is from: a person by name, an application as such.
fn author(caller: &caller::Caller) -> String {
    if caller.is_person() { caller.name.clone() } else { format!("API-App:{}", caller.name) }
}
