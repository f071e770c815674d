//! What holds for every source, without any wire.

use super::*;
use domain::catalog;
use std::collections::BTreeSet;

#[test]
fn every_source_has_an_id_of_its_own_and_facts_that_can_be() {
    let ids: BTreeSet<_> = sources().iter().map(|source| source.about().id).collect();
    assert_eq!(ids.len(), sources().len(), "ids are unique");
    for about in sources().iter().map(|source| source.about()) {
        assert!(!about.feeds.is_empty() && about.limit_per_minute > 0, "{}", about.id);
        assert!(about.every_seconds >= 60 && about.every_seconds <= 300, "{}", about.id);
        let per_hour = 3600 / about.every_seconds * u32::try_from(about.feeds.len()).unwrap_or(1);
        assert!(per_hour < about.limit_per_hour.unwrap_or(u32::MAX) / 2, "{}: polling leaves room", about.id);
        assert!(about.times.sweep_days <= about.times.retention_days, "{}", about.id);
        assert!(about.docs.starts_with("https://learn.microsoft.com/"), "{}", about.id);
        for feed in about.feeds {
            assert!(!about.permissions_of(feed.content).is_empty(), "{} {}", about.id, feed.content);
        }
    }
}

#[test]
fn every_permission_that_a_source_needs_is_one_of_its_api() {
    for about in sources().iter().map(|source| source.about()) {
        for permission in about.feeds.iter().flat_map(|feed| about.permissions_of(feed.content)) {
            let known = domain::permissions::permission(about.api, permission);
            assert!(known.is_some(), "{}: {permission} of {:?}", about.id, about.api);
        }
    }
}

#[test]
fn every_source_that_the_catalog_names_is_here() {
    for entry in catalog::catalog() {
        if let Some(id) = &entry.source {
            assert!(source(id).is_some(), "{} names the source {id}", entry.id);
        }
    }
}

#[test]
fn nothing_that_arrives_breaks_a_source() {
    for source in sources() {
        for json in ["", "null", "[]", "\"x\"", "{}", "{\"id\":null}", "\u{0}", "{\"id\":\"\\ud800\"}"] {
            let (alert, summary) = (source.normalize(json), source.summary(json));
            assert_eq!(alert.summary(), summary, "{}: {json}", source.about().id);
            assert!(!summary.id.as_str().is_empty(), "{}: an item always has an id", source.about().id);
            let _ = source.claims(&summary, json);
        }
        assert!(source.request("not a state").is_err(), "{}", source.about().id);
    }
}
