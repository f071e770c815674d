//! The demonstration on the person's own display: the window practises by itself and stays until it is closed.

use super::table::Table;
use crate::workshop::Workshop;
use bartizan_tests::{Outcome, Programs, Simulator, SimulatorOptions, Trouble, Why};
use std::path::Path;
use std::time::Instant;

/// Opens the window and waits until it is closed; then says what the tenant saw.
pub fn run(shop: &Workshop, programs: &Programs, folder: &Path) -> Outcome<()> {
    let start = Instant::now();
    let options = SimulatorOptions { alerts: 1200, fast: false, ..SimulatorOptions::default() };
    let tenant = Simulator::start(programs, &options, folder)?;
    println!("The simulated tenant listens on {}. The window practises on it; close it to end.", tenant.base());
    let mut command = shop.command(programs.window()?);
    command
        .env("BARTIZAN_HOME", folder.join("home"))
        .env("BARTIZAN_SIMULATOR", tenant.base())
        .env("BARTIZAN_PRACTISE", "1");
    let mut window = shop.start(&mut command).map_err(Trouble::new)?;
    let status = window.wait().why("waiting for the window")?;
    if shop.is_interrupted() {
        return Ok(());
    }
    if !status.success() {
        return Err(Trouble::new(format!("the window ended with {status}")));
    }
    let journal = tenant.journal()?;
    let seen = |part: &str| {
        journal.iter().filter(|entry| entry["path"].as_str().is_some_and(|path| path.contains(part))).count()
    };
    let signed = journal.iter().filter(|entry| entry["credential"] == "PS256" && entry["error"].is_null()).count();
    let mut table = Table::default();
    for application in tenant.state()?["applications"].as_array().into_iter().flatten() {
        let name = application["displayName"].as_str().unwrap_or("an application");
        let keys = application["keys"].as_array().map_or(0, Vec::len);
        table.add("registered", format!("{name}, {keys} certificate"), None);
    }
    table.add("signed in", format!("{signed} tokens by signed assertion"), None);
    table.add("collected", format!("{} pages of {} alerts", seen("/security/alerts_v2"), tenant.alerts()), None);
    table.add("all", "window closed", Some(start.elapsed()));
    table.print();
    Ok(())
}
