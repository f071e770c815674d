//! A product on a data folder of its own, connected to a simulated tenant in the same process.

use crate::Outcome;
use crate::place::MemoryPlace;
use crate::specs::Spec;
use bartizan_tests::{Trouble, Why, request};
use domain::ids::{IntegrationId, TenantId};
use domain::secret::SecretText;
use engine::store::Access;
use engine::{Clock, CollectSettings, Collected, ConnectOrder, OfferedCredential, Parts, Product, SecretPlace};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use simulator::{Options, Simulator};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tempfile::TempDir;

/// A clock that can be wrong.
#[derive(Default)]
pub struct TestClock {
    pub ahead_seconds: AtomicI64,
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::now() + SignedDuration::from_secs(self.ahead_seconds.load(Ordering::Relaxed))
    }
}

/// A simulated tenant.
pub struct Tenant {
    pub simulator: Simulator,
}

impl Tenant {
    pub async fn start(options: Options) -> Outcome<Self> {
        let simulator = Simulator::start(options).await.map_err(|error| Trouble::new(error.to_string()))?;
        Ok(Self { simulator })
    }

    /// A call of the control port.
    pub fn control(&self, method: &str, path: &str, body: Option<&Value>) -> Outcome<Value> {
        let address = self.simulator.control().trim_start_matches("http://").to_owned();
        let answer = request(&address, method, path, body)?;
        let json = answer.json()?;
        if answer.status == 200 { Ok(json) } else { Err(Trouble::new(format!("{method} {path}: {json}"))) }
    }

    pub fn set(&self, switches: &Value) -> Outcome<()> {
        self.control("POST", "/set", Some(switches)).map(drop)
    }

    pub fn play(&self, scenario: &str) -> Outcome<()> {
        self.control("POST", "/scenario", Some(&json!({"id": scenario}))).map(drop)
    }

    pub fn state(&self) -> Outcome<Value> {
        self.control("GET", "/state", None)
    }

    /// Requests that an API answered so far, by the beginning of their paths.
    pub fn requests(&self, path: &str) -> Outcome<Vec<Value>> {
        let journal = self.control("GET", "/journal", None)?;
        let entries = journal["entries"].as_array().cloned().unwrap_or_default();
        Ok(entries.into_iter().filter(|entry| entry["path"].as_str().is_some_and(|it| it.starts_with(path))).collect())
    }

    /// Registers an application by hand: id and secret.
    pub fn register(&self, roles: &[&str], directory_roles: &[&str]) -> Outcome<(String, String)> {
        let wanted =
            json!({"display_name": "By hand", "roles": roles, "directory_roles": directory_roles, "secret": true});
        let made = self.control("POST", "/register", Some(&wanted))?;
        let text = |name: &str| made[name].as_str().map(str::to_owned).why(name);
        Ok((text("app_id")?, text("secret")?))
    }
}

/// A product with one integration.
pub struct Desk {
    pub product: Product,
    pub integration: IntegrationId,
    pub clock: Arc<TestClock>,
    places: Arc<MemoryPlace>,
    folder: TempDir,
    simulator: String,
}

fn open(folder: &TempDir, places: &Arc<MemoryPlace>, clock: &Arc<TestClock>, simulator: &str) -> Outcome<Product> {
    let parts = Parts {
        clock: Arc::clone(clock) as Arc<dyn Clock>,
        secrets: Arc::clone(places) as Arc<dyn SecretPlace>,
        folder: folder.path().to_owned(),
        version: "0.0.0",
        simulator: Some(simulator.to_owned()),
        public_client: None,
        browser: Arc::new(|_| false),
        hurried: true,
    };
    Product::open(parts, Access::Write).map_err(trouble)
}

pub fn trouble(problem: Box<domain::Problem>) -> Trouble {
    Trouble::new(format!("{problem:?}"))
}

impl Desk {
    /// A product that is connected with what the source needs; nothing is collected yet unless connecting does.
    pub async fn connected(tenant: &Tenant, spec: &Spec) -> Outcome<Self> {
        let (client_id, secret) = tenant.register(spec.roles, spec.directory_roles)?;
        let (places, clock) = (Arc::<MemoryPlace>::default(), Arc::<TestClock>::default());
        let folder = tempfile::tempdir()?;
        let product = open(&folder, &places, &clock, tenant.simulator.base())?;
        let order = ConnectOrder {
            integration: spec.catalog.to_owned(),
            features: None,
            cloud: "simulated".to_owned(),
            tenant: tenant.simulator.tenant().to_owned(),
            client_id,
            credential: OfferedCredential::Secret(SecretText::new(secret)),
        };
        let id = IntegrationId::of(&TenantId::from(tenant.simulator.tenant()), spec.catalog);
        // What the first collection cannot know yet, such as a mailbox, is set after it.
        let connected = product.connect(order, Arc::new(|_| ())).await;
        if product.store().integration(&id).is_err() {
            return Err(trouble(connected.expect_err("without an integration there is a reason")));
        }
        if let Some(settings) = (spec.settings)() {
            product.set_collect_settings(&id, settings).await.map_err(trouble)?;
        }
        Ok(Self { product, integration: id, clock, places, folder, simulator: tenant.simulator.base().to_owned() })
    }

    /// As it was before anything was collected.
    pub async fn fresh(self) -> Outcome<Self> {
        self.product.store().forget_items(&self.integration).map_err(trouble)?;
        self.reopened().await
    }

    /// Collects once; a failure is a failure of the test.
    pub async fn collect(&self) -> Outcome<Collected> {
        self.product.collect(&self.integration).await.map_err(trouble)
    }

    /// Collects once; the code of what failed.
    pub async fn failing(&self) -> Outcome<domain::Code> {
        match self.product.collect(&self.integration).await {
            Ok(done) => Err(Trouble::new(format!("it should have failed: {done:?}"))),
            Err(problem) => Ok(problem.code),
        }
    }

    pub async fn set(&self, change: impl FnOnce(&mut CollectSettings)) -> Outcome<()> {
        let mut settings = self.product.collect_settings(&self.integration).map_err(trouble)?;
        change(&mut settings);
        self.product.set_collect_settings(&self.integration, settings).await.map(drop).map_err(trouble)
    }

    /// Closes the product and opens it again, as after a restart.
    pub async fn reopened(self) -> Outcome<Self> {
        let Self { product, integration, clock, places, folder, simulator } = self;
        drop(product);
        // Work that was given up ends in its own time; the lock is free when the last of it has.
        for _ in 0..200 {
            match open(&folder, &places, &clock, &simulator) {
                Ok(product) => return Ok(Self { product, integration, clock, places, folder, simulator }),
                Err(_) => tokio::time::sleep(std::time::Duration::from_millis(50)).await,
            }
        }
        Err(Trouble::new("the data folder did not become free"))
    }

    /// Everything that is stored: id, and the bodies of its versions in the order in which they came.
    pub fn stored(&self) -> Outcome<BTreeMap<String, Vec<String>>> {
        let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let store = self.product.store();
        store.raws(&mut |record| all.entry(record.id.0).or_default().push(record.raw)).map_err(trouble)?;
        Ok(all)
    }
}
