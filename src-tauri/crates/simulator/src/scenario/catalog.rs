//! The scenarios that are built into the binary, one file each. A test holds this list to the folder.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::action::Act;
use crate::Options;

macro_rules! built_in {
    ($($id:literal)*) => { &[$(($id, include_str!(concat!("../../scenarios/", $id, ".toml")))),*] };
}

/// Every file by its name without the ending, in the order of the list that people see.
const FILES: &[(&str, &str)] = built_in! {
    "secret-expired"
    "certificate-expired"
    "certificate-rolled"
    "consent-missing"
    "consent-revoked-midway"
    "directory-role-missing"
    "product-not-licensed"
    "resource-missing"
    "subscription-lapsed"
    "auditing-off"
    "subscription-disabled"
    "audit-feed-broken"
    "content-expired"
    "foreign-content-links"
    "premium-missing"
    "mailboxes-narrowed"
    "live-response-off"
    "hunting-spent"
    "clock-skew"
    "clock-drifts-away"
    "throttled-with-hint"
    "throttled-without-hint"
    "throttled-sign-in"
    "narrow-limits"
    "storm-503"
    "connection-cut"
    "html-instead-of-json"
    "nul-instead-of-json"
    "error-inside-200"
    "intermittent-403"
    "pages-duplicated"
    "records-late"
    "answers-late"
    "ties"
    "schema-grown"
    "hostile-text"
    "seven-day-gap"
    "alerts-100000"
    "next-link-sometimes"
    "next-link-foreign"
    "ps256-refused"
    "slow-replication"
    "sign-in-hiccup"
    "conditional-access"
    "second-factor"
    "slow-down"
    "secrets-forbidden"
    "tenant-in-another-cloud"
    "application-disabled"
    "request-loop"
    "incidents-500"
    "incidents-merged"
    "incident-order-ignored"
    "busy-day"
    "everything-at-once"
};

/// What a scenario needs that only a start can give; a running simulator keeps its own.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Start {
    /// Alerts to generate; a running simulator writes its generated history anew.
    pub(crate) alerts: Option<usize>,
    users: Option<usize>,
    devices: Option<usize>,
    replication_ms: Option<u64>,
}

/// Switches to set and things to happen, together.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Steps {
    /// Switches by name.
    pub(crate) set: Map<String, Value>,
    /// Switches that go back to `null`.
    pub(crate) unset: Vec<String>,
    pub(crate) act: Vec<Act>,
}

/// Something that happens later.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Change {
    /// After so many calls were answered.
    pub(crate) after_requests: Option<u64>,
    /// After so many pages of lists were answered.
    pub(crate) after_pages: Option<u64>,
    /// So many seconds after the scenario began.
    pub(crate) after_seconds: Option<u64>,
    /// Count only calls whose path holds this.
    #[serde(default)]
    pub(crate) path_contains: String,
    pub(crate) then: Steps,
}

/// One scenario.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Scenario {
    pub(crate) id: String,
    /// What it is, in one line.
    pub(crate) line: String,
    /// Where the reference has it.
    pub(crate) section: String,
    #[serde(default)]
    pub(crate) start: Start,
    #[serde(default)]
    pub(crate) at_start: Steps,
    #[serde(default)]
    pub(crate) change: Vec<Change>,
}

impl Scenario {
    /// The built-in scenario of this name; says what is wrong otherwise.
    pub(crate) fn named(id: &str) -> Result<Self, String> {
        let (_, text) =
            FILES.iter().find(|(name, _)| *name == id).ok_or_else(|| format!("there is no scenario '{id}'"))?;
        toml::from_str(text).map_err(|error| format!("scenario '{id}': {error}"))
    }

    /// The options with what this scenario needs from the start.
    pub(crate) fn started(&self, options: Options) -> Options {
        Options {
            alerts: self.start.alerts.unwrap_or(options.alerts),
            users: self.start.users.unwrap_or(options.users),
            devices: self.start.devices.unwrap_or(options.devices),
            replication: self.start.replication_ms.map(std::time::Duration::from_millis).or(options.replication),
            ..options
        }
    }

    /// What a simulator that runs already cannot give it.
    pub(crate) fn needs_a_start(&self) -> Vec<&'static str> {
        let Start { users, devices, .. } = &self.start;
        let needs = [("users", users.is_some()), ("devices", devices.is_some())];
        needs.into_iter().filter(|(_, needed)| *needed).map(|(name, _)| name).collect()
    }
}

/// One line of the list of scenarios.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScenarioLine {
    /// Its name.
    pub id: String,
    /// What it is, in one line.
    pub line: String,
    /// Where the reference has it.
    pub section: String,
}

/// All scenarios, in the order in which people see them. A file that cannot be read has its error as its line.
pub fn scenario_lines() -> Vec<ScenarioLine> {
    let line = |(id, _): &(&str, &str)| match Scenario::named(id) {
        Ok(scenario) => ScenarioLine { id: scenario.id, line: scenario.line, section: scenario.section },
        Err(error) => ScenarioLine { id: (*id).to_owned(), line: error, section: String::new() },
    };
    FILES.iter().map(line).collect()
}
