//! The words of `bartizan cert`.

use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Args)]
pub(crate) struct Cert {
    #[command(subcommand)]
    pub(crate) act: CertAct,
}

#[derive(Subcommand)]
pub(crate) enum CertAct {
    /// Make an RSA key and a self-signed certificate, kept in the keyring
    Make {
        /// Its name; the common name as well
        name: String,
        /// The subject's common name, where it is another one
        #[arg(long, value_name = "NAME")]
        common_name: Option<String>,
        /// Bits of the RSA key
        #[arg(long, default_value_t = 2048, value_parser = bits)]
        bits: u32,
        /// Days that it is valid for
        #[arg(long, default_value_t = 365, value_parser = clap::value_parser!(u32).range(1..=3650))]
        days: u32,
    },
    /// Import a certificate and its key: PEM, DER or PFX, in one file or several
    Import {
        /// The files, in any order
        #[arg(required = true, num_args = 1..=8)]
        files: Vec<PathBuf>,
        /// Its name; the subject's common name when absent
        #[arg(long)]
        name: Option<String>,
        /// Read the password of the file from standard input; without it, it is asked for where one is needed
        #[arg(long)]
        password_stdin: bool,
    },
    /// Every certificate and secret: where it is registered, when it ends, what uses it
    List,
    /// One credential in full
    Show {
        /// Its name, its id, or the first characters of its id
        id: String,
    },
    /// Write a certificate, or it with its key, into a new file
    Export {
        /// Its name, its id, or the first characters of its id
        id: String,
        /// What to write; all but pem and der hold the private key
        #[arg(long, value_enum, default_value_t = Form::Pem)]
        form: Form,
        /// The file, which must not be there yet
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// Read the password of a PFX file from standard input; without it, it is asked for
        #[arg(long)]
        password_stdin: bool,
        /// Write the private key without asking
        #[arg(long)]
        yes: bool,
    },
    /// Renew a certificate with no gap, or go on with its renewal
    Renew(Renew),
    /// Throw a credential away that nothing uses
    Revoke {
        /// Its name, its id, or the first characters of its id
        id: String,
        /// Do it without asking
        #[arg(long)]
        yes: bool,
    },
    /// The ends of all credentials as a calendar
    Calendar {
        /// A file, which must not be there yet; standard output when absent
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// What a vendor's form wants of a credential: values to copy, files to save
    Handout {
        /// Its name, its id, or the first characters of its id
        id: String,
        /// The integration of the catalog, such as taegis-o365-gcc
        integration: String,
        /// Save the files into this folder, each under a name that must be free
        #[arg(long, value_name = "FOLDER")]
        out: Option<PathBuf>,
        /// Save the private key as well, or show the secret's Value
        #[arg(long)]
        private: bool,
        /// Do that without asking
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Args)]
pub(crate) struct Renew {
    /// Its name, its id, or the first characters of its id
    pub(crate) id: String,
    /// The app's Object ID, from its Overview page in the portal, where it is not known here
    #[arg(long, value_name = "GUID", value_parser = guid)]
    pub(crate) object_id: Option<String>,
    /// The old one's Certificate ID, from Certificates & secrets in the portal, where it is not known here
    #[arg(long, value_name = "GUID", value_parser = guid)]
    pub(crate) certificate_id: Option<String>,
    /// Let an administrator who signs in change the app, where it cannot do so itself
    #[arg(long)]
    pub(crate) sign_in: bool,
    /// Sign in with a code that is typed on any machine, instead of a browser on this one
    #[arg(long, requires = "sign_in")]
    pub(crate) device_code: bool,
    /// Bits of the new RSA key; as many as the old one has when absent
    #[arg(long, value_parser = bits)]
    pub(crate) bits: Option<u32>,
    /// Days that the new one is valid for; as many as the old one when absent
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=3650))]
    pub(crate) days: Option<u32>,
    /// Remove the old one now, instead of 7 days after the switch
    #[arg(long)]
    pub(crate) finish: bool,
    /// The vendor's integration that has the new one now; the renewal goes on then
    #[arg(long, value_name = "INTEGRATION", conflicts_with_all = ["undo", "automatic"])]
    pub(crate) handed_over: Option<String>,
    /// Take the renewal back
    #[arg(long, conflicts_with = "automatic")]
    pub(crate) undo: bool,
    /// Take it back without asking
    #[arg(long)]
    pub(crate) yes: bool,
    /// Only change whether it renews by itself
    #[arg(long, value_enum, value_name = "on|off")]
    pub(crate) automatic: Option<Switch>,
    /// How many days before its end it renews by itself
    #[arg(long, requires = "automatic", value_parser = clap::value_parser!(u32).range(1..=365))]
    pub(crate) days_before: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// The certificate as PEM
    Pem,
    /// The certificate as DER, .cer
    Der,
    /// The private key as PEM, not encrypted
    Key,
    /// Private key and certificate as PEM
    Combined,
    /// Private key and certificate as PFX with a password
    Pfx,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Switch {
    /// It does
    On,
    /// It does not
    Off,
}

fn bits(text: &str) -> Result<u32, String> {
    match text.parse() {
        Ok(bits @ (2048 | 3072 | 4096)) => Ok(bits),
        _ => Err("an RSA key has 2048, 3072 or 4096 bits".to_owned()),
    }
}

fn guid(text: &str) -> Result<String, String> {
    let parts: Vec<_> = text.trim().split('-').collect();
    let is_guid = parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12])
        && parts.iter().all(|part| part.chars().all(|one| one.is_ascii_hexdigit()));
    if is_guid { Ok(text.trim().to_lowercase()) } else { Err("this is no GUID".to_owned()) }
}
