//! The first day: nothing there, one click, alerts on the screen.

use bartizan_tests::{Outcome, Scene};

const ROW: &str = r#"[data-testid="alert-row"]"#;

#[test]
fn a_new_installation_says_that_nothing_is_connected_and_offers_both_ways() -> Outcome<()> {
    let scene = Scene::with_alerts(1)?;
    let window = scene.window("home-a")?;
    window.wait_for("welcome-connect")?;
    window.wait_for("practise-button")?;
    assert!(window.page_text().contains("No tenant is connected"), "an empty place says what is missing");
    assert_eq!(window.count(ROW)?, 0, "and shows nothing made up");
    window.close()
}

#[test]
fn practising_registers_collects_and_shows_what_the_tenant_has() -> Outcome<()> {
    let scene = Scene::with_alerts(40)?;
    let window = scene.practised("home-a")?;
    let failed = window.count(r#"[data-testid="step"]:not([data-state="done"])"#)?;
    assert_eq!(failed, 0, "every step of a finished run is done: {}", window.page_text());
    let state = scene.tenant.state()?;
    let applications = state["applications"].as_array().expect("the tenant lists its applications");
    assert_eq!(applications.len(), 1, "one application was registered: {state}");
    assert_eq!(applications[0]["keys"].as_array().map(Vec::len), Some(1), "with the certificate that was made here");
    assert_eq!(applications[0]["secrets"].as_array().map(Vec::len), Some(0), "and without a secret");
    let signed = scene.tenant.journal()?.into_iter().any(|entry| entry["credential"] == "PS256");
    assert!(signed, "the token was asked for with an assertion that the certificate signs");
    assert!(!scene.desk.keyring_labels().is_empty(), "the key is in the real keyring");

    window.click("to-alerts")?;
    window.wait_text("alert-count", 20, |text| text.contains("40 "))?;
    // Rows, not only their number: the tenth is on screen as well.
    window.wait_for_css(r#"[data-testid="alert-row"][aria-rowindex="11"]"#)?;
    window.click("rail-overview")?;
    window.wait_for_css(r#"[data-testid="integration-row"][data-state="working"]"#)?;
    window.close()
}

#[test]
fn an_alert_opens_with_its_evidence_and_its_raw_json() -> Outcome<()> {
    let scene = Scene::with_alerts(25)?;
    let window = scene.practised("home-a")?;
    window.click("to-alerts")?;
    window.wait_for("alert-row")?;
    window.click("alert-row")?;
    let title = window.text("detail-title")?;
    assert!(!title.trim().is_empty(), "an alert has a title");
    window.click("tab-evidence")?;
    window.wait_for("evidence-group")?;
    window.click("tab-raw")?;
    let raw = window.text("raw-tree")?;
    assert!(raw.contains("providerAlertId"), "the raw body is what Microsoft sent, with its own names: {raw}");
    window.click("tab-history")?;
    window.close()
}

#[test]
fn a_new_alert_arrives_by_itself() -> Outcome<()> {
    let scene = Scene::with_alerts(20)?;
    let window = scene.practised("home-a")?;
    window.click("to-alerts")?;
    window.wait_text("alert-count", 20, |text| text.contains("20 "))?;
    scene.tenant.add_alerts(3)?;
    window.click("rail-overview")?;
    window.click("row-menu")?;
    window.click("poll-now")?;
    window.click("rail-alerts")?;
    window.wait_text("alert-count", 30, |text| text.contains("23 "))?;
    window.close()
}
