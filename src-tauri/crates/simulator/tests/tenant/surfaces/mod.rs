//! The services beside Graph, each called with tokens of its own.

mod activity;
mod activity_feed;
mod cloudapps;
mod endpoint;
mod exchange;
mod indicators;
mod live_response;

use serde_json::{Value, json};

use crate::support::{Response, Tenant, access_token, call};

/// A token for a service, by its path on the API port.
pub async fn token(tenant: &Tenant, surface: &str, roles: &[&str]) -> String {
    let made = json!({ "display_name": "Collector", "roles": roles, "secret": true });
    token_of(tenant, &format!("{}/{surface}", tenant.0.base()), made).await
}

/// A token for a service, spelled as given, of an application registered like this.
pub async fn token_of(tenant: &Tenant, resource: &str, made: Value) -> String {
    let app = tenant.app_with(made).await;
    let scope = format!("{resource}/.default");
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", app.id.as_str()),
        ("client_secret", app.secret.as_str()),
        ("scope", scope.as_str()),
    ];
    access_token(&tenant.token(&fields).await)
}

/// A call with a token and perhaps a JSON body.
pub async fn ask(tenant: &Tenant, method: &str, token: &str, path: &str, body: Option<Value>) -> Response {
    let bearer = format!("Bearer {token}");
    let mut headers = vec![("authorization", bearer.as_str())];
    if body.is_some() {
        headers.push(("content-type", "application/json"));
    }
    let body = body.map(|body| body.to_string()).unwrap_or_default();
    call(method, &format!("{}{path}", tenant.0.base()), &headers, body.as_bytes()).await
}

/// A query with its values escaped.
pub fn query(path: &str, pairs: &[(&str, &str)]) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    format!("{path}?{query}")
}
