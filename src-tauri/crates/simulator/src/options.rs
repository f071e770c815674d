//! What a simulated tenant is started with. Every field has a default, so a test names only what it is about.

use std::path::PathBuf;
use std::time::Duration;

use crate::control::Switches;

/// How to start a simulated tenant.
#[derive(Debug, Clone)]
pub struct Options {
    /// Seed of everything random: people, machines, alerts, identifiers.
    pub seed: u64,
    /// How many alerts to generate when nothing is loaded.
    pub alerts: usize,
    /// How many people the tenant employs (at least one).
    pub users: usize,
    /// How many machines the tenant runs (at least one).
    pub devices: usize,
    /// Files or directories of Microsoft-shaped JSON that replace the generated alerts.
    pub load: Vec<PathBuf>,
    /// Port of the API on 127.0.0.1; 0 picks a free one.
    pub port: u16,
    /// Port of the control interface on 127.0.0.1; 0 picks a free one.
    pub control_port: u16,
    /// Also opens one HTTPS port per surface and writes their certificate authority, `ca.pem`, into this directory.
    pub tls: Option<PathBuf>,
    /// No replication delay, no limits and no latency unless other options say otherwise.
    pub fast: bool,
    /// How long a new directory object stays invisible; `None` means 0 when fast and 1.5 seconds otherwise.
    pub replication: Option<Duration>,
    /// The instant at which the generated history ends; `None` means now. Tokens always use the real clock.
    pub now: Option<jiff::Timestamp>,
    /// The published limits times this; `None` means 1, or no limits at all when fast.
    pub throttle: Option<f64>,
    /// The scenario to begin with, by its name.
    pub scenario: Option<String>,
    /// How often something happens to an alert by itself; never when `None`.
    pub live: Option<Duration>,
    /// Permissions have other ids than Microsoft publishes.
    pub renumbered: bool,
    /// Application permissions that do not exist here, each as `surface/value`.
    pub without: Vec<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: 1,
            alerts: 240,
            users: 60,
            devices: 80,
            load: Vec::new(),
            port: 0,
            control_port: 0,
            tls: None,
            fast: false,
            replication: None,
            now: None,
            throttle: None,
            scenario: None,
            live: None,
            renumbered: false,
            without: Vec::new(),
        }
    }
}

impl Options {
    /// The replication delay that these options amount to.
    pub fn replication_delay(&self) -> Duration {
        self.replication.unwrap_or(if self.fast { Duration::ZERO } else { Duration::from_millis(1500) })
    }

    /// The switches that these options amount to.
    pub(crate) fn switches(&self) -> Switches {
        Switches {
            replication_ms: u64::try_from(self.replication_delay().as_millis()).unwrap_or(u64::MAX),
            throttle_factor: self.throttle.unwrap_or(if self.fast { 0.0 } else { 1.0 }),
            real_latency: !self.fast,
            ..Switches::default()
        }
    }
}
