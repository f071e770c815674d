//! The simulated tenant's state: who it is, its directory, its sign-ins, its alerts, and the switches over all of it.
//! Plain values behind short locks; nothing here speaks HTTP.

mod application;
mod certificate;
mod directory;
mod identity;
mod resources;
mod sign_ins;
mod signing;

use std::fmt;
use std::sync::atomic::AtomicU64;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rand::{Rng, RngCore, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tokio::sync::watch;

pub(crate) use application::{APPLICATION_PROPERTIES, Application, KeyCredential, PasswordCredential};
pub(crate) use certificate::Certificate;
pub(crate) use directory::{
    ApplicationKey, DelegatedGrant, Deleted, Directory, DirectoryRole, RoleAssignment, ServicePrincipal,
};
pub(crate) use identity::{Account, DIRECTORY_ROLES, TenantName, may_grant_graph_roles, may_register};
pub(crate) use resources::{GRAPH, Resource, Resources};
pub(crate) use sign_ins::{AuthorizationCode, DeviceCode, DeviceCodeStatus, Session, SignIns};
pub(crate) use signing::SigningKey;

use crate::alerts::Shelf;
use crate::clock::Clock;
use crate::control::{Gate, Journal, Switches};
use crate::coverage::Routes;
use crate::generate::Generator;
use crate::scenario::Engine;
use crate::throttle::{Limits, Meters};
use crate::tls::Addresses;

/// A mutex that does not care whether another thread panicked while holding it.
#[derive(Debug, Default)]
pub(crate) struct Locked<T>(Mutex<T>);

impl<T> Locked<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(Mutex::new(value))
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Everything one simulated tenant is.
pub(crate) struct Tenant {
    pub(crate) name: TenantName,
    /// Waits are shortened: for tests and demonstrations.
    pub(crate) fast: bool,
    /// `http://127.0.0.1:P`, the API port.
    pub(crate) base: String,
    /// `http://127.0.0.1:C`, the control port.
    pub(crate) control: String,
    /// The HTTPS addresses, when they were asked for.
    pub(crate) tls: Addresses,
    pub(crate) accounts: Vec<Account>,
    pub(crate) resources: Resources,
    pub(crate) signing: SigningKey,
    pub(crate) clock: Clock,
    pub(crate) directory: Locked<Directory>,
    pub(crate) sign_ins: Locked<SignIns>,
    pub(crate) shelf: Locked<Shelf>,
    pub(crate) generator: Generator,
    pub(crate) switches: Locked<Switches>,
    pub(crate) journal: Locked<Journal>,
    /// The switches as the tenant was started.
    pub(crate) initial: Switches,
    pub(crate) limits: Limits,
    pub(crate) meters: Locked<Meters>,
    pub(crate) routes: Routes,
    /// The scenario that is being played.
    pub(crate) engine: Locked<Engine>,
    /// Mirrors the switch `hold_after_pages`, so that held calls can wait for it.
    pub(crate) hold: watch::Sender<Option<u64>>,
    /// Lists of alerts asked for since the hold was set.
    pub(crate) lists_since_hold: AtomicU64,
    /// Where the switch `hold_calls` counts calls and holds them.
    pub(crate) gate: Gate,
    /// Calls waiting for either hold to end.
    pub(crate) held: AtomicU64,
    /// Calls to the foreign address that `foreign_next_link` hands out, and how many of them carried credentials.
    pub(crate) elsewhere_hits: AtomicU64,
    pub(crate) elsewhere_authorized: AtomicU64,
    /// `http://127.0.0.1:D`, the host that live response results are fetched from.
    pub(crate) downloads: String,
    pub(crate) endpoint: Locked<crate::endpoint::Book>,
    pub(crate) activity: Locked<crate::activity::Book>,
    pub(crate) exchange: Locked<crate::exchange::Book>,
    pub(crate) cloudapps: Locked<crate::cloudapps::Book>,
    /// Becomes true when the simulator is to end.
    pub(crate) stopping: watch::Sender<bool>,
    random: Locked<ChaCha8Rng>,
}

/// What a tenant is made of besides its empty books.
pub(crate) struct Founding {
    pub(crate) seed: u64,
    pub(crate) fast: bool,
    pub(crate) name: TenantName,
    pub(crate) base: String,
    pub(crate) control: String,
    pub(crate) tls: Addresses,
    pub(crate) resources: Resources,
    pub(crate) signing: SigningKey,
    pub(crate) clock: Clock,
    pub(crate) shelf: Shelf,
    pub(crate) generator: Generator,
    pub(crate) switches: Switches,
    pub(crate) limits: Limits,
    pub(crate) routes: Routes,
}

impl Tenant {
    pub(crate) fn found(founding: Founding) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(founding.seed ^ 0x7e4a_4711);
        let accounts = identity::accounts(&founding.name, &mut random);
        let directory = Directory::with_resources(&founding.resources, &mut random);
        Self {
            name: founding.name,
            fast: founding.fast,
            base: founding.base,
            control: founding.control,
            tls: founding.tls,
            accounts,
            resources: founding.resources,
            signing: founding.signing,
            clock: founding.clock,
            directory: Locked::new(directory),
            sign_ins: Locked::new(SignIns::default()),
            shelf: Locked::new(founding.shelf),
            generator: founding.generator,
            initial: founding.switches.clone(),
            switches: Locked::new(founding.switches),
            limits: founding.limits,
            meters: Locked::default(),
            routes: founding.routes,
            engine: Locked::default(),
            journal: Locked::default(),
            hold: watch::Sender::new(None),
            lists_since_hold: AtomicU64::new(0),
            gate: Gate::default(),
            held: AtomicU64::new(0),
            elsewhere_hits: AtomicU64::new(0),
            elsewhere_authorized: AtomicU64::new(0),
            downloads: String::new(),
            endpoint: Locked::default(),
            activity: Locked::default(),
            exchange: Locked::default(),
            cloudapps: Locked::default(),
            stopping: watch::Sender::new(false),
            random: Locked::new(random),
        }
    }

    /// A new random id in GUID form.
    pub(crate) fn new_id(&self) -> String {
        random_id(&mut *self.random.lock())
    }

    /// Random characters from an alphabet.
    pub(crate) fn new_text(&self, length: usize, alphabet: &[u8]) -> String {
        let mut random = self.random.lock();
        (0..length).map(|_| char::from(alphabet[random.random_range(0..alphabet.len())])).collect()
    }

    /// A random number in an inclusive range.
    pub(crate) fn pick(&self, low: u64, high: u64) -> u64 {
        self.random.lock().random_range(low..=high)
    }

    /// The instant from which something created now can be seen by the other services.
    pub(crate) fn visible_at(&self) -> std::time::Instant {
        std::time::Instant::now() + std::time::Duration::from_millis(self.switches.lock().replication_ms)
    }
}

impl fmt::Debug for Tenant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Tenant").field("name", &self.name).finish_non_exhaustive()
    }
}

/// A GUID from a seeded generator, so that a seed gives the same tenant every time.
pub(crate) fn random_id(random: &mut impl RngCore) -> String {
    let mut bytes = [0_u8; 16];
    random.fill_bytes(&mut bytes);
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    uuid::Uuid::from_bytes(bytes).to_string()
}
