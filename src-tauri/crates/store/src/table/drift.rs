//! What a source's items have that this program does not know: fields, values, kinds of evidence. Counted, with the first item.

use super::broken;
use crate::ledger::{Drift, DriftKind, DriftLine};
use crate::ticks::moment;
use domain::ids::{ItemId, SourceId};
use rusqlite::{Connection, params};

pub(crate) const CREATE: &str = "CREATE TABLE drift (
  source TEXT NOT NULL,
  kind INTEGER NOT NULL,
  path TEXT NOT NULL,
  value TEXT NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  count INTEGER NOT NULL,
  sample TEXT NOT NULL,
  PRIMARY KEY (source, kind, path, value)
) STRICT, WITHOUT ROWID";

/// Counts something unknown; the first item that had it stays its sample.
pub(crate) fn count(connection: &Connection, source: &SourceId, drift: &Drift, at: i64) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO drift (source, kind, path, value, first_seen, last_seen, count, sample)
             VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7)
             ON CONFLICT (source, kind, path, value) DO UPDATE SET last_seen = ?5, count = count + ?6",
        )?
        .execute(params![
            source.as_str(),
            drift.kind as u32,
            drift.path,
            drift.value,
            at,
            drift.count,
            drift.sample.as_str()
        ])
        .map(drop)
}

/// Everything that was seen, the newest first.
pub(crate) fn all(connection: &Connection) -> rusqlite::Result<Vec<DriftLine>> {
    let mut query = connection.prepare_cached(
        "SELECT source, kind, path, value, first_seen, last_seen, count, sample FROM drift
         ORDER BY first_seen DESC, source, path, value",
    )?;
    let rows = query.query_map([], |row| {
        Ok(DriftLine {
            source: SourceId(row.get(0)?),
            kind: DriftKind::at(row.get(1)?).ok_or_else(|| broken(1))?,
            path: row.get(2)?,
            value: row.get(3)?,
            first_seen: moment(row.get(4)?),
            last_seen: moment(row.get(5)?),
            count: row.get(6)?,
            sample: ItemId(row.get(7)?),
        })
    })?;
    rows.collect()
}
