//! What is written into the ledger, and what is read from it.

use domain::Problem;
use domain::ids::{FeedId, ItemId, SourceId};
use jiff::Timestamp;

/// What a page adds to the ledger. Times are those of the feed's own axis; spans include their beginning and not their end.
#[derive(Debug, Clone, Default)]
pub struct LedgerLines {
    /// Stretches of time that are listed now.
    pub listed: Vec<Listed>,
    /// Stretches of time that were listed once more.
    pub verified: Vec<Verified>,
    /// Stretches of time in which something is known to be missing.
    pub holes: Vec<Hole>,
    /// Holes that are filled.
    pub closed: Vec<HoleId>,
    /// Blobs that were listed; those that are known stay as they are.
    pub found: Vec<Content>,
    /// Blobs that were fetched, or never will be.
    pub fetched: Vec<ContentEnd>,
    /// What the page itself was.
    pub receipt: Option<Receipt>,
    /// What its items have that the program does not know.
    pub drift: Vec<Drift>,
}

/// A stretch of time that is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Where it begins.
    pub from: Timestamp,
    /// Where it ends.
    pub to: Timestamp,
    /// Rows that the list had of it.
    pub rows: u32,
    /// Whether it lies before what was listed first, as a backfill does.
    pub before: bool,
}

/// A stretch of time that was listed once more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Where it begins.
    pub from: Timestamp,
    /// Where it ends.
    pub to: Timestamp,
}

/// A stretch of time in which something is missing.
#[derive(Debug, Clone)]
pub struct Hole {
    /// Where it begins.
    pub from: Timestamp,
    /// Where it ends.
    pub to: Timestamp,
    /// Why.
    pub problem: Box<Problem>,
}

/// The number of a hole.
pub type HoleId = i64;

/// A blob that a listing named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// Microsoft's id.
    pub id: String,
    /// Where it lies.
    pub link: String,
    /// When it became available.
    pub created: Timestamp,
    /// Until when it can be fetched.
    pub expires: Option<Timestamp>,
}

/// How a blob ended.
#[derive(Debug, Clone)]
pub struct ContentEnd {
    /// Its id.
    pub id: String,
    /// How.
    pub end: End,
}

/// How the fetching of a blob ended.
#[derive(Debug, Clone)]
pub enum End {
    /// It is here, with so many records.
    Fetched(u32),
    /// It can never be fetched.
    Gone(Box<Problem>),
}

/// What a page was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Receipt {
    /// Rows on it.
    pub rows: u32,
    /// The earliest time of its rows.
    pub first: Option<Timestamp>,
    /// The latest.
    pub last: Option<Timestamp>,
}

/// Something that the program does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// What it is.
    pub kind: DriftKind,
    /// Where it stands.
    pub path: String,
    /// What it says, where that is what is unknown.
    pub value: String,
    /// In how many items of the page.
    pub count: u32,
    /// The first item with it.
    pub sample: ItemId,
}

/// Kinds of unknown things. Their order is stored: new ones go to the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DriftKind {
    /// A field.
    Field,
    /// A value of a field whose values are known.
    Value,
    /// A kind of evidence.
    Evidence,
}

impl DriftKind {
    pub(crate) fn at(place: u32) -> Option<Self> {
        [Self::Field, Self::Value, Self::Evidence].get(place as usize).copied()
    }
}

/// Where a feed stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedState {
    /// Where to go on, in the source's own words.
    pub cursor: Option<String>,
    /// What the engine knows of it besides.
    pub memo: Option<String>,
    /// Everything is stored from here.
    pub covered_from: Option<Timestamp>,
    /// Everything is stored up to here.
    pub covered_up_to: Option<Timestamp>,
}

/// A stretch of time that is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Where it begins.
    pub from: Timestamp,
    /// Where it ends.
    pub to: Timestamp,
    /// Rows that the list had of it.
    pub rows: u32,
    /// When it was last added to.
    pub listed_at: Timestamp,
    /// When all of it was last listed again.
    pub verified_at: Option<Timestamp>,
}

/// A hole, open or closed.
#[derive(Debug, Clone)]
pub struct HoleLine {
    /// Its number.
    pub id: HoleId,
    /// The feed.
    pub feed: FeedId,
    /// Where it begins.
    pub from: Timestamp,
    /// Where it ends.
    pub to: Timestamp,
    /// Why.
    pub problem: Box<Problem>,
    /// When it was found.
    pub found_at: Timestamp,
    /// When it was filled.
    pub closed_at: Option<Timestamp>,
}

/// How many blobs are in which state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ContentCounts {
    /// Listed.
    pub listed: u32,
    /// Fetched and stored.
    pub fetched: u32,
    /// Never to be fetched.
    pub gone: u32,
    /// Still to be fetched.
    pub waiting: u32,
    /// Records in those that were fetched.
    pub records: u64,
}

/// A receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptLine {
    /// When the page arrived.
    pub at: Timestamp,
    /// Microsoft's id of the request.
    pub request_id: Option<String>,
    /// Rows on it.
    pub rows: u32,
    /// Items that were not known.
    pub new: u32,
    /// Items with other contents.
    pub updated: u32,
    /// The earliest time of its rows.
    pub first: Option<Timestamp>,
    /// The latest.
    pub last: Option<Timestamp>,
}

/// Something unknown, as it was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DriftLine {
    /// The source.
    pub source: SourceId,
    /// What it is.
    pub kind: DriftKind,
    /// Where it stands.
    pub path: String,
    /// What it says.
    pub value: String,
    /// When it was first seen.
    pub first_seen: Timestamp,
    /// When it was last seen.
    pub last_seen: Timestamp,
    /// In how many items.
    pub count: u32,
    /// The first item with it.
    pub sample: ItemId,
}
