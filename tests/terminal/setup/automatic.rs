//! Do it for me: every integration of the catalog, alone and all together.

use super::{RICH, act, applied, id, list, matches_its_plan, names, person, planned, scene, text, undone, wanted};
use bartizan_tests::catalog::{BY_VENDORS, COLLECTED_HERE, OF_ITS_VENDOR, registered_here};
use bartizan_tests::{Outcome, Scene, SimulatorOptions};

/// Each alone: registered as planned, tested, attached, and gone without a trace.
fn whole_way(integrations: &[&str]) -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let before = scene.tenant.made()?;
    for one in integrations {
        let setup = applied(&scene, &terminal, &[one], &[])?;
        let handle = id(&setup)?;
        matches_its_plan(&scene, &setup)?;
        let tested = terminal.run(&["setup", "test", &handle, "--json"])?.expect_code(0)?.last()?;
        let rows = list(&tested["tests"]);
        assert!(!rows.is_empty(), "{one} is tried");
        assert!(rows.iter().all(|row| row["outcome"] == "passed"), "{one} works, feature by feature: {rows:?}");
        let attached = terminal.run(&["setup", "attach", &handle, "--json"])?.expect_code(0)?.last()?;
        assert_eq!(attached["stage"], "done", "{one} is attached: {attached}");
        let after = &attached["after"][0];
        let health = terminal.run(&["health", "--json"])?.expect_code(0)?.output;
        assert!(health.contains(&text(after, "attached")?), "{one} is looked after from now on: {health}");
        if after["collected_here"] == false {
            assert!(!list(&after["fields"]).is_empty(), "{one} is entered at its vendor, field by field: {after}");
        }
        let gone = undone(&scene, &terminal, &handle)?;
        assert_eq!((&gone["stage"], &gone["changes"]), (&"undone".into(), &0.into()), "{one}: {gone}");
        assert_eq!(scene.tenant.made()?, before, "after {one} the tenant is what it was");
    }
    let kept = scene.desk.keyring_labels();
    assert_eq!(kept.len(), 1, "of all credentials none is left in the keyring, only the database's key: {kept:?}");
    Ok(())
}

#[test]
fn every_vendors_integration_is_set_up_tested_attached_and_undone() -> Outcome<()> {
    whole_way(&BY_VENDORS)
}

#[test]
fn every_integration_that_is_collected_here_is_set_up_tested_attached_and_undone() -> Outcome<()> {
    whole_way(&COLLECTED_HERE)
}

#[test]
fn all_of_them_are_one_app_with_every_permission_once() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let before = scene.tenant.made()?;
    let ours = registered_here();
    let setup = applied(&scene, &terminal, &ours, &["--feature", "dropzone-data-source/calendar"])?;
    let handle = id(&setup)?;
    matches_its_plan(&scene, &setup)?;
    assert!(setup["plan"]["merged_from"].as_u64() > Some(wanted(&setup).len() as u64), "requests were merged");
    assert_eq!(names(&setup["plan"]["credentials"], "kind").len(), 2, "no single kind of credential serves all");
    assert!(setup["plan"]["credential_note"].is_string(), "and it is said why there are two");
    let attached = terminal.run(&["setup", "attach", &handle, "--json"])?.expect_code(0)?.last()?;
    assert!(list(&attached["tests"]).iter().all(|row| row["outcome"] == "passed"), "{attached}");
    assert_eq!(list(&attached["after"]).len(), ours.len(), "each of them is attached");
    assert!(list(&attached["after"]).iter().all(|row| row["attached"].is_string()), "{attached}");
    undone(&scene, &terminal, &handle)?;
    assert_eq!(scene.tenant.made()?, before, "one undo takes all of it back");
    Ok(())
}

#[test]
fn a_feature_adds_its_permissions_and_nothing_else_does() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let plain = wanted(&planned(&scene, &terminal, &["dropzone-data-source"], &[])?);
    let more = wanted(&planned(
        &scene,
        &terminal,
        &["dropzone-data-source"],
        &["--feature", "dropzone-data-source/calendar"],
    )?);
    assert!(more.is_superset(&plain) && more.len() == plain.len() + 4, "four permissions for calendars: {more:?}");
    Ok(())
}

#[test]
fn what_its_vendor_registers_leaves_the_tenant_alone() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let before = scene.tenant.made()?;
    let beside = planned(&scene, &terminal, &["defender-xdr", OF_ITS_VENDOR], &[])?;
    let alone = planned(&scene, &terminal, &["defender-xdr"], &[])?;
    assert_eq!(wanted(&beside), wanted(&alone), "our app is not given what the vendor's own app asks for");
    let setup = planned(&scene, &terminal, &[OF_ITS_VENDOR], &[])?;
    let run = act(&terminal, &person(&scene, "admin"), "apply", &id(&setup)?, &[])?.expect_code(0)?;
    assert_eq!(scene.tenant.made()?, before, "nothing was registered: {run}");
    Ok(())
}

#[test]
fn the_systems_browser_is_opened_with_the_page_that_is_shown() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let setup = planned(&scene, &terminal, &["defender-xdr"], &[])?;
    let mut running = terminal.begin(&["setup", "apply", &id(&setup)?, "--json"])?;
    let prompt = running.prompt()?;
    assert_eq!(prompt["opened"], true, "{prompt}");
    let shown = text(&prompt, "url")?;
    bartizan_tests::until("the page in the browser", bartizan_tests::Deadline::seconds(10), || {
        Ok(scene.desk.opened().contains(&shown).then_some(()))
    })?;
    for needed in ["code_challenge_method=S256", "response_mode=query", "redirect_uri=http%3A%2F%2Flocalhost%3A"] {
        assert!(shown.contains(needed), "{needed} in {shown}");
    }
    assert!(!shown.contains("offline_access"), "nothing long-lived is asked for: {shown}");
    person(&scene, "admin").answer(&prompt)?;
    running.end()?.expect_code(0)?;
    Ok(())
}

#[test]
fn a_code_that_is_typed_elsewhere_does_as_well() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let setup = planned(&scene, &terminal, &["defender-xdr"], &[])?;
    let run = act(&terminal, &person(&scene, "admin"), "apply", &id(&setup)?, &["--device-code"])?.expect_code(0)?;
    matches_its_plan(&scene, &run.last()?)?;
    assert_eq!(scene.desk.opened(), Vec::<String>::new(), "no browser was opened");
    Ok(())
}

#[test]
fn the_tenants_own_permission_ids_count_and_not_the_published_ones() -> Outcome<()> {
    let scene = Scene::with(&SimulatorOptions { alerts: 12, renumbered: true, ..SimulatorOptions::default() })?;
    let terminal = scene.terminal("home-a")?;
    let before = scene.tenant.made()?;
    let setup = applied(&scene, &terminal, &RICH, &[])?;
    matches_its_plan(&scene, &setup)?;
    undone(&scene, &terminal, &id(&setup)?)?;
    assert_eq!(scene.tenant.made()?, before, "and they are taken back");
    Ok(())
}

#[test]
fn a_permission_that_the_tenant_does_not_offer_is_named_before_anything_is_made() -> Outcome<()> {
    let without = vec!["graph/SecurityAlert.Read.All".to_owned()];
    let scene = Scene::with(&SimulatorOptions { alerts: 12, without, ..SimulatorOptions::default() })?;
    let terminal = scene.terminal("home-a")?;
    let before = scene.tenant.made()?;
    let setup = planned(&scene, &terminal, &["defender-xdr"], &[])?;
    let run = act(&terminal, &person(&scene, "admin"), "apply", &id(&setup)?, &[])?.expect_code(1)?;
    assert_eq!(run.problem_code(), "setup.permission_gone", "{run}");
    assert!(run.output.contains("SecurityAlert.Read.All"), "by its name");
    assert_eq!(scene.tenant.made()?, before, "nothing was made");
    Ok(())
}
