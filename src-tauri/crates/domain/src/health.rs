//! The state of an integration from what was measured of it, and how urgent it is.

use crate::problem::Problem;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Days before the end of a credential from which a person is told.
pub const CREDENTIAL_WARNING_DAYS: i64 = 30;

/// The states, most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HealthState {
    /// The last poll failed.
    Failing,
    /// It works, and a person is needed soon.
    Attention,
    /// The last poll succeeded.
    Working,
    /// Not polled yet.
    Starting,
    /// A person paused it.
    Paused,
}

/// What is measured of an integration.
#[derive(Debug, Clone, Default)]
pub struct Measured {
    /// Since when it is paused.
    pub paused: Option<Timestamp>,
    /// The last poll that succeeded.
    pub last_success: Option<Timestamp>,
    /// The problem of the last poll, if that failed.
    pub failed: Option<Box<Problem>>,
    /// Days until the credential expires.
    pub credential_days: Option<i64>,
}

/// The state that follows.
pub fn state(measured: &Measured) -> HealthState {
    if measured.paused.is_some() {
        HealthState::Paused
    } else if measured.failed.is_some() {
        HealthState::Failing
    } else if measured.last_success.is_none() {
        HealthState::Starting
    } else if measured.credential_days.is_some_and(|days| days < CREDENTIAL_WARNING_DAYS) {
        HealthState::Attention
    } else {
        HealthState::Working
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Code;

    #[test]
    fn a_failure_outranks_an_expiring_credential_and_a_pause_outranks_both() {
        let mut measured = Measured { credential_days: Some(12), ..Measured::default() };
        assert_eq!(state(&measured), HealthState::Starting, "nothing is known before the first poll");
        measured.last_success = Some(Timestamp::UNIX_EPOCH);
        assert_eq!(state(&measured), HealthState::Attention);
        measured.failed = Some(Problem::new(Code::Throttled, "x"));
        assert_eq!(state(&measured), HealthState::Failing);
        measured.paused = Some(Timestamp::UNIX_EPOCH);
        assert_eq!(state(&measured), HealthState::Paused);
    }

    #[test]
    fn thirty_days_are_enough_and_twenty_nine_are_not() {
        let of = |days| {
            state(&Measured {
                last_success: Some(Timestamp::UNIX_EPOCH),
                credential_days: Some(days),
                ..Measured::default()
            })
        };
        assert_eq!((of(30), of(29)), (HealthState::Working, HealthState::Attention));
    }
}
