//! `cargo xtask test`: everything that must hold, stage by stage, with the time that each took.
//!
//! A stage goes on after the failure of another, so that one run shows all; a stage whose ground is missing fails. The
//! last line is for machines: `N passed, N failed, N skipped`.

mod count;
mod page;
mod rust;
mod suites;

use crate::workshop::Workshop;
use crate::{generate, setup, tidy};
pub use count::Tally;
use std::time::{Duration, Instant};

struct Stage {
    name: &'static str,
    about: &'static str,
    needs: &'static [&'static str],
    run: fn(&Workshop) -> Result<Tally, String>,
}

/// In the order in which they run: what others stand on first, then the quick ones.
const STAGES: [Stage; 20] = [
    Stage { name: "setup", about: "packages, page modules, tools", needs: &[], run: |shop| check(setup::run(shop)) },
    Stage { name: "fmt", about: "cargo fmt --check", needs: &[], run: rust::format },
    Stage { name: "tidy", about: "the invariants of the architecture", needs: &[], run: tidy_stage },
    Stage { name: "ui types", about: "tsc", needs: &["setup"], run: page::types },
    Stage { name: "ui lint", about: "eslint", needs: &["setup"], run: page::lint },
    Stage { name: "ui tests", about: "vitest", needs: &["setup"], run: page::tests },
    Stage { name: "ui build", about: "vite build", needs: &["setup"], run: page::build },
    Stage { name: "clippy", about: "cargo clippy -D warnings, all targets", needs: &["ui build"], run: rust::clippy },
    Stage {
        name: "generated",
        about: "no generated file has drifted",
        needs: &["setup"],
        run: |shop| check(generate::check(shop)),
    },
    Stage { name: "deny", about: "licences and sources of dependencies", needs: &["setup"], run: rust::deny },
    Stage { name: "programs", about: "window, terminal, simulator", needs: &["ui build"], run: rust::programs },
    Stage { name: "unit", about: "unit and property tests", needs: &["ui build"], run: suites::unit },
    Stage { name: "desk", about: "display, bus and keyring of the tests", needs: &["setup"], run: suites::desk },
    Stage {
        name: "terminal",
        about: "the terminal program and its snapshots",
        needs: &["programs"],
        run: suites::terminal,
    },
    Stage {
        name: "credentials",
        about: "made, renewed, lost, recovered; a real Secret Service",
        needs: &["programs"],
        run: suites::credentials,
    },
    Stage {
        name: "collecting",
        about: "every source against one list of rules, faults, the ledger",
        needs: &["programs"],
        run: suites::collecting,
    },
    Stage {
        name: "desktop",
        about: "the real window, a real Secret Service",
        needs: &["programs"],
        run: suites::desktop,
    },
    Stage { name: "interop", about: "msal, azure-identity and msgraph", needs: &["programs"], run: suites::interop },
    Stage { name: "faults", about: "killed in the middle, full disk", needs: &["programs"], run: suites::faults },
    Stage {
        name: "fidelity",
        about: "published payloads through the product",
        needs: &["programs"],
        run: suites::fidelity,
    },
];

/// Which stages were asked for.
#[derive(Debug, Default)]
pub struct Choice {
    list: bool,
    only: Vec<String>,
}

impl Choice {
    /// Reads `--list` and `--only STAGE`, which may be repeated.
    pub fn read(words: &[&str]) -> Result<Self, String> {
        let mut choice = Self::default();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match *word {
                "--list" => choice.list = true,
                "--only" => {
                    let name = words.next().copied().unwrap_or_default();
                    let known = STAGES.iter().any(|stage| stage.name == name);
                    let names = STAGES.map(|stage| stage.name).join(", ");
                    choice.only.push(
                        known.then(|| name.to_owned()).ok_or(format!("no stage \"{name}\"; there are: {names}"))?,
                    );
                }
                other => return Err(format!("no option {other}")),
            }
        }
        Ok(choice)
    }

    /// True for a stage that was asked for, or that one stands on that was.
    fn holds(&self, name: &str) -> bool {
        let needed = |wanted: &String| needs(wanted).contains(&name);
        self.only.is_empty() || self.only.iter().any(|wanted| wanted == name || needed(wanted))
    }
}

/// Runs the stages and prints the table. Fails when any check failed.
pub fn run(shop: &Workshop, choice: &Choice) -> Result<(), String> {
    if choice.list {
        for stage in &STAGES {
            println!("{:12} {}", stage.name, stage.about);
        }
        return Ok(());
    }
    let mut rows: Vec<(&str, Duration, Tally)> = Vec::new();
    for stage in STAGES.iter().filter(|stage| choice.holds(stage.name)) {
        if shop.is_interrupted() {
            return Err("interrupted".to_owned());
        }
        println!("\n== {}: {}", stage.name, stage.about);
        let start = Instant::now();
        let fallen = needs(stage.name)
            .into_iter()
            .find(|need| rows.iter().any(|(name, _, tally)| name == need && tally.failed > 0));
        let tally = match fallen {
            Some(need) => Err(format!("it stands on `{need}`, which failed")),
            None => (stage.run)(shop),
        };
        let tally = tally.unwrap_or_else(|sentence| {
            println!("{sentence}");
            Tally::FAILED
        });
        println!("== {}: {tally}, {:.1} s", stage.name, start.elapsed().as_secs_f64());
        rows.push((stage.name, start.elapsed(), tally));
    }
    let total = report(&rows);
    // The plain line is the last one; the exit code says the rest.
    if total.failed == 0 && total.passed > 0 { Ok(()) } else { Err(String::new()) }
}

fn report(rows: &[(&str, Duration, Tally)]) -> Tally {
    println!("\n{:12}{:>10}{:>9}{:>9}{:>9}", "stage", "seconds", "passed", "failed", "skipped");
    let (mut total, mut time) = (Tally::default(), Duration::ZERO);
    for (name, took, tally) in rows {
        println!("{name:12}{:>10.1}{:>9}{:>9}{:>9}", took.as_secs_f64(), tally.passed, tally.failed, tally.skipped);
        total = total + *tally;
        time += *took;
    }
    println!("{:12}{:>10.1}\n\n{total}", "", time.as_secs_f64());
    total
}

fn needs(name: &str) -> Vec<&'static str> {
    let direct = STAGES.iter().find(|stage| stage.name == name).map_or(&[][..], |stage| stage.needs);
    // The chains are short and go one way, so this ends.
    direct.iter().flat_map(|need| needs(need).into_iter().chain([*need])).collect()
}

fn check(done: Result<(), String>) -> Result<Tally, String> {
    done.map(|()| Tally::PASSED)
}

fn tidy_stage(shop: &Workshop) -> Result<Tally, String> {
    let found = tidy::check(shop.root())?;
    for violation in &found {
        println!("{violation}");
    }
    check(if found.is_empty() { Ok(()) } else { Err(format!("{} violations", found.len())) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_runs_with_everything_that_it_stands_on() -> Result<(), String> {
        let choice = Choice::read(&["--only", "desktop"])?;
        let names: Vec<_> = STAGES.iter().map(|stage| stage.name).filter(|name| choice.holds(name)).collect();
        assert_eq!(
            names,
            ["setup", "ui build", "programs", "desktop"],
            "the window shows the page, which needs its modules"
        );
        assert!(STAGES.iter().all(|stage| Choice::default().holds(stage.name)), "without a choice all of them run");
        Ok(())
    }

    #[test]
    fn what_a_stage_stands_on_runs_before_it() {
        for (index, stage) in STAGES.iter().enumerate() {
            for need in stage.needs {
                let place = STAGES.iter().position(|other| other.name == *need);
                assert!(place.is_some_and(|place| place < index), "{} stands on {need}", stage.name);
            }
        }
    }

    #[test]
    fn a_stage_that_does_not_exist_is_a_wrong_usage() {
        assert!(
            Choice::read(&["--only", "nothing"]).is_err_and(|text| text.contains("desktop")),
            "the answer lists what there is"
        );
        assert!(Choice::read(&["--fast"]).is_err(), "an unknown option is not ignored");
    }
}
