//! Looking at the window: every look waits until what it looks for is there.

use super::Window;
use super::hands::by_id;
use crate::{Deadline, Element, Outcome, Trouble, Why, until};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::fs;
use std::path::Path;

/// How long a look waits, in seconds.
pub(super) const PATIENCE: u64 = 20;

/// Without accelerated compositing, WebKitGTK takes a picture with the next frame, and a page at rest has none. This
/// paints nothing, sixty times a second, until the picture is long taken.
const NUDGE: &str = "let left = 300; const root = document.documentElement.style;
    const frame = () => { root.outline = left % 2 ? '1px solid transparent' : ''; if (left-- > 0) requestAnimationFrame(frame); };
    frame();";

impl Window<'_> {
    /// Waits for the first element with this `data-testid`.
    ///
    /// # Errors
    /// When none appears in time.
    pub fn wait_for(&self, id: &str) -> Outcome<Element> {
        self.wait_for_css(&by_id(id))
    }

    /// Waits for the first element that matches a CSS selector.
    ///
    /// # Errors
    /// When none appears in time; the sentence holds the text of the page.
    pub fn wait_for_css(&self, selector: &str) -> Outcome<Element> {
        self.wait_long(selector, PATIENCE)
    }

    /// As `wait_for_css`, with this many seconds of patience.
    ///
    /// # Errors
    /// When none appears in time; the sentence holds the text of the page.
    pub fn wait_long(&self, selector: &str, seconds: u64) -> Outcome<Element> {
        let found = until(selector, Deadline::seconds(seconds), || Ok(self.session.find(selector)?.into_iter().next()));
        found.map_err(|trouble| Trouble::new(format!("{trouble}; the page says: {}", self.page_text())))
    }

    /// Waits until nothing matches a CSS selector any more.
    ///
    /// # Errors
    /// When it is still there at the deadline.
    pub fn wait_gone(&self, selector: &str) -> Outcome<()> {
        let what = format!("the end of {selector}");
        until(&what, Deadline::seconds(PATIENCE), || Ok(self.session.find(selector)?.is_empty().then_some(())))
    }

    /// The visible text of the element with this `data-testid`.
    ///
    /// # Errors
    /// When it does not appear.
    pub fn text(&self, id: &str) -> Outcome<String> {
        self.act(&by_id(id), |session, element| session.text(element))
    }

    /// An attribute of the first element that matches a CSS selector.
    ///
    /// # Errors
    /// When it does not appear.
    pub fn attribute(&self, selector: &str, name: &str) -> Outcome<Option<String>> {
        self.act(selector, |session, element| session.attribute(element, name))
    }

    /// Waits until the text of the element with this `data-testid` satisfies `good`, and returns it.
    ///
    /// # Errors
    /// When it does not in time; the sentence holds the last text.
    pub fn wait_text(&self, id: &str, seconds: u64, good: impl Fn(&str) -> bool) -> Outcome<String> {
        self.wait_text_css(&by_id(id), seconds, good)
    }

    /// As `wait_text`, for the first element that matches a CSS selector.
    ///
    /// # Errors
    /// When it does not in time; the sentence holds the last text.
    pub fn wait_text_css(&self, selector: &str, seconds: u64, good: impl Fn(&str) -> bool) -> Outcome<String> {
        let last = RefCell::new(String::new());
        let found = until(&format!("the text of {selector}"), Deadline::seconds(seconds), || {
            let text = self.act(selector, |session, element| session.text(element))?;
            last.replace(text.clone());
            Ok(good(&text).then_some(text))
        });
        found.why(&format!("last seen {:?}", last.borrow()))
    }

    /// How many elements match a CSS selector now.
    ///
    /// # Errors
    /// When the session is over.
    pub fn count(&self, selector: &str) -> Outcome<usize> {
        Ok(self.session.find(selector)?.len())
    }

    /// The text of the whole page, shortened, for a failure message.
    pub fn page_text(&self) -> String {
        let text = self.session.run("return document.body ? document.body.innerText : ''", json!([]));
        let text = text.map_or_else(|trouble| trouble.to_string(), |value| value.as_str().unwrap_or("").to_owned());
        text.chars().take(1500).collect()
    }

    /// Waits until fonts are there and nothing moves any more.
    ///
    /// # Errors
    /// When the page does not come to rest.
    pub fn settle(&self) -> Outcome<()> {
        let rest = "const moves = (one) => one.playState === 'running' && one.effect?.getComputedTiming().endTime !== Infinity;
            return document.fonts.status === 'loaded' && !document.getAnimations().some(moves);";
        until("the page to come to rest", Deadline::seconds(PATIENCE), || {
            Ok((self.script(rest)? == Value::Bool(true)).then_some(()))
        })
    }

    /// Saves what the window shows, once it is at rest, as PNG.
    ///
    /// # Errors
    /// When the session is over or the file cannot be written.
    pub fn picture(&self, file: &Path) -> Outcome<()> {
        self.settle()?;
        self.script(NUDGE)?;
        fs::write(file, self.session.picture()?).why(&file.display().to_string())
    }

    /// Runs a script in the page.
    ///
    /// # Errors
    /// When it throws.
    pub fn script(&self, script: &str) -> Outcome<Value> {
        self.session.run(script, json!([]))
    }
}
