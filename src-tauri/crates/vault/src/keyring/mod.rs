//! The operating system's keyring: Secret Service, macOS Keychain, Windows Credential Manager.
//!
//! Every call runs on a thread of its own: the Secret Service's client blocks, and may wait for a person who is asked
//! to unlock; neither may stop the product's own threads.

mod pieces;
#[cfg(all(unix, not(target_os = "macos")))]
#[path = "secret_service.rs"]
mod system;
#[cfg(not(all(unix, not(target_os = "macos"))))]
#[path = "native.rs"]
mod system;

use crate::place::{PlaceKind, SecretPlace};
use domain::secret::SecretBytes;
use domain::{Code, Outcome, Problem};
use keyring_core::{Entry, Error};
use pieces::Single;

/// The name under which a keyring's own program shows our entries.
const SERVICE: &str = "Bartizan";
/// The most bytes of one entry: what Windows Credential Manager takes, and far more than a secret has elsewhere.
const LONGEST: usize = if cfg!(windows) { 2560 } else { 65_536 };

/// The keyring of the operating system.
#[derive(Default)]
pub struct OsKeyring {
    system: system::System,
}

impl SecretPlace for OsKeyring {
    fn name(&self) -> String {
        system::NAME.to_owned()
    }

    fn kind(&self) -> PlaceKind {
        PlaceKind::Keyring
    }

    fn keeper(&self) -> String {
        system::keeper()
    }

    fn load(&self, account: &str) -> Outcome<Option<SecretBytes>> {
        pieces::load(self, account)
    }

    fn save(&self, account: &str, secret: &SecretBytes) -> Outcome<()> {
        pieces::save(self, account, secret, LONGEST)
    }

    fn remove(&self, account: &str) -> Outcome<()> {
        pieces::remove(self, account)
    }
}

impl Single for OsKeyring {
    fn load_one(&self, account: &str) -> Outcome<Option<SecretBytes>> {
        self.apart(account, |entry| match entry.get_secret() {
            Ok(bytes) => system::read(SecretBytes::new(bytes)).map(Some),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(error),
        })
    }

    fn save_one(&self, account: &str, secret: &SecretBytes) -> Outcome<()> {
        let written = system::written(secret);
        self.apart(account, |entry| entry.set_secret(written.reveal()))
    }

    fn remove_one(&self, account: &str) -> Outcome<()> {
        self.apart(account, |entry| match entry.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(error),
        })
    }
}

impl OsKeyring {
    fn apart<T: Send>(&self, account: &str, act: impl Fn(&Entry) -> Result<T, Error> + Sync) -> Outcome<T> {
        let run = || self.system.with(SERVICE, account, &act).map_err(|error| problem(&error, account));
        std::thread::scope(|threads| threads.spawn(run).join())
            .unwrap_or_else(|_| Err(Problem::new(Code::KeyringRefused, "The keyring's client ended unexpectedly.")))
    }
}

fn problem(error: &Error, account: &str) -> Box<Problem> {
    // Errors with bytes in them are not printed: they may hold the secret.
    let (code, message, cause) = match error {
        Error::NoDefaultStore => (Code::KeyringUnavailable, "No keyring answers in this session.", String::new()),
        Error::NoStorageAccess(cause) => locked(cause.to_string()),
        Error::PlatformFailure(cause) => {
            let text = cause.to_string();
            let said = text.to_lowercase();
            if said.contains("locked") || said.contains("prompt") {
                locked(text)
            } else {
                (Code::KeyringUnavailable, "The keyring does not answer.", text)
            }
        }
        Error::TooLong(what, limit) => {
            (Code::KeyringRefused, "The entry is too long for the keyring.", format!("{what}: at most {limit} bytes"))
        }
        Error::BadEncoding(_) | Error::BadDataFormat(..) | Error::BadStoreFormat(_) => {
            (Code::KeyringRefused, "The keyring's entry is damaged.", String::new())
        }
        Error::Ambiguous(_) => {
            (Code::KeyringRefused, "The keyring has more than one entry of that name.", String::new())
        }
        other => (Code::KeyringRefused, "The keyring refused.", other.to_string()),
    };
    Problem::new(code, message).fact("Entry", format!("{SERVICE}, {account}")).fact("Cause", cause)
}

fn locked(cause: String) -> (Code, &'static str, String) {
    let said = cause.to_lowercase();
    let message = if said.contains("dismissed") || said.contains("prompt") {
        "The keyring is locked, and the question to unlock it was dismissed or could not be shown."
    } else {
        "The keyring is locked and was not unlocked."
    };
    (Code::KeyringLocked, message, cause)
}
