//! Receipts of pages that brought something: when, by which request, how much, and from which times.

use crate::ledger::ReceiptLine;
use crate::ticks::{SECOND, moment};
use rusqlite::{Connection, params};

pub(crate) const CREATE: &str = "CREATE TABLE receipt (
  id INTEGER PRIMARY KEY,
  feed INTEGER NOT NULL,
  at INTEGER NOT NULL,
  request_id TEXT,
  rows INTEGER NOT NULL,
  new INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  first INTEGER,
  last INTEGER
) STRICT;
CREATE INDEX receipt_by_time ON receipt (feed, at)";

/// For how long a receipt is kept.
const KEPT: i64 = 30 * 24 * 3600 * SECOND;

/// What is written of a page; times are ticks.
pub(crate) struct Written<'a> {
    pub at: i64,
    pub request_id: Option<&'a str>,
    pub rows: u32,
    pub new: u32,
    pub updated: u32,
    pub first: Option<i64>,
    pub last: Option<i64>,
}

pub(crate) fn add(connection: &Connection, feed: i64, page: &Written<'_>) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO receipt (feed, at, request_id, rows, new, updated, first, last)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![feed, page.at, page.request_id, page.rows, page.new, page.updated, page.first, page.last])
        .map(drop)
}

/// Forgets those that have become too old.
pub(crate) fn forget_old(connection: &Connection, feed: i64, now: i64) -> rusqlite::Result<()> {
    connection
        .prepare_cached("DELETE FROM receipt WHERE feed = ?1 AND at < ?2")?
        .execute(params![feed, now - KEPT])
        .map(drop)
}

/// The receipts of a stretch of time, oldest first.
pub(crate) fn within(connection: &Connection, feed: i64, start: i64, until: i64) -> rusqlite::Result<Vec<ReceiptLine>> {
    let mut query = connection.prepare_cached(
        "SELECT at, request_id, rows, new, updated, first, last FROM receipt
         WHERE feed = ?1 AND at >= ?2 AND at < ?3 ORDER BY id",
    )?;
    let rows = query.query_map(params![feed, start, until], |row| {
        let at = |column: usize| row.get::<_, Option<i64>>(column).map(|ticks| ticks.map(moment));
        Ok(ReceiptLine {
            at: moment(row.get(0)?),
            request_id: row.get(1)?,
            rows: row.get(2)?,
            new: row.get(3)?,
            updated: row.get(4)?,
            first: at(5)?,
            last: at(6)?,
        })
    })?;
    rows.collect()
}
