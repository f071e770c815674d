//! The tenant's alerts: rows on a shelf, found by filter and order. Generated rows hold facts and are written out when
//! asked for; loaded rows hold the bytes they came as. Incidents are what their alerts make them, plus what people changed.

mod edits;
mod filter;
mod filter_parse;
mod incident;
mod load;
mod row;
mod shelf;

pub(crate) use edits::{Comment, Edits, settable};
pub(crate) use filter::{Field, Filter, Kind};
pub(crate) use incident::{Incident, Incidents};
pub(crate) use load::load;
pub(crate) use row::{Content, Row};
pub(crate) use shelf::{Order, Shelf, Window};
