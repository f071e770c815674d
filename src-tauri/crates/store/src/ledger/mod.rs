//! The completeness ledger: what of which time was listed, fetched, stored and listed again, and what is missing and why.
//!
//! Everything of it is written in the transaction of the page that it speaks of, so it never says more than is here.

mod lines;
mod note;
mod reading;

pub use lines::{
    Content, ContentCounts, ContentEnd, Drift, DriftKind, DriftLine, End, FeedState, Hole, HoleId, HoleLine,
    LedgerLines, Listed, Receipt, ReceiptLine, Span, Verified,
};
pub(crate) use note::note;
