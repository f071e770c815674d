//! A submission in the words of an alert: the subject, what was thought of it, and what Microsoft found.

use crate::read::{id_or_content, number_or_text, object, peek, piece, text, time};
use domain::alert::Alert;
use serde_json::{Map, Value};

pub(super) fn alert(json: &str) -> Alert {
    let mut fields = object(json);
    let id = number_or_text(&mut fields, "id");
    let message = piece(
        "submission.message",
        &fields,
        &["subject", "sender", "senderIP", "recipientEmailAddress", "internetMessageId", "messageUrl"],
    );
    let title = title(&fields);
    let verdict = inner(&fields, "result", "category");
    let created = time(&mut fields, "createdDateTime");
    let reviewed = inner(&fields, "adminReview", "reviewDateTime");
    Alert {
        id: id_or_content(id, json),
        title,
        description: inner(&fields, "result", "detail"),
        recommended_actions: String::new(),
        severity: String::new(),
        status: text(&mut fields, "status"),
        service_source: "microsoftDefenderForOffice365".to_owned(),
        detection_source: text(&mut fields, "source"),
        category: text(&mut fields, "category"),
        classification: verdict,
        determination: inner(&fields, "adminReview", "reviewResult"),
        assigned_to: String::new(),
        incident_id: String::new(),
        provider_alert_id: String::new(),
        product_name: String::new(),
        alert_web_url: String::new(),
        mitre_techniques: Vec::new(),
        created,
        updated: domain::time::parse_time(&reviewed).max(created),
        resolved: None,
        first_activity: time(&mut fields, "receivedDateTime"),
        last_activity: None,
        evidence: message.into_iter().collect(),
        rest: fields,
    }
}

/// The subject; where it is empty, what the submission is about otherwise.
fn title(fields: &Map<String, Value>) -> String {
    let names = ["subject", "internetMessageId", "messageUrl", "webUrl", "fileName", "sender"];
    names.iter().map(|name| peek(fields, name)).find(|text| !text.trim().is_empty()).unwrap_or_default().to_owned()
}

fn inner(fields: &Map<String, Value>, outer: &str, name: &str) -> String {
    fields.get(outer).and_then(|value| value.get(name)).and_then(Value::as_str).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_submission_says_what_was_thought_and_what_was_found() {
        let alert = alert(
            r##"{"@odata.type":"#microsoft.graph.security.emailUrlThreatSubmission","id":"49c5","subject":"",
            "internetMessageId":"<a@b>","category":"phishing","status":"succeeded","createdDateTime":"2021-10-10T03:30:18.6890937Z",
            "adminReview":null,"result":{"category":"allowedByPolicy","detail":"allowedByTenant","detectedUrls":[]}}"##,
        );
        assert_eq!(alert.title, "<a@b>", "an empty subject is no title");
        assert_eq!((alert.category.as_str(), alert.classification.as_str()), ("phishing", "allowedByPolicy"));
        assert_eq!(alert.description, "allowedByTenant");
        assert!(alert.rest.contains_key("result"), "the whole result is still shown");
    }
}
