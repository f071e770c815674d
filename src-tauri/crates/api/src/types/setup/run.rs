//! A run: its steps as they change, the record of its calls, and signing in.

use crate::types::{CredentialKind, Millis, ProblemView};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

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
    /// How many things in the tenant it changed, so that undoing it means something.
    pub changes: u32,
    /// Its parts, where it has several.
    pub parts: Vec<StepPart>,
    /// What a person has to do now.
    pub prompt: Option<SignInPrompt>,
    /// Why it failed.
    pub problem: Option<ProblemView>,
}

/// A part of a step, such as one API of admin consent.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct StepPart {
    /// Its title.
    pub title: String,
    /// Its state.
    pub state: StepState,
    /// How much of it is done.
    pub done: u32,
    /// Of how much.
    pub of: u32,
}

/// The states of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// Not begun.
    Queued,
    /// Under way.
    Running,
    /// Waiting for Microsoft, or for a person who signs in.
    Waiting,
    /// Done.
    Done,
    /// Failed; the steps after it stay queued.
    Failed,
    /// Taken back.
    Undone,
}

/// A person is to sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SignInPrompt {
    /// The page to open; the system's browser was asked to.
    pub url: String,
    /// The code to type there, for the device code way.
    pub code: Option<String>,
    /// Whether a browser was opened by itself.
    pub opened: bool,
}

/// How a person signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SignInWay {
    /// In the system's browser, which comes back to this machine's loopback address.
    Browser,
    /// With a code that is typed on any machine.
    DeviceCode,
}

/// A setup is to be carried out, checked or undone as somebody who signs in.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SetupRun {
    /// The setup.
    pub id: String,
    /// How the administrator signs in.
    pub sign_in: SignInWay,
    /// The Application (client) ID of an app that exists and is to be brought to the plan; none registers a new one.
    pub adopt: Option<String>,
}

/// What a setup made is to be taken back.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SetupUndo {
    /// The setup.
    pub id: String,
    /// How the administrator signs in.
    pub sign_in: SignInWay,
    /// The step from which on; none for all.
    pub from: Option<String>,
}

/// A call that was made.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CallView {
    /// When.
    pub at: Millis,
    /// What it did, a few words.
    pub what: String,
    /// The method.
    pub method: String,
    /// The path, without its query.
    pub path: String,
    /// The HTTP status; none while it is under way, or when no answer came.
    pub status: Option<u16>,
    /// How long it took, in milliseconds.
    pub took_ms: Option<u32>,
    /// Microsoft's id of the request.
    pub request_id: String,
    /// The account or app that it was made as.
    pub made_as: String,
}

/// The record of a setup's calls, oldest first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CallRecord {
    /// The calls.
    pub calls: Vec<CallView>,
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
