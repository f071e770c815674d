//! Moments as whole numbers of 100 nanoseconds since 1970: exactly what Microsoft writes, from year 1 to the end of 9999.
//!
//! Not nanoseconds, whose 64 bits end in 1677 and would bend Microsoft's `0001-01-01` for "never".

use jiff::Timestamp;

/// Ticks in a second.
pub(crate) const SECOND: i64 = 10_000_000;

/// The ticks of a moment; what is finer is cut off.
pub(crate) fn ticks(moment: Timestamp) -> i64 {
    i64::try_from(moment.as_nanosecond().div_euclid(100)).unwrap_or(i64::MAX)
}

/// The moment of ticks.
pub(crate) fn moment(ticks: i64) -> Timestamp {
    Timestamp::from_nanosecond(i128::from(ticks) * 100).unwrap_or(Timestamp::UNIX_EPOCH)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_moment_that_microsoft_writes_comes_back_as_it_was() {
        for text in ["0001-01-01T00:00:00Z", "9999-12-30T21:59:59.9999999Z", "2024-01-08T09:08:09.8839373Z"] {
            let written: Timestamp = text.parse().unwrap();
            assert_eq!(moment(ticks(written)), written, "{text}");
        }
    }

    #[test]
    fn order_is_kept_before_1970_too() {
        let early: Timestamp = "1969-12-31T23:59:59.9999999Z".parse().unwrap();
        assert_eq!(ticks(early), -1, "rounded down, not towards zero");
        assert!(ticks(early) < ticks(Timestamp::UNIX_EPOCH));
    }
}
