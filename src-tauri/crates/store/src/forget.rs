//! Forgetting what was collected by one integration, when a person asks for it.
//!
//! The rows that stay move up, so that their numbers follow one another as everything else expects; memory is read anew.

use crate::access::Store;
use crate::failure::OrProblem;
use crate::table::value::Vocabulary;
use domain::Outcome;
use domain::ids::IntegrationId;
use rusqlite::{Transaction, TransactionBehavior, params};

/// The old and the new number of every row that stays.
const KEPT: &str = "CREATE TEMP TABLE kept AS
  SELECT seq AS old, row_number() OVER (ORDER BY seq) AS new FROM record WHERE integration IS NOT ?1";

/// Rows are renumbered by way of negative numbers, so that no two are ever the same.
const RENUMBER: &str = "DELETE FROM raw WHERE seq NOT IN (SELECT old FROM temp.kept);
DELETE FROM record WHERE seq NOT IN (SELECT old FROM temp.kept);
UPDATE record SET
  previous_seq = ifnull((SELECT new FROM temp.kept WHERE old = previous_seq), 0),
  retires_seq = ifnull((SELECT new FROM temp.kept WHERE old = retires_seq), 0),
  seq = -(SELECT new FROM temp.kept WHERE old = seq);
UPDATE record SET seq = -seq;
UPDATE raw SET seq = -(SELECT new FROM temp.kept WHERE old = seq);
UPDATE raw SET seq = -seq;
DROP TABLE temp.kept;";

impl Store {
    /// Deletes everything that an integration collected, and how far it came, so that collecting again brings it back. How many
    /// versions of items that were.
    ///
    /// # Errors
    /// `store.in_use` when opened for reading, `store.disk_full`; nothing is deleted then.
    pub fn forget_items(&self, integration: &IntegrationId) -> Outcome<u32> {
        let mut writer = self.writer()?;
        let transaction = writer.connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let transaction = transaction.or_problem(self.folder())?;
        let deleted = forget(&transaction, integration).or_problem(self.folder())?;
        transaction.commit().or_problem(self.folder())?;
        drop(writer);
        self.read_anew()?;
        Ok(deleted)
    }
}

fn forget(transaction: &Transaction<'_>, integration: &IntegrationId) -> rusqlite::Result<u32> {
    let number: Option<i64> = transaction
        .prepare_cached("SELECT number FROM value WHERE vocabulary = ?1 AND text = ?2")?
        .query_map(params![Vocabulary::Integration as u32, integration.as_str()], |row| row.get(0))?
        .next()
        .transpose()?;
    let count = "SELECT count(*) FROM record WHERE integration IS ?1";
    let deleted = transaction.query_row(count, params![number], |row| row.get(0))?;
    transaction.execute(KEPT, params![number])?;
    transaction.execute_batch(RENUMBER)?;
    for table in ["span", "hole", "content", "receipt"] {
        let own = format!("DELETE FROM {table} WHERE feed IN (SELECT id FROM feed WHERE integration = ?1)");
        transaction.execute(&own, [integration.as_str()])?;
    }
    for table in ["feed", "poll"] {
        transaction.execute(&format!("DELETE FROM {table} WHERE integration = ?1"), [integration.as_str()])?;
    }
    Ok(deleted)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use crate::tests::{TENANT, open, page, plain, store};
    use domain::ids::IntegrationId;

    #[test]
    fn what_one_integration_collected_goes_and_the_rest_moves_up() {
        let (folder, store) = store();
        let other: IntegrationId = format!("{TENANT}/other").as_str().into();
        store.commit(&page(vec![plain("a", 1), plain("b", 2)])).unwrap();
        let mut theirs = page(vec![plain("c", 3)]);
        theirs.integration = other.clone();
        theirs.source = "other-source".into();
        store.commit(&theirs).unwrap();
        store.commit(&page(vec![plain("a", 4)])).unwrap();
        let first = format!("{TENANT}/defender-xdr").as_str().into();
        assert_eq!(store.forget_items(&first).unwrap(), 3, "both versions of a, and b");
        let ids = |store: &crate::Store| {
            let everything = domain::query::parse(
                "",
                &domain::query::Now {
                    at: super::super::tests::at("2026-11-21T00:00:00Z"),
                    zone: jiff::tz::TimeZone::UTC,
                },
            );
            let rows = store.rows(&everything.unwrap(), None, crate::Sort::Created, true, 0, 10).unwrap();
            rows.rows.iter().map(|row| row.summary.id.0.clone()).collect::<Vec<_>>()
        };
        assert_eq!(ids(&store), ["c"]);
        assert_eq!(store.commit(&page(vec![plain("a", 1)])).unwrap().new, 1, "collecting again brings it back");
        drop(store);
        assert_eq!(ids(&open(folder.path())).len(), 2, "and so it is on disk");
    }
}
