//! How far each feed has come: its cursor, and what must be known of its polls for longer than the journal keeps lines.
//! Written in the transaction of the page that it speaks of. Other tables of the ledger name a feed by its number.

use crate::journal::{Failing, PollLine};
use crate::ledger::FeedState;
use crate::table::broken;
use crate::ticks::{moment, ticks};
use domain::Problem;
use domain::ids::{FeedId, IntegrationId};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

/// Until then everything that was collected was one feed.
pub(crate) const CREATE: &str = "CREATE TABLE feed (
  id INTEGER PRIMARY KEY,
  integration TEXT NOT NULL,
  feed TEXT NOT NULL,
  cursor TEXT,
  memo TEXT,
  first_success INTEGER,
  last_success INTEGER,
  last_ended INTEGER,
  failing_since INTEGER,
  failed_polls INTEGER NOT NULL DEFAULT 0,
  problem TEXT,
  covered_from INTEGER,
  covered_up_to INTEGER,
  UNIQUE (integration, feed)
) STRICT;
INSERT INTO feed (integration, feed, cursor, first_success, last_success, last_ended, failing_since, failed_polls, problem,
    covered_from, covered_up_to)
  SELECT integration, 'defender-xdr-alerts', cursor, first_success, last_success, last_ended, failing_since, failed_polls,
    problem, covered_from, covered_up_to FROM progress;
DROP TABLE progress";

/// What is known of a feed.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    pub feed: String,
    pub last_success: Option<Timestamp>,
    pub last_ended: Option<Timestamp>,
    pub failing: Option<Failing>,
    pub covered_from: Option<Timestamp>,
    pub covered_up_to: Option<Timestamp>,
}

/// The number of a feed that is known.
pub(crate) fn number(
    connection: &Connection,
    integration: &IntegrationId,
    feed: &FeedId,
) -> rusqlite::Result<Option<i64>> {
    connection
        .prepare_cached("SELECT id FROM feed WHERE integration = ?1 AND feed = ?2")?
        .query_row([integration.as_str(), feed.as_str()], |row| row.get(0))
        .optional()
}

/// The number of a feed, which becomes known by it.
pub(crate) fn number_or_new(
    connection: &Connection,
    integration: &IntegrationId,
    feed: &FeedId,
) -> rusqlite::Result<i64> {
    if let Some(known) = number(connection, integration, feed)? {
        return Ok(known);
    }
    connection
        .prepare_cached("INSERT INTO feed (integration, feed) VALUES (?1, ?2)")?
        .execute([integration.as_str(), feed.as_str()])?;
    Ok(connection.last_insert_rowid())
}

/// Where it stands.
pub(crate) fn position(connection: &Connection, feed: i64) -> rusqlite::Result<FeedState> {
    connection.prepare_cached("SELECT cursor, memo, covered_from, covered_up_to FROM feed WHERE id = ?1")?.query_row(
        [feed],
        |row| {
            let at = |column: usize| row.get::<_, Option<i64>>(column).map(|ticks| ticks.map(moment));
            Ok(FeedState { cursor: row.get(0)?, memo: row.get(1)?, covered_from: at(2)?, covered_up_to: at(3)? })
        },
    )
}

/// Sets what is given; none leaves what was known.
pub(crate) fn set_position(
    connection: &Connection,
    feed: i64,
    cursor: Option<&str>,
    memo: Option<&str>,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE feed SET cursor = ifnull(?2, cursor), memo = ifnull(?3, memo) WHERE id = ?1")?
        .execute(params![feed, cursor, memo])
        .map(drop)
}

/// Whether a poll of it has succeeded before: until then everything that arrives is the first backfill.
pub(crate) fn succeeded_before(
    connection: &Connection,
    integration: &IntegrationId,
    feed: &FeedId,
) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT first_success IS NOT NULL FROM feed WHERE integration = ?1 AND feed = ?2")?
        .query_row([integration.as_str(), feed.as_str()], |row| row.get(0))
        .optional()
        .map(|known| known.unwrap_or(false))
}

/// Takes a poll that ended into account.
pub(crate) fn note(connection: &Connection, feed: i64, line: &PollLine) -> rusqlite::Result<()> {
    let ended = ticks(line.ended);
    let covered = (line.covered_from.map(ticks), line.covered_up_to.map(ticks));
    connection
        .prepare_cached(
            "UPDATE feed SET last_ended = ?2, covered_from = ifnull(?3, covered_from),
               covered_up_to = ifnull(?4, covered_up_to) WHERE id = ?1",
        )?
        .execute(params![feed, ended, covered.0, covered.1])?;
    match &line.problem {
        None => connection
            .prepare_cached(
                "UPDATE feed SET first_success = ifnull(first_success, ?2), last_success = ?2,
                   failing_since = NULL, failed_polls = 0, problem = NULL WHERE id = ?1",
            )?
            .execute(params![feed, ended]),
        Some(problem) => connection
            .prepare_cached(
                "UPDATE feed SET failing_since = ifnull(failing_since, ?2), failed_polls = failed_polls + 1,
                   problem = ?3 WHERE id = ?1",
            )?
            .execute(params![feed, ended, written(problem)?]),
    }
    .map(drop)
}

/// Every feed of an integration, in the order in which they became known.
pub(crate) fn of(connection: &Connection, integration: &IntegrationId) -> rusqlite::Result<Vec<Progress>> {
    let mut query = connection.prepare_cached(
        "SELECT feed, last_success, last_ended, failing_since, failed_polls, problem, covered_from, covered_up_to
         FROM feed WHERE integration = ?1 ORDER BY id",
    )?;
    query.query_map([integration.as_str()], read)?.collect()
}

fn read(row: &Row<'_>) -> rusqlite::Result<Progress> {
    let at = |column: usize| row.get::<_, Option<i64>>(column).map(|ticks| ticks.map(moment));
    let failing = match (at(3)?, row.get::<_, Option<String>>(5)?) {
        (Some(since), Some(text)) => {
            Some(Failing { problem: parsed(&text).ok_or_else(|| broken(5))?, since, polls: row.get(4)? })
        }
        _ => None,
    };
    Ok(Progress {
        feed: row.get(0)?,
        last_success: at(1)?,
        last_ended: at(2)?,
        failing,
        covered_from: at(6)?,
        covered_up_to: at(7)?,
    })
}

/// A Problem as the JSON text that is stored.
pub(crate) fn written(problem: &Problem) -> rusqlite::Result<String> {
    serde_json::to_string(problem).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

/// A Problem from its text.
pub(crate) fn parsed(text: &str) -> Option<Box<Problem>> {
    serde_json::from_str(text).ok()
}
