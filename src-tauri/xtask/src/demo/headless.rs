//! The demonstration without a display: on a desk of its own, walked through, with pictures.

use super::album::Album;
use super::table::Table;
use super::walk;
use bartizan_tests::{Desk, Outcome, Programs, Simulator, SimulatorOptions, Why, Window, WindowOptions};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const ALERTS: usize = 1200;

/// Runs it in `folder`; copies the picture for the README to `readme` when that is given.
pub fn run(programs: &Programs, folder: &Path, built: Duration, readme: Option<PathBuf>) -> Outcome<()> {
    let start = Instant::now();
    let mut table = Table::default();
    table.add("build", "page, window, simulated tenant", Some(built));
    let desk = Desk::open()?;
    table.add("desktop session", "virtual display, session bus, keyring", Some(start.elapsed()));

    let begin = Instant::now();
    let options = SimulatorOptions { alerts: ALERTS, fast: false, ..SimulatorOptions::default() };
    let tenant = Simulator::start(programs, &options, &desk.folder("logs")?)?;
    table.add("simulated tenant", format!("{} with {} alerts", tenant.base(), tenant.alerts()), Some(begin.elapsed()));

    let begin = Instant::now();
    let home = folder.join("home").display().to_string();
    let options = WindowOptions { home, simulator: Some(tenant.base().to_owned()), ..WindowOptions::default() };
    let window = Window::open(&desk, programs, &options)?;
    table.add("window", "open and painted", Some(begin.elapsed()));

    let mut album = Album::new(folder);
    walk::practise(&window, &mut album, &mut table)?;
    walk::alerts(&window, &mut album, &mut table, tenant.alerts())?;
    walk::appearances(&window, &mut album)?;

    let registered = tenant.state()?;
    let applications = registered["applications"].as_array().map(Vec::as_slice).unwrap_or_default();
    for application in applications {
        let keys = application["keys"].as_array().map_or(0, Vec::len);
        let name = application["displayName"].as_str().unwrap_or("an application");
        table.add("in the tenant", format!("{name}, {keys} certificate"), None);
    }
    table.add("in the keyring", format!("{} entries", desk.keyring_labels().len()), None);
    let refused = window.violations()?;
    let elsewhere = window.asked_elsewhere()?;
    table.add("content security", format!("{} violations, {} remote requests", refused.len(), elsewhere.len()), None);
    window.close()?;

    if let Some(target) = readme {
        let picture = album.find("alert-summary").why("the picture for the README")?;
        fs::copy(picture, &target).why(&target.display().to_string())?;
        table.add("README", target.display().to_string(), None);
    }
    table.add("pictures", format!("{} in {}", album.len(), folder.display()), None);
    table.add("all", "done", Some(start.elapsed() + built));
    table.print();
    Ok(())
}
