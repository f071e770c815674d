//! A place in memory, for tests of what lies above it.

use crate::SecretPlace;
use domain::Outcome;
use domain::secret::SecretBytes;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

#[derive(Default)]
pub(crate) struct MemoryPlace {
    entries: Mutex<BTreeMap<String, SecretBytes>>,
}

impl MemoryPlace {
    /// The accounts that are there.
    pub(crate) fn accounts(&self) -> Vec<String> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).keys().cloned().collect()
    }
}

impl SecretPlace for MemoryPlace {
    fn name(&self) -> String {
        "Memory".to_owned()
    }

    fn load(&self, account: &str) -> Outcome<Option<SecretBytes>> {
        Ok(self.entries.lock().unwrap_or_else(PoisonError::into_inner).get(account).cloned())
    }

    fn save(&self, account: &str, secret: &SecretBytes) -> Outcome<()> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).insert(account.to_owned(), secret.clone());
        Ok(())
    }

    fn remove(&self, account: &str) -> Outcome<()> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).remove(account);
        Ok(())
    }
}
