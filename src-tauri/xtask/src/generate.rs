//! The generated files: the contract in TypeScript, the Tauri commands and their capabilities, all from the api crate.
//!
//! The api crate knows what to write; this only asks it to, so that one program owns the format.

use crate::workshop::Workshop;
use std::time::Duration;

const AT_MOST: Duration = Duration::from_secs(20 * 60);

/// Writes the generated files.
pub fn write(shop: &Workshop) -> Result<(), String> {
    ask(shop, &[])
}

/// Compares them with what would be written and fails when one has drifted.
pub fn check(shop: &Workshop) -> Result<(), String> {
    ask(shop, &["--check"])
}

fn ask(shop: &Workshop, options: &[&str]) -> Result<(), String> {
    let mut command = shop.cargo(&["run", "--quiet", "--package", "api", "--example", "generate", "--"]);
    let ended = shop.run(command.arg(shop.root()).args(options), AT_MOST)?;
    if ended.good {
        Ok(())
    } else {
        Err("a generated file has drifted, or could not be made: run `cargo xtask gen`".to_owned())
    }
}
