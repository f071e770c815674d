//! Which feeds an integration has: those of its source, and of further sources whose feature was chosen.

use super::settings::{CollectSettings, Wanted};
use domain::catalog;
use domain::ids::FeedId;
use domain::tenant::Integration;
use sources::{Feed, Source};
use std::sync::Arc;

/// One feed of one integration: what is polled by itself.
#[derive(Clone)]
pub(crate) struct Lane {
    /// The integration.
    pub(crate) integration: Arc<Integration>,
    /// The source.
    pub(crate) source: &'static dyn Source,
    /// What of the source is listed.
    pub(crate) feed: &'static Feed,
    /// Its id.
    pub(crate) id: FeedId,
    /// Collected only when its permission was granted; else left alone without a word.
    pub(crate) optional: bool,
}

impl Lane {
    /// The permissions of which one is enough.
    pub(crate) fn permissions(&self) -> &'static [&'static str] {
        self.source.about().permissions_of(self.feed.content)
    }
}

/// The feeds of an integration as it is set; none for one that its vendor collects.
pub(crate) fn lanes(integration: &Arc<Integration>, settings: &CollectSettings) -> Vec<Lane> {
    let Ok(entry) = catalog::entry(&integration.catalog) else { return Vec::new() };
    let own = entry.source.as_deref().and_then(sources::source);
    let further: Vec<_> = entry.further.iter().filter_map(|further| sources::source(&further.source)).collect();
    let own = own.filter(|_| further.is_empty() || settings.wanted != Wanted::Further);
    let further = further.into_iter().filter(|_| settings.wanted != Wanted::Own);
    let optional = settings.wanted == Wanted::AsPermitted;
    let all = own.into_iter().map(|source| (source, false)).chain(further.map(|source| (source, optional)));
    all.flat_map(|(source, optional)| of_source(integration, settings, source, optional)).collect()
}

fn of_source(
    integration: &Arc<Integration>,
    settings: &CollectSettings,
    source: &'static dyn Source,
    optional: bool,
) -> Vec<Lane> {
    let chosen = |feed: &&Feed| settings.content.is_empty() || settings.content.iter().any(|one| one == feed.content);
    let lane = |feed: &'static Feed| Lane {
        integration: Arc::clone(integration),
        source,
        feed,
        id: FeedId::of(source.about().id, feed.content),
        // What a person named is wanted; what nobody named is taken when it is allowed.
        optional: optional || (!feed.usual && settings.content.is_empty()),
    };
    source.about().feeds.iter().filter(chosen).map(lane).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(crate) mod tests {
    use super::*;
    use domain::tenant::{Credential, CredentialKind};
    use jiff::Timestamp;

    pub(crate) fn integration(catalog: &str) -> Arc<Integration> {
        Arc::new(Integration {
            id: format!("t/{catalog}").as_str().into(),
            tenant: "t".into(),
            catalog: catalog.to_owned(),
            client_id: "c".into(),
            credential: Credential {
                id: "k".into(),
                kind: CredentialKind::Secret,
                added: Timestamp::UNIX_EPOCH,
                expires: None,
                thumbprint: String::new(),
            },
            attached: Timestamp::UNIX_EPOCH,
            paused: None,
        })
    }

    fn ids(catalog: &str, settings: &CollectSettings) -> Vec<(String, bool)> {
        lanes(&integration(catalog), settings).into_iter().map(|lane| (lane.id.0, lane.optional)).collect()
    }

    #[test]
    fn an_integration_of_a_vendor_has_no_feed_here() {
        for entry in catalog::catalog().iter().filter(|entry| entry.vendor.is_some()) {
            assert_eq!(ids(&entry.id, &CollectSettings::default()), [], "{} is collected elsewhere", entry.id);
        }
        assert_eq!(ids("not in the catalog", &CollectSettings::default()), []);
    }

    #[test]
    fn alerts_incidents_or_both_as_chosen_and_as_permitted_by_itself() {
        let of = |wanted| ids("defender-xdr", &CollectSettings { wanted, ..CollectSettings::default() });
        let (alerts, incidents) = ("defender-xdr-alerts".to_owned(), "defender-xdr-incidents".to_owned());
        assert_eq!(of(Wanted::AsPermitted), [(alerts.clone(), false), (incidents.clone(), true)]);
        assert_eq!(of(Wanted::Own), [(alerts.clone(), false)]);
        assert_eq!(of(Wanted::Further), [(incidents.clone(), false)]);
        assert_eq!(of(Wanted::Both), [(alerts, false), (incidents, false)]);
    }

    #[test]
    fn audit_content_is_five_feeds_and_dlp_one_of_them_when_it_is_allowed() {
        let all = ids("o365-audit", &CollectSettings::default());
        assert_eq!(all.len(), 5);
        assert_eq!(all.last(), Some(&("o365-audit/DLP.All".to_owned(), true)));
        let chosen = CollectSettings { content: vec!["DLP.All".to_owned()], ..CollectSettings::default() };
        assert_eq!(ids("o365-audit", &chosen), [("o365-audit/DLP.All".to_owned(), false)]);
    }
}
