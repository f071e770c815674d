//! Setting up in the real window: from choosing to the first alerts, and back.

use bartizan_tests::{Came, Deadline, Outcome, Person, Scene, Window, until};
use serde_json::json;

const RUN_DONE: &str = r#"[data-testid="setup-run"][data-state="done"]"#;

/// Goes through the wizard up to the run.
fn up_to_register(window: &Window<'_>, integrations: &[&str]) -> Outcome<()> {
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

#[test]
fn the_wizard_registers_tests_and_attaches_and_the_first_alerts_arrive_on_its_last_page() -> Outcome<()> {
    let scene = Scene::with_alerts(30)?;
    let window = scene.window("home-a")?;
    up_to_register(&window, &["defender-xdr", "prelude-m365"])?;
    window.click("setup-method-automatic")?;
    window.click("setup-next")?;
    window.wait_for("setup-credential")?;
    window.click("setup-next")?;
    window.click("setup-run-start")?;
    let url =
        until("the sign-in page in the system's browser", Deadline::seconds(20), || Ok(scene.desk.opened().pop()))?;
    let came = Person::new("admin@contoso.onmicrosoft.com").answer(&json!({"url": url.trim(), "code": null}))?;
    assert_eq!(came, Came::Through, "the administrator could sign in");
    window.wait_long(RUN_DONE, 60)?;
    window.click("setup-next")?;
    window.wait_for("setup-after")?;
    window.click("setup-next")?;
    window.click("setup-test-start")?;
    window.wait_long(r#"[data-testid="setup-test-row"][data-outcome="passed"]"#, 60)?;
    window.click("setup-attach")?;
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
