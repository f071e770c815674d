//! `GET /auditLogs/signIns`: interactive sign-ins, newest first, for tenants with a premium directory.

use serde_json::{Map, Value, json};

use super::condition::{Condition, Holds, Known};
use super::page::Paging;
use super::{GraphProblem, caller};
use crate::wire::{Query, Reply, Visit};

const PAGING: Paging = Paging { usual: 1000, most: 1000, token: "$skiptoken", skips: false, counts: false };

/// What can be filtered by in v1.0; `signInEventTypes` is beta's.
const KNOWN: Known = &[
    ("id", Holds::Text),
    ("createdDateTime", Holds::Time),
    ("userPrincipalName", Holds::Text),
    ("userDisplayName", Holds::Text),
    ("userId", Holds::Text),
    ("appId", Holds::Text),
    ("appDisplayName", Holds::Text),
    ("ipAddress", Holds::Text),
    ("clientAppUsed", Holds::Text),
    ("conditionalAccessStatus", Holds::Text),
    ("correlationId", Holds::Text),
    ("riskLevelAggregated", Holds::Text),
    ("riskLevelDuringSignIn", Holds::Text),
    ("riskState", Holds::Text),
    ("status/errorCode", Holds::Number),
    ("location/city", Holds::Text),
    ("location/countryOrRegion", Holds::Text),
];

/// A list of sign-ins.
pub(crate) fn list(visit: &mut Visit<'_>) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need(&["AuditLog.Read.All"])?;
    let mut query = Query::new(&visit.call.query);
    let condition = query.take("$filter")?.map(|text| Condition::parse(&text, KNOWN)).transpose();
    let condition = condition.map_err(|why| GraphProblem::bad_request(format!("Invalid filter clause: {why}")))?;
    let part = PAGING.take(&mut query)?;
    query.finish()?;
    let mut found = all(visit)?;
    found.retain(|sign_in| condition.as_ref().is_none_or(|condition| condition.passes(sign_in)));
    Ok(part.of(visit, "auditLogs/signIns", &found, Value::clone))
}

/// One sign-in.
pub(crate) fn single(visit: &mut Visit<'_>, id: &str) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need(&["AuditLog.Read.All"])?;
    Query::new(&visit.call.query).finish()?;
    let found = all(visit)?.into_iter().find(|sign_in| sign_in["id"] == id);
    let found = found.ok_or_else(|| GraphProblem::not_found(id))?;
    let mut body = Map::new();
    let context = format!("{}/graph/v1.0/$metadata#auditLogs/signIns/$entity", visit.tenant.base);
    body.insert("@odata.context".to_owned(), json!(context));
    body.extend(found.as_object().cloned().unwrap_or_default());
    Ok(Reply::graph(200, &Value::Object(body)))
}

/// Every sign-in, if the tenant has paid for knowing.
fn all(visit: &Visit<'_>) -> Result<Vec<Value>, GraphProblem> {
    if visit.tenant.switches.lock().premium_missing {
        return Err(GraphProblem::new(
            403,
            "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
            "Neither tenant is B2C or tenant doesn't have premium license",
        ));
    }
    let clock = &visit.tenant.clock;
    Ok(visit.tenant.generator.sign_ins(clock.anchor(), clock.history()))
}
