//! The published limits and the usual latencies, read from `data/throttle.toml`.

use std::time::Duration;

use serde::Deserialize;

use super::Pattern;
use super::answer::Shape;
use crate::wire::Call;

/// Whose calls a limit adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Per {
    /// One application.
    App,
    /// One application in one mailbox.
    Mailbox,
    /// Everybody together.
    Tenant,
}

/// One limit.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Limit {
    pub(crate) id: String,
    paths: Vec<Pattern>,
    #[serde(default)]
    methods: Vec<String>,
    count: u64,
    seconds: u64,
    per: Per,
    pub(crate) answer: Shape,
    pub(crate) retry_after: bool,
    /// A query option that must be there: a name, or `name=text that its value holds`.
    query: Option<String>,
    /// A query option that must be missing.
    without: Option<String>,
    /// Where the reference has it.
    pub(crate) section: String,
}

impl Limit {
    /// The number of calls that fit into a window; one at least.
    pub(crate) fn scaled(&self, factor: f64) -> u64 {
        ((self.count as f64 * factor).round() as u64).max(1)
    }

    pub(crate) fn window(&self) -> Duration {
        Duration::from_secs(self.seconds)
    }

    /// What tells one count of this limit from another.
    pub(crate) fn key(&self, call: &Call, application: &str) -> String {
        let mailbox = call.segments.get(2).map_or("", String::as_str);
        match self.per {
            Per::App => application.to_owned(),
            Per::Mailbox => format!("{application} {}", mailbox.to_ascii_lowercase()),
            Per::Tenant => String::new(),
        }
    }

    fn counts(&self, call: &Call) -> bool {
        let asked = |option: &str| {
            let (name, part) = option.split_once('=').unwrap_or((option, ""));
            call.query.iter().any(|(key, value)| key.eq_ignore_ascii_case(name) && value.contains(part))
        };
        self.paths.iter().any(|pattern| pattern.matches(&call.path))
            && (self.methods.is_empty() || self.methods.iter().any(|method| call.method == method.as_str()))
            && self.query.as_deref().is_none_or(asked)
            && self.without.as_deref().is_none_or(|option| !asked(option))
    }

    /// The limit in a few words, for the coverage page.
    pub(crate) fn described(&self) -> String {
        let whom = match self.per {
            Per::App => "application",
            Per::Mailbox => "application and mailbox",
            Per::Tenant => "tenant",
        };
        format!("{} in {} s per {whom}", self.count, self.seconds)
    }
}

/// How long some answers take.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Latency {
    paths: Vec<Pattern>,
    low: u64,
    high: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Listing {
    limit: Vec<Limit>,
    latency: Vec<Latency>,
}

/// All limits and latencies.
#[derive(Debug)]
pub(crate) struct Limits(Listing);

impl Limits {
    /// Reads the built-in list.
    pub(crate) fn load() -> Result<Self, toml::de::Error> {
        toml::from_str(include_str!("../../data/throttle.toml")).map(Self)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Limit> {
        self.0.limit.iter()
    }

    /// The limits that this call falls under.
    pub(crate) fn over<'a>(&'a self, call: &'a Call) -> impl Iterator<Item = &'a Limit> {
        self.iter().filter(move |limit| limit.counts(call))
    }

    /// The least and the most milliseconds that an answer on this path takes.
    pub(crate) fn latency(&self, path: &str) -> (u64, u64) {
        let mut known = self.0.latency.iter();
        let found = known.find(|latency| latency.paths.iter().any(|pattern| pattern.matches(path)));
        found.map_or((0, 0), |latency| (latency.low, latency.high))
    }
}
