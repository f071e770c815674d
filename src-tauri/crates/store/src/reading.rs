//! Rows of a list, one alert with its history, ids by a part of them, and every body that is stored.

use crate::access::{Seq, Store};
use crate::failure::{self, OrProblem};
use crate::folder;
use crate::interner::summary;
use crate::memory::Memory;
use crate::table::record::Record;
use crate::table::value::Vocabulary;
use crate::table::{raw, record};
use crate::ticks::moment;
use domain::alert::AlertSummary;
use domain::ids::{IntegrationId, ItemId, SourceId, TenantId};
use domain::{Code, Outcome, Problem};
use jiff::Timestamp;
use rusqlite::Connection;

/// One row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// This version.
    pub seq: Seq,
    /// What it is listed by.
    pub summary: AlertSummary,
    /// How many versions of the alert are here.
    pub versions: u32,
    /// When the first version arrived.
    pub first_seen: Timestamp,
    /// The tenant.
    pub tenant: TenantId,
    /// Who collected it.
    pub integration: IntegrationId,
}

impl Row {
    /// When it was created; when it arrived, where Microsoft names no time.
    pub fn created(&self) -> Timestamp {
        self.summary.created.unwrap_or(self.first_seen)
    }

    /// When it was last updated; when it was created, where Microsoft names no time.
    pub fn updated(&self) -> Timestamp {
        self.summary.updated.unwrap_or_else(|| self.created())
    }
}

/// A span of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    /// How many rows the list has.
    pub total: u32,
    /// The rows of the span.
    pub rows: Vec<Row>,
}

/// One alert, at the version that was asked for, with its history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The row of the version that was asked for.
    pub row: Row,
    /// The version that is shown: the first of `versions`.
    pub head: Seq,
    /// The kind of item.
    pub source: SourceId,
    /// The body of the version that was asked for.
    pub raw: String,
    /// When that version arrived.
    pub seen: Timestamp,
    /// Microsoft's id of the request that brought it.
    pub request_id: Option<String>,
    /// All versions, the latest update first.
    pub versions: Vec<Version>,
}

/// One version of an alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its row.
    pub seq: Seq,
    /// When Microsoft updated it, where it says so.
    pub updated: Option<Timestamp>,
    /// When it arrived.
    pub seen: Timestamp,
    /// Its body, byte for byte.
    pub raw: String,
    /// Microsoft's id of the request that brought it.
    pub request_id: Option<String>,
}

/// One stored body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawRecord {
    /// Its row.
    pub seq: Seq,
    /// The tenant.
    pub tenant: TenantId,
    /// The kind of item.
    pub source: SourceId,
    /// Microsoft's id.
    pub id: ItemId,
    /// The body, byte for byte.
    pub raw: String,
}

/// How much is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// Alerts.
    pub alerts: u32,
    /// Versions of them.
    pub rows: u32,
    /// The database with its log, in bytes.
    pub bytes_on_disk: u64,
}

impl Store {
    /// One alert in full, by any of its versions.
    ///
    /// # Errors
    /// `alert.not_found`, `store.unreadable`.
    pub fn alert(&self, seq: Seq) -> Outcome<Stored> {
        let reader = self.reader()?;
        let memory = self.memory();
        let seqs = memory.versions(seq.0);
        if seqs.is_empty() {
            return Err(Problem::new(Code::AlertUnknown, format!("No alert here has the number {}.", seq.0)));
        }
        let mut versions = Vec::with_capacity(seqs.len());
        for each in seqs {
            let row = self.record(&reader.connection, each)?;
            let body = self.body(&reader.connection, each)?;
            versions.push((
                row.updated,
                Version {
                    seq: Seq(each),
                    updated: row.updated.map(moment),
                    seen: moment(row.seen),
                    raw: body.json,
                    request_id: body.request_id,
                },
            ));
        }
        versions.sort_by_key(|(updated, version)| std::cmp::Reverse((*updated, version.seq)));
        let versions: Vec<Version> = versions.into_iter().map(|(_, version)| version).collect();
        let asked = self.record(&reader.connection, seq.0)?;
        let (head, of_asked) = (versions.first(), versions.iter().find(|version| version.seq == seq));
        let (Some(head), Some(of_asked)) = (head, of_asked) else { return Err(self.row_gone()) };
        Ok(Stored {
            row: row(&memory, &asked),
            head: head.seq,
            source: SourceId(memory.lexicon(Vocabulary::Source).text(asked.source).to_owned()),
            raw: of_asked.raw.clone(),
            seen: of_asked.seen,
            request_id: of_asked.request_id.clone(),
            versions,
        })
    }

    /// The alert of that id, or of an id that contains the text; the whole id goes before a part.
    ///
    /// # Errors
    /// `alert.not_found`, `alert.ambiguous`, `store.unreadable`.
    pub fn find(&self, id: &str) -> Outcome<Seq> {
        drop(self.reader()?);
        let memory = self.memory();
        let columns = &memory.columns;
        let lower = id.to_lowercase();
        let mut holding = Vec::new();
        if !id.is_empty() {
            columns.ids.containing(&lower, |row| {
                if columns.retired_by[row as usize] == 0 && holding.last() != Some(&row) {
                    holding.push(row);
                }
            });
        }
        let only = |holds: &dyn Fn(u32) -> bool| holding.iter().copied().filter(|row| holds(*row)).collect::<Vec<_>>();
        let exact = only(&|row| columns.ids.written(row) == id);
        let but_for_case = only(&|row| columns.ids.lower(row) == lower);
        let found = [exact, but_for_case, holding.clone()].into_iter().find(|rows| !rows.is_empty());
        match found.unwrap_or_default().as_slice() {
            [] => Err(Problem::new(Code::AlertUnknown, format!("No alert here has an id with \"{id}\" in it."))),
            [row] => Ok(Seq(row + 1)),
            several => {
                let few: Vec<_> = several.iter().take(5).map(|row| columns.ids.written(*row)).collect();
                let message = format!("{} alerts have an id with \"{id}\" in it.", several.len());
                Err(Problem::new(Code::AlertAmbiguous, message).fact("Among them", few.join(", ")))
            }
        }
    }

    /// How much is here.
    ///
    /// # Errors
    /// `store.unreadable`.
    pub fn totals(&self) -> Outcome<Totals> {
        drop(self.reader()?);
        let memory = self.memory();
        let database = folder::database(self.folder());
        let log = self.folder().join("bartizan.db-wal");
        let bytes = |path: &std::path::Path| std::fs::metadata(path).map_or(0, |known| known.len());
        let alerts = memory.columns.retired_by.iter().filter(|by| **by == 0).count();
        Ok(Totals {
            alerts: u32::try_from(alerts).unwrap_or(u32::MAX),
            rows: memory.newest(),
            bytes_on_disk: bytes(&database) + bytes(&log),
        })
    }

    /// Hands over every stored version with its body, in order of arrival.
    ///
    /// # Errors
    /// `store.unreadable`.
    pub fn raws(&self, each: &mut dyn FnMut(RawRecord)) -> Outcome<()> {
        let mut seq = 0;
        loop {
            seq += 1;
            let read = {
                // Held for one row at a time, so that nobody waits for a long walk.
                let reader = self.reader()?;
                let memory = self.memory();
                if seq > memory.newest() {
                    return Ok(());
                }
                let row = self.record(&reader.connection, seq)?;
                RawRecord {
                    seq: Seq(seq),
                    tenant: TenantId(memory.lexicon(Vocabulary::Tenant).text(row.tenant).to_owned()),
                    source: SourceId(memory.lexicon(Vocabulary::Source).text(row.source).to_owned()),
                    id: row.id,
                    raw: self.body(&reader.connection, seq)?.json,
                }
            };
            each(read);
        }
    }

    /// The rows of these sequence numbers, in their order.
    pub(crate) fn rows_of(&self, seqs: &[u32]) -> Outcome<Vec<Row>> {
        let reader = self.reader()?;
        let memory = self.memory();
        seqs.iter().map(|seq| Ok(row(&memory, &self.record(&reader.connection, *seq)?))).collect()
    }

    fn record(&self, connection: &Connection, seq: u32) -> Outcome<Record> {
        record::one(connection, seq).or_problem(self.folder())?.ok_or_else(|| self.row_gone())
    }

    fn body(&self, connection: &Connection, seq: u32) -> Outcome<raw::Raw> {
        raw::one(connection, seq).or_problem(self.folder())?.ok_or_else(|| self.row_gone())
    }

    fn row_gone(&self) -> Box<Problem> {
        failure::unreadable(self.folder(), "A row of it is gone.")
    }
}

fn row(memory: &Memory, record: &Record) -> Row {
    let text = |vocabulary: Vocabulary, number: u32| memory.lexicon(vocabulary).text(number).to_owned();
    Row {
        seq: Seq(record.seq),
        summary: summary(memory, record),
        versions: u32::try_from(memory.versions(record.seq).len()).unwrap_or(u32::MAX),
        first_seen: moment(record.first_seen),
        tenant: TenantId(text(Vocabulary::Tenant, record.tenant)),
        integration: IntegrationId(text(Vocabulary::Integration, record.integration)),
    }
}
