//! A page of a list of JSON objects, for the services that always say when there is more: `$top`, `$skip`, `$count`, an
//! opaque token, and `@odata.nextLink`.

use serde_json::{Map, Value, json};

use super::GraphProblem;
use crate::wire::{Query, Reply, Visit};

/// How a service pages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Paging {
    /// Rows when nobody says.
    pub(crate) usual: usize,
    /// Rows at most; more is refused.
    pub(crate) most: usize,
    /// The option that its links carry.
    pub(crate) token: &'static str,
    /// `$skip` is understood.
    pub(crate) skips: bool,
    /// `$count` is understood.
    pub(crate) counts: bool,
}

/// Which part of a list is wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    from: usize,
    top: usize,
    count: bool,
    token: &'static str,
}

impl Paging {
    /// Takes the paging options out of a query.
    pub(crate) fn take(self, query: &mut Query) -> Result<Part, GraphProblem> {
        let top = query.take_number("$top")?.unwrap_or(self.usual);
        if top == 0 || top > self.most {
            let said = format!("Invalid page size specified: '{top}'. Must be between 1 and {} inclusive.", self.most);
            return Err(GraphProblem::bad_request(said));
        }
        let skip = if self.skips { query.take_number("$skip")? } else { None };
        let continued = match query.take(self.token)? {
            Some(token) => Some(super::alerts::continuation(&token)?),
            None => None,
        };
        let count = self.counts && query.take_flag("$count")?;
        Ok(Part { from: continued.or(skip).unwrap_or(0), top, count, token: self.token })
    }
}

impl Part {
    /// The answer with this part of the items, each written only if it is on the page.
    pub(crate) fn of<T>(self, visit: &Visit<'_>, context: &str, items: &[T], written: impl Fn(&T) -> Value) -> Reply {
        let mut body = Map::new();
        let version = visit.call.segments.first().map_or("v1.0", String::as_str);
        let context = format!("{}/graph/{version}/$metadata#{context}", visit.tenant.base);
        body.insert("@odata.context".to_owned(), json!(context));
        if self.count {
            body.insert("@odata.count".to_owned(), json!(items.len()));
        }
        let page: Vec<Value> = items.iter().skip(self.from).take(self.top).map(written).collect();
        let after = self.from.saturating_add(page.len());
        if visit.tenant.switches.lock().foreign_next_link {
            body.insert("@odata.nextLink".to_owned(), json!(format!("{}/elsewhere", visit.tenant.control)));
        } else if after < items.len() && !page.is_empty() {
            let kept = visit.call.query.iter().filter(|(name, _)| name != "$skip" && name != self.token);
            let mut link = url::form_urlencoded::Serializer::new(String::new());
            link.extend_pairs(kept).append_pair(self.token, &format!("sim{after:x}"));
            let link = format!("{}{}?{}", visit.tenant.base, visit.call.path, link.finish());
            body.insert("@odata.nextLink".to_owned(), json!(link));
        }
        body.insert("value".to_owned(), Value::Array(page));
        Reply::graph(200, &Value::Object(body))
    }
}

/// Keeps the selected properties, and those that a service always sends.
pub(crate) fn selected(item: Value, names: Option<&[String]>, always: &[&str]) -> Value {
    let (Some(names), Value::Object(mut fields)) = (names, item.clone()) else { return item };
    fields.retain(|name, _| name.starts_with('@') || always.contains(&name.as_str()) || names.contains(name));
    Value::Object(fields)
}
