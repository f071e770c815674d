//! The journal of everything done to a tenant: each call is written before it is made, and its end after.

use rusqlite::{Connection, Row, params};

pub(crate) const CREATE: &str = "CREATE TABLE act (
  id INTEGER PRIMARY KEY,
  setup TEXT NOT NULL,
  tenant TEXT NOT NULL,
  at INTEGER NOT NULL,
  made_as TEXT NOT NULL,
  what TEXT NOT NULL,
  call TEXT NOT NULL,
  status INTEGER,
  took_ms INTEGER,
  request_id TEXT NOT NULL DEFAULT ''
) STRICT";

pub(crate) const INDEX: &str = "CREATE INDEX act_by_setup ON act (setup, id)";

/// A row as it lies here; `at` in milliseconds.
pub(crate) struct ActRow {
    pub(crate) id: i64,
    pub(crate) setup: String,
    pub(crate) tenant: String,
    pub(crate) at: i64,
    pub(crate) made_as: String,
    pub(crate) what: String,
    pub(crate) call: String,
    pub(crate) status: Option<u16>,
    pub(crate) took_ms: Option<u32>,
    pub(crate) request_id: String,
}

pub(crate) fn begin(connection: &Connection, row: &ActRow) -> rusqlite::Result<i64> {
    connection
        .prepare_cached("INSERT INTO act (setup, tenant, at, made_as, what, call) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .insert(params![row.setup, row.tenant, row.at, row.made_as, row.what, row.call])
}

pub(crate) fn end(
    connection: &Connection,
    id: i64,
    status: Option<u16>,
    took_ms: u32,
    request_id: &str,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE act SET status = ?2, took_ms = ?3, request_id = ?4 WHERE id = ?1")?
        .execute(params![id, status, took_ms, request_id])
        .map(drop)
}

/// Those of a setup, or of all, oldest first; of all, the newest `most`.
pub(crate) fn of(connection: &Connection, setup: Option<&str>, most: u32) -> rusqlite::Result<Vec<ActRow>> {
    let mut query = connection.prepare_cached(
        "SELECT * FROM (SELECT id, setup, tenant, at, made_as, what, call, status, took_ms, request_id FROM act
           WHERE ?1 IS NULL OR setup = ?1 ORDER BY id DESC LIMIT ?2) ORDER BY id",
    )?;
    let rows = query.query_map(params![setup, most], read)?;
    rows.collect()
}

fn read(row: &Row<'_>) -> rusqlite::Result<ActRow> {
    Ok(ActRow {
        id: row.get(0)?,
        setup: row.get(1)?,
        tenant: row.get(2)?,
        at: row.get(3)?,
        made_as: row.get(4)?,
        what: row.get(5)?,
        call: row.get(6)?,
        status: row.get(7)?,
        took_ms: row.get(8)?,
        request_id: row.get(9)?,
    })
}
