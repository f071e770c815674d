//! `GET /security/incidents`: pages of fifty at most, filters like those of alerts, the alerts themselves on request, and
//! merged incidents that only say where they went.

use serde_json::{Map, Value, json};

use super::{GraphProblem, alerts, caller};
use crate::alerts::{Comment, Content, Filter, Incident, Kind, Row, Window};
use crate::tenant::Tenant;
use crate::wire::{Query, Reply, Visit};

/// Rows on a page, when nobody says and at most.
const MOST_TOP: usize = 50;
/// With more expanded alerts than this the service gives up, as large tenants report. The figure is ours.
const MOST_EXPANDED: usize = 2_000;
/// Either permission is enough to read.
const READING: &[&str] = &["SecurityIncident.Read.All", "SecurityIncident.ReadWrite.All"];

/// A list of incidents.
pub(crate) fn list(visit: &mut Visit<'_>) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need_security(READING)?;
    let mut query = Query::new(&visit.call.query);
    let filter = match query.take("$filter")? {
        Some(text) => Filter::parse(&text, Kind::Incident)?,
        None => Filter::All,
    };
    let asked = alerts::order(query.take("$orderby")?.as_deref())?;
    let ignored = visit.tenant.switches.lock().incident_order_ignored;
    let order = if ignored { alerts::order(None)? } else { asked };
    let top = query.take_number("$top")?.unwrap_or(MOST_TOP);
    let skip = query.take_number("$skip")?.unwrap_or(0);
    let continued = query.take("$skiptoken")?.map(|token| alerts::continuation(&token)).transpose()?;
    let count = query.take_flag("$count")?;
    let expanded = expansion(&mut query)?;
    query.finish()?;
    if top == 0 {
        return Err(GraphProblem::bad_request("The value of $top must be greater than 0."));
    }
    if top > MOST_TOP {
        let said = format!(
            "The limit of '{MOST_TOP}' for Top query has been exceeded. The value from the incoming request is '{top}'."
        );
        return Err(GraphProblem::bad_request(said));
    }
    let window = Window { skip: continued.unwrap_or(skip), top };
    let (found, total) = visit.tenant.shelf.lock().find_incidents(&filter, order, window);
    if expanded && found.iter().map(|incident| incident.alerts.len()).sum::<usize>() > MOST_EXPANDED {
        return Err(GraphProblem::new(500, "InternalServerError", "An internal server error has occurred."));
    }
    let context = format!("{}/graph/v1.0/$metadata#security/incidents{}", visit.tenant.base, of_alerts(expanded));
    let mut body = Map::new();
    body.insert("@odata.context".to_owned(), json!(context));
    if count {
        body.insert("@odata.count".to_owned(), json!(total));
    }
    let after = window.skip + found.len();
    if let Some(link) = alerts::next_link(visit, after, after < total) {
        body.insert("@odata.nextLink".to_owned(), json!(link));
    }
    let full = visit.call.prefers("include-unknown-enum-members");
    let value = found.iter().map(|incident| Value::Object(written(visit.tenant, incident, expanded, full)));
    body.insert("value".to_owned(), value.collect());
    Ok(Reply::graph(200, &Value::Object(body)))
}

/// One incident.
pub(crate) fn single(visit: &mut Visit<'_>, id: &str) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need_security(READING)?;
    let mut query = Query::new(&visit.call.query);
    let expanded = expansion(&mut query)?;
    query.finish()?;
    let incident = find(visit.tenant, id)?;
    Ok(shown(visit, &incident, expanded))
}

/// The incident that an id in a path names.
pub(crate) fn find(tenant: &Tenant, id: &str) -> Result<Incident, GraphProblem> {
    let found = id.parse().ok().and_then(|number| tenant.shelf.lock().incident(number));
    found.ok_or_else(|| GraphProblem::new(404, "NotFound", format!("Incident '{id}' was not found.")))
}

/// One incident as an answer.
pub(crate) fn shown(visit: &Visit<'_>, incident: &Incident, expanded: bool) -> Reply {
    let base = &visit.tenant.base;
    let context = format!("{base}/graph/v1.0/$metadata#security/incidents{}/$entity", of_alerts(expanded));
    let full = visit.call.prefers("include-unknown-enum-members");
    let mut body = Map::new();
    body.insert("@odata.context".to_owned(), json!(context));
    body.extend(written(visit.tenant, incident, expanded, full));
    Reply::graph(200, &Value::Object(body))
}

fn of_alerts(expanded: bool) -> &'static str {
    if expanded { "(alerts())" } else { "" }
}

fn expansion(query: &mut Query) -> Result<bool, GraphProblem> {
    match query.take("$expand")?.as_deref() {
        None => Ok(false),
        Some("alerts") => Ok(true),
        Some(other) => {
            Err(GraphProblem::bad_request(format!("Parsing OData Select and Expand failed: no property '{other}'.")))
        }
    }
}

fn written(tenant: &Tenant, incident: &Incident, expanded: bool, full: bool) -> Map<String, Value> {
    let (lead, members) = {
        let shelf = tenant.shelf.lock();
        let member = |index: &u32| shelf.row(*index as usize).cloned();
        let members: Vec<Row> = if expanded { incident.alerts.iter().filter_map(member).collect() } else { Vec::new() };
        (shelf.row(incident.lead).map(|row| title(tenant, row)).unwrap_or_default(), members)
    };
    let (id, within) = (incident.id.to_string(), &tenant.name.id);
    let status = if !full && incident.status == "awaitingAction" { "unknownFutureValue" } else { incident.status };
    let score = incident.id.wrapping_mul(7919) % 101;
    let whole = json!({
        "id": id,
        "tenantId": within,
        "status": status,
        "incidentWebUrl": format!("https://security.microsoft.com/incident2/{id}/overview?tid={within}"),
        "redirectIncidentId": incident.redirect.map(|other| other.to_string()),
        "displayName": named(&lead, incident.size),
        "createdDateTime": incident.created.to_string(),
        "lastUpdateDateTime": incident.updated.to_string(),
        "assignedTo": incident.assigned_to,
        "classification": incident.classification.as_deref().unwrap_or("unknown"),
        "determination": incident.determination.as_deref().unwrap_or("unknown"),
        "severity": incident.severity,
        "customTags": incident.custom_tags,
        "systemTags": if id.ends_with('7') { json!(["Defender Experts"]) } else { json!([]) },
        "description": (incident.size > 1).then(|| format!("{} alerts about the same account: {lead}", incident.size)),
        "lastModifiedBy": incident.modified_by.as_deref().unwrap_or("Microsoft 365 Defender-AlertCorrelation"),
        "resolvingComment": null,
        "summary": null,
        "priorityScore": if score.is_multiple_of(9) { Value::Null } else { json!(score) },
        "comments": incident.comments.iter().map(Comment::shown).collect::<Vec<_>>(),
    });
    let Value::Object(mut whole) = whole else { return Map::new() };
    if expanded {
        let alerts = members.iter().filter_map(|row| serde_json::from_slice(&alerts::written(tenant, row, full)).ok());
        whole.insert("alerts".to_owned(), Value::Array(alerts.collect()));
    }
    whole
}

fn title(tenant: &Tenant, row: &Row) -> String {
    match &row.content {
        Content::Generated(plan) => tenant.generator.title(plan).to_owned(),
        Content::Loaded { shown, .. } => shown.title.as_str().unwrap_or("").to_owned(),
    }
}

fn named(lead: &str, size: usize) -> String {
    match size {
        0 | 1 => lead.to_owned(),
        _ => format!("Multi-stage incident including '{lead}' (and {} more) on one account", size - 1),
    }
}
