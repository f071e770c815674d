//! The terminal program, run to its end with its output caught.

use crate::{Child, Deadline, Desk, Outcome, Programs, SmallDisk, Trouble, Why, program, until};
use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// `bartizan` at a desk, with one data folder.
#[derive(Debug)]
pub struct Cli<'desk> {
    desk: &'desk Desk,
    terminal: PathBuf,
    home: PathBuf,
    simulator: Option<String>,
}

/// What a run of the terminal program came to.
#[derive(Debug)]
pub struct Run {
    /// The exit code; 128 and the signal's number when a signal ended it.
    pub code: i32,
    /// Standard output.
    pub output: String,
    /// Standard error.
    pub errors: String,
}

impl<'desk> Cli<'desk> {
    /// The terminal program with the data folder `home` at `desk`.
    ///
    /// # Errors
    /// When the program has not been built or the folder cannot be made.
    pub fn new(desk: &'desk Desk, programs: &Programs, home: &str) -> Outcome<Self> {
        Ok(Self { desk, terminal: programs.terminal()?, home: desk.folder(home)?, simulator: None })
    }

    /// With `BARTIZAN_SIMULATOR` set to this base address.
    pub fn simulator(mut self, base: &str) -> Self {
        self.simulator = Some(base.to_owned());
        self
    }

    /// The data folder.
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// Runs it to its end, at most two minutes.
    ///
    /// # Errors
    /// When it cannot be started or does not end.
    pub fn run(&self, arguments: &[&str]) -> Outcome<Run> {
        self.finish(program(&self.terminal), arguments, "")
    }

    /// Runs it with `input` on standard input.
    ///
    /// # Errors
    /// When it cannot be started or does not end.
    pub fn run_with(&self, arguments: &[&str], input: &str) -> Outcome<Run> {
        self.finish(program(&self.terminal), arguments, input)
    }

    /// Runs it with a data folder on a small disk.
    ///
    /// # Errors
    /// When it cannot be started or does not end.
    pub fn run_on(&self, disk: &SmallDisk, arguments: &[&str], input: &str) -> Outcome<Run> {
        self.finish(program(disk.wrap(self.desk, &self.terminal)?), arguments, input)
    }

    /// Starts it and leaves it running.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(&self, arguments: &[&str]) -> Outcome<Child> {
        self.launch(program(&self.terminal), arguments)
    }

    fn launch(&self, mut command: Command, arguments: &[&str]) -> Outcome<Child> {
        self.desk.seat(&mut command);
        command.env("BARTIZAN_HOME", &self.home).args(arguments);
        if let Some(base) = &self.simulator {
            command.env("BARTIZAN_SIMULATOR", base);
        }
        Child::start("terminal", &mut command, &self.desk.folder("logs")?, true)
    }

    fn finish(&self, command: Command, arguments: &[&str], input: &str) -> Outcome<Run> {
        let mut child = self.launch(command, arguments)?;
        // A program that does not read its input may close it first; that is its right.
        let _ = child.take_input().why("the terminal's input")?.write_all(input.as_bytes());
        let what = format!("the end of bartizan {arguments:?}");
        let status = until(&what, Deadline::seconds(120), || child.ended())?;
        let signal = std::os::unix::process::ExitStatusExt::signal(&status).map_or(-1, |signal| 128 + signal);
        Ok(Run { code: status.code().unwrap_or(signal), output: child.output(), errors: child.errors() })
    }
}

impl Run {
    /// Standard output as one JSON value.
    ///
    /// # Errors
    /// When it is not JSON; the sentence holds both streams.
    pub fn json(&self) -> Outcome<Value> {
        serde_json::from_str(&self.output).why(&format!("{self}"))
    }

    /// Standard output as one JSON value a line.
    ///
    /// # Errors
    /// When a line is not JSON.
    pub fn json_lines(&self) -> Outcome<Vec<Value>> {
        self.output.lines().map(|line| serde_json::from_str(line).why(line)).collect()
    }

    /// Itself, when the exit code is this one.
    ///
    /// # Errors
    /// When it is another; the sentence holds both streams.
    pub fn expect_code(self, code: i32) -> Outcome<Self> {
        if self.code == code { Ok(self) } else { Err(Trouble::new(format!("expected exit code {code}: {self}"))) }
    }
}

impl std::fmt::Display for Run {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "exit code {}\n--- output\n{}\n--- errors\n{}", self.code, self.output, self.errors)
    }
}
