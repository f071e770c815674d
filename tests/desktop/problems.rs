//! Four things that go wrong on the first day, each as a problem with a code, a sentence and a way out.

use bartizan_tests::{Outcome, Scene, SmallDisk, Window};

/// Begins a setup and names the tenant.
fn name_tenant(window: &Window<'_>, begin: &str, tenant: &str) -> Outcome<()> {
    window.click(begin)?;
    window.click("setup-choose-defender-xdr")?;
    window.click("setup-next")?;
    window.choose("field-cloud", "simulated")?;
    window.fill("field-tenant", tenant)?;
    window.click("setup-find-tenant")
}

/// Goes on to the app that exists, and gives its values.
fn give_app(window: &Window<'_>, application: &str, secret: &str) -> Outcome<()> {
    window.wait_for("setup-found-tenant")?;
    window.click("setup-next")?;
    window.wait_for("setup-permission")?;
    window.click("setup-next")?;
    window.click("setup-method-existing")?;
    window.click("setup-next")?;
    window.wait_for("setup-credential")?;
    window.click("setup-next")?;
    window.fill("field-client-id", application)?;
    window.click("kind-secret")?;
    window.fill("field-secret", secret)?;
    window.click("setup-compare")
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
    name_tenant(&window, "welcome-connect", scene.tenant.tenant())?;
    give_app(&window, &application, &wrong)?;
    let text = shows(&window, "credential.secret_wrong")?;
    assert!(!window.page_text().contains(&wrong) && !text.contains(&wrong), "the secret is not shown back");
    assert_eq!(window.count(r#"[data-testid="setup-existing"][data-state="open"]"#)?, 1, "where it was given");
    window.close()
}

#[test]
fn a_wrong_tenant_is_named_as_such() -> Outcome<()> {
    let scene = Scene::with_alerts(5)?;
    let window = scene.window("home-a")?;
    name_tenant(&window, "welcome-connect", "nobody.onmicrosoft.com")?;
    let text = shows(&window, "setup.tenant_unknown")?;
    assert!(text.contains("nobody.onmicrosoft.com"), "it says which tenant was asked for: {text}");
    window.close()
}

#[test]
fn a_stopped_tenant_is_seen_in_setup_and_in_the_overview() -> Outcome<()> {
    let mut scene = Scene::with_alerts(5)?;
    let tenant = scene.tenant.tenant().to_owned();
    scene.attached(&scene.terminal("home-a")?)?;
    scene.tenant.stop();
    let window = scene.window("home-a")?;
    window.click("rail-overview")?;
    window.wait_for("verdict")?;
    window.click("row-menu")?;
    window.click("poll-now")?;
    shows(&window, "wire.simulator_stopped")?;
    window.click("rail-setup")?;
    name_tenant(&window, "setup-new", &tenant)?;
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
