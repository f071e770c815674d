//! Blobs that a listing named: waiting to be fetched, fetched, or gone. Known by Microsoft's id, so that listing one twice is
//! harmless, and kept for as long as it can be listed.

use super::feed::written;
use crate::ledger::{Content, ContentCounts};
use crate::ticks::{SECOND, moment, ticks};
use domain::Problem;
use rusqlite::{Connection, params};

/// The link is kept while it is needed.
pub(crate) const CREATE: &str = "CREATE TABLE content (
  feed INTEGER NOT NULL,
  id TEXT NOT NULL,
  created INTEGER NOT NULL,
  expires INTEGER,
  listed_at INTEGER NOT NULL,
  ended_at INTEGER,
  records INTEGER,
  problem TEXT,
  link TEXT NOT NULL,
  PRIMARY KEY (feed, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX content_waiting ON content (feed, created) WHERE ended_at IS NULL;
CREATE INDEX content_by_time ON content (feed, created)";

/// Beyond any time for which content is listed.
const KEPT: i64 = 35 * 24 * 3600 * SECOND;

/// Adds a blob; one that is known stays as it is. Whether it was new.
pub(crate) fn add(connection: &Connection, feed: i64, content: &Content, at: i64) -> rusqlite::Result<bool> {
    connection
        .prepare_cached(
            "INSERT INTO content (feed, id, created, expires, listed_at, link) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (feed, id) DO NOTHING",
        )?
        .execute(params![feed, content.id, ticks(content.created), content.expires.map(ticks), at, content.link])
        .map(|added| added > 0)
}

/// Notes that a blob was fetched with so many records, or why it never will be.
pub(crate) fn end(
    connection: &Connection,
    feed: i64,
    id: &str,
    records: u32,
    problem: Option<&Problem>,
    at: i64,
) -> rusqlite::Result<()> {
    let problem = problem.map(written).transpose()?;
    connection
        .prepare_cached(
            "UPDATE content SET ended_at = ?3, records = ?4, problem = ?5, link = '' WHERE feed = ?1 AND id = ?2",
        )?
        .execute(params![feed, id, at, records, problem])
        .map(drop)
}

/// Blobs that wait, oldest first.
pub(crate) fn waiting(connection: &Connection, feed: i64, most: u32) -> rusqlite::Result<Vec<Content>> {
    let mut query = connection.prepare_cached(
        "SELECT id, link, created, expires FROM content WHERE feed = ?1 AND ended_at IS NULL ORDER BY created LIMIT ?2",
    )?;
    let rows = query.query_map(params![feed, most], |row| {
        Ok(Content {
            id: row.get(0)?,
            link: row.get(1)?,
            created: moment(row.get(2)?),
            expires: row.get::<_, Option<i64>>(3)?.map(moment),
        })
    })?;
    rows.collect()
}

/// How many blobs of a stretch of time are in which state.
pub(crate) fn counts(connection: &Connection, feed: i64, start: i64, until: i64) -> rusqlite::Result<ContentCounts> {
    connection
        .prepare_cached(
            "SELECT count(*), count(ended_at), count(problem), ifnull(sum(records), 0) FROM content
             WHERE feed = ?1 AND created >= ?2 AND created < ?3",
        )?
        .query_row(params![feed, start, until], |row| {
            let (listed, ended, gone): (u32, u32, u32) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(ContentCounts {
                listed,
                fetched: ended - gone,
                gone,
                waiting: listed - ended,
                records: row.get::<_, i64>(3)?.unsigned_abs(),
            })
        })
}

/// Forgets what can no longer be listed. What still waits stays, to be seen.
pub(crate) fn forget_old(connection: &Connection, feed: i64, now: i64) -> rusqlite::Result<()> {
    connection
        .prepare_cached("DELETE FROM content WHERE feed = ?1 AND created < ?2 AND ended_at IS NOT NULL")?
        .execute(params![feed, now - KEPT])
        .map(drop)
}
