//! From Defender for Endpoint's shape to the domain: other names, capitals, flat rows of evidence.

use crate::read::{first_moment, id_or_content, number_or_text, object, objects, piece, text, texts, time};
use domain::alert::{Alert, AlertSummary};
use domain::evidence::Evidence;
use serde_json::{Map, Value};

/// What a row of evidence is called here, by its `entityType` in small letters.
const KINDS: &[(&str, &str)] = &[
    ("user", "endpoint.user"),
    ("process", "endpoint.process"),
    ("file", "endpoint.file"),
    ("ip", "endpoint.ip"),
    ("url", "endpoint.url"),
    ("registrykey", "endpoint.registry"),
    ("registryvalue", "endpoint.registry"),
    ("machine", "endpoint.machine"),
];

pub(super) fn alert(json: &str) -> Alert {
    let mut fields = object(json);
    let updated = first_moment(&fields, &["lastUpdatedTime", "lastEventTime"]);
    let evidence = evidence(&mut fields);
    let id = number_or_text(&mut fields, "id");
    let category = text(&mut fields, "category");
    Alert {
        provider_alert_id: id.clone(),
        id: id_or_content(id, json),
        title: text(&mut fields, "title"),
        description: text(&mut fields, "description"),
        recommended_actions: text(&mut fields, "recommendedAction"),
        severity: text(&mut fields, "severity"),
        status: text(&mut fields, "status"),
        service_source: "microsoftDefenderForEndpoint".to_owned(),
        detection_source: text(&mut fields, "detectionSource"),
        // Both are sent where there is none.
        category: if matches!(category.as_str(), "null" | "None") { String::new() } else { category },
        classification: text(&mut fields, "classification"),
        determination: text(&mut fields, "determination"),
        assigned_to: text(&mut fields, "assignedTo"),
        incident_id: number_or_text(&mut fields, "incidentId"),
        product_name: String::new(),
        alert_web_url: String::new(),
        mitre_techniques: texts(&mut fields, "mitreTechniques"),
        created: time(&mut fields, "alertCreationTime"),
        updated: time(&mut fields, "lastUpdateTime").or(updated),
        resolved: time(&mut fields, "resolvedTime"),
        first_activity: time(&mut fields, "firstEventTime"),
        last_activity: time(&mut fields, "lastEventTime"),
        evidence,
        rest: fields,
    }
}

/// The machine and the person that stand in the alert itself, then its rows.
fn evidence(fields: &mut Map<String, Value>) -> Vec<Evidence> {
    let machine = piece("endpoint.machine", fields, &["computerDnsName", "machineId", "rbacGroupName"]);
    let machine =
        machine.filter(|piece| piece.fields.contains_key("computerDnsName") || piece.fields.contains_key("machineId"));
    let user = fields.get("relatedUser").and_then(Value::as_object).and_then(|user| {
        piece("endpoint.user", user, &["userName", "domainName"]).filter(|piece| piece.fields.contains_key("userName"))
    });
    let rows = objects(fields, "evidence").into_iter().map(|row| {
        let kind = row.get("entityType").and_then(Value::as_str).unwrap_or_default().to_lowercase();
        let kind = KINDS.iter().find(|(name, _)| *name == kind).map_or("endpoint.other", |(_, kind)| *kind);
        Evidence::of_kind(kind, row)
    });
    machine.into_iter().chain(user).chain(rows).collect()
}

/// Graph's list names the same detection by the same id.
pub(super) fn claims(item: &AlertSummary) -> Vec<String> {
    let mut claims = vec![format!("alert:{}", item.id)];
    if !item.incident.is_empty() {
        claims.push(format!("incident:{}", item.incident));
    }
    claims
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use domain::evidence::EntityField;

    #[test]
    fn an_alert_is_found_by_its_machine_its_person_and_its_evidence() {
        let alert = alert(
            r#"{"id":"da1_-9","incidentId":7696,"severity":"UnSpecified","status":"InProgress",
            "category":"null","alertCreationTime":"2018-11-26T16:19:21.8409809Z","lastUpdateTime":"2018-11-26T16:19:22.1Z",
            "computerDnsName":"srv.contoso.com","machineId":"9d80","relatedUser":{"userName":"anna","domainName":"CONTOSO"},
            "evidence":[{"entityType":"Process","fileName":"x.exe","sha256":"ab","processCommandLine":"x.exe -a"},
                        {"entityType":"Toaster","ipAddress":"192.0.2.1"}],"brandNew":1}"#,
        );
        assert_eq!((alert.incident_id.as_str(), alert.category.as_str()), ("7696", ""));
        let summary = alert.summary();
        for wanted in [
            (EntityField::Device, "srv.contoso.com"),
            (EntityField::User, "anna"),
            (EntityField::Hash, "ab"),
            (EntityField::Ip, "192.0.2.1"),
        ] {
            assert!(summary.entities.contains(&(wanted.0, wanted.1.to_owned())), "{wanted:?}");
        }
        assert_eq!(summary.entity.unwrap().text, "srv");
        assert_eq!(alert.rest["brandNew"], 1);
        assert_eq!(alert.evidence.len(), 4);
        assert_eq!(claims(&super::alert(r#"{"id":"da1_1","incidentId":null}"#).summary()), ["alert:da1_1"]);
    }
}
