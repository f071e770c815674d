//! The tenant's default app management policy: which credentials it allows, and how Graph shows it. It is set by the
//! control port's switch `app_policy` only.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{GraphProblem, caller};
use crate::tenant::Tenant;
use crate::wire::{Query, Reply, Visit};

/// Properties that can be selected.
const PROPERTIES: &[&str] =
    &["id", "displayName", "description", "isEnabled", "applicationRestrictions", "servicePrincipalRestrictions"];

/// Whether a new secret with this life is allowed.
pub(crate) fn check_secret(tenant: &Tenant, start: Timestamp, end: Timestamp) -> Result<(), GraphProblem> {
    let Some(policy) = tenant.switches.lock().app_policy.clone() else { return Ok(()) };
    if policy.forbid_secrets {
        return Err(GraphProblem::against_policy(
            "CredentialTypeNotAllowedAsPerAppPolicy",
            "Credential type not allowed",
        ));
    }
    check_life(policy.max_secret_days, start, end)
}

/// Whether a new certificate with this life is allowed.
pub(crate) fn check_certificate(tenant: &Tenant, start: Timestamp, end: Timestamp) -> Result<(), GraphProblem> {
    let Some(policy) = tenant.switches.lock().app_policy.clone() else { return Ok(()) };
    check_life(policy.max_certificate_days, start, end)
}

fn check_life(most: Option<u32>, start: Timestamp, end: Timestamp) -> Result<(), GraphProblem> {
    let Some(days) = most else { return Ok(()) };
    match end.duration_since(start) > SignedDuration::from_hours(i64::from(days) * 24) {
        true => {
            let why = "Credential lifetime exceeds the max value allowed";
            Err(GraphProblem::against_policy("CredentialInvalidLifetimeAsPerAppPolicy", why))
        }
        false => Ok(()),
    }
}

/// `GET /policies/defaultAppManagementPolicy`.
pub(crate) fn show(visit: &mut Visit<'_>) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need(&["Policy.Read.All"])?;
    let mut query = Query::new(&visit.call.query);
    let select = query.take_select(PROPERTIES)?;
    query.finish()?;
    let policy = visit.tenant.switches.lock().app_policy.clone();
    let enabled = policy.is_some();
    let policy = policy.unwrap_or_default();
    let rule = |kind: &str, days: Option<u32>| {
        json!({
            "restrictionType": kind, "maxLifetime": days.map(|days| format!("P{days}D")),
            "restrictForAppsCreatedAfterDateTime": "2019-03-04T09:12:44Z", "state": "enabled",
        })
    };
    let mut passwords: Vec<Value> = Vec::new();
    passwords.extend(policy.forbid_secrets.then(|| rule("passwordAddition", None)));
    passwords.extend(policy.max_secret_days.map(|days| rule("passwordLifetime", Some(days))));
    let keys: Vec<Value> =
        policy.max_certificate_days.map(|days| rule("asymmetricKeyLifetime", Some(days))).into_iter().collect();
    let restrictions = json!({ "passwordCredentials": passwords, "keyCredentials": keys });
    let all = json!({
        "@odata.context": format!("{}/graph/v1.0/$metadata#policies/defaultAppManagementPolicy/$entity", visit.tenant.base),
        "id": "00000000-0000-0000-0000-000000000000",
        "displayName": "Default app management tenant policy",
        "description": "Restrictions on credentials of applications and service principals.",
        "isEnabled": enabled,
        "applicationRestrictions": restrictions.clone(),
        "servicePrincipalRestrictions": restrictions,
    });
    Ok(Reply::graph(200, &super::page::selected(all, select.as_deref(), &[])))
}
