//! Setting up: choosing, the plan, registering by itself or by hand, testing, attaching. One file a part.

mod catalog;
mod plan;
mod portal;
mod run;
mod state;

pub use catalog::*;
pub use plan::*;
pub use portal::*;
pub use run::*;
pub use state::*;
