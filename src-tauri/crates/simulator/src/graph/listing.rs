//! Lists of directory objects: `$filter`, `$search`, `$orderby`, `$select`, pages and `$count`, with the rule that what
//! the directory calls advanced needs the header `ConsistencyLevel: eventual` and `$count=true`.

use serde_json::Value;

use super::GraphProblem;
use super::condition::{self, Condition, Known, Test};
use super::page::{Paging, selected};
use crate::wire::{Query, Reply, Visit};

/// How the directory pages.
const PAGING: Paging = Paging { usual: 100, most: 999, token: "$skiptoken", skips: false, counts: true };

/// What can be asked of one kind of object.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Listing {
    /// Its name in contexts.
    pub(crate) name: &'static str,
    pub(crate) select: &'static [&'static str],
    pub(crate) filter: Known,
    pub(crate) order: &'static [&'static str],
}

/// Answers a list out of all objects as Graph shows them.
pub(crate) fn list(visit: &Visit<'_>, listing: Listing, rows: Vec<Value>) -> Result<Reply, GraphProblem> {
    let mut query = Query::new(&visit.call.query);
    let counted = query.take("$count")?;
    let select = query.take_select(listing.select)?;
    let filter = query.take("$filter")?;
    let search = query.take("$search")?;
    let order = query.take("$orderby")?;
    // The page's own reader takes it from here; put back what it reads.
    let mut paged = Query::new(&visit.call.query);
    for name in ["$select", "$filter", "$search", "$orderby"] {
        paged.take(name)?;
    }
    let part = PAGING.take(&mut paged)?;
    paged.finish()?;
    let condition = filter.map(|text| parsed(&text, listing.filter)).transpose()?;
    let eventual = visit.call.header("consistencylevel").is_some_and(|level| level.eq_ignore_ascii_case("eventual"));
    let counted = counted.as_deref() == Some("true");
    let advanced =
        search.is_some() || condition.as_ref().is_some_and(is_advanced) || (order.is_some() && condition.is_some());
    let enough = eventual && (counted || search.is_some());
    if ((counted || search.is_some()) && !eventual) || (advanced && !enough) {
        return Err(unsupported_query("The query needs the header ConsistencyLevel: eventual and $count=true."));
    }
    let wanted = search.map(|text| searched(&text)).transpose()?;
    let mut rows: Vec<Value> = rows
        .into_iter()
        .filter(|row| condition.as_ref().is_none_or(|condition| condition.passes(row)))
        .filter(|row| {
            wanted
                .as_ref()
                .is_none_or(|word| row["displayName"].as_str().is_some_and(|it| it.to_lowercase().contains(word)))
        })
        .collect();
    if let Some(order) = order {
        let order = condition::order(&order, listing.order).map_err(|why| unsupported_query(&why))?;
        condition::sort(&mut rows, &order);
    }
    let context = match &select {
        Some(names) => format!("{}({})", listing.name, names.join(",")),
        None => listing.name.to_owned(),
    };
    Ok(part.of(visit, &context, &rows, |row| selected(row.clone(), select.as_deref(), &[])))
}

/// Answers `/$count`: a bare number, for which the header is needed and JSON is the wrong thing to ask for.
pub(crate) fn count(visit: &Visit<'_>, rows: usize) -> Result<Reply, GraphProblem> {
    Query::new(&visit.call.query).finish()?;
    let eventual = visit.call.header("consistencylevel").is_some_and(|level| level.eq_ignore_ascii_case("eventual"));
    if !eventual {
        return Err(GraphProblem::bad_directory_request("$count is not currently supported without ConsistencyLevel."));
    }
    if visit.call.header("accept").is_some_and(|kind| kind.contains("application/json")) {
        return Err(GraphProblem::new(415, "UnsupportedMediaType", "A count is answered as text/plain."));
    }
    Ok(Reply::raw(200, "text/plain", rows.to_string().into_bytes()))
}

fn unsupported_query(why: &str) -> GraphProblem {
    GraphProblem::new(400, "Request_UnsupportedQuery", why)
}

fn parsed(text: &str, known: Known) -> Result<Condition, GraphProblem> {
    let condition = Condition::parse(text, known);
    let condition =
        condition.map_err(|why| GraphProblem::bad_directory_request(format!("Invalid filter clause: {why}")))?;
    match uses(&condition, Test::Contains) {
        true => Err(unsupported_query("The function 'contains' is not supported for directory objects.")),
        false => Ok(condition),
    }
}

fn uses(condition: &Condition, wanted: Test) -> bool {
    match condition {
        Condition::And(left, right) | Condition::Or(left, right) => uses(left, wanted) || uses(right, wanted),
        Condition::Not(inner) => uses(inner, wanted),
        Condition::Compare(_, test, _) => *test == wanted,
    }
}

fn is_advanced(condition: &Condition) -> bool {
    match condition {
        Condition::And(left, right) | Condition::Or(left, right) => is_advanced(left) || is_advanced(right),
        Condition::Not(_) => true,
        Condition::Compare(_, test, _) => matches!(test, Test::Ne | Test::EndsWith),
    }
}

/// `"displayName:word"`, in its quotes.
fn searched(text: &str) -> Result<String, GraphProblem> {
    let inner = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let word = inner.and_then(|inner| inner.strip_prefix("displayName:"));
    word.map(str::to_lowercase)
        .ok_or_else(|| GraphProblem::bad_directory_request("$search takes \"displayName:...\" in quotes here."))
}
