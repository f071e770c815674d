//! Collecting every source from a simulated tenant over real sockets, in one process: what is stored is what the tenant has.
//!
//! One suite for all sources. What the tenant has is read by a reader of its own that shares nothing with the product.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod conformance;
mod ledger;
mod place;
mod product;
mod special;
mod specs;
mod truth;

use bartizan_tests::Outcome;
