//! The window without a mouse.

use bartizan_tests::{Deadline, Key, Outcome, Scene, Window, until};

/// The row that is chosen, once it is another than `before`.
fn chosen(window: &Window<'_>, before: Option<&str>) -> Outcome<String> {
    let row = r#"[data-testid="alert-row"][aria-selected="true"]"#;
    until("another chosen row", Deadline::seconds(10), || {
        let now = window.attribute(row, "data-seq")?;
        Ok(now.filter(|now| Some(now.as_str()) != before))
    })
}

#[test]
fn a_person_reaches_an_alert_and_comes_back_by_keys_alone() -> Outcome<()> {
    let scene = Scene::with_alerts(25)?;
    let window = scene.practised("home-a")?;
    window.press(&[Key::Char('g'), Key::Char('a')])?;
    window.wait_for("alert-row")?;
    window.press(&[Key::Char('j')])?;
    let first = chosen(&window, None)?;
    window.press(&[Key::Char('j')])?;
    let second = chosen(&window, Some(&first))?;
    window.press(&[Key::Char('k')])?;
    assert_eq!(chosen(&window, Some(&second))?, first, "k goes back to where j came from");
    window.press(&[Key::Enter])?;
    window.wait_for("detail-title")?;
    window.press(&[Key::Escape])?;
    window.wait_gone(r#"[data-testid="detail-title"]"#)?;

    window.press(&[Key::Char('/')])?;
    let typed: Vec<Key> = "severity:high".chars().map(Key::Char).collect();
    window.press(&typed)?;
    let written = window.script("return document.querySelector('[data-testid=\"query\"]').value")?;
    assert_eq!(written, "severity:high", "the slash went to the search, and what follows is written there");
    window.press(&[Key::Enter])?;
    window.wait_text("alert-count", 20, |text| !text.starts_with("25 "))?;

    window.press(&[Key::Escape, Key::Escape])?;
    window.press(&[Key::Char('g'), Key::Char('o')])?;
    window.wait_for("verdict")?;
    window.press(&[Key::Char('?')])?;
    window.wait_for("keys-sheet")?;
    window.close()
}
