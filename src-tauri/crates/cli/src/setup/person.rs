//! What only a person can give: a confirmation, and values that are not arguments.

use crate::output::Failure;
use api::{Question, SecretText};
use std::io::{IsTerminal, Read, Write};

/// Goes on when the question was answered: by `--yes`, or by typing the act's name back.
pub(crate) fn confirmed(question: Option<Question>, yes: bool) -> Result<(), Failure> {
    let Some(question) = question.filter(|_| !yes) else { return Ok(()) };
    if !std::io::stdin().is_terminal() {
        let what = format!("{}\nNobody is here to confirm it; pass --yes.", question.text);
        return Err(Failure::NeedsPerson(what));
    }
    let mut terminal = std::io::stderr();
    let asked =
        write!(terminal, "{}\nType \"{}\" to go on: ", question.text, question.act).and_then(|()| terminal.flush());
    asked.map_err(|_| Failure::Unread)?;
    let mut typed = String::new();
    let read = std::io::stdin().read_line(&mut typed);
    match read {
        Ok(_) if typed.trim() == question.act => Ok(()),
        _ => Err(api::not_confirmed().into()),
    }
}

/// A value from standard input, or from a prompt that does not show it.
pub(crate) fn read_input(prompt: &str, most: u64) -> Result<SecretText, Failure> {
    let failed = |error: std::io::Error| Failure::NeedsPerson(format!("The value could not be read: {error}"));
    if std::io::stdin().is_terminal() {
        return rpassword::prompt_password(prompt).map(SecretText::new).map_err(failed);
    }
    let mut text = String::new();
    std::io::stdin().take(most).read_to_string(&mut text).map_err(failed)?;
    Ok(SecretText::new(text))
}
