//! Credentials from end to end: made, registered, used, renewed without a gap, handed out, lost and recovered.
#![cfg(unix)]
#![allow(clippy::expect_used)]

mod canary;
mod keyring;
mod places;
mod renewal;
