//! The simulated tenant to practise on: one that runs already, or the program `bartizan-sim` that lies beside this one.
//!
//! It is a process of its own that ends with us: its standard input is held open and never written to.

use domain::{Code, Outcome, Problem};
use serde::Deserialize;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::Mutex;

const READY_WITHIN: Duration = Duration::from_secs(30);

/// The simulator, given or started.
pub(crate) struct Rehearsal {
    given: Option<String>,
    started: Mutex<Option<Started>>,
    /// Where the one that was started is, for those who cannot wait.
    started_at: std::sync::Mutex<Option<String>>,
}

struct Started {
    base: String,
    domain: String,
    /// Held so that the simulator lives as long as we do.
    child: Child,
}

#[derive(Deserialize)]
struct Ready {
    base: String,
    domain: String,
}

/// Where a simulated tenant is.
pub(crate) struct Stage {
    /// The simulator's address.
    pub(crate) base: String,
    /// The tenant's initial domain, as an administrator would type it.
    pub(crate) domain: String,
    /// Whether it had to be started.
    pub(crate) fresh: bool,
}

impl Rehearsal {
    pub(crate) fn new(given: Option<String>) -> Self {
        Self { given, started: Mutex::default(), started_at: std::sync::Mutex::default() }
    }

    /// Whether one was given.
    pub(crate) fn given(&self) -> bool {
        self.given.is_some()
    }

    /// The address of a simulator that runs.
    pub(crate) fn address(&self) -> Option<String> {
        let started = self.started_at.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        self.given.clone().or_else(|| started.clone())
    }

    /// The simulator: the given one, the one that was started before, or a new one.
    ///
    /// # Errors
    /// `simulator.missing`, `simulator.failed`.
    pub(crate) async fn stage(&self) -> Outcome<Stage> {
        if let Some(base) = &self.given {
            return Ok(Stage { base: base.clone(), domain: "contoso.onmicrosoft.com".to_owned(), fresh: false });
        }
        let mut started = self.started.lock().await;
        if let Some(running) = started.as_mut()
            && running.child.try_wait().is_ok_and(|ended| ended.is_none())
        {
            return Ok(Stage { base: running.base.clone(), domain: running.domain.clone(), fresh: false });
        }
        let running = start().await?;
        let stage = Stage { base: running.base.clone(), domain: running.domain.clone(), fresh: true };
        *self.started_at.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(running.base.clone());
        *started = Some(running);
        Ok(stage)
    }
}

async fn start() -> Outcome<Started> {
    let program = program()?;
    let failed = |cause: String| {
        Problem::new(Code::SimulatorFailed, "The simulated tenant did not start.")
            .fact("Program", program.display())
            .fact("Cause", cause)
    };
    let mut child = Command::new(&program)
        .arg("--exit-with-stdin")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| failed(error.to_string()))?;
    let stdout = child.stdout.take().ok_or_else(|| failed("no output".to_owned()))?;
    let mut lines = BufReader::new(stdout).lines();
    let line = tokio::time::timeout(READY_WITHIN, lines.next_line()).await;
    let line = match line {
        Ok(Ok(Some(line))) => line,
        Ok(_) => return Err(failed("it ended at once".to_owned())),
        Err(_) => return Err(failed("it did not say that it is ready".to_owned())),
    };
    let ready: Ready =
        serde_json::from_str(&line).map_err(|_| failed("its first line is not understood".to_owned()))?;
    Ok(Started { base: ready.base, domain: ready.domain, child })
}

fn program() -> Outcome<PathBuf> {
    let name = format!("bartizan-sim{}", std::env::consts::EXE_SUFFIX);
    let beside = std::env::current_exe().ok().and_then(|own| own.parent().map(|folder| folder.join(&name)));
    beside.filter(|path| path.is_file()).ok_or_else(|| {
        Problem::new(Code::SimulatorMissing, format!("{name} does not lie beside this program.")).fact("Program", name)
    })
}
