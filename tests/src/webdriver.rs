//! The WebDriver protocol, as much of it as a window needs: one method per command, no waiting and no meaning.
//!
//! Commands are those of the W3C WebDriver recommendation; `Window` puts the product's words on top.

use crate::{Outcome, Trouble, Why, request};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::path::Path;

const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A session with one browser window.
#[derive(Debug)]
pub struct Session {
    address: String,
    path: String,
}

/// An element of the page that is shown now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element(String);

impl Session {
    /// Starts `application` under the driver at `address`.
    ///
    /// # Errors
    /// When the driver does not answer or cannot start the application.
    pub fn start(address: &str, application: &Path, arguments: &[&str]) -> Outcome<Self> {
        let options = json!({"application": application, "args": arguments});
        let wanted = json!({"capabilities": {"alwaysMatch": {"tauri:options": options}}});
        let value = answer(address, "POST", "/session", Some(&wanted))?;
        let id = value["sessionId"].as_str().why("the id of a new session")?;
        Ok(Self { address: address.to_owned(), path: format!("/session/{id}") })
    }

    /// Sends one command of the session.
    ///
    /// # Errors
    /// What the driver says, with the command in front.
    pub fn send(&self, method: &str, command: &str, body: Option<&Value>) -> Outcome<Value> {
        answer(&self.address, method, &format!("{}{command}", self.path), body)
    }

    /// Runs a script as the body of a function with these arguments.
    ///
    /// # Errors
    /// When the script throws.
    pub fn run(&self, script: &str, arguments: Value) -> Outcome<Value> {
        self.send("POST", "/execute/sync", Some(&json!({"script": script, "args": arguments})))
    }

    /// All elements that match a CSS selector, in document order.
    ///
    /// # Errors
    /// When the session is over or the selector is wrong.
    pub fn find(&self, selector: &str) -> Outcome<Vec<Element>> {
        let found = self.send("POST", "/elements", Some(&json!({"using": "css selector", "value": selector})))?;
        let ids = found.as_array().map(Vec::as_slice).unwrap_or_default();
        Ok(ids.iter().filter_map(|one| one[ELEMENT].as_str()).map(|id| Element(id.to_owned())).collect())
    }

    /// Clicks the middle of an element, as a person would: what covers it gets the click.
    ///
    /// # Errors
    /// When it is gone or cannot be reached.
    pub fn click(&self, element: &Element) -> Outcome<()> {
        self.send("POST", &format!("/element/{}/click", element.0), Some(&json!({}))).map(drop)
    }

    /// The visible text of an element.
    ///
    /// # Errors
    /// When it is gone.
    pub fn text(&self, element: &Element) -> Outcome<String> {
        let text = self.send("GET", &format!("/element/{}/text", element.0), None)?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// An attribute of an element.
    ///
    /// # Errors
    /// When the element is gone.
    pub fn attribute(&self, element: &Element, name: &str) -> Outcome<Option<String>> {
        let value = self.send("GET", &format!("/element/{}/attribute/{name}", element.0), None)?;
        Ok(value.as_str().map(str::to_owned))
    }

    /// Empties a field.
    ///
    /// # Errors
    /// When it is gone or not a field.
    pub fn clear(&self, element: &Element) -> Outcome<()> {
        self.send("POST", &format!("/element/{}/clear", element.0), Some(&json!({}))).map(drop)
    }

    /// Types into an element.
    ///
    /// # Errors
    /// When it is gone or takes no keys.
    pub fn type_into(&self, element: &Element, text: &str) -> Outcome<()> {
        self.send("POST", &format!("/element/{}/value", element.0), Some(&json!({"text": text}))).map(drop)
    }

    /// Presses and releases keys one after the other, wherever the focus is.
    ///
    /// # Errors
    /// When the session is over.
    pub fn press(&self, keys: &[char]) -> Outcome<()> {
        let steps: Vec<Value> = keys
            .iter()
            .flat_map(|key| [json!({"type": "keyDown", "value": key}), json!({"type": "keyUp", "value": key})])
            .collect();
        let actions = json!({"actions": [{"type": "key", "id": "keys", "actions": steps}]});
        self.send("POST", "/actions", Some(&actions)).map(drop)
    }

    /// What the window shows, as PNG.
    ///
    /// # Errors
    /// When the session is over.
    pub fn picture(&self) -> Outcome<Vec<u8>> {
        let picture = self.send("GET", "/screenshot", None)?;
        STANDARD.decode(picture.as_str().unwrap_or_default()).why("decoding the picture")
    }

    /// Makes the window this wide and high, in pixels.
    ///
    /// # Errors
    /// When the session is over.
    pub fn resize(&self, width: u32, height: u32) -> Outcome<()> {
        self.send("POST", "/window/rect", Some(&json!({"width": width, "height": height}))).map(drop)
    }

    /// Ends the session, and with it the application.
    ///
    /// # Errors
    /// When the driver is gone.
    pub fn end(&self) -> Outcome<()> {
        self.send("DELETE", "", None).map(drop)
    }
}

fn answer(address: &str, method: &str, path: &str, body: Option<&Value>) -> Outcome<Value> {
    let answer = request(address, method, path, body)?;
    let mut json = answer.json()?;
    if answer.status == 200 {
        return Ok(json["value"].take());
    }
    let (error, message) = (&json["value"]["error"], &json["value"]["message"]);
    Err(Trouble::new(format!("{method} {path}: {error} {message}")))
}
