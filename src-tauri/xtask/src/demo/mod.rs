//! `cargo xtask demo`: the main job from end to end in the real window, against a simulated tenant on loopback.
//!
//! With a display the window opens on it and stays until it is closed. Without one it opens on a virtual display with a
//! session bus and a keyring of its own, is walked through, and leaves pictures and a table of what happened.

mod album;
mod headless;
mod table;
mod walk;
mod windowed;

use crate::setup;
use crate::workshop::Workshop;
use bartizan_tests::Programs;
use std::env;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

const BUILD_AT_MOST: Duration = Duration::from_secs(40 * 60);

/// What was asked for on the command line.
#[derive(Debug, Default)]
pub struct Options {
    headless: bool,
    for_readme: bool,
}

impl Options {
    /// Reads the options; nothing when one is unknown.
    pub fn read(words: &[&str]) -> Option<Self> {
        let mut options = Self::default();
        for word in words {
            match *word {
                "--headless" => options.headless = true,
                "--screenshot-for-readme" => (options.headless, options.for_readme) = (true, true),
                _ => return None,
            }
        }
        Some(options)
    }
}

/// Runs the demonstration.
pub fn run(shop: &Workshop, options: &Options) -> Result<(), String> {
    let start = Instant::now();
    setup::run(shop)?;
    build(shop)?;
    let programs = Programs::locate().map_err(|trouble| trouble.to_string())?;
    let folder = fresh_folder(shop)?;
    let built = start.elapsed();
    let has_display =
        ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()));
    let shown = if options.headless || !has_display {
        headless::run(&programs, &folder, built, options.for_readme.then(|| shop.root().join(".github/overview.png")))
    } else {
        windowed::run(shop, &programs, &folder)
    };
    // Whatever became of it, nothing that we started stays.
    shop.end_all();
    shown.map_err(|trouble| trouble.to_string())
}

/// Builds the app and opens it for real clouds, with the person's own session and data folder.
pub fn open_for_real_clouds(shop: &Workshop) -> Result<(), String> {
    setup::run(shop)?;
    build(shop)?;
    let window = Programs::locate().and_then(|programs| programs.window()).map_err(|trouble| trouble.to_string())?;
    let mut child = shop.start(&mut shop.command(window))?;
    let status = child.wait().map_err(|cause| format!("waiting for the window: {cause}"))?;
    if status.success() || shop.is_interrupted() { Ok(()) } else { Err(format!("the window ended with {status}")) }
}

fn build(shop: &Workshop) -> Result<(), String> {
    println!("Building the page and the programs; the first time takes several minutes");
    shop.run_quietly(&mut shop.npm(&["run", "build"]), BUILD_AT_MOST)?.good_or("building the page")?;
    let packages =
        ["build", "--package", "bartizan-desktop", "--package", "cli", "--package", "simulator", "--bins", "--locked"];
    let ended = shop.run(&mut shop.cargo(&packages), BUILD_AT_MOST)?;
    if ended.good { Ok(()) } else { Err("the build failed".to_owned()) }
}

/// `target/demo`, empty: a demonstration starts as on the first day.
fn fresh_folder(shop: &Workshop) -> Result<PathBuf, String> {
    let folder = shop.target("demo")?;
    let sentence = |cause: std::io::Error| format!("{}: {cause}", folder.display());
    fs::remove_dir_all(&folder).map_err(sentence)?;
    fs::create_dir_all(folder.join("home")).map_err(sentence)?;
    Ok(folder)
}
