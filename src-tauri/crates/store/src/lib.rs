//! The encrypted local database of one Bartizan, and the search over it.
//!
//! Rows are only ever appended: a changed alert is a new row that names the one before, so history costs nothing and
//! a crash cannot leave half of anything. What a search looks at lies in memory as plain columns, rebuilt at opening;
//! bodies stay on disk, compressed, byte for byte as they came. Not here: the network, secrets other than the
//! database key while it opens, and what a value means (that is `domain`).

mod access;
mod arrivals;
mod canonical;
mod cipher;
mod commit;
mod credentials;
mod failure;
mod folder;
mod forget;
mod interner;
mod journal;
mod keycheck;
mod ledger;
mod memory;
mod migration;
mod packed;
mod reading;
mod search;
mod settings;
mod setups;
mod table;
mod ticks;

pub use access::{Access, Seq, Store};
pub use arrivals::Arrivals;
pub use commit::{Committed, Item, PageCommit};
pub use credentials::CredentialUse;
pub use journal::{Failing, PollLine, PollStats};
pub use ledger::{
    Content, ContentCounts, ContentEnd, Drift, DriftKind, DriftLine, End, FeedState, Hole, HoleId, HoleLine,
    LedgerLines, Listed, Receipt, ReceiptLine, Span, Verified,
};
pub use reading::{RawRecord, Row, Rows, Stored, Totals, Version};
pub use search::{Choice, Facet, FacetValue, Found, Histogram, Sort, Suggestion};
pub use setups::{Act, NewAct};

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests;
