//! Advanced hunting: the subset of KQL that is played, its quirks, and how everything else is refused.

use serde_json::{Value, json};

use crate::alerts::rows;
use crate::support::{Response, Tenant};

async fn hunter() -> (Tenant, String) {
    let tenant = Tenant::with(simulator::Options { alerts: 120, ..Default::default() }).await;
    let token = tenant.app_token(&["ThreatHunting.Read.All", "SecurityAlert.Read.All"]).await;
    (tenant, token)
}

async fn ask(tenant: &Tenant, token: &str, body: Value) -> Response {
    tenant.send("POST", token, "/security/runHuntingQuery", body).await
}

async fn results(tenant: &Tenant, token: &str, query: &str) -> Vec<Value> {
    let response = ask(tenant, token, json!({ "Query": query })).await;
    assert_eq!(response.status, 200, "{query}: {}", response.text());
    response.json()["results"].as_array().unwrap().clone()
}

#[tokio::test]
async fn hunting_needs_its_permission() {
    let (tenant, _) = hunter().await;
    let other = tenant.app_token(&["SecurityAlert.Read.All"]).await;
    let refused = ask(&tenant, &other, json!({ "Query": "DeviceInfo | take 1" })).await;
    assert_eq!((refused.status, refused.code().as_str()), (403, "Forbidden"));
    assert_eq!(ask(&tenant, "", json!({ "Query": "DeviceInfo" })).await.status, 401);
}

#[tokio::test]
async fn an_answer_has_a_schema_and_rows_with_their_quirks() {
    let (tenant, token) = hunter().await;
    let response = ask(&tenant, &token, json!({ "Query": "DeviceInfo | take 1", "Timespan": "P1D" })).await;
    let body = response.json();
    assert!(body["@odata.context"].as_str().unwrap().ends_with("huntingQueryResults"));
    let kind = |name: &str| {
        let columns = body["schema"].as_array().unwrap();
        columns.iter().find(|column| column["name"] == name).map(|column| column["type"].clone()).unwrap()
    };
    assert_eq!((kind("Timestamp"), kind("DeviceName")), (json!("DateTime"), json!("String")));
    assert_eq!(kind("IsAzureADJoined"), "SByte", "a truth is a small number");
    let row = &body["results"][0];
    assert!(row["IsAzureADJoined"] == 0 || row["IsAzureADJoined"] == 1);
    assert_eq!(row["AdditionalFields"], json!({}), "an empty dynamic value is an empty object");
    assert_eq!(results(&tenant, &token, "DeviceInfo | count").await, [json!({ "Count": 80 })]);
    assert_eq!(results(&tenant, &token, "IdentityInfo | count").await, [json!({ "Count": 60 })]);
}

#[tokio::test]
async fn conditions_orders_and_counts_agree_with_the_alerts() {
    let (tenant, token) = hunter().await;
    let prefer = [("prefer", "include-unknown-enum-members")];
    let alerts = tenant.graph("GET", &token, "/security/alerts_v2?$top=1000", &prefer, None).await.json();
    let alerts = alerts["value"].as_array().unwrap();
    let high = alerts.iter().filter(|alert| alert["severity"] == "high").count();
    let found = results(&tenant, &token, "AlertInfo | where Severity == 'High' | project AlertId, S = Severity").await;
    assert_eq!(found.len(), high);
    assert!(found.iter().all(|row| row["S"] == "High" && row.as_object().unwrap().len() == 2));
    let grouped = results(&tenant, &token, "AlertInfo | summarize n = count() by Severity | sort by n desc").await;
    assert_eq!(grouped.iter().map(|row| row["n"].as_u64().unwrap()).sum::<u64>(), 120);
    assert!(grouped.is_sorted_by_key(|row| std::cmp::Reverse(row["n"].as_u64())));
    let top = results(&tenant, &token, "AlertInfo | top 5 by Timestamp asc").await;
    assert_eq!(top.len(), 5);
    let oldest = rows(&tenant, &token, &[("$orderby", "createdDateTime asc"), ("$top", "1")]).await.remove(0);
    assert_eq!(top[0]["AlertId"], oldest["id"]);
    let evidence = alerts.iter().map(|alert| alert["evidence"].as_array().unwrap().len()).sum::<usize>();
    assert_eq!(results(&tenant, &token, "AlertEvidence | count").await, [json!({ "Count": evidence })]);
    for (query, wanted) in [
        ("AlertInfo | where Timestamp > ago(31d) | count", 120),
        ("AlertInfo | where Timestamp < ago(31d) | count", 0),
        ("AlertInfo | where Severity in ('High', 'Medium', 'Low', 'Informational') | summarize count()", 120),
        ("AlertInfo | where Severity !in ('High') and Severity == 'High' | count", 0),
        ("AlertInfo | where AlertId startswith 'zz' or AlertId contains 'zz' or AlertId has 'zz' | count", 0),
    ] {
        let rows = results(&tenant, &token, query).await;
        assert_eq!(rows[0].as_object().unwrap().values().next().unwrap(), wanted, "{query}");
    }
    let mail =
        results(&tenant, &token, "EmailEvents | where Subject has 'script' and EmailDirection == 'Inbound' | take 3")
            .await;
    assert!(
        !mail.is_empty() && mail.iter().all(|row| row["Subject"].as_str().unwrap().contains("<script>")),
        "inert text"
    );
}

#[tokio::test]
async fn both_tables_name_alerts_alike() {
    let (tenant, token) = hunter().await;
    let alerts = results(&tenant, &token, "AlertInfo | sort by AlertId").await;
    let evidence =
        results(&tenant, &token, "AlertEvidence | project AlertId, Title, ServiceSource, DetectionSource, Severity")
            .await;
    assert!(!evidence.is_empty());
    for row in &evidence {
        let alert = alerts.iter().find(|alert| alert["AlertId"] == row["AlertId"]).expect("its alert is in AlertInfo");
        for (name, value) in row.as_object().unwrap() {
            assert_eq!(&alert[name], value, "{name} of {}", row["AlertId"]);
        }
    }
}

#[tokio::test]
async fn the_narrower_of_timespan_and_query_wins() {
    let (tenant, token) = hunter().await;
    let count = async |timespan: Value| {
        let body = json!({ "Query": "AlertInfo | where Timestamp > ago(20d) | count", "Timespan": timespan });
        let response = ask(&tenant, &token, body).await;
        assert_eq!(response.status, 200, "{}", response.text());
        response.json()["results"][0]["Count"].as_u64().unwrap()
    };
    let (all, wide, day) = (count(Value::Null).await, count(json!("P90D")).await, count(json!("P1D")).await);
    assert_eq!(all, wide, "more than the query asks for adds nothing");
    assert!(day < all && day > 0, "{day} of {all}");
    assert_eq!(count(json!("2020-01-01T00:00:00Z/2020-01-02T00:00:00Z")).await, 0, "an interval counts as well");
}

#[tokio::test]
async fn queries_outside_the_subset_are_wrong_queries() {
    let (tenant, token) = hunter().await;
    for (query, part) in [
        ("Nonsense | take 1", "Nonsense"),
        ("AlertInfo | join AlertEvidence on AlertId", "join"),
        ("AlertInfo | where Nope == 1", "Nope"),
        ("AlertInfo | where Timestamp > 5", "compare"),
        ("AlertInfo | project Nope", "Nope"),
        ("AlertInfo | summarize count() by Nope", "Nope"),
        ("AlertInfo | render timechart", "render"),
        ("AlertInfo | where Severity == 'High", "end"),
        ("   ", "Query"),
    ] {
        let refused = ask(&tenant, &token, json!({ "Query": query })).await;
        assert_eq!((refused.status, refused.code().as_str()), (400, "BadRequest"), "{query}: {}", refused.text());
        assert!(refused.message().to_lowercase().contains(&part.to_lowercase()), "{query}: {}", refused.message());
    }
    let refused = ask(&tenant, &token, json!({ "Query": "AlertInfo", "Timespan": "yesterday" })).await;
    assert_eq!(refused.status, 400);
    let unknown = ask(&tenant, &token, json!({ "Query": "AlertInfo", "Workspace": "x" })).await;
    assert_eq!(unknown.status, 501, "{}", unknown.text());
}

#[tokio::test]
async fn a_spent_quota_says_in_words_when_to_come_back() {
    let (tenant, token) = hunter().await;
    tenant.set(json!({ "hunting_quota_spent": true })).await;
    let refused = ask(&tenant, &token, json!({ "Query": "AlertInfo | take 1" })).await;
    assert_eq!((refused.status, refused.code().as_str()), (429, "TooManyRequests"));
    assert!(refused.message().contains("15 minutes"), "{}", refused.message());
    assert_eq!(refused.header("retry-after"), None, "there is no header to go by");
}
