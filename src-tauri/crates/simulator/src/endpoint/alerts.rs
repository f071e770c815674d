//! `alerts`: the list with its filter, one alert, its parts, and its update.

use serde_json::{Value, json};

use super::filter::{Fields, Filter, Kind};
use super::page::{Page, entity};
use super::shape::{self, of_type};
use super::{EndpointProblem, admit, change, files, machines};
use crate::alerts::{Field, Row};
use crate::graph;
use crate::tenant::Tenant;
use crate::wire::{Query, Reply, Visit};

/// One of these is enough to read.
const READING: &[&str] = &["Alert.Read.All", "Alert.ReadWrite.All", "Alert.Read", "Alert.ReadWrite"];
/// One of these is enough to change.
const WRITING: &[&str] = &["Alert.ReadWrite.All", "Alert.ReadWrite"];

/// What a filter may name.
const FIELDS: Fields = &[
    ("alertCreationTime", Kind::Time),
    ("lastUpdateTime", Kind::Time),
    ("incidentId", Kind::Number),
    ("investigationId", Kind::Number),
    ("id", Kind::Text),
    ("assignedTo", Kind::Text),
    ("detectionSource", Kind::Text),
    ("lastEventTime", Kind::Time),
    ("status", Kind::Text),
    ("severity", Kind::Text),
    ("category", Kind::Text),
];

/// `GET /api/alerts`, the newest first.
pub(super) fn list(visit: &mut Visit<'_>) -> Result<Reply, EndpointProblem> {
    admit(visit, READING)?;
    let mut query = Query::new(&visit.call.query);
    let filter = Filter::parse(query.take("$filter")?.as_deref(), FIELDS)?;
    let page = Page::take(&mut query)?;
    let expanded = match query.take("$expand")?.as_deref() {
        None => false,
        Some("evidence") => true,
        Some(other) => return Err(EndpointProblem::unsupported(format!("$expand={other} on alerts"))),
    };
    query.finish()?;
    let tenant = visit.tenant;
    let rows = rows(tenant).into_iter().filter(|row| passes(tenant, row, &filter));
    let rows = rows.map(|row| shape::alert(&graph_view(tenant, &row), expanded));
    Ok(page.reply(visit, "Alerts", rows))
}

/// `GET /api/alerts/{id}`; its evidence is always there.
pub(super) fn single(visit: &mut Visit<'_>, id: &str) -> Result<Reply, EndpointProblem> {
    admit(visit, READING)?;
    let mut query = Query::new(&visit.call.query);
    match query.take("$expand")?.as_deref() {
        None | Some("evidence") => query.finish()?,
        Some(other) => return Err(EndpointProblem::unsupported(format!("$expand={other} on alerts"))),
    }
    let graph = find(visit, id)?;
    Ok(entity(visit, 200, "Alerts", shape::alert(&graph, true)))
}

/// `GET /api/alerts/{id}/user` and the like.
pub(super) fn part(visit: &mut Visit<'_>, id: &str, part: &str) -> Result<Reply, EndpointProblem> {
    let needed: &[&str] = match part {
        "user" => &["User.Read.All"],
        "files" => files::READING,
        "ips" => &["Ip.Read.All"],
        "domains" => &["Url.Read.All"],
        _ => machines::READING,
    };
    admit(visit, needed)?;
    Query::new(&visit.call.query).finish()?;
    let graph = find(visit, id)?;
    let evidence = |name: &str| {
        let all = graph["evidence"].as_array().into_iter().flatten();
        let named = name.to_owned();
        all.filter(move |it| it["@odata.type"].as_str().is_some_and(|kind| kind.ends_with(&named)))
    };
    let collection = |name: &str, value: Vec<Value>| {
        Reply::json(200, &json!({ "@odata.context": super::page::context(visit, name), "value": value }))
    };
    Ok(match part {
        "files" => collection("Files", evidence(".fileEvidence").map(|it| files::shown(visit, it)).collect()),
        "ips" => collection("Ips", evidence(".ipEvidence").map(|it| json!({ "id": it["ipAddress"] })).collect()),
        "domains" => collection("Domains", evidence(".urlEvidence").filter_map(domain).collect()),
        "user" => {
            let user =
                of_type(&graph, ".userEvidence").ok_or_else(|| EndpointProblem::not_found("User of alert", id))?;
            entity(visit, 200, "Users", user_of(user, &graph))
        }
        _ => {
            let device = of_type(&graph, ".deviceEvidence").and_then(|device| device["mdeDeviceId"].as_str());
            let machine = device.and_then(|device| machines::find(visit.tenant, device));
            let machine = machine.ok_or_else(|| EndpointProblem::not_found("Machine of alert", id))?;
            entity(visit, 200, "Machines", machine)
        }
    })
}

fn domain(evidence: &Value) -> Option<Value> {
    let url = url::Url::parse(evidence["url"].as_str()?).ok()?;
    Some(json!({ "host": url.host_str() }))
}

fn user_of(evidence: &Value, graph: &Value) -> Value {
    let account = &evidence["userAccount"];
    let name = account["accountName"].as_str().unwrap_or("");
    let id = account["domainName"].as_str().map_or_else(|| name.to_owned(), |domain| format!("{domain}\\{name}"));
    let machine = of_type(graph, ".deviceEvidence").map(|device| device["mdeDeviceId"].clone());
    json!({
        "id": id.to_lowercase(), "firstSeen": graph["firstActivityDateTime"], "lastSeen": graph["lastActivityDateTime"],
        "mostPrevalentMachineId": machine, "leastPrevalentMachineId": machine, "logonTypes": "Interactive",
        "logOnMachinesCount": 1, "isDomainAdmin": false, "isOnlyNetworkUser": null,
    })
}

/// `PATCH /api/alerts/{id}`.
pub(super) fn update(visit: &mut Visit<'_>, id: &str) -> Result<Reply, EndpointProblem> {
    let bearer = admit(visit, WRITING)?;
    Query::new(&visit.call.query).finish()?;
    let (tenant, by) = (visit.tenant, bearer.person.unwrap_or(bearer.app_id));
    let edits = change::read(visit, &by)?;
    find(visit, id)?;
    let at = tenant.clock.history();
    {
        let mut shelf = tenant.shelf.lock();
        let index = shelf.index_of(id);
        shelf.change(index.as_slice(), |row| row.edit(edits.clone(), at));
    }
    let graph = find(visit, id)?;
    Ok(entity(visit, 200, "Alerts", shape::alert(&graph, true)))
}

/// The rows that Endpoint raised, the newest first.
pub(super) fn rows(tenant: &Tenant) -> Vec<Row> {
    let shelf = tenant.shelf.lock();
    let mut rows: Vec<Row> = shelf.all().filter(|row| is_own(row)).cloned().collect();
    rows.reverse();
    rows
}

fn is_own(row: &Row) -> bool {
    row.text(Field::ServiceSource).is_some_and(|it| it.eq_ignore_ascii_case("microsoftDefenderForEndpoint"))
}

fn find(visit: &Visit<'_>, id: &str) -> Result<Value, EndpointProblem> {
    let row = visit.tenant.shelf.lock().by_id(id).filter(|row| is_own(row)).cloned();
    let row = row.ok_or_else(|| EndpointProblem::not_found("Alert", id))?;
    Ok(graph_view(visit.tenant, &row))
}

/// The alert as Graph shows it.
pub(super) fn graph_view(tenant: &Tenant, row: &Row) -> Value {
    serde_json::from_slice(&graph::written_alert(tenant, row, true)).unwrap_or(Value::Null)
}

/// Whether a row passes; its evidence is written out only for fields that are nowhere else.
fn passes(tenant: &Tenant, row: &Row, filter: &Filter) -> bool {
    let mut whole: Option<Value> = None;
    filter.passes(&mut |field| match field {
        "alertCreationTime" => json!(row.created.to_string()),
        "lastUpdateTime" => json!(row.updated.to_string()),
        "id" => json!(row.id.as_deref()),
        _ => {
            let whole = whole.get_or_insert_with(|| shape::alert(&graph_view(tenant, row), false));
            whole[field].clone()
        }
    })
}
