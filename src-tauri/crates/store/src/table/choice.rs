//! What a person chose for an integration, as the engine writes it.

use domain::ids::IntegrationId;
use rusqlite::{Connection, OptionalExtension, params};

pub(crate) const CREATE: &str = "CREATE TABLE choice (integration TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT";

pub(crate) fn get(connection: &Connection, integration: &IntegrationId) -> rusqlite::Result<Option<String>> {
    connection
        .prepare_cached("SELECT json FROM choice WHERE integration = ?1")?
        .query_row([integration.as_str()], |row| row.get(0))
        .optional()
}

pub(crate) fn put(connection: &Connection, integration: &IntegrationId, json: &str) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO choice (integration, json) VALUES (?1, ?2) ON CONFLICT (integration) DO UPDATE SET json = ?2",
        )?
        .execute(params![integration.as_str(), json])
        .map(drop)
}
