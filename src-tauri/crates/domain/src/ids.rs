//! Ids as types, so that a tenant's id cannot be passed where an integration's is meant.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    };
}

id! {
    /// Microsoft's tenant id, a GUID in lower case.
    TenantId
}
id! {
    /// An attached integration: the tenant and what is collected from it, `<tenant>/<integration of the catalog>`.
    IntegrationId
}
id! {
    /// A source: a kind of item that can be collected, such as `defender-xdr-alerts`.
    SourceId
}
id! {
    /// A feed: what is listed on its own and has a position of its own; a source, or a source and one of its content
    /// types, such as `o365-audit/Audit.Exchange`.
    FeedId
}
id! {
    /// The id that Microsoft gave an item, or one made from its content where it has none.
    ItemId
}
id! {
    /// An app's Application (client) ID, a GUID in lower case.
    ClientId
}
id! {
    /// A credential in the vault.
    CredentialId
}

impl IntegrationId {
    /// The id of `integration` attached to `tenant`.
    pub fn of(tenant: &TenantId, integration: &str) -> Self {
        Self(format!("{tenant}/{integration}"))
    }
}

impl FeedId {
    /// The feed of a source; `content` is empty where a source has only one.
    pub fn of(source: &str, content: &str) -> Self {
        if content.is_empty() { Self(source.to_owned()) } else { Self(format!("{source}/{content}")) }
    }

    /// The source that it belongs to.
    pub fn source(&self) -> &str {
        self.0.split('/').next().unwrap_or_default()
    }

    /// The content type; empty where the source has only one feed.
    pub fn content(&self) -> &str {
        self.0.split_once('/').map_or("", |(_, content)| content)
    }
}
