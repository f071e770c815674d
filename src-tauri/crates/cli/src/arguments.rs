//! The words of the command line.

use crate::cert::Cert;
use crate::setup::arguments::{Detach, PartnerAct, SetupAct};
use crate::vault::Vault;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Connects a Microsoft 365 tenant, keeps the connection healthy, and keeps every alert at hand, encrypted, here.
#[derive(Parser)]
#[command(name = "bartizan", version, about)]
pub(crate) struct Arguments {
    /// Print JSON; one object a line where it streams
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// The data folder; else BARTIZAN_HOME, else the system's own place
    #[arg(long, global = true, value_name = "FOLDER")]
    pub(crate) home: Option<PathBuf>,
    /// Keep keys and secrets in an encrypted file instead of the keyring, from the first start on
    #[arg(long, global = true)]
    pub(crate) vault_file: bool,
    /// Read the passphrase of that file from this file descriptor; else a systemd credential, else it is asked for
    #[arg(long, global = true, value_name = "N")]
    pub(crate) passphrase_fd: Option<u32>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Register, make a certificate, attach and collect, end to end, on a simulated tenant
    Demo(Demo),
    /// Plan, register, test, attach and undo
    Setup {
        /// What to do
        #[command(subcommand)]
        act: SetupAct,
    },
    /// Connect an app that is registered already
    Attach(Attach),
    /// Stop using an integration
    Detach(Detach),
    /// Attach or detach in the form of Prelude's own program
    Partner {
        /// What to do
        #[command(subcommand)]
        act: PartnerAct,
        /// commercial, or simulated
        #[arg(long, default_value = "commercial", global = true)]
        cloud: String,
    },
    /// Collect in the foreground
    Collect(Collect),
    /// List and search alerts
    Alerts(Alerts),
    /// Certificates and secrets: make, import, list, show, export, renew, revoke, hand out
    Cert(Cert),
    /// Where keys and secrets lie; moving them, and recovering from the loss of their place
    Vault(Vault),
    /// The measured state of every integration
    Health,
    /// Explain a problem code, ours or Microsoft's (AADSTS...)
    Explain {
        /// Such as credential.secret_wrong, or AADSTS7000215
        code: String,
    },
}

#[derive(Args)]
pub(crate) struct Demo {
    /// Alerts in the simulated tenant
    #[arg(long, default_value_t = 240, value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    pub(crate) alerts: u32,
    /// The number from which the simulated tenant is made
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
}

#[derive(Args)]
pub(crate) struct Attach {
    /// What to attach, such as defender-xdr
    pub(crate) integration: String,
    /// commercial, gcc, gcchigh, dod, or simulated
    #[arg(long, default_value = "commercial")]
    pub(crate) cloud: String,
    /// Tenant id or any of its domains
    #[arg(long)]
    pub(crate) tenant: String,
    /// Application (client) ID
    #[arg(long)]
    pub(crate) client_id: String,
    /// Read the client secret's Value from standard input; without it, it is asked for
    #[arg(long, conflicts_with = "pem")]
    pub(crate) secret_stdin: bool,
    /// A file with the PEM certificate and its unencrypted RSA key, instead of a secret
    #[arg(long, value_name = "FILE")]
    pub(crate) pem: Option<PathBuf>,
    /// A certificate that is kept here, instead of a secret; see bartizan cert list
    #[arg(long, value_name = "NAME", conflicts_with_all = ["pem", "secret_stdin"])]
    pub(crate) cert: Option<String>,
    /// The address of a simulated tenant, for --cloud simulated
    #[arg(long, value_name = "URL")]
    pub(crate) simulator: Option<String>,
}

#[derive(Args)]
pub(crate) struct Collect {
    /// Poll every integration once (the default)
    #[arg(long, conflicts_with = "watch")]
    pub(crate) once: bool,
    /// Go on polling until interrupted; certificates that are due are renewed meanwhile
    #[arg(long)]
    pub(crate) watch: bool,
    /// Seconds between two polls
    #[arg(long, value_name = "SECONDS", requires = "watch", default_value_t = 60,
        value_parser = clap::value_parser!(u32).range(1..=3600))]
    pub(crate) every: u32,
}

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Alerts {
    /// Words, "a phrase", field:value, field:(a or b), -field:value, severity>=high, created:today
    pub(crate) query: Vec<String>,
    /// Rows to print
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=500))]
    pub(crate) limit: u32,
    /// Print what the matches have in common instead of rows
    #[arg(long)]
    pub(crate) facets: bool,
    /// Print how many match instead of rows
    #[arg(long)]
    pub(crate) count: bool,
    #[command(subcommand)]
    pub(crate) act: Option<AlertsAct>,
}

#[derive(Subcommand)]
pub(crate) enum AlertsAct {
    /// One alert in full
    Show {
        /// Its id, or a part that only one alert has
        id: String,
    },
    /// The body of an alert as it arrived, byte for byte
    Raw {
        /// Its id, or a part that only one alert has
        id: String,
    },
}
