//! The place of the secrets, for the terminal: where it is, moving it, recovering from its loss. No page may do any of it.

use super::Answer;
use crate::api::{Api, SystemClock};
use crate::convert::problem_view;
use crate::types::{Millis, ProblemView};
use domain::secret::SecretText;
use domain::{Code, Outcome, Problem};
use engine::{Clock, OsKeyring, PassphraseFor, PlaceKind, SecretPlace, VaultFile};
use serde::Serialize;
use std::path::Path;
use std::sync::Arc;

/// Where the secrets lie.
#[derive(Debug, Clone, Serialize)]
pub struct SecretsState {
    /// The place, such as `Secret Service (GNOME Keyring)`.
    pub place: String,
    /// Since when the database's key lies there.
    pub since: Millis,
    /// When the recovery code was made that somebody has seen; none when nobody has.
    pub recovery_made: Option<Millis>,
}

/// What moving the secrets came to.
#[derive(Debug, Clone, Serialize)]
pub struct SecretsMoved {
    /// How many lie in the new place now.
    pub secrets: u32,
    /// Where they were.
    pub from: String,
    /// Where they are.
    pub to: String,
    /// What could not be removed from the old place.
    pub left: Option<ProblemView>,
}

impl Api {
    /// Where the secrets lie.
    ///
    /// # Errors
    /// Those of opening the data folder.
    pub async fn secrets_state(&self) -> Answer<SecretsState> {
        let product = self.product().await?;
        let (place, since) = product.key_place();
        let recovery_made = product.recovery_made().map(|made| Millis(made.as_millisecond()));
        Ok(SecretsState { place, since: Millis(since.as_millisecond()), recovery_made })
    }

    /// The recovery code that was made when the data folder was, once; nothing when there was one already.
    ///
    /// # Errors
    /// `store.unwritable`, `store.disk_full`.
    pub async fn take_recovery_code(&self) -> Answer<Option<SecretText>> {
        self.product().await?.take_recovery_code().map_err(|problem| problem_view(&problem))
    }

    /// Makes a new recovery code; the one before opens nothing any more.
    ///
    /// # Errors
    /// Those of the place and the disk.
    pub async fn make_recovery_code(&self) -> Answer<SecretText> {
        self.product().await?.make_recovery_code().await.map_err(|problem| problem_view(&problem))
    }

    /// Opens the database with its recovery code and puts its key into a place.
    ///
    /// # Errors
    /// `recovery.code_wrong`, `recovery.unreadable`, those of the place.
    pub async fn recover(&self, code: SecretText, to: PlaceKind) -> Answer<()> {
        let (folder, from) = (self.options.folder.clone(), self.secrets.clone());
        apart(move || {
            let place: Arc<dyn SecretPlace> = match to {
                PlaceKind::Keyring => Arc::new(OsKeyring::default()),
                PlaceKind::VaultFile => {
                    let path = engine::vault_file(&folder);
                    if path.exists() {
                        Arc::new(VaultFile::open(&path, &(from.ask)(PassphraseFor::Opening)?)?)
                    } else {
                        Arc::new(engine::make_vault_file(&folder, from.ask.as_ref())?)
                    }
                }
            };
            engine::recover(&folder, &code, place, SystemClock.now())
        })
        .await
    }

    /// Moves every secret into the other kind of place. Nothing may be open then.
    ///
    /// # Errors
    /// `vault.other_place` when they lie there already; those of both places.
    pub async fn move_secrets(&self, to: PlaceKind) -> Answer<SecretsMoved> {
        let (folder, from) = (self.options.folder.clone(), self.secrets.clone());
        apart(move || {
            if engine::kept_in(&folder)?.is_some_and(|held| held == to) {
                let message = format!("The secrets of {} lie there already.", folder.display());
                return Err(Problem::new(Code::PlaceOther, message));
            }
            let old = engine::open_place(&folder, None, from.ask.as_ref())?;
            let new: Arc<dyn SecretPlace> = match to {
                PlaceKind::Keyring => Arc::new(OsKeyring::default()),
                PlaceKind::VaultFile => Arc::new(new_vault_file(&folder, &from)?),
            };
            let moved = engine::move_secrets(&folder, old, new, SystemClock.now())?;
            if to == PlaceKind::Keyring && moved.left.is_none() {
                // Nothing is in it any more; what stays of it would ask for a passphrase for ever.
                drop(std::fs::remove_file(engine::vault_file(&folder)));
            }
            Ok(SecretsMoved {
                secrets: moved.secrets,
                from: moved.from,
                to: moved.to,
                left: moved.left.as_deref().map(problem_view),
            })
        })
        .await
    }

    /// Gives the vault file another passphrase.
    ///
    /// # Errors
    /// `vault.passphrase_wrong`, `vault.missing`, `setup.input_invalid` for one that is too short.
    pub async fn change_passphrase(&self) -> Answer<()> {
        let (folder, from) = (self.options.folder.clone(), self.secrets.clone());
        apart(move || {
            let mut file = VaultFile::open(&engine::vault_file(&folder), &(from.ask)(PassphraseFor::Opening)?)?;
            file.change_passphrase(&(from.ask)(PassphraseFor::Making)?)
        })
        .await
    }
}

/// A file left by a move that was killed belongs to it: whoever knows its passphrase goes on with it.
fn new_vault_file(folder: &Path, from: &crate::api::SecretsFrom) -> Outcome<VaultFile> {
    let path = engine::vault_file(folder);
    if path.exists() {
        return VaultFile::open(&path, &(from.ask)(PassphraseFor::Opening)?);
    }
    engine::make_vault_file(folder, from.ask.as_ref())
}

/// What is said below a recovery code.
pub const KEEP_RECOVERY_CODE: &str =
    "Write it down and keep it away from this machine. It opens the database when its keyring is lost.";

/// The problem of a clipboard that takes nothing.
pub fn clipboard_problem(cause: &str) -> ProblemView {
    let message = "The system's clipboard did not take the secret.";
    problem_view(&Problem::new(Code::Unexpected, message).fact("Cause", cause))
}

/// The problem of a passphrase that nobody gave.
pub fn passphrase_needed(why: &str) -> Box<Problem> {
    Problem::new(Code::VaultPassphraseNeeded, why)
}

async fn apart<T: Send + 'static>(work: impl FnOnce() -> Outcome<T> + Send + 'static) -> Answer<T> {
    let ended = tokio::task::spawn_blocking(work).await;
    let ended =
        ended.unwrap_or_else(|_| Err(Problem::new(Code::Unexpected, "Work with the secrets ended unexpectedly.")));
    ended.map_err(|problem| problem_view(&problem))
}
