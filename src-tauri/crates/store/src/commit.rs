//! Taking a page in: rows, cursor and journal line in one transaction, then memory.
//!
//! An item is known by tenant, source and id. The same content as any version of it is nothing new; another content
//! is a new version. The version with the latest update is shown, whichever came last.

use crate::access::{Seq, Store};
use crate::canonical::canonical;
use crate::failure::OrProblem;
use crate::interner::Interner;
use crate::journal::PollLine;
use crate::ledger::{self, LedgerLines};
use crate::memory::Memory;
use crate::table::record::Record;
use crate::table::value::Vocabulary;
use crate::table::{feed, raw, record, value};
use crate::ticks::ticks;
use domain::Outcome;
use domain::alert::AlertSummary;
use domain::ids::{FeedId, IntegrationId, ItemId, SourceId, TenantId};
use domain::item::Class;
use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior};
use std::borrow::Cow;
use std::collections::HashMap;

/// What a source brought at once.
#[derive(Debug, Clone)]
pub struct PageCommit {
    /// Who collected it.
    pub integration: IntegrationId,
    /// The tenant that it is of.
    pub tenant: TenantId,
    /// The kind of item.
    pub source: SourceId,
    /// What of the source was listed.
    pub feed: FeedId,
    /// The items; none is fine.
    pub items: Vec<Item>,
    /// Where to go on, in the source's own words; none leaves what was known.
    pub cursor: Option<String>,
    /// What the engine knows of the feed besides; none leaves what was known.
    pub memo: Option<String>,
    /// The line of the poll, when this page ends one.
    pub poll: Option<PollLine>,
    /// When it arrived.
    pub at: Timestamp,
    /// Microsoft's id of the request that brought it.
    pub request_id: Option<String>,
    /// What it adds to the ledger.
    pub ledger: LedgerLines,
}

/// One item of a page.
#[derive(Debug, Clone)]
pub struct Item {
    /// What it is listed, counted and found by.
    pub summary: AlertSummary,
    /// Its JSON text, byte for byte as it came.
    pub raw: String,
    /// Its kind.
    pub class: Class,
    /// What plain words find beyond the summary: texts of its body.
    pub texts: Vec<String>,
    /// The exclusion that hides it.
    pub hidden: Option<String>,
    /// Ids by which it is provably the same as an item of another source; equal ones link.
    pub claims: Vec<String>,
}

impl Item {
    /// An alert that nothing hides and nothing links.
    pub fn plain(summary: AlertSummary, raw: String) -> Self {
        Self { summary, raw, class: Class::Alert, texts: Vec::new(), hidden: None, claims: Vec::new() }
    }
}

/// What became of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Committed {
    /// Items that were not known.
    pub new: u32,
    /// Items that were known with other contents: new versions.
    pub updated: u32,
    /// Items that were known as they are.
    pub unchanged: u32,
    /// The newest row of the store after it.
    pub newest: Seq,
}

impl Store {
    /// Stores a page, whole or not at all.
    ///
    /// # Errors
    /// `store.disk_full`, `store.in_use` when opened for reading, `store.unreadable`. Nothing was stored then, and the
    /// same page can be committed again.
    pub fn commit(&self, page: &PageCommit) -> Outcome<Committed> {
        // What needs no lock is done first.
        let texts: Vec<Cow<'_, str>> = page.items.iter().map(|item| canonical(&item.raw)).collect();
        let mut writer = self.writer()?;
        let writer = &mut *writer;
        let folder = self.folder();
        let transaction =
            writer.connection.transaction_with_behavior(TransactionBehavior::Immediate).or_problem(folder)?;
        let decided = {
            let memory = self.memory();
            decide(&memory, &transaction, page, &texts).or_problem(folder)?
        };
        for (vocabulary, number, text) in &decided.values {
            value::add(&transaction, *vocabulary, *number, text).or_problem(folder)?;
        }
        for (row, place) in &decided.rows {
            record::add(&transaction, row).or_problem(folder)?;
            let json = page.items.get(*place).map_or("", |item| &item.raw);
            writer.press.add(&transaction, row.seq, json, page.request_id.as_deref()).or_problem(folder)?;
        }
        ledger::note(&transaction, page, decided.counts).or_problem(folder)?;
        transaction.commit().or_problem(folder)?;
        Ok(self.learn(&decided))
    }

    /// Takes into memory what has been committed.
    fn learn(&self, decided: &Decided) -> Committed {
        let mut memory = self.memory_to_change();
        for (vocabulary, _, text) in &decided.values {
            memory.add_value(*vocabulary, text);
        }
        for (row, _) in &decided.rows {
            let next = memory.push(row);
            debug_assert!(next, "rows were numbered on from this memory, under the writer's lock");
        }
        Committed { newest: Seq(memory.newest()), ..decided.counts }
    }
}

/// What is to be written for a page.
#[derive(Default)]
struct Decided {
    values: Vec<(Vocabulary, u32, String)>,
    /// Rows with the places of their items.
    rows: Vec<(Record, usize)>,
    counts: Committed,
}

/// What is known of an item, with what this page has added to it.
struct Chain {
    last: u32,
    shown: u32,
    shown_update: Option<i64>,
    first_seen: i64,
    /// Of this page: places in the list of rows.
    fresh: Vec<usize>,
    /// The last one that memory has; 0 for none.
    stored: u32,
}

fn decide(
    memory: &Memory,
    connection: &Connection,
    page: &PageCommit,
    texts: &[Cow<'_, str>],
) -> rusqlite::Result<Decided> {
    let mut decided = Decided::default();
    if page.items.is_empty() {
        return Ok(decided);
    }
    let backfill = !feed::succeeded_before(connection, &page.integration, &page.feed)?;
    let mut interner = Interner::new(memory);
    let tenant = interner.number(Vocabulary::Tenant, page.tenant.as_str());
    let source = interner.number(Vocabulary::Source, page.source.as_str());
    let integration = interner.number(Vocabulary::Integration, page.integration.as_str());
    let mut chains: HashMap<&ItemId, Option<Chain>> = HashMap::new();
    for (place, (item, text)) in page.items.iter().zip(texts).enumerate() {
        let content_hash = (memory.hash)(text.as_bytes());
        let chain = chains
            .entry(&item.summary.id)
            .or_insert_with(|| stored_chain(memory, tenant, source, item.summary.id.as_str()));
        if let Some(chain) = chain {
            let fresh = chain.fresh.iter().filter_map(|row| decided.rows.get(*row));
            let in_page = fresh.map(|(row, place)| (row.content_hash, *place));
            let twice = in_page.into_iter().any(|(hash, place)| hash == content_hash && texts.get(place) == Some(text));
            if twice || has_content(memory, connection, chain.stored, content_hash, &item.raw, text)? {
                decided.counts.unchanged += 1;
                continue;
            }
        }
        let seq = memory.newest() + 1 + u32::try_from(decided.rows.len()).unwrap_or(u32::MAX);
        let seen = ticks(page.at);
        let mut row = Record {
            seq,
            tenant,
            integration,
            source,
            id: item.summary.id.clone(),
            created: None,
            updated: None,
            first_seen: chain.as_ref().map_or(seen, |chain| chain.first_seen),
            seen,
            backfill,
            content_hash,
            previous: chain.as_ref().map_or(0, |chain| chain.last),
            retires: 0,
            severity: 0,
            status: 0,
            service: 0,
            detection: 0,
            category: 0,
            title: 0,
            incident: 0,
            techniques: Vec::new(),
            entities: Vec::new(),
            entity: None,
        };
        interner.fill(&mut row, &item.summary);
        match chain {
            Some(chain) => {
                decided.counts.updated += 1;
                chain.last = seq;
                chain.fresh.push(decided.rows.len());
                if row.updated >= chain.shown_update {
                    row.retires = chain.shown;
                    (chain.shown, chain.shown_update) = (seq, row.updated);
                } else {
                    row.retires = seq;
                }
            }
            None => {
                decided.counts.new += 1;
                *chain = Some(Chain {
                    last: seq,
                    shown: seq,
                    shown_update: row.updated,
                    first_seen: seen,
                    fresh: vec![decided.rows.len()],
                    stored: 0,
                });
            }
        }
        decided.rows.push((row, place));
    }
    decided.values = interner.fresh;
    if decided.rows.is_empty() {
        decided.values.clear();
    }
    Ok(decided)
}

fn stored_chain(memory: &Memory, tenant: u32, source: u32, id: &str) -> Option<Chain> {
    let stored = memory.last_of(tenant, source, id)?;
    let columns = &memory.columns;
    let shown = memory.back_from(stored).find(|seq| columns.retired_by[*seq as usize - 1] == 0).unwrap_or(stored);
    Some(Chain {
        last: stored,
        shown,
        shown_update: columns.update_of(shown),
        first_seen: columns.first_seen[stored as usize - 1],
        fresh: Vec::new(),
        stored,
    })
}

/// Whether a stored version has this content. The hash only says where to look.
fn has_content(
    memory: &Memory,
    connection: &Connection,
    last: u32,
    hash: u64,
    json: &str,
    text: &str,
) -> rusqlite::Result<bool> {
    if last == 0 {
        return Ok(false);
    }
    let hashes = &memory.columns.content_hash;
    for seq in memory.back_from(last).filter(|seq| hashes[*seq as usize - 1] == hash) {
        let Some(stored) = raw::one(connection, seq)? else { continue };
        if stored.json == json || canonical(&stored.json) == text {
            return Ok(true);
        }
    }
    Ok(false)
}
