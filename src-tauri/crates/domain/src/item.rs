//! Kinds of items that are collected. They are listed, counted and searched apart: ten million audit records cost an
//! alert's search nothing.

use serde::{Deserialize, Serialize};

/// The kind of an item. Their order is stored: new ones go to the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// A detection.
    #[default]
    Alert,
    /// Detections that belong together.
    Incident,
    /// A record of what somebody did.
    Audit,
    /// A message, address or file that somebody sent in for a verdict.
    Submission,
    /// A message in a mailbox.
    Mail,
    /// A message in quarantine.
    Quarantine,
}

impl Class {
    /// All of them, each at its own place.
    pub const ALL: [Self; 6] =
        [Self::Alert, Self::Incident, Self::Audit, Self::Submission, Self::Mail, Self::Quarantine];

    /// Its name in the query language.
    pub fn name(self) -> &'static str {
        match self {
            Self::Alert => "alert",
            Self::Incident => "incident",
            Self::Audit => "audit",
            Self::Submission => "submission",
            Self::Mail => "mail",
            Self::Quarantine => "quarantine",
        }
    }

    /// One and several of it, for sentences.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Alert => ("alert", "alerts"),
            Self::Incident => ("incident", "incidents"),
            Self::Audit => ("audit record", "audit records"),
            Self::Submission => ("submission", "submissions"),
            Self::Mail => ("message", "messages"),
            Self::Quarantine => ("quarantined message", "quarantined messages"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_stands_at_its_own_place() {
        for (place, class) in Class::ALL.iter().enumerate() {
            assert_eq!(*class as usize, place, "numbers are stored and must not move");
        }
    }
}
