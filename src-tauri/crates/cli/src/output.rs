//! Where things are printed: text for people on a terminal, JSON for programs. A closed pipe ends quietly.
#![allow(clippy::print_stdout, clippy::print_stderr)] // The terminal is this crate's window.

use api::ProblemView;
use serde::Serialize;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

/// How a command ended.
pub(crate) type Ended = Result<(), Failure>;

/// Why a command did not succeed.
pub(crate) enum Failure {
    /// A problem with its remedies.
    Problem(Box<ProblemView>),
    /// Something that only a person can give, and nobody is at the terminal.
    NeedsPerson(String),
    /// Whoever read the output has gone.
    Unread,
}

impl From<ProblemView> for Failure {
    fn from(problem: ProblemView) -> Self {
        Self::Problem(Box::new(problem))
    }
}

/// The terminal.
#[derive(Clone, Copy)]
pub(crate) struct Output {
    json: bool,
    colour: bool,
}

#[derive(Serialize)]
struct Wrapped<'a> {
    problem: &'a ProblemView,
}

impl Output {
    pub(crate) fn new(json: bool) -> Self {
        let colour = !json && std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        Self { json, colour }
    }

    /// Whether programs read the output.
    pub(crate) fn json(&self) -> bool {
        self.json
    }

    /// Prints an object as JSON, or as the text that `text` makes.
    pub(crate) fn object(&self, value: &impl Serialize, text: impl FnOnce() -> String) -> Ended {
        if self.json {
            self.line(&serde_json::to_string(value).unwrap_or_default())
        } else {
            self.line(text().trim_end())
        }
    }

    /// Prints a line of text.
    pub(crate) fn line(&self, text: &str) -> Ended {
        writeln!(std::io::stdout().lock(), "{text}").map_err(|_| Failure::Unread)
    }

    /// Marks text as good, grave or secondary, where there are colours.
    pub(crate) fn marked(&self, text: &str, mark: &str) -> String {
        if self.colour { format!("\x1b[{mark}m{text}\x1b[0m") } else { text.to_owned() }
    }

    /// The exit code of what ended, after saying why.
    pub(crate) fn end(&self, ended: Ended) -> ExitCode {
        match ended {
            Ok(()) | Err(Failure::Unread) => ExitCode::SUCCESS,
            Err(Failure::Problem(problem)) => {
                if self.json {
                    let _ = self.line(&serde_json::to_string(&Wrapped { problem: &problem }).unwrap_or_default());
                } else {
                    eprint!("{}", crate::text::problem(&problem));
                }
                ExitCode::from(1)
            }
            Err(Failure::NeedsPerson(what)) => {
                eprintln!("{what}");
                ExitCode::from(3)
            }
        }
    }

    pub(crate) fn failed_to_start(&self, error: &std::io::Error) -> ExitCode {
        eprintln!("bartizan could not start its threads: {error}");
        ExitCode::from(1)
    }
}

/// Green.
pub(crate) const GOOD: &str = "32";
/// Red.
pub(crate) const GRAVE: &str = "31";
/// Dim.
pub(crate) const FAINT: &str = "2";
