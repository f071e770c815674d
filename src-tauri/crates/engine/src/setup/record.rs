//! A setup as it is kept: what was chosen, the plan, the app, and every single thing that was made in the tenant.
//!
//! Written after each change, so that a run which was killed goes on where it stopped and undoing takes back exactly what was
//! made. No secret is in it: credentials lie in the vault under their ids.

use super::made::{Before, Made};
use super::pack::PlanOrigin;
use crate::steps::Step;
use domain::cloud::{self, Api, Cloud};
use domain::ids::{ClientId, IntegrationId, TenantId};
use domain::plan::{Chosen, Plan};
use domain::tenant::Credential;
use domain::{Code, Outcome, Problem};
use jiff::Timestamp;
use microsoft::AppRegistration;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A setup.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Setup {
    /// Its handle.
    pub id: String,
    /// The step of the wizard at which it stands.
    pub stage: Stage,
    /// What was chosen.
    pub choices: Vec<Chosen>,
    /// The key of the cloud.
    pub cloud: String,
    /// Where the simulated cloud listens.
    pub simulator: Option<String>,
    /// The tenant, once it was found.
    pub tenant: Option<SetupTenant>,
    /// The name of the app, where a person chose one.
    pub app_name: Option<String>,
    /// The plan; none before tenant and integrations are known.
    pub plan: Option<Plan>,
    /// The client id of an app that exists and is to be brought to the plan, as it was chosen.
    #[serde(default)]
    pub adopt: Option<String>,
    /// How the app is registered.
    pub method: Method,
    /// Bits and days of the certificate.
    pub certificate_bits: u32,
    /// As above.
    pub certificate_days: u32,
    /// The certificate, once it was made or given.
    pub certificate: Option<KeptCertificate>,
    /// The client secret, once it was made or given.
    pub secret: Option<KeptSecret>,
    /// The app, once it is known.
    pub app: Option<KnownApp>,
    /// Whose plan is carried out, where it came as a file.
    #[serde(default)]
    pub origin: Option<PlanOrigin>,
    /// What an app that existed had before it was changed.
    pub before: Option<Before>,
    /// What was made in the tenant.
    pub made: Made,
    /// The steps of the last run.
    pub steps: Vec<Step>,
    /// What the app was last seen to have.
    pub compared: Option<Compared>,
    /// The checks of the portal's steps, by step.
    pub checks: BTreeMap<String, KeptCheck>,
    /// The tests of the last try.
    pub tests: Vec<Test>,
    /// What was attached.
    pub attached: Vec<Attached>,
    /// Why the last run stopped.
    pub problem: Option<Box<Problem>>,
    /// When it was begun.
    pub begun: Timestamp,
    /// When it last changed.
    pub changed: Timestamp,
}

/// The steps of the wizard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // The names are the titles of the steps.
pub enum Stage {
    Choose,
    Tenant,
    Review,
    Method,
    Credential,
    Register,
    Collection,
    Test,
    Done,
    Undone,
}

/// How the app is registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Do it for me.
    Automatic,
    /// Guide me through the portal.
    Portal,
    /// I already have an app.
    Existing,
}

/// The tenant of a setup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetupTenant {
    /// Microsoft's id of it.
    pub id: TenantId,
    /// Its name, or the domain that was typed.
    pub name: String,
    /// Its initial domain once that is known, else what was typed.
    pub domain: String,
}

/// A certificate in the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptCertificate {
    /// The credential.
    pub credential: Credential,
    /// The certificate's DER in base64: the public part.
    pub der: String,
    /// Its SHA-1 thumbprint in hex.
    pub sha1: String,
    /// Its common name.
    pub name: String,
    /// Whether it was made here, rather than given.
    #[serde(default)]
    pub made: bool,
    /// Its id on the app, where that was read: under this id it is removed after a renewal.
    #[serde(default)]
    pub key_id: Option<String>,
}

impl KeptCertificate {
    /// The certificate in PEM: the public part.
    ///
    /// # Errors
    /// `internal.unexpected` when its bytes were changed.
    pub fn pem(&self) -> Outcome<String> {
        vault::certificate_pem(&super::register::der_of(&self.der))
    }
}

/// A client secret in the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptSecret {
    /// The credential.
    pub credential: Credential,
    /// Its id on the app, where this setup made it.
    pub key_id: Option<String>,
}

/// An app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownApp {
    /// Its Application (client) ID.
    pub client_id: ClientId,
    /// Its object id.
    pub object_id: Option<String>,
    /// The object id of its service principal.
    pub principal: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Whether this setup made it.
    pub ours: bool,
}

impl KnownApp {
    /// The application that this setup made.
    pub(crate) fn made(app: &AppRegistration, name: &str) -> Self {
        Self {
            client_id: ClientId(app.app_id.to_lowercase()),
            object_id: Some(app.id.clone()),
            principal: None,
            name: Some(name.to_owned()),
            ours: true,
        }
    }
}

/// What an app was seen to have.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// Its client id.
    pub client_id: String,
    /// Its name, where it could be read.
    pub name: Option<String>,
    /// Application permissions that are granted, by API and value; none for an API that could not be looked at.
    pub granted: BTreeMap<Api, Option<Vec<String>>>,
    /// Delegated permissions that are granted, by API; none where it cannot be told.
    pub delegated: Option<BTreeMap<Api, Vec<String>>>,
    /// Directory roles by name; none where it cannot be told.
    pub roles: Option<Vec<String>>,
}

/// How a step of the portal stood when it was looked at.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct KeptCheck {
    /// Whether it is right; none when it cannot be told.
    pub right: Option<bool>,
    /// One line on how it stands.
    pub note: String,
    /// What is wrong.
    pub problem: Option<Box<Problem>>,
    /// What the tenant shows: name, needed, found, right.
    pub rows: Vec<(String, String, String, Option<bool>)>,
    /// What only a reader could tell.
    pub unsure: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// A test of the last try.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Test {
    /// The integration's key.
    pub integration: String,
    /// Its title.
    pub title: String,
    /// What was tried.
    pub what: String,
    /// Whether it passed; none when it was not tried.
    pub passed: Option<bool>,
    /// What came out, or why it was not tried.
    pub detail: String,
    /// Why it failed.
    pub problem: Option<Box<Problem>>,
}

/// An integration that was attached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    /// The integration's key.
    pub integration: String,
    /// Our handle of it.
    pub id: IntegrationId,
    /// Items of the first collection; none where it is not collected here.
    pub items: Option<u32>,
}

impl Setup {
    /// A new one.
    pub(crate) fn new(choices: Vec<Chosen>, now: Timestamp) -> Self {
        Self {
            id: uuid::Uuid::new_v4().to_string(),
            stage: Stage::Choose,
            choices,
            cloud: String::new(),
            simulator: None,
            tenant: None,
            app_name: None,
            plan: None,
            adopt: None,
            method: Method::Automatic,
            certificate_bits: 2048,
            certificate_days: vault::USUAL_DAYS,
            certificate: None,
            secret: None,
            app: None,
            origin: None,
            before: None,
            made: Made::default(),
            steps: Vec::new(),
            compared: None,
            checks: BTreeMap::new(),
            tests: Vec::new(),
            attached: Vec::new(),
            problem: None,
            begun: now,
            changed: now,
        }
    }

    /// Uses an app that exists.
    pub(crate) fn use_app(&mut self, client_id: ClientId) {
        self.app = Some(KnownApp { client_id, object_id: None, principal: None, name: None, ours: false });
    }

    /// The cloud.
    pub(crate) fn cloud(&self) -> Outcome<Cloud> {
        cloud::cloud(&self.cloud, self.simulator.as_deref())
    }

    /// How the tenant is called.
    pub(crate) fn tenant_name(&self) -> &str {
        self.tenant.as_ref().map_or("", |tenant| tenant.name.as_str())
    }

    /// The cloud, once it is chosen.
    pub fn cloud_now(&self) -> Option<Cloud> {
        self.cloud().ok()
    }

    /// The plan.
    pub(crate) fn planned(&self) -> Outcome<&Plan> {
        let missing =
            || Problem::new(Code::NothingChosen, "There is no plan yet: choose integrations and name the tenant.");
        self.plan.as_ref().ok_or_else(missing)
    }

    /// The tenant.
    pub(crate) fn found(&self) -> Outcome<&SetupTenant> {
        let missing = || Problem::new(Code::InputInvalid, "The tenant of this setup is not known yet.");
        self.tenant.as_ref().ok_or_else(missing)
    }

    /// The app.
    pub(crate) fn known_app(&self) -> Outcome<&KnownApp> {
        let missing =
            || Problem::new(Code::InputInvalid, "The Application (client) ID of this setup is not known yet.");
        self.app.as_ref().ok_or_else(missing)
    }

    /// The name of the client secret that this setup makes.
    pub(crate) fn secret_name(&self) -> String {
        format!("Bartizan {}", self.id.get(..8).unwrap_or_default())
    }

    /// The name under which the tenant knows the application that this setup makes, and no other.
    pub(crate) fn unique_name(&self) -> String {
        let id = self.origin.as_ref().map_or(&self.id, |origin| &origin.setup);
        format!("bartizan-{id}")
    }

    /// Whether the key of its certificate lies elsewhere: a plan of somebody else's.
    pub(crate) fn is_of_others(&self) -> bool {
        self.origin.is_some()
    }
}
