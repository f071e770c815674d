//! The compiler's side: format, lints, and the programs that the whole-product tests start.

use super::count::Tally;
use crate::setup;
use crate::workshop::Workshop;
use std::time::Duration;

const AT_MOST: Duration = Duration::from_secs(40 * 60);

/// `cargo fmt --check` for the whole workspace.
pub fn format(shop: &Workshop) -> Result<Tally, String> {
    one(shop, &["fmt", "--all", "--", "--check"])
}

/// `cargo clippy` with every warning an error, for every target.
pub fn clippy(shop: &Workshop) -> Result<Tally, String> {
    one(shop, &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])
}

/// Licences, sources and refused crates of everything that is built in. Known vulnerabilities are not asked for here:
/// their list is fetched from elsewhere, and a test must give the same answer tomorrow.
pub fn deny(shop: &Workshop) -> Result<Tally, String> {
    let program = setup::deny(shop)?;
    let mut command = shop.command(program);
    command.args(["--config", ".deny.toml", "check", "licenses", "bans", "sources"]);
    let ended = shop.run(&mut command, AT_MOST)?;
    Ok(if ended.good { Tally::PASSED } else { Tally::FAILED })
}

/// Builds the programs that people and tests start.
pub fn programs(shop: &Workshop) -> Result<Tally, String> {
    // The whole workspace, so that every later stage finds the same features and builds nothing twice.
    one(shop, &["build", "--workspace", "--bins", "--locked"])
}

fn one(shop: &Workshop, arguments: &[&str]) -> Result<Tally, String> {
    let ended = shop.run(&mut shop.cargo(arguments), AT_MOST)?;
    Ok(if ended.good { Tally::PASSED } else { Tally::FAILED })
}
