//! Who signs in: accounts that cannot do it are told before anything is made, those that can do a part are not left with half an app that
//! nobody mentions, and nobody is kept waiting at a page.

use super::{RICH, act, id, list, matches_its_plan, person, planned, scene, text, undone};
use bartizan_tests::{Cli, Outcome, Run, Scene, Ways};
use serde_json::json;

/// Everything that the program may ask of Microsoft's public client is consented to for everybody, as in many tenants.
fn consented_for_all(scene: &Scene, terminal: &Cli<'_>) -> Outcome<()> {
    let setup = id(&planned(scene, terminal, &RICH, &[])?)?;
    let admin = person(scene, "admin").who(Ways::AcceptForAll);
    act(terminal, &admin, "apply", &setup, &[])?.expect_code(0)?;
    undone(scene, terminal, &setup).map(drop)
}

fn apply_as(scene: &Scene, terminal: &Cli<'_>, user: &str, integrations: &[&str]) -> Outcome<(String, Run)> {
    let setup = id(&planned(scene, terminal, integrations, &[])?)?;
    let run = act(terminal, &person(scene, user), "apply", &setup, &[])?;
    Ok((setup, run))
}

#[test]
fn an_account_without_the_role_is_told_before_anything_is_made() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    consented_for_all(&scene, &terminal)?;
    let before = scene.tenant.made()?;
    for (user, held) in [
        ("reader", "Security Reader"),
        ("globalreader", "Global Reader"),
        ("person", "no directory role"),
        ("apps", "Application Administrator"),
        ("cloudapps", "Cloud Application Administrator"),
    ] {
        let (setup, run) = apply_as(&scene, &terminal, user, &RICH)?;
        let run = run.expect_code(1)?;
        assert_eq!(run.problem_code(), "setup.admin_role_missing", "{user}: {run}");
        let problem = run.last()?["problem"].clone();
        let message = text(&problem, "message")?;
        assert!(message.contains(held), "{user} is told what the account holds: {message}");
        assert!(message.contains("Global Administrator or Privileged Role Administrator"), "and who can: {message}");
        let remedies: Vec<_> = list(&problem["remedies"]).iter().map(|one| one["action"].clone()).collect();
        assert!(remedies.contains(&json!("save_plan")), "and how to hand the plan over: {remedies:?}");
        assert_eq!(scene.tenant.made()?, before, "{user} made nothing");
        let shown = terminal.run(&["setup", "show", &setup, "--json"])?.expect_code(0)?.last()?;
        assert_eq!(
            (&shown["changes"], shown["problem"].is_object()),
            (&json!(0), true),
            "and the setup says so: {shown}"
        );
    }
    Ok(())
}

#[test]
fn who_is_kept_at_the_page_can_go_back_and_somebody_else_can_go_on() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let before = scene.tenant.made()?;
    for user in ["reader", "globalreader", "locked", "disabled", "mfa"] {
        let (setup, run) = apply_as(&scene, &terminal, user, &RICH)?;
        let run = run.expect_code(1)?;
        assert_eq!(run.problem_code(), "setup.sign_in_declined", "{user} had no way but back: {run}");
        assert_eq!(scene.tenant.made()?, before, "{user} made nothing");
        terminal.run(&["setup", "forget", &setup, "--yes", "--json"])?.expect_code(0)?;
    }
    let (setup, run) = apply_as(&scene, &terminal, "reader", &RICH)?;
    run.expect_code(1)?;
    let after = act(&terminal, &person(&scene, "admin"), "apply", &setup, &[])?.expect_code(0)?.last()?;
    matches_its_plan(&scene, &after)
}

#[test]
fn a_sign_in_that_is_declined_ends_at_once_and_makes_nothing() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let before = scene.tenant.made()?;
    for (ways, more) in
        [(Ways::Cancel, &[][..]), (Ways::DeclineConsent, &[]), (Ways::DeclineConsent, &["--device-code"])]
    {
        let setup = id(&planned(&scene, &terminal, &["defender-xdr"], &[])?)?;
        let run = act(&terminal, &person(&scene, "admin").who(ways), "apply", &setup, more)?.expect_code(1)?;
        assert_eq!(run.problem_code(), "setup.sign_in_declined", "{ways:?} {more:?}: {run}");
        assert_eq!(scene.tenant.made()?, before, "nothing was made");
    }
    Ok(())
}

#[test]
fn the_lesser_roles_are_enough_where_the_plan_takes_no_more() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    for user in ["apps", "cloudapps"] {
        let (setup, run) = apply_as(&scene, &terminal, user, &["defender-endpoint"])?;
        let after = run.expect_code(0)?.last()?;
        let who_may = text(&after["plan"], "who_may")?;
        assert!(who_may.contains("Application Administrator"), "which the plan said beforehand: {who_may}");
        matches_its_plan(&scene, &after)?;
        act(&terminal, &person(&scene, user), "undo", &setup, &["--yes"])?.expect_code(0)?;
    }
    let (_, run) = apply_as(&scene, &terminal, "privileged", &RICH)?;
    matches_its_plan(&scene, &run.expect_code(0)?.last()?)
}

#[test]
fn half_an_app_of_an_account_whose_roles_are_not_told_is_mentioned_and_can_be_undone_by_it() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    consented_for_all(&scene, &terminal)?;
    scene.tenant.set(&json!({"roles_untold": true}))?;
    let before = scene.tenant.made()?;
    let (_, run) = apply_as(&scene, &terminal, "reader", &["defender-xdr"])?;
    let run = run.expect_code(1)?;
    assert_eq!(run.problem_code(), "setup.not_permitted", "Microsoft itself refuses: {run}");
    assert_eq!(scene.tenant.made()?, before, "a reader makes nothing");
    let (setup, run) = apply_as(&scene, &terminal, "apps", &["defender-xdr"])?;
    let run = run.expect_code(1)?;
    assert_eq!(run.problem_code(), "setup.not_permitted", "the app could be made, the grant could not: {run}");
    assert_ne!(scene.tenant.made()?, before, "so there is half an app");
    let shown = terminal.run(&["setup", "show", &setup, "--json"])?.expect_code(0)?.last()?;
    assert!(shown["changes"].as_u64() > Some(0), "which the setup mentions: {shown}");
    let problem = run.last()?["problem"].to_string();
    assert!(problem.contains("setup undo"), "and the refusal itself says how to take it back: {problem}");
    act(&terminal, &person(&scene, "apps"), "undo", &setup, &["--yes"])?.expect_code(0)?;
    assert_eq!(scene.tenant.made()?, before, "who made it can take it back");
    Ok(())
}

#[test]
fn another_one_can_finish_what_somebody_began() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    consented_for_all(&scene, &terminal)?;
    scene.tenant.set(&json!({"roles_untold": true}))?;
    let (setup, run) = apply_as(&scene, &terminal, "apps", &RICH)?;
    run.expect_code(1)?;
    let after =
        act(&terminal, &person(&scene, "privileged"), "apply", &setup, &["--resume"])?.expect_code(0)?.last()?;
    matches_its_plan(&scene, &after)?;
    let record = terminal.run(&["setup", "record", &setup, "--json"])?.expect_code(0)?.output;
    for who in ["apps@", "privileged@"] {
        assert!(record.contains(who), "the record says who did what: {who}");
    }
    Ok(())
}

#[test]
fn conditional_access_is_named_and_leaves_nothing() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let before = scene.tenant.made()?;
    scene.tenant.set(&json!({"sign_in_refused": {"code": 53003, "count": 1, "grant": "authorization_code"}}))?;
    let (_, run) = apply_as(&scene, &terminal, "admin", &["defender-xdr"])?;
    let run = run.expect_code(1)?;
    assert!(run.problem_code().starts_with("setup.sign_in"), "{run}");
    assert!(run.output.contains("53003"), "with Microsoft's number, for whoever looks after the policy");
    assert_eq!(scene.tenant.made()?, before, "nothing was made");
    Ok(())
}
