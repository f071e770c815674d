//! Guide me through the portal: a person makes the app there, pastes what the program asks for, and every step is looked at until all of
//! them are right.

use super::{id, list, names, person, planned, scene, text};
use bartizan_tests::catalog::{BY_VENDORS, COLLECTED_HERE, registered_here};
use bartizan_tests::{Cli, Outcome, Scene, Why};
use serde_json::{Value, json};

/// A setup that is done in the portal.
pub struct ByHand<'a> {
    pub scene: &'a Scene,
    pub terminal: &'a Cli<'a>,
    /// Its handle.
    pub setup: String,
    /// As it was planned.
    pub planned: Value,
}

impl<'a> ByHand<'a> {
    /// Plans, and chooses the portal.
    pub fn begin(scene: &'a Scene, terminal: &'a Cli<'a>, integrations: &[&str]) -> Outcome<Self> {
        let planned = planned(scene, terminal, integrations, &[])?;
        let this = Self { scene, terminal, setup: id(&planned)?, planned };
        this.check(&[])?;
        Ok(this)
    }

    /// The permissions of the plan as the portal is asked for them.
    pub fn permissions(&self) -> Outcome<Vec<Value>> {
        self.scene.permissions_of(&self.planned["plan"])
    }

    /// The program's certificate, as the portal takes it; none when the plan has none.
    pub fn certificate(&self) -> Outcome<Option<String>> {
        if !names(&self.planned["plan"]["credentials"], "kind").contains("certificate") {
            return Ok(None);
        }
        let file = self.scene.desk.folder("upload")?.join(format!("{}.pem", self.setup));
        if !file.exists() {
            let path = file.to_string_lossy().into_owned();
            self.check(&["--certificate", &path])?;
        }
        self.scene.desk.uploaded(&file).map(Some)
    }

    /// The person registers the app as the steps say, except for what `changes` says otherwise.
    pub fn register(&self, changes: &Value) -> Outcome<Value> {
        self.scene.registered_by_hand(&self.planned["plan"], self.certificate()?, changes)
    }

    /// Registers, and gives the program what it asks for.
    pub fn register_and_give(&self, changes: &Value) -> Outcome<Value> {
        let made = self.register(changes)?;
        self.give(&text(&made, "app_id")?)?;
        if let Some(secret) = made["secret"].as_str() {
            self.give(secret)?;
        }
        Ok(made)
    }

    /// Pastes a value.
    pub fn give(&self, value: &str) -> Outcome<Value> {
        self.terminal.run_with(&["setup", "value", &self.setup, "--json"], value)?.expect_code(0)?.last()
    }

    /// Looks at every step with what the app itself can see.
    pub fn check(&self, more: &[&str]) -> Outcome<Value> {
        let words = [&["setup", "check", &self.setup, "--json"], more].concat();
        self.terminal.run(&words)?.expect_code(0)?.last()
    }

    /// Looks at every step as somebody who signs in to read.
    pub fn check_as(&self, user: &str) -> Outcome<Value> {
        let words = ["setup", "check", &self.setup, "--reader", "--json"];
        self.terminal.run_as(&person(self.scene, user), &words)?.expect_code(0)?.last()
    }

    /// One act in the portal.
    pub fn portal(&self, act: &Value) -> Outcome<Value> {
        self.scene.tenant.portal(act)
    }
}

/// A step of the checklist.
pub fn step(page: &Value, step: &str) -> Outcome<Value> {
    list(&page["steps"]).into_iter().find(|one| one["id"] == step).why(&format!("the step {step} in {page}"))
}

/// The code of what is wrong with a step; empty when nothing is.
pub fn wrong(page: &Value, id: &str) -> Outcome<String> {
    let step = step(page, id)?;
    Ok(step["problem"]["code"].as_str().unwrap_or_default().to_owned())
}

/// The steps that are in this state.
pub fn in_state(page: &Value, state: &str) -> Vec<String> {
    let all = list(&page["steps"]);
    all.iter().filter(|step| step["state"] == state).filter_map(|step| step["id"].as_str().map(str::to_owned)).collect()
}

fn whole_way(integrations: &[&str]) -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    for one in integrations {
        let hand = ByHand::begin(&scene, &terminal, &[one])?;
        let first = hand.check(&[])?;
        assert_eq!(in_state(&first, "right"), Vec::<String>::new(), "{one}: nothing was done yet");
        for step in list(&first["steps"]) {
            assert!(!list(&step["lines"]).is_empty(), "{one}: every step says what to do: {step}");
        }
        let made = hand.register_and_give(&json!({}))?;
        let page = hand.check(&[])?;
        assert_eq!(in_state(&page, "wrong"), Vec::<String>::new(), "{one}: nothing is wrong: {page}");
        let page = hand.check_as("admin")?;
        let open: Vec<_> = list(&page["steps"]).into_iter().filter(|step| step["state"] != "right").collect();
        let copied = |step: &Value| step["id"] == "cloud_apps_url" || step["id"] == "organization_id";
        assert!(open.iter().all(copied), "{one}: all steps are right, seen by a reader: {open:?}");
        let before = scene.tenant.made()?;
        let tested = terminal.run(&["setup", "test", &hand.setup, "--json"])?.expect_code(0)?.last()?;
        assert!(list(&tested["tests"]).iter().all(|row| row["outcome"] == "passed"), "{one}: {tested}");
        let attached = terminal.run(&["setup", "attach", &hand.setup, "--json"])?.expect_code(0)?.last()?;
        assert_eq!(attached["stage"], "done", "{one}: {attached}");
        terminal.run(&["setup", "undo", &hand.setup, "--yes", "--json"])?.expect_code(0)?;
        assert_eq!(scene.tenant.made()?, before, "{one}: what a person made in the portal is not ours to take back");
        hand.portal(&json!({"act": "delete_app", "app": made["app_id"]}))?;
    }
    Ok(())
}

#[test]
fn every_vendors_integration_is_set_up_by_hand_and_every_step_is_seen_to_be_right() -> Outcome<()> {
    whole_way(&BY_VENDORS)
}

#[test]
fn every_integration_that_is_collected_here_is_set_up_by_hand_and_every_step_is_seen_to_be_right() -> Outcome<()> {
    whole_way(&COLLECTED_HERE)
}

#[test]
fn all_of_them_by_hand_are_one_app() -> Outcome<()> {
    let ours = registered_here();
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let hand = ByHand::begin(&scene, &terminal, &ours)?;
    hand.register_and_give(&json!({}))?;
    let page = hand.check_as("admin")?;
    assert_eq!(in_state(&page, "wrong"), Vec::<String>::new(), "{page}");
    let attached = terminal.run(&["setup", "attach", &hand.setup, "--json"])?.expect_code(0)?.last()?;
    assert!(list(&attached["tests"]).iter().all(|row| row["outcome"] == "passed"), "{attached}");
    Ok(())
}

#[test]
fn the_portals_whole_page_can_be_pasted_and_each_value_finds_its_field() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let hand = ByHand::begin(&scene, &terminal, &["prelude-defender"])?;
    let made = hand.register(&json!({}))?;
    let (client, object, tenant) = (text(&made, "app_id")?, text(&made, "object_id")?, scene.tenant.tenant());
    let page = format!(
        "Essentials\nDisplay name\nX\nApplication (client) ID\n{client}\nObject ID\n{object}\nDirectory (tenant) ID\n{tenant}\n"
    );
    let found = hand.give(&page)?;
    let fields = names(&found["fields"], "field");
    assert_eq!(fields, ["client_id", "tenant_id"].map(str::to_owned).into(), "{found}");
    let found = hand.give(&text(&made, "secret")?)?;
    assert_eq!(
        (&found["fields"][0]["field"], &found["fields"][0]["value"]),
        (&json!("secret"), &Value::Null),
        "{found}"
    );
    assert_eq!(found["setup"]["app"]["client_id"], client, "{found}");
    Ok(())
}

#[test]
fn a_reader_without_any_right_to_change_is_enough_once_reading_was_consented_to() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let hand = ByHand::begin(&scene, &terminal, &["quarantine", "prelude-defender"])?;
    hand.register_and_give(&json!({}))?;
    let words = ["setup", "check", &hand.setup, "--reader", "--json"];
    let kept = terminal.run_as(&person(&scene, "globalreader"), &words)?.expect_code(1)?;
    assert_eq!(kept.problem_code(), "setup.sign_in_declined", "nobody consented to reading yet: {kept}");
    let admin = person(&scene, "admin").who(bartizan_tests::Ways::AcceptForAll);
    terminal.run_as(&admin, &words)?.expect_code(0)?;
    let page = hand.check_as("globalreader")?;
    assert_eq!(in_state(&page, "wrong"), Vec::<String>::new(), "{page}");
    assert!(text(&page, "reader")?.starts_with("globalreader@"), "{page}");
    let words = ["setup", "compare", &hand.setup, "--reader", "--json"];
    let compared = terminal.run_as(&person(&scene, "globalreader"), &words)?.expect_code(0)?.last()?;
    let counts = &compared["plan"]["compared"];
    assert_eq!((&counts["missing"], &counts["surplus"]), (&json!(0), &json!(0)), "{counts}");
    let writes = scene.tenant.journal()?.into_iter().filter(|entry| {
        let path = entry["path"].as_str().unwrap_or_default();
        path.starts_with("/graph") && entry["method"] != "GET"
    });
    assert_eq!(writes.count(), 0, "nothing was changed by looking");
    Ok(())
}

#[test]
fn the_file_for_the_upload_holds_a_certificate_and_no_key() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let hand = ByHand::begin(&scene, &terminal, &["defender-xdr"])?;
    let file = scene.desk.folder("upload")?.join("certificate.pem");
    hand.check(&["--certificate", &file.to_string_lossy()])?;
    let pem = std::fs::read_to_string(&file)?;
    assert!(pem.starts_with("-----BEGIN CERTIFICATE-----") && !pem.contains("PRIVATE KEY"), "{pem}");
    Ok(())
}
