//! The journal of polls: a line each, kept for thirty days, for quotas and for looking back.

use crate::journal::PollLine;
use crate::table::feed::written;
use crate::ticks::{SECOND, ticks};
use domain::ids::{FeedId, IntegrationId};
use rusqlite::{Connection, params};

pub(crate) const CREATE: &str = "CREATE TABLE poll (
  id INTEGER PRIMARY KEY,
  integration TEXT NOT NULL,
  started INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  requests INTEGER NOT NULL,
  waits INTEGER NOT NULL,
  problem TEXT,
  covered_from INTEGER,
  covered_up_to INTEGER
) STRICT;
CREATE INDEX poll_by_end ON poll (integration, ended)";

/// Which feed it was that was polled.
pub(crate) const ADD_FEED: &str = "ALTER TABLE poll ADD COLUMN feed TEXT NOT NULL DEFAULT 'defender-xdr-alerts'";

/// For how long a line is kept.
const KEPT: i64 = 30 * 24 * 3600 * SECOND;

/// A line as quotas look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Load {
    pub started: i64,
    pub ended: i64,
    pub requests: u32,
    pub waits: u32,
}

/// Adds a line and forgets those that have become too old.
pub(crate) fn add(
    connection: &Connection,
    integration: &IntegrationId,
    feed: &FeedId,
    line: &PollLine,
) -> rusqlite::Result<()> {
    let problem = line.problem.as_deref().map(written).transpose()?;
    connection
        .prepare_cached(
            "INSERT INTO poll (integration, started, ended, requests, waits, problem, covered_from, covered_up_to, feed)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            integration.as_str(),
            ticks(line.started),
            ticks(line.ended),
            line.requests,
            line.waits,
            problem,
            line.covered_from.map(ticks),
            line.covered_up_to.map(ticks),
            feed.as_str(),
        ])?;
    connection
        .prepare_cached("DELETE FROM poll WHERE integration = ?1 AND ended < ?2")?
        .execute(params![integration.as_str(), ticks(line.ended) - KEPT])
        .map(drop)
}

/// The lines that ended at that moment or later, in the order of their ends; of one feed, or of all.
pub(crate) fn since(
    connection: &Connection,
    integration: &IntegrationId,
    feed: Option<&FeedId>,
    from: i64,
) -> rusqlite::Result<Vec<Load>> {
    let mut query = connection.prepare_cached(
        "SELECT started, ended, requests, waits FROM poll
         WHERE integration = ?1 AND ended >= ?2 AND (?3 IS NULL OR feed = ?3) ORDER BY ended, id",
    )?;
    let rows = query.query_map(params![integration.as_str(), from, feed.map(FeedId::as_str)], |row| {
        Ok(Load { started: row.get(0)?, ended: row.get(1)?, requests: row.get(2)?, waits: row.get(3)? })
    })?;
    rows.collect()
}
