//! Hands on the window: clicking, typing, pressing keys, as a person would.

use super::Window;
use super::look::PATIENCE;
use crate::{Deadline, Element, Outcome, Session, Trouble, until};
use std::cell::RefCell;

/// A key that has no character.
#[derive(Debug, Clone, Copy)]
pub enum Key {
    /// The Enter key.
    Enter,
    /// The Escape key.
    Escape,
    /// The Tab key.
    Tab,
    /// The arrow that points down.
    Down,
    /// Any key with a character.
    Char(char),
}

impl Window<'_> {
    /// Clicks the element with this `data-testid`.
    ///
    /// # Errors
    /// When it does not appear, or cannot be reached.
    pub fn click(&self, id: &str) -> Outcome<()> {
        self.act(&by_id(id), |session, element| session.click(element))
    }

    /// Clicks the first element that matches a CSS selector.
    ///
    /// # Errors
    /// When it does not appear, or cannot be reached.
    pub fn click_css(&self, selector: &str) -> Outcome<()> {
        self.act(selector, |session, element| session.click(element))
    }

    /// Empties a field and types into it.
    ///
    /// # Errors
    /// When it does not appear or takes no keys.
    pub fn fill(&self, id: &str, text: &str) -> Outcome<()> {
        self.act(&field(id), |session, element| {
            session.clear(element)?;
            session.type_into(element, text)
        })
    }

    /// Chooses the option with this value in a list.
    ///
    /// # Errors
    /// When the list or the option does not appear.
    pub fn choose(&self, id: &str, value: &str) -> Outcome<()> {
        let list = by_id(id);
        let option = format!(r#"select{list} option[value="{value}"], {list} select option[value="{value}"]"#);
        self.act(&option, |session, element| session.click(element))
    }

    /// Presses keys one after the other, wherever the focus is.
    ///
    /// # Errors
    /// When the session is over.
    pub fn press(&self, keys: &[Key]) -> Outcome<()> {
        let codes: Vec<char> = keys
            .iter()
            .map(|key| match key {
                Key::Enter => '\u{E007}',
                Key::Escape => '\u{E00C}',
                Key::Tab => '\u{E004}',
                Key::Down => '\u{E015}',
                Key::Char(character) => *character,
            })
            .collect();
        self.session.press(&codes)
    }

    pub(super) fn act<T>(&self, selector: &str, act: impl Fn(&Session, &Element) -> Outcome<T>) -> Outcome<T> {
        // React may replace an element between finding and using it, so both are one attempt.
        let last = RefCell::new(None);
        let done = until(selector, Deadline::seconds(PATIENCE), || {
            let Some(element) = self.session.find(selector)?.into_iter().next() else { return Ok(None) };
            match act(&self.session, &element) {
                Ok(value) => Ok(Some(value)),
                Err(trouble) => {
                    last.replace(Some(trouble));
                    Ok(None)
                }
            }
        });
        done.map_err(|trouble| {
            let last = last.take().map_or_else(String::new, |last| format!("; last attempt: {last}"));
            Trouble::new(format!("{trouble}{last}; the page says: {}", self.page_text()))
        })
    }
}

/// The selector of a `data-testid`.
pub(super) fn by_id(id: &str) -> String {
    format!(r#"[data-testid="{id}"]"#)
}

/// A field's `data-testid` may sit on the input or on the label around it.
fn field(id: &str) -> String {
    let own = by_id(id);
    format!("input{own}, textarea{own}, {own} input, {own} textarea")
}
