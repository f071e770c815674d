//! `GET /beta/security/rules/detectionRules`: the custom detections of a tenant, which can be read here and not written.

use jiff::SignedDuration;
use rand::Rng;
use serde_json::{Map, Value, json};

use super::page::Paging;
use super::{GraphProblem, caller};
use crate::clock::directory_time;
use crate::tenant::random_id;
use crate::wire::{Query, Reply, Visit};

/// Either permission is enough to read.
const READING: &[&str] = &["CustomDetection.Read.All", "CustomDetection.ReadWrite.All"];

const PAGING: Paging = Paging { usual: 100, most: 1000, token: "$skiptoken", skips: true, counts: false };

/// Names and queries of the rules there are.
const RULES: &[(&str, &str, &str)] = &[
    ("Archive tools on finance machines", "DeviceInfo | where DeviceName has 'fin' | take 10", "24H"),
    ("Mail from the parcel look-alike", "EmailEvents | where SenderFromDomain == 'parcel-track.example'", "1H"),
    ("High alerts out of hours", "AlertInfo | where Severity == 'High'", "0"),
    ("<img src=x onerror=alert('rule')>", "IdentityInfo | where isempty(Department)", "12H"),
];

/// A list of rules.
pub(crate) fn list(visit: &mut Visit<'_>) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need_security(READING)?;
    let mut query = Query::new(&visit.call.query);
    let part = PAGING.take(&mut query)?;
    query.finish()?;
    Ok(part.of(visit, "security/rules/detectionRules", &all(visit), Value::clone))
}

/// One rule.
pub(crate) fn single(visit: &mut Visit<'_>, id: &str) -> Result<Reply, GraphProblem> {
    caller::identify(visit)?.need_security(READING)?;
    Query::new(&visit.call.query).finish()?;
    let found = all(visit).into_iter().find(|rule| rule["id"] == id);
    let found = found.ok_or_else(|| GraphProblem::new(404, "NotFound", format!("Rule '{id}' was not found.")))?;
    let mut body = Map::new();
    let context = format!("{}/graph/beta/$metadata#security/rules/detectionRules/$entity", visit.tenant.base);
    body.insert("@odata.context".to_owned(), json!(context));
    body.extend(found.as_object().cloned().unwrap_or_default());
    Ok(Reply::graph(200, &Value::Object(body)))
}

fn all(visit: &Visit<'_>) -> Vec<Value> {
    let now = visit.tenant.clock.history().timestamp();
    let before = |hours: i64| directory_time(now.checked_sub(SignedDuration::from_hours(hours)).unwrap_or(now));
    let rule = |(number, (name, query, period)): (u32, &(&str, &str, &str))| {
        let mut dice = visit.tenant.generator.dice(&format!("detection rule {number}"));
        let created = before(dice.random_range(200..600));
        json!({
            "@odata.type": "#microsoft.graph.security.detectionRule",
            "id": (7506 + number).to_string(),
            "displayName": name,
            "isEnabled": number != 1,
            "status": if number == 1 { "disabled" } else { "enabled" },
            "createdBy": "admin@contoso.onmicrosoft.com",
            "createdDateTime": created,
            "lastModifiedDateTime": created,
            "lastModifiedBy": "admin@contoso.onmicrosoft.com",
            "detectorId": random_id(&mut dice),
            "queryCondition": { "queryText": query, "lastModifiedDateTime": created },
            "schedule": { "period": period, "nextRunDateTime": before(-1) },
            "lastRunDetails": {
                "lastRunDateTime": before(1), "status": "completed", "failureReason": null, "errorCode": null,
            },
            "detectionAction": {
                "alertTemplate": {
                    "title": name, "description": "A custom detection.", "severity": "medium", "category": "Execution",
                    "recommendedActions": null, "mitreTechniques": [], "impactedAssets": [],
                },
                "organizationalScope": null, "responseActions": [],
            },
        })
    };
    (0..).zip(RULES).map(rule).collect()
}
