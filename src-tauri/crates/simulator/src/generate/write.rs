//! A generated alert as JSON, with the habits of the real service: digits that differ, nulls and empty lists, a
//! zero-width space at the end of a title, a replacement character in the advice.

use rand_chacha::ChaCha8Rng;
use serde_json::{Map, Value, json};

use super::evidence;
use super::plan::Plan;
use super::scene::Scene;
use super::templates::Template;
use super::words::ANALYSTS;
use super::world::World;
use crate::alerts::Row;

/// Enum members numbered after `unknownFutureValue`, which a client must ask for.
const LATE_MEMBERS: &[(&str, &[&str])] = &[
    (
        "serviceSource",
        &[
            "microsoftDefenderForCloud",
            "microsoftSentinel",
            "microsoftInsiderRiskManagement",
            "microsoftThreatIntelligence",
            "microsoftSecurityForAI",
        ],
    ),
    (
        "detectionSource",
        &[
            "microsoftDefenderForCloud",
            "microsoftDefenderForIoT",
            "microsoftDefenderForServers",
            "microsoftDefenderForStorage",
            "microsoftDefenderForDNS",
            "microsoftDefenderForDatabases",
            "microsoftDefenderForContainers",
            "microsoftDefenderForNetwork",
            "microsoftDefenderForAppService",
            "microsoftDefenderForKeyVault",
            "microsoftDefenderForResourceManager",
            "microsoftDefenderForApiManagement",
            "nrtAlerts",
            "scheduledAlerts",
            "microsoftDefenderThreatIntelligenceAnalytics",
            "builtInMl",
            "microsoftInsiderRiskManagement",
            "microsoftThreatIntelligence",
            "microsoftDefenderForAIServices",
            "securityCopilot",
            "microsoftSentinel",
        ],
    ),
    ("remediationStatus", &["active", "pendingApproval", "declined", "unremediated", "running", "partiallyRemediated"]),
];

/// Writes one alert.
pub(super) fn alert(
    world: &World,
    template: &Template,
    plan: &Plan,
    row: &Row,
    random: ChaCha8Rng,
    full: bool,
) -> Vec<u8> {
    let mut scene = Scene::new(world, row.created, random);
    let mut alert = fields(&mut scene, template, plan, row);
    if !full {
        hide_late_members(&mut alert);
    }
    alert.to_string().into_bytes()
}

fn fields(scene: &mut Scene<'_>, template: &Template, plan: &Plan, row: &Row) -> Value {
    let id = row.id.as_deref().unwrap_or("");
    let tenant = scene.world.tenant_id.as_str();
    let incident = row.incident.unwrap_or(0);
    let lead = scene.number(30, 14_400) as f64;
    let first = row.created.plus_seconds(-lead).with_digits(scene.one(&[7, 3, 2]));
    let last = first.plus_seconds(lead * 0.8).with_digits(scene.one(&[7, 6, 0]));
    let evidence: Vec<Value> = template.evidence.iter().filter_map(|kind| evidence::of(scene, kind)).collect();
    let categories = [template.category.as_str()];
    let trailing = if scene.chance(0.02) { " " } else { "" };
    json!({
        "id": id,
        "providerAlertId": id.strip_prefix(template.service.prefix()).unwrap_or(id),
        "incidentId": incident.to_string(),
        "status": plan.status(),
        "severity": plan.severity(),
        "classification": plan.verdict().map(|verdict| verdict.0),
        "determination": plan.verdict().map(|verdict| verdict.1),
        "serviceSource": plan.service().wire(),
        "detectionSource": template.detection,
        "productName": plan.service().product(),
        "detectorId": scene.id(),
        "alertPolicyId": if scene.chance(0.3) { json!(scene.id()) } else { Value::Null },
        "tenantId": tenant,
        "title": template.title,
        "description": described(scene, template),
        "recommendedActions": advice(template, plan),
        "category": template.category,
        "categories": categories,
        "assignedTo": plan.assigned_to(),
        "alertWebUrl": format!("https://security.microsoft.com/alerts/{id}?tid={tenant}{trailing}"),
        "incidentWebUrl": format!("https://security.microsoft.com/incident2/{incident}/overview?tid={tenant}"),
        "actorDisplayName": template.actor,
        "threatDisplayName": template.threat,
        "threatFamilyName": template.threat.as_deref().map(|threat| threat.rsplit('/').next().unwrap_or(threat)),
        "investigationState": scene.one(&[
            "unsupportedAlertType", "unsupportedAlertType", "queued", "running", "pendingApproval", "benign",
            "successfullyRemediated", "partiallyInvestigated", "terminatedBySystem", "unsupportedOs", "innerFailure",
        ]),
        "mitreTechniques": template.techniques,
        "createdDateTime": row.created.to_string(),
        "lastUpdateDateTime": row.updated.to_string(),
        "resolvedDateTime": (plan.status() == "resolved").then(|| row.updated.to_string()),
        "firstActivityDateTime": first.to_string(),
        "lastActivityDateTime": last.to_string(),
        "systemTags": if scene.chance(0.05) { json!(["Defender Experts"]) } else { json!([]) },
        "customDetails": custom(scene),
        "additionalData": match scene.number(0, 10) {
            0 => json!({ "Workload": "Exchange", "nested": { "a": [1, 2.50, null] } }),
            1..=3 => Value::Null,
            _ => json!({}),
        },
        "comments": comments(scene, plan, row),
        "evidence": evidence,
    })
}

fn described(scene: &mut Scene<'_>, template: &Template) -> String {
    let (user, device) = (scene.person.display.as_str(), scene.machine.name.as_str());
    let about = template.about.replace("{user}", user).replace("{device}", device).replace("{file}", &scene.file.0);
    about.replace("{ip}", &scene.attacker).replace("{host}", scene.host)
}

fn advice(template: &Template, plan: &Plan) -> Value {
    if template.advice.is_empty() {
        return if plan.number().is_multiple_of(2) { json!("") } else { Value::Null };
    }
    json!(template.advice)
}

fn custom(scene: &mut Scene<'_>) -> Value {
    match scene.number(0, 8) {
        0 => json!({ "Department": scene.person.department, "Ticket": format!("INC{}", scene.number(10_000, 99_999)) }),
        1 | 2 => Value::Null,
        _ => json!({}),
    }
}

fn comments(scene: &mut Scene<'_>, plan: &Plan, row: &Row) -> Value {
    if plan.status() == "new" || scene.chance(0.6) {
        return json!([]);
    }
    let text = scene.one(&[
        "Called the user, waiting for an answer.",
        "Known maintenance window.",
        "Host isolated. <b>Do not release</b> before forensics.",
        "Doppelt gemeldet, siehe Vorfall.",
    ]);
    json!([{ "comment": text, "createdByDisplayName": scene.one(ANALYSTS), "createdDateTime": row.updated.to_string() }])
}

/// Replaces late enum members, in the alert and in all its evidence.
fn hide_late_members(value: &mut Value) {
    match value {
        Value::Object(fields) => hide_in_fields(fields),
        Value::Array(items) => items.iter_mut().for_each(hide_late_members),
        _ => {}
    }
}

fn hide_in_fields(fields: &mut Map<String, Value>) {
    for (name, value) in fields.iter_mut() {
        let late = LATE_MEMBERS.iter().find(|(field, _)| field == name).map(|(_, members)| *members);
        match (late, &*value) {
            (Some(members), Value::String(member)) if members.contains(&member.as_str()) => {
                *value = json!("unknownFutureValue");
            }
            _ => hide_late_members(value),
        }
    }
}
