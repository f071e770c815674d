//! Lists with `$top` and `$skip`: the next link is given only to those who did not say how much they want.

use std::io::Write;

use serde_json::Value;

use super::EndpointProblem;
use crate::wire::{Query, Reply, Visit};

/// Rows on one page at most, and when nobody says.
const MOST: usize = 10_000;

/// Which part of a list is wanted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page {
    top: Option<usize>,
    skip: usize,
}

impl Page {
    /// Takes the options out of a query.
    pub(super) fn take(query: &mut Query) -> Result<Self, EndpointProblem> {
        let page = Self { top: query.take_number("$top")?, skip: query.take_number("$skip")?.unwrap_or(0) };
        match page.top {
            Some(top) if top > MOST => {
                let message = format!("The limit of '{MOST}' for Top query has been exceeded.");
                Err(EndpointProblem::odata(message))
            }
            _ => Ok(page),
        }
    }

    /// Writes the page of a list whose rows come in order; `name` is the collection's in the context.
    pub(super) fn reply(self, visit: &Visit<'_>, name: &str, rows: impl Iterator<Item = Value>) -> Reply {
        let top = self.top.unwrap_or(MOST);
        let mut rows = rows.skip(self.skip);
        let mut body = format!("{{\"@odata.context\":{},\"value\":[", Value::String(context(visit, name))).into_bytes();
        for (index, row) in rows.by_ref().take(top).enumerate() {
            if index > 0 {
                body.push(b',');
            }
            // Writing into memory cannot fail.
            let _ = write!(body, "{row}");
        }
        body.push(b']');
        if self.top.is_none() && rows.next().is_some() {
            let _ = write!(body, ",\"@odata.nextLink\":{}", Value::String(next_link(visit, self.skip + top)));
        }
        body.push(b'}');
        Reply::raw(200, "application/json; odata.metadata=minimal", body)
    }
}

/// The address of the metadata of a collection.
pub(super) fn context(visit: &Visit<'_>, name: &str) -> String {
    format!("{}/api/$metadata#{name}", super::host(visit))
}

/// One entity with its context.
pub(super) fn entity(visit: &Visit<'_>, status: u16, name: &str, entity: Value) -> Reply {
    let mut whole = serde_json::Map::new();
    whole.insert("@odata.context".to_owned(), Value::String(format!("{}/$entity", context(visit, name))));
    if let Value::Object(fields) = entity {
        whole.extend(fields);
    }
    Reply::json(status, &Value::Object(whole))
}

fn next_link(visit: &Visit<'_>, skip: usize) -> String {
    if visit.tenant.switches.lock().foreign_next_link {
        return format!("{}/elsewhere", visit.tenant.control);
    }
    let kept = visit.call.query.iter().filter(|(name, _)| name != "$skip");
    let mut link = url::form_urlencoded::Serializer::new(String::new());
    link.extend_pairs(kept).append_pair("$skip", &skip.to_string());
    format!("{}/{}?{}", super::host(visit), visit.call.segments.join("/"), link.finish())
}
