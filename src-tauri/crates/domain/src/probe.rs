//! The cheapest call that proves a permission, read once from one table.

use crate::cloud::Api;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A call that shows whether a permission works.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Probe {
    /// The API that has the permission.
    pub api: Api,
    /// The permission's value.
    pub value: String,
    /// What the call does, a few words.
    pub what: String,
    /// The method; GET unless the API reads by POST.
    #[serde(default = "get")]
    pub method: String,
    /// The path, with `{tenant_id}` for the tenant.
    pub path: String,
    /// Query options.
    #[serde(default)]
    pub query: BTreeMap<String, String>,
    /// Headers beyond the usual.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// A JSON body.
    #[serde(default)]
    pub body: Option<String>,
}

fn get() -> String {
    "GET".to_owned()
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Table {
    probe: Vec<Probe>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    // The table is part of the program; a test reads it, so a broken one cannot be built into a release unseen.
    toml::from_str(include_str!("../data/probes.toml")).unwrap_or_default()
});

/// The call that proves a permission; none where its role in the token is the proof.
pub fn probe(api: Api, value: &str) -> Option<&'static Probe> {
    TABLE.probe.iter().find(|probe| probe.api == api && probe.value == value)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::permissions;

    #[test]
    fn the_table_reads_and_proves_only_permissions_that_exist() {
        let table: Table = toml::from_str(include_str!("../data/probes.toml")).unwrap();
        for probe in &table.probe {
            assert!(permissions::permission(probe.api, &probe.value).is_some(), "{}", probe.value);
            assert!(matches!(probe.method.as_str(), "GET" | "POST"), "{}", probe.value);
            assert!(probe.path.starts_with('/') && !probe.what.is_empty(), "{}", probe.value);
            let body = probe.body.as_deref().unwrap_or("{}");
            assert!(serde_json::from_str::<serde_json::Value>(body).is_ok(), "{}", probe.value);
        }
        assert!(table.probe.len() > 10);
    }
}
