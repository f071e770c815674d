//! The credentials in the real window: made, renewed without a gap, handed over, and put away.

use crate::setup::{registered_by_itself, tested_and_attached, up_to_register};
use bartizan_tests::in_use::{ROLE, in_use, keys_of, shown};
use bartizan_tests::{Key, Outcome, Scene, Why, Window};
use serde_json::json;

const ROW: &str = r#"[data-testid="credential-row"]"#;

fn open_credentials(window: &Window<'_>) -> Outcome<()> {
    window.press(&[Key::Char('g'), Key::Char('c')])?;
    window.wait_for_css(ROW).map(drop)
}

fn row(id: &str, state: &str) -> String {
    format!(r#"{ROW}[data-id="{id}"][data-state="{state}"]"#)
}

/// The renewal on the page, once it is at that step.
fn renewal_is_at(window: &Window<'_>, step: &str) -> Outcome<()> {
    window.wait_long(&format!(r#"[data-testid="credential-renewal"][data-step="{step}"]"#), 60).map(drop)
}

#[test]
fn a_certificate_is_renewed_and_its_old_one_leaves_the_app() -> Outcome<()> {
    let scene = Scene::with_alerts(3)?;
    let terminal = scene.terminal("home-a")?;
    let old = in_use(&scene, &terminal, &[ROLE, "Application.Read.All"], &[])?;
    let window = scene.window("home-a")?;
    open_credentials(&window)?;
    window.wait_for_css(&row(&old.id, "in_use"))?;
    window.wait_text("credentials-verdict", 10, |text| text == "Nothing expires within 30 days")?;
    window.click("credential-renew")?;
    renewal_is_at(&window, "remove_old")?;
    window.wait_for_css(&row(&old.id, "replaced"))?;
    assert_eq!(window.count(&format!("{ROW}[data-state=\"in_use\"]"))?, 1, "the new one is in use");
    assert_eq!(keys_of(&scene, &old)?.len(), 2, "and both are on the app");
    window.click_css(&row(&old.id, "replaced"))?;
    window.click("credential-finish")?;
    window.wait_for_css(&row(&old.id, "retired"))?;
    assert_eq!(window.violations()?, Vec::<String>::new());
    window.close()?;
    let left = keys_of(&scene, &old)?;
    assert!(left.len() == 1 && left[0] != old.key_id(), "only the new one is on the app: {left:?}");
    assert_eq!(shown(&terminal, &old.id)?["state"], "retired");
    terminal.run(&["collect", "--once"])?.expect_code(0).map(drop)
}

#[test]
fn a_renewal_waits_until_the_vendor_has_its_copy_and_then_switches() -> Outcome<()> {
    let scene = Scene::with_alerts(3)?;
    let window = scene.window("home-a")?;
    up_to_register(&window, &["o365-audit", "taegis-o365-gcc"])?;
    registered_by_itself(&scene, &window)?;
    tested_and_attached(&window)?;
    window.wait_for("setup-first-alert")?;
    open_credentials(&window)?;
    window.click("credential-renew")?;
    renewal_is_at(&window, "hand_over")?;
    window.wait_for_css(r#"[data-testid="hand-out"][data-id="taegis-o365-gcc"]"#)?;
    window.wait_for_css(r#"[data-testid="hand-out-field"]"#)?;
    window.click("credential-save")?;
    window.wait_text("credential-saved", 20, |text| text.contains(".pem"))?;
    window.click("credential-handed-over")?;
    renewal_is_at(&window, "remove_old")?;
    window.wait_for_css(&format!("{ROW}[data-state=\"replaced\"]"))?;
    window.close()?;
    let terminal = scene.terminal("home-a")?;
    terminal.run(&["collect", "--once"])?.expect_code(0)?;
    let used = terminal.run(&["cert", "list", "--json"])?.expect_code(0)?.json()?["uses"].take();
    let proven =
        used.as_array().into_iter().flatten().any(|use_| {
            use_["what"].as_str().is_some_and(|what| what.contains("canary token")) && use_["problem"] == ""
        });
    assert!(proven, "nothing switched before a token was proven: {used}");
    Ok(())
}

#[test]
fn a_certificate_is_made_by_keys_alone_and_its_rule_is_kept() -> Outcome<()> {
    let scene = Scene::with_alerts(0)?;
    let terminal = scene.terminal("home-a")?;
    let old = in_use(&scene, &terminal, &[ROLE], &[])?;
    let window = scene.window("home-a")?;
    open_credentials(&window)?;
    window.click("credential-make")?;
    window.fill("field-name", "For the audit <b>2027</b>")?;
    window.press(&[Key::Enter])?;
    window.wait_gone(r#"[data-testid="credential-make-sheet"]"#)?;
    window.wait_text("credential-detail", 20, |text| text.contains("For the audit <b>2027</b>"))?;
    assert_eq!(window.count(ROW)?, 2, "beside the one in use");
    window.press(&[Key::Char('k')])?;
    window.wait_for_css(&format!(r#"[data-testid="credential-detail"][data-id="{}"]"#, old.id))?;
    window.fill("field-days-before", "45")?;
    window.click("credential-rule-save")?;
    window.wait_gone(r#"[data-testid="credential-rule-save"]:enabled"#)?;
    window.close()?;
    assert_eq!(shown(&terminal, &old.id)?["days_before"], 45);
    let all = terminal.run(&["cert", "list", "--json"])?.expect_code(0)?.json()?;
    let made =
        all["credentials"].as_array().into_iter().flatten().find(|row| row["name"] == "For the audit <b>2027</b>");
    assert_eq!(made.why("what the window made")?["state"], json!("ready"), "{all}");
    Ok(())
}
