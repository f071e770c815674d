//! A run of the terminal program while it runs: read line by line, ended at a moment, or accompanied by a person who signs in when asked.

use crate::{Child, Deadline, Outcome, Person, Run, Trouble, Why, until};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;

/// How long a run may take in all.
const WITHIN: u64 = 120;

/// A run of `bartizan ... --json`.
#[derive(Debug)]
pub struct Running {
    child: Child,
    read: usize,
    deadline: Deadline,
}

impl Running {
    /// A run that was begun.
    pub(crate) fn new(child: Child) -> Self {
        Self { child, read: 0, deadline: Deadline::seconds(WITHIN) }
    }

    /// The next whole line, as JSON; none when the program has ended and everything was read.
    ///
    /// # Errors
    /// When a line is not JSON, or nothing comes in time.
    pub fn next_line(&mut self) -> Outcome<Option<Value>> {
        until("the program's next line", self.deadline, || {
            // Asked before reading: what was written until then is read now.
            let ended = self.child.ended()?.is_some();
            let output = self.child.output();
            match output[self.read..].split_once('\n') {
                Some((line, _)) => {
                    self.read += line.len() + 1;
                    serde_json::from_str(line).why(line).map(|value| Some(Some(value)))
                }
                None => Ok(ended.then_some(None)),
            }
        })
    }

    /// Reads on until a line answers; none when the program ends before.
    ///
    /// # Errors
    /// Those of [`Running::next_line`].
    pub fn find<T>(&mut self, mut answers: impl FnMut(&Value) -> Option<T>) -> Outcome<Option<T>> {
        while let Some(line) = self.next_line()? {
            if let Some(found) = answers(&line) {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// The next sign-in that the program asks for.
    ///
    /// # Errors
    /// When it ends without asking.
    pub fn prompt(&mut self) -> Outcome<Value> {
        let prompt = self.find(prompt_of)?;
        prompt.why(&format!("a prompt before the end ({})", self.child.last_words()))
    }

    /// Reads on until a step begins, without regard to sign-ins.
    ///
    /// # Errors
    /// When the program ends before.
    pub fn step(&mut self, id: &str) -> Outcome<Value> {
        let found = self.find(|line| (line["step"]["id"] == id).then(|| line["step"].clone()))?;
        found.why(&format!("the step {id} before the end ({})", self.child.last_words()))
    }

    /// Lets a person sign in whenever that is asked for, until the end.
    ///
    /// # Errors
    /// When the person cannot use a page, or the program does not end.
    pub fn with(mut self, person: &Person) -> Outcome<Run> {
        let mut last = Value::Null;
        while let Some(prompt) = self.find(|line| prompt_of(line).filter(|prompt| *prompt != last))? {
            person.answer(&prompt)?;
            last = prompt;
        }
        self.end()
    }

    /// Whether it has ended.
    ///
    /// # Errors
    /// When the system does not tell.
    pub fn ended(&mut self) -> Outcome<bool> {
        Ok(self.child.ended()?.is_some())
    }

    /// Ends it without warning.
    ///
    /// # Errors
    /// When it had ended already.
    pub fn kill(mut self) -> Outcome<()> {
        if let Some(status) = self.child.ended()? {
            return Err(Trouble::new(format!("it had ended already ({status}): {}", self.child.last_words())));
        }
        kill(Pid::from_raw(self.child.id().cast_signed()), Signal::SIGKILL).why("ending the program")?;
        until("the end of the program", Deadline::seconds(10), || self.child.ended()).map(drop)
    }

    /// Waits for its end.
    ///
    /// # Errors
    /// When it does not end in time.
    pub fn end(mut self) -> Outcome<Run> {
        let status = until("the end of the program", self.deadline, || self.child.ended())?;
        Ok(Run::of(status, &self.child))
    }
}

/// The sign-in that a line asks for.
fn prompt_of(line: &Value) -> Option<Value> {
    let step = &line["step"];
    (step["state"] == "waiting" && step["prompt"].is_object()).then(|| step["prompt"].clone())
}
