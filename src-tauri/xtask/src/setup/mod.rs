//! What a machine needs to build, run and test Bartizan, installed when it is missing.
//!
//! On Debian and Ubuntu missing packages are installed, after saying which and why. Elsewhere the exact command is
//! printed and we stop: we do not guess our way through somebody's system.

mod page;
mod system;
mod tools;

pub use tools::deny;

use crate::workshop::Workshop;
use bartizan_tests::Deadline;
use std::process::Command;
use std::time::Duration;

const ATTEMPTS: usize = 3;

/// Makes the machine ready; nothing is done twice.
pub fn run(shop: &Workshop) -> Result<(), String> {
    system::ensure(shop)?;
    page::ensure(shop)?;
    tools::ensure(shop)
}

/// Runs a command that speaks to a package server, and again when that fails: servers hiccup.
fn with_patience(shop: &Workshop, what: &str, at_most: Duration, make: impl Fn() -> Command) -> Result<(), String> {
    let mut last = String::new();
    for attempt in 1..=ATTEMPTS {
        match shop.run(&mut make(), at_most)?.good_or(what) {
            Ok(_) => return Ok(()),
            Err(sentence) => last = sentence,
        }
        if attempt < ATTEMPTS {
            println!("{what}: attempt {attempt} of {ATTEMPTS} failed, trying again");
            let pause = Deadline::seconds(3);
            while !pause.passed() && !shop.is_interrupted() {
                pause.pause();
            }
        }
    }
    Err(last)
}
