//! Threat indicators of Defender for Endpoint.

use serde_json::{Value, json};

use super::{ask, token};
use crate::support::Tenant;

fn indicator(value: &str, kind: &str) -> Value {
    json!({ "indicatorValue": value, "indicatorType": kind, "action": "Block", "title": "t", "description": "d" })
}

#[tokio::test]
async fn indicators_are_made_replaced_listed_and_deleted() {
    let tenant = Tenant::small().await;
    let token = token(&tenant, "mde", &["Ti.ReadWrite.All"]).await;
    let path = "/mde/api/indicators";
    let made = ask(&tenant, "POST", &token, path, Some(indicator("203.0.113.9", "IpAddress"))).await;
    assert_eq!(made.status, 200, "{}", made.text());
    let again = ask(&tenant, "POST", &token, path, Some(indicator("203.0.113.9", "IpAddress"))).await;
    assert_eq!(again.json()["id"], made.json()["id"], "the same value and type is the same indicator");
    ask(&tenant, "POST", &token, path, Some(indicator("bad.example", "DomainName"))).await;
    let listed = ask(&tenant, "GET", &token, path, None).await.json();
    assert_eq!(listed["value"].as_array().unwrap().len(), 2);
    let one = format!("{path}/{}", made.json()["id"].as_str().unwrap());
    assert_eq!(ask(&tenant, "DELETE", &token, &one, None).await.status, 204);
    assert_eq!(ask(&tenant, "DELETE", &token, &one, None).await.status, 404, "only once");
}

#[tokio::test]
async fn an_application_with_the_smaller_permission_sees_its_own_only() {
    let tenant = Tenant::small().await;
    let path = "/mde/api/indicators";
    let (all, own) =
        (token(&tenant, "mde", &["Ti.ReadWrite.All"]).await, token(&tenant, "mde", &["Ti.ReadWrite"]).await);
    let theirs = ask(&tenant, "POST", &all, path, Some(indicator("a.example", "DomainName"))).await.json();
    ask(&tenant, "POST", &own, path, Some(indicator("b.example", "DomainName"))).await;
    let count =
        async |token: &str| ask(&tenant, "GET", token, path, None).await.json()["value"].as_array().unwrap().len();
    assert_eq!((count(&all).await, count(&own).await), (2, 1));
    let foreign = format!("{path}/{}", theirs["id"].as_str().unwrap());
    assert_eq!(ask(&tenant, "DELETE", &own, &foreign, None).await.status, 404);
    let overwrite = ask(&tenant, "POST", &own, path, Some(indicator("a.example", "DomainName"))).await;
    assert_eq!(overwrite.code(), "DisallowedOperation");
    let reader = token(&tenant, "mde", &["Ti.Read.All"]).await;
    assert_eq!(ask(&tenant, "POST", &reader, path, Some(indicator("c.example", "DomainName"))).await.status, 403);
}

#[tokio::test]
async fn submissions_are_checked() {
    let tenant = Tenant::small().await;
    let token = token(&tenant, "mde", &["Ti.ReadWrite.All"]).await;
    let changed = |name: &str, value: Value| {
        let mut body = indicator("203.0.113.9", "IpAddress");
        body[name] = value;
        body
    };
    for (body, code) in [
        (changed("indicatorValue", json!("203.0.113.0/24")), "InvalidInput"),
        (changed("indicatorType", json!("ipAddress")), "InvalidInput"),
        (changed("action", json!("Audit")), "InvalidInput"),
        (changed("expirationTime", json!("2020-01-01T00:00:00Z")), "InvalidInput"),
        (changed("title", Value::Null), "MissingRequiredParameter"),
        (changed("nope", json!(1)), "SimulatorUnsupported"),
    ] {
        let response = ask(&tenant, "POST", &token, "/mde/api/indicators", Some(body.clone())).await;
        assert_eq!(response.code(), code, "{body}: {}", response.text());
    }
    let audit = json!({ "indicatorValue": "203.0.113.9", "indicatorType": "IpAddress", "action": "Audit",
        "title": "t", "description": "d", "generateAlert": true });
    assert_eq!(ask(&tenant, "POST", &token, "/mde/api/indicators", Some(audit)).await.status, 200);
    let many: Vec<Value> = (0..501).map(|_| indicator("x.example", "DomainName")).collect();
    let batch = ask(&tenant, "POST", &token, "/mde/api/indicators/import", Some(json!({ "Indicators": many }))).await;
    assert_eq!(batch.code(), "MaximumBatchSizeExceeded");
    let mixed = json!({ "Indicators": [indicator("y.example", "DomainName"), indicator("10.0.0.0/8", "IpAddress")] });
    let batch = ask(&tenant, "POST", &token, "/mde/api/indicators/import", Some(mixed)).await.json();
    assert_eq!((&batch["value"][0]["isFailed"], &batch["value"][1]["isFailed"]), (&json!(false), &json!(true)));
    let ids = json!({ "IndicatorIds": [batch["value"][0]["id"], "999"] });
    let response = ask(&tenant, "POST", &token, "/mde/api/indicators/BatchDelete", Some(ids)).await;
    assert_eq!(response.status, 404, "all or nothing");
}
