//! A running simulator: two loopback listeners over one tenant, from start to stop.

use std::fmt;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::Options;
use crate::alerts::{self, Shelf};
use crate::clock::Clock;
use crate::control::control_router;
use crate::coverage::Routes;
use crate::endpoint::download_router;
use crate::generate::Generator;
use crate::live;
use crate::scenario::{self, Scenario};
use crate::tenant::{Founding, Resources, SigningKey, Tenant, TenantName};
use crate::throttle::Limits;
use crate::tls::{self, Addresses};
use crate::wire::{api_router, rooted_router};

/// How long open connections may take to end.
const GRACE: Duration = Duration::from_secs(2);

/// Why a simulator could not start.
#[derive(Debug)]
pub struct StartError(String);

impl StartError {
    fn because(what: &str, why: impl fmt::Display) -> Self {
        Self(format!("{what}: {why}"))
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for StartError {}

/// A simulated tenant that answers on loopback until it is stopped or dropped.
#[derive(Debug)]
pub struct Simulator {
    tenant: Arc<Tenant>,
    servers: Vec<JoinHandle<()>>,
}

impl Simulator {
    /// Binds both ports and starts answering.
    pub async fn start(options: Options) -> Result<Self, StartError> {
        let scenario = options.scenario.as_deref().map(Scenario::named).transpose().map_err(StartError)?;
        let options = match &scenario {
            Some(scenario) => scenario.started(options),
            None => options,
        };
        let bind = async |port: u16| {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await;
            let listener = listener.map_err(|error| StartError::because(&format!("port {port}"), error))?;
            let address = listener.local_addr().map_err(|error| StartError::because("listener", error))?;
            Ok((listener, format!("http://{address}")))
        };
        let (api, base) = bind(options.port).await?;
        let (control, control_base) = bind(options.control_port).await?;
        let resources = Resources::load().map_err(|error| StartError::because("resources", error))?;
        let resources = resources.changed(&options).map_err(StartError)?;
        let (rooted, addresses) = match &options.tls {
            Some(directory) => tls::open(directory, resources.surfaces()).await,
            None => Ok((Vec::new(), Addresses::default())),
        }
        .map_err(|error| StartError::because("HTTPS ports", error))?;
        let every = options.live;
        let founded =
            tokio::task::spawn_blocking(move || found(&options, base, control_base, addresses, resources)).await;
        let (download, downloads) = bind(0).await?;
        let mut founded = founded.map_err(|error| StartError::because("tenant", error))??;
        founded.downloads = downloads;
        let tenant = Arc::new(founded);
        if let Some(scenario) = scenario {
            scenario::begin(&tenant, scenario).map_err(StartError)?;
        }
        let mut servers = vec![
            tokio::spawn(serve(api, api_router(tenant.clone()), tenant.clone())),
            tokio::spawn(serve(control, control_router(tenant.clone()), tenant.clone())),
            tokio::spawn(serve(download, download_router(tenant.clone()), tenant.clone())),
        ];
        servers.extend(every.map(|every| tokio::spawn(live::live(tenant.clone(), every))));
        for (root, listener) in rooted {
            servers.push(tokio::spawn(serve(listener, rooted_router(tenant.clone(), root), tenant.clone())));
        }
        Ok(Self { tenant, servers })
    }

    /// `http://127.0.0.1:P`: the API port, with `/login` and `/graph` under it.
    pub fn base(&self) -> &str {
        &self.tenant.base
    }

    /// The base URL of the sign-in host.
    pub fn login(&self) -> String {
        format!("{}/login", self.tenant.base)
    }

    /// The base URL of Graph.
    pub fn graph(&self) -> String {
        format!("{}/graph", self.tenant.base)
    }

    /// `http://127.0.0.1:C`: the control port.
    pub fn control(&self) -> &str {
        &self.tenant.control
    }

    /// The tenant's GUID.
    pub fn tenant(&self) -> &str {
        &self.tenant.name.id
    }

    /// The tenant's initial domain.
    pub fn domain(&self) -> &str {
        &self.tenant.name.initial_domain
    }

    /// How many alerts the tenant has now.
    pub fn alerts(&self) -> usize {
        self.tenant.shelf.lock().len()
    }

    /// One line of JSON with everything that a parent process needs to know.
    pub fn ready_line(&self) -> String {
        let mut line = json!({
            "ready": true, "base": self.base(), "control": self.control(), "tenant": self.tenant(),
            "domain": self.domain(), "alerts": self.alerts(),
        });
        if let Some(tls) = self.tenant.tls.shown() {
            line["tls"] = tls;
        }
        line.to_string()
    }

    /// Waits until somebody posts `/stop` to the control port.
    pub async fn stopped(&self) {
        // An error means that the sender is gone, which is the end as well.
        let _ = self.tenant.stopping.subscribe().wait_for(|stopping| *stopping).await;
    }

    /// Stops answering; open connections get a moment to end.
    pub async fn stop(mut self) {
        self.tenant.stopping.send_replace(true);
        for mut server in std::mem::take(&mut self.servers) {
            if tokio::time::timeout(GRACE, &mut server).await.is_err() {
                server.abort();
            }
        }
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.tenant.stopping.send_replace(true);
    }
}

async fn serve<L>(listener: L, router: axum::Router, tenant: Arc<Tenant>)
where
    L: axum::serve::Listener,
    L::Addr: fmt::Debug,
{
    let mut stopping = tenant.stopping.subscribe();
    let stop = async move {
        let _ = stopping.wait_for(|stopping| *stopping).await;
    };
    // The listener is ours and the only errors it can give are those of accepting, which axum retries by itself.
    let _ = axum::serve(listener, router).with_graceful_shutdown(stop).await;
}

/// Builds the tenant; slow enough (a key, a history) to be kept off the async threads.
fn found(
    options: &Options,
    base: String,
    control: String,
    tls: Addresses,
    resources: Resources,
) -> Result<Tenant, StartError> {
    let clock = Clock::new(options.now);
    let mut random = ChaCha8Rng::seed_from_u64(options.seed);
    let name = TenantName::contoso(&mut random);
    let generator = Generator::new(options, &name).map_err(|error| StartError::because("alert templates", error))?;
    let now = clock.anchor();
    let rows = match options.load.as_slice() {
        [] => generator.history(options.alerts, now),
        paths => alerts::load(paths, now).map_err(|error| StartError::because("loading", error))?,
    };
    Ok(Tenant::found(Founding {
        seed: options.seed,
        fast: options.fast,
        name,
        base,
        control,
        tls,
        resources,
        signing: SigningKey::make().map_err(|error| StartError::because("signing key", error))?,
        clock,
        shelf: if options.load.is_empty() { Shelf::with_merges(rows) } else { Shelf::new(rows) },
        generator,
        switches: options.switches(),
        limits: Limits::load().map_err(|error| StartError::because("limits", error))?,
        routes: Routes::load().map_err(|error| StartError::because("routes", error))?,
    }))
}
