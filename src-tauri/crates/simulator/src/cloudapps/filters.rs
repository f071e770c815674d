//! Filters: fields with operators, all of which must hold. The documented pairs are known; others are refused.

use jiff::SignedDuration;
use serde_json::{Map, Value, json};

use super::{Change, CloudAppsProblem, shape};
use crate::alerts::Row;
use crate::clock::Ticks;
use crate::tenant::Tenant;

/// Fields and the operators that each takes.
const FIELDS: &[(&str, &[&str])] = &[
    ("entity.entity", &["eq", "neq"]),
    ("entity.ip", &["eq", "neq"]),
    ("entity.service", &["eq", "neq"]),
    ("entity.instance", &["eq", "neq"]),
    ("entity.policy", &["eq", "neq"]),
    ("alertOpen", &["eq"]),
    ("read", &["eq"]),
    ("severity", &["eq", "neq"]),
    ("resolutionStatus", &["eq", "neq"]),
    ("id", &["eq", "neq"]),
    ("date", &["lte", "gte", "range", "lte_ndays", "gte_ndays"]),
];

/// Filters that the service has and this one does not.
const MISSING: &[&str] = &["entity.file", "risk", "alertType", "resolutionDate", "source"];

/// Conditions: field, operator, values.
#[derive(Debug)]
pub(super) struct Filters {
    conditions: Vec<(&'static str, String, Vec<Value>)>,
    now: i64,
}

impl Filters {
    pub(super) fn read(filters: Option<Value>, now: Ticks) -> Result<Self, CloudAppsProblem> {
        let mut read = Self { conditions: Vec::new(), now: now.timestamp().as_millisecond() };
        let filters = match filters {
            None | Some(Value::Null) => Map::new(),
            Some(Value::Object(filters)) => filters,
            Some(_) => return Err(CloudAppsProblem::invalid("filters", "An object is expected.")),
        };
        for (name, condition) in filters {
            if MISSING.contains(&name.as_str()) {
                return Err(CloudAppsProblem::unsupported(format!("filter '{name}'")));
            }
            let known = FIELDS.iter().find(|(field, _)| *field == name);
            let (field, operators) =
                known.ok_or_else(|| CloudAppsProblem::invalid("filters", &format!("Unknown filter '{name}'.")))?;
            let Value::Object(condition) = condition else {
                return Err(CloudAppsProblem::invalid("filters", &format!("'{name}' needs an operator.")));
            };
            for (operator, values) in condition {
                if !operators.contains(&operator.as_str()) {
                    let text = format!("'{operator}' cannot be applied to '{name}'.");
                    return Err(CloudAppsProblem::invalid("filters", &text));
                }
                let values = match values {
                    Value::Array(values) => values,
                    one => vec![one],
                };
                check(field, &operator, &values)?;
                read.conditions.push((field, operator, values));
            }
        }
        Ok(read)
    }

    pub(super) fn pass(&self, tenant: &Tenant, id: &str, row: &Row, change: Option<&Change>) -> bool {
        let mut entities: Option<Value> = None;
        self.conditions.iter().all(|(field, operator, values)| {
            let (status, resolution) = shape::standing(row, change);
            let one_of = |found: Value| values.iter().any(|value| same(value, &found));
            let among = match *field {
                "date" => return self.within(shape::millis(row), operator, values),
                "alertOpen" => one_of(json!(resolution == 0)),
                "read" => one_of(json!(status > 0)),
                "severity" => one_of(json!(shape::severity(row))),
                "resolutionStatus" => one_of(json!(resolution)),
                "id" => one_of(json!(id)),
                entity => {
                    let all = entities.get_or_insert_with(|| shape::alert(tenant, id, row, change)["entities"].clone());
                    all.as_array().into_iter().flatten().any(|it| is_entity(entity, it, values))
                }
            };
            among == (operator == "eq")
        })
    }

    fn within(&self, at: i64, operator: &str, values: &[Value]) -> bool {
        let Some(value) = values.first() else { return true };
        let days = value.as_i64().unwrap_or(0).saturating_mul(86_400_000);
        match operator {
            "gte" => value.as_i64().is_some_and(|bound| at >= bound),
            "lte" => value.as_i64().is_some_and(|bound| at <= bound),
            "gte_ndays" => at >= self.now.saturating_sub(days),
            "lte_ndays" => at <= self.now.saturating_sub(days),
            _ => values.iter().any(|range| {
                let bound = |name: &str, default: i64| range[name].as_i64().unwrap_or(default);
                at >= bound("start", i64::MIN) && at <= bound("end", i64::MAX)
            }),
        }
    }
}

/// Values are compared as they are, numbers also when they come as texts.
fn same(value: &Value, found: &Value) -> bool {
    let number = |value: &Value| value.as_i64().or_else(|| value.as_str()?.parse().ok());
    value == found || (found.is_number() && number(value).is_some() && number(value) == number(found))
}

fn is_entity(field: &str, entity: &Value, values: &[Value]) -> bool {
    let kind = entity["type"].as_str().unwrap_or("");
    let fits = match field {
        "entity.ip" => kind == "ip",
        "entity.service" => kind == "service",
        "entity.policy" => kind == "policyRule",
        _ => true,
    };
    let is = |value: &Value| match field {
        "entity.entity" => same(&value["id"], &entity["id"]),
        "entity.instance" => same(value, &entity["inst"]),
        _ => same(value, &entity["id"]),
    };
    fits && values.iter().any(is)
}

/// Whether the values have the right type.
fn check(field: &str, operator: &str, values: &[Value]) -> Result<(), CloudAppsProblem> {
    let right = |value: &Value| match (field, operator) {
        ("date", "range") => value["start"].is_i64() || value["end"].is_i64(),
        ("date", _) => value.is_i64() && value.as_i64().is_some_and(|at| at.abs() < SignedDuration::MAX.as_secs()),
        ("alertOpen" | "read", _) => value.is_boolean(),
        ("severity", _) => value.as_u64().is_some_and(|number| number <= 3),
        ("resolutionStatus", _) => value.as_u64().is_some_and(|number| number <= 5),
        ("entity.entity", _) => value.is_object(),
        _ => value.is_string() || value.is_number(),
    };
    match !values.is_empty() && values.iter().all(right) {
        true => Ok(()),
        false => Err(CloudAppsProblem::invalid("filters", &format!("The value of '{field}' is not valid."))),
    }
}
