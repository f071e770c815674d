//! The running product: connecting, collecting, health. Everything below the commands that people give.
//!
//! One value, built from its parts in `main`: clock, wire, vault, store, data folder. No window and no terminal is
//! needed for any of it.

mod collect;
mod collecting;
mod connect;
mod credentials;
mod health;
mod history;
mod home;
mod practise;
mod product;
mod rehearsal;
mod schedule;
mod secrets;
mod setup;
mod steps;

pub use collect::{Collected, FeedCollected};
pub use collecting::{
    BackfillState, CollectSettings, Completeness, Excluded, Exclusion, ExclusionKind, Gap, GapKind, Preview, Progress,
    Wanted,
};
pub use connect::{ConnectOrder, OfferedCredential};
pub use credentials::*;
pub use health::{FeedHealth, IntegrationHealth, Overview, TenantHealth};
pub use history::{Change, changes};
pub use home::{kept_in, vault_file};
pub use microsoft::{Clock, microsoft_codes, problem_of_microsoft_code};
pub use product::{Parts, Product, View};
pub use secrets::{AskPassphrase, Moved, PassphraseFor, make_vault_file, move_secrets, open_place, recover};
pub use setup::{
    After, Attached, Compared, DetachHow, DetachOrder, KeptCertificate, KeptSecret, KnownApp, Made, Method, OpenedPack,
    PlanOrigin, PortalPage, PortalStepState, RunOrder, Setup, SetupEdit, SetupTenant, SignInWay, Stage, Standing, Test,
    UndoOrder, ValueField, ValueFound, after, saved_name, standing,
};
pub use sources::{About, source};
pub use steps::{Connected, Part, Prompt, Step, StepState, Steps};
pub use store;
pub use vault::{OsKeyring, PlaceKind, SecretPlace, VaultFile, judge};
