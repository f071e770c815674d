//! The terminal program: run to its end with its output caught, or begun and read while it runs.

use crate::{Child, Deadline, Desk, Outcome, Person, Programs, Running, SmallDisk, Trouble, Why, program, until};
use serde_json::Value;
use std::cell::Cell;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

/// `bartizan` at a desk, with one data folder.
#[derive(Debug)]
pub struct Cli<'desk> {
    desk: &'desk Desk,
    terminal: PathBuf,
    home: PathBuf,
    simulator: Option<String>,
    environment: Vec<(String, String)>,
    runs: Cell<u32>,
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
        Ok(Self {
            desk,
            terminal: programs.terminal()?,
            home: desk.folder(home)?,
            simulator: None,
            environment: Vec::new(),
            runs: Cell::new(0),
        })
    }

    /// With `BARTIZAN_SIMULATOR` set to this base address.
    pub fn simulator(mut self, base: &str) -> Self {
        self.simulator = Some(base.to_owned());
        self
    }

    /// With this variable in its environment.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
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

    /// Begins a run with `input` on standard input, to be read while it runs.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn begin_with(&self, arguments: &[&str], input: &str) -> Outcome<Running> {
        let mut child = self.start(arguments)?;
        // A program that does not read its input may close it first; that is its right.
        let _ = child.take_input().why("the terminal's input")?.write_all(input.as_bytes());
        Ok(Running::new(child))
    }

    /// Begins a run, to be read while it runs.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn begin(&self, arguments: &[&str]) -> Outcome<Running> {
        self.begin_with(arguments, "")
    }

    /// Runs it to its end beside a person who signs in whenever that is asked for; `arguments` should hold `--json`.
    ///
    /// # Errors
    /// When it cannot be started or does not end, or the person cannot use a page.
    pub fn run_as(&self, person: &Person, arguments: &[&str]) -> Outcome<Run> {
        self.begin(arguments)?.with(person)
    }

    fn launch(&self, mut command: Command, arguments: &[&str]) -> Outcome<Child> {
        self.desk.seat(&mut command);
        command.env("BARTIZAN_HOME", &self.home).args(arguments);
        if let Some(base) = &self.simulator {
            command.env("BARTIZAN_SIMULATOR", base);
        }
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        // Each run has files of its own: one may still be read while the next one writes.
        let number = self.runs.replace(self.runs.get() + 1);
        let name = self.home.file_name().unwrap_or_default().to_string_lossy();
        Child::start(&format!("terminal-{name}-{number}"), &mut command, &self.desk.folder("logs")?, true)
    }

    fn finish(&self, command: Command, arguments: &[&str], input: &str) -> Outcome<Run> {
        let mut child = self.launch(command, arguments)?;
        // A program that does not read its input may close it first; that is its right.
        let _ = child.take_input().why("the terminal's input")?.write_all(input.as_bytes());
        let what = format!("the end of bartizan {arguments:?}");
        let status = until(&what, Deadline::seconds(120), || child.ended())?;
        Ok(Run::of(status, &child))
    }
}

impl Run {
    /// A run that ended with this status.
    pub(crate) fn of(status: ExitStatus, child: &Child) -> Self {
        let signal = std::os::unix::process::ExitStatusExt::signal(&status).map_or(-1, |signal| 128 + signal);
        Self { code: status.code().unwrap_or(signal), output: child.output(), errors: child.errors() }
    }

    /// The last line of standard output as JSON: the answer of a command that shows its steps before.
    ///
    /// # Errors
    /// When there is none.
    pub fn last(&self) -> Outcome<Value> {
        self.json_lines()?.pop().why(&format!("{self}"))
    }

    /// The code of the problem that it ended with; empty when it ended without one.
    pub fn problem_code(&self) -> String {
        let last = self.last().unwrap_or_default();
        last["problem"]["code"].as_str().unwrap_or_default().to_owned()
    }

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
