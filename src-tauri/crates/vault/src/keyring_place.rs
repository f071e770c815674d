//! The operating system's keyring: Secret Service, macOS Keychain, Windows Credential Manager.
//!
//! Every call runs on a thread of its own: the Secret Service's client blocks, and may wait for a person who is asked
//! to unlock; neither may stop the product's own threads.

use crate::place::SecretPlace;
use domain::secret::SecretBytes;
use domain::{Code, Outcome, Problem};
use keyring::v1::{Entry, Error};

/// The name under which a keyring's own program shows our entries.
const SERVICE: &str = "Bartizan";

/// The keyring of the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsKeyring;

impl SecretPlace for OsKeyring {
    fn name(&self) -> String {
        let name = if cfg!(target_os = "macos") {
            "macOS Keychain"
        } else if cfg!(windows) {
            "Windows Credential Manager"
        } else {
            "Secret Service"
        };
        name.to_owned()
    }

    fn load(&self, account: &str) -> Outcome<Option<SecretBytes>> {
        apart(account, |entry| match entry.get_secret() {
            Ok(bytes) => Ok(Some(SecretBytes::new(bytes))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(error),
        })
    }

    fn save(&self, account: &str, secret: &SecretBytes) -> Outcome<()> {
        apart(account, |entry| entry.set_secret(secret.reveal()))
    }

    fn remove(&self, account: &str) -> Outcome<()> {
        apart(account, |entry| match entry.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(error),
        })
    }
}

fn apart<T: Send>(account: &str, act: impl FnOnce(Entry) -> Result<T, Error> + Send) -> Outcome<T> {
    let run = || Entry::new(SERVICE, account).and_then(act).map_err(|error| problem(&error, account));
    std::thread::scope(|threads| threads.spawn(run).join())
        .unwrap_or_else(|_| Err(Problem::new(Code::KeyringRefused, "The keyring's client ended unexpectedly.")))
}

fn problem(error: &Error, account: &str) -> Box<Problem> {
    // Errors with bytes in them are not printed: they may hold the secret.
    let (code, message, cause) = match error {
        Error::NoDefaultStore => {
            let cause = Entry::store_status().as_ref().err().map(ToString::to_string).unwrap_or_default();
            (Code::KeyringUnavailable, "No keyring answers in this session.", cause)
        }
        Error::NoStorageAccess(cause) => {
            (Code::KeyringLocked, "The keyring did not give access; it is locked.", cause.to_string())
        }
        Error::PlatformFailure(cause) => {
            let text = cause.to_string();
            let locked = text.to_lowercase().contains("locked") || text.to_lowercase().contains("prompt");
            if locked {
                (Code::KeyringLocked, "The keyring is locked and was not unlocked.", text)
            } else {
                (Code::KeyringUnavailable, "The keyring does not answer.", text)
            }
        }
        Error::TooLong(what, limit) => {
            (Code::KeyringRefused, "The entry is too long for the keyring.", format!("{what}: at most {limit} bytes"))
        }
        Error::BadEncoding(_) | Error::BadDataFormat(..) => {
            (Code::KeyringRefused, "The keyring's entry is damaged.", String::new())
        }
        other => (Code::KeyringRefused, "The keyring refused.", other.to_string()),
    };
    Problem::new(code, message).fact("Entry", format!("{SERVICE}, {account}")).fact("Cause", cause)
}
