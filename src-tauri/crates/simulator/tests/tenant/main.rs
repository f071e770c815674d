//! The simulated tenant seen from outside, over real sockets and with a client of a few lines. One binary for all, so
//! that it links once.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod alerts;
mod alerts_paging;
mod assertions;
mod by_hand;
mod control;
mod coverage;
mod device_code;
mod directory;
mod effects;
mod faults;
mod generated;
mod hunting;
mod identity;
mod incidents;
mod investigating;
mod journal;
mod keys;
mod loaded;
mod mail;
mod onslaught;
mod people;
mod process;
mod registration;
mod replication;
mod resources;
mod scenarios;
mod sign_in_faults;
mod sign_in_page;
mod standing_still;
mod strictness;
mod support;
mod surfaces;
mod throttling;
mod tls;
