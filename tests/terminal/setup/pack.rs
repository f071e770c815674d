//! The approval pack over two machines: who may not carry a plan out hands it over as a signed file, and gets a result back. No password,
//! key or secret travels. And a plan file that is used again over other tenants.

use super::{RICH, act, applied, id, list, matches_its_plan, person, planned, scene, text, undone, wanted};
use bartizan_tests::{Cli, Desk, Outcome, Person, Scene, SimulatorOptions};
use serde_json::{Value, json};
use std::path::PathBuf;

/// The analyst's machine is the scene's; this is the administrator's, with a keyring of its own.
struct OtherMachine {
    desk: Desk,
}

impl OtherMachine {
    fn open() -> Outcome<Self> {
        Ok(Self { desk: Desk::open()? })
    }

    fn terminal(&self, scene: &Scene) -> Outcome<Cli<'_>> {
        Ok(Cli::new(&self.desk, &scene.programs, "home-admin")?.simulator(scene.tenant.base()))
    }
}

/// The file with the plan of a setup.
fn packed(scene: &Scene, analyst: &Cli<'_>, setup: &str) -> Outcome<PathBuf> {
    let file = scene.desk.folder("files")?.join(format!("plan-{setup}.json"));
    let path = file.to_string_lossy().into_owned();
    let words = ["setup", "plan", "--setup", setup, "--format", "pack", "--save", &path, "--json"];
    let saved = analyst.run(&words)?.expect_code(0)?.last()?;
    assert!(!text(&saved, "fingerprint")?.is_empty(), "signed: {saved}");
    Ok(file)
}

#[test]
fn a_plan_is_carried_out_elsewhere_and_its_result_finishes_the_setup() -> Outcome<()> {
    let scene = scene()?;
    let analyst = scene.terminal("home-a")?;
    let other = OtherMachine::open()?;
    let admin = other.terminal(&scene)?;
    let before = scene.tenant.made()?;
    let setup = planned(&scene, &analyst, &["defender-xdr", "quarantine"], &[])?;
    let handle = id(&setup)?;
    let plan = packed(&scene, &analyst, &handle)?;
    let plan_text = std::fs::read_to_string(&plan)?;
    let opened = admin.run(&["setup", "open", &plan.to_string_lossy(), "--json"])?.expect_code(0)?.last()?;
    assert_eq!((&opened["ours"], &opened["is_result"]), (&json!(false), &json!(false)), "{opened}");
    let theirs = id(&opened["setup"])?;
    assert_eq!(wanted(&opened["setup"]), wanted(&setup), "the same plan is seen on the other machine");
    assert_eq!(opened["setup"]["plan"]["calls"], setup["plan"]["calls"], "down to its calls");
    let person = person(&scene, "admin");
    act(&admin, &person, "apply", &theirs, &[])?.expect_code(0)?;
    let result = other.desk.folder("files")?.join("result.json");
    let words = ["setup", "result", &theirs, "--save", &result.to_string_lossy(), "--json"];
    admin.run(&words)?.expect_code(0)?;
    let result_text = std::fs::read_to_string(&result)?;
    for file in [&plan_text, &result_text] {
        for telling in ["PRIVATE KEY", "password", "refresh_token", "access_token", "eyJ"] {
            assert!(!file.contains(telling), "no {telling} in {file}");
        }
    }
    let back = scene.desk.folder("files")?.join("result.json");
    std::fs::write(&back, &result_text)?;
    let finished = analyst.run(&["setup", "open", &back.to_string_lossy(), "--json"])?.expect_code(0)?.last()?;
    assert_eq!((&finished["is_result"], &finished["setup"]["id"]), (&json!(true), &json!(handle)), "{finished}");
    matches_its_plan(&scene, &finished["setup"])?;
    analyst.run(&["setup", "test", &handle, "--json"])?.expect_code(0)?;
    let attached = analyst.run(&["setup", "attach", &handle, "--json"])?.expect_code(0)?.last()?;
    assert_eq!(attached["stage"], "done", "the analyst's own key opens what somebody else registered: {attached}");
    act(&admin, &person, "undo", &theirs, &["--yes"])?.expect_code(0)?;
    assert_eq!(scene.tenant.made()?, before, "and whoever made it can take it back");
    Ok(())
}

#[test]
fn an_analyst_without_the_role_is_led_to_the_pack() -> Outcome<()> {
    let scene = scene()?;
    let analyst = scene.terminal("home-a")?;
    let before = scene.tenant.made()?;
    let setup = id(&planned(&scene, &analyst, &["defender-xdr"], &[])?)?;
    act(&analyst, &person(&scene, "reader"), "apply", &setup, &[])?.expect_code(1)?;
    packed(&scene, &analyst, &setup)?;
    assert_eq!(scene.tenant.made()?, before, "a plan is a file and nothing in the tenant");
    Ok(())
}

#[test]
fn a_file_that_was_changed_or_is_none_is_refused() -> Outcome<()> {
    let scene = scene()?;
    let analyst = scene.terminal("home-a")?;
    let setup = id(&planned(&scene, &analyst, &["defender-xdr"], &[])?)?;
    let text = std::fs::read_to_string(packed(&scene, &analyst, &setup)?)?;
    let folder = scene.desk.folder("files")?;
    let more = text.replacen("SecurityAlert.Read.All", "Directory.ReadWrite.All", 1);
    let newer = text.replacen("\"version\": 1", "\"version\": 99", 1);
    let other_kind = text.replacen("\"bartizan\": \"plan\"", "\"bartizan\": \"result\"", 1);
    for (name, content) in [
        ("more.json", more.as_str()),
        ("newer.json", newer.as_str()),
        ("kind.json", other_kind.as_str()),
        ("empty.json", "{}"),
        ("text.json", "hello"),
        ("half.json", &text[..text.len() / 2]),
    ] {
        assert_ne!(content, text, "{name} is another text");
        let file = folder.join(name);
        std::fs::write(&file, content)?;
        for words in [&["setup", "open"][..], &["setup", "apply", "--plan"]] {
            let run = analyst.run(&[words, &[&file.to_string_lossy(), "--json"]].concat())?.expect_code(1)?;
            assert_eq!(run.problem_code(), "setup.plan_unreadable", "{name} {words:?}: {run}");
        }
    }
    Ok(())
}

#[test]
fn a_result_belongs_to_the_setup_whose_plan_it_was() -> Outcome<()> {
    let scene = scene()?;
    let analyst = scene.terminal("home-a")?;
    let other = OtherMachine::open()?;
    let admin = other.terminal(&scene)?;
    let setup = id(&planned(&scene, &analyst, &["defender-xdr"], &[])?)?;
    let plan = packed(&scene, &analyst, &setup)?;
    let opened = admin.run(&["setup", "open", &plan.to_string_lossy(), "--json"])?.expect_code(0)?.last()?;
    let theirs = id(&opened["setup"])?;
    let early = admin.run(&["setup", "result", &theirs, "--json"])?.expect_code(1)?;
    assert!(!early.problem_code().is_empty(), "there is no result before it was carried out: {early}");
    act(&admin, &person(&scene, "admin"), "apply", &theirs, &[])?.expect_code(0)?;
    let result = admin.run(&["setup", "result", &theirs])?.expect_code(0)?.output;
    let own = analyst.run(&["setup", "result", &setup, "--json"])?.expect_code(1)?;
    assert_eq!(own.problem_code(), "setup.input_invalid", "a plan of one's own has nobody to tell: {own}");
    let third = scene.terminal("home-third")?;
    let lost = third.run_with(&["setup", "open", "-", "--json"], &result)?.expect_code(1)?;
    assert_eq!(lost.problem_code(), "setup.not_found", "on a machine that never made the plan: {lost}");
    analyst.run_with(&["setup", "open", "-", "--json"], &result)?.expect_code(0)?;
    Ok(())
}

#[test]
fn a_vendors_secret_is_not_in_the_files_and_is_asked_for() -> Outcome<()> {
    let scene = scene()?;
    let analyst = scene.terminal("home-a")?;
    let other = OtherMachine::open()?;
    let admin = other.terminal(&scene)?;
    let setup = id(&planned(&scene, &analyst, &RICH, &[])?)?;
    let plan = packed(&scene, &analyst, &setup)?;
    let opened = admin.run(&["setup", "open", &plan.to_string_lossy(), "--json"])?.expect_code(0)?.last()?;
    let theirs = id(&opened["setup"])?;
    let made = act(&admin, &person(&scene, "admin"), "apply", &theirs, &[])?.expect_code(0)?.last()?;
    matches_its_plan(&scene, &made)?;
    assert_eq!(made["app"]["has_secret"], true, "the secret lies with who made it: {made}");
    let result = admin.run(&["setup", "result", &theirs])?.expect_code(0)?.output;
    let hint = text(&super::only_app(&scene)?["secrets"][0], "hint")?;
    let secretish = result.split('"').filter(|part| part.len() == 40 && part.starts_with(&hint)).count();
    assert_eq!(secretish, 0, "no secret in the result");
    let finished = analyst.run_with(&["setup", "open", "-", "--json"], &result)?.expect_code(0)?.last()?;
    assert_eq!(finished["setup"]["app"]["has_secret"], false, "here there is none, and it is said: {finished}");
    Ok(())
}

#[test]
fn a_policy_that_the_plans_certificate_breaks_is_named_before_anything_is_made() -> Outcome<()> {
    let scene = scene()?;
    let analyst = scene.terminal("home-a")?;
    let other = OtherMachine::open()?;
    let admin = other.terminal(&scene)?;
    scene.tenant.set(&json!({"app_policy": {"max_certificate_days": 90}}))?;
    let before = scene.tenant.made()?;
    let setup = id(&planned(&scene, &analyst, &["defender-xdr"], &["--days", "365"])?)?;
    let plan = packed(&scene, &analyst, &setup)?;
    let opened = admin.run(&["setup", "open", &plan.to_string_lossy(), "--json"])?.expect_code(0)?.last()?;
    let run = act(&admin, &person(&scene, "admin"), "apply", &id(&opened["setup"])?, &[])?.expect_code(1)?;
    assert_eq!(run.problem_code(), "setup.policy_forbids", "its key is elsewhere, so it cannot be made anew: {run}");
    assert_eq!(scene.tenant.made()?, before, "nothing was made");
    Ok(())
}

#[test]
fn one_plan_file_serves_several_tenants() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let first = applied(&scene, &terminal, &RICH, &[])?;
    let file = scene.desk.folder("files")?.join("plan.json").to_string_lossy().into_owned();
    let words = ["setup", "plan", "--setup", &id(&first)?, "--format", "json", "--save", &file];
    terminal.run(&words)?.expect_code(0)?;
    let others = SimulatorOptions { alerts: 12, seed: 7, ..SimulatorOptions::default() };
    let second = Scene::with(&others)?;
    let there = Cli::new(&scene.desk, &scene.programs, "home-second")?.simulator(second.tenant.base());
    let words = ["setup", "apply", "--plan", &file, "--tenant", second.tenant.tenant(), "--json"];
    let admin = Person::new(second.tenant.account("admin"));
    let run = there.run_as(&admin, &words)?.expect_code(0)?;
    let made = run.last()?;
    assert_eq!(wanted(&made), wanted(&first), "the same plan in another tenant");
    assert_eq!(made["tenant"]["id"], second.tenant.tenant());
    matches_its_plan(&second, &made)?;
    undone(&scene, &terminal, &id(&first)?).map(drop)
}

#[test]
fn a_plan_can_be_read_as_a_page_for_a_change_request() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let setup = planned(&scene, &terminal, &RICH, &[])?;
    let words = ["setup", "plan", "--setup", &id(&setup)?, "--format", "markdown"];
    let page = terminal.run(&words)?.expect_code(0)?.output;
    for (_, value, _) in wanted(&setup) {
        assert!(page.contains(&value), "{value} is on the page");
    }
    let calls = list(&setup["plan"]["calls"]);
    for call in &calls {
        let path = call["path"].as_str().unwrap_or_default();
        assert!(page.contains(path), "the exact call {path} is on the page");
    }
    assert!(page.contains("Global Administrator"), "and who may carry it out");
    let json = terminal.run(&["setup", "plan", "--setup", &id(&setup)?, "--format", "json"])?.expect_code(0)?.output;
    let json: Value = serde_json::from_str(&json)?;
    assert_eq!(json["plan"]["app_name"], setup["plan"]["app_name"], "the same for programs");
    Ok(())
}
