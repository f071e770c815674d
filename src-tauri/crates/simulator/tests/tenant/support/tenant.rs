//! A running simulator with the calls that most tests make.

use serde_json::{Value, json};
use simulator::{Options, Simulator};

use super::{Response, call, form};

/// The public client of device codes.
const COMMAND_LINE_TOOLS: &str = "14d82eec-204b-4c2f-b7e8-296a70dab67e";

/// A simulated tenant.
pub struct Tenant(pub Simulator);

/// An application that was registered by hand.
#[derive(Debug, Clone)]
pub struct App {
    pub id: String,
    pub object_id: String,
    pub principal_id: String,
    pub secret: String,
}

impl Tenant {
    /// A fast tenant with few alerts.
    pub async fn small() -> Self {
        Self::with(Options { alerts: 30, ..Options::default() }).await
    }

    pub async fn with(options: Options) -> Self {
        Self(Simulator::start(Options { fast: true, ..options }).await.expect("the simulator starts"))
    }

    pub async fn set(&self, switches: Value) {
        let response = self.control("POST", "/set", switches).await;
        assert_eq!(response.status, 200, "the switches exist: {}", response.text());
    }

    pub async fn control(&self, method: &str, path: &str, body: Value) -> Response {
        call(method, &format!("{}{path}", self.0.control()), &[], body.to_string().as_bytes()).await
    }

    pub async fn state(&self) -> Value {
        self.control("GET", "/state", json!({})).await.json()
    }

    /// Registers an application with a secret and these application permissions.
    pub async fn app(&self, roles: &[&str]) -> App {
        self.app_with(json!({ "display_name": "Collector", "roles": roles, "secret": true })).await
    }

    pub async fn app_with(&self, body: Value) -> App {
        let response = self.control("POST", "/register", body).await;
        assert_eq!(response.status, 200, "registered: {}", response.text());
        let made = response.json();
        let text = |name: &str| made[name].as_str().unwrap_or("").to_owned();
        App {
            id: text("app_id"),
            object_id: text("object_id"),
            principal_id: text("service_principal_id"),
            secret: text("secret"),
        }
    }

    pub fn token_url(&self, tenant: &str) -> String {
        format!("{}/{tenant}/oauth2/v2.0/token", self.0.login())
    }

    pub fn graph_scope(&self) -> String {
        format!("{}/.default", self.0.graph())
    }

    /// Posts a form to the token endpoint.
    pub async fn token(&self, fields: &[(&str, &str)]) -> Response {
        self.token_at(self.0.tenant(), fields).await
    }

    pub async fn token_at(&self, tenant: &str, fields: &[(&str, &str)]) -> Response {
        let kind = ("content-type", "application/x-www-form-urlencoded");
        call("POST", &self.token_url(tenant), &[kind], &form(fields)).await
    }

    /// A token request with a secret.
    pub async fn by_secret(&self, id: &str, secret: &str) -> Response {
        let scope = self.graph_scope();
        let fields = [
            ("grant_type", "client_credentials"),
            ("client_id", id),
            ("client_secret", secret),
            ("scope", scope.as_str()),
        ];
        self.token(&fields).await
    }

    /// An access token for an application with these permissions.
    pub async fn app_token(&self, roles: &[&str]) -> String {
        let app = self.app(roles).await;
        access_token(&self.by_secret(&app.id, &app.secret).await)
    }

    /// A token of somebody who signed in with a device code.
    pub async fn person_token(&self, user: &str, scope: &str) -> String {
        let code = self.device_code(scope).await.json();
        let account = format!("{user}@{}", self.0.domain());
        let approved =
            self.control("POST", "/approve", json!({ "user_code": code["user_code"], "account": account })).await;
        assert_eq!(approved.status, 200, "approved: {}", approved.text());
        access_token(&self.poll(code["device_code"].as_str().unwrap()).await)
    }

    pub async fn device_code(&self, scope: &str) -> Response {
        let url = format!("{}/{}/oauth2/v2.0/devicecode", self.0.login(), self.0.tenant());
        let body = form(&[("client_id", COMMAND_LINE_TOOLS), ("scope", scope)]);
        call("POST", &url, &[("content-type", "application/x-www-form-urlencoded")], &body).await
    }

    pub async fn poll(&self, device_code: &str) -> Response {
        let grant = "urn:ietf:params:oauth:grant-type:device_code";
        self.token(&[("grant_type", grant), ("client_id", COMMAND_LINE_TOOLS), ("device_code", device_code)]).await
    }

    /// A token of the Global Administrator that allows everything a setup does.
    pub async fn admin_token(&self) -> String {
        self.person_token("admin", SETUP_SCOPES).await
    }

    /// A call to Graph without a body.
    pub async fn get(&self, token: &str, path: &str) -> Response {
        self.graph("GET", token, path, &[], None).await
    }

    /// A call to Graph with a JSON body.
    pub async fn send(&self, method: &str, token: &str, path: &str, body: Value) -> Response {
        self.graph(method, token, path, &[], Some(body)).await
    }

    pub async fn graph(
        &self,
        method: &str,
        token: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Value>,
    ) -> Response {
        let bearer = format!("Bearer {token}");
        let mut all = vec![("authorization", bearer.as_str())];
        all.extend(headers);
        if body.is_some() {
            all.push(("content-type", "application/json"));
        }
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        call(method, &format!("{}/v1.0{path}", self.0.graph()), &all, body.as_bytes()).await
    }
}

/// What a setup asks an administrator for.
pub const SETUP_SCOPES: &str = "https://graph.microsoft.com/Application.ReadWrite.All \
    https://graph.microsoft.com/AppRoleAssignment.ReadWrite.All \
    https://graph.microsoft.com/DelegatedPermissionGrant.ReadWrite.All User.Read openid profile offline_access";

pub fn access_token(response: &Response) -> String {
    assert_eq!(response.status, 200, "a token was issued: {}", response.text());
    response.json()["access_token"].as_str().unwrap().to_owned()
}
