//! The product as one value, and who is told when something in it has changed.

use crate::collecting::{Budgets, Memos, Ongoing, Pace, SharedAnswers};
use crate::home::{self, DatabaseName, Opened};
use crate::rehearsal::Rehearsal;
use crate::schedule::Rhythm;
use crate::setup::UnderWay;
use domain::cloud::{self, Cloud};
use domain::ids::{CredentialId, IntegrationId};
use domain::tenant::{CredentialKind, Integration, Tenant};
use domain::{Code, Outcome, Problem, catalog};
use jiff::Timestamp;
use microsoft::{AppCredential, AppIdentity, Clock, Tokens, Wire};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use store::{Access, Store};
use tokio::sync::{Semaphore, broadcast};
use vault::{RecoveryCode, SecretPlace, Stored, Vault};

/// Views that a change makes stale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum View {
    /// What is connected.
    App,
    /// Health.
    Overview,
    /// Alerts.
    Alerts,
    /// Setups and their records.
    Setup,
    /// Credentials.
    Credentials,
}

/// What a product is built from.
pub struct Parts {
    /// Where time comes from.
    pub clock: Arc<dyn Clock>,
    /// Where secrets lie.
    pub secrets: Arc<dyn SecretPlace>,
    /// The data folder.
    pub folder: PathBuf,
    /// The program's version.
    pub version: &'static str,
    /// A simulator that runs already.
    pub simulator: Option<String>,
    /// The public client with which administrators sign in, where an organisation has its own.
    pub public_client: Option<String>,
    /// Opens a page in the system's browser; false when none could be opened.
    pub browser: Arc<dyn Fn(&str) -> bool + Send + Sync>,
    /// Whether a simulated tenant is asked as fast as possible; a real one never is.
    pub hurried: bool,
}

/// Pages that are read and committed at the same time: one on each of few cores, and one that waits.
const PAGES_IN_HAND: usize = 3;

pub(crate) struct Inner {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) wire: Arc<Wire>,
    pub(crate) tokens: Tokens,
    pub(crate) vault: Vault,
    pub(crate) store: Store,
    pub(crate) rhythm: Rhythm,
    pub(crate) rehearsal: Rehearsal,
    pub(crate) setups: UnderWay,
    pub(crate) public_client: Option<String>,
    pub(crate) browser: Arc<dyn Fn(&str) -> bool + Send + Sync>,
    pub(crate) budgets: Budgets,
    pub(crate) memos: Memos,
    pub(crate) shared: SharedAnswers,
    pub(crate) ongoing: Ongoing,
    pub(crate) pace: Pace,
    /// How many pages may be in hand at once.
    pub(crate) room: Semaphore,
    name: DatabaseName,
    apps: Mutex<HashMap<CredentialId, AppIdentity>>,
    changed: broadcast::Sender<View>,
    pub(crate) recovery: Mutex<Option<RecoveryCode>>,
    pub(crate) renewing: Mutex<HashSet<CredentialId>>,
}

/// The running product; clones share it.
#[derive(Clone)]
pub struct Product {
    pub(crate) inner: Arc<Inner>,
}

impl Product {
    /// Opens the data folder and builds the product on it.
    ///
    /// # Errors
    /// Those of keyring and store.
    pub fn open(parts: Parts, access: Access) -> Outcome<Self> {
        let vault = Vault::new(parts.secrets);
        let Opened { store, name, recovery } = home::open(&parts.folder, &vault, access, parts.clock.now())?;
        let wire = Arc::new(Wire::new(Arc::clone(&parts.clock), parts.version)?);
        let inner = Inner {
            clock: parts.clock,
            tokens: Tokens::new(Arc::clone(&wire)),
            wire,
            vault,
            store,
            name,
            rhythm: Rhythm::default(),
            rehearsal: Rehearsal::new(parts.simulator),
            setups: UnderWay::default(),
            public_client: parts.public_client,
            browser: parts.browser,
            budgets: Budgets::default(),
            memos: Memos::default(),
            shared: SharedAnswers::default(),
            ongoing: Ongoing::default(),
            pace: if parts.hurried { Pace::Unlimited } else { Pace::Documented },
            room: Semaphore::new(PAGES_IN_HAND),
            apps: Mutex::default(),
            changed: broadcast::channel(64).0,
            recovery: Mutex::new(recovery),
            renewing: Mutex::default(),
        };
        let product = Self { inner: Arc::new(inner) };
        product.watch_credentials();
        Ok(product)
    }

    /// The database.
    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        self.inner.store.folder()
    }

    /// Where the keys lie, and since when.
    pub fn key_place(&self) -> (String, Timestamp) {
        let (name, keeper) = (self.inner.vault.place_name(), &self.inner.name.keeper);
        let place = if keeper.is_empty() || *keeper == name { name } else { format!("{name} ({keeper})") };
        (place, self.inner.name.key_made)
    }

    /// This machine's clock minus Microsoft's, in milliseconds.
    pub fn clock_difference_ms(&self) -> Option<i64> {
        self.inner.wire.clock_difference_ms()
    }

    /// Whether a simulator's address is known, so that its cloud can be offered.
    pub fn simulator_known(&self) -> bool {
        self.inner.rehearsal.given()
    }

    /// Everything that becomes stale from now on.
    pub fn changes(&self) -> broadcast::Receiver<View> {
        self.inner.changed.subscribe()
    }

    /// Says that views are stale. Nobody listening is no error.
    pub(crate) fn touch(&self, views: &[View]) {
        for view in views {
            let _ = self.inner.changed.send(*view);
        }
    }

    /// Runs work on the database off the threads that serve everything else.
    ///
    /// # Errors
    /// The work's own; `internal.unexpected` when it panicked.
    pub async fn with_store<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Store) -> Outcome<T> + Send + 'static,
    ) -> Outcome<T> {
        let store = self.inner.store.clone();
        let ended = tokio::task::spawn_blocking(move || work(&store)).await;
        ended.unwrap_or_else(|_| Err(Problem::new(Code::Unexpected, "Work on the database ended unexpectedly.")))
    }

    /// Runs work that may wait for the keyring, and so for a person, off the threads that serve everything else.
    pub(crate) async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Outcome<T> + Send + 'static,
    ) -> Outcome<T> {
        let product = self.clone();
        let ended = tokio::task::spawn_blocking(move || work(&product)).await;
        ended.unwrap_or_else(|_| Err(Problem::new(Code::Unexpected, "Work with the keyring ended unexpectedly.")))
    }

    /// The tenant of an integration.
    pub(crate) fn tenant_of(&self, integration: &Integration) -> Outcome<Tenant> {
        let tenants = self.inner.store.tenants()?;
        tenants.into_iter().find(|tenant| tenant.id == integration.tenant).ok_or_else(|| {
            Problem::new(Code::IntegrationUnknown, format!("The tenant of {} is not in the database.", integration.id))
        })
    }

    /// The app of an integration with its credential; opened once, then kept in memory.
    pub(crate) fn app_of(&self, integration: &Integration, tenant: &Tenant) -> Outcome<AppIdentity> {
        let cloud = cloud_of(tenant)?;
        let id = &integration.credential.id;
        let mut apps = self.inner.apps.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(app) = apps.get(id).filter(|app| app.cloud == cloud) {
            return Ok(app.clone());
        }
        let app = AppIdentity {
            cloud,
            tenant: tenant.id.clone(),
            client_id: integration.client_id.clone(),
            credential: self.open_credential(id, integration.credential.kind)?,
        };
        apps.insert(id.clone(), app.clone());
        Ok(app)
    }

    pub(crate) fn open_credential(&self, id: &CredentialId, kind: CredentialKind) -> Outcome<AppCredential> {
        Ok(match self.inner.vault.load_credential(id, kind)? {
            Stored::Secret(secret) => AppCredential::Secret(secret),
            Stored::Certificate(key) => AppCredential::Certificate(key),
        })
    }

    /// Attaches an integration and takes the credential that it had before out of the keyring.
    pub(crate) fn attach(&self, tenant: &Tenant, integration: &Integration) -> Outcome<()> {
        let before = self.inner.store.integrations()?.into_iter().find(|known| known.id == integration.id);
        self.inner.store.put_tenant(tenant)?;
        self.inner.store.put_integration(integration)?;
        self.inner.rhythm.forget(&integration.id);
        self.inner.memos.forget(&integration.id);
        if let Some(old) = before.filter(|old| old.credential.id != integration.credential.id) {
            self.forget_app(&old.credential.id);
            self.retire_unused(&old.credential)?;
        }
        self.touch(&[View::App, View::Overview]);
        Ok(())
    }

    /// Opens the credential again when it is needed next.
    pub(crate) fn forget_app(&self, credential: &CredentialId) {
        self.inner.apps.lock().unwrap_or_else(PoisonError::into_inner).remove(credential);
    }

    /// Takes every key of this data folder out of the keyring: the folder is about to be thrown away.
    ///
    /// # Errors
    /// Those of the keyring and the store.
    pub fn forget_keys(&self) -> Outcome<()> {
        for view in self.credentials()? {
            self.inner.vault.remove_credential(&view.kept.id, view.kept.kind)?;
        }
        self.inner.vault.remove_database_key(&self.inner.name.id)
    }

    /// Pauses or resumes one integration, or all that are collected here.
    ///
    /// # Errors
    /// `integration.not_found`, those of the store.
    pub fn set_paused(&self, id: Option<&IntegrationId>, paused: bool) -> Outcome<()> {
        let since = paused.then(|| self.now());
        let meant = match id {
            Some(id) => vec![id.clone()],
            None => self.collected_here()?,
        };
        self.inner.store.set_paused(&meant, since)?;
        if paused {
            meant.iter().for_each(|id| self.inner.rhythm.stop(id));
        }
        self.inner.rhythm.wake();
        self.touch(&[View::Overview]);
        Ok(())
    }

    fn collected_here(&self) -> Outcome<Vec<IntegrationId>> {
        let elsewhere = |row: &Integration| catalog::entry(&row.catalog).is_ok_and(|entry| entry.source.is_none());
        let rows = self.inner.store.integrations()?.into_iter().filter(|row| !elsewhere(row));
        Ok(rows.map(|row| row.id).collect())
    }
}

/// The cloud in which a tenant lives.
pub(crate) fn cloud_of(tenant: &Tenant) -> Outcome<Cloud> {
    cloud::cloud(&tenant.cloud, tenant.simulator.as_deref())
}
