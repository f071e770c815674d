//! From domain and engine to what people see. Words, labels and groupings are made here; nothing is decided.

mod alerts;
mod app;
mod credentials;
mod detail;
mod evidence;
mod overview;
mod problem;
mod setup;

pub(crate) use alerts::{found, row, sort};
pub(crate) use app::{app_state, connected, no_state, step_view};
pub(crate) use credentials::{credential, credentials, hand_out, renewal_view};
pub(crate) use detail::{detail, raw};
pub(crate) use overview::{data_up_to, overview};
pub(crate) use problem::problem_view;
pub(crate) use setup::*;

use crate::types::Millis;
use jiff::Timestamp;

fn millis(moment: Timestamp) -> Millis {
    Millis(moment.as_millisecond())
}

fn maybe(moment: Option<Timestamp>) -> Option<Millis> {
    moment.map(millis)
}
