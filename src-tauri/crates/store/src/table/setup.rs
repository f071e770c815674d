//! The setups that were begun, each as one document: a setup is read and written as a whole, never searched.

use rusqlite::{Connection, OptionalExtension, params};

pub(crate) const CREATE: &str = "CREATE TABLE setup (
  id TEXT PRIMARY KEY,
  changed INTEGER NOT NULL,
  document TEXT NOT NULL
) STRICT";

pub(crate) fn put(connection: &Connection, id: &str, changed: i64, document: &str) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO setup (id, changed, document) VALUES (?1, ?2, ?3)
             ON CONFLICT (id) DO UPDATE SET changed = ?2, document = ?3",
        )?
        .execute(params![id, changed, document])
        .map(drop)
}

pub(crate) fn get(connection: &Connection, id: &str) -> rusqlite::Result<Option<String>> {
    let mut query = connection.prepare_cached("SELECT document FROM setup WHERE id = ?1")?;
    query.query_row([id], |row| row.get(0)).optional()
}

/// All, the last changed first.
pub(crate) fn all(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut query = connection.prepare_cached("SELECT document FROM setup ORDER BY changed DESC, rowid DESC")?;
    let rows = query.query_map([], |row| row.get(0))?;
    rows.collect()
}

pub(crate) fn delete(connection: &Connection, id: &str) -> rusqlite::Result<()> {
    connection.prepare_cached("DELETE FROM setup WHERE id = ?1")?.execute([id]).map(drop)
}
