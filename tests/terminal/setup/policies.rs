//! What the organisation allows: credentials are clamped to its policy where that is possible, and refused before anything is made where
//! it is not.

use super::{RICH, act, applied, id, matches_its_plan, only_app, person, planned, scene, text};
use bartizan_tests::Outcome;
use serde_json::{Value, json};

/// Days between now and the end of a credential, rounded up.
fn days_left(end: &Value, now: &str) -> i64 {
    let time = |text: &str| text.parse::<jiff::Timestamp>().unwrap();
    let left = time(end.as_str().unwrap()).duration_since(time(now));
    (left.as_secs() + 86_399).div_euclid(86_400)
}

#[test]
fn a_certificate_lasts_no_longer_than_the_policy_allows_and_that_is_said() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    scene.tenant.set(&json!({"app_policy": {"max_certificate_days": 90}}))?;
    let setup = applied(&scene, &terminal, &["defender-xdr"], &["--days", "365"])?;
    let now = text(&scene.tenant.state()?, "now")?;
    let left = days_left(&only_app(&scene)?["keys"][0]["endDateTime"], &now);
    assert!((88..=90).contains(&left), "{left} days");
    let said = setup["steps"].to_string();
    assert!(said.contains("90 days"), "the person sees why it is shorter: {said}");
    Ok(())
}

#[test]
fn a_certificate_shorter_than_the_policy_stays_as_short_as_it_was_wished() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    scene.tenant.set(&json!({"app_policy": {"max_certificate_days": 90}}))?;
    applied(&scene, &terminal, &["defender-xdr"], &["--days", "30"])?;
    let now = text(&scene.tenant.state()?, "now")?;
    let left = days_left(&only_app(&scene)?["keys"][0]["endDateTime"], &now);
    assert!((28..=30).contains(&left), "{left} days");
    Ok(())
}

#[test]
fn a_secret_lasts_no_longer_than_the_policy_allows() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    scene.tenant.set(&json!({"app_policy": {"max_secret_days": 30}}))?;
    let setup = applied(&scene, &terminal, &["prelude-defender"], &[])?;
    matches_its_plan(&scene, &setup)?;
    let now = text(&scene.tenant.state()?, "now")?;
    let left = days_left(&only_app(&scene)?["secrets"][0]["endDateTime"], &now);
    assert!((28..=30).contains(&left), "{left} days");
    Ok(())
}

#[test]
fn forbidden_secrets_stop_what_needs_one_before_anything_is_made() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    scene.tenant.set(&json!({"app_policy": {"forbid_secrets": true}}))?;
    let before = scene.tenant.made()?;
    let setup = id(&planned(&scene, &terminal, &RICH, &[])?)?;
    let run = act(&terminal, &person(&scene, "admin"), "apply", &setup, &[])?.expect_code(1)?;
    assert_eq!(run.problem_code(), "setup.policy_forbids", "{run}");
    let message = text(&run.last()?["problem"], "message")?;
    assert!(message.contains("Prelude Defender"), "which of them needs it is said: {message}");
    assert_eq!(scene.tenant.made()?, before, "nothing was made");
    Ok(())
}

#[test]
fn forbidden_secrets_are_nothing_to_what_uses_a_certificate() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    scene.tenant.set(&json!({"app_policy": {"forbid_secrets": true}}))?;
    let setup = applied(&scene, &terminal, &["defender-xdr", "quarantine"], &[])?;
    matches_its_plan(&scene, &setup)
}

#[test]
fn a_policy_that_is_laid_down_during_a_run_is_named_and_undoing_leaves_nothing() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let before = scene.tenant.made()?;
    let setup = id(&planned(&scene, &terminal, &["prelude-defender"], &[])?)?;
    let mut running = terminal.begin(&["setup", "apply", &setup, "--json"])?;
    let prompt = running.prompt()?;
    scene.tenant.set(&json!({"hold_calls": {"after": 0, "when": "before", "path_contains": "addPassword"}}))?;
    person(&scene, "admin").answer(&prompt)?;
    scene.tenant.until_held(1)?;
    scene.tenant.set(&json!({"app_policy": {"forbid_secrets": true}, "hold_calls": null}))?;
    let run = running.end()?.expect_code(1)?;
    assert_eq!(run.problem_code(), "setup.policy_forbids", "{run}");
    let shown = terminal.run(&["setup", "show", &setup, "--json"])?.expect_code(0)?.last()?;
    assert!(shown["changes"].as_u64() > Some(0), "the app without its secret is mentioned: {shown}");
    super::undone(&scene, &terminal, &setup)?;
    assert_eq!(scene.tenant.made()?, before, "and can be taken back");
    Ok(())
}
