//! Connections to the encrypted database: the key first, then the settings that were measured.
//!
//! The order matters. Any statement that touches the file before the key answers "not a database", and the
//! logger of the cipher writes to the terminal unless it is silenced before that.

use domain::secret::DatabaseKey;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Duration;
use zeroize::Zeroizing;

/// How long a connection waits for another process that recovers or checkpoints.
const PATIENCE: Duration = Duration::from_secs(10);

/// Opens a file that is there, for reading and writing.
pub(crate) fn writer(path: &Path, key: &DatabaseKey) -> rusqlite::Result<Connection> {
    let connection = open(path, key, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    // WAL: readers and the writer do not wait for each other. NORMAL: whole after power loss, and what was lost with
    // it is fetched again, because the cursor went with the rows.
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000;
         PRAGMA journal_size_limit = 67108864;",
    )?;
    Ok(connection)
}

/// Opens a file that is there, for reading only.
pub(crate) fn reader(path: &Path, key: &DatabaseKey) -> rusqlite::Result<Connection> {
    open(path, key, OpenFlags::SQLITE_OPEN_READ_ONLY)
}

/// Opens an empty file, which becomes a database with the first thing that is written. No WAL yet: the file can be
/// renamed once it is closed.
pub(crate) fn maker(path: &Path, key: &DatabaseKey) -> rusqlite::Result<Connection> {
    open(path, key, OpenFlags::SQLITE_OPEN_READ_WRITE)
}

fn open(path: &Path, key: &DatabaseKey, mode: OpenFlags) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.execute_batch("PRAGMA cipher_log_level = none;")?;
    connection.execute_batch(&key_statement(key)?)?;
    // The first look into the file: here a wrong key shows.
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    connection.busy_timeout(PATIENCE)?;
    connection.execute_batch("PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384;")?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// With any other number of digits SQLCipher would take the key as a passphrase, without a word.
fn key_statement(key: &DatabaseKey) -> rusqlite::Result<Zeroizing<String>> {
    let hex = key.hex();
    if hex.len() != 64 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(rusqlite::Error::InvalidQuery);
    }
    let mut statement = Zeroizing::new(String::with_capacity(96));
    for part in ["PRAGMA key = \"x'", hex.as_str(), "'\";"] {
        statement.push_str(part);
    }
    Ok(statement)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_settings_that_matter_are_in_force() {
        let folder = tempfile::tempdir().unwrap();
        let (path, key) = (folder.path().join("x.db"), DatabaseKey::new([3; 32]));
        std::fs::write(&path, b"").unwrap();
        maker(&path, &key).unwrap().execute_batch("CREATE TABLE t(x)").unwrap();
        let connection = writer(&path, &key).unwrap();
        let text = |pragma: &str| -> String {
            connection
                .query_row(&format!("PRAGMA {pragma}"), [], |row| row.get::<_, rusqlite::types::Value>(0))
                .map(|value| match value {
                    rusqlite::types::Value::Integer(number) => number.to_string(),
                    rusqlite::types::Value::Text(text) => text,
                    other => format!("{other:?}"),
                })
                .unwrap()
        };
        assert!(text("cipher_version").starts_with('4'), "SQLCipher, not plain SQLite");
        assert_eq!(text("journal_mode"), "wal");
        assert_eq!(text("synchronous"), "1", "NORMAL");
        assert_eq!(text("journal_size_limit"), "67108864", "a long reader must not leave a huge file behind");
        assert_eq!(text("temp_store"), "2", "nothing plain reaches a temporary file");
        assert_eq!(text("cipher_page_size"), "4096", "it is not remembered in the file");
        assert_eq!(text("cipher_use_hmac"), "1", "a changed page must be noticed");
        let mut options = connection.prepare("PRAGMA compile_options").unwrap();
        let options: Vec<String> = options.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        assert!(options.contains(&"TEMP_STORE=2".to_owned()), "{options:?}");
    }

    #[test]
    fn a_statement_before_the_key_would_have_hidden_the_mistake() {
        let folder = tempfile::tempdir().unwrap();
        let (path, key) = (folder.path().join("x.db"), DatabaseKey::new([3; 32]));
        std::fs::write(&path, b"").unwrap();
        maker(&path, &key).unwrap().execute_batch("CREATE TABLE t(x)").unwrap();
        let unkeyed = Connection::open(&path).unwrap();
        assert!(unkeyed.execute_batch("PRAGMA journal_mode = WAL").is_err(), "the pitfall is still there");
        assert!(reader(&path, &key).is_ok(), "and our order avoids it on a file that exists");
        assert!(reader(&path, &DatabaseKey::new([4; 32])).is_err());
    }
}
