//! `alerts`: the list, by skip and limit with `hasNext`, and one alert.

use serde_json::{Map, Value, json};

use super::filters::Filters;
use super::{CloudAppsProblem, admit, shape};
use crate::alerts::Row;
use crate::wire::{Reply, Visit};

/// Either is enough to read.
pub(super) const READING: &[&str] = &["investigation.read", "investigation.manage"];
/// Alerts on a page at most, and when nobody says.
const MOST: usize = 100;

/// `GET` or `POST alerts/`.
pub(super) fn list(visit: &mut Visit<'_>) -> Result<Reply, CloudAppsProblem> {
    admit(visit, READING)?;
    let mut asked = asked(visit)?;
    let number = |value: Option<Value>, name: &str, default: usize| match value {
        None => Ok(default),
        Some(value) => {
            let number = value.as_u64().or_else(|| value.as_str()?.parse().ok());
            let number = number.and_then(|number| usize::try_from(number).ok());
            number.ok_or_else(|| CloudAppsProblem::invalid(name, "A non-negative integer is expected."))
        }
    };
    let limit = number(asked.shift_remove("limit"), "limit", MOST)?.min(MOST);
    let skip = number(asked.shift_remove("skip"), "skip", 0)?;
    let filters = Filters::read(asked.shift_remove("filters"), visit.tenant.clock.history())?;
    let sort = asked.shift_remove("sortField");
    let ascending = match asked.shift_remove("sortDirection").as_ref().map(Value::as_str) {
        None | Some(Some("desc")) => false,
        Some(Some("asc")) => true,
        Some(_) => return Err(CloudAppsProblem::invalid("sortDirection", "Either asc or desc is expected.")),
    };
    if let Some(name) = asked.keys().next() {
        return Err(CloudAppsProblem::unsupported(format!("field '{name}' of a list of alerts")));
    }
    let changes = visit.tenant.cloudapps.lock().changes.clone();
    let all = shape::rows(visit.tenant).into_iter();
    let mut found: Vec<(String, Row)> =
        all.filter(|(id, row)| filters.pass(visit.tenant, id, row, changes.get(id))).collect();
    match sort.as_ref().map(Value::as_str) {
        None | Some(Some("date")) => {}
        Some(Some("severity")) => found.sort_by_key(|(_, row)| (shape::severity(row) + 1) % 4),
        Some(_) => return Err(CloudAppsProblem::invalid("sortField", "Either date or severity is expected.")),
    }
    if !ascending {
        found.reverse();
    }
    let total = found.len();
    let page = found.iter().skip(skip).take(limit);
    let data: Vec<Value> = page.map(|(id, row)| shape::alert(visit.tenant, id, row, changes.get(id))).collect();
    Ok(Reply::json(
        200,
        &json!({
            "hasNext": skip + data.len() < total, "max": MOST, "total": total, "moreThanTotal": false, "data": data,
        }),
    ))
}

/// What is asked for: the JSON body, or the query with the filters as JSON in it.
fn asked(visit: &Visit<'_>) -> Result<Map<String, Value>, CloudAppsProblem> {
    let wrong = || CloudAppsProblem::invalid("filters", "The request is not a JSON object.");
    let mut asked = match visit.call.body.is_empty() {
        true => Map::new(),
        false => match serde_json::from_slice(&visit.call.body) {
            Ok(Value::Object(body)) => body,
            _ => return Err(wrong()),
        },
    };
    for (name, text) in &visit.call.query {
        let value = match name.as_str() {
            "filters" => serde_json::from_str(text).map_err(|_| wrong())?,
            _ => json!(text),
        };
        asked.insert(name.clone(), value);
    }
    Ok(asked)
}

/// `GET alerts/{id}/`.
pub(super) fn single(visit: &mut Visit<'_>, id: &str) -> Result<Reply, CloudAppsProblem> {
    admit(visit, READING)?;
    if let Some((name, _)) = visit.call.query.first() {
        return Err(CloudAppsProblem::unsupported(format!("query option '{name}'")));
    }
    let (_, row) = find(visit, id)?;
    let change = visit.tenant.cloudapps.lock().changes.get(id).cloned();
    Ok(Reply::json(200, &shape::alert(visit.tenant, id, &row, change.as_ref())))
}

/// The alert with an id of this service.
pub(super) fn find(visit: &Visit<'_>, id: &str) -> Result<(String, Row), CloudAppsProblem> {
    let found = shape::rows(visit.tenant).into_iter().find(|(own, _)| own == id);
    found.ok_or_else(|| CloudAppsProblem::not_found(id))
}
