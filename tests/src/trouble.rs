//! What went wrong at the desk, as one sentence with its cause.
//!
//! `Debug` prints the sentence too, because that is what a failing test shows.

use std::fmt;

/// A failure of the desk or of what was expected from the product.
pub struct Trouble(String);

/// A result whose failure is a sentence.
pub type Outcome<T> = Result<T, Trouble>;

impl Trouble {
    /// A trouble with this sentence.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl fmt::Debug for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for Trouble {}

impl From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<serde_json::Error> for Trouble {
    fn from(error: serde_json::Error) -> Self {
        Self(format!("not the JSON that was expected: {error}"))
    }
}

/// Adds what was being done to a failure.
pub trait Why<T> {
    /// Puts `doing` in front of the cause.
    ///
    /// # Errors
    /// The same failure, with the sentence in front.
    fn why(self, doing: &str) -> Outcome<T>;
}

impl<T, E: fmt::Display> Why<T> for Result<T, E> {
    fn why(self, doing: &str) -> Outcome<T> {
        self.map_err(|cause| Trouble(format!("{doing}: {cause}")))
    }
}

impl<T> Why<T> for Option<T> {
    fn why(self, doing: &str) -> Outcome<T> {
        self.ok_or_else(|| Trouble(format!("{doing}: nothing there")))
    }
}
