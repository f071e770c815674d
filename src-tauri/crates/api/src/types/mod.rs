//! What crosses the door to people: one file per place, every type exported to TypeScript.
//!
//! Not the domain: these are shapes for a window and a terminal, made from domain values by `convert`. Times are
//! milliseconds since 1970 UTC, so that the reader's own zone is applied where it is shown.

mod alerts;
mod app;
mod credentials;
mod overview;
mod problem;
mod setup;

pub use alerts::*;
pub use app::*;
pub use credentials::*;
pub use overview::*;
pub use problem::*;
pub use setup::*;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A moment: milliseconds since 1970-01-01 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
pub struct Millis(pub i64);

/// A request or answer without content.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct Nothing {}
