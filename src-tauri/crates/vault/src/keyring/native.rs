//! The keyrings of macOS and Windows: part of the system, so there is nothing to connect to.

use domain::secret::SecretBytes;
use keyring_core::{Entry, Error};

pub(super) const NAME: &str = if cfg!(target_os = "macos") { "macOS Keychain" } else { "Windows Credential Manager" };

/// Nothing is held between calls.
#[derive(Default)]
pub(super) struct System;

impl System {
    /// Acts on an entry.
    pub(super) fn with<T>(
        &self,
        service: &str,
        account: &str,
        act: &impl Fn(&Entry) -> Result<T, Error>,
    ) -> Result<T, Error> {
        act(&::keyring::v1::Entry::new(service, account)?.inner)
    }
}

/// The program behind it; the system itself.
pub(super) fn keeper() -> String {
    NAME.to_owned()
}

/// A secret as it stands in an entry.
pub(super) fn written(secret: &SecretBytes) -> SecretBytes {
    secret.clone()
}

/// A secret out of an entry.
pub(super) fn read(entry: SecretBytes) -> Result<SecretBytes, Error> {
    Ok(entry)
}
