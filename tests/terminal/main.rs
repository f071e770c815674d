//! The terminal program from outside: what it prints, what it returns, and what it says when something is wrong.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod alerts;
mod cert;
mod demo;
mod plain;
mod problems;
mod setup;
mod usage;
mod wire;
