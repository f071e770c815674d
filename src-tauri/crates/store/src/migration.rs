//! The layout of the database and its versions. A step is never changed once it has shipped; a change is a new step.
//!
//! Word segments will be a step of their own: `segment` and `posting` name records by `seq` and need no change of
//! what is here.

use crate::table;
use rusqlite::{Connection, TransactionBehavior};

/// Each step as its statements; its place, counted from one, is the version that it leads to.
const STEPS: &[&[&str]] = &[
    &[
        table::tenant::CREATE,
        table::integration::CREATE,
        table::progress::CREATE,
        table::poll::CREATE,
        table::value::CREATE,
        table::record::CREATE,
        table::raw::CREATE,
    ],
    &[table::setup::CREATE, table::act::CREATE, table::act::INDEX],
    &[
        table::feed::CREATE,
        table::poll::ADD_FEED,
        table::span::CREATE,
        table::content::CREATE,
        table::receipt::CREATE,
        table::drift::CREATE,
        table::choice::CREATE,
    ],
    &[table::credential::CREATE, table::credential::RENEWAL, table::credential::USES],
];

/// The newest version that this program knows.
pub(crate) const NEWEST: i64 = STEPS.len() as i64;

/// The version of a database; 0 for an empty one.
pub(crate) fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Brings the database to the newest version, in one transaction.
pub(crate) fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    let from = version(connection)?;
    if from >= NEWEST {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for statements in STEPS.iter().skip(usize::try_from(from).unwrap_or(0)) {
        for statement in *statements {
            transaction.execute_batch(statement)?;
        }
    }
    transaction.pragma_update(None, "user_version", NEWEST)?;
    transaction.commit()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_second_migration_changes_nothing() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection).unwrap();
        migrate(&mut connection).unwrap();
        assert_eq!(version(&connection).unwrap(), NEWEST);
    }

    #[test]
    fn how_far_an_integration_had_come_becomes_its_feed() {
        let mut connection = Connection::open_in_memory().unwrap();
        for statement in STEPS.iter().take(2).flat_map(|step| step.iter()) {
            connection.execute_batch(statement).unwrap();
        }
        connection
            .execute_batch("INSERT INTO progress (integration, cursor) VALUES ('t/defender-xdr', 'here')")
            .unwrap();
        connection.pragma_update(None, "user_version", 2).unwrap();
        migrate(&mut connection).unwrap();
        let (integration, feed) = ("t/defender-xdr".into(), "defender-xdr-alerts".into());
        let number = table::feed::number(&connection, &integration, &feed).unwrap().unwrap();
        assert_eq!(table::feed::position(&connection, number).unwrap().cursor.as_deref(), Some("here"));
    }

    #[test]
    fn a_migration_that_fails_leaves_nothing_behind() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE raw(x)").unwrap();
        assert!(migrate(&mut connection).is_err(), "a table of that name is in the way");
        let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap();
        assert_eq!((tables, version(&connection).unwrap()), (1, 0));
    }
}
