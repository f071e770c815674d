//! `bartizan vault`: where keys and secrets lie, moving them, and recovering from the loss of their place.
#![allow(clippy::print_stderr)] // The recovery code is for a person's eyes, not for what a program reads.

use crate::ask::{confirmed, secret};
use crate::output::{Ended, Output};
use crate::text::moment;
use api::{Access, Api, KEEP_RECOVERY_CODE, PlaceKind};
use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;
use std::io::IsTerminal;

#[derive(Args)]
pub(crate) struct Vault {
    #[command(subcommand)]
    pub(crate) act: Option<VaultAct>,
}

#[derive(Subcommand)]
pub(crate) enum VaultAct {
    /// Move every key and secret into the other kind of place; nothing is lost
    Move {
        /// Where to
        #[arg(long, value_enum)]
        to: Place,
    },
    /// Make a new recovery code and show it once; the one before opens nothing any more
    RecoveryCode {
        /// Do it without asking
        #[arg(long)]
        yes: bool,
    },
    /// Open the database with its recovery code, and put its key into the place that answers now
    Recover {
        /// Where to
        #[arg(long, value_enum, default_value_t = Place::Keyring)]
        to: Place,
        /// Read the code from standard input; without it, it is asked for
        #[arg(long)]
        code_stdin: bool,
    },
    /// Give the vault file another passphrase
    Passphrase,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Place {
    /// The system's keyring
    Keyring,
    /// The encrypted vault file
    File,
}

impl Vault {
    /// Looking where the secrets lie runs beside a window; what changes them does not.
    pub(crate) fn access(&self) -> Access {
        if self.act.is_none() { Access::Read } else { Access::Write }
    }
}

impl Place {
    fn kind(self) -> PlaceKind {
        match self {
            Self::Keyring => PlaceKind::Keyring,
            Self::File => PlaceKind::VaultFile,
        }
    }
}

pub(crate) async fn run(vault: &Vault, api: &Api, output: &Output) -> Ended {
    match &vault.act {
        None => {
            let state = api.secrets_state().await?;
            output.object(&state, || {
                let code = match state.recovery_made {
                    Some(made) => format!("A recovery code was made on {}.", moment(Some(made))),
                    None => "Nobody has seen a recovery code. Make one: bartizan vault recovery-code".to_owned(),
                };
                format!("Keys and secrets lie in {}, since {}.\n{code}", state.place, moment(Some(state.since)))
            })
        }
        Some(VaultAct::Move { to }) => {
            let moved = api.move_secrets(to.kind()).await?;
            output.object(&moved, || {
                let left = match &moved.left {
                    Some(problem) => {
                        format!("\nNot everything could be removed from {}: {}", moved.from, problem.message)
                    }
                    None => String::new(),
                };
                format!("{} secrets were moved from {} to {}.{left}", moved.secrets, moved.from, moved.to)
            })
        }
        Some(VaultAct::RecoveryCode { yes }) => {
            confirmed(*yes, "A new recovery code is made and shown once. The one before opens nothing any more.")?;
            let code = api.make_recovery_code().await?;
            let shown = code.reveal();
            output.object(&json!({"recovery_code": shown}), || format!("{shown}\n\n{KEEP_RECOVERY_CODE}"))
        }
        Some(VaultAct::Recover { to, code_stdin }) => {
            let code = secret(*code_stdin, "Recovery code: ", "pass it with --code-stdin")?;
            api.recover(code, to.kind()).await?;
            output.object(&json!({"recovered": true}), || {
                "The database opens again; its key lies in the place that answers now.\n\
                 Credentials whose keys were lost with the old place are named by: bartizan health"
                    .to_owned()
            })
        }
        Some(VaultAct::Passphrase) => {
            api.change_passphrase().await?;
            output.object(&json!({"changed": true}), || "The vault file has another passphrase now.".to_owned())
        }
    }
}

/// Shows the recovery code of a data folder that was just made, where a person sees it.
pub(crate) async fn show_recovery_code(api: &Api) -> Ended {
    if !std::io::stderr().is_terminal() {
        // Nobody would see it; it is made anew when somebody asks for it.
        return Ok(());
    }
    if let Some(code) = api.take_recovery_code().await? {
        eprintln!("\nRecovery code, shown this once:\n\n    {}\n\n{KEEP_RECOVERY_CODE}\n", code.reveal());
    }
    Ok(())
}
