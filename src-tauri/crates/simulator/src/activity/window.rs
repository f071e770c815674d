//! The two ends of a listing: how they are written and how far apart and back they may lie.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::ActivityProblem;
use crate::wire::Query;

/// The longest window, and the one that is meant when none is given.
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// How old the start may be: seven days, with the hour that the service lets pass.
const OLDEST: SignedDuration = SignedDuration::from_hours(7 * 24 + 1);

/// A window, its end excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: Timestamp,
    pub(super) end: Timestamp,
}

impl Span {
    /// Takes `startTime` and `endTime` out of a query.
    pub(super) fn take(query: &mut Query, now: Timestamp) -> Result<Self, ActivityProblem> {
        let back = |by: SignedDuration| now.checked_sub(by).unwrap_or(now);
        let span = match (query.take("startTime")?, query.take("endTime")?) {
            (None, None) => Self { start: back(DAY), end: now },
            (Some(start), Some(end)) => Self { start: read("startTime", &start)?, end: read("endTime", &end)? },
            _ => return Err(ActivityProblem::coded("AF20030", "Both or neither are needed.")),
        };
        if span.start >= span.end {
            return Err(ActivityProblem::coded("AF20030", "The start must come before the end."));
        }
        if span.start < back(OLDEST) {
            return Err(ActivityProblem::coded("AF20030", "The start is more than 7 days in the past."));
        }
        match span.end.duration_since(span.start) > DAY {
            true => Err(ActivityProblem::coded("AF20055", "")),
            false => Ok(span),
        }
    }

    pub(super) fn has(self, at: Timestamp) -> bool {
        at >= self.start && at < self.end
    }
}

/// An instant in UTC in one of the three documented forms.
fn read(name: &str, text: &str) -> Result<Timestamp, ActivityProblem> {
    let full = match text.len() {
        10 => format!("{text}T00:00:00"),
        16 => format!("{text}:00"),
        _ => text.to_owned(),
    };
    let documented = full.len() == 19 && full.as_bytes().get(10) == Some(&b'T');
    let civil: Option<DateTime> = documented.then(|| full.parse().ok()).flatten();
    let instant = civil.and_then(|civil| civil.to_zoned(TimeZone::UTC).ok()).map(|zoned| zoned.timestamp());
    instant.ok_or_else(|| ActivityProblem::coded("AF20002", &format!("{name} '{text}' is not a UTC date and time.")))
}

/// An instant as links repeat it.
pub(super) fn written(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S").to_string()
}
