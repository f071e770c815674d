//! The attached integrations, with what is known of their credential; the credential itself is in the keyring.

use super::broken;
use domain::ids::{ClientId, CredentialId, IntegrationId, TenantId};
use domain::tenant::{Credential, CredentialKind, Integration};
use jiff::Timestamp;
use rusqlite::{Connection, Row, params};

/// Times are text here, exactly as given: they are read back and compared, never sorted.
pub(crate) const CREATE: &str = "CREATE TABLE integration (
  id TEXT PRIMARY KEY,
  tenant TEXT NOT NULL,
  catalog TEXT NOT NULL,
  client_id TEXT NOT NULL,
  credential_id TEXT NOT NULL,
  credential_kind TEXT NOT NULL,
  credential_added TEXT NOT NULL,
  credential_expires TEXT,
  credential_thumbprint TEXT NOT NULL,
  attached TEXT NOT NULL,
  paused TEXT
) STRICT";

const COLUMNS: &str = "id, tenant, catalog, client_id, credential_id, credential_kind, credential_added,
  credential_expires, credential_thumbprint, attached, paused";

pub(crate) fn put(connection: &Connection, integration: &Integration) -> rusqlite::Result<()> {
    let Integration { id, tenant, catalog, client_id, credential, attached, paused } = integration;
    let Credential { id: credential_id, kind, added, expires, thumbprint } = credential;
    connection
        .prepare_cached(&format!(
            "INSERT INTO integration ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
             ON CONFLICT (id) DO UPDATE SET tenant = ?2, catalog = ?3, client_id = ?4, credential_id = ?5,
               credential_kind = ?6, credential_added = ?7, credential_expires = ?8, credential_thumbprint = ?9,
               attached = ?10, paused = ?11"
        ))?
        .execute(params![
            id.as_str(),
            tenant.as_str(),
            catalog,
            client_id.as_str(),
            credential_id.as_str(),
            kind_name(*kind),
            added.to_string(),
            expires.map(|moment| moment.to_string()),
            thumbprint,
            attached.to_string(),
            paused.map(|moment| moment.to_string()),
        ])
        .map(drop)
}

/// All, in the order in which they were attached.
pub(crate) fn all(connection: &Connection) -> rusqlite::Result<Vec<Integration>> {
    let mut query = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM integration ORDER BY rowid"))?;
    let rows = query.query_map([], read)?;
    rows.collect()
}

/// Pauses integrations since a moment, or lets them run; what is paused already keeps its moment. How many there are.
pub(crate) fn set_paused(
    connection: &Connection,
    ids: &[IntegrationId],
    since: Option<Timestamp>,
) -> rusqlite::Result<usize> {
    let ids: Vec<_> = ids.iter().map(IntegrationId::as_str).collect();
    connection
        .prepare_cached(
            "UPDATE integration SET paused = iif(?2 IS NULL, NULL, ifnull(paused, ?2))
             WHERE id IN (SELECT value FROM json_each(?1))",
        )?
        .execute(params![serde_json::json!(ids).to_string(), since.map(|moment| moment.to_string())])
}

/// Removes one; how many there were.
pub(crate) fn delete(connection: &Connection, id: &IntegrationId) -> rusqlite::Result<usize> {
    connection.prepare_cached("DELETE FROM integration WHERE id = ?1")?.execute([id.as_str()])
}

fn read(row: &Row<'_>) -> rusqlite::Result<Integration> {
    Ok(Integration {
        id: IntegrationId(row.get(0)?),
        tenant: TenantId(row.get(1)?),
        catalog: row.get(2)?,
        client_id: ClientId(row.get(3)?),
        credential: Credential {
            id: CredentialId(row.get(4)?),
            kind: kind_named(row.get_ref(5)?.as_str()?).ok_or_else(|| broken(5))?,
            added: moment(row, 6)?.ok_or_else(|| broken(6))?,
            expires: moment(row, 7)?,
            thumbprint: row.get(8)?,
        },
        attached: moment(row, 9)?.ok_or_else(|| broken(9))?,
        paused: moment(row, 10)?,
    })
}

fn moment(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Timestamp>> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| text.parse().map_err(|_| broken(column))).transpose()
}

fn kind_name(kind: CredentialKind) -> &'static str {
    match kind {
        CredentialKind::Certificate => "certificate",
        CredentialKind::Secret => "secret",
    }
}

fn kind_named(name: &str) -> Option<CredentialKind> {
    [CredentialKind::Certificate, CredentialKind::Secret].into_iter().find(|kind| kind_name(*kind) == name)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(crate) mod tests {
    use super::*;

    /// An integration with every field set.
    pub(crate) fn example(tenant: &str, catalog: &str) -> Integration {
        let moment = |text: &str| -> Timestamp { text.parse().unwrap() };
        Integration {
            id: IntegrationId::of(&tenant.into(), catalog),
            tenant: tenant.into(),
            catalog: catalog.to_owned(),
            client_id: "c0ffee00-0000-0000-0000-000000000000".into(),
            credential: Credential {
                id: "credential-1".into(),
                kind: CredentialKind::Secret,
                added: moment("2026-11-01T00:00:00.123456789Z"),
                expires: Some(moment("2027-11-01T00:00:00Z")),
                thumbprint: String::new(),
            },
            attached: moment("2026-11-01T00:00:01Z"),
            paused: None,
        }
    }

    #[test]
    fn an_integration_comes_back_as_it_was_put() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(CREATE).unwrap();
        let mut integration = example("t", "defender-xdr");
        put(&connection, &integration).unwrap();
        assert_eq!(all(&connection).unwrap(), [integration.clone()]);
        integration.credential.kind = CredentialKind::Certificate;
        integration.credential.expires = None;
        put(&connection, &integration).unwrap();
        assert_eq!(all(&connection).unwrap(), [integration]);
    }

    #[test]
    fn a_pause_keeps_its_first_moment_and_spares_the_others() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(CREATE).unwrap();
        let (one, two) = (example("t", "one"), example("t", "two"));
        put(&connection, &one).unwrap();
        put(&connection, &two).unwrap();
        let first: Timestamp = "2026-11-20T10:00:00Z".parse().unwrap();
        let later: Timestamp = "2026-11-20T11:00:00Z".parse().unwrap();
        let both = [one.id.clone(), two.id.clone()];
        let paused = || all(&connection).unwrap().into_iter().map(|each| each.paused).collect::<Vec<_>>();
        assert_eq!(set_paused(&connection, std::slice::from_ref(&one.id), Some(first)).unwrap(), 1);
        assert_eq!(paused(), [Some(first), None]);
        assert_eq!(set_paused(&connection, &both, Some(later)).unwrap(), 2);
        assert_eq!(paused(), [Some(first), Some(later)], "pausing again does not move the beginning");
        assert_eq!(set_paused(&connection, &both, None).unwrap(), 2);
        assert_eq!(paused(), [None, None]);
        assert_eq!(set_paused(&connection, &["t/three".into()], None).unwrap(), 0);
    }
}
