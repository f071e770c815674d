//! Setting up in the real window: from choosing to the first alerts, and back.

use bartizan_tests::{Came, Deadline, Outcome, Person, Scene, Window, until};
use serde_json::json;

const RUN_DONE: &str = r#"[data-testid="setup-run"][data-state="done"]"#;

/// Goes through the wizard up to the run.
fn up_to_register(window: &Window<'_>, integrations: &[&str]) -> Outcome<()> {
    window.click("welcome-connect")?;
    pic(window, "a-choose")?;
    for id in integrations {
        window.click(&format!("setup-choose-{id}"))?;
    }
    window.click("setup-next")?;
    pic(window, "a-tenant")?;
    window.choose("field-cloud", "simulated")?;
    window.fill("field-tenant", "contoso.onmicrosoft.com")?;
    window.click("setup-find-tenant")?;
    window.wait_for("setup-found-tenant")?;
    window.click("setup-next")?;
    window.wait_for("setup-permission")?;
    pic(window, "b-review")?;
    window.click("setup-next")?;
    Ok(())
}

fn pic(window: &Window<'_>, name: &str) -> Outcome<()> {
    window.settle()?;
    window.picture(std::path::Path::new(&format!("/tmp/pics/{name}.png")))
}

#[test]
fn the_wizard_registers_tests_and_attaches_and_the_first_alerts_arrive_on_its_last_page() -> Outcome<()> {
    let scene = Scene::with_alerts(30)?;
    let window = scene.window("home-a")?;
    up_to_register(&window, &["defender-xdr", "prelude-m365"])?;
    pic(&window, "01")?;
    window.click("setup-method-automatic")?;
    pic(&window, "02")?;
    window.click("setup-next")?;
    pic(&window, "03")?;
    window.wait_for("setup-credential")?;
    pic(&window, "04")?;
    window.click("setup-next")?;
    pic(&window, "05")?;
    window.click("setup-run-start")?;
    let url =
        until("the sign-in page in the system's browser", Deadline::seconds(20), || Ok(scene.desk.opened().pop()))?;
    let came = Person::new("admin@contoso.onmicrosoft.com").answer(&json!({"url": url.trim(), "code": null}))?;
    assert_eq!(came, Came::Through, "the administrator could sign in");
    pic(&window, "06")?;
    window.wait_long(RUN_DONE, 60)?;
    pic(&window, "07")?;
    window.click("setup-next")?;
    pic(&window, "08")?;
    window.wait_for("setup-after")?;
    pic(&window, "09")?;
    window.click("setup-next")?;
    pic(&window, "10")?;
    window.click("setup-test-start")?;
    window.wait_long(r#"[data-testid="setup-test-row"][data-outcome="passed"]"#, 60)?;
    pic(&window, "11")?;
    window.click("setup-attach")?;
    pic(&window, "12")?;
    window.wait_for("setup-first-alert")?;
    pic(&window, "99")?;
    window.click("to-overview")?;
    window.wait_for("integration-row")?;
    pic(&window, "a0")?;
    window.click("rail-setup")?;
    window.wait_for("setup-home")?;
    pic(&window, "a1")?;
    window.click("setup-undo")?;
    pic(&window, "a2")?;
    Ok(())
}
