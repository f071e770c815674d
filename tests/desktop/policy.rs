//! What the page must not do, in any place: break the content security policy, or ask for anything from elsewhere.

use bartizan_tests::{Outcome, Scene, Window};

fn nothing_wrong(window: &Window<'_>, place: &str) -> Outcome<()> {
    window.settle()?;
    assert_eq!(window.violations()?, Vec::<String>::new(), "the policy is kept in {place}");
    assert_eq!(window.asked_elsewhere()?, Vec::<String>::new(), "nothing is loaded from elsewhere in {place}");
    Ok(())
}

#[test]
fn no_place_breaks_the_policy_or_asks_for_anything_from_elsewhere() -> Outcome<()> {
    let scene = Scene::with_alerts(30)?;
    let window = scene.window("home-a")?;
    nothing_wrong(&window, "the welcome")?;
    window.click("practise-button")?;
    window.wait_long(r#"[data-testid="connect-run"][data-state="done"]"#, 90)?;
    nothing_wrong(&window, "the run")?;
    window.click("rail-overview")?;
    window.wait_for("verdict")?;
    nothing_wrong(&window, "the overview")?;
    window.click("rail-alerts")?;
    window.wait_for("alert-row")?;
    nothing_wrong(&window, "the alerts")?;
    window.click("alert-row")?;
    for tab in ["tab-summary", "tab-evidence", "tab-history", "tab-raw"] {
        window.click(tab)?;
        nothing_wrong(&window, tab)?;
    }
    window.click("rail-settings")?;
    for theme in ["theme-dark", "theme-contrast", "theme-light"] {
        window.click(theme)?;
        nothing_wrong(&window, theme)?;
    }
    window.close()
}

#[test]
fn the_check_itself_sees_a_violation_and_a_remote_request() -> Outcome<()> {
    let scene = Scene::with_alerts(1)?;
    let window = scene.window("home-a")?;
    assert!(window.violations()?.is_empty(), "before");
    window.script("const one = new Image(); one.src = 'https://remote.invalid/x.png'; document.body.append(one)")?;
    window.settle()?;
    assert!(window.violations()?.iter().any(|one| one.starts_with("img-src")), "the refused picture is reported");
    assert!(!window.asked_elsewhere()?.is_empty(), "and so is where it would have come from");
    window.close()
}

#[test]
fn the_page_has_no_way_to_the_shell_but_the_commands() -> Outcome<()> {
    let scene = Scene::with_alerts(1)?;
    let window = scene.window("home-a")?;
    let global = window.script("return typeof window.__TAURI__")?;
    assert_eq!(global, "undefined", "withGlobalTauri is off");
    let asked = r"
      const done = arguments[arguments.length - 1];
      window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1]).then((v) => done('granted'), (e) => done('' + e));
    ";
    for (command, arguments) in [
        ("plugin:store|load", serde_json::json!({"path": "/etc/passwd"})),
        ("plugin:window|close", serde_json::json!({"label": "main"})),
        ("plugin:path|resolve_directory", serde_json::json!({"directory": 6})),
    ] {
        let body = serde_json::json!({"script": asked, "args": [command, arguments]});
        let answer = window.session().send("POST", "/execute/async", Some(&body))?;
        assert_ne!(answer, "granted", "{command} is no command of ours");
    }
    window.close()
}
