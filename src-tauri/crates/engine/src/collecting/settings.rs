//! What a person chooses for an integration, in the words of the guides.
//!
//! Filters and exclusions decide what is shown and forwarded, never what is stored: whoever changes their mind finds it here.

use super::exclusion::Exclusion;
use domain::ids::IntegrationId;
use domain::{Code, Outcome, Problem, catalog};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

use crate::product::{Product, View};

/// Which of its sources an integration with several collects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    /// Its own, and the further ones that are permitted.
    #[default]
    AsPermitted,
    /// Its own only: alerts.
    Own,
    /// The further ones only: incidents.
    Further,
    /// All of them.
    Both,
}

/// Everything that can be chosen; what is empty or none is left to the program.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CollectSettings {
    /// Alerts, incidents, or both.
    pub wanted: Wanted,
    /// Content types of the audit log; empty for all.
    pub content: Vec<String>,
    /// Detection sources that are shown; empty for all.
    pub detection_sources: Vec<String>,
    /// Severities that are shown; empty for all.
    pub severities: Vec<String>,
    /// Results of submissions that are not shown.
    pub ignored_results: Vec<String>,
    /// Enforcement modes of data loss prevention that are shown; empty for all.
    pub dlp_modes: Vec<String>,
    /// The mailbox that holds reported messages.
    pub mailbox: String,
    /// A further OData filter on its messages.
    pub mail_filter: String,
    /// The organization, as Exchange calls the tenant's initial domain; empty for the one that is known.
    pub organization: String,
    /// Exclusions.
    pub exclusions: Vec<Exclusion>,
    /// Seconds by which Microsoft's logs are known to lag; a floor for what is measured.
    pub ingestion_delay_seconds: Option<u32>,
    /// Seconds between polls.
    pub every_seconds: Option<u32>,
    /// Days that a first collection goes back.
    pub look_back_days: Option<u32>,
    /// Days for which items are kept here; none for ever.
    pub retention_days: Option<u32>,
}

/// The shortest rhythm that can be chosen: faster gains nothing and uses the limits up.
const FASTEST_SECONDS: u32 = 30;
const SLOWEST_SECONDS: u32 = 24 * 3600;
const MOST_DAYS: u32 = 3650;
const MOST_EXCLUSIONS: usize = 200;

impl CollectSettings {
    /// What is wrong with it, in words.
    ///
    /// # Errors
    /// `input.invalid` with the first thing that cannot be.
    pub fn checked(self, catalog: &str) -> Outcome<Self> {
        let wrong = |message: String| Err(Problem::new(Code::InputInvalid, message));
        let between = |value: Option<u32>, low: u32, high: u32| value.is_none_or(|value| (low..=high).contains(&value));
        if !between(self.every_seconds, FASTEST_SECONDS, SLOWEST_SECONDS) {
            return wrong(format!("The poll interval is {FASTEST_SECONDS} seconds at least and a day at most."));
        }
        if !between(self.ingestion_delay_seconds, 0, SLOWEST_SECONDS) {
            return wrong("The log-ingestion delay is a day at most.".to_owned());
        }
        if !between(self.look_back_days, 1, MOST_DAYS) || !between(self.retention_days, 1, MOST_DAYS) {
            return wrong(format!("Look-back and retention are one day at least and {MOST_DAYS} days at most."));
        }
        if self.exclusions.len() > MOST_EXCLUSIONS {
            return wrong(format!("There can be {MOST_EXCLUSIONS} exclusions at most."));
        }
        for exclusion in &self.exclusions {
            exclusion.check()?;
        }
        let source = catalog::entry(catalog)?.source.as_deref().and_then(sources::source);
        if let Some(about) = source.map(|source| source.about()) {
            if let Some(unknown) = self.content.iter().find(|content| about.feed(content).is_none()) {
                return wrong(format!("{} has no content \"{unknown}\".", about.title));
            }
            if about.id == "mailbox-phishing" && !self.mailbox.contains('@') {
                return wrong("The mailbox is the whole address, such as phishing@contoso.com.".to_owned());
            }
        }
        Ok(self)
    }
}

impl Product {
    /// What is chosen for an integration.
    ///
    /// # Errors
    /// `integration.not_found`, those of the store.
    pub fn collect_settings(&self, id: &IntegrationId) -> Outcome<CollectSettings> {
        self.inner.store.integration(id)?;
        self.settings_or_usual(id)
    }

    /// The settings, or the usual ones; what a newer program wrote and this one cannot read is as if it were not chosen.
    pub(crate) fn settings_or_usual(&self, id: &IntegrationId) -> Outcome<CollectSettings> {
        let written = self.inner.store.settings_of(id)?;
        Ok(written.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
    }

    /// Keeps what is chosen for an integration, and shows and hides what follows from it.
    ///
    /// # Errors
    /// `input.invalid`, `integration.not_found`, those of the store. Nothing is changed then.
    pub async fn set_collect_settings(
        &self,
        id: &IntegrationId,
        settings: CollectSettings,
    ) -> Outcome<CollectSettings> {
        let integration = Arc::new(self.inner.store.integration(id)?);
        let settings = settings.checked(&integration.catalog)?;
        let json = serde_json::to_string(&settings)
            .map_err(|_| Problem::new(Code::Unexpected, "The settings cannot be written as JSON."))?;
        let asked = id.clone();
        self.with_store(move |store| store.put_settings(&asked, &json)).await?;
        self.inner.rhythm.hurry(id);
        self.touch(&[View::App, View::Overview, View::Alerts]);
        Ok(settings)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_is_refused_with_the_reason() {
        let refused = |catalog: &str, settings: CollectSettings| settings.checked(catalog).unwrap_err().message;
        let base = CollectSettings::default;
        assert!(refused("defender-xdr", CollectSettings { every_seconds: Some(5), ..base() }).contains("30 seconds"));
        assert!(
            refused("o365-audit", CollectSettings { content: vec!["Audit.X".to_owned()], ..base() })
                .contains("Audit.X")
        );
        assert!(refused("mailbox-phishing", base()).contains("whole address"), "without it nothing can be collected");
        assert!(base().checked("defender-xdr").is_ok(), "nothing has to be chosen");
    }

    #[test]
    fn settings_of_another_version_are_read_as_far_as_they_go() {
        let read: CollectSettings = serde_json::from_str(r#"{"every_seconds":120,"brand_new":true}"#).unwrap();
        assert_eq!(read, CollectSettings { every_seconds: Some(120), ..CollectSettings::default() });
    }
}
