//! Microsoft's own APIs in a tenant: one that was never used there is created and taken back, one that is disabled or not licensed is
//! named before anything else is made.

use super::{act, applied, id, matches_its_plan, person, planned, scene, undone};
use bartizan_tests::Outcome;
use serde_json::{Value, json};

#[test]
fn an_api_that_was_never_used_is_created_and_taken_back() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    scene.tenant.set(&json!({"resource_missing": ["mde", "cloudapps"]}))?;
    let before = scene.tenant.made()?;
    let setup = applied(&scene, &terminal, &["defender-endpoint", "cloud-apps"], &[])?;
    matches_its_plan(&scene, &setup)?;
    let resources = &scene.tenant.state()?["resources"];
    for api in ["mde", "cloudapps"] {
        assert!(resources[api]["servicePrincipalId"].is_string(), "{api} is there: {resources}");
    }
    terminal.run(&["setup", "test", &id(&setup)?, "--json"])?.expect_code(0)?;
    undone(&scene, &terminal, &id(&setup)?)?;
    assert_eq!(scene.tenant.made()?, before, "what was not there before is not there afterwards");
    Ok(())
}

#[test]
fn an_api_that_was_there_stays() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    scene.tenant.set(&json!({"resource_missing": ["cloudapps"]}))?;
    let before = scene.tenant.made()?;
    let setup = applied(&scene, &terminal, &["defender-endpoint", "cloud-apps"], &[])?;
    undone(&scene, &terminal, &id(&setup)?)?;
    assert_eq!(scene.tenant.made()?, before, "only the one that was created is taken back");
    Ok(())
}

/// Ended right after an API was created, on either way: it is known and taken back.
#[test]
fn an_api_whose_creation_was_not_answered_is_taken_back_all_the_same() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    scene.tenant.set(&json!({"resource_missing": ["mde"]}))?;
    let before = scene.tenant.made()?;
    for go_on in [true, false] {
        let setup = id(&planned(&scene, &terminal, &["defender-endpoint"], &[])?)?;
        let mut running = terminal.begin(&["setup", "apply", &setup, "--json"])?;
        let prompt = running.prompt()?;
        // The first call to that path reads the API, the second one creates it.
        let second = json!({"after": 1, "when": "after", "path_contains": "/v1.0/servicePrincipals"});
        scene.tenant.set(&json!({"hold_calls": second}))?;
        person(&scene, "admin").answer(&prompt)?;
        scene.tenant.until_held(1)?;
        assert!(scene.tenant.state()?["resources"]["mde"]["servicePrincipalId"].is_string(), "it was created");
        running.kill()?;
        scene.tenant.until_held(0)?;
        scene.tenant.let_go()?;
        if go_on {
            act(&terminal, &person(&scene, "admin"), "apply", &setup, &["--resume"])?.expect_code(0)?;
        }
        undone(&scene, &terminal, &setup)?;
        assert_eq!(scene.tenant.made()?, before, "gone on: {go_on}; the API is absent again");
    }
    Ok(())
}

#[test]
fn a_disabled_api_is_named_before_anything_is_made() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    scene.tenant.portal(&json!({"act": "disable", "of": "mde"}))?;
    let before = scene.tenant.made()?;
    let setup = id(&planned(&scene, &terminal, &["defender-xdr", "defender-endpoint"], &[])?)?;
    let run = act(&terminal, &person(&scene, "admin"), "apply", &setup, &[])?.expect_code(1)?;
    assert_eq!(run.problem_code(), "setup.product_missing", "{run}");
    assert!(run.output.contains("WindowsDefenderATP is disabled"), "which one, and that it is disabled: {run}");
    assert_eq!(scene.tenant.made()?, before, "nothing was made");
    scene.tenant.portal(&json!({"act": "enable", "of": "mde"}))?;
    let after = act(&terminal, &person(&scene, "admin"), "apply", &setup, &[])?.expect_code(0)?.last()?;
    matches_its_plan(&scene, &after)
}

#[test]
fn a_disabled_api_keeps_another_one_from_being_created() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    scene.tenant.set(&json!({"resource_missing": ["mde"]}))?;
    scene.tenant.portal(&json!({"act": "disable", "of": "cloudapps"}))?;
    let before = scene.tenant.made()?;
    let setup = id(&planned(&scene, &terminal, &["defender-endpoint", "cloud-apps"], &[])?)?;
    let run = act(&terminal, &person(&scene, "admin"), "apply", &setup, &[])?.expect_code(1)?;
    assert_eq!(run.problem_code(), "setup.product_missing", "{run}");
    assert_eq!(scene.tenant.made()?, before, "what would fail is looked for before anything is created");
    Ok(())
}

#[test]
fn a_product_without_a_licence_is_named_before_anything_is_made() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    scene.tenant.set(&json!({"unlicensed": {"mde": 500_011}}))?;
    let before = scene.tenant.made()?;
    let setup = id(&planned(&scene, &terminal, &["defender-xdr", "defender-endpoint"], &[])?)?;
    let run = act(&terminal, &person(&scene, "admin"), "apply", &setup, &[])?.expect_code(1)?;
    assert_eq!(run.problem_code(), "setup.product_missing", "{run}");
    assert!(run.output.contains("WindowsDefenderATP"), "by its name: {run}");
    assert_eq!(scene.tenant.made()?, before, "nothing was made");
    Ok(())
}

#[test]
fn auditing_that_is_off_has_its_own_words_and_its_own_way_out() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let setup = id(&applied(&scene, &terminal, &["o365-audit"], &[])?)?;
    scene.tenant.set(&json!({"auditing_off": true}))?;
    let run = terminal.run(&["setup", "test", &setup, "--json"])?.expect_code(1)?;
    let lines = run.json_lines()?;
    let tested = lines.iter().rev().find(|line| line["tests"].is_array()).cloned().unwrap_or(Value::Null);
    assert_eq!(tested["tests"][0]["problem"]["code"], "setup.audit_log_off", "{tested}");
    assert_eq!(run.problem_code(), "setup.tests_failed", "{run}");
    scene.tenant.set(&json!({"auditing_off": false}))?;
    terminal.run(&["setup", "test", &setup, "--json"])?.expect_code(0)?;
    Ok(())
}
