//! The bodies as they arrived, byte for byte, compressed; apart from the records, so that opening does not read them.
//!
//! `dictionary` names the dictionary that a body was compressed with, 0 for none. A dictionary holds pieces of
//! bodies and therefore lives in here; it is never deleted while a body names it.

use super::broken;
use rusqlite::{Connection, OptionalExtension, Row, params};
use zstd::bulk::{Compressor, Decompressor};

pub(crate) const CREATE: &str = "CREATE TABLE raw (
  seq INTEGER PRIMARY KEY,
  dictionary INTEGER NOT NULL,
  length INTEGER NOT NULL,
  body BLOB NOT NULL,
  request_id TEXT
) STRICT;
CREATE TABLE dictionary (
  id INTEGER PRIMARY KEY,
  class INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT";

/// Higher levels cost more time than they save space.
const LEVEL: i32 = 1;

/// A body and the request that brought it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Raw {
    pub json: String,
    pub request_id: Option<String>,
}

/// Makes bodies small; kept by the writer, because making one is dear.
pub(crate) struct Press(Compressor<'static>);

impl Press {
    /// A press without a dictionary.
    pub(crate) fn new() -> rusqlite::Result<Self> {
        Compressor::new(LEVEL).map(Self).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
    }

    /// Adds a body.
    pub(crate) fn add(
        &mut self,
        connection: &Connection,
        seq: u32,
        json: &str,
        request_id: Option<&str>,
    ) -> rusqlite::Result<()> {
        let body =
            self.0.compress(json.as_bytes()).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
        let length = i64::try_from(json.len()).unwrap_or(i64::MAX);
        connection
            .prepare_cached("INSERT INTO raw (seq, dictionary, length, body, request_id) VALUES (?1, 0, ?2, ?3, ?4)")?
            .execute(params![seq, length, body, request_id])
            .map(drop)
    }
}

/// The body of that record.
pub(crate) fn one(connection: &Connection, seq: u32) -> rusqlite::Result<Option<Raw>> {
    connection
        .prepare_cached("SELECT dictionary, length, body, request_id FROM raw WHERE seq = ?1")?
        .query_row([seq], read)
        .optional()
}

fn read(row: &Row<'_>) -> rusqlite::Result<Raw> {
    if row.get::<_, i64>(0)? != 0 {
        return Err(broken(0));
    }
    let length = usize::try_from(row.get::<_, i64>(1)?).map_err(|_| broken(1))?;
    let body = row.get_ref(2)?.as_blob()?;
    let bytes = Decompressor::new().and_then(|mut press| press.decompress(body, length)).map_err(|_| broken(2))?;
    let json = String::from_utf8(bytes).map_err(|_| broken(2))?;
    if json.len() != length {
        return Err(broken(1));
    }
    Ok(Raw { json, request_id: row.get(3)? })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_body_comes_back_byte_for_byte() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(CREATE).unwrap();
        let mut press = Press::new().unwrap();
        let texts = ["", "{ \"a\" :1.0,\r\n\t\"b\":\"\\u200b\u{200b}\u{11}\"}", &"x".repeat(300_000)];
        for (seq, text) in (1..).zip(texts) {
            press.add(&connection, seq, text, (seq == 1).then_some("request")).unwrap();
            let raw = one(&connection, seq).unwrap().unwrap();
            assert_eq!(raw.json, text);
            assert_eq!(raw.request_id.is_some(), seq == 1);
        }
        assert_eq!(one(&connection, 9).unwrap(), None);
    }
}
