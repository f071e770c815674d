//! What an organisation can lay down about sign-ins and credentials, as switches.

use serde::{Deserialize, Serialize};

/// What Conditional Access does to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ConditionalAccess {
    /// Nothing.
    #[default]
    Off,
    /// Blocks every sign-in: 53003.
    Block,
    /// Blocks the device code flow (53003), and what is left of earlier ones (530036).
    DeviceCode,
    /// Asks for a second factor whenever a session is continued: 50076.
    Mfa,
}

/// The default app management policy: which credentials applications may have.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct AppPolicy {
    /// No new secrets.
    pub(crate) forbid_secrets: bool,
    /// The longest life of a secret, in days.
    pub(crate) max_secret_days: Option<u32>,
    /// The longest life of a certificate, in days.
    pub(crate) max_certificate_days: Option<u32>,
}
