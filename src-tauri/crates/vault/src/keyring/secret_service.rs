//! The Secret Service of a desktop session on Linux and its relatives.
//!
//! The connection is our own and not the keyring crate's single one: a keyring that is started again has forgotten every
//! session, and one that starts after us was never seen. Entries are text: KDE's wallet keeps no other bytes.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::secret::SecretBytes;
use keyring_core::api::CredentialStoreApi;
use keyring_core::{Entry, Error};
use std::sync::{Arc, Mutex, PoisonError};
use zbus_secret_service_keyring_store::Store;

pub(super) const NAME: &str = "Secret Service";
const BUS_NAME: &str = "org.freedesktop.secrets";
/// What stands before a secret in an entry.
const MARK: &str = "bartizan1:";

/// The connection to the service, made when it is first needed.
#[derive(Default)]
pub(super) struct System {
    store: Mutex<Option<Arc<Store>>>,
}

impl System {
    /// Acts on an entry; once more on a new connection where the one at hand is not known any more.
    pub(super) fn with<T>(
        &self,
        service: &str,
        account: &str,
        act: &impl Fn(&Entry) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let (store, fresh) = self.store()?;
        let first = store.build(service, account, None).and_then(|entry| act(&entry));
        match first {
            Err(Error::PlatformFailure(_)) if !fresh => {
                *self.store.lock().unwrap_or_else(PoisonError::into_inner) = None;
                self.store()?.0.build(service, account, None).and_then(|entry| act(&entry))
            }
            ended => ended,
        }
    }

    /// The connection, and whether it was made just now.
    fn store(&self) -> Result<(Arc<Store>, bool), Error> {
        let mut held = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(store) = held.as_ref() {
            return Ok((Arc::clone(store), false));
        }
        let store = Store::new()?;
        *held = Some(Arc::clone(&store));
        Ok((store, true))
    }
}

/// The program behind the Secret Service, such as GNOME Keyring; empty when it cannot be told.
pub(super) fn keeper() -> String {
    // The client blocks and brings threads of its own; see the head of the keyring.
    std::thread::scope(|threads| threads.spawn(program).join()).ok().flatten().unwrap_or_default()
}

fn program() -> Option<String> {
    let bus = zbus::blocking::Connection::session().ok()?;
    let names = zbus::blocking::fdo::DBusProxy::new(&bus).ok()?;
    let process = names.get_connection_unix_process_id(BUS_NAME.try_into().ok()?).ok()?;
    let name = std::fs::read_to_string(format!("/proc/{process}/comm")).ok()?;
    let name = name.trim();
    // The system keeps fifteen characters of a program's name.
    Some(match name {
        "gnome-keyring-d" => "GNOME Keyring".to_owned(),
        "ksecretd" | "kwalletd5" | "kwalletd6" => "KDE Wallet".to_owned(),
        "keepassxc" => "KeePassXC".to_owned(),
        "oo7-daemon" => "oo7".to_owned(),
        other => other.to_owned(),
    })
}

/// A secret as it stands in an entry.
pub(super) fn written(secret: &SecretBytes) -> SecretBytes {
    let bytes = secret.reveal();
    let mut text = vec![0; MARK.len() + bytes.len().div_ceil(3) * 4];
    text[..MARK.len()].copy_from_slice(MARK.as_bytes());
    // The buffer has the length that padded base64 has, so this cannot fail.
    let _ = BASE64.encode_slice(bytes, &mut text[MARK.len()..]);
    SecretBytes::new(text)
}

/// A secret out of an entry; one without the mark was written as it is.
pub(super) fn read(entry: SecretBytes) -> Result<SecretBytes, Error> {
    let Some(text) = entry.reveal().strip_prefix(MARK.as_bytes()) else { return Ok(entry) };
    let damaged = |_| Error::BadStoreFormat(String::new());
    BASE64.decode(text).map(SecretBytes::new).map_err(damaged)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_text_and_holds_every_byte() {
        let secret = SecretBytes::new((0..=255).collect());
        let entry = written(&secret);
        assert!(std::str::from_utf8(entry.reveal()).is_ok(), "KDE's wallet keeps text only");
        assert_eq!(read(entry).unwrap().reveal(), secret.reveal());
        assert_eq!(read(SecretBytes::new(vec![0, 1])).unwrap().reveal(), [0, 1], "an entry without the mark");
        assert!(read(SecretBytes::new(b"bartizan1:?".to_vec())).is_err(), "a damaged one is not handed out");
    }
}
