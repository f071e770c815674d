//! `bartizan-sim`: a simulated Microsoft tenant as a process. It says once on standard output where it is, then serves
//! until a signal, until the control port stops it, or until its parent's end of standard input closes.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the ready line and start errors are this program's output"
)]

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};
use simulator::{Options, Simulator, coverage_page, scenario_lines};
use tokio::sync::oneshot;

/// A Microsoft tenant on loopback, for tests and demonstrations.
#[derive(Debug, Parser)]
#[command(name = "bartizan-sim", version)]
struct Arguments {
    #[command(subcommand)]
    print: Option<Print>,
    /// Seed of everything random.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Alerts to generate when nothing is loaded.
    #[arg(long, default_value_t = 240)]
    alerts: usize,
    /// People in the tenant.
    #[arg(long, default_value_t = 60)]
    users: usize,
    /// Machines in the tenant.
    #[arg(long, default_value_t = 80)]
    devices: usize,
    /// File or directory of Microsoft-shaped JSON to serve as alerts (repeatable).
    #[arg(long, value_name = "PATH")]
    load: Vec<PathBuf>,
    /// Port of the API (0 picks a free one).
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Port of the control interface (0 picks a free one).
    #[arg(long, default_value_t = 0)]
    control_port: u16,
    /// Also opens one HTTPS port per surface; their certificate authority is written into this directory.
    #[arg(long, value_name = "DIR")]
    tls: Option<PathBuf>,
    /// No replication delay, no limits, no latency and short polling.
    #[arg(long)]
    fast: bool,
    /// Replication delay in milliseconds.
    #[arg(long, value_name = "MS")]
    replication: Option<u64>,
    /// The published limits times this (0 for none; without it 1, or none with --fast).
    #[arg(long, value_name = "FACTOR")]
    throttle: Option<f64>,
    /// The scenario to begin with; `bartizan-sim scenarios` lists them.
    #[arg(long, value_name = "ID")]
    scenario: Option<String>,
    /// Ends when standard input does.
    #[arg(long)]
    exit_with_stdin: bool,
    /// Seconds between two things that happen to alerts by themselves.
    #[arg(long, value_name = "SECONDS")]
    live: Option<u64>,
    /// Permissions have other ids than Microsoft publishes.
    #[arg(long)]
    renumbered: bool,
    /// An application permission that does not exist here (repeatable).
    #[arg(long, value_name = "SURFACE/VALUE")]
    without: Vec<String>,
    /// The instant at which the generated history ends.
    #[arg(long, value_name = "RFC3339")]
    now: Option<jiff::Timestamp>,
}

/// Something to print instead of running.
#[derive(Debug, Clone, Copy, Subcommand)]
enum Print {
    /// Lists the scenarios, one line each.
    Scenarios,
    /// Prints the coverage page: what of Microsoft's APIs is played and what is not.
    Coverage,
}

impl Print {
    fn text(self) -> String {
        match self {
            Self::Scenarios => {
                let lines = scenario_lines();
                let width = lines.iter().map(|line| line.id.len()).max().unwrap_or(0);
                lines.iter().map(|line| format!("{:width$}  {}\n", line.id, line.line)).collect()
            }
            Self::Coverage => coverage_page(),
        }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if let Some(print) = arguments.print {
        print!("{}", print.text());
        return ExitCode::SUCCESS;
    }
    let options = Options {
        seed: arguments.seed,
        alerts: arguments.alerts,
        users: arguments.users,
        devices: arguments.devices,
        load: arguments.load,
        port: arguments.port,
        control_port: arguments.control_port,
        tls: arguments.tls,
        fast: arguments.fast,
        replication: arguments.replication.map(Duration::from_millis),
        now: arguments.now,
        live: arguments.live.map(Duration::from_secs),
        throttle: arguments.throttle,
        scenario: arguments.scenario,
        renumbered: arguments.renumbered,
        without: arguments.without,
    };
    let simulator = match Simulator::start(options).await {
        Ok(simulator) => simulator,
        Err(error) => {
            eprintln!("bartizan-sim: {error}");
            return ExitCode::FAILURE;
        }
    };
    // Before the ready line, so that whoever reads it can end this process cleanly at once.
    let signalled = match watch_signals() {
        Ok(signalled) => signalled,
        Err(error) => {
            eprintln!("bartizan-sim: signals cannot be watched: {error}");
            return ExitCode::FAILURE;
        }
    };
    println!("{}", simulator.ready_line());
    if std::io::stdout().flush().is_err() {
        return ExitCode::FAILURE;
    }
    tokio::select! {
        () = simulator.stopped() => {}
        () = signalled => {}
        () = orphaned(), if arguments.exit_with_stdin => {}
    }
    simulator.stop().await;
    ExitCode::SUCCESS
}

/// Begins to watch for SIGINT and SIGTERM; the future ends with the first one. From this call on, neither kills by itself.
#[cfg(unix)]
fn watch_signals() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Begins to watch for Ctrl+C; the future ends with the first one.
#[cfg(windows)]
fn watch_signals() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
    })
}

/// Waits until standard input ends. The read blocks a thread of its own, which the end of the process does not wait for.
async fn orphaned() {
    let (ended, end) = oneshot::channel::<()>();
    std::thread::spawn(move || {
        let mut buffer = [0_u8; 256];
        while std::io::stdin().read(&mut buffer).is_ok_and(|read| read > 0) {}
        drop(ended);
    });
    // Nothing is ever sent: the error is the end.
    let _ = end.await;
}
