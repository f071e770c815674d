//! `POST /security/runHuntingQuery`: the body, the permission, and the two ways to be refused: a wrong query (400) and a
//! quota that is used up (429, which says in words when to come back).

use serde_json::json;

use super::{GraphProblem, caller};
use crate::hunting;
use crate::wire::{Fields, Query, Reply, Visit};

/// Runs a query.
pub(crate) fn run(visit: &mut Visit<'_>) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need_security(&["ThreatHunting.Read.All"])?;
    Query::new(&visit.call.query).finish()?;
    let mut fields = Fields::read(visit.call, "runHuntingQuery")?;
    let query = either(&mut fields, "Query", "query")?;
    let timespan = either(&mut fields, "Timespan", "timespan")?;
    fields.finish()?;
    let query = query.filter(|query| !query.trim().is_empty());
    let query = query.ok_or_else(|| GraphProblem::bad_request("A Query is required."))?;
    if visit.tenant.switches.lock().hunting_quota_spent {
        return Err(GraphProblem::new(
            429,
            "TooManyRequests",
            "The computing time for hunting queries is used up. It is renewed every 15 minutes; try again then.",
        ));
    }
    let (schema, results) =
        hunting::run(visit.tenant, &query, timespan.as_deref()).map_err(GraphProblem::bad_request)?;
    let context = format!("{}/graph/v1.0/$metadata#microsoft.graph.security.huntingQueryResults", visit.tenant.base);
    let head = json!({ "@odata.context": context, "schema": schema }).to_string();
    Ok(Reply::graph_bytes(200, format!("{},\"results\":{results}}}", head.trim_end_matches('}')).into_bytes()))
}

/// A parameter in the spelling of the examples or of the metadata.
fn either(fields: &mut Fields, one: &str, other: &str) -> Result<Option<String>, GraphProblem> {
    match fields.take_text(one)? {
        Some(text) => Ok(Some(text)),
        None => fields.take_text(other),
    }
}
