//! Four things that go wrong on the first day, each as a problem with a code, a sentence and a way out.

use bartizan_tests::{Outcome, Scene, SmallDisk, Window};

fn connect(window: &Window<'_>, tenant: &str, application: &str, secret: &str) -> Outcome<()> {
    window.click("rail-setup")?;
    window.wait_for("field-tenant")?;
    window.choose("field-cloud", "simulated")?;
    window.fill("field-tenant", tenant)?;
    window.fill("field-client-id", application)?;
    window.fill("field-secret", secret)?;
    window.click("connect-button")
}

/// Waits for the problem and checks that it says what to do.
fn shows(window: &Window<'_>, code: &str) -> Outcome<String> {
    let selector = format!(r#"[data-testid="problem"][data-code="{code}"]"#);
    window.wait_long(&selector, 60)?;
    let text = window.wait_text_css(&selector, 5, |text| text.len() > 20)?;
    let remedies = window.count(&format!(r#"{selector} [data-testid^="remedy-"]"#))?;
    assert!(remedies > 0, "{code} has a button that helps: {text}");
    Ok(text)
}

#[test]
fn a_wrong_client_secret_is_named_as_such() -> Outcome<()> {
    let scene = Scene::with_alerts(5)?;
    let (application, secret) = scene.application()?;
    let wrong: String = secret.chars().rev().collect();
    let window = scene.window("home-a")?;
    connect(&window, scene.tenant.tenant(), &application, &wrong)?;
    let text = shows(&window, "credential.secret_wrong")?;
    assert!(!window.page_text().contains(&wrong) && !text.contains(&wrong), "the secret is not shown back");
    assert_eq!(window.count(r#"[data-testid="step"][data-state="failed"]"#)?, 1, "at the step that failed");
    window.close()
}

#[test]
fn a_wrong_tenant_is_named_as_such() -> Outcome<()> {
    let scene = Scene::with_alerts(5)?;
    let (application, secret) = scene.application()?;
    let window = scene.window("home-a")?;
    connect(&window, "nobody.onmicrosoft.com", &application, &secret)?;
    let text = shows(&window, "setup.tenant_unknown")?;
    assert!(text.contains("nobody.onmicrosoft.com"), "it says which tenant was asked for: {text}");
    window.close()
}

#[test]
fn a_stopped_tenant_is_seen_in_setup_and_in_the_overview() -> Outcome<()> {
    let mut scene = Scene::with_alerts(5)?;
    let (application, secret) = scene.application()?;
    let tenant = scene.tenant.tenant().to_owned();
    scene.attached(&scene.terminal("home-a")?)?;
    scene.tenant.stop();
    let window = scene.window("home-a")?;
    window.click("rail-overview")?;
    window.wait_for("verdict")?;
    window.click("row-menu")?;
    window.click("poll-now")?;
    shows(&window, "wire.simulator_stopped")?;
    connect(&window, &tenant, &application, &secret)?;
    shows(&window, "wire.simulator_stopped")?;
    window.close()
}

#[test]
fn a_full_disk_is_named_as_such() -> Outcome<()> {
    let scene = Scene::with_alerts(4000)?;
    let window = scene.window_on("home-a", Some(SmallDisk { kilobytes: 3072 }))?;
    window.click("practise-button")?;
    let text = shows(&window, "store.disk_full")?;
    assert!(!text.is_empty(), "the window still answers on a full disk");
    window.close()
}
