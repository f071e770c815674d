//! A failure as a person meets it: what happened, what to do, and what Microsoft support would ask for.

use super::Millis;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A failure with its next step; the only error type that leaves a command.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ProblemView {
    /// A code of the closed table, such as `credential.secret_wrong`; `bartizan explain CODE` tells all of it.
    pub code: String,
    /// The cause in a few words.
    pub title: String,
    /// The cause in one or two sentences, with names and values.
    pub message: String,
    /// What to do, most useful first.
    pub remedies: Vec<RemedyView>,
    /// Whether trying again by itself can help.
    pub retry: RetryView,
    /// Facts for support: label and value, never a secret.
    pub evidence: Vec<FactView>,
}

/// One way out, as a button in the window and a command in the terminal.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RemedyView {
    /// What the button does.
    pub action: RemedyAction,
    /// The label of the button, a verb that names the act.
    pub label: String,
    /// One sentence on how.
    pub how: String,
    /// The same in a terminal, where there is a command for it.
    pub command: Option<String>,
}

/// The acts that the window knows; everything else is text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RemedyAction {
    /// Run again what failed.
    TryAgain,
    /// Go to the form where the ids and the credential are entered.
    EditConnection,
    /// Start the simulated tenant again.
    StartSimulator,
    /// Go on with a setup where it stopped.
    Resume,
    /// Sign in as somebody else.
    SignInAgain,
    /// Save the plan for somebody who may carry it out.
    SavePlan,
    /// Nothing to press: a person has to do it outside the program.
    ByHand,
    /// Show the full explanation of the code.
    Explain,
}

/// Whether waiting helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RetryView {
    /// It will not pass by itself.
    Never,
    /// It is tried again at the next poll.
    NextPoll,
    /// It may be tried again at once.
    Now,
}

/// A label and a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FactView {
    /// What it is, such as `Request id`.
    pub label: String,
    /// The value as text.
    pub value: String,
}

/// The full explanation of a code.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ExplanationView {
    /// The code.
    pub code: String,
    /// The cause in a few words.
    pub title: String,
    /// What it means and how it comes about, several sentences.
    pub meaning: String,
    /// What to do, one sentence each.
    pub remedies: Vec<String>,
    /// Microsoft's own codes that lead here, such as `AADSTS7000215`.
    pub microsoft_codes: Vec<String>,
}

/// Which code to explain.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ExplainRequest {
    /// A code of ours or of Microsoft's (`AADSTS7000215`, `7000215`).
    pub code: String,
}

/// A problem and since when it stands.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct StandingProblem {
    /// The problem.
    pub problem: ProblemView,
    /// Since when.
    pub since: Millis,
    /// What follows from it, measured: `11 polls refused since …`.
    pub consequence: Option<String>,
}
