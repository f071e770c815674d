//! Collecting: which feeds an integration has, what is chosen for them, and how one is polled, listed again and filled up
//! backwards.
//!
//! A feed is polled by itself: it has its own position, its own rhythm and its own failures, so that one that is stuck never
//! holds up another. Sources say what to ask; here is who asks, when, and what becomes of the answers.

mod backfill;
mod budget;
mod caller;
mod content;
mod delays;
mod drift;
mod exclusion;
mod items;
mod lane;
mod memo;
mod poll;
mod progress;
mod report;
mod settings;
mod shared;
mod sweep;

pub use backfill::BackfillState;
pub(crate) use backfill::state as backfill_state;
pub use exclusion::{Excluded, Exclusion, ExclusionKind, Preview};
pub use progress::Progress;
pub use report::{Completeness, Gap, GapKind};
pub use settings::{CollectSettings, Wanted};

pub(crate) use budget::{Budgets, Pace};
pub(crate) use lane::{Lane, lanes};
pub(crate) use memo::Memos;
pub(crate) use poll::Work;
pub(crate) use progress::Ongoing;
pub(crate) use shared::SharedAnswers;
pub(crate) use sweep::due as sweep_due;
