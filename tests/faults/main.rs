//! Killed without warning in the middle of collecting: nothing may be lost and nothing doubled, in either program.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use bartizan_tests::{Child, Cli, Deadline, Outcome, Scene, until};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// More than one page, and within what one list shows.
const ALERTS: usize = 450;

/// Every alert that is here: its id and how many versions of it were seen.
fn here(terminal: &Cli<'_>) -> Outcome<BTreeMap<String, u64>> {
    let rows = terminal.run(&["alerts", "--json", "--limit", "500"])?.expect_code(0)?.json_lines()?;
    let mut all = BTreeMap::new();
    for row in &rows {
        let id = row["id"].as_str().expect("a row has an id").to_owned();
        assert!(all.insert(id, row["versions"].as_u64().unwrap_or_default()).is_none(), "an id is listed once: {row}");
    }
    Ok(all)
}

/// What a run that nobody disturbed collects from the same tenant.
fn undisturbed(scene: &Scene) -> Outcome<BTreeMap<String, u64>> {
    let terminal = scene.terminal("home-undisturbed")?;
    scene.attached(&terminal)?;
    let all = here(&terminal)?;
    assert_eq!(all.len(), ALERTS, "as many as the tenant has");
    Ok(all)
}

/// Waits until the tenant holds a page back, so that the client is in the middle.
fn in_the_middle(scene: &Scene) -> Outcome<()> {
    until("a page that is held back", Deadline::seconds(60), || {
        let held = &scene.tenant.state()?["held"];
        Ok((held.as_u64().is_some_and(|held| held > 0) || *held == Value::Bool(true)).then_some(()))
    })
}

/// Waits until something is here, which another program sees while the first one is still at it.
fn something_is_here(terminal: &Cli<'_>) -> Outcome<()> {
    until("a page that is kept", Deadline::seconds(30), || {
        let count = terminal.run(&["alerts", "--count", "--json"])?.expect_code(0)?.json()?;
        Ok((count["of"].as_u64() > Some(0)).then_some(()))
    })
}

/// A kill in the middle leaves something, and not everything; else it would prove nothing.
fn is_a_part(terminal: &Cli<'_>) -> Outcome<()> {
    let count = terminal.run(&["alerts", "--count", "--json"])?.expect_code(0)?.json()?;
    let here = count["of"].as_u64().unwrap_or_default();
    assert!(here > 0 && here < ALERTS as u64, "killed in the middle with {here} of {ALERTS} alerts here");
    Ok(())
}

fn killed(mut child: Child) -> Outcome<()> {
    let id = nix::unistd::Pid::from_raw(child.id().cast_signed());
    nix::sys::signal::kill(id, nix::sys::signal::Signal::SIGKILL).expect("the program was running");
    until("the end of the program", Deadline::seconds(10), || child.ended()).map(drop)
}

#[test]
fn the_terminal_program_loses_nothing_and_doubles_nothing_when_it_is_killed_while_collecting() -> Outcome<()> {
    let scene = Scene::with_alerts(ALERTS)?;
    let wanted = undisturbed(&scene)?;
    // The first list is one alert, to see that it may; then the pages come: killed before the first, and after it.
    for pages in [1, 2] {
        let home = format!("home-{pages}");
        let terminal = scene.terminal(&home)?;
        let (application, secret) = scene.application()?;
        scene.tenant.set(&json!({"hold_after_pages": pages}))?;
        let arguments = scene.attach(scene.tenant.tenant(), &application);
        let mut child = terminal.start(&arguments)?;
        let mut input = child.take_input().expect("its input");
        std::io::Write::write_all(&mut input, secret.as_bytes())?;
        drop(input);
        in_the_middle(&scene)?;
        if pages > 1 {
            something_is_here(&terminal)?;
        }
        killed(child)?;
        if pages > 1 {
            is_a_part(&terminal)?;
        }
        scene.tenant.set(&json!({"hold_after_pages": null}))?;
        terminal.run(&["collect", "--once", "--json"])?.expect_code(0)?;
        assert_eq!(here(&terminal)?, wanted, "after a kill at page {pages} and a restart everything is here, once");
        let again = terminal.run(&["collect", "--once", "--json"])?.expect_code(0)?.json()?;
        assert_eq!(again["new"], 0, "a further collection finds nothing that was missed: {again}");
    }
    Ok(())
}

#[test]
fn a_collection_that_was_killed_while_following_updates_goes_on_where_it_was() -> Outcome<()> {
    let scene = Scene::with_alerts(ALERTS)?;
    let terminal = scene.terminal("home-a")?;
    scene.attached(&terminal)?;
    let updated = scene.tenant.update_alerts(30)?;
    scene.tenant.set(&json!({"hold_after_pages": 0}))?;
    let child = terminal.start(&["collect", "--once"])?;
    in_the_middle(&scene)?;
    killed(child)?;
    scene.tenant.set(&json!({"hold_after_pages": null}))?;
    terminal.run(&["collect", "--once"])?.expect_code(0)?;
    let all = here(&terminal)?;
    assert_eq!(all.len(), ALERTS, "an update is a new version and not a new alert");
    for id in &updated {
        assert_eq!(all.get(id), Some(&2), "{id} was seen before and after its change");
    }
    Ok(())
}

#[test]
fn the_window_loses_nothing_and_doubles_nothing_when_it_is_killed_while_collecting() -> Outcome<()> {
    let scene = Scene::with_alerts(ALERTS)?;
    let wanted = undisturbed(&scene)?;
    scene.tenant.set(&json!({"hold_after_pages": 1}))?;
    let window = scene.window("home-a")?;
    window.click("practise-button")?;
    in_the_middle(&scene)?;
    something_is_here(&scene.terminal("home-a")?)?;
    window.kill()?;
    is_a_part(&scene.terminal("home-a")?)?;
    scene.tenant.set(&json!({"hold_after_pages": null}))?;

    let window = scene.window("home-a")?;
    // It goes on by itself; a list that is open already would wait to be asked for what is newer.
    window.click("rail-overview")?;
    window.wait_for_css(r#"[data-testid="integration-row"][data-state="working"]"#)?;
    window.click("rail-alerts")?;
    window.wait_text("alert-count", 60, |text| text.contains(&format!("{ALERTS} ")))?;
    window.close()?;
    assert_eq!(here(&scene.terminal("home-a")?)?, wanted, "after a kill and a restart everything is here, once");
    Ok(())
}
