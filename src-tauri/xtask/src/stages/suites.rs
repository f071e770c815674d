//! The suites of Rust tests, by cargo-nextest when it is there and by `cargo test` otherwise.
//!
//! All are built from the whole workspace, so that a crate is compiled once for all of them.

use super::count::{self, Tally};
use crate::workshop::Workshop;
use std::time::Duration;

const AT_MOST: Duration = Duration::from_secs(40 * 60);

/// Unit and property tests of every crate.
pub fn unit(shop: &Workshop) -> Result<Tally, String> {
    let plain = ["--workspace", "--exclude", "bartizan-tests", "--exclude", "cli"];
    suite(shop, "not (package(bartizan-tests) | package(cli))", &[&plain], false)
}

/// The desk that the whole-product tests stand on.
pub fn desk(shop: &Workshop) -> Result<Tally, String> {
    let plain = ["--package", "bartizan-tests", "--lib", "--test", "desk"];
    suite(shop, "package(bartizan-tests) & (kind(lib) | binary(desk))", &[&plain], true)
}

/// The terminal program: its own tests and the snapshots of what it prints.
pub fn terminal(shop: &Workshop) -> Result<Tally, String> {
    let own: &[&str] = &["--package", "cli"];
    let whole: &[&str] = &["--package", "bartizan-tests", "--test", "terminal"];
    suite(shop, "package(cli) | (package(bartizan-tests) & binary(terminal))", &[own, whole], true)
}

/// Credentials from end to end.
pub fn credentials(shop: &Workshop) -> Result<Tally, String> {
    whole(shop, "credentials")
}

/// Every source, in one process with the simulated tenant.
pub fn collecting(shop: &Workshop) -> Result<Tally, String> {
    whole(shop, "collecting")
}

/// The real window.
pub fn desktop(shop: &Workshop) -> Result<Tally, String> {
    whole(shop, "desktop")
}

/// Killed in the middle, full disk.
pub fn faults(shop: &Workshop) -> Result<Tally, String> {
    whole(shop, "faults")
}

/// Published payloads through the product.
pub fn fidelity(shop: &Workshop) -> Result<Tally, String> {
    whole(shop, "fidelity")
}

/// Microsoft's own clients from PyPI, unmodified, against the simulated tenant.
pub fn interop(shop: &Workshop) -> Result<Tally, String> {
    let mut command = shop.command("python3");
    command.arg(shop.root().join("tests/interop/run")).env("BARTIZAN_PROGRAMS", shop.target("debug")?);
    let ended = shop.run(&mut command, AT_MOST)?;
    count::closing(&ended.text, ended.good)
}

fn whole(shop: &Workshop, binary: &str) -> Result<Tally, String> {
    let plain = ["--package", "bartizan-tests", "--test", binary];
    suite(shop, &format!("package(bartizan-tests) & binary({binary})"), &[&plain], true)
}

fn suite(shop: &Workshop, filter: &str, plain: &[&[&str]], one_by_one: bool) -> Result<Tally, String> {
    let has_nextest = shop.run_quietly(&mut shop.cargo(&["nextest", "--version"]), AT_MOST)?.good;
    let (mut text, mut good) = (String::new(), true);
    if has_nextest {
        let arguments =
            ["nextest", "run", "--workspace", "--locked", "--no-fail-fast", "--run-ignored", "all", "-E", filter];
        let mut command = shop.cargo(&arguments);
        let ended = shop.run(command.env("INSTA_UPDATE", "no"), AT_MOST)?;
        (text, good) = (ended.text, ended.good);
    } else {
        for selection in plain {
            let mut command = shop.cargo(&["test", "--locked", "--no-fail-fast"]);
            command.args(*selection).args(["--", "--include-ignored", "--show-output"]).env("INSTA_UPDATE", "no");
            if one_by_one {
                command.arg("--test-threads=1");
            }
            let ended = shop.run(&mut command, AT_MOST)?;
            good &= ended.good;
            text.push_str(&ended.text);
        }
    }
    count::tests(&text, good)
}
