//! An incident in the words of an alert: what it is called, how grave, how it stands. Both generations of its shape.

use crate::read::{first_moment, id_or_content, number_or_text, object, peek, text, texts, time};
use domain::alert::{Alert, AlertSummary};
use serde_json::{Map, Value};

pub(super) fn alert(json: &str) -> Alert {
    let mut fields = object(json);
    let id = own_id(&mut fields);
    let created = first_moment(&fields, &["createdTime"]);
    let updated = first_moment(&fields, &["lastUpdateTime"]);
    let title = text(&mut fields, "displayName");
    let title = if title.is_empty() { peek(&fields, "incidentName").to_owned() } else { title };
    Alert {
        incident_id: id.clone(),
        id: id_or_content(id, json),
        title,
        description: text(&mut fields, "description"),
        recommended_actions: text(&mut fields, "recommendedActions"),
        severity: text(&mut fields, "severity"),
        status: text(&mut fields, "status"),
        service_source: "microsoft365Defender".to_owned(),
        detection_source: String::new(),
        category: String::new(),
        classification: text(&mut fields, "classification"),
        determination: text(&mut fields, "determination"),
        assigned_to: text(&mut fields, "assignedTo"),
        provider_alert_id: String::new(),
        product_name: String::new(),
        alert_web_url: text(&mut fields, "incidentWebUrl"),
        mitre_techniques: texts(&mut fields, "mitreTechniques"),
        created: time(&mut fields, "createdDateTime").or(created),
        updated: time(&mut fields, "lastUpdateDateTime").or(updated),
        resolved: None,
        first_activity: None,
        last_activity: None,
        evidence: Vec::new(),
        rest: fields,
    }
}

fn own_id(fields: &mut Map<String, Value>) -> String {
    let id = number_or_text(fields, "id");
    if id.trim().is_empty() { number_or_text(fields, "incidentId") } else { id }
}

/// Itself, the one that it was merged into, and the alerts that it carries.
pub(super) fn claims(item: &AlertSummary, json: &str) -> Vec<String> {
    let mut fields = object(json);
    let mut claims = vec![format!("incident:{}", item.id)];
    let into = number_or_text(&mut fields, "redirectIncidentId");
    if !into.is_empty() {
        claims.push(format!("incident:{into}"));
    }
    let alerts = fields.get("alerts").and_then(Value::as_array);
    claims.extend(alerts.into_iter().flatten().filter_map(|alert| {
        let id = ["id", "alertId"].iter().find_map(|name| alert.get(*name)?.as_str())?;
        Some(format!("alert:{id}"))
    }));
    claims
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn both_generations_are_read_and_nothing_is_lost() {
        let graph = alert(
            r#"{"id":"29","displayName":"Multi-stage (one (two))","severity":"high","status":"redirected",
            "redirectIncidentId":"30","lastUpdateDateTime":"2026-11-20T13:21:07.1Z","customTags":["x"],"summary":null}"#,
        );
        assert_eq!((graph.id.as_str(), graph.incident_id.as_str()), ("29", "29"));
        assert_eq!(graph.rest["redirectIncidentId"], "30", "where it went is shown");
        let xdr = alert(
            r#"{"incidentId":161,"incidentName":"test","severity":"UnSpecified","status":"Redirected",
            "lastUpdateTime":"2021-01-31T06:18:58.2266667Z","alerts":[{"alertId":"da1_1"}]}"#,
        );
        assert_eq!((xdr.id.as_str(), xdr.title.as_str()), ("161", "test"));
        assert_eq!(xdr.summary().severity, "unknown");
        assert!(xdr.updated.is_some() && xdr.rest.contains_key("alerts"));
    }

    #[test]
    fn a_merged_incident_is_linked_with_the_one_it_went_into() {
        let json = r#"{"id":"29","redirectIncidentId":30,"alerts":[{"id":"da1_1"},{"alertId":"da2_1"}]}"#;
        let claims = claims(&alert(json).summary(), json);
        assert_eq!(claims, ["incident:29", "incident:30", "alert:da1_1", "alert:da2_1"]);
    }
}
