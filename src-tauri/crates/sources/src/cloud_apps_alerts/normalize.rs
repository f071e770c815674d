//! From Cloud Apps' numbers to the words of the domain.

use crate::read::{id_or_content, number_or_text, object, objects, text, time};
use domain::alert::Alert;
use domain::evidence::Evidence;
use jiff::Timestamp;
use serde_json::{Map, Value};

/// `severityValue`.
const SEVERITIES: &[&str] = &["low", "medium", "high", "informational"];
/// `intent`, as Graph names tactics.
const TACTICS: &[&str] = &[
    "",
    "PreAttack",
    "InitialAccess",
    "Persistence",
    "PrivilegeEscalation",
    "DefenseEvasion",
    "CredentialAccess",
    "Discovery",
    "LateralMovement",
    "Execution",
    "Collection",
    "Exfiltration",
    "CommandAndControl",
    "Impact",
];
/// `resolutionStatusValue` as a verdict; open and resolved are none.
const VERDICTS: &[&str] = &["", "", "", "falsePositive", "informationalExpectedActivity", "truePositive"];
/// Where entities stand: in one list, or in a list for each type, as older answers have it.
const LISTS: &[&str] = &["entities", "account", "ip", "device", "service", "policyRule", "country", "groupTag"];

pub(super) fn alert(json: &str) -> Alert {
    let mut fields = object(json);
    let id = number_or_text(&mut fields, "_id");
    let number = |name: &str| fields.get(name).and_then(Value::as_u64).and_then(|number| usize::try_from(number).ok());
    let word = |words: &[&'static str], name: &str| {
        number(name).and_then(|number| words.get(number)).copied().unwrap_or_default()
    };
    let severity = word(SEVERITIES, "severityValue").to_owned();
    let classification = word(VERDICTS, "resolutionStatusValue").to_owned();
    let status = match (number("resolutionStatusValue"), number("statusValue")) {
        (Some(1..), _) | (_, Some(2)) => "resolved",
        (_, Some(1)) => "inProgress",
        (Some(0), _) | (_, Some(0)) => "new",
        (None, _) => "",
    };
    let intents = fields.get("intent").and_then(Value::as_array);
    let intent = intents.and_then(|list| list.first()).and_then(Value::as_u64).and_then(|it| usize::try_from(it).ok());
    let category = intent.and_then(|intent| TACTICS.get(intent)).copied().unwrap_or_default().to_owned();
    let raised = fields.get("timestamp").and_then(Value::as_i64).and_then(|at| Timestamp::from_millisecond(at).ok());
    let resolved = time(&mut fields, "resolveTime");
    Alert {
        provider_alert_id: id.clone(),
        id: id_or_content(id, json),
        title: text(&mut fields, "title"),
        description: text(&mut fields, "description"),
        recommended_actions: String::new(),
        severity,
        status: status.to_owned(),
        service_source: "microsoftDefenderForCloudApps".to_owned(),
        detection_source: "cloudAppSecurity".to_owned(),
        category,
        classification,
        determination: String::new(),
        assigned_to: text(&mut fields, "handledByUser"),
        incident_id: String::new(),
        product_name: String::new(),
        alert_web_url: text(&mut fields, "URL"),
        mitre_techniques: Vec::new(),
        created: raised,
        updated: resolved.max(raised),
        resolved,
        first_activity: None,
        last_activity: None,
        evidence: evidence(&mut fields),
        rest: fields,
    }
}

fn evidence(fields: &mut Map<String, Value>) -> Vec<Evidence> {
    LISTS.iter().flat_map(|list| objects(fields, list)).map(piece).collect()
}

fn piece(fields: Map<String, Value>) -> Evidence {
    let kind = match fields.get("type").and_then(Value::as_str) {
        Some("account") => "cloudapps.account",
        Some("ip") => "cloudapps.ip",
        Some("device") => "cloudapps.device",
        Some("service") => "cloudapps.service",
        _ => "cloudapps.other",
    };
    Evidence::of_kind(kind, fields)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use domain::evidence::EntityField;

    #[test]
    fn numbers_become_words_and_the_numbers_stay() {
        let alert = alert(
            r#"{"_id":"603f704a","timestamp":1621941916475,"severityValue":1,"statusValue":1,
            "resolutionStatusValue":0,"intent":[6],"title":"Honeytoken activity","resolveTime":"2021-07-13T18:26:58.662Z",
            "entities":[{"type":"account","id":"6204","pa":"user1@contoso.com"},{"type":"service","id":20940,"label":"AD"}]}"#,
        );
        assert_eq!((alert.severity.as_str(), alert.status.as_str()), ("medium", "inProgress"));
        assert_eq!(alert.category, "CredentialAccess");
        assert_eq!(alert.created.unwrap().as_millisecond(), 1_621_941_916_475);
        assert!(alert.resolved.is_some() && alert.updated == alert.resolved);
        assert_eq!(alert.rest["severityValue"], 1, "the number is still shown");
        let entities = alert.summary().entities;
        assert!(entities.contains(&(EntityField::User, "user1@contoso.com".to_owned())), "{entities:?}");
    }

    #[test]
    fn older_answers_with_a_list_for_each_type_are_read_as_well() {
        let alert = alert(
            r#"{"_id":"1","account":[{"type":"account","pa":"john@example.com"}],"ip":[{"type":"ip","id":"1.2.3.5"}],
            "severityValue":9,"resolutionStatusValue":4}"#,
        );
        assert_eq!(alert.evidence.len(), 2);
        assert_eq!(alert.severity, "", "a number that is not documented has no word, and stays in the rest");
        assert_eq!(alert.rest["severityValue"], 9);
        assert_eq!(
            (alert.status.as_str(), alert.classification.as_str()),
            ("resolved", "informationalExpectedActivity")
        );
    }
}
