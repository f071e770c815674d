//! The product in its real window, driven as a person would, with a real Secret Service behind it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod credentials;
mod first_run;
mod keyboard;
mod policy;
mod preferences;
mod problems;
mod setup;
