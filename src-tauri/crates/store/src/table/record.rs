//! The records: one row for each version of an alert, appended by sequence number and never changed.
//!
//! `previous_seq` names the version that arrived before, so history needs no table. `retires_seq` names the version
//! that this arrival put out of sight: the one shown until then, or itself when it came late and is older.

use super::broken;
use crate::packed;
use domain::ids::ItemId;
use rusqlite::{Connection, OptionalExtension, Row, params};

/// `class` 0 is an alert; other kinds of items get other classes and their own columns in memory.
pub(crate) const CREATE: &str = "CREATE TABLE record (
  seq INTEGER PRIMARY KEY,
  class INTEGER NOT NULL,
  tenant INTEGER NOT NULL,
  integration INTEGER NOT NULL,
  source INTEGER NOT NULL,
  id TEXT NOT NULL,
  created INTEGER,
  updated INTEGER,
  first_seen INTEGER NOT NULL,
  seen INTEGER NOT NULL,
  backfill INTEGER NOT NULL,
  content_hash INTEGER NOT NULL,
  previous_seq INTEGER NOT NULL,
  retires_seq INTEGER NOT NULL,
  severity INTEGER NOT NULL,
  status INTEGER NOT NULL,
  service INTEGER NOT NULL,
  detection INTEGER NOT NULL,
  category INTEGER NOT NULL,
  title INTEGER NOT NULL,
  incident INTEGER NOT NULL,
  techniques BLOB NOT NULL,
  entities BLOB NOT NULL,
  entity_group TEXT,
  entity TEXT
) STRICT";

const COLUMNS: &str = "seq, class, tenant, integration, source, id, created, updated, first_seen, seen, backfill,
  content_hash, previous_seq, retires_seq, severity, status, service, detection, category, title, incident,
  techniques, entities, entity_group, entity";

const ALERT: i64 = 0;

/// A row. Texts are numbers of their vocabularies, times are ticks, 0 is no row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    pub seq: u32,
    pub tenant: u32,
    pub integration: u32,
    pub source: u32,
    pub id: ItemId,
    pub created: Option<i64>,
    pub updated: Option<i64>,
    /// Arrival of the first version.
    pub first_seen: i64,
    /// Arrival of this version.
    pub seen: i64,
    pub backfill: bool,
    pub content_hash: u64,
    pub previous: u32,
    pub retires: u32,
    pub severity: u32,
    pub status: u32,
    pub service: u32,
    pub detection: u32,
    pub category: u32,
    pub title: u32,
    pub incident: u32,
    pub techniques: Vec<u32>,
    /// Tagged with their fields.
    pub entities: Vec<u32>,
    /// Name of the group and text of what stands for the alert.
    pub entity: Option<(String, String)>,
}

pub(crate) fn add(connection: &Connection, record: &Record) -> rusqlite::Result<()> {
    let (group, entity) = record.entity.as_ref().map(|(group, text)| (group, text)).unzip();
    connection
        .prepare_cached(&format!(
            "INSERT INTO record ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15,
               ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25)"
        ))?
        .execute(params![
            record.seq,
            ALERT,
            record.tenant,
            record.integration,
            record.source,
            record.id.as_str(),
            record.created,
            record.updated,
            record.first_seen,
            record.seen,
            record.backfill,
            record.content_hash.cast_signed(),
            record.previous,
            record.retires,
            record.severity,
            record.status,
            record.service,
            record.detection,
            record.category,
            record.title,
            record.incident,
            packed::pack(&record.techniques),
            packed::pack(&record.entities),
            group,
            entity,
        ])
        .map(drop)
}

/// The rows after that one, in order.
pub(crate) fn after(connection: &Connection, seq: u32, mut each: impl FnMut(Record)) -> rusqlite::Result<()> {
    let mut query = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM record WHERE seq > ?1 ORDER BY seq"))?;
    let mut rows = query.query([seq])?;
    while let Some(row) = rows.next()? {
        each(read(row)?);
    }
    Ok(())
}

pub(crate) fn one(connection: &Connection, seq: u32) -> rusqlite::Result<Option<Record>> {
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM record WHERE seq = ?1"))?
        .query_row([seq], read)
        .optional()
}

fn read(row: &Row<'_>) -> rusqlite::Result<Record> {
    let numbers = |column: usize| packed::unpack(row.get_ref(column)?.as_blob()?).ok_or_else(|| broken(column));
    let group: Option<String> = row.get(23)?;
    let entity: Option<String> = row.get(24)?;
    Ok(Record {
        seq: row.get(0)?,
        tenant: row.get(2)?,
        integration: row.get(3)?,
        source: row.get(4)?,
        id: ItemId(row.get(5)?),
        created: row.get(6)?,
        updated: row.get(7)?,
        first_seen: row.get(8)?,
        seen: row.get(9)?,
        backfill: row.get(10)?,
        content_hash: row.get::<_, i64>(11)?.cast_unsigned(),
        previous: row.get(12)?,
        retires: row.get(13)?,
        severity: row.get(14)?,
        status: row.get(15)?,
        service: row.get(16)?,
        detection: row.get(17)?,
        category: row.get(18)?,
        title: row.get(19)?,
        incident: row.get(20)?,
        techniques: numbers(21)?,
        entities: numbers(22)?,
        entity: group.zip(entity),
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_record_comes_back_as_it_was_added() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(CREATE).unwrap();
        let record = Record {
            seq: 1,
            tenant: 0,
            integration: 2,
            source: 3,
            id: "da-961444813".into(),
            created: Some(-62_135_596_800 * crate::ticks::SECOND),
            updated: None,
            first_seen: 5,
            seen: 6,
            backfill: true,
            content_hash: u64::MAX,
            previous: 7,
            retires: 8,
            severity: 9,
            status: 10,
            service: 11,
            detection: 12,
            category: 13,
            title: 14,
            incident: 15,
            techniques: vec![2, 1],
            entities: vec![70_000 << 4],
            entity: Some(("device".to_owned(), String::new())),
        };
        add(&connection, &record).unwrap();
        let mut read = Vec::new();
        after(&connection, 0, |each| read.push(each)).unwrap();
        assert_eq!(read.first(), Some(&record));
        assert_eq!(one(&connection, 1).unwrap(), Some(record));
        assert_eq!(one(&connection, 2).unwrap(), None);
    }
}
