//! One running program, in its own process group, ended when this value is dropped.
//!
//! Where `setpriv` exists (util-linux) the kernel also ends it when the thread that started it dies without a chance to
//! clean up. That binds a child to its starting thread, so children are started from a thread that outlives them.

use crate::{Deadline, Outcome, Why, until};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use std::fs::{self, File};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

/// A command for `name` that the kernel ends with us where it can.
pub fn program(name: impl AsRef<Path>) -> Command {
    let setpriv = Path::new("/usr/bin/setpriv");
    if cfg!(target_os = "linux") && setpriv.exists() {
        let mut command = Command::new(setpriv);
        command.args(["--pdeathsig", "TERM", "--"]).arg(name.as_ref());
        command
    } else {
        Command::new(name.as_ref())
    }
}

/// A running program whose output goes to files.
#[derive(Debug)]
pub struct Child {
    name: String,
    process: std::process::Child,
    output: PathBuf,
    errors: PathBuf,
}

impl Child {
    /// Starts `command`; its output goes to `<name>.out` and `<name>.err` in `folder`. Standard input is a pipe when
    /// `hold_input` is set (it closes when the child is dropped) and empty otherwise.
    ///
    /// # Errors
    /// When the files cannot be made or the program cannot be started.
    pub fn start(name: &str, command: &mut Command, folder: &Path, hold_input: bool) -> Outcome<Self> {
        let output = folder.join(format!("{name}.out"));
        let errors = folder.join(format!("{name}.err"));
        command.stdout(File::create(&output)?).stderr(File::create(&errors)?).process_group(0);
        command.stdin(if hold_input { Stdio::piped() } else { Stdio::null() });
        let process = command.spawn().why(&format!("starting {name}"))?;
        Ok(Self { name: name.to_owned(), process, output, errors })
    }

    /// The process id, which is also the id of the process group.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Standard input, when it was held.
    pub fn take_input(&mut self) -> Option<std::process::ChildStdin> {
        self.process.stdin.take()
    }

    /// The exit status, when the program has ended.
    ///
    /// # Errors
    /// When the system does not tell.
    pub fn ended(&mut self) -> Outcome<Option<ExitStatus>> {
        self.process.try_wait().why(&format!("asking after {}", self.name))
    }

    /// What it has written to standard output so far.
    pub fn output(&self) -> String {
        fs::read(&self.output).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
    }

    /// What it has written to standard error so far.
    pub fn errors(&self) -> String {
        fs::read(&self.errors).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
    }

    /// Waits for the first whole line on standard output.
    ///
    /// # Errors
    /// When the program ends before, or the deadline passes.
    pub fn first_line(&mut self, deadline: Deadline) -> Outcome<String> {
        let what = format!("the first line of {}", self.name);
        until(&what, deadline, || {
            if let Some((line, _)) = self.output().split_once('\n') {
                return Ok(Some(line.to_owned()));
            }
            match self.ended()? {
                Some(status) => {
                    Err(status.to_string()).why(&format!("{} ended early ({})", self.name, self.last_words()))
                }
                None => Ok(None),
            }
        })
    }

    /// The last lines of what it wrote, for a failure message.
    pub fn last_words(&self) -> String {
        let text = format!("{}{}", self.output(), self.errors());
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(12)..].join(" | ")
    }

    /// Ends it and its process group: asks first, insists after three seconds.
    pub fn stop(&mut self) {
        let group = Pid::from_raw(self.process.id().cast_signed());
        for signal in [Signal::SIGTERM, Signal::SIGKILL] {
            // A group that is gone already is what we want.
            if killpg(group, signal).is_err() {
                break;
            }
            let deadline = Deadline::seconds(3);
            while !matches!(self.process.try_wait(), Ok(Some(_)) | Err(_)) && !deadline.passed() {
                deadline.pause();
            }
        }
        let _ = self.process.wait();
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        self.stop();
    }
}
