//! A naive store: a list of versions and loops over it. What the real one answers must be what this one answers.

use super::{TENANT, key};
use crate::memory::Hash;
use crate::{Access, Committed, Item, LedgerLines, PageCommit, Seq, Store};
use domain::alert::AlertSummary;
use domain::evidence::EntityField;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

pub(super) struct ModelRow {
    pub seq: u32,
    pub identity: (String, String, String),
    pub integration: String,
    pub summary: AlertSummary,
    pub raw: String,
    pub first_seen: Timestamp,
}

impl ModelRow {
    pub fn created(&self) -> Timestamp {
        self.summary.created.unwrap_or(self.first_seen)
    }

    pub fn updated(&self) -> Timestamp {
        self.summary.updated.unwrap_or_else(|| self.created())
    }
}

#[derive(Default)]
pub(super) struct Model {
    pub rows: Vec<ModelRow>,
}

impl Model {
    fn commit(&mut self, page: &PageCommit) -> Committed {
        let mut counts = Committed::default();
        for item in &page.items {
            let identity = (page.tenant.0.clone(), page.source.0.clone(), item.summary.id.0.clone());
            let value = |raw: &str| serde_json::from_str::<Value>(raw).unwrap();
            let chain: Vec<&ModelRow> = self.rows.iter().filter(|row| row.identity == identity).collect();
            if chain.iter().any(|row| value(&row.raw) == value(&item.raw)) {
                counts.unchanged += 1;
                continue;
            }
            if chain.is_empty() {
                counts.new += 1;
            } else {
                counts.updated += 1;
            }
            let first_seen = chain.first().map_or(page.at, |row| row.first_seen);
            self.rows.push(ModelRow {
                seq: self.rows.len() as u32 + 1,
                identity,
                integration: page.integration.0.clone(),
                summary: item.summary.clone(),
                raw: item.raw.clone(),
                first_seen,
            });
        }
        Committed { newest: Seq(self.rows.len() as u32), ..counts }
    }

    pub fn chain(&self, row: &ModelRow) -> impl Iterator<Item = &ModelRow> {
        self.rows.iter().filter(move |other| other.identity == row.identity)
    }

    /// The rows that are shown when that one is the newest.
    pub fn shown(&self, up_to: u32) -> Vec<&ModelRow> {
        let known = |row: &&ModelRow| row.seq <= up_to;
        let rank = |row: &ModelRow| (row.summary.updated, row.seq);
        self.rows
            .iter()
            .filter(known)
            .filter(|row| self.chain(row).filter(known).all(|other| rank(other) <= rank(row)))
            .collect()
    }
}

pub(super) const USERS: [&str; 7] = ["ann@contoso.com", "Ann@Contoso.com", "bob", "é", "eve", "mallory", "trent"];

fn texts(pool: &'static [&'static str]) -> impl Strategy<Value = String> {
    select(pool).prop_map(str::to_owned)
}

pub(super) fn moments() -> impl Strategy<Value = Option<Timestamp>> {
    let base: Timestamp = "2026-11-20T08:00:00Z".parse().unwrap();
    let near = (0_i64..600).prop_map(move |minutes| base + SignedDuration::from_mins(minutes));
    prop_oneof![1 => Just(None), 8 => near.prop_map(Some)]
}

fn entities() -> impl Strategy<Value = Vec<(EntityField, String)>> {
    let entity = prop_oneof![
        3 => texts(&USERS).prop_map(|text| (EntityField::User, text)),
        2 => texts(&["desktop-7", "DESKTOP-7", "srv-dc-01"]).prop_map(|text| (EntityField::Device, text)),
        1 => texts(&["10.0.0.1", "::1"]).prop_map(|text| (EntityField::Ip, text)),
        1 => texts(&["lsass.exe", ""]).prop_map(|text| (EntityField::File, text)),
    ];
    prop::collection::vec(entity, 0..4).prop_map(|mut list| {
        list.sort();
        list.dedup();
        list
    })
}

fn summary() -> impl Strategy<Value = AlertSummary> {
    let words = (
        texts(&["high", "High", "medium", "low", "informational", "purple", ""]),
        texts(&["new", "inProgress", "resolved", "x-odd"]),
        texts(&["s1", "s2", "s3", "s4", "s5", "s6", "s7", "S7"]),
        texts(&["antivirus", "manual"]),
        texts(&["Malware", "malware", "Exfiltration", ""]),
    );
    let more = (
        texts(&["Access to LSASS", "access to lsass", "Élan\u{200b}", "Mail sent"]),
        texts(&["924", "7", ""]),
        prop::collection::vec(texts(&["T1059", "T1059.001", "T1059.002", "T1003", "T1110.003"]), 0..4),
        entities(),
    );
    let id = texts(&["da1_1", "DA1_1", "da1_2", "ca77", "é-1", "pid"]);
    (id, words, more, moments(), moments()).prop_map(
        |(
            id,
            (severity, status, service, detection, category),
            (title, incident, techniques, entities),
            created,
            updated,
        )| {
            AlertSummary {
                id: id.as_str().into(),
                title,
                severity,
                status,
                service,
                detection,
                category,
                incident,
                created,
                updated,
                entity: None,
                techniques,
                entities,
            }
        },
    )
}

/// Few contents in two spellings each, so that versions repeat.
fn raw() -> impl Strategy<Value = String> {
    (0..4, any::<bool>()).prop_map(|(content, other_spelling)| {
        if other_spelling {
            format!("{{\"b\": [1, \"x\"],\n \"a\": {content}}}")
        } else {
            format!("{{\"a\":{content},\"b\":[1,\"x\"]}}")
        }
    })
}

fn page() -> impl Strategy<Value = PageCommit> {
    let items = prop::collection::vec((summary(), raw()), 0..8);
    let origin = select(vec![(TENANT, "defender-xdr"), (TENANT, "other"), ("t2", "defender-xdr")]);
    (origin, select(vec!["alerts", "more"]), items, 0_i64..600).prop_map(
        |((tenant, catalog), source, items, minute)| {
            let start: Timestamp = "2026-11-20T09:00:00Z".parse().unwrap();
            PageCommit {
                integration: format!("{tenant}/{catalog}").as_str().into(),
                tenant: tenant.into(),
                source: source.into(),
                items: items.into_iter().map(|(summary, raw)| Item::plain(summary, raw)).collect(),
                feed: super::FEED.into(),
                cursor: Some(minute.to_string()),
                memo: None,
                poll: None,
                at: start + SignedDuration::from_mins(minute),
                request_id: None,
                ledger: LedgerLines::default(),
            }
        },
    )
}

pub(super) fn pages() -> impl Strategy<Value = Vec<PageCommit>> {
    prop::collection::vec(page(), 1..6)
}

/// How texts are hashed: as in the product, or with all hashes the same.
pub(super) fn hashes() -> impl Strategy<Value = Hash> {
    any::<bool>().prop_map(|colliding| if colliding { (|_| 7) as Hash } else { xxhash_rust::xxh3::xxh3_64 })
}

/// Commits the pages to both and compares every answer.
pub(super) fn filled(folder: &std::path::Path, hash: Hash, pages: &[PageCommit]) -> (Store, Model) {
    let store = Store::open_hashing(folder, &key(), Access::Write, hash).unwrap();
    let mut model = Model::default();
    for page in pages {
        assert_eq!(store.commit(page).unwrap(), model.commit(page));
        assert_eq!(super::cursor(&store, &page.integration), page.cursor);
    }
    (store, model)
}

proptest! {
    #[test]
    fn versions_bodies_and_summaries_are_those_of_a_naive_store(hash in hashes(), pages in pages()) {
        let folder = tempfile::tempdir().unwrap();
        let (store, model) = filled(folder.path(), hash, &pages);
        compare(&store, &model);
        drop(store);
        compare(&Store::open_hashing(folder.path(), &key(), Access::Write, hash).unwrap(), &model);
    }
}

fn compare(store: &Store, model: &Model) {
    let newest = model.rows.len() as u32;
    let mut bodies = Vec::new();
    store
        .raws(&mut |record| bodies.push((record.seq.0, record.tenant.0, record.source.0, record.id.0, record.raw)))
        .unwrap();
    let expected = model.rows.iter().map(|row| {
        let (tenant, source, id) = row.identity.clone();
        (row.seq, tenant, source, id, row.raw.clone())
    });
    assert_eq!(bodies, expected.collect::<Vec<_>>());
    let totals = store.totals().unwrap();
    assert_eq!((totals.alerts as usize, totals.rows), (model.shown(newest).len(), newest));
    for row in &model.rows {
        let stored = store.alert(Seq(row.seq)).unwrap();
        assert_eq!(stored.row.summary, row.summary);
        assert_eq!((&stored.raw, stored.row.first_seen), (&row.raw, row.first_seen));
        assert_eq!(stored.row.integration.0, row.integration);
        let mut chain: Vec<_> = model.chain(row).collect();
        chain.sort_by_key(|each| std::cmp::Reverse((each.summary.updated, each.seq)));
        let versions: Vec<_> = stored.versions.iter().map(|version| (version.seq.0, version.raw.as_str())).collect();
        assert_eq!(versions, chain.iter().map(|each| (each.seq, each.raw.as_str())).collect::<Vec<_>>());
        assert_eq!((stored.head.0, stored.row.versions as usize), (chain[0].seq, chain.len()));
    }
}
