//! Moments as Microsoft writes them: any number of fraction digits, with or without a zone.
//!
//! Never compared as text (`.1Z` sorts after `.15Z`), never made up: what cannot be read is `None`.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

/// Reads a moment; one without a zone is UTC, as the Management API means it.
pub fn parse_time(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(moment);
    }
    let civil: DateTime = text.parse().ok()?;
    civil.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

/// Writes a moment as Graph's `$filter` takes it: UTC with as many fraction digits as it has.
pub fn filter_literal(moment: Timestamp) -> String {
    moment.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_of_fraction_digits_is_read_and_compared_as_a_moment() {
        let short = parse_time("2026-11-20T13:21:07.1Z");
        let long = parse_time("2026-11-20T13:21:07.15Z");
        assert!(short < long, "as text the order would be the other way round");
        assert_eq!(
            parse_time("2024-01-08T09:08:09.8839373Z").map(|m| m.subsec_nanosecond()),
            Some(883_937_300),
            "seven digits are kept"
        );
    }

    #[test]
    fn a_moment_without_a_zone_is_utc_and_an_offset_is_honoured() {
        assert_eq!(parse_time("2020-02-07T16:43:53"), parse_time("2020-02-07T16:43:53Z"));
        assert_eq!(parse_time("2020-02-07T17:43:53+01:00"), parse_time("2020-02-07T16:43:53Z"));
    }

    #[test]
    fn what_is_no_moment_is_none() {
        for text in ["", "null", "2021-03-04T07:57:11-0700725Z", "5/18/2021 9:13:33 PM", "2026-13-01T00:00:00Z"] {
            assert_eq!(parse_time(text), None, "{text}");
        }
    }
}
