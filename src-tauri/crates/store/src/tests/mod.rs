//! The store as a whole, on a real encrypted database in a folder of its own.

mod collecting;
mod crash;
mod disk;
mod ledger;
mod model;
mod model_search;
mod opening;
mod reading;
mod searching;
mod together;

use crate::{Access, Item, LedgerLines, PageCommit, PollLine, Store};
use domain::alert::AlertSummary;
use domain::evidence::EntityField;
use domain::ids::IntegrationId;
use domain::secret::DatabaseKey;
use jiff::Timestamp;
use std::path::Path;
use tempfile::TempDir;

pub(super) const FEED: &str = "defender-xdr-alerts";
pub(super) const TENANT: &str = "11111111-1111-1111-1111-111111111111";

pub(super) fn key() -> DatabaseKey {
    DatabaseKey::new([7; 32])
}

pub(super) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A folder with a store that is open for writing.
pub(super) fn store() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    (folder, store)
}

pub(super) fn open(folder: &Path) -> Store {
    Store::open(folder, &key(), Access::Write).unwrap()
}

/// An alert of that id, last updated at that minute of an hour.
pub(super) fn item(id: &str, minute: u32, change: impl FnOnce(&mut AlertSummary)) -> Item {
    let mut summary = AlertSummary {
        id: id.into(),
        title: "Suspicious access to LSASS".to_owned(),
        severity: "high".to_owned(),
        status: "new".to_owned(),
        service: "microsoftDefenderForEndpoint".to_owned(),
        detection: "antivirus".to_owned(),
        category: "CredentialAccess".to_owned(),
        incident: "924".to_owned(),
        created: Some(at("2026-11-20T10:00:00Z")),
        updated: Some(at(&format!("2026-11-20T11:{minute:02}:00.1234567Z"))),
        entity: None,
        techniques: vec!["T1003.001".to_owned()],
        entities: vec![
            (EntityField::User, "Ann@contoso.com".to_owned()),
            (EntityField::Device, "desktop-7.contoso.com".to_owned()),
        ],
    };
    change(&mut summary);
    let raw = format!("{{\"id\":\"{id}\",\"minute\":{minute},\"severity\":\"{}\"}}", summary.severity);
    Item::plain(summary, raw)
}

pub(super) fn plain(id: &str, minute: u32) -> Item {
    item(id, minute, |_| {})
}

pub(super) fn page(items: Vec<Item>) -> PageCommit {
    PageCommit {
        integration: format!("{TENANT}/defender-xdr").as_str().into(),
        tenant: TENANT.into(),
        source: "defender-xdr-alerts".into(),
        feed: FEED.into(),
        items,
        cursor: None,
        memo: None,
        poll: None,
        at: at("2026-11-20T12:00:00Z"),
        request_id: Some("request-1".to_owned()),
        ledger: LedgerLines::default(),
    }
}

/// Where the feed of these tests goes on.
pub(super) fn cursor(store: &Store, integration: &IntegrationId) -> Option<String> {
    store.feed(integration, &FEED.into()).unwrap().cursor
}

/// The line of a poll that ended at that moment.
pub(super) fn line(ended: &str) -> PollLine {
    PollLine {
        started: at(ended),
        ended: at(ended),
        requests: 1,
        waits: 0,
        problem: None,
        covered_from: None,
        covered_up_to: None,
    }
}
