//! Four things that go wrong on the first day, in the terminal: exit code 1, a code, a sentence, a way out.

use bartizan_tests::{Outcome, Run, Scene, SmallDisk};
use serde_json::Value;

/// The problem of a run: the last line of its standard output.
fn told(run: Run) -> Outcome<Value> {
    let run = run.expect_code(1)?;
    let last = run.json_lines()?.pop().unwrap_or_default();
    let problem = &last["problem"];
    for field in ["code", "title", "message"] {
        assert!(problem[field].as_str().is_some_and(|text| !text.is_empty()), "a problem has a {field}: {run}");
    }
    assert!(problem["remedies"].as_array().is_some_and(|list| !list.is_empty()), "and a way out: {run}");
    Ok(super::plain::problem(last))
}

#[test]
fn a_wrong_client_secret() -> Outcome<()> {
    let scene = Scene::with_alerts(3)?;
    let terminal = scene.terminal("home-a")?;
    let (application, secret) = scene.application()?;
    let wrong: String = secret.chars().rev().collect();
    let mut arguments = scene.attach(scene.tenant.tenant(), &application);
    let run = terminal.run_with(&arguments, &wrong)?.expect_code(1)?;
    assert!(!format!("{run}").contains(&wrong), "the secret is not printed back");
    assert!(run.errors.contains("credential.secret_wrong"), "a person sees the code too: {run}");
    arguments.push("--json");
    insta::assert_json_snapshot!("wrong_secret", told(terminal.run_with(&arguments, &wrong)?)?);
    Ok(())
}

#[test]
fn a_wrong_tenant() -> Outcome<()> {
    let scene = Scene::with_alerts(3)?;
    let (application, secret) = scene.application()?;
    let mut arguments = scene.attach("nobody.onmicrosoft.com", &application);
    arguments.push("--json");
    let run = scene.terminal("home-a")?.run_with(&arguments, &secret)?;
    insta::assert_json_snapshot!("wrong_tenant", told(run)?);
    Ok(())
}

#[test]
fn a_stopped_tenant() -> Outcome<()> {
    let mut scene = Scene::with_alerts(3)?;
    scene.attached(&scene.terminal("home-a")?)?;
    scene.tenant.stop();
    let run = scene.terminal("home-a")?.run(&["collect", "--once", "--json"])?;
    insta::assert_json_snapshot!("stopped_tenant", told(run)?);
    let count = scene.terminal("home-a")?.run(&["alerts", "--count", "--json"])?.expect_code(0)?.json()?;
    assert_eq!(count["total"], 3, "what was collected before is still here");
    Ok(())
}

#[test]
fn a_full_disk() -> Outcome<()> {
    let scene = Scene::with_alerts(4000)?;
    let (application, secret) = scene.application()?;
    let mut arguments = scene.attach(scene.tenant.tenant(), &application);
    arguments.push("--json");
    let run = scene.terminal("home-a")?.run_on(&SmallDisk { kilobytes: 3072 }, &arguments, &secret)?;
    insta::assert_json_snapshot!("full_disk", told(run)?);
    Ok(())
}
