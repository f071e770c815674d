//! What the window remembers.

use bartizan_tests::{Deadline, Outcome, Scene, until};
use std::fs;

const SCHEME: &str = "return document.documentElement.dataset.scheme";

#[test]
fn the_theme_survives_a_restart_and_is_kept_in_the_data_folder() -> Outcome<()> {
    let scene = Scene::with_alerts(1)?;
    let window = scene.window("home-a")?;
    window.click("rail-settings")?;
    window.click("theme-dark")?;
    window.wait_for_css(r#"html[data-scheme="dark"]"#)?;
    // Kept a moment after the last change, so that dragging a divider does not write a hundred files.
    let file = scene.desk.folder("home-a")?.join("preferences.json");
    until("the saved preferences", Deadline::seconds(5), || {
        Ok(fs::read_to_string(&file).unwrap_or_default().contains("dark").then_some(()))
    })?;
    window.close()?;

    let window = scene.window("home-a")?;
    assert_eq!(window.script(SCHEME)?, "dark", "the choice was kept");
    window.close()?;

    let other = scene.window("home-b")?;
    assert_ne!(other.script(SCHEME)?, "dark", "another data folder has preferences of its own");
    other.close()
}
