//! A failure with its next step: code, message, remedies, whether waiting helps, and what support asks for.
//!
//! The only error type between our rooms. It carries no secret: facts are chosen one by one where it is made.

use crate::Code;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a fallible act returns everywhere in the product.
pub type Outcome<T> = Result<T, Box<Problem>>;

/// A failure as every room reports it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Which of the known failures.
    pub code: Code,
    /// What happened, in one or two sentences, with names and values.
    pub message: String,
    /// What Microsoft support would ask for.
    pub facts: Facts,
    /// Seconds that Microsoft asked to wait.
    pub wait_seconds: Option<u32>,
}

impl Problem {
    /// A failure of that code, in words.
    pub fn new(code: Code, message: impl Into<String>) -> Box<Self> {
        Box::new(Self { code, message: message.into(), facts: Facts::new(), wait_seconds: None })
    }

    /// Adds facts.
    #[must_use]
    pub fn with(mut self: Box<Self>, facts: Facts) -> Box<Self> {
        self.facts.0.extend(facts.0);
        self
    }

    /// Adds one fact.
    #[must_use]
    pub fn fact(mut self: Box<Self>, label: &str, value: impl fmt::Display) -> Box<Self> {
        self.facts = std::mem::take(&mut self.facts).fact(label, value);
        self
    }

    /// Whether trying again by itself can help.
    pub fn retry(&self) -> Retry {
        self.code.row().retry
    }

    /// What to do, most useful first.
    pub fn remedies(&self) -> &'static [Remedy] {
        self.code.row().remedies
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self} {:?}", self.facts.0)
    }
}

impl std::error::Error for Problem {}

/// Labels and values for support; never a secret.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts(pub Vec<(String, String)>);

impl Facts {
    /// No facts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one; an empty value is left out.
    #[must_use]
    pub fn fact(mut self, label: &str, value: impl fmt::Display) -> Self {
        let value = value.to_string();
        if !value.is_empty() {
            self.0.push((label.to_owned(), value));
        }
        self
    }

    /// The value of a label.
    pub fn get(&self, label: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == label).map(|(_, value)| value.as_str())
    }
}

/// Whether waiting helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// It will not pass by itself.
    Never,
    /// The next poll tries it again.
    NextPoll,
    /// It may be tried again at once, a few times.
    Now,
}

/// A way out: a button in the window, a command in the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// Run again what failed.
    TryAgain,
    /// Enter ids and credential again.
    EditConnection,
    /// Start the simulated tenant again.
    StartSimulator,
    /// Go on with a setup where it stopped.
    Resume,
    /// Sign in as somebody else.
    SignInAgain,
    /// Save the plan for somebody who may carry it out.
    SavePlan,
    /// Something that a person does elsewhere; the sentence says what.
    ByHand(&'static str),
}

impl Remedy {
    /// The label of its button: a verb that names the act.
    pub fn label(self) -> &'static str {
        match self {
            Self::TryAgain => "Try again",
            Self::EditConnection => "Enter ids and secret again",
            Self::StartSimulator => "Start the simulated tenant",
            Self::Resume => "Resume",
            Self::SignInAgain => "Sign in with another account",
            Self::SavePlan => "Save plan",
            Self::ByHand(_) => "Show how",
        }
    }

    /// One sentence on how.
    pub fn how(self) -> &'static str {
        match self {
            Self::TryAgain => "Do the same again.",
            Self::EditConnection => {
                "Go to Set up and enter the tenant, the Application (client) ID and the secret's Value."
            }
            Self::StartSimulator => "Start a new simulated tenant and connect it.",
            Self::Resume => "Go on with the setup; what is done already is not done again.",
            Self::SignInAgain => "Sign in with an account that holds the role that is named.",
            Self::SavePlan => "Save the plan as a file and give it to somebody who holds the role.",
            Self::ByHand(how) => how,
        }
    }

    /// The same as a command, where there is one.
    pub fn command(self) -> Option<&'static str> {
        match self {
            Self::EditConnection => Some("bartizan attach defender-xdr --tenant TENANT --client-id ID --secret-stdin"),
            Self::StartSimulator => Some("bartizan demo"),
            Self::Resume | Self::SignInAgain => Some("bartizan setup apply --resume"),
            Self::SavePlan => Some("bartizan setup plan --save FILE"),
            Self::TryAgain | Self::ByHand(_) => None,
        }
    }
}
