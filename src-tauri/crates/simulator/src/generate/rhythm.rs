//! When alerts happen: thirty days, busier on weekdays and in working hours, with attackers' small hours, and a lively
//! last day so that a histogram of it shows something.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::clock::{TICKS, Ticks};

/// Ticks in an hour.
const HOUR: i64 = 3600 * TICKS;

/// Days that a history covers.
const DAYS: i64 = 30;

/// How likely an hour of the day (UTC) is, from midnight on.
const HOURS: [f64; 24] = [
    0.20, 0.18, 0.42, 0.46, 0.30, 0.22, 0.35, 0.60, 0.90, 1.00, 0.95, 0.90, //
    0.70, 0.85, 0.95, 0.90, 0.80, 0.65, 0.50, 0.40, 0.35, 0.30, 0.28, 0.24,
];

/// How likely a day of the week is, from Thursday on, which 1 January 1970 was.
const WEEKDAYS: [f64; 7] = [0.95, 0.85, 0.30, 0.25, 1.00, 0.95, 0.90];

/// An instant of the thirty days before now, never later than now.
pub(super) fn moment(random: &mut ChaCha8Rng, now: Ticks) -> Ticks {
    let span = if random.random_bool(0.22) { 24 * HOUR } else { DAYS * 24 * HOUR };
    let mut at = now.0;
    // The best of a bounded number of tries: the loop accepts by likelihood and always ends.
    for _ in 0..40 {
        at = now.0 - random.random_range(0..span);
        let hour = usize::try_from((at / HOUR).rem_euclid(24)).unwrap_or(0);
        let day = usize::try_from((at / (24 * HOUR)).rem_euclid(7)).unwrap_or(0);
        let quiet = if span == 24 * HOUR { 0.45 } else { 0.0 };
        if random.random_bool((HOURS[hour] * WEEKDAYS[day]).max(quiet)) {
            break;
        }
    }
    let digits = [7, 7, 7, 7, 7, 6, 5, 3, 3, 2, 1, 0];
    Ticks(at).with_digits(digits[random.random_range(0..digits.len())])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn moments_lie_in_the_thirty_days_before_now_and_a_fifth_in_the_last() {
        let now = Ticks::of("2026-06-30T12:00:00Z".parse().unwrap());
        let mut random = ChaCha8Rng::seed_from_u64(3);
        let moments: Vec<Ticks> = (0..2000).map(|_| moment(&mut random, now)).collect();
        assert!(moments.iter().all(|at| *at <= now && at.0 >= now.0 - DAYS * 24 * HOUR - TICKS), "none lies outside");
        let recent = moments.iter().filter(|at| at.0 > now.0 - 24 * HOUR).count();
        assert!((400..700).contains(&recent), "the last day is lively but not everything: {recent}");
    }
}
