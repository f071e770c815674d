//! The contract with people: every command that a window or a terminal can give, its request, its answer, its failure.
//!
//! One table (`table.rs`) declares the commands; the desktop's commands, their capabilities and the TypeScript
//! contract are generated from it. Commands check the request, call the engine and convert what comes back.

mod api;
mod commands;
mod convert;
mod explain;
mod generated;
mod table;
mod types;

pub use api::{
    Api, Opened, Options, SecretsFrom, StepSink, SystemClock, data_folder, folder_problem, not_confirmed,
    public_client, simulator_address, simulator_failed,
};
pub use commands::{
    Credential, KEEP_RECOVERY_CODE, Question, Reported, ReportedFeed, SecretsMoved, SecretsState, clipboard_problem,
    passphrase_needed,
};
pub use domain::secret::SecretText;
pub use engine::store::Access;
pub use engine::{ExportForm, PassphraseFor, PlaceKind, Product, View as ChangedView};
pub use generated::generated;
pub use table::{COMMANDS, CommandRow, Effect, Home};
pub use types::*;
