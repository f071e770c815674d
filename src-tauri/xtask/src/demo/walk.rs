//! The walk through the window: what a person does on the first day, with a picture of each place.

use super::album::Album;
use super::table::Table;
use bartizan_tests::{Key, Outcome, Trouble, Window};
use std::time::{Duration, Instant};

/// Practising may wait for the tenant's replication and collects everything.
const PRACTISE_AT_MOST: u64 = 180;

const STEPS: &str = r#"
  return [...document.querySelectorAll('[data-testid="step"]')].map((step) => ({
    id: step.dataset.id, state: step.dataset.state, parts: [...step.children].map((part) => part.innerText.trim()),
  }));
"#;

/// From the welcome to a connected tenant.
pub fn practise(window: &Window<'_>, album: &mut Album, table: &mut Table) -> Outcome<()> {
    window.wait_for("practise-button")?;
    album.take(window, "welcome")?;
    let begin = Instant::now();
    window.click("practise-button")?;
    window.wait_for(r#"connect-run"#)?;
    window.wait_long(r#"[data-testid="step"][data-state="done"]"#, PRACTISE_AT_MOST)?;
    let ended = r#"[data-testid="connect-run"][data-state="done"], [data-testid="connect-run"][data-state="failed"]"#;
    window.wait_long(ended, PRACTISE_AT_MOST)?;
    let steps = window.script(STEPS)?;
    for step in steps.as_array().into_iter().flatten() {
        let part = |index: usize| step["parts"][index].as_str().unwrap_or_default();
        let result = if step["state"] == "done" { part(3) } else { step["state"].as_str().unwrap_or("?") };
        table.add_as(part(1), result.replace('\n', " "), part(2));
    }
    if window.count(r#"[data-testid="connect-run"][data-state="failed"]"#)? > 0 {
        table.print();
        return Err(Trouble::new(format!("practising failed: {}", window.page_text())));
    }
    table.add("practised", "connected", Some(begin.elapsed()));
    // The line at the bottom hears of the end a moment later; a picture should not catch it between the two.
    window.wait_for_css(r#"[data-testid="first-alerts"]"#)?;
    let said = |text: &str| text.contains("1 working");
    window.wait_text_css("body", 20, said)?;
    album.take(window, "practise")?;
    window.click("rail-overview")?;
    window.wait_for("verdict")?;
    window.wait_for_css(r#"[data-testid="integration-row"][data-state="working"]"#)?;
    album.take(window, "overview")
}

/// The list of alerts and one alert in detail.
pub fn alerts(window: &Window<'_>, album: &mut Album, table: &mut Table, wanted: u64) -> Outcome<()> {
    let begin = Instant::now();
    window.click("rail-alerts")?;
    window.wait_for("alert-row")?;
    let shows = |text: &str| digits(text) == Some(wanted);
    let count = window.wait_text("alert-count", 60, shows)?;
    let rows = window.count(r#"[data-testid="alert-row"]"#)?;
    table.add("shown", format!("{}, {rows} rows on screen", count.trim()), Some(begin.elapsed()));
    album.take(window, "alerts")?;
    window.click_css(r#"[data-testid="alert-row"][aria-label^="High"]"#)?;
    window.wait_for("detail-title")?;
    window.click("tab-summary")?;
    album.take(window, "alert-summary")?;
    window.click("tab-evidence")?;
    window.wait_for("evidence-group")?;
    album.take(window, "alert-evidence")?;
    window.click("tab-raw")?;
    window.wait_for("raw-tree")?;
    album.take(window, "alert-raw")?;
    window.press(&[Key::Escape])?;
    window.wait_gone(r#"[data-testid="detail-title"]"#)
}

/// The dark theme, the smallest window, and the other places.
pub fn appearances(window: &Window<'_>, album: &mut Album) -> Outcome<()> {
    window.click("rail-settings")?;
    window.wait_for("theme-dark")?;
    album.take(window, "settings")?;
    window.click("theme-dark")?;
    window.click("rail-overview")?;
    window.wait_for("verdict")?;
    album.take(window, "overview-dark")?;
    window.click("rail-alerts")?;
    window.wait_for("alert-row")?;
    album.take(window, "alerts-dark")?;
    window.click("rail-settings")?;
    window.click("theme-light")?;
    window.session().resize(960, 640)?;
    window.click("rail-alerts")?;
    window.wait_for("alert-row")?;
    wait_for_width(window, 960)?;
    album.take(window, "alerts-960x640")?;
    window.click("rail-overview")?;
    window.wait_for("verdict")?;
    album.take(window, "overview-960x640")?;
    window.session().resize(1280, 832)?;
    wait_for_width(window, 1280)?;
    window.click("rail-setup")?;
    album.take(window, "setup")
}

fn wait_for_width(window: &Window<'_>, width: u64) -> Outcome<()> {
    let deadline = bartizan_tests::Deadline::within(Duration::from_secs(10));
    bartizan_tests::until(&format!("a window {width} pixels wide"), deadline, || {
        let now = window.script("return window.innerWidth")?;
        Ok((now.as_u64() == Some(width)).then_some(()))
    })
}

/// The first number in a text, whatever groups its digits.
fn digits(text: &str) -> Option<u64> {
    let start = text.find(|character: char| character.is_ascii_digit())?;
    let grouped =
        |character: &char| character.is_ascii_digit() || matches!(character, ',' | '.' | '\u{a0}' | '\u{202f}' | '’');
    text[start..].chars().take_while(grouped).filter(char::is_ascii_digit).collect::<String>().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn a_count_is_read_however_its_digits_are_grouped() {
        assert_eq!(digits("1,200 alerts"), Some(1200), "English");
        assert_eq!(digits("1\u{202f}200 of 1300"), Some(1200), "a narrow space, and the first number only");
        assert_eq!(digits("none"), None, "no number");
    }
}
