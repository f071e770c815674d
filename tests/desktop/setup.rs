//! Setting up in the real window: from choosing to the first alerts, and back.

use bartizan_tests::catalog::registered_here;
use bartizan_tests::{Came, Deadline, Outcome, Person, Scene, Why, Window, until};
use serde_json::{Value, json};
use std::path::Path;

const RUN_DONE: &str = r#"[data-testid="setup-run"][data-state="done"]"#;

/// Goes through the wizard up to the run.
pub(crate) fn up_to_register(window: &Window<'_>, integrations: &[&str]) -> Outcome<()> {
    window.click("welcome-connect")?;
    for id in integrations {
        window.click(&format!("setup-choose-{id}"))?;
    }
    window.click("setup-next")?;
    window.choose("field-cloud", "simulated")?;
    window.fill("field-tenant", "contoso.onmicrosoft.com")?;
    window.click("setup-find-tenant")?;
    window.wait_for("setup-found-tenant")?;
    window.click("setup-next")?;
    window.wait_for("setup-permission")?;
    window.click("setup-next")?;
    Ok(())
}

/// Lets the program register the app, beside an administrator who signs in.
pub(crate) fn registered_by_itself(scene: &Scene, window: &Window<'_>) -> Outcome<()> {
    window.click("setup-method-automatic")?;
    window.click("setup-next")?;
    window.wait_for("setup-credential")?;
    window.click("setup-next")?;
    window.click("setup-run-start")?;
    let url =
        until("the sign-in page in the system's browser", Deadline::seconds(20), || Ok(scene.desk.opened().pop()))?;
    let came = Person::new(scene.tenant.account("admin")).answer(&json!({"url": url.trim(), "code": null}))?;
    assert_eq!(came, Came::Through, "the administrator could sign in");
    window.wait_long(RUN_DONE, 60)?;
    window.click("setup-next")
}

/// From what happens after registration to the last page: every call of every feature passes.
pub(crate) fn tested_and_attached(window: &Window<'_>) -> Outcome<()> {
    window.wait_for("setup-after")?;
    window.click("setup-next")?;
    window.click("setup-test-start")?;
    window.wait_for("setup-test-row")?;
    until("tests that all passed", Deadline::seconds(60), || {
        let rows = window.count(r#"[data-testid="setup-test-row"]"#)?;
        let passed = window.count(r#"[data-testid="setup-test-row"][data-outcome="passed"]"#)?;
        Ok((rows > 0 && rows == passed).then_some(()))
    })?;
    window.click("setup-attach")
}

/// The one setup of the data folder, once no window holds it.
fn the_setup(scene: &Scene) -> Outcome<Value> {
    let terminal = scene.terminal("home-a")?;
    let all = terminal.run(&["setup", "list", "--json"])?.expect_code(0)?.json()?;
    let id = all["setups"][0]["id"].as_str().why("a setup")?.to_owned();
    terminal.run(&["setup", "show", &id, "--json"])?.expect_code(0)?.last()
}

/// Closes the window on its last page, and looks at what is connected, here and at the vendors.
fn closed_and_connected(scene: &Scene, window: Window<'_>) -> Outcome<()> {
    window.wait_for("setup-first-alert")?;
    window.close()?;
    let setup = the_setup(scene)?;
    assert_eq!(setup["stage"], "done", "{setup}");
    assert_eq!(
        setup["after"].as_array().map_or(0, Vec::len),
        registered_here().len(),
        "each says what comes next: {setup}"
    );
    Ok(())
}

/// Undoes in the terminal, which asks nobody, what the window made.
fn undone(scene: &Scene) -> Outcome<()> {
    let setup = the_setup(scene)?;
    let id = setup["id"].as_str().why("its id")?;
    let person = Person::new(scene.tenant.account("admin"));
    scene.terminal("home-a")?.run_as(&person, &["setup", "undo", id, "--yes", "--json"])?.expect_code(0).map(drop)
}

#[test]
fn every_integration_of_the_catalog_is_set_up_by_the_window_itself_and_undone() -> Outcome<()> {
    let scene = Scene::with_alerts(12)?;
    let before = scene.tenant.made()?;
    let window = scene.window("home-a")?;
    up_to_register(&window, &registered_here())?;
    registered_by_itself(&scene, &window)?;
    tested_and_attached(&window)?;
    closed_and_connected(&scene, window)?;
    undone(&scene)?;
    assert_eq!(scene.tenant.made()?, before, "nothing of it is left in the tenant");
    Ok(())
}

#[test]
fn every_integration_of_the_catalog_is_set_up_by_hand_along_the_checklist_of_the_window() -> Outcome<()> {
    let scene = Scene::with_alerts(12)?;
    let window = scene.window("home-a")?;
    up_to_register(&window, &registered_here())?;
    window.click("setup-method-portal")?;
    window.click("setup-next")?;
    window.wait_for("setup-credential")?;
    window.click("setup-next")?;
    window.wait_for("setup-portal-step")?;
    let step = |id: &str| window.click_css(&format!(r#"[data-testid="setup-portal-step"][data-id="{id}"]"#));
    step("upload_certificate")?;
    window.click("setup-save-certificate")?;
    let saved = window.wait_text("setup-certificate-saved", 20, |text| text.contains(".pem"))?;
    let path = saved.find('/').zip(saved.find(".pem")).and_then(|(from, to)| saved.get(from..to + ".pem".len()));
    let path = path.why(&format!("the path of the certificate in {saved}"))?;
    let certificate = scene.desk.uploaded(Path::new(path))?;
    // The same plan made elsewhere, as a window keeps its data folder to itself.
    let words = ["setup", "plan", "--cloud", "simulated", "--tenant", scene.tenant.tenant(), "--json"];
    let same = scene.terminal("home-plan")?.run(&[&words[..], &registered_here()].concat())?.expect_code(0)?.last()?;
    let made = scene.registered_by_hand(&same["plan"], Some(certificate), &json!({}))?;
    for (at, value) in [("client_id", "app_id"), ("client_secret", "secret")] {
        step(at)?;
        window.wait_for_css(&format!(r#"[data-testid="setup-portal-page"][data-id="{at}"]"#))?;
        window.fill("setup-paste", made[value].as_str().why("what the portal shows")?)?;
        window.click("setup-paste-use")?;
        window.wait_for("setup-recognised-field")?;
    }
    step("grant_consent")?;
    window.click("setup-check")?;
    window.wait_long(r#"[data-testid="setup-portal-step"][data-id="grant_consent"][data-state="right"]"#, 60)?;
    assert_eq!(window.count(r#"[data-testid="setup-portal-step"][data-state="wrong"]"#)?, 0, "nothing is wrong");
    // The last step leads on, whether the app itself can see it or not.
    window.click_css(r#"li:last-child > [data-testid="setup-portal-step"]"#)?;
    let anyway = window.count(r#"[data-testid="setup-continue"]"#)? > 0;
    window.click(if anyway { "setup-continue" } else { "setup-next" })?;
    tested_and_attached(&window)?;
    closed_and_connected(&scene, window)?;
    let before = scene.tenant.made()?;
    undone(&scene)?;
    assert_eq!(scene.tenant.made()?, before, "what a person made in the portal is not ours to take back");
    Ok(())
}

#[test]
fn the_wizard_registers_tests_and_attaches_and_the_first_alerts_arrive_on_its_last_page() -> Outcome<()> {
    let scene = Scene::with_alerts(30)?;
    let window = scene.window("home-a")?;
    up_to_register(&window, &["defender-xdr", "prelude-m365"])?;
    registered_by_itself(&scene, &window)?;
    tested_and_attached(&window)?;
    window.wait_for("setup-first-alert")?;
    window.click("to-overview")?;
    window.wait_for("integration-row")?;
    assert_eq!(
        window.count(r#"[data-testid="integration-row"]"#)?,
        1,
        "what a vendor collects needs no row while it works"
    );
    window.click("by-vendors")?;
    window.wait_for_css(r#"[data-testid="integration-row"]:nth-of-type(2)"#)?;
    assert_eq!(window.count(r#"[data-testid="integration-row"]"#)?, 2, "and has one when asked for");
    window.click("rail-setup")?;
    window.click("setup-home-button")?;
    window.wait_for("setup-home")?;
    window.wait_for_css(r#"[data-testid="setup-row"][data-stage="done"]"#)?;
    window.close()
}
