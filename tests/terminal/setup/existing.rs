//! An app that is there already: adopted only by its id, after its differences were shown, changed only as shown, and put back to what it
//! was; or used as it is.

use super::{RICH, act, applied, id, list, names, only_app, person, planned, scene, seen, text, undone, wanted};
use bartizan_tests::{Cli, Outcome, Scene};
use serde_json::{Value, json};

/// An app of somebody else's: some of what is needed, some of it not consented to, and things beyond.
fn registered(scene: &Scene) -> Outcome<Value> {
    let application = |value: &str| json!({"value": value, "kind": "application"});
    let granted = [application("ThreatHunting.Read.All"), application("Calendars.Read")];
    let delegated = [json!({"value": "Mail.Read", "kind": "delegated"})];
    let listed = [application("User.Read.All"), application("CustomDetection.ReadWrite.All")];
    let granted = [&granted[..], &delegated].concat();
    let required = [&granted[..], &listed].concat();
    let made = scene.tenant.register(&json!({
        "display_name": "Somebody else's", "secret": true, "directory_roles": ["Global Reader"],
        "required": required, "granted": granted,
    }))?;
    let (_, certificate) = scene.desk.certificate("theirs")?;
    let upload = json!({"act": "upload_certificate", "app": made["app_id"], "certificate": certificate});
    scene.tenant.portal(&upload)?;
    Ok(made)
}

/// Applies with the app; twice, because the first time shows the differences.
fn adopted(scene: &Scene, terminal: &Cli<'_>, setup: &str, app: &str) -> Outcome<Value> {
    let admin = person(scene, "admin");
    let first = act(terminal, &admin, "apply", setup, &["--app", app])?.expect_code(1)?;
    assert_eq!(first.problem_code(), "setup.differences_first", "{first}");
    act(terminal, &admin, "apply", setup, &["--app", app])?.expect_code(0)?.last()
}

#[test]
fn its_differences_are_shown_before_it_is_changed() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let app = text(&registered(&scene)?, "app_id")?;
    let before = scene.tenant.made()?;
    let setup = id(&planned(&scene, &terminal, &RICH, &[])?)?;
    let run = act(&terminal, &person(&scene, "admin"), "apply", &setup, &["--app", &app])?.expect_code(1)?;
    assert_eq!(run.problem_code(), "setup.differences_first", "{run}");
    assert_eq!(scene.tenant.made()?, before, "nothing was changed");
    let shown = terminal.run(&["setup", "show", &setup, "--json"])?.expect_code(0)?.last()?;
    let compared = &shown["plan"]["compared"];
    assert_eq!((&compared["name"], &compared["client_id"]), (&json!("Somebody else's"), &json!(app)), "{compared}");
    let rows: Vec<_> = list(&shown["plan"]["apis"]).iter().flat_map(|api| list(&api["permissions"])).collect();
    let found = |value: &str| rows.iter().find(|row| row["value"] == value).map(|row| row["found"].clone());
    assert_eq!(found("ThreatHunting.Read.All"), Some(json!("present")), "granted already");
    assert_eq!(found("User.Read.All"), Some(json!("missing")), "listed and not granted is missing");
    assert_eq!(found("Alert.Read.All"), Some(json!("missing")), "not there at all");
    assert_eq!(found("Calendars.Read"), Some(json!("surplus")), "beyond the plan, and said");
    let counts = ["present", "missing", "surplus"].map(|name| compared[name].as_u64().unwrap_or_default());
    assert!(counts[0] >= 1 && counts[1] >= 9 && counts[2] >= 1, "counted as well: {compared}");
    Ok(())
}

#[test]
fn it_is_changed_only_as_shown_and_put_back_to_what_it_was() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let app = text(&registered(&scene)?, "app_id")?;
    let before = scene.tenant.made()?;
    let own = only_app(&scene)?;
    let setup = planned(&scene, &terminal, &RICH, &[])?;
    let handle = id(&setup)?;
    adopted(&scene, &terminal, &handle, &app)?;
    let now = only_app(&scene)?;
    assert_eq!((&now["appId"], &now["displayName"]), (&own["appId"], &own["displayName"]), "the same app by its name");
    let union = |name: &str| Ok::<_, bartizan_tests::Trouble>(&seen(&scene, &own[name])? | &wanted(&setup));
    assert_eq!(seen(&scene, &now["required"])?, union("required")?, "the plan's permissions were added to the list");
    assert_eq!(seen(&scene, &now["granted"])?, union("granted")?, "and granted; nothing was taken away");
    assert_eq!(list(&now["keys"]).len(), 2, "the certificate stands beside theirs");
    assert_eq!(list(&now["secrets"]).len(), 2, "and the secret too");
    assert_eq!(now["directoryRoles"], json!(["Global Reader", "Security Reader"]));
    terminal.run(&["setup", "test", &handle, "--json"])?.expect_code(0)?;
    let gone = undone(&scene, &terminal, &handle)?;
    assert_eq!(gone["changes"], 0, "{gone}");
    assert_eq!(scene.tenant.made()?, before, "exactly what was added is taken back");
    Ok(())
}

#[test]
fn an_app_that_has_everything_already_is_not_changed() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let required = json!([{"value": "SecurityAlert.Read.All", "kind": "application"}]);
    let made = scene.tenant.register(&json!({"display_name": "Complete", "required": required, "secret": true}))?;
    let own = only_app(&scene)?;
    let setup = id(&planned(&scene, &terminal, &["defender-xdr"], &[])?)?;
    adopted(&scene, &terminal, &setup, &text(&made, "app_id")?)?;
    let now = only_app(&scene)?;
    assert_eq!((&now["required"], &now["granted"]), (&own["required"], &own["granted"]), "nothing was missing");
    let patches = scene.tenant.journal()?.into_iter().filter(|entry| entry["method"] == "PATCH").count();
    assert_eq!(patches, 1, "one change, for the certificate");
    Ok(())
}

/// Ended after each call with an app that was adopted: going on and undoing put it back.
#[test]
fn ended_after_each_call_it_is_put_back_all_the_same() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let app = text(&registered(&scene)?, "app_id")?;
    let before = scene.tenant.made()?;
    for call in 0..super::interrupted::MOST {
        for go_on in [true, false] {
            let setup = id(&planned(&scene, &terminal, &RICH, &[])?)?;
            let admin = person(&scene, "admin");
            act(&terminal, &admin, "apply", &setup, &["--app", &app])?.expect_code(1)?;
            let words = ["setup", "apply", &setup, "--app", &app, "--json"];
            let ended = super::interrupted::ended_at(&scene, &terminal, &words, call, "after")?;
            let told = format!("ended after call {}, {}", call + 1, if go_on { "gone on" } else { "not gone on" });
            if ended && go_on {
                act(&terminal, &admin, "apply", &setup, &["--resume"])?.expect_code(0)?;
                let now = only_app(&scene)?;
                assert_eq!((list(&now["keys"]).len(), list(&now["secrets"]).len()), (2, 2), "{told}: nothing twice");
            }
            undone(&scene, &terminal, &setup)?;
            assert_eq!(scene.tenant.made()?, before, "{told}, and undone: it is what it was");
            if !ended {
                return Ok(());
            }
        }
    }
    unreachable!("a setup of more calls than there can be")
}

/// The smallest plan names neither delegated permissions nor roles; what the app had of them is looked at all the same.
#[test]
fn ended_with_the_smallest_plan_it_is_put_back_too() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let app = text(&registered(&scene)?, "app_id")?;
    let before = scene.tenant.made()?;
    let setup = id(&planned(&scene, &terminal, &["defender-endpoint"], &[])?)?;
    act(&terminal, &person(&scene, "admin"), "apply", &setup, &["--app", &app])?.expect_code(1)?;
    let words = ["setup", "apply", &setup, "--app", &app, "--json"];
    // Looking takes ten calls; the one after them changes the app.
    assert!(super::interrupted::ended_at(&scene, &terminal, &words, 10, "after")?, "it was under way");
    assert_ne!(scene.tenant.made()?, before, "the app was changed, and the answer never came");
    undone(&scene, &terminal, &setup)?;
    assert_eq!(scene.tenant.made()?, before, "it is what it was");
    Ok(())
}

#[test]
fn an_app_of_the_same_name_is_not_touched_and_named() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let setup = planned(&scene, &terminal, &RICH, &["--name", "Security tooling"])?;
    let made = scene.tenant.register(&json!({"display_name": "Security tooling"}))?;
    let before = scene.tenant.made()?;
    let run = act(&terminal, &person(&scene, "admin"), "apply", &id(&setup)?, &[])?.expect_code(1)?;
    assert_eq!(run.problem_code(), "setup.name_taken", "{run}");
    assert!(run.output.contains(&text(&made, "app_id")?), "by its client id, so that it can be adopted");
    assert_eq!(scene.tenant.made()?, before, "it was not touched, and nothing was made beside it");
    let again = terminal.run(&["setup", "plan", "--setup", &id(&setup)?, "--name", "Other", "--json"])?;
    again.expect_code(0)?;
    act(&terminal, &person(&scene, "admin"), "apply", &id(&setup)?, &[])?.expect_code(0)?;
    assert_eq!(names(&scene.tenant.state()?["applications"], "displayName").len(), 2, "under another name it goes");
    Ok(())
}

#[test]
fn an_id_that_is_none_of_an_app_is_named() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let object_id = text(&registered(&scene)?, "object_id")?;
    let before = scene.tenant.made()?;
    let admin = person(&scene, "admin");
    for (typed, code) in [
        ("11111111-2222-4333-8444-555555555555", "setup.app_unknown"),
        (object_id.as_str(), "setup.object_id"),
        ("not-an-id", "setup.input_invalid"),
    ] {
        let setup = id(&planned(&scene, &terminal, &["defender-xdr"], &[])?)?;
        let run = act(&terminal, &admin, "apply", &setup, &["--app", typed])?.expect_code(1)?;
        assert_eq!(run.problem_code(), code, "{typed}: {run}");
    }
    assert_eq!(scene.tenant.made()?, before, "nothing was made");
    Ok(())
}

#[test]
fn ids_and_a_credential_are_all_that_an_existing_app_needs() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let required = json!([
        {"value": "SecurityAlert.Read.All", "kind": "application"},
        {"value": "Calendars.Read", "kind": "application"},
    ]);
    let made = scene.tenant.register(&json!({"display_name": "Complete", "required": required, "secret": true}))?;
    let before = scene.tenant.made()?;
    let setup = id(&planned(&scene, &terminal, &["defender-xdr"], &[])?)?;
    for value in [text(&made, "app_id")?, text(&made, "secret")?] {
        let run = terminal.run_with(&["setup", "value", &setup, "--json"], &value)?.expect_code(0)?;
        assert!(!run.output.contains(&text(&made, "secret")?), "a secret is taken and never shown");
    }
    let compared = terminal.run(&["setup", "compare", &setup, "--json"])?.expect_code(0)?.last()?;
    let counts = &compared["plan"]["compared"];
    assert_eq!((&counts["present"], &counts["missing"], &counts["surplus"]), (&json!(1), &json!(0), &json!(1)));
    let attached = terminal.run(&["setup", "attach", &setup, "--json"])?.expect_code(0)?.last()?;
    assert_eq!(attached["after"][0]["items"], 12, "and the alerts are here: {attached}");
    assert_eq!(scene.tenant.made()?, before, "nothing in the tenant was changed for it");
    Ok(())
}

#[test]
fn setups_stand_side_by_side() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let one = applied(&scene, &terminal, &["defender-xdr"], &["--name", "One"])?;
    let before = scene.tenant.made()?;
    let two = applied(&scene, &terminal, &["prelude-defender"], &["--name", "Two"])?;
    undone(&scene, &terminal, &id(&two)?)?;
    assert_eq!(scene.tenant.made()?, before, "undoing one leaves the other alone");
    terminal.run(&["setup", "test", &id(&one)?, "--json"])?.expect_code(0)?;
    Ok(())
}
