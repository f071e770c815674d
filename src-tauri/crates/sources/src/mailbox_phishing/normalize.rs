//! A message in the words of an alert: its subject, who sent it, to whom. The body stays in the rest, as text.

use crate::read::{id_or_content, number_or_text, object, peek, piece, text, time};
use domain::alert::Alert;

pub(super) fn alert(json: &str) -> Alert {
    let mut fields = object(json);
    let id = number_or_text(&mut fields, "id");
    let names = ["subject", "from", "sender", "toRecipients", "internetMessageId"];
    let message = piece("mail.message", &fields, &names);
    let received = time(&mut fields, "receivedDateTime");
    let modified = time(&mut fields, "lastModifiedDateTime");
    Alert {
        id: id_or_content(id, json),
        title: text(&mut fields, "subject"),
        description: peek(&fields, "bodyPreview").to_owned(),
        recommended_actions: String::new(),
        severity: String::new(),
        status: String::new(),
        service_source: "Exchange".to_owned(),
        detection_source: String::new(),
        category: String::new(),
        classification: String::new(),
        determination: String::new(),
        assigned_to: String::new(),
        incident_id: String::new(),
        provider_alert_id: String::new(),
        product_name: String::new(),
        alert_web_url: text(&mut fields, "webLink"),
        mitre_techniques: Vec::new(),
        created: received,
        updated: modified.max(received),
        resolved: None,
        first_activity: time(&mut fields, "sentDateTime"),
        last_activity: None,
        evidence: message.into_iter().collect(),
        rest: fields,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::evidence::EntityField;

    #[test]
    fn a_message_is_found_by_its_sender_subject_and_recipient() {
        let alert = alert(
            r#"{"id":"AAMk","subject":"Invoice","receivedDateTime":"2026-11-20T09:00:00Z",
            "from":{"emailAddress":{"name":"IT","address":"it@login.example"}},
            "toRecipients":[{"emailAddress":{"address":"anna@contoso.com"}}],
            "body":{"contentType":"html","content":"<script>"}}"#,
        );
        let entities = alert.summary().entities;
        for (field, value) in [
            (EntityField::Sender, "it@login.example"),
            (EntityField::Subject, "Invoice"),
            (EntityField::User, "anna@contoso.com"),
        ] {
            assert!(entities.contains(&(field, value.to_owned())), "{value} in {entities:?}");
        }
        assert_eq!(alert.rest["body"]["content"], "<script>", "text, kept as it came");
    }
}
