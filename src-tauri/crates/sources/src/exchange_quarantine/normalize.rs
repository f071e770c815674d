//! A quarantined message in the words of an alert: its subject, why it was held back, and whether it was released.
//!
//! Rows carry a type beside every field (`X@data.type`); those stay in the raw body and are left out of what is shown.

use crate::read::{id_or_content, number_or_text, object, piece, text, time};
use domain::alert::Alert;

pub(super) fn alert(json: &str) -> Alert {
    let mut fields = object(json);
    fields.retain(|name, _| !name.ends_with("@data.type") && !name.ends_with("@odata.type"));
    let id = number_or_text(&mut fields, "Identity");
    let message = piece("quarantine.message", &fields, &["Subject", "SenderAddress", "RecipientAddress", "MessageId"]);
    let received = time(&mut fields, "ReceivedTime");
    let kind = text(&mut fields, "QuarantineTypes");
    Alert {
        id: id_or_content(id, json),
        title: text(&mut fields, "Subject"),
        description: String::new(),
        recommended_actions: String::new(),
        severity: String::new(),
        status: text(&mut fields, "ReleaseStatus"),
        service_source: "Exchange".to_owned(),
        detection_source: text(&mut fields, "PolicyType"),
        category: if kind.is_empty() { text(&mut fields, "Type") } else { kind },
        classification: String::new(),
        determination: String::new(),
        assigned_to: String::new(),
        incident_id: String::new(),
        provider_alert_id: String::new(),
        product_name: String::new(),
        alert_web_url: String::new(),
        mitre_techniques: Vec::new(),
        created: received,
        // A release has no time of its own; the store shows the version that arrived last.
        updated: received,
        resolved: None,
        first_activity: None,
        last_activity: time(&mut fields, "Expires"),
        evidence: message.into_iter().collect(),
        rest: fields,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::evidence::EntityField;

    #[test]
    fn a_row_is_read_without_its_type_marks() {
        let alert = alert(
            r##"{"Identity":"a\\b","ReceivedTime@data.type":"System.DateTime","ReceivedTime":"2026-11-20T09:00:00.1234567+00:00",
            "Subject":"Invoice","SenderAddress":"x@y.example","RecipientAddress@odata.type":"#Collection(String)",
            "RecipientAddress":["anna@contoso.com"],"ReleaseStatus":"NOTRELEASED","QuarantineTypes":"Phish","Size":4}"##,
        );
        assert_eq!(alert.id.as_str(), "a\\b");
        assert!(alert.created.is_some(), "an offset instead of a Z");
        let left: Vec<_> = alert.rest.keys().map(String::as_str).collect();
        assert_eq!(left, ["SenderAddress", "RecipientAddress", "Size"]);
        assert!(alert.summary().entities.contains(&(EntityField::User, "anna@contoso.com".to_owned())));
    }
}
