//! A person in front of the simulated tenant's sign-in pages: picks an account, consents or does not, and goes where the page leads.
//!
//! Knows the pages as a person does: a page that shows a message says no, a page that asks for consent has a button for it, and what
//! leads to this machine's own address ends there.

use crate::{Answer, Outcome, Trouble, Why, visit};
use serde_json::Value;

/// What the person does at the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ways {
    /// Signs in and consents for themselves.
    Accept,
    /// Signs in and consents on behalf of the organization.
    AcceptForAll,
    /// Signs in, sees what is asked for, and cancels.
    DeclineConsent,
    /// Cancels before picking an account.
    Cancel,
}

/// A person with an account.
#[derive(Debug, Clone)]
pub struct Person {
    account: String,
    ways: Ways,
}

/// How far the person came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Came {
    /// The page led back to the program, or said that it is done.
    Through,
    /// The page kept the person: its message.
    Kept(String),
}

impl Person {
    /// Somebody who signs in with this account and accepts.
    pub fn new(account: impl Into<String>) -> Self {
        Self { account: account.into(), ways: Ways::Accept }
    }

    /// The same person with other ways.
    pub fn who(self, ways: Ways) -> Self {
        Self { ways, ..self }
    }

    /// Does what a prompt of the program asks for: `{"url": .., "code": ..}`.
    ///
    /// # Errors
    /// When a page is not what a person could use.
    pub fn answer(&self, prompt: &Value) -> Outcome<Came> {
        let url = prompt["url"].as_str().why(&format!("a page in the prompt {prompt}"))?;
        match prompt["code"].as_str() {
            Some(code) => self.type_code(url, code),
            None => self.sign_in(url),
        }
    }

    /// Signs in at the page of a browser sign-in; one who is kept there cancels in the end, so that the program hears of it.
    ///
    /// # Errors
    /// When a page is not what a person could use.
    pub fn sign_in(&self, url: &str) -> Outcome<Came> {
        let first = visit(url, None)?;
        if first.status != 200 {
            return follow(first, "the sign-in page");
        }
        if self.ways == Ways::Cancel {
            return follow(visit(url, Some(&[("action", "cancel")]))?, "cancelling");
        }
        let picked = visit(url, Some(&[("account", &self.account)]))?;
        if picked.status == 400 {
            let message = message_of(&picked);
            follow(visit(url, Some(&[("action", "cancel")]))?, "cancelling")?;
            return Ok(Came::Kept(message));
        }
        if picked.status == 302 {
            return follow(picked, "picking an account");
        }
        let consent = match self.ways {
            Ways::DeclineConsent => ("consent", "cancel"),
            _ => ("consent", "accept"),
        };
        let mut fields = vec![("account", self.account.as_str()), consent];
        if self.ways == Ways::AcceptForAll {
            fields.push(("everybody", "yes"));
        }
        follow(visit(url, Some(&fields))?, "consenting")
    }

    fn type_code(&self, url: &str, code: &str) -> Outcome<Came> {
        let action = match self.ways {
            Ways::Accept | Ways::AcceptForAll => "approve",
            Ways::DeclineConsent | Ways::Cancel => "decline",
        };
        let fields = [("user_code", code), ("account", &self.account), ("action", action)];
        let answer = visit(url, Some(&fields))?;
        match answer.status {
            200 => Ok(Came::Through),
            400 => {
                let kept = Came::Kept(message_of(&answer));
                visit(url, Some(&[("user_code", code), ("action", "decline")]))?;
                Ok(kept)
            }
            other => Err(Trouble::new(format!("the page for the code answered {other}: {}", answer.text()))),
        }
    }
}

/// Goes where the page leads, which is this machine's own address.
fn follow(answer: Answer, doing: &str) -> Outcome<Came> {
    if answer.status == 400 {
        return Ok(Came::Kept(message_of(&answer)));
    }
    let to = answer.location.as_deref().filter(|_| answer.status == 302);
    let to = to.why(&format!("{doing} leads nowhere ({}): {}", answer.status, answer.text()))?;
    if !["http://localhost:", "http://127.0.0.1:"].iter().any(|own| to.starts_with(own)) {
        return Err(Trouble::new(format!("{doing} leads away from this machine: {to}")));
    }
    match visit(to, None)?.status {
        200 => Ok(Came::Through),
        other => Err(Trouble::new(format!("the program's own page answered {other}"))),
    }
}

/// What a page says to the person.
fn message_of(page: &Answer) -> String {
    let text = page.text();
    let after =
        ["role=\"alert\">", "role=\"status\">"].iter().find_map(|mark| Some(text.split_once(mark)?.1.to_owned()));
    after.map_or(text, |rest| rest.split("</p>").next().unwrap_or_default().to_owned())
}
