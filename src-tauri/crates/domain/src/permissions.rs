//! What an app may be allowed to do: APIs, their permissions with ids, directory roles. Read once from one table.
//!
//! The ids here name what is meant; before one is used it is looked up in the tenant's own list, because Microsoft has
//! removed and renumbered permissions before.

use crate::cloud::Api;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// An API as the portal shows it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApiRow {
    /// Which one.
    pub key: Api,
    /// Its application id, the same in every tenant.
    pub app_id: String,
    /// Its name in the portal.
    pub name: String,
    /// The tab of `Request API permissions` under which the portal lists it.
    pub listed_under: String,
}

/// Whether a permission is used by an app alone or by an app for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PermissionKind {
    /// The app by itself: `Application` in the portal, `Role` on the wire.
    Application,
    /// The app for a person who is signed in: `Delegated` in the portal, `Scope` on the wire.
    Delegated,
}

impl PermissionKind {
    /// The portal's own word.
    pub fn label(self) -> &'static str {
        match self {
            Self::Application => "Application",
            Self::Delegated => "Delegated",
        }
    }

    /// The word in `requiredResourceAccess`.
    pub fn wire(self) -> &'static str {
        match self {
            Self::Application => "Role",
            Self::Delegated => "Scope",
        }
    }
}

/// A permission of an API.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PermissionRow {
    /// The API that has it.
    pub api: Api,
    /// Its value, such as `SecurityAlert.Read.All`.
    pub value: String,
    /// Its id as application permission, where there is one.
    #[serde(default)]
    pub role: Option<String>,
    /// Its id as delegated permission, where there is one.
    #[serde(default)]
    pub scope: Option<String>,
    /// What it allows, one sentence.
    pub does: String,
    /// Whether it changes something in the tenant, or acts there.
    #[serde(default)]
    pub writes: bool,
}

impl PermissionRow {
    /// Its id of that kind.
    pub fn id(&self, kind: PermissionKind) -> Option<&str> {
        match kind {
            PermissionKind::Application => self.role.as_deref(),
            PermissionKind::Delegated => self.scope.as_deref(),
        }
    }
}

/// A directory role.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleRow {
    /// Its name in the portal.
    pub name: String,
    /// Its template id, the same in every tenant.
    pub template_id: String,
    /// What it is for, one sentence.
    pub does: String,
    /// Whether a person who holds it may register applications.
    #[serde(default)]
    pub registers: bool,
    /// Whether a person who holds it may grant Graph's application permissions and directory roles.
    #[serde(default)]
    pub grants_everything: bool,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Table {
    api: Vec<ApiRow>,
    permission: Vec<PermissionRow>,
    role: Vec<RoleRow>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    // The table is part of the program; a test reads it, so a broken one cannot be built into a release unseen.
    toml::from_str(include_str!("../data/permissions.toml")).unwrap_or_default()
});

static UNKNOWN: LazyLock<ApiRow> = LazyLock::new(|| ApiRow {
    key: Api::Graph,
    app_id: String::new(),
    name: "An unknown API".to_owned(),
    listed_under: String::new(),
});

/// The API's row.
pub fn api(key: Api) -> &'static ApiRow {
    TABLE.api.iter().find(|row| row.key == key).unwrap_or(&UNKNOWN)
}

/// The API of an application id.
pub fn api_of(app_id: &str) -> Option<&'static ApiRow> {
    TABLE.api.iter().find(|row| row.app_id.eq_ignore_ascii_case(app_id))
}

/// Every permission that is known.
pub fn permissions() -> &'static [PermissionRow] {
    &TABLE.permission
}

/// A permission by API and value.
pub fn permission(api: Api, value: &str) -> Option<&'static PermissionRow> {
    TABLE.permission.iter().find(|row| row.api == api && row.value == value)
}

/// Every directory role that is known.
pub fn roles() -> &'static [RoleRow] {
    &TABLE.role
}

/// A directory role by its name in the portal.
pub fn role(name: &str) -> Option<&'static RoleRow> {
    TABLE.role.iter().find(|row| row.name == name)
}

/// A directory role by its template id.
pub fn role_of(template_id: &str) -> Option<&'static RoleRow> {
    TABLE.role.iter().find(|row| row.template_id.eq_ignore_ascii_case(template_id))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn the_table_reads_and_nothing_in_it_stands_twice() {
        let table: Table = toml::from_str(include_str!("../data/permissions.toml")).unwrap();
        assert_eq!(table.api.len(), Api::ALL.len(), "every API has a row");
        let mut seen = HashSet::new();
        for row in &table.permission {
            assert!(seen.insert((row.api, row.value.clone())), "{} stands twice", row.value);
            assert!(row.role.is_some() || row.scope.is_some(), "{} has no id", row.value);
            for id in row.role.iter().chain(&row.scope) {
                assert!(uuid::Uuid::parse_str(id).is_ok(), "{}: {id}", row.value);
            }
        }
        let names: HashSet<_> = table.role.iter().map(|row| &row.template_id).collect();
        assert_eq!(names.len(), table.role.len());
    }

    #[test]
    fn permissions_of_one_name_are_told_apart_by_their_api() {
        let graph = permission(Api::Graph, "User.Read.All").unwrap();
        let defender = permission(Api::Defender, "User.Read.All").unwrap();
        assert_ne!(graph.role, defender.role, "the portal shows both under one name");
        assert!(role("Security Reader").is_some_and(|role| !role.registers));
    }
}
