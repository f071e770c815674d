//! Times as the simulated services see and write them.
//!
//! Two clocks: the service clock (the real one plus a switchable skew) dates tokens and headers; the history clock ends
//! the generated past and runs on from there. Directory replication uses neither, only elapsed time.

use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

/// Hundred-nanosecond steps in a second: the resolution of Microsoft's timestamps.
pub(crate) const TICKS: i64 = 10_000_000;

/// The two clocks of one simulated tenant.
#[derive(Debug)]
pub(crate) struct Clock {
    skew_seconds: AtomicI64,
    anchor: Timestamp,
    started: Instant,
}

impl Clock {
    pub(crate) fn new(anchor: Option<Timestamp>) -> Self {
        Self { skew_seconds: AtomicI64::new(0), anchor: anchor.unwrap_or_else(Timestamp::now), started: Instant::now() }
    }

    /// The time that headers and tokens carry.
    pub(crate) fn service(&self) -> Timestamp {
        let now = Timestamp::now();
        now.checked_add(SignedDuration::from_secs(self.skew_seconds.load(Ordering::Relaxed))).unwrap_or(now)
    }

    /// The time at which the tenant's alerts live.
    pub(crate) fn history(&self) -> Ticks {
        Ticks::of(self.anchor).plus(self.started.elapsed())
    }

    /// Where the generated past ends: the same instant however long the start takes.
    pub(crate) fn anchor(&self) -> Ticks {
        Ticks::of(self.anchor)
    }

    pub(crate) fn set_skew(&self, seconds: i64) {
        self.skew_seconds.store(seconds, Ordering::Relaxed);
    }
}

/// An instant in hundred-nanosecond steps since 1970, written the way Graph writes it: trailing zeros dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Ticks(pub(crate) i64);

impl Ticks {
    pub(crate) fn of(instant: Timestamp) -> Self {
        Self(instant.as_second() * TICKS + i64::from(instant.subsec_nanosecond()) / 100)
    }

    pub(crate) fn plus(self, elapsed: Duration) -> Self {
        Self(self.0 + i64::try_from(elapsed.as_nanos() / 100).unwrap_or(0))
    }

    pub(crate) fn plus_seconds(self, seconds: f64) -> Self {
        Self(self.0 + (seconds * TICKS as f64) as i64)
    }

    /// Drops what a timestamp with so many fraction digits cannot say (7 keeps everything).
    pub(crate) fn with_digits(self, digits: u32) -> Self {
        let step = 10_i64.pow(7 - digits.min(7));
        Self(self.0 - self.0.rem_euclid(step))
    }

    pub(crate) fn timestamp(self) -> Timestamp {
        let nanos = i32::try_from(self.0.rem_euclid(TICKS) * 100).unwrap_or(0);
        Timestamp::new(self.0.div_euclid(TICKS), nanos).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

impl fmt::Display for Ticks {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.timestamp().strftime("%Y-%m-%dT%H:%M:%S"))?;
        let fraction = format!("{:07}", self.0.rem_euclid(TICKS));
        match fraction.trim_end_matches('0') {
            "" => write!(out, "Z"),
            digits => write!(out, ".{digits}Z"),
        }
    }
}

/// The `Date` header's form.
pub(crate) fn http_date(instant: Timestamp) -> String {
    instant.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// The form of `timestamp` in sign-in errors.
pub(crate) fn sign_in_time(instant: Timestamp) -> String {
    instant.strftime("%Y-%m-%d %H:%M:%SZ").to_string()
}

/// Whole seconds in ISO 8601, as directory objects carry it.
pub(crate) fn directory_time(instant: Timestamp) -> String {
    instant.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn ticks_print_as_graph_does_and_read_back() {
        for text in ["2026-01-02T03:04:05Z", "2026-01-02T03:04:05.1Z", "2026-01-02T03:04:05.0839373Z"] {
            let ticks = Ticks::of(text.parse().unwrap());
            assert_eq!(ticks.to_string(), text, "a timestamp survives being read and written");
        }
        let ticks = Ticks::of("2026-01-02T03:04:05.9876543Z".parse().unwrap());
        assert_eq!(ticks.with_digits(2).to_string(), "2026-01-02T03:04:05.98Z", "digits are cut, never rounded up");
    }
}
