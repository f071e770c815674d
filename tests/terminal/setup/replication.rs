//! What was just made is not known everywhere at once: that is waited for, with the reason shown, and an end in the middle of it changes
//! nothing.

use super::{RICH, act, id, list, matches_its_plan, person, planned, undone};
use bartizan_tests::{Outcome, Scene, SimulatorOptions};

fn slow(milliseconds: u64) -> Outcome<Scene> {
    Scene::with(&SimulatorOptions { alerts: 12, replication_ms: Some(milliseconds), ..SimulatorOptions::default() })
}

#[test]
fn replication_is_waited_for_and_its_reason_is_shown() -> Outcome<()> {
    let scene = slow(1500)?;
    let terminal = scene.terminal("home-a")?;
    let before = scene.tenant.made()?;
    let setup = id(&planned(&scene, &terminal, &RICH, &[])?)?;
    let run = act(&terminal, &person(&scene, "admin"), "apply", &setup, &[])?.expect_code(0)?;
    let after = run.last()?;
    matches_its_plan(&scene, &after)?;
    let lines = run.json_lines()?;
    let waits: Vec<_> = lines
        .iter()
        .filter(|line| line["step"]["state"] == "waiting" && line["step"]["prompt"].is_null())
        .map(|line| line["step"]["detail"].as_str().unwrap_or_default().to_owned())
        .collect();
    assert!(!waits.is_empty(), "the wait is a state of its step");
    assert!(waits.iter().all(|wait| wait.contains("replicate") && wait.contains("Attempt")), "{waits:?}");
    let refused =
        scene.tenant.journal()?.iter().filter(|entry| entry["status"] == 404 || entry["status"] == 400).count();
    assert!(refused > 0, "the tenant did refuse meanwhile, so this test waits for something");
    terminal.run(&["setup", "test", &setup, "--json"])?.expect_code(0)?;
    undone(&scene, &terminal, &setup)?;
    assert_eq!(scene.tenant.made()?, before);
    Ok(())
}

#[test]
fn ended_while_it_waits_it_goes_on_and_makes_nothing_twice() -> Outcome<()> {
    let scene = slow(2500)?;
    let terminal = scene.terminal("home-a")?;
    for step in ["principal", "consent", "tokens"] {
        let before = scene.tenant.made()?;
        let setup = id(&planned(&scene, &terminal, &RICH, &[])?)?;
        let mut running = terminal.begin(&["setup", "apply", &setup, "--json"])?;
        person(&scene, "admin").answer(&running.prompt()?)?;
        let waits = running.find(|line| {
            let it = &line["step"];
            (it["id"] == step && it["state"] == "waiting").then_some(())
        })?;
        assert!(waits.is_some(), "the step {step} waits");
        running.kill()?;
        let after = act(&terminal, &person(&scene, "admin"), "apply", &setup, &["--resume"])?.expect_code(0)?;
        matches_its_plan(&scene, &after.last()?)?;
        undone(&scene, &terminal, &setup)?;
        assert_eq!(scene.tenant.made()?, before, "ended while {step} waited, gone on and undone");
    }
    Ok(())
}

#[test]
fn throttling_is_waited_for_too() -> Outcome<()> {
    let scene = super::scene()?;
    let terminal = scene.terminal("home-a")?;
    let setup = id(&planned(&scene, &terminal, &["defender-xdr"], &[])?)?;
    scene.tenant.set(&serde_json::json!({"throttle": {"count": 2, "retry_after": 1}}))?;
    let run = act(&terminal, &person(&scene, "admin"), "apply", &setup, &[])?.expect_code(0)?;
    matches_its_plan(&scene, &run.last()?)?;
    let waits = run.json_lines()?.into_iter().filter(|line| line["step"]["state"] == "waiting").count();
    assert!(waits >= 3, "a sign-in and two waits were shown");
    let record = terminal.run(&["setup", "record", &setup, "--json"])?.expect_code(0)?.last()?;
    let refused = list(&record["calls"]).iter().filter(|call| call["status"] == 429).count();
    assert_eq!(refused, 2, "what was refused is in the record as well");
    Ok(())
}
