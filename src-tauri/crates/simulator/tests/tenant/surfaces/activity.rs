//! Subscriptions to the audit feed, and every code it says no with.

use serde_json::{Value, json};

use super::{ask, query, token, token_of};
use crate::support::{Response, Tenant, call};

const AUDIT: &[&str] = &["ActivityFeed.Read"];

pub fn feed(tenant: &Tenant) -> String {
    format!("/manage/api/v1.0/{}/activity/feed", tenant.0.tenant())
}

pub async fn feed_get(tenant: &Tenant, token: &str, what: &str, pairs: &[(&str, &str)]) -> Response {
    let mut all = vec![("PublisherIdentifier", tenant.0.tenant())];
    all.extend(pairs);
    ask(tenant, "GET", token, &query(&format!("{}/{what}", feed(tenant)), &all), None).await
}

pub async fn subscribe(tenant: &Tenant, token: &str, action: &str, kind: &str, body: Option<Value>) -> Response {
    let path = query(
        &format!("{}/subscriptions/{action}", feed(tenant)),
        &[("contentType", kind), ("PublisherIdentifier", tenant.0.tenant())],
    );
    ask(tenant, "POST", token, &path, body).await
}

#[tokio::test]
async fn subscriptions_start_once_stop_and_need_a_pause() {
    let tenant = Tenant::small().await;
    let token = token(&tenant, "manage", AUDIT).await;
    let started = subscribe(&tenant, &token, "start", "Audit.SharePoint", None).await;
    assert_eq!((started.status, &started.json()["status"]), (200, &json!("enabled")), "{}", started.text());
    let again = subscribe(&tenant, &token, "start", "Audit.SharePoint", None).await;
    assert_eq!((again.status, again.code().as_str()), (400, "AF20024"));
    let listed = feed_get(&tenant, &token, "subscriptions/list", &[]).await.json();
    assert_eq!(listed[0], json!({ "contentType": "Audit.Sharepoint", "status": "enabled", "webhook": null }));
    let stopped = subscribe(&tenant, &token, "stop", "Audit.SharePoint", None).await;
    assert_eq!((stopped.status, stopped.text().as_str()), (200, ""));
    let soon = subscribe(&tenant, &token, "start", "Audit.SharePoint", None).await;
    assert_eq!((soon.status, soon.code().as_str()), (403, "AF429"), "fifteen minutes have not passed");
    tenant.set(json!({ "start_pause_seconds": 0 })).await;
    assert_eq!(subscribe(&tenant, &token, "start", "Audit.SharePoint", None).await.status, 200);
    let never = subscribe(&tenant, &token, "stop", "Audit.General", None).await;
    assert_eq!(never.code(), "AF20022");
    let mut forgetful = false;
    for _ in 0..5 {
        forgetful |= feed_get(&tenant, &token, "subscriptions/list", &[]).await.json()[0].get("status").is_none();
    }
    assert!(forgetful, "the status is missing now and then");
}

#[tokio::test]
async fn permissions_and_tenants_are_checked() {
    let tenant = Tenant::small().await;
    let made = json!({ "display_name": "x", "roles": AUDIT, "secret": true });
    let token = token_of(&tenant, "https://manage.office.com", made).await;
    assert_eq!(subscribe(&tenant, &token, "start", "Audit.General", None).await.status, 200, "Microsoft's own scope");
    let dlp = subscribe(&tenant, &token, "start", "DLP.All", None).await;
    assert_eq!((dlp.status, dlp.code().as_str()), (401, "AF10001"), "DLP has a permission of its own");
    let none = super::token(&tenant, "manage", &[]).await;
    assert_eq!(feed_get(&tenant, &none, "subscriptions/list", &[]).await.code(), "AF10001");
    let graph = tenant.app_token(&["SecurityAlert.Read.All"]).await;
    let foreign = feed_get(&tenant, &graph, "subscriptions/list", &[]).await;
    assert_eq!((foreign.status, foreign.json().get("error").is_none()), (401, true), "the front door knows no codes");
    let of = async |id: &str| {
        let path = format!("/manage/api/v1.0/{id}/activity/feed/subscriptions/list");
        ask(&tenant, "GET", &token, &path, None).await.code()
    };
    assert_eq!(of(tenant.0.domain()).await, "AF20013", "a name is no GUID");
    assert_eq!(of("00000000-0000-4000-8000-000000000001").await, "AF20010");
}

#[tokio::test]
async fn mistakes_have_their_codes() {
    let tenant = Tenant::small().await;
    let token = token(&tenant, "manage", &["ActivityFeed.Read", "ActivityFeed.ReadDlp"]).await;
    let content = async |pairs: &[(&str, &str)]| feed_get(&tenant, &token, "subscriptions/content", pairs).await.code();
    let general = ("contentType", "Audit.General");
    assert_eq!(content(&[]).await, "AF20001");
    assert_eq!(content(&[("contentType", "Audit.Everything")]).await, "AF20020");
    assert_eq!(content(&[general]).await, "AF20022", "nobody subscribed");
    subscribe(&tenant, &token, "start", "Audit.General", None).await;
    let now = jiff::Timestamp::now();
    let at = |hours: i64| (now - jiff::SignedDuration::from_hours(hours)).strftime("%Y-%m-%dT%H:%M:%S").to_string();
    for (start, end, code) in [
        (Some(at(3)), None, "AF20030"),
        (Some(at(1)), Some(at(3)), "AF20030"),
        (Some(at(9 * 24)), Some(at(8 * 24 + 2)), "AF20030"),
        (Some(at(30)), Some(at(1)), "AF20055"),
        (Some("yesterday".to_owned()), Some(at(1)), "AF20002"),
    ] {
        let mut pairs = vec![general];
        pairs.extend(start.as_deref().map(|text| ("startTime", text)));
        pairs.extend(end.as_deref().map(|text| ("endTime", text)));
        assert_eq!(content(&pairs).await, code, "{pairs:?}");
    }
    assert_eq!(content(&[general, ("nextPage", "tomorrow")]).await, "AF20031");
    assert_eq!(content(&[general, ("color", "red")]).await, "SimulatorUnsupported");
    assert_eq!(feed_get(&tenant, &token, "audit/nonsense", &[]).await.code(), "AF20052");
    let id = "20260101000000000000000$x$audit_general$Audit_General$emea0001";
    let absent = feed_get(&tenant, &token, &format!("audit/{id}"), &[]).await;
    assert_eq!((absent.status, absent.code().as_str()), (404, "AF20050"));
    let hook =
        |address: &str, until: &str| json!({ "webhook": { "address": address, "authId": "x", "expiration": until } });
    for (body, code) in [
        (hook("https://contoso.com/hook", "2020-01-01T00:00:00Z"), "AF20003"),
        (hook("http://contoso.com/hook", ""), "AF20021"),
        (json!({ "webhook": { "authId": "x" } }), "AF20001"),
    ] {
        assert_eq!(subscribe(&tenant, &token, "start", "Audit.Exchange", Some(body)).await.code(), code);
    }
    let path = format!("{}{}/resources/dlpSensitiveTypes", tenant.0.base(), feed(&tenant));
    let bearer = format!("Bearer {token}");
    for (language, code) in [("en-US", ""), ("de, fr", "AF20053"), ("?!", "AF20054")] {
        let headers = [("authorization", bearer.as_str()), ("accept-language", language)];
        let response = call("GET", &path, &headers, b"").await;
        assert_eq!(if response.status == 200 { String::new() } else { response.code() }, code, "{language}");
    }
    let publisher = format!("{}/subscriptions/list?PublisherIdentifier=me", feed(&tenant));
    assert_eq!(ask(&tenant, "GET", &token, &publisher, None).await.code(), "AF20002");
}

#[tokio::test]
async fn switches_bring_about_the_rest() {
    let tenant = Tenant::small().await;
    let token = token(&tenant, "manage", AUDIT).await;
    subscribe(&tenant, &token, "start", "Audit.General", None).await;
    for code in ["AF20012", "AF429", "AF50000"] {
        tenant.set(json!({ "activity_code": { "code": code, "count": 1 } })).await;
        let response = feed_get(&tenant, &token, "subscriptions/list", &[]).await;
        assert_eq!(response.code(), code);
        assert_eq!(
            response.status,
            match code {
                "AF429" => 403,
                "AF50000" => 500,
                _ => 400,
            },
            "{code}"
        );
        assert_eq!(feed_get(&tenant, &token, "subscriptions/list", &[]).await.status, 200, "once");
    }
    tenant.set(json!({ "subscriptions_disabled": true })).await;
    let pairs = [("contentType", "Audit.General")];
    assert_eq!(feed_get(&tenant, &token, "subscriptions/content", &pairs).await.code(), "AF20023");
    let listed = feed_get(&tenant, &token, "subscriptions/list", &[]).await.json();
    assert!(listed[0].get("status").is_none_or(|status| status == "disabled"));
    tenant.set(json!({ "subscriptions_disabled": false, "auditing_off": true })).await;
    assert_eq!(feed_get(&tenant, &token, "subscriptions/list", &[]).await.code(), "AF20011");
    let codes = [
        subscribe(&tenant, &token, "start", "Audit.Exchange", None).await,
        subscribe(&tenant, &token, "start", "Audit.Exchange", None).await,
    ];
    assert_eq!(codes[0].code(), "AF20011");
    assert!(codes[1].status == 400 && codes[1].message().contains("does not exist"), "or without a code");
}
