//! The plan: one registration for everything that was chosen, readable before anything happens.

use super::PrerequisiteView;
use crate::types::CredentialKind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The merged plan.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PlanView {
    /// The verdict, such as `12 permissions and 1 role serve all 7 integrations`.
    pub verdict: String,
    /// How many requests of the integrations were merged into it.
    pub merged_from: u32,
    /// The name of the application that is registered.
    pub app_name: String,
    /// What is needed, by API.
    pub apis: Vec<PlanApi>,
    /// Directory roles that are needed.
    pub roles: Vec<PlanRole>,
    /// The credentials of the application, one row each.
    pub credentials: Vec<PlanCredential>,
    /// Why there are two, where no single one serves all.
    pub credential_note: Option<String>,
    /// What must be so in the tenant.
    pub prerequisites: Vec<PrerequisiteView>,
    /// What a person should know before going on, one sentence each.
    pub warnings: Vec<String>,
    /// The directory role that carrying it out takes, in a sentence.
    pub who_may: String,
    /// The exact calls, in their order.
    pub calls: Vec<PlannedCallView>,
    /// What an app that exists has, where one is compared with.
    pub compared: Option<ComparedApp>,
}

/// What is needed of one API.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PlanApi {
    /// Its name in the portal.
    pub name: String,
    /// The host that answers for it in this cloud.
    pub host: String,
    /// The tab of the portal under which it is listed.
    pub listed_under: String,
    /// The permissions.
    pub permissions: Vec<PlanPermission>,
}

/// A permission of the plan.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PlanPermission {
    /// Its value.
    pub value: String,
    /// The portal's word for its kind: `Application` or `Delegated`.
    pub kind: String,
    /// Why it is needed; the reasons of several integrations, without repetition.
    pub why: String,
    /// Whether it changes something in the tenant.
    pub writes: bool,
    /// The integrations that need it; empty for a surplus one.
    pub needed_by: Vec<NeededBy>,
    /// What the compared app has.
    pub found: Option<Found>,
}

/// An integration that needs something.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NeededBy {
    /// The integration's key.
    pub integration: String,
    /// Its title.
    pub title: String,
    /// The title of the feature that needs it, where it is optional.
    pub feature: Option<String>,
}

/// What an app that exists has of a permission or role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// It has it.
    Present,
    /// It lacks it.
    Missing,
    /// It has it, and nothing that was chosen needs it.
    Surplus,
    /// From here it cannot be told.
    Unknown,
}

/// A directory role of the plan.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PlanRole {
    /// Its name.
    pub name: String,
    /// Why it is needed.
    pub why: String,
    /// The integrations that need it.
    pub needed_by: Vec<NeededBy>,
    /// What the compared app has.
    pub found: Option<Found>,
}

/// A credential of the plan.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PlanCredential {
    /// Its kind.
    pub kind: CredentialKind,
    /// The titles of the integrations that use it.
    pub serves: Vec<String>,
    /// What must be so with it; may be empty.
    pub rule: String,
}

/// A call that carrying out the plan makes.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PlannedCallView {
    /// Its number, from one.
    pub number: u32,
    /// The method.
    pub method: String,
    /// Path and query, with names in braces for ids that are not known yet.
    pub path: String,
    /// What it is for, a few words.
    pub what: String,
    /// Whether it changes the tenant.
    pub changes: bool,
}

/// The app that the plan is compared with.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ComparedApp {
    /// Its name, or its client id where the name cannot be read.
    pub name: String,
    /// Its Application (client) ID.
    pub client_id: String,
    /// How many of the needed it has.
    pub present: u32,
    /// How many it lacks.
    pub missing: u32,
    /// How many it has beyond.
    pub surplus: u32,
}

/// In which form a plan is read elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PlanFormat {
    /// For a change request.
    Markdown,
    /// For programs.
    Json,
    /// Signed, for somebody else to carry out.
    Pack,
}

/// A plan is to be saved.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PlanSave {
    /// The setup.
    pub id: String,
    /// In which form.
    pub format: PlanFormat,
}

/// Where something was saved.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Saved {
    /// The file.
    pub path: String,
    /// The fingerprint of whoever signed it, for the telephone; empty where nothing was signed.
    pub fingerprint: String,
}
