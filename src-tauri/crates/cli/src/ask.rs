//! What is asked of the person at the terminal: passwords that are not shown, and a yes before what cannot be undone.
#![allow(clippy::print_stderr)] // A question stands where it does not mix with what a program reads.

use crate::output::Failure;
use api::{PassphraseFor, PlaceKind, SecretText, SecretsFrom};
use std::fs::File;
use std::io::{BufRead, IsTerminal, Read, Write};
use std::path::PathBuf;
use std::sync::Arc;

/// A longer password is none.
const LONGEST: u64 = 4096;
/// The systemd credential with the passphrase.
const CREDENTIAL: &str = "bartizan-passphrase";

/// A secret from standard input, or typed without being shown.
pub(crate) fn secret(from_input: bool, prompt: &str, instead: &str) -> Result<SecretText, Failure> {
    let unreadable = |error: std::io::Error| Failure::NeedsPerson(format!("The secret could not be read: {error}"));
    if from_input {
        return read(std::io::stdin()).map_err(unreadable);
    }
    if !std::io::stdin().is_terminal() {
        return Err(Failure::NeedsPerson(format!("Nobody is here to type it; {instead}.")));
    }
    rpassword::prompt_password(prompt).map(SecretText::new).map_err(unreadable)
}

/// A new secret, typed twice.
fn new_secret(prompt: &str) -> std::io::Result<SecretText> {
    let first = SecretText::new(rpassword::prompt_password(prompt)?);
    let again = SecretText::new(rpassword::prompt_password("Again: ")?);
    if first.reveal() == again.reveal() { Ok(first) } else { Err(std::io::Error::other("the two are not the same")) }
}

/// Goes on only when a person says yes, here or before with `--yes`.
pub(crate) fn confirmed(yes: bool, question: &str) -> Result<(), Failure> {
    if yes {
        return Ok(());
    }
    if !std::io::stdin().is_terminal() {
        return Err(Failure::NeedsPerson(format!("{question}\nNobody is here to say yes; pass --yes.")));
    }
    eprint!("{question}\nType yes to go on: ");
    let _ = std::io::stderr().flush();
    let mut answer = String::new();
    let read = std::io::stdin().lock().read_line(&mut answer);
    if read.is_ok() && answer.trim().eq_ignore_ascii_case("yes") {
        Ok(())
    } else {
        Err(Failure::NeedsPerson("Not confirmed; nothing was done.".to_owned()))
    }
}

/// Where secrets come from: the place that was named, and the passphrase of a vault file from a file descriptor, from the
/// service manager, or from the terminal.
pub(crate) fn secrets_from(vault_file: bool, passphrase_fd: Option<u32>) -> SecretsFrom {
    let ask = move |wanted: PassphraseFor| {
        let read = match (given_file(passphrase_fd), wanted) {
            (Some(path), _) => File::open(path).and_then(read),
            (None, PassphraseFor::Opening) if std::io::stdin().is_terminal() => {
                rpassword::prompt_password("Passphrase of the vault file: ").map(SecretText::new)
            }
            (None, PassphraseFor::Making) if std::io::stdin().is_terminal() => {
                new_secret("New passphrase of the vault file, 12 characters or more: ")
            }
            (None, _) => {
                return Err(api::passphrase_needed("Nobody is here to type the passphrase of the vault file."));
            }
        };
        read.map_err(|error| api::passphrase_needed(&format!("The passphrase could not be read: {error}.")))
    };
    SecretsFrom { place: vault_file.then_some(PlaceKind::VaultFile), ask: Arc::new(ask) }
}

/// The file with the passphrase: a descriptor that was handed to us, or a credential of systemd.
fn given_file(descriptor: Option<u32>) -> Option<PathBuf> {
    if let Some(descriptor) = descriptor {
        return Some(PathBuf::from(format!("/dev/fd/{descriptor}")));
    }
    let folder = std::env::var_os("CREDENTIALS_DIRECTORY").filter(|folder| !folder.is_empty())?;
    let path = PathBuf::from(folder).join(CREDENTIAL);
    path.is_file().then_some(path)
}

/// Text up to its end, without the line end that editors and `echo` add.
fn read(from: impl Read) -> std::io::Result<SecretText> {
    let mut text = String::with_capacity(usize::try_from(LONGEST).unwrap_or(0));
    from.take(LONGEST).read_to_string(&mut text)?;
    let secret = SecretText::new(text);
    Ok(SecretText::new(secret.reveal().trim_end_matches(['\r', '\n']).to_owned()))
}
