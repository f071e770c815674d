//! The credentials and their renewals, each as one document, and the journal of their use. No secret stands here.

use rusqlite::{Connection, Row, params};

pub(crate) const CREATE: &str = "CREATE TABLE credential (
  id TEXT PRIMARY KEY,
  document TEXT NOT NULL
) STRICT";

pub(crate) const RENEWAL: &str = "CREATE TABLE renewal (
  id TEXT PRIMARY KEY,
  document TEXT NOT NULL
) STRICT";

pub(crate) const USES: &str = "CREATE TABLE credential_use (
  id INTEGER PRIMARY KEY,
  credential TEXT NOT NULL,
  at INTEGER NOT NULL,
  what TEXT NOT NULL,
  problem TEXT NOT NULL
) STRICT;
CREATE INDEX credential_use_by_credential ON credential_use (credential, id)";

/// How many uses of one credential are kept.
const KEPT: u32 = 500;

/// The two tables of documents.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Documents {
    Credential,
    Renewal,
}

impl Documents {
    fn table(self) -> &'static str {
        match self {
            Self::Credential => "credential",
            Self::Renewal => "renewal",
        }
    }

    pub(crate) fn put(self, connection: &Connection, id: &str, document: &str) -> rusqlite::Result<()> {
        let table = self.table();
        connection
            .prepare_cached(&format!(
                "INSERT INTO {table} (id, document) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET document = ?2"
            ))?
            .execute([id, document])
            .map(drop)
    }

    /// All, in the order in which they were first put.
    pub(crate) fn all(self, connection: &Connection) -> rusqlite::Result<Vec<String>> {
        let mut query = connection.prepare_cached(&format!("SELECT document FROM {} ORDER BY rowid", self.table()))?;
        let rows = query.query_map([], |row| row.get(0))?;
        rows.collect()
    }

    pub(crate) fn delete(self, connection: &Connection, id: &str) -> rusqlite::Result<()> {
        connection.prepare_cached(&format!("DELETE FROM {} WHERE id = ?1", self.table()))?.execute([id]).map(drop)
    }
}

/// A use as it lies here; `at` in milliseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UseRow {
    pub(crate) credential: String,
    pub(crate) at: i64,
    pub(crate) what: String,
    pub(crate) problem: String,
}

/// Adds a use and forgets those of the same credential that have become too many.
pub(crate) fn add_use(connection: &Connection, row: &UseRow) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT INTO credential_use (credential, at, what, problem) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![row.credential, row.at, row.what, row.problem])?;
    connection
        .prepare_cached(
            "DELETE FROM credential_use WHERE credential = ?1 AND id <=
               (SELECT id FROM credential_use WHERE credential = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
        )?
        .execute(params![row.credential, KEPT])
        .map(drop)
}

/// The newest uses of one credential, or of all, newest first.
pub(crate) fn uses(connection: &Connection, credential: Option<&str>, most: u32) -> rusqlite::Result<Vec<UseRow>> {
    let mut query = connection.prepare_cached(
        "SELECT credential, at, what, problem FROM credential_use WHERE ?1 IS NULL OR credential = ?1
         ORDER BY id DESC LIMIT ?2",
    )?;
    let rows = query.query_map(params![credential, most], read)?;
    rows.collect()
}

fn read(row: &Row<'_>) -> rusqlite::Result<UseRow> {
    Ok(UseRow { credential: row.get(0)?, at: row.get(1)?, what: row.get(2)?, problem: row.get(3)? })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn tables() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        [CREATE, RENEWAL, USES].iter().for_each(|statement| connection.execute_batch(statement).unwrap());
        connection
    }

    #[test]
    fn a_document_that_is_put_again_keeps_its_place() {
        let connection = tables();
        for documents in [Documents::Credential, Documents::Renewal] {
            for (id, document) in [("b", "1"), ("a", "2"), ("b", "3")] {
                documents.put(&connection, id, document).unwrap();
            }
            assert_eq!(documents.all(&connection).unwrap(), ["3", "2"], "{documents:?}");
            documents.delete(&connection, "b").unwrap();
            assert_eq!(documents.all(&connection).unwrap(), ["2"], "{documents:?}");
        }
    }

    #[test]
    fn uses_are_kept_newest_first_and_not_without_end() {
        let connection = tables();
        let row = |credential: &str, at: i64| UseRow {
            credential: credential.to_owned(),
            at,
            what: "token".to_owned(),
            problem: String::new(),
        };
        add_use(&connection, &row("other", 0)).unwrap();
        for at in 0..i64::from(KEPT) + 10 {
            add_use(&connection, &row("one", at)).unwrap();
        }
        let kept = uses(&connection, Some("one"), u32::MAX).unwrap();
        assert_eq!((kept.len(), kept[0].at), (KEPT as usize, i64::from(KEPT) + 9), "the oldest are forgotten");
        assert_eq!(uses(&connection, Some("other"), 9).unwrap().len(), 1, "each credential has its own");
        assert_eq!(uses(&connection, None, 2).unwrap().len(), 2, "or the newest of all");
    }
}
