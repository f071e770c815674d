//! `cargo xtask`: everything a developer or CI runs, in one program without a shell script beside it.
//!
//! Each command is a module. This one reads the command line and turns an outcome into an exit code: 0 done, 1 a problem,
//! 2 wrong usage, 130 interrupted.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a tool for the terminal")]

#[cfg(unix)]
mod bench;
#[cfg(unix)]
mod demo;
#[cfg(unix)]
mod fuzz;
#[cfg(unix)]
mod generate;
#[cfg(unix)]
mod setup;
#[cfg(unix)]
mod stages;
#[cfg(unix)]
mod tidy;
#[cfg(unix)]
mod workshop;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask COMMAND

  demo [--headless] [--screenshot-for-readme]
                    the main job from end to end in the real window, against a simulated tenant
  run               the app for real clouds, with this session and the usual data folder
  test [--only STAGE]... [--list]
                    everything that must hold; ends with 'N passed, N failed, N skipped'
  tidy              the invariants of the architecture
  bench cert [--json]
                    making a certificate here and with openssl, side by side
  fuzz import [--runs N] [--seed S]
                    the importer of certificates under changed files
  gen [--check]     writes the generated files; with --check only compares
  setup             installs what building and testing needs
";

#[cfg(unix)]
fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let shop = match workshop::Workshop::open() {
        Ok(shop) => shop,
        Err(sentence) => return problem(&sentence),
    };
    let done = match words.as_slice() {
        ["demo", options @ ..] => match demo::Options::read(options) {
            Some(options) => demo::run(&shop, &options),
            None => return usage(),
        },
        ["run"] => demo::open_for_real_clouds(&shop),
        ["test", options @ ..] => match stages::Choice::read(options) {
            Ok(choice) => stages::run(&shop, &choice),
            Err(sentence) => {
                eprintln!("{sentence}");
                return usage();
            }
        },
        ["tidy"] => tidy_all(&shop),
        ["bench", options @ ..] => match bench::Options::read(options) {
            Some(options) => bench::run(&shop, &options),
            None => return usage(),
        },
        ["fuzz", options @ ..] => match fuzz::Options::read(options) {
            Some(options) => fuzz::run(&shop, &options),
            None => return usage(),
        },
        ["gen"] => generate::write(&shop),
        ["gen", "--check"] => generate::check(&shop),
        ["setup"] => setup::run(&shop),
        _ => return usage(),
    };
    if shop.is_interrupted() {
        return ExitCode::from(130);
    }
    done.map_or_else(|sentence| problem(&sentence), |()| ExitCode::SUCCESS)
}

#[cfg(not(unix))]
fn main() -> ExitCode {
    eprintln!(
        "cargo xtask needs a Unix system; on Windows, build with `npm ci`, `npm run build` in ui and `cargo build`"
    );
    ExitCode::FAILURE
}

fn usage() -> ExitCode {
    eprint!("{USAGE}");
    ExitCode::from(2)
}

#[cfg(unix)]
fn problem(sentence: &str) -> ExitCode {
    // A command that has said everything itself leaves the sentence empty.
    if !sentence.is_empty() {
        eprintln!("xtask: {sentence}");
    }
    ExitCode::FAILURE
}

#[cfg(unix)]
fn tidy_all(shop: &workshop::Workshop) -> Result<(), String> {
    let found = tidy::check(shop.root())?;
    for violation in &found {
        println!("{violation}");
    }
    if found.is_empty() { Ok(()) } else { Err(format!("{} violations", found.len())) }
}
