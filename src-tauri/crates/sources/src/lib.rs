//! What can be collected: one folder a source, one line of the registry.
//!
//! A source turns a state into a request, and an answer into items and a next state. It never sleeps, never stores,
//! never reads a clock and never sees what opens Microsoft's doors; the engine does the rest.

mod about;
mod cloud_apps_alerts;
mod common;
mod defender_endpoint_alerts;
mod defender_xdr_alerts;
mod defender_xdr_incidents;
mod email_submissions;
mod exchange_quarantine;
mod list;
mod mailbox_phishing;
mod mend;
mod o365_audit;
mod read;
mod source;
mod strip;
mod walk;

pub use about::{About, Feed, Times};
pub use cloud_apps_alerts::CloudAppsAlerts;
pub use defender_endpoint_alerts::DefenderEndpointAlerts;
pub use defender_xdr_alerts::DefenderXdrAlerts;
pub use defender_xdr_incidents::DefenderXdrIncidents;
pub use email_submissions::EmailSubmissions;
pub use exchange_quarantine::ExchangeQuarantine;
pub use mailbox_phishing::MailboxPhishing;
pub use o365_audit::O365Audit;
pub use source::{Asked, Content, Own, Page, RawItem, Source};
pub use strip::without_detected_values;

/// The registry: every source there is.
pub fn sources() -> &'static [&'static dyn Source] {
    &[
        &DefenderXdrAlerts,
        &DefenderXdrIncidents,
        &DefenderEndpointAlerts,
        &O365Audit,
        &CloudAppsAlerts,
        &EmailSubmissions,
        &MailboxPhishing,
        &ExchangeQuarantine,
    ]
}

/// The source of that id.
pub fn source(id: &str) -> Option<&'static dyn Source> {
    sources().iter().copied().find(|source| source.about().id == id)
}

#[cfg(test)]
#[path = "registry_tests.rs"]
mod tests;
