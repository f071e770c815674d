//! Taking back: exactly what was made, from any step on, whatever happened to it in the meantime, and when an integration is detached.

use super::{RICH, act, applied, id, list, matches_its_plan, only_app, person, scene, seen, undone, wanted};
use bartizan_tests::Outcome;
use serde_json::json;

#[test]
fn a_step_is_taken_back_with_those_after_it_and_done_again() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let setup = applied(&scene, &terminal, &RICH, &[])?;
    let handle = id(&setup)?;
    let admin = person(&scene, "admin");
    for (from, principal, granted, roles) in
        [("roles", true, true, 0), ("consent", true, false, 0), ("principal", false, false, 0)]
    {
        act(&terminal, &admin, "undo", &handle, &["--from", from, "--yes"])?.expect_code(0)?;
        let app = only_app(&scene)?;
        assert_eq!(app["servicePrincipalId"].is_string(), principal, "from {from}: {app}");
        assert_eq!(seen(&scene, &app["granted"])? == wanted(&setup), granted, "from {from}: {app}");
        assert_eq!(list(&app["directoryRoles"]).len(), roles, "from {from}: {app}");
        assert_eq!(seen(&scene, &app["required"])?, wanted(&setup), "the list of the app itself stays");
        let again = act(&terminal, &admin, "apply", &handle, &[])?.expect_code(0)?.last()?;
        matches_its_plan(&scene, &again)?;
    }
    let wrong = act(&terminal, &admin, "undo", &handle, &["--from", "lunch", "--yes"])?.expect_code(1)?;
    assert_eq!(wrong.problem_code(), "setup.input_invalid", "{wrong}");
    Ok(())
}

#[test]
fn what_is_gone_already_is_no_obstacle() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let before = scene.tenant.made()?;
    for act_in_portal in ["delete_app", "delete_principal", "revoke_consent", "remove_secret", "remove_certificate"] {
        let handle = id(&applied(&scene, &terminal, &RICH, &[])?)?;
        let app = only_app(&scene)?["appId"].clone();
        scene.tenant.portal(&json!({"act": act_in_portal, "app": app}))?;
        let gone = undone(&scene, &terminal, &handle)?;
        assert_eq!((&gone["stage"], &gone["changes"]), (&json!("undone"), &json!(0)), "{act_in_portal}: {gone}");
        assert_eq!(scene.tenant.made()?, before, "after {act_in_portal} in the portal nothing is left");
    }
    Ok(())
}

#[test]
fn undoing_twice_is_no_mistake_and_asks_nobody_to_sign_in() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let handle = id(&applied(&scene, &terminal, &["defender-xdr"], &[])?)?;
    undone(&scene, &terminal, &handle)?;
    let since = scene.tenant.state()?["journal_seq"].as_u64().unwrap_or_default();
    terminal.run(&["setup", "undo", &handle, "--yes", "--json"])?.expect_code(0)?;
    assert_eq!(scene.tenant.journal_since(since)?.len(), 0, "there was nothing to ask for");
    let again = act(&terminal, &person(&scene, "admin"), "apply", &handle, &[])?.expect_code(0)?.last()?;
    matches_its_plan(&scene, &again)
}

#[test]
fn it_asks_before_it_takes_back() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let handle = id(&applied(&scene, &terminal, &["defender-xdr"], &[])?)?;
    let before = scene.tenant.made()?;
    let run = terminal.run(&["setup", "undo", &handle])?.expect_code(3)?;
    assert!(run.errors.contains("--yes"), "nobody is there to confirm it: {run}");
    assert_eq!(scene.tenant.made()?, before, "so nothing was taken back");
    Ok(())
}

#[test]
fn who_may_not_undo_is_told_what_is_left_and_somebody_else_finishes() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let before = scene.tenant.made()?;
    let handle = id(&applied(&scene, &terminal, &RICH, &[])?)?;
    let made = scene.tenant.made()?;
    let refused = json!({"path_contains": "roleAssignments/", "status": 500, "count": 50, "body": "empty"});
    scene.tenant.set(&json!({"fail": refused}))?;
    let run = act(&terminal, &person(&scene, "admin"), "undo", &handle, &["--yes"])?.expect_code(1)?;
    assert_eq!(run.problem_code(), "setup.undo_incomplete", "{run}");
    assert_eq!(scene.tenant.made()?, made, "all of it is still there");
    let shown = terminal.run(&["setup", "show", &handle, "--json"])?.expect_code(0)?.last()?;
    assert!(shown["changes"].as_u64() > Some(0), "and counted: {shown}");
    scene.tenant.set(&json!({"fail": null}))?;
    undone(&scene, &terminal, &handle)?;
    assert_eq!(scene.tenant.made()?, before, "the second time it is finished");
    Ok(())
}

#[test]
fn detaching_keeps_forgets_or_removes_as_it_was_asked() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let before = scene.tenant.made()?;
    let admin = person(&scene, "admin");
    let attached = || -> Outcome<String> {
        let handle = id(&applied(&scene, &terminal, &["defender-xdr"], &[])?)?;
        terminal.run(&["setup", "attach", &handle, "--json"])?.expect_code(0)?;
        Ok(handle)
    };
    let alerts = || -> Outcome<u64> {
        let count = terminal.run(&["alerts", "--count", "--json"])?.expect_code(0)?.json()?;
        Ok(count["of"].as_u64().unwrap_or_default())
    };
    let handle = attached()?;
    let made = scene.tenant.made()?;
    let credentials = scene.desk.keyring_labels().len();
    terminal.run(&["detach", "defender-xdr", "--yes", "--json"])?.expect_code(0)?;
    assert_eq!(
        (scene.tenant.made()?, scene.desk.keyring_labels().len()),
        (made.clone(), credentials),
        "everything stays"
    );
    terminal.run(&["setup", "attach", &handle, "--json"])?.expect_code(0)?;
    terminal.run(&["detach", "defender-xdr", "--forget-credential", "--yes", "--json"])?.expect_code(0)?;
    assert_eq!(scene.tenant.made()?, made, "the tenant is left alone");
    let left = scene.desk.keyring_labels();
    assert!(left.iter().all(|label| label.contains("database/")), "the credential is gone from the keyring: {left:?}");
    assert_eq!(alerts()?, 12, "what was collected stays");
    undone(&scene, &terminal, &handle)?;
    attached()?;
    let words = ["detach", "defender-xdr", "--remove-from-tenant", "--delete-alerts", "--yes", "--json"];
    terminal.run_as(&admin, &words)?.expect_code(0)?;
    assert_eq!(scene.tenant.made()?, before, "what was made is taken back");
    assert_eq!(alerts().unwrap_or_default(), 0, "and what was collected is deleted");
    Ok(())
}

#[test]
fn detaching_one_of_several_takes_back_only_what_the_others_do_not_need() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let before = scene.tenant.made()?;
    let admin = person(&scene, "admin");
    let setup = applied(&scene, &terminal, &["defender-xdr", "quarantine", "prelude-defender"], &[])?;
    terminal.run(&["setup", "attach", &id(&setup)?, "--json"])?.expect_code(0)?;
    for (gone, left) in [("prelude-defender", 2), ("quarantine", 1)] {
        let words = ["detach", gone, "--remove-from-tenant", "--yes", "--json"];
        terminal.run_as(&admin, &words)?.expect_code(0)?;
        let shown = terminal.run(&["setup", "show", &id(&setup)?, "--json"])?.expect_code(0)?.last()?;
        assert_eq!(list(&shown["choices"]).len(), left, "{gone}: {shown}");
        matches_its_plan(&scene, &shown)?;
    }
    let words = ["detach", "defender-xdr", "--remove-from-tenant", "--yes", "--json"];
    terminal.run_as(&admin, &words)?.expect_code(0)?;
    assert_eq!(scene.tenant.made()?, before, "the last one takes the app along");
    Ok(())
}
