//! Secrets in memory, for products that live as long as a test.

use domain::secret::SecretBytes;
use engine::SecretPlace;
use std::collections::HashMap;
use std::sync::Mutex;

#[derive(Default)]
pub struct MemoryPlace(Mutex<HashMap<String, Vec<u8>>>);

impl SecretPlace for MemoryPlace {
    fn name(&self) -> String {
        "the memory of a test".to_owned()
    }

    fn load(&self, account: &str) -> domain::Outcome<Option<SecretBytes>> {
        Ok(self.0.lock().unwrap().get(account).cloned().map(SecretBytes::new))
    }

    fn save(&self, account: &str, secret: &SecretBytes) -> domain::Outcome<()> {
        self.0.lock().unwrap().insert(account.to_owned(), secret.reveal().to_vec());
        Ok(())
    }

    fn remove(&self, account: &str) -> domain::Outcome<()> {
        self.0.lock().unwrap().remove(account);
        Ok(())
    }
}
