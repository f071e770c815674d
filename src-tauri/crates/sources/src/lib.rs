//! What can be collected: one folder a source, one line of the registry.
//!
//! A source turns a state into a request, and an answer into items and a next state. It never sleeps, never stores,
//! never reads a clock and never sees what opens Microsoft's doors; the engine does the rest.

mod defender_xdr_alerts;

use domain::alert::Alert;
use domain::{Outcome, Problem};
use microsoft::{Answer, Call};

pub use defender_xdr_alerts::DefenderXdrAlerts;

/// What a source is, as facts.
#[derive(Debug)]
pub struct About {
    /// Its id, as the catalog names it.
    pub id: &'static str,
    /// API and call, for the origin of a body.
    pub origin: &'static str,
    /// The name of the limit that it uses up.
    pub limit_name: &'static str,
    /// Requests that Microsoft allows an app in a tenant in 60 seconds.
    pub limit_per_minute: u32,
    /// Seconds between polls.
    pub every_seconds: u32,
    /// The application permissions of which one is enough.
    pub permissions: &'static [&'static str],
}

/// An item as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawItem {
    /// Its JSON text, byte for byte.
    pub json: String,
}

/// What an answer brought.
#[derive(Debug)]
pub struct Page {
    /// The items.
    pub items: Vec<RawItem>,
    /// The state after it, to be stored with the items.
    pub state: String,
    /// Whether this poll has listed everything there is.
    pub done: bool,
    /// What could not be listed, although the poll goes on.
    pub warning: Option<Box<Problem>>,
}

/// Something that can be collected.
pub trait Source: Send + Sync {
    /// What it is.
    fn about(&self) -> &'static About;

    /// The state with which a poll begins, from what the last one left.
    ///
    /// # Errors
    /// `internal.unexpected` when the stored state is not one of this source.
    fn begin(&self, saved: Option<&str>) -> Outcome<String>;

    /// The next request.
    ///
    /// # Errors
    /// As for `begin`.
    fn request(&self, state: &str) -> Outcome<Call>;

    /// What an accepted answer brought, and the state after it.
    ///
    /// # Errors
    /// `wire.answer_unreadable`, `collect.page_not_understood`; the state stays as it was.
    fn page(&self, state: &str, answer: &Answer) -> Outcome<Page>;

    /// Reads an item. Anything is readable; what has no place is kept in `rest`.
    fn normalize(&self, json: &str) -> Alert;
}

/// The registry: every source there is.
pub fn sources() -> &'static [&'static dyn Source] {
    &[&DefenderXdrAlerts]
}

/// The source of that id.
pub fn source(id: &str) -> Option<&'static dyn Source> {
    sources().iter().copied().find(|source| source.about().id == id)
}
