//! The spans of a feed's own time that were listed: half-open, in order, joined within an hour. And the holes in them.
//!
//! A span is only ever added at the end or marked; a hole lies over spans, so that what is missing has a reason and an end.

use super::broken;
use super::feed::{parsed, written};
use crate::ledger::{HoleLine, Span};
use crate::ticks::{SECOND, moment};
use domain::Problem;
use domain::ids::FeedId;
use rusqlite::{Connection, OptionalExtension, Row, params};

pub(crate) const CREATE: &str = "CREATE TABLE span (
  feed INTEGER NOT NULL,
  start INTEGER NOT NULL,
  until INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  listed_at INTEGER NOT NULL,
  verified_at INTEGER,
  PRIMARY KEY (feed, start)
) STRICT, WITHOUT ROWID;
CREATE TABLE hole (
  id INTEGER PRIMARY KEY,
  feed INTEGER NOT NULL,
  start INTEGER NOT NULL,
  until INTEGER NOT NULL,
  problem TEXT NOT NULL,
  found_at INTEGER NOT NULL,
  closed_at INTEGER
) STRICT;
CREATE INDEX hole_open ON hole (feed) WHERE closed_at IS NULL";

const HOUR: i64 = 3600 * SECOND;

/// Adds a span, without what is covered already; joins it to the one before it that began in the same hour.
pub(crate) fn add(
    connection: &Connection,
    feed: i64,
    start: i64,
    until: i64,
    rows: u32,
    at: i64,
) -> rusqlite::Result<()> {
    let last: Option<(i64, i64)> = connection
        .prepare_cached("SELECT start, until FROM span WHERE feed = ?1 ORDER BY start DESC LIMIT 1")?
        .query_row([feed], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let start = last.map_or(start, |(_, covered)| start.max(covered));
    if start >= until {
        return Ok(());
    }
    match last {
        Some((first, covered)) if covered == start && first.div_euclid(HOUR) == (until - 1).div_euclid(HOUR) => {
            connection
                .prepare_cached(
                    "UPDATE span SET until = ?3, rows = rows + ?4, listed_at = ?5 WHERE feed = ?1 AND start = ?2",
                )?
                .execute(params![feed, first, until, rows, at])
        }
        _ => connection
            .prepare_cached("INSERT INTO span (feed, start, until, rows, listed_at) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![feed, start, until, rows, at]),
    }
    .map(drop)
}

/// Adds a span that lies before all others, as a backfill lists it.
pub(crate) fn add_before(
    connection: &Connection,
    feed: i64,
    start: i64,
    until: i64,
    rows: u32,
    at: i64,
) -> rusqlite::Result<()> {
    let next: Option<i64> = connection
        .prepare_cached("SELECT min(start) FROM span WHERE feed = ?1 AND until > ?2")?
        .query_row(params![feed, start], |row| row.get(0))?;
    let until = next.map_or(until, |next| until.min(next));
    if start >= until {
        return Ok(());
    }
    connection
        .prepare_cached("INSERT INTO span (feed, start, until, rows, listed_at) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![feed, start, until, rows, at])
        .map(drop)
}

/// Marks what lies wholly within as listed once more.
pub(crate) fn verify(connection: &Connection, feed: i64, start: i64, until: i64, at: i64) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE span SET verified_at = ?4 WHERE feed = ?1 AND start >= ?2 AND until <= ?3")?
        .execute(params![feed, start, until, at])
        .map(drop)
}

/// The spans that touch a stretch of time, in order.
pub(crate) fn within(connection: &Connection, feed: i64, start: i64, until: i64) -> rusqlite::Result<Vec<Span>> {
    let mut query = connection.prepare_cached(
        "SELECT start, until, rows, listed_at, verified_at FROM span
         WHERE feed = ?1 AND until > ?2 AND start < ?3 ORDER BY start",
    )?;
    let rows = query.query_map(params![feed, start, until], |row| {
        Ok(Span {
            from: moment(row.get(0)?),
            to: moment(row.get(1)?),
            rows: row.get(2)?,
            listed_at: moment(row.get(3)?),
            verified_at: row.get::<_, Option<i64>>(4)?.map(moment),
        })
    })?;
    rows.collect()
}

/// Opens a hole, unless the same one is open.
pub(crate) fn open_hole(
    connection: &Connection,
    feed: i64,
    start: i64,
    until: i64,
    problem: &Problem,
    at: i64,
) -> rusqlite::Result<()> {
    let known: bool = connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM hole WHERE feed = ?1 AND start = ?2 AND until = ?3 AND closed_at IS NULL)",
        )?
        .query_row(params![feed, start, until], |row| row.get(0))?;
    if known {
        return Ok(());
    }
    connection
        .prepare_cached("INSERT INTO hole (feed, start, until, problem, found_at) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![feed, start, until, written(problem)?, at])
        .map(drop)
}

/// Closes a hole.
pub(crate) fn close_hole(connection: &Connection, id: i64, at: i64) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE hole SET closed_at = ?2 WHERE id = ?1 AND closed_at IS NULL")?
        .execute(params![id, at])
        .map(drop)
}

/// The holes of an integration, oldest first; of one feed, or of all.
pub(crate) fn holes(
    connection: &Connection,
    integration: &str,
    feed: Option<&FeedId>,
    open_only: bool,
) -> rusqlite::Result<Vec<HoleLine>> {
    let mut query = connection.prepare_cached(
        "SELECT hole.id, feed.feed, start, until, hole.problem, found_at, closed_at FROM hole JOIN feed ON feed.id = hole.feed
         WHERE integration = ?1 AND (?2 IS NULL OR feed.feed = ?2) AND (NOT ?3 OR closed_at IS NULL) ORDER BY start, hole.id",
    )?;
    let rows = query.query_map(params![integration, feed.map(FeedId::as_str), open_only], read_hole)?;
    rows.collect()
}

fn read_hole(row: &Row<'_>) -> rusqlite::Result<HoleLine> {
    Ok(HoleLine {
        id: row.get(0)?,
        feed: FeedId(row.get(1)?),
        from: moment(row.get(2)?),
        to: moment(row.get(3)?),
        problem: parsed(row.get_ref(4)?.as_str()?).ok_or_else(|| broken(4))?,
        found_at: moment(row.get(5)?),
        closed_at: row.get::<_, Option<i64>>(6)?.map(moment),
    })
}
