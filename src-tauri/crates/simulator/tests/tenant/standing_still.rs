//! The world stands still at an exact call, on either side of what it does, and nobody who hung up is waited for.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Connection, Response, Tenant};

/// How long anything may take before a test gives up.
const PATIENCE: Duration = Duration::from_secs(20);

/// The call that would create an application.
struct Creation {
    connection: Connection,
    headers: Vec<(String, String)>,
    path: &'static str,
}

impl Creation {
    async fn of(tenant: &Tenant, admin: &str) -> Self {
        let connection = Connection::open(tenant.0.base()).await;
        let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let headers = vec![
            header("authorization", &format!("Bearer {admin}")),
            header("content-type", "application/json"),
            header("prefer", "create-if-missing"),
        ];
        Self { connection, headers, path: "/graph/v1.0/applications(uniqueName='held')" }
    }

    async fn send(&mut self) -> Result<Response, String> {
        let body = json!({ "displayName": "Held" }).to_string();
        self.connection.send("PATCH", self.path, &self.headers, body.as_bytes()).await
    }
}

/// Looks until the tenant holds so many calls.
async fn until_held(tenant: &Tenant, calls: u64) -> Value {
    let looked = tokio::time::timeout(PATIENCE, async {
        loop {
            let state = tenant.state().await;
            if state["held"] == calls {
                return state;
            }
            tokio::task::yield_now().await;
        }
    });
    looked.await.unwrap_or_else(|_| panic!("{calls} calls are held"))
}

fn applications(state: &Value) -> usize {
    state["applications"].as_array().unwrap().len()
}

#[tokio::test]
async fn a_client_that_ends_before_or_after_its_call_leaves_exactly_that_behind() {
    for (when, done) in [("before", 0), ("after", 1)] {
        let tenant = Tenant::small().await;
        let admin = tenant.admin_token().await;
        tenant.set(json!({ "hold_calls": { "after": 0, "when": when } })).await;
        let mut creation = Creation::of(&tenant, &admin).await;
        let client = tokio::spawn(async move { creation.send().await.map(drop) });
        let state = until_held(&tenant, 1).await;
        assert_eq!(applications(&state), done, "held {when} it is done");
        client.abort();
        let state = until_held(&tenant, 0).await;
        assert_eq!(
            applications(&state),
            done,
            "a client that hung up is not waited for, and nothing more is done for it"
        );
        tenant.set(json!({ "hold_calls": null })).await;
        assert_eq!(applications(&tenant.state().await), done, "nor afterwards");
        let journal = tenant.control("GET", "/journal", json!({})).await.json();
        let creations =
            journal["entries"].as_array().unwrap().iter().filter(|entry| entry["method"] == "PATCH").count();
        assert_eq!(creations, done, "the journal has what was done and nothing else");
    }
}

#[tokio::test]
async fn a_held_call_goes_on_when_the_hold_ends() {
    for when in ["before", "after"] {
        let tenant = Tenant::small().await;
        let admin = tenant.admin_token().await;
        tenant.set(json!({ "hold_calls": { "after": 0, "when": when } })).await;
        let mut creation = Creation::of(&tenant, &admin).await;
        let client = tokio::spawn(async move { creation.send().await });
        until_held(&tenant, 1).await;
        tenant.set(json!({ "hold_calls": null })).await;
        let answer = tokio::time::timeout(PATIENCE, client).await.unwrap().unwrap().unwrap();
        assert_eq!(answer.status, 201, "{when}: {}", answer.text());
        assert_eq!(applications(&tenant.state().await), 1, "once");
    }
}

#[tokio::test]
async fn calls_are_counted_on_sign_in_and_graph_and_only_where_asked() {
    let tenant = Tenant::small().await;
    let admin = tenant.admin_token().await;
    tenant.set(json!({ "hold_calls": { "after": 1, "when": "after", "path_contains": "/applications" } })).await;
    assert_eq!(tenant.get(&admin, "/organization").await.status, 200, "another path does not count");
    assert_eq!(tenant.get(&admin, "/applications").await.status, 200, "the first one is answered");
    let mut creation = Creation::of(&tenant, &admin).await;
    let client = tokio::spawn(async move { creation.send().await });
    let state = until_held(&tenant, 1).await;
    assert_eq!(applications(&state), 1, "the second one is held after it was done");
    let mut later = Creation::of(&tenant, &admin).await;
    later.path = "/graph/v1.0/applications(uniqueName='later')";
    let later = tokio::spawn(async move { later.send().await });
    let state = until_held(&tenant, 2).await;
    assert_eq!(applications(&state), 1, "whatever comes after it waits before it is done");
    tenant.set(json!({ "hold_calls": null })).await;
    for client in [client, later] {
        let answer = tokio::time::timeout(PATIENCE, client).await.unwrap().unwrap().unwrap();
        assert_eq!(answer.status, 201, "{}", answer.text());
    }
}

#[tokio::test]
async fn the_pages_of_a_person_are_not_calls_of_the_client() {
    let tenant = Tenant::small().await;
    tenant.set(json!({ "hold_calls": { "after": 1, "when": "before" } })).await;
    // The code is the one call that may pass; the person's page is none.
    let code = tenant.device_code("User.Read").await.json();
    let page = crate::support::call("GET", code["verification_uri"].as_str().unwrap(), &[], b"").await;
    assert_eq!(page.status, 200, "the person sees the page while the client would have to wait");
    let device_code = code["device_code"].as_str().unwrap();
    tokio::select! {
        answer = tenant.poll(device_code) => panic!("the second call is held: {}", answer.text()),
        _ = until_held(&tenant, 1) => {}
    }
}

#[tokio::test]
async fn a_hold_says_when_and_nothing_that_is_not_known() {
    let tenant = Tenant::small().await;
    for hold in [
        json!({ "after": 1 }),
        json!({ "after": 1, "when": "during" }),
        json!({ "after": 1, "when": "before", "x": 1 }),
    ] {
        let refused = tenant.control("POST", "/set", json!({ "hold_calls": hold })).await;
        assert_eq!(refused.status, 400, "{hold}");
    }
    assert_eq!(tenant.state().await["switches"]["hold_calls"], Value::Null, "nothing is held");
}
