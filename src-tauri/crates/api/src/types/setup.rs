//! Connecting: practising on a simulated tenant, and attaching an app that already exists.

use super::{CredentialKind, Millis, ProblemView};
use domain::secret::SecretText;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An app that exists: its ids and its client secret. No Debug, no Serialize: it carries a secret.
#[derive(Deserialize, TS)]
pub struct ConnectRequest {
    /// The integration of the catalog, such as `defender-xdr`.
    pub integration: String,
    /// The cloud, such as `commercial`.
    pub cloud: String,
    /// The tenant: its id or any of its domains.
    pub tenant: String,
    /// The app's Application (client) ID.
    pub client_id: String,
    /// The secret's Value.
    #[ts(as = "String")]
    pub client_secret: SecretText,
}

/// One step of a longer work, as it changes.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct StepView {
    /// A stable name, such as `register.application`.
    pub id: String,
    /// What is done, in the present.
    pub title: String,
    /// Its state.
    pub state: StepState,
    /// What came out, or what it waits for.
    pub detail: String,
    /// How long it took so far, in milliseconds.
    pub took_ms: u32,
    /// Requests that were made to Microsoft for it.
    pub calls: u32,
    /// Why it failed.
    pub problem: Option<ProblemView>,
}

/// The states of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// Not begun.
    Queued,
    /// Under way.
    Running,
    /// Waiting for Microsoft.
    Waiting,
    /// Done.
    Done,
    /// Failed; the steps after it stay queued.
    Failed,
}

/// What connecting achieved.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Connected {
    /// The tenant's handle.
    pub tenant: String,
    /// The organisation's name.
    pub tenant_name: String,
    /// The integration's handle.
    pub integration: String,
    /// Which credential it uses.
    pub credential: CredentialKind,
    /// When that expires.
    pub expires: Option<Millis>,
    /// Alerts that arrived with the first collection.
    pub alerts: u32,
    /// Every step with its duration.
    pub steps: Vec<StepView>,
}
