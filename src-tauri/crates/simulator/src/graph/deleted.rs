//! Soft-deleted applications: listed, restored with all that hung on them, or removed for good.

use serde_json::{Value, json};

use super::applications::{self, LISTING};
use super::listing::{self, Listing};
use super::{GraphProblem, caller};
use crate::clock::directory_time;
use crate::tenant::{Deleted, Tenant};
use crate::wire::{Fields, Query, Reply, Visit};

fn shown(tenant: &Tenant, deleted: &Deleted) -> Value {
    let mut all = deleted.application.shown(None, &tenant.name.initial_domain);
    all.insert("deletedDateTime".to_owned(), json!(directory_time(deleted.at)));
    Value::Object(all)
}

/// `GET /directory/deletedItems/microsoft.graph.application`.
pub(crate) fn list(visit: &mut Visit<'_>) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need_reading()?;
    let directory = visit.tenant.directory.lock();
    let rows = directory.deleted.iter().map(|it| shown(visit.tenant, it)).collect();
    listing::list(visit, Listing { name: "directory/deletedItems/microsoft.graph.application", ..LISTING }, rows)
}

/// `GET /directory/deletedItems/{id}`.
pub(crate) fn single(visit: &mut Visit<'_>, id: &str) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need_reading()?;
    Query::new(&visit.call.query).finish()?;
    let directory = visit.tenant.directory.lock();
    let found = directory.deleted.iter().find(|it| it.application.id.eq_ignore_ascii_case(id));
    let mut body = shown(visit.tenant, found.ok_or_else(|| GraphProblem::not_found(id))?);
    body["@odata.type"] = json!("#microsoft.graph.application");
    Ok(Reply::graph(200, &body))
}

/// `POST /directory/deletedItems/{id}/restore`.
pub(crate) fn restore(visit: &mut Visit<'_>, id: &str) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need_any_registration()?;
    Query::new(&visit.call.query).finish()?;
    if !visit.call.body.is_empty() {
        Fields::read(visit.call, "restore")?.finish()?;
    }
    let mut directory = visit.tenant.directory.lock();
    let restored = directory.restore(id).ok_or_else(|| GraphProblem::not_found(id))?;
    Ok(applications::shown(visit.tenant, 200, restored, None))
}

/// `DELETE /directory/deletedItems/{id}`: for good.
pub(crate) fn remove(visit: &mut Visit<'_>, id: &str) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need_any_registration()?;
    Query::new(&visit.call.query).finish()?;
    match visit.tenant.directory.lock().take_deleted(id) {
        Some(_) => Ok(Reply::no_content()),
        None => Err(GraphProblem::not_found(id)),
    }
}
