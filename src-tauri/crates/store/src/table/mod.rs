//! The tables, a file each: its statement, what a row is, and the queries on it. Nothing here opens a transaction.

pub(crate) mod act;
pub(crate) mod choice;
pub(crate) mod content;
pub(crate) mod credential;
pub(crate) mod drift;
pub(crate) mod feed;
pub(crate) mod integration;
pub(crate) mod poll;
pub(crate) mod progress;
pub(crate) mod raw;
pub(crate) mod receipt;
pub(crate) mod record;
pub(crate) mod setup;
pub(crate) mod span;
pub(crate) mod tenant;
pub(crate) mod value;

use rusqlite::types::Type;

/// The failure of a row whose column does not hold what it should.
pub(crate) fn broken(column: usize) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Null, "unexpected content".into())
}
