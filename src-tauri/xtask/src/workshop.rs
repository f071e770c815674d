//! Where the commands work: the root of the tree, and a way to run programs of which none outlives this one.
//!
//! Every program inherits a mark in its environment. Ctrl-C and SIGTERM end all carriers by process id; the command that
//! was waiting for them then fails, cleans up behind itself and returns.

use bartizan_tests::{Deadline, Mark};
use std::io::{BufRead, BufReader, pipe};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

/// The variable that marks everything that one run of xtask started.
pub const MARK: &str = "BARTIZAN_RUN";

/// The root of the tree and the programs that run in it.
pub struct Workshop {
    root: PathBuf,
    mark: Mark,
    interrupted: Arc<AtomicBool>,
}

/// How a program ended.
pub struct Ended {
    /// True when it said that all is well.
    pub good: bool,
    /// What it wrote to both streams, line by line.
    pub text: String,
}

impl Workshop {
    /// Finds the root of the tree and listens for Ctrl-C.
    ///
    /// The mark must be in our own environment, so that everything inherits it; we get it there by starting over once.
    pub fn open() -> Result<Self, String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).ok_or("the tree has no root")?.to_owned();
        let Some(mark) = Mark::own(MARK) else {
            let own = std::env::current_exe().map_err(|cause| format!("finding the running program: {cause}"))?;
            let fresh = Mark::make(MARK);
            let mut again = Command::new(own);
            let cause = again.args(std::env::args_os().skip(1)).envs([fresh.pair()]).exec();
            return Err(format!("starting over: {cause}"));
        };
        let interrupted = Arc::new(AtomicBool::new(false));
        let shop = Self { root, mark, interrupted };
        let (mark, interrupted) = (shop.mark.clone(), Arc::clone(&shop.interrupted));
        let end = move || {
            interrupted.store(true, Ordering::SeqCst);
            // A program that was just being started may have missed the first round.
            for _ in 0..3 {
                let _ = mark.end_all();
            }
            let grace = Deadline::seconds(10);
            while !grace.passed() {
                grace.pause();
            }
            // The main thread returns before this; it did not, so it is stuck.
            std::process::exit(130);
        };
        ctrlc::set_handler(end).map_err(|cause| format!("listening for Ctrl-C: {cause}"))?;
        Ok(shop)
    }

    /// The root of the tree.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A folder under `target`, made when it is not there.
    pub fn target(&self, name: &str) -> Result<PathBuf, String> {
        let path = self.root.join("target").join(name);
        std::fs::create_dir_all(&path).map_err(|cause| format!("{}: {cause}", path.display()))?;
        Ok(path)
    }

    /// True once somebody asked us to stop.
    pub fn is_interrupted(&self) -> bool {
        self.interrupted.load(Ordering::SeqCst)
    }

    /// A command in the root of the tree.
    pub fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        command.current_dir(&self.root).stdin(Stdio::null());
        command
    }

    /// A cargo command.
    pub fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(std::env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from));
        // What `cargo run` set for us is not meant for the builds that we start.
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("CARGO_PKG_") || name == "CARGO_MANIFEST_DIR" {
                command.env_remove(name);
            }
        }
        command.args(arguments);
        command
    }

    /// An npm command in the page's folder.
    pub fn npm(&self, arguments: &[&str]) -> Command {
        let mut command = self.command("npm");
        command.current_dir(self.root.join("ui")).args(arguments).env("NO_UPDATE_NOTIFIER", "1").env("CI", "true");
        command
    }

    /// Runs a command that may ask the person something, on their terminal.
    pub fn on_terminal(&self, command: &mut Command) -> Result<bool, String> {
        self.not_interrupted()?;
        let status = command.stdin(Stdio::inherit()).status();
        status.map(|status| status.success()).map_err(|cause| sentence(command, &cause))
    }

    /// Runs a command to its end, shows what it writes, and keeps it. It is ended when it takes longer than `at_most`.
    pub fn run(&self, command: &mut Command, at_most: Duration) -> Result<Ended, String> {
        self.follow(command, at_most, true)
    }

    /// As `run`, without showing anything.
    pub fn run_quietly(&self, command: &mut Command, at_most: Duration) -> Result<Ended, String> {
        self.follow(command, at_most, false)
    }

    /// Starts a command in a process group of its own, on our own streams.
    pub fn start(&self, command: &mut Command) -> Result<Child, String> {
        self.not_interrupted()?;
        command.process_group(0).spawn().map_err(|cause| sentence(command, &cause))
    }

    /// Ends everything that we started and that is still there.
    pub fn end_all(&self) {
        let _ = self.mark.end_all();
    }

    fn follow(&self, command: &mut Command, at_most: Duration, show: bool) -> Result<Ended, String> {
        let (reader, writer) = pipe().map_err(|cause| cause.to_string())?;
        command.stdout(writer.try_clone().map_err(|cause| cause.to_string())?).stderr(writer);
        let mut child = self.start(command)?;
        let name = command.get_program().to_string_lossy().into_owned();
        // The command holds the writing end; without this the reader would wait for itself.
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let (send, lines) = channel();
        let reading = thread::spawn(move || {
            for line in BufReader::new(reader).split(b'\n').map_while(Result::ok) {
                let line = String::from_utf8_lossy(&line).trim_end_matches('\r').to_owned();
                if send.send(line).is_err() {
                    break;
                }
            }
        });
        let end = Instant::now() + at_most;
        let mut text = String::new();
        let in_time = loop {
            match lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(line) => {
                    if show {
                        println!("{line}");
                    }
                    text.push_str(&line);
                    text.push('\n');
                }
                Err(RecvTimeoutError::Disconnected) => break true,
                Err(RecvTimeoutError::Timeout) => break false,
            }
        };
        if !in_time {
            self.end_all();
            text.push_str(&format!("{name} was ended: it took longer than {} minutes\n", at_most.as_secs() / 60));
        }
        let status = child.wait().map_err(|cause| format!("{name}: {cause}"))?;
        let _ = reading.join();
        Ok(Ended { good: in_time && status.success(), text })
    }

    fn not_interrupted(&self) -> Result<(), String> {
        if self.is_interrupted() { Err("interrupted".to_owned()) } else { Ok(()) }
    }
}

impl Ended {
    /// The end of what it wrote, when all was not well.
    ///
    /// # Errors
    /// The last lines, under the name of what was done.
    pub fn good_or(self, doing: &str) -> Result<String, String> {
        if self.good {
            return Ok(self.text);
        }
        let lines: Vec<&str> = self.text.lines().collect();
        Err(format!("{doing} failed:\n{}", lines[lines.len().saturating_sub(30)..].join("\n")))
    }
}

fn sentence(command: &Command, cause: &std::io::Error) -> String {
    format!("{}: {cause}", command.get_program().to_string_lossy())
}
