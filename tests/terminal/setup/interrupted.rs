//! Ended without warning at every single call, before it was done and after: going on gives the same end, with nothing twice, and undoing
//! afterwards leaves nothing.

use super::{RICH, act, applied, id, list, matches_its_plan, person, planned, scene, undone};
use bartizan_tests::{Cli, Outcome, Scene};
use serde_json::{Value, json};

/// More calls than any of these setups makes.
pub const MOST: u64 = 80;

/// What an end state is, without what is new in every run.
fn end_state(scene: &Scene) -> Outcome<Value> {
    let made = scene.tenant.made()?;
    let apps: Vec<_> = list(&made["apps"])
        .iter()
        .map(|app| {
            let (keys, secrets) = (list(&app["keys"]).len(), list(&app["secrets"]).len());
            json!({
                "name": app["displayName"], "required": app["required"], "granted": sorted(&app["granted"]),
                "roles": app["directoryRoles"], "keys": keys, "secrets": secrets,
            })
        })
        .collect();
    let deleted = scene.tenant.state()?["deleted_applications"].clone();
    Ok(json!({"apps": apps, "directory": made["directory"], "deleted": deleted}))
}

fn sorted(rows: &Value) -> Vec<String> {
    let mut rows: Vec<_> = list(rows).iter().map(Value::to_string).collect();
    rows.sort();
    rows
}

/// Begins an act, lets so many calls pass after the person has signed in, and ends the program at the next one. False when there was
/// no next one; then it ended by itself.
pub fn ended_at(scene: &Scene, terminal: &Cli<'_>, words: &[&str], call: u64, when: &str) -> Outcome<bool> {
    let mut running = terminal.begin(words)?;
    let prompt = running.prompt()?;
    scene.tenant.hold(call, when)?;
    person(scene, "admin").answer(&prompt)?;
    let held = bartizan_tests::until("a held call, or the end", bartizan_tests::Deadline::seconds(60), || {
        match (scene.tenant.state()?["held"].as_u64(), running.ended()?) {
            (Some(held), _) if held > 0 => Ok(Some(true)),
            (_, true) => Ok(Some(false)),
            _ => Ok(None),
        }
    })?;
    if held {
        running.kill()?;
        scene.tenant.until_held(0)?;
    } else {
        running.end()?.expect_code(0)?;
    }
    scene.tenant.let_go()?;
    Ok(held)
}

/// Ends applying at every call, on one side of it, and goes on.
fn at_every_call(integrations: &[&str], when: &str) -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let nothing = scene.tenant.made()?;
    let undisturbed = applied(&scene, &terminal, integrations, &[])?;
    let calls = list(&undisturbed["plan"]["calls"]).len() as u64;
    let mut wanted = end_state(&scene)?;
    undone(&scene, &terminal, &id(&undisturbed)?)?;
    for call in 0..MOST {
        let setup = id(&planned(&scene, &terminal, integrations, &[])?)?;
        let deleted = scene.tenant.state()?["deleted_applications"].clone();
        let ended = ended_at(&scene, &terminal, &["setup", "apply", &setup, "--json"], call, when)?;
        if !ended {
            assert_eq!(call, calls, "the program was ended at each of its calls");
            return Ok(());
        }
        let told = format!("ended {when} call {} of {calls}", call + 1);
        let after = act(&terminal, &person(&scene, "admin"), "apply", &setup, &["--resume"])?;
        let after =
            after.expect_code(0).map_err(|trouble| bartizan_tests::Trouble::new(format!("{told}: {trouble}")))?;
        wanted["deleted"] = deleted;
        assert_eq!(end_state(&scene)?, wanted, "{told}, then gone on: the same end, and nothing twice");
        matches_its_plan(&scene, &after.last()?)?;
        terminal.run(&["setup", "test", &setup, "--json"])?.expect_code(0)?;
        undone(&scene, &terminal, &setup)?;
        assert_eq!(scene.tenant.made()?, nothing, "{told}, gone on and undone: nothing is left");
    }
    unreachable!("a setup of more than {MOST} calls")
}

#[test]
fn ended_before_each_call_it_goes_on_to_the_same_end() -> Outcome<()> {
    at_every_call(&RICH, "before")
}

#[test]
fn ended_after_each_call_it_goes_on_to_the_same_end() -> Outcome<()> {
    at_every_call(&RICH, "after")
}

/// Ends applying at every call and undoes instead of going on.
#[test]
fn ended_after_each_call_it_can_be_undone_at_once() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let nothing = scene.tenant.made()?;
    for call in 0..MOST {
        let setup = id(&planned(&scene, &terminal, &RICH, &[])?)?;
        let ended = ended_at(&scene, &terminal, &["setup", "apply", &setup, "--json"], call, "after")?;
        undone(&scene, &terminal, &setup)?;
        assert_eq!(scene.tenant.made()?, nothing, "ended after call {} and undone: nothing is left", call + 1);
        if !ended {
            return Ok(());
        }
    }
    unreachable!("a setup of more than {MOST} calls")
}

/// Ends undoing at every call, on both sides, and undoes again.
#[test]
fn an_undo_that_was_ended_at_each_call_is_finished_by_the_next_one() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let nothing = scene.tenant.made()?;
    for when in ["before", "after"] {
        for call in 0..MOST {
            let setup = id(&applied(&scene, &terminal, &RICH, &[])?)?;
            let words = ["setup", "undo", &setup, "--yes", "--json"];
            let ended = ended_at(&scene, &terminal, &words, call, when)?;
            if ended {
                let gone = undone(&scene, &terminal, &setup)?;
                assert_eq!(gone["changes"], 0, "ended {when} call {}: {gone}", call + 1);
            }
            assert_eq!(scene.tenant.made()?, nothing, "ended {when} call {} and undone again", call + 1);
            if !ended {
                assert!(call > 2, "undoing takes several calls");
                break;
            }
        }
    }
    Ok(())
}

/// What the person sees after a kill: how far it was, and what is in the tenant.
#[test]
fn after_a_kill_the_setup_says_how_far_it_was() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let setup = id(&planned(&scene, &terminal, &["defender-xdr"], &[])?)?;
    // Sign-in, organization, policy, the API's list and the look for the name pass; the creation is done and not answered.
    assert!(ended_at(&scene, &terminal, &["setup", "apply", &setup, "--json"], 8, "after")?, "it was under way");
    let shown = terminal.run(&["setup", "show", &setup, "--json"])?.expect_code(0)?.last()?;
    assert_eq!((&shown["stage"], &shown["running"]), (&json!("register"), &json!(false)), "{shown}");
    assert!(shown["changes"].as_u64() > Some(0), "what it had made by then is known: {shown}");
    let states: Vec<_> = list(&shown["steps"]).iter().map(|step| step["state"].clone()).collect();
    assert!(states.contains(&json!("done")), "the steps that were done are shown as done: {states:?}");
    let record = terminal.run(&["setup", "record", &setup, "--json"])?.expect_code(0)?.last()?;
    let open = list(&record["calls"]).into_iter().filter(|call| call["status"].is_null()).count();
    assert_eq!(open, 1, "the call that was under way is an open line of the record: {record}");
    Ok(())
}

/// A network that goes away is no kill: the run ends with a problem, and goes on afterwards.
#[test]
fn a_run_whose_network_goes_away_ends_with_a_problem_and_goes_on_later() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let setup = id(&planned(&scene, &terminal, &RICH, &[])?)?;
    scene
        .tenant
        .set(&json!({"fail": {"path_contains": "appRoleAssignedTo", "status": 503, "count": 50, "body": "empty"}}))?;
    let run = act(&terminal, &person(&scene, "admin"), "apply", &setup, &[])?.expect_code(1)?;
    assert_eq!(run.problem_code(), "wire.microsoft_failing", "{run}");
    scene.tenant.set(&json!({"fail": null}))?;
    let after = act(&terminal, &person(&scene, "admin"), "apply", &setup, &[])?.expect_code(0)?.last()?;
    matches_its_plan(&scene, &after)
}
