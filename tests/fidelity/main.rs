//! Published payloads through the whole product: what goes in at Microsoft's end comes out here, unchanged.
//!
//! The payloads are not part of this repository. Where they are absent each test says so in one line and proves nothing.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "tests, and a line for the one who counts"
)]

mod payloads;
mod shown;

use bartizan_tests::{Cli, Outcome, Scene, SimulatorOptions};
use payloads::Payload;
use serde_json::Value;
use std::path::Path;
use std::sync::Mutex;

/// As many as one list shows.
const LIST: usize = 500;

fn collected(path: &Path) -> Outcome<Scene> {
    let scene =
        Scene::with(&SimulatorOptions { alerts: 0, load: vec![path.to_owned()], ..SimulatorOptions::default() })?;
    scene.attached(&scene.terminal("home-a")?)?;
    Ok(scene)
}

fn rows(terminal: &Cli<'_>) -> Outcome<Vec<Value>> {
    terminal.run(&["alerts", "--json", "--limit", "500"])?.expect_code(0)?.json_lines()
}

#[test]
fn every_published_record_arrives_once_whatever_its_shape() -> Outcome<()> {
    let Some(payloads) = payloads::all() else { return Ok(()) };
    for payload in &payloads {
        let scene = collected(&payload.path)?;
        assert_eq!(scene.tenant.alerts(), payload.records.len() as u64, "{payload}: the tenant serves all of them");
        let rows = rows(&scene.terminal("home-a")?)?;
        assert_eq!(rows.len(), payload.identities(), "{payload}: one row for each thing that has an identity");
        let versions: u64 = rows.iter().filter_map(|row| row["versions"].as_u64()).sum();
        assert_eq!(versions, payload.versions(), "{payload}: and one version for each content of it");
    }
    Ok(())
}

#[test]
fn the_raw_body_is_byte_for_byte_what_was_sent() -> Outcome<()> {
    let Some(payloads) = payloads::all() else { return Ok(()) };
    // One program start for each alert: two at a time, largest file first, so that neither waits long for the other.
    let queue = Mutex::new(payloads.iter().collect::<Vec<_>>());
    queue.lock().unwrap().sort_by_key(|payload| payload.records.len());
    let work = || {
        while let Some(payload) = { queue.lock().unwrap().pop() } {
            raw_is_unchanged(payload)?;
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let other = scope.spawn(work);
        work().and(other.join().expect("the other half ends"))
    })
}

fn raw_is_unchanged(payload: &Payload) -> Outcome<()> {
    let scene = collected(&payload.path)?;
    let terminal = scene.terminal("home-a")?;
    for row in rows(&terminal)? {
        let id = row["id"].as_str().expect("a row has an id");
        let raw = terminal.run(&["alerts", "raw", "--", id])?.expect_code(0)?;
        let same = payload.records.iter().any(|record| record.text == raw.output.trim_end_matches('\n'));
        assert!(same, "{payload}: {id} is not one of the records as they were sent: {}", raw.output);
    }
    Ok(())
}

#[test]
fn no_field_that_the_schema_names_is_lost_when_an_alert_is_shown() -> Outcome<()> {
    let Some(payload) = payloads::named("graph_alert_v2") else { return Ok(()) };
    let names = payload.schema()?;
    let scene = collected(&payload.path)?;
    let terminal = scene.terminal("home-a")?;
    let mut lost = Vec::new();
    for row in rows(&terminal)? {
        let id = row["id"].as_str().expect("a row has an id");
        let raw = terminal.run(&["alerts", "raw", "--", id])?.expect_code(0)?.json()?;
        let shown = terminal.run(&["alerts", "show", "--json", "--", id])?.expect_code(0)?.json()?;
        lost.extend(shown::lost(&raw, &shown, &names).into_iter().map(|field| format!("{id}: {field}")));
    }
    assert_eq!(lost, Vec::<String>::new(), "these fields have a value and are not shown anywhere");
    Ok(())
}

#[test]
fn everything_at_once_is_no_more_and_no_less() -> Outcome<()> {
    let Some(payloads) = payloads::all() else { return Ok(()) };
    let folder = payloads[0].path.parent().expect("a payload lies in a folder");
    let scene = collected(folder)?;
    let terminal = scene.terminal("home-a")?;
    let count = terminal.run(&["alerts", "--count", "--json"])?.expect_code(0)?.json()?;
    let wanted = Payload::together(&payloads).identities();
    assert_eq!(count["of"], wanted as u64, "ids that files share are one thing");
    let again = terminal.run(&["collect", "--once", "--json"])?.expect_code(0)?.json()?;
    assert_eq!(again["new"], 0, "collecting again adds nothing: {again}");
    assert!(wanted > LIST, "more than one list shows, or this says no more than the tests above");
    Ok(())
}
