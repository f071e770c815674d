//! How far each integration has come: its cursor, and what must be known of its polls for longer than the journal
//! keeps lines. Written in the transaction of the page that it speaks of.

use crate::journal::{Failing, PollLine};
use crate::table::broken;
use crate::ticks::{moment, ticks};
use domain::Problem;
use domain::ids::IntegrationId;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

pub(crate) const CREATE: &str = "CREATE TABLE progress (
  integration TEXT PRIMARY KEY,
  cursor TEXT,
  first_success INTEGER,
  last_success INTEGER,
  last_ended INTEGER,
  failing_since INTEGER,
  failed_polls INTEGER NOT NULL DEFAULT 0,
  problem TEXT,
  covered_from INTEGER,
  covered_up_to INTEGER
) STRICT";

/// What is known of an integration's polls.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    pub last_success: Option<Timestamp>,
    pub last_ended: Option<Timestamp>,
    pub failing: Option<Failing>,
    pub covered_from: Option<Timestamp>,
    pub covered_up_to: Option<Timestamp>,
}

pub(crate) fn cursor(connection: &Connection, integration: &IntegrationId) -> rusqlite::Result<Option<String>> {
    connection
        .prepare_cached("SELECT cursor FROM progress WHERE integration = ?1")?
        .query_row([integration.as_str()], |row| row.get(0))
        .optional()
        .map(Option::flatten)
}

pub(crate) fn set_cursor(connection: &Connection, integration: &IntegrationId, text: &str) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO progress (integration, cursor) VALUES (?1, ?2) ON CONFLICT (integration) DO UPDATE SET cursor = ?2",
        )?
        .execute([integration.as_str(), text])
        .map(drop)
}

/// Whether a poll of it has succeeded before: until then everything that arrives is the first backfill.
pub(crate) fn succeeded_before(connection: &Connection, integration: &IntegrationId) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT first_success IS NOT NULL FROM progress WHERE integration = ?1")?
        .query_row([integration.as_str()], |row| row.get(0))
        .optional()
        .map(|known| known.unwrap_or(false))
}

/// Takes a poll that ended into account.
pub(crate) fn note(connection: &Connection, integration: &IntegrationId, line: &PollLine) -> rusqlite::Result<()> {
    let ended = ticks(line.ended);
    let covered = (line.covered_from.map(ticks), line.covered_up_to.map(ticks));
    connection
        .prepare_cached("INSERT INTO progress (integration) VALUES (?1) ON CONFLICT (integration) DO NOTHING")?
        .execute([integration.as_str()])?;
    connection
        .prepare_cached(
            "UPDATE progress SET last_ended = ?2, covered_from = ifnull(?3, covered_from),
               covered_up_to = ifnull(?4, covered_up_to) WHERE integration = ?1",
        )?
        .execute(params![integration.as_str(), ended, covered.0, covered.1])?;
    match &line.problem {
        None => connection
            .prepare_cached(
                "UPDATE progress SET first_success = ifnull(first_success, ?2), last_success = ?2,
                   failing_since = NULL, failed_polls = 0, problem = NULL WHERE integration = ?1",
            )?
            .execute(params![integration.as_str(), ended]),
        Some(problem) => connection
            .prepare_cached(
                "UPDATE progress SET failing_since = ifnull(failing_since, ?2), failed_polls = failed_polls + 1,
                   problem = ?3 WHERE integration = ?1",
            )?
            .execute(params![integration.as_str(), ended, written(problem)?]),
    }
    .map(drop)
}

pub(crate) fn read(connection: &Connection, integration: &IntegrationId) -> rusqlite::Result<Progress> {
    connection
        .prepare_cached(
            "SELECT last_success, last_ended, failing_since, failed_polls, problem, covered_from, covered_up_to
             FROM progress WHERE integration = ?1",
        )?
        .query_row([integration.as_str()], |row| {
            let at = |column: usize| row.get::<_, Option<i64>>(column).map(|ticks| ticks.map(moment));
            let failing = match (at(2)?, row.get::<_, Option<String>>(4)?) {
                (Some(since), Some(text)) => {
                    Some(Failing { problem: parsed(&text).ok_or_else(|| broken(4))?, since, polls: row.get(3)? })
                }
                _ => None,
            };
            Ok(Progress {
                last_success: at(0)?,
                last_ended: at(1)?,
                failing,
                covered_from: at(5)?,
                covered_up_to: at(6)?,
            })
        })
        .optional()
        .map(Option::unwrap_or_default)
}

/// A Problem as the JSON text that is stored.
pub(crate) fn written(problem: &Problem) -> rusqlite::Result<String> {
    serde_json::to_string(problem).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

fn parsed(text: &str) -> Option<Box<Problem>> {
    serde_json::from_str(text).ok()
}
