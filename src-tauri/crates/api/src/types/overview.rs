//! Overview: the measured state of every integration.

use super::{Millis, StandingProblem, TenantView};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The whole place at one moment.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Overview {
    /// When this was measured.
    pub measured: Millis,
    /// The newest successful poll of any integration.
    pub last_success: Option<Millis>,
    /// Tenants with their integrations, failing ones first.
    pub tenants: Vec<TenantHealth>,
}

/// One tenant's integrations.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TenantHealth {
    /// The tenant.
    pub tenant: TenantView,
    /// Its integrations.
    pub integrations: Vec<IntegrationHealth>,
}

/// One integration, every line a measurement.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct IntegrationHealth {
    /// Our handle of the integration.
    pub id: String,
    /// Its title, such as `Defender XDR alerts`.
    pub title: String,
    /// API and kind of items, such as `Microsoft Graph, alerts_v2`.
    pub subtitle: String,
    /// Who collects it elsewhere; none of what is collected here.
    pub vendor: Option<String>,
    /// Its state.
    pub state: HealthState,
    /// Everything up to here has been listed.
    pub data_up_to: Option<Millis>,
    /// Seconds between an item's creation at Microsoft and its arrival here, median of the last 24 hours.
    pub lag_seconds: Option<u32>,
    /// The last successful poll.
    pub last_success: Option<Millis>,
    /// The next poll; none while paused.
    pub next_poll: Option<Millis>,
    /// True while a poll runs.
    pub polling: bool,
    /// The rhythm.
    pub every_seconds: u32,
    /// Items created in each of the last 24 hours, oldest first.
    pub hours: Vec<u32>,
    /// Their sum.
    pub items_24h: u32,
    /// All items of this integration in the store.
    pub items: u32,
    /// The credential it uses.
    pub credential: CredentialHealth,
    /// What is wrong.
    pub problem: Option<StandingProblem>,
    /// What span is stored.
    pub coverage: Coverage,
    /// How much of Microsoft's limit is used.
    pub quota: Quota,
}

/// The four states, and the first moments before any is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HealthState {
    /// Its last poll succeeded.
    Working,
    /// It works, and something needs a person soon.
    Attention,
    /// Its last poll failed.
    Failing,
    /// A person paused it.
    Paused,
    /// Not polled yet.
    Starting,
}

/// The credential of an integration.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CredentialHealth {
    /// Certificate or secret.
    pub kind: CredentialKind,
    /// Whole days until it expires; negative when it has; none when it is not known.
    pub days_left: Option<i32>,
    /// When it expires.
    pub expires: Option<Millis>,
}

/// The kinds of credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CredentialKind {
    /// A certificate whose key lies in the keyring.
    Certificate,
    /// A client secret.
    Secret,
}

/// The span of time that is in the store.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Coverage {
    /// Complete from here; none before the first poll ended.
    pub from: Option<Millis>,
    /// Complete up to here.
    pub up_to: Option<Millis>,
    /// Not fetched since here, while polls fail.
    pub missing_since: Option<Millis>,
    /// Paused since here.
    pub paused_since: Option<Millis>,
}

/// Requests against a documented limit.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Quota {
    /// Whose limit, such as `Graph security`.
    pub title: String,
    /// Requests in the last 60 seconds.
    pub used: u32,
    /// The limit for 60 seconds.
    pub limit: u32,
    /// Most requests in any 60 seconds of today.
    pub highest_today: u32,
    /// Waits that Microsoft asked for today.
    pub waits_today: u32,
}

/// Which integration.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct IntegrationRequest {
    /// Its handle.
    pub id: String,
}

/// Pause or resume one integration, or all.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PauseRequest {
    /// Its handle; none for all.
    pub id: Option<String>,
    /// True to pause.
    pub paused: bool,
}
