//! Groups: one per department, with the people who work there. Enough to tell who somebody is; nothing can be changed.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::condition::{Condition, Holds, Known};
use super::page::Paging;
use super::{GraphProblem, caller, people};
use crate::tenant::Tenant;
use crate::wire::{Query, Reply, Visit};

/// Who may read groups.
const READING: &[&str] = &["Directory.Read.All", "Directory.ReadWrite.All"];

const PAGING: Paging = Paging { usual: 100, most: 999, token: "$skiptoken", skips: false, counts: false };

const KNOWN: Known = &[("displayName", Holds::Text), ("mail", Holds::Text), ("securityEnabled", Holds::Flag)];

/// `GET /groups`.
pub(crate) fn list(visit: &mut Visit<'_>) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need(READING)?;
    let mut query = Query::new(&visit.call.query);
    let condition = query.take("$filter")?.map(|text| Condition::parse(&text, KNOWN)).transpose();
    let condition = condition
        .map_err(|why| GraphProblem::new(400, "Request_UnsupportedQuery", format!("Invalid filter clause: {why}")))?;
    let part = PAGING.take(&mut query)?;
    query.finish()?;
    let mut groups = all(visit.tenant);
    groups.retain(|group| condition.as_ref().is_none_or(|condition| condition.passes(group)));
    Ok(part.of(visit, "groups", &groups, Value::clone))
}

/// `GET /groups/{id}`.
pub(crate) fn single(visit: &mut Visit<'_>, id: &str) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need(READING)?;
    Query::new(&visit.call.query).finish()?;
    let mut body = Map::new();
    body.insert(
        "@odata.context".to_owned(),
        json!(format!("{}/graph/v1.0/$metadata#groups/$entity", visit.tenant.base)),
    );
    if let Value::Object(fields) = named(visit.tenant, id)? {
        body.extend(fields);
    }
    Ok(Reply::graph(200, &Value::Object(body)))
}

/// `GET /groups/{id}/members`.
pub(crate) fn members(visit: &mut Visit<'_>, id: &str) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need(READING)?;
    let mut query = Query::new(&visit.call.query);
    let part = PAGING.take(&mut query)?;
    query.finish()?;
    let group = named(visit.tenant, id)?;
    let mut people = people::everybody(visit.tenant);
    people.retain(|user| user.department.is_some_and(|department| group["displayName"] == department));
    Ok(part.of(visit, "directoryObjects", &people, |user| {
        json!({
            "@odata.type": "#microsoft.graph.user", "id": user.id, "displayName": user.display,
            "userPrincipalName": user.upn, "mail": user.upn,
        })
    }))
}

/// `GET /users/{id}/memberOf`.
pub(crate) fn of_user(visit: &mut Visit<'_>, key: &str) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need(people::READING)?;
    let mut query = Query::new(&visit.call.query);
    let part = PAGING.take(&mut query)?;
    query.finish()?;
    let user = people::named(visit.tenant, key)?;
    let mut groups = all(visit.tenant);
    groups.retain(|group| user.department.is_some_and(|department| group["displayName"] == department));
    Ok(part.of(visit, "directoryObjects", &groups, |group| {
        let mut whole = Map::new();
        whole.insert("@odata.type".to_owned(), json!("#microsoft.graph.group"));
        whole.extend(group.as_object().cloned().unwrap_or_default());
        Value::Object(whole)
    }))
}

fn named(tenant: &Tenant, id: &str) -> Result<Value, GraphProblem> {
    let found =
        all(tenant).into_iter().find(|group| group["id"].as_str().is_some_and(|it| it.eq_ignore_ascii_case(id)));
    found.ok_or_else(|| GraphProblem::not_found(id))
}

fn all(tenant: &Tenant) -> Vec<Value> {
    let mut departments: Vec<&str> = tenant.generator.world().people.iter().map(|person| person.department).collect();
    departments.sort_unstable();
    departments.dedup();
    let group = |name: &str| {
        // A group keeps its id for as long as the tenant has its own.
        let within: String = tenant.name.id.bytes().chain(name.bytes()).map(char::from).collect();
        let mut bytes = [0_u8; 16];
        for (index, byte) in within.bytes().enumerate() {
            bytes[index % 16] = bytes[index % 16].rotate_left(3) ^ byte;
        }
        let mail = format!("{}@{}", name.to_lowercase(), tenant.name.mail_domain);
        json!({
            "id": Uuid::from_bytes(bytes).to_string(), "displayName": name, "description": format!("Everybody in {name}"),
            "mail": mail, "mailEnabled": true, "mailNickname": name.to_lowercase(), "securityEnabled": true,
            "groupTypes": [], "createdDateTime": "2019-03-05T08:00:00Z",
        })
    };
    departments.into_iter().map(group).collect()
}
