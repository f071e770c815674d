//! What every call to the feed has to get past: a token for it, the tenant's GUID in the path, auditing switched on.

use super::ActivityProblem;
use crate::bearer::Bearer;
use crate::wire::{Query, Visit};

/// The resource's application id.
const RESOURCE: &str = "c5393580-f805-4401-95e8-94b7a6ef2fc2";

/// Checks the caller and the path; gives the caller and the query without what every call may carry.
pub(super) fn enter(visit: &mut Visit<'_>, tenant: &str) -> Result<(Bearer, Query), ActivityProblem> {
    let bearer = Bearer::of(visit, RESOURCE)?;
    if uuid::Uuid::try_parse(tenant).is_err() {
        return Err(ActivityProblem::coded("AF20013", ""));
    }
    if !tenant.eq_ignore_ascii_case(&bearer.tenant_id) {
        return Err(ActivityProblem::coded("AF20010", ""));
    }
    let mut query = Query::new(&visit.call.query);
    let publisher = query.take("PublisherIdentifier")?;
    if publisher.is_some_and(|id| uuid::Uuid::try_parse(&id).is_err()) {
        return Err(ActivityProblem::coded("AF20002", "PublisherIdentifier must be a GUID."));
    }
    let (off, forced) = {
        let mut switches = visit.tenant.switches.lock();
        (switches.auditing_off, switches.take_activity_code())
    };
    if let Some(code) = forced.filter(|code| ActivityProblem::knows(code)) {
        return Err(ActivityProblem::coded(&code, ""));
    }
    if off {
        return Err(refused_without_auditing(visit));
    }
    Ok((bearer, query))
}

/// Both things that are said when auditing is off: the documented code and, to every other `start`, the entrails.
fn refused_without_auditing(visit: &Visit<'_>) -> ActivityProblem {
    let content_type = visit.call.query.iter().find(|(name, _)| name == "contentType");
    let starting = visit.call.segments.last().is_some_and(|last| last == "start");
    let mut book = visit.tenant.activity.lock();
    book.refused_starts += u64::from(starting);
    match content_type {
        Some((_, text)) if starting && book.refused_starts.is_multiple_of(2) => {
            ActivityProblem::tenant_entrails(visit, text)
        }
        _ => ActivityProblem::coded("AF20011", ""),
    }
}
