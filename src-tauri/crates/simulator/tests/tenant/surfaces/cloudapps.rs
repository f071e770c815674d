//! Alerts of Defender for Cloud Apps.

use serde_json::{Value, json};

use super::{ask, token, token_of};
use crate::support::{Response, Tenant, call};

async fn many() -> Tenant {
    Tenant::with(simulator::Options { alerts: 1800, seed: 4, ..Default::default() }).await
}

async fn list(tenant: &Tenant, token: &str, body: Value) -> Response {
    ask(tenant, "POST", token, "/cloudapps/api/v1/alerts/", Some(body)).await
}

#[tokio::test]
async fn everything_is_collected_by_skip_and_limit() {
    let tenant = many().await;
    let token = token(&tenant, "cloudapps", &["investigation.read"]).await;
    let (mut all, mut skip) = (Vec::new(), 0);
    loop {
        let page =
            list(&tenant, &token, json!({ "skip": skip, "limit": 500, "sortField": "date", "sortDirection": "asc" }));
        let page = page.await.json();
        let rows = page["data"].as_array().unwrap().clone();
        assert!(rows.len() <= 100, "a hundred at most, whatever is asked for");
        skip += rows.len();
        all.extend(rows);
        if page["hasNext"] == false {
            assert_eq!(page["total"], all.len());
            break;
        }
    }
    assert!(all.len() > 100, "{} alerts", all.len());
    assert!(all.is_sorted_by_key(|row| row["timestamp"].as_i64().unwrap()), "milliseconds, in order");
    for row in &all {
        let id = row["_id"].as_str().unwrap();
        assert!(id.len() == 24 && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{id}");
        assert!(row["severityValue"].as_u64().unwrap() <= 3 && row["statusValue"].as_u64().unwrap() <= 2);
    }
    let one = format!("/cloudapps/api/v1/alerts/{}/", all[0]["_id"].as_str().unwrap());
    assert_eq!(ask(&tenant, "GET", &token, &one, None).await.json(), all[0]);
    let over = format!("/cloudapps/cas/api/v1/alerts/{}/", all[0]["_id"].as_str().unwrap());
    assert_eq!(ask(&tenant, "GET", &token, &over, None).await.status, 200, "the generic route");
}

#[tokio::test]
async fn filters_hold_together() {
    let tenant = many().await;
    let token = token(&tenant, "cloudapps", &["investigation.read"]).await;
    let data = async |filters: Value| {
        list(&tenant, &token, json!({ "filters": filters })).await.json()["data"].as_array().unwrap().clone()
    };
    let high = data(json!({ "severity": { "eq": [2] }, "alertOpen": { "eq": true } })).await;
    assert!(!high.is_empty() && high.iter().all(|it| it["severityValue"] == 2 && it["resolutionStatusValue"] == 0));
    let since = high[0]["timestamp"].as_i64().unwrap();
    let newer = data(json!({ "date": { "gte": since } })).await;
    assert!(!newer.is_empty() && newer.iter().all(|it| it["timestamp"].as_i64().unwrap() >= since));
    let ids = data(json!({ "id": { "eq": [high[0]["_id"]] } })).await;
    assert_eq!(ids, [high[0].clone()]);
    let address = high.iter().flat_map(|it| it["entities"].as_array().unwrap().clone()).find(|it| it["type"] == "ip");
    let address = address.unwrap()["id"].clone();
    let with = data(json!({ "entity.ip": { "eq": [address] } })).await;
    assert!(with.iter().all(|it| it["entities"].as_array().unwrap().iter().any(|it| it["id"] == address)));
    for (body, status) in [
        (json!({ "filters": { "severity": { "contains": [1] } } }), 400),
        (json!({ "filters": { "severity": { "eq": ["high"] } } }), 400),
        (json!({ "filters": { "colour": { "eq": [1] } } }), 400),
        (json!({ "filters": { "source": { "eq": [1] } } }), 501),
        (json!({ "sortField": "title" }), 400),
        (json!({ "top": 5 }), 501),
    ] {
        assert_eq!(list(&tenant, &token, body.clone()).await.status, status, "{body}");
    }
}

#[tokio::test]
async fn alerts_are_read_and_closed() {
    let tenant = many().await;
    let manage = token(&tenant, "cloudapps", &["investigation.manage"]).await;
    let read = token(&tenant, "cloudapps", &["investigation.read"]).await;
    let open = json!({ "filters": { "read": { "eq": false } }, "limit": 2 });
    let rows = list(&tenant, &read, open).await.json()["data"].as_array().unwrap().clone();
    let id = rows[0]["_id"].as_str().unwrap();
    let path = format!("/cloudapps/api/v1/alerts/{id}/");
    assert_eq!(ask(&tenant, "POST", &read, &format!("{path}read/"), None).await.status, 200);
    assert_eq!(ask(&tenant, "GET", &read, &path, None).await.json()["statusValue"], 1);
    assert_eq!(ask(&tenant, "POST", &read, &format!("{path}unread/"), None).await.status, 200);
    assert_eq!(ask(&tenant, "GET", &read, &path, None).await.json()["statusValue"], 0);
    let close = json!({ "filters": { "id": { "eq": [id, "000000000000000000000000"] } }, "comment": "fine" });
    let action = "/cloudapps/api/v1/alerts/close_benign/";
    assert_eq!(ask(&tenant, "POST", &read, action, Some(close.clone())).await.status, 403);
    let closed = ask(&tenant, "POST", &manage, action, Some(close)).await.json();
    assert_eq!(closed, json!({ "closed_benign": 1, "alertsNotFound": ["000000000000000000000000"] }));
    let after = ask(&tenant, "GET", &read, &path, None).await.json();
    assert_eq!((&after["statusValue"], &after["resolutionStatusValue"]), (&json!(2), &json!(4)));
    assert!(after["resolveTime"].is_string() && after["timestamp"].is_i64(), "two ways to write a time");
}

#[tokio::test]
async fn refusals_have_their_own_shape() {
    let tenant = Tenant::small().await;
    let made = json!({ "display_name": "x", "roles": ["investigation.read"], "secret": true });
    let token = token_of(&tenant, "05a65629-4c1b-48c1-a78b-804c4abdd4af", made).await;
    let unknown = ask(&tenant, "GET", &token, "/cloudapps/api/v1/alerts/abc/", None).await;
    assert_eq!((unknown.status, &unknown.json()["error"]), (404, &json!(true)));
    assert!(unknown.json()["filters"][0]["errorMessageCode"].is_string());
    let graph = tenant.app_token(&["SecurityAlert.Read.All"]).await;
    assert_eq!(ask(&tenant, "GET", &graph, "/cloudapps/api/v1/alerts/", None).await.status, 401);
    let none = super::token(&tenant, "cloudapps", &["discovery.read"]).await;
    assert_eq!(ask(&tenant, "GET", &none, "/cloudapps/api/v1/alerts/", None).await.status, 403);
    let bare = call("GET", &format!("{}/cloudapps/api/v1/alerts?limit=1", tenant.0.base()), &[], b"").await;
    assert_eq!(bare.status, 301, "the slash at the end belongs to the address");
    assert!(bare.header("location").unwrap().ends_with("/cloudapps/api/v1/alerts/?limit=1"));
    let legacy = [("authorization", "Token abc")];
    let legacy = call("GET", &format!("{}/cloudapps/api/v1/alerts/", tenant.0.base()), &legacy, b"").await;
    assert_eq!(legacy.status, 401, "portal tokens are not known here");
}
