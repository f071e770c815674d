//! How late items appear in a list, measured: first seen minus their time on the feed's axis.
//!
//! From it follows by how much a poll has to begin earlier than the last one ended. Counted in octaves of seconds, with a
//! memory that fades over weeks; a bad day widens it at once.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Octaves from one second to about six days.
const OCTAVES: usize = 20;
/// The share that must be covered.
const SHARE: f64 = 0.999;
/// Measured in so few items, a share says nothing; the source's own figure holds.
const TELLING: f64 = 200.0;
/// After this time a measurement counts half.
const HALF_LIFE_DAYS: f64 = 7.0;
/// How long the latest of all late ones is remembered as it is.
const BAD_DAY: SignedDuration = SignedDuration::from_hours(24);
/// The widest overlap; what is later than that is the sweep's.
const WIDEST: SignedDuration = SignedDuration::from_hours(24);

/// What was measured.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Delays {
    counts: Vec<f64>,
    /// When the counts last faded.
    faded: Option<Timestamp>,
    /// The latest item of the last day, and when it came.
    worst_seconds: i64,
    worst_at: Option<Timestamp>,
}

impl Delays {
    /// Notes how late some items came, at a moment.
    pub(crate) fn note(&mut self, late: &[SignedDuration], now: Timestamp) {
        if late.is_empty() {
            return;
        }
        self.fade(now);
        self.counts.resize(OCTAVES, 0.0);
        if self.worst_at.is_none_or(|at| now.duration_since(at) > BAD_DAY) {
            self.worst_seconds = 0;
        }
        for delay in late {
            let seconds = delay.as_secs().max(0);
            let octave = (i64::BITS - seconds.leading_zeros()) as usize;
            if let Some(count) = self.counts.get_mut(octave.min(OCTAVES - 1)) {
                *count += 1.0;
            }
            if seconds >= self.worst_seconds {
                (self.worst_seconds, self.worst_at) = (seconds, Some(now));
            }
        }
    }

    fn fade(&mut self, now: Timestamp) {
        let days = self.faded.map_or(0.0, |faded| now.duration_since(faded).as_secs_f64() / 86_400.0);
        if self.faded.is_none() || days >= 1.0 {
            let share = 0.5_f64.powf(days / HALF_LIFE_DAYS);
            self.counts.iter_mut().for_each(|count| *count *= share);
            self.faded = Some(now);
        }
    }

    /// By how much a poll begins earlier than the last one ended: the source's own figure until enough was measured, then
    /// the measured one; never less than what the administrator knows.
    pub(crate) fn overlap(&self, usual: SignedDuration, floor: SignedDuration, now: Timestamp) -> SignedDuration {
        let measured = self.covering().unwrap_or(usual);
        let bad_day = self.worst_at.filter(|at| now.duration_since(*at) <= BAD_DAY);
        let worst = bad_day.map_or(SignedDuration::ZERO, |_| SignedDuration::from_secs(self.worst_seconds));
        measured.max(worst).max(floor).max(SignedDuration::from_secs(60)).min(WIDEST)
    }

    /// The delay that covers nearly all, when enough was measured.
    fn covering(&self) -> Option<SignedDuration> {
        let all: f64 = self.counts.iter().sum();
        if all < TELLING {
            return None;
        }
        let mut sum = 0.0;
        let octave = self.counts.iter().position(|count| {
            sum += count;
            sum >= all * SHARE
        })?;
        // The upper end of the octave.
        Some(SignedDuration::from_secs(1_i64 << octave.min(40)))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const USUAL: SignedDuration = SignedDuration::from_mins(10);

    fn now() -> Timestamp {
        "2026-11-20T10:00:00Z".parse().unwrap()
    }

    fn seconds(all: &[i64]) -> Vec<SignedDuration> {
        all.iter().map(|seconds| SignedDuration::from_secs(*seconds)).collect()
    }

    fn later(hours: i64) -> Timestamp {
        now() + SignedDuration::from_hours(hours)
    }

    #[test]
    fn before_enough_is_measured_the_usual_figure_holds_and_the_floor_always() {
        let mut delays = Delays::default();
        assert_eq!(delays.overlap(USUAL, SignedDuration::ZERO, now()), USUAL);
        delays.note(&seconds(&[5; 20]), now());
        assert_eq!(delays.overlap(USUAL, SignedDuration::ZERO, now()), USUAL, "twenty items prove nothing");
        assert_eq!(delays.overlap(USUAL, SignedDuration::from_hours(1), now()), SignedDuration::from_hours(1));
    }

    #[test]
    fn it_narrows_on_good_days_and_widens_at_once_on_a_bad_one() {
        let mut delays = Delays::default();
        delays.note(&seconds(&[40; 5000]), now());
        assert_eq!(delays.overlap(USUAL, SignedDuration::ZERO, now()), SignedDuration::from_secs(64));
        delays.note(&seconds(&[6 * 3600]), later(1));
        assert_eq!(delays.overlap(USUAL, SignedDuration::ZERO, later(2)), SignedDuration::from_hours(6));
        assert_eq!(
            delays.overlap(USUAL, SignedDuration::ZERO, later(30)),
            SignedDuration::from_secs(64),
            "one in five thousand is beyond the share that is covered"
        );
        delays.note(&seconds(&[6 * 3600; 50]), later(31));
        let after = delays.overlap(USUAL, SignedDuration::ZERO, later(80));
        assert!(after >= SignedDuration::from_hours(6), "one in a hundred is not: {after}");
        assert!(delays.overlap(USUAL, SignedDuration::ZERO, now()) <= WIDEST);
    }

    #[test]
    fn what_was_measured_fades() {
        let mut delays = Delays::default();
        delays.note(&seconds(&[20_000; 1000]), now());
        for day in 1..60 {
            delays.note(&seconds(&[40; 1000]), later(24 * day));
        }
        let overlap = delays.overlap(USUAL, SignedDuration::ZERO, later(24 * 61));
        assert!(overlap < SignedDuration::from_mins(10), "a bad day of two months ago is over: {overlap}");
    }

    #[test]
    fn it_is_stored_and_read_again() {
        let mut delays = Delays::default();
        delays.note(&seconds(&[1, 2, 3]), now());
        let again: Delays = serde_json::from_str(&serde_json::to_string(&delays).unwrap()).unwrap();
        assert_eq!(again, delays);
    }
}
