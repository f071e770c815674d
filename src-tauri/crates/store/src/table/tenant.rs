//! The connected tenants.

use domain::ids::TenantId;
use domain::tenant::Tenant;
use rusqlite::{Connection, params};

pub(crate) const CREATE: &str = "CREATE TABLE tenant (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  domain TEXT NOT NULL,
  cloud TEXT NOT NULL,
  simulator TEXT
) STRICT";

pub(crate) fn put(connection: &Connection, tenant: &Tenant) -> rusqlite::Result<()> {
    let Tenant { id, name, domain, cloud, simulator } = tenant;
    connection
        .prepare_cached(
            "INSERT INTO tenant (id, name, domain, cloud, simulator) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (id) DO UPDATE SET name = ?2, domain = ?3, cloud = ?4, simulator = ?5",
        )?
        .execute(params![id.as_str(), name, domain, cloud, simulator])
        .map(drop)
}

/// All, in the order in which they were first put.
pub(crate) fn all(connection: &Connection) -> rusqlite::Result<Vec<Tenant>> {
    let mut query =
        connection.prepare_cached("SELECT id, name, domain, cloud, simulator FROM tenant ORDER BY rowid")?;
    let rows = query.query_map([], |row| {
        Ok(Tenant {
            id: TenantId(row.get(0)?),
            name: row.get(1)?,
            domain: row.get(2)?,
            cloud: row.get(3)?,
            simulator: row.get(4)?,
        })
    })?;
    rows.collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_tenant_that_is_put_again_is_changed_and_keeps_its_place() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(CREATE).unwrap();
        let tenant = |id: &str, name: &str| Tenant {
            id: id.into(),
            name: name.to_owned(),
            domain: "contoso.com".to_owned(),
            cloud: "commercial".to_owned(),
            simulator: Some("http://127.0.0.1:1".to_owned()),
        };
        for (id, name) in [("b", "Bravo"), ("a", "Alpha"), ("b", "Bravo renamed")] {
            put(&connection, &tenant(id, name)).unwrap();
        }
        assert_eq!(all(&connection).unwrap(), [tenant("b", "Bravo renamed"), tenant("a", "Alpha")]);
    }
}
