//! Graph's directory: what registering an app in a tenant takes, with an administrator's own token.
//!
//! Each call is idempotent: what exists already is found and used. Just after creation Microsoft may not know an
//! object yet; that is `Waiting`, asked again for a while. Source: microsoft-apis, sequence and pitfalls.

use crate::answer::Answer;
use crate::call::{Call, Host};
use crate::token::AccessToken;
use crate::wire::Wire;
use domain::cloud::{Api, Cloud};
use domain::{Code, Outcome, Problem};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

/// How often something just created is asked for again, and how far apart.
const REPLICATION_TRIES: u32 = 20;
const REPLICATION_PAUSE: Duration = Duration::from_millis(750);

/// The organisation behind a tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    /// Its display name.
    pub name: String,
    /// Its initial domain.
    pub domain: String,
}

/// A service principal: an API or an app as a tenant knows it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ServicePrincipal {
    /// Its object id in this tenant.
    pub id: String,
    /// The application permissions it offers.
    #[serde(default)]
    pub app_roles: Vec<AppRole>,
}

/// An application permission as the tenant's own list has it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct AppRole {
    /// Its id.
    pub id: String,
    /// Its value; absent on some.
    #[serde(default)]
    pub value: Option<String>,
}

/// A registered application.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppRegistration {
    /// Its object id.
    pub id: String,
    /// Its Application (client) ID.
    pub app_id: String,
}

#[derive(Deserialize)]
struct List<T> {
    value: Vec<T>,
}

/// The directory of one tenant, as the signed-in administrator may use it.
pub struct Directory {
    wire: Arc<Wire>,
    host: Host,
    token: AccessToken,
}

impl Directory {
    /// The directory that `token` opens. The token is dropped with it.
    ///
    /// # Errors
    /// `internal.unexpected` when the cloud's table holds no address.
    pub fn new(wire: Arc<Wire>, cloud: &Cloud, token: AccessToken) -> Outcome<Self> {
        Ok(Self { wire, host: Host::api(cloud, Api::Graph)?, token })
    }

    /// The organisation.
    ///
    /// # Errors
    /// Those of the wire; `setup.not_permitted`.
    pub async fn organization(&self) -> Outcome<Organization> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Found {
            display_name: Option<String>,
            #[serde(default)]
            verified_domains: Vec<Domain>,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Domain {
            name: String,
            #[serde(default)]
            is_initial: bool,
        }
        let call = Call::get("/v1.0/organization").query("$select", "id,displayName,verifiedDomains");
        let found = self.ask(&call).await?.json::<List<Found>>()?.value.into_iter().next();
        let found =
            found.ok_or_else(|| Problem::new(Code::AnswerUnreadable, "Microsoft Graph named no organisation."))?;
        let initial = found.verified_domains.into_iter().find(|domain| domain.is_initial);
        Ok(Organization {
            name: found.display_name.unwrap_or_default(),
            domain: initial.map(|domain| domain.name).unwrap_or_default(),
        })
    }

    /// The service principal of an API, with the permissions that this tenant's own list has.
    ///
    /// # Errors
    /// `setup.product_missing` when the tenant has none.
    pub async fn api(&self, app_id: &str, name: &str) -> Outcome<ServicePrincipal> {
        let call =
            Call::get(format!("/v1.0/servicePrincipals(appId='{app_id}')")).query("$select", "id,appId,appRoles");
        match self.ask(&call).await {
            Ok(answer) => answer.json(),
            Err(problem) if problem.code == Code::NotFound => {
                let message = format!("The tenant has no service principal for {name}.");
                Err(Problem::new(Code::ProductMissing, message).with(problem.facts))
            }
            Err(problem) => Err(problem),
        }
    }

    /// Creates the application of that unique name, or brings the one that exists to the same content.
    ///
    /// # Errors
    /// `setup.not_permitted`, those of the wire.
    pub async fn put_application(&self, unique_name: &str, content: &Value) -> Outcome<AppRegistration> {
        let path = format!("/v1.0/applications(uniqueName='{unique_name}')");
        let put = Call::patch(&path, content.clone()).header("prefer", "create-if-missing");
        self.ask(&put).await?;
        self.ask_until_known(&Call::get(&path).query("$select", "id,appId")).await?.json()
    }

    /// The application's service principal, created where there is none.
    ///
    /// # Errors
    /// `setup.replication_timeout`, `setup.not_permitted`, those of the wire.
    pub async fn put_service_principal(&self, app_id: &str) -> Outcome<ServicePrincipal> {
        let find = Call::get(format!("/v1.0/servicePrincipals(appId='{app_id}')")).query("$select", "id,appId");
        match self.ask(&find).await {
            Ok(answer) => answer.json(),
            Err(problem) if problem.code == Code::NotFound => {
                let create = Call::post("/v1.0/servicePrincipals", json!({"appId": app_id}));
                self.ask_until_known(&create).await?.json()
            }
            Err(problem) => Err(problem),
        }
    }

    /// Grants an application permission, which is what admin consent does.
    ///
    /// # Errors
    /// `setup.replication_timeout`, `setup.not_permitted`, those of the wire. What is granted already is no error.
    pub async fn grant(&self, app: &ServicePrincipal, api: &ServicePrincipal, role: &str) -> Outcome<()> {
        let path = format!("/v1.0/servicePrincipals/{}/appRoleAssignedTo", api.id);
        let body = json!({"principalId": app.id, "resourceId": api.id, "appRoleId": role});
        match self.ask_until_known(&Call::post(path, body)).await {
            Ok(_) => Ok(()),
            Err(problem) if exists_already(&problem) => Ok(()),
            Err(problem) => Err(problem),
        }
    }

    async fn ask(&self, call: &Call) -> Outcome<Answer> {
        let answer = self.wire.send(&self.host, call, Some(&self.token)).await?;
        answer.accepted(call, &self.host).map_err(|problem| {
            if problem.code == Code::PermissionMissing {
                let message = format!("The signed-in account may not do this: {}.", call.name(&self.host));
                return Problem::new(Code::NotPermitted, message).with(problem.facts);
            }
            problem
        })
    }

    /// Asks until Microsoft knows what was just created, or long enough.
    async fn ask_until_known(&self, call: &Call) -> Outcome<Answer> {
        let mut last = None;
        for _ in 0..REPLICATION_TRIES {
            match self.ask(call).await {
                Err(problem) if not_known_yet(&problem) => last = Some(problem),
                other => return other,
            }
            tokio::time::sleep(REPLICATION_PAUSE).await;
        }
        let message = "Microsoft does not yet know everywhere what was just created.";
        let facts = last.map(|problem| problem.facts).unwrap_or_default();
        Err(Problem::new(Code::ReplicationTimeout, message).with(facts))
    }
}

fn not_known_yet(problem: &Problem) -> bool {
    let says = problem.facts.get("Microsoft says").unwrap_or_default();
    problem.code == Code::NotFound
        || problem.code == Code::Refused && (says.contains("valid reference") || says.contains("does not exist"))
}

fn exists_already(problem: &Problem) -> bool {
    let says = problem.facts.get("Microsoft says").unwrap_or_default();
    problem.code == Code::Refused && (says.contains("already exists") || says.contains("entry already"))
}
