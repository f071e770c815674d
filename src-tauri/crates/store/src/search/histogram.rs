//! Bars over the time of creation, of a width that people count in.

use super::bits::Bits;
use super::terms::grades;
use crate::memory::Memory;
use crate::ticks::{SECOND, moment, ticks};
use domain::alert::Grade;
use domain::query::{Query, Test, TimeField};
use jiff::Timestamp;

/// Bars of equal width over the time of creation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Histogram {
    /// Where the first bar begins.
    pub from: Timestamp,
    /// The width of a bar.
    pub step_seconds: u64,
    /// Of each bar: all matching alerts.
    pub all: Vec<u32>,
    /// Of each bar: those of severity High.
    pub high: Vec<u32>,
}

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Widths in seconds; beyond them whole years.
const STEPS: [i64; 17] = [
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    7 * DAY,
    14 * DAY,
    28 * DAY,
    91 * DAY,
];

/// The histogram of the matching rows: over the span that the query names, or over the one that they take up.
pub(super) fn over(memory: &Memory, query: &Query, matching: &Bits, bars: u32) -> Histogram {
    let columns = &memory.columns;
    let asked = asked_span(query);
    let mut taken: Option<(i64, i64)> = None;
    for row in matching.rows() {
        let created = columns.created[row];
        taken = Some(taken.map_or((created, created), |(first, last)| (first.min(created), last.max(created))));
    }
    let from = asked.0.or(taken.map(|(first, _)| first));
    let to = asked.1.or(taken.map(|(_, last)| last.saturating_add(1)));
    let (Some(from), Some(to)) = (from, to) else { return empty() };
    let Some((start, step, count)) = divide(from, to, bars) else { return empty() };
    let mut histogram = Histogram {
        from: moment(start),
        step_seconds: (step / SECOND).unsigned_abs(),
        all: vec![0; count],
        high: vec![0; count],
    };
    let grades = grades(memory);
    for row in matching.rows() {
        let bar = ((columns.created[row] - start) / step) as usize;
        if let (Some(all), Some(high)) = (histogram.all.get_mut(bar), histogram.high.get_mut(bar)) {
            *all += 1;
            let grade = grades.get(columns.severity[row] as usize);
            *high += u32::from(grade == Some(&Grade::High));
        }
    }
    histogram
}

fn empty() -> Histogram {
    Histogram { from: Timestamp::UNIX_EPOCH, step_seconds: MINUTE.unsigned_abs(), all: Vec::new(), high: Vec::new() }
}

/// The narrowest span of creation that the query's terms leave, in ticks: from included, to excluded.
fn asked_span(query: &Query) -> (Option<i64>, Option<i64>) {
    let (mut from, mut to) = (None, None);
    for term in query.terms.iter().filter(|term| !term.negated) {
        if let Test::Time(TimeField::Created, first, last) = &term.test {
            from = from.max(first.map(ticks));
            to = [to, last.map(ticks)].into_iter().flatten().min();
        }
    }
    (from, to)
}

/// Begin, width and number of the bars; none for a span that is empty.
fn divide(from: i64, to: i64, bars: u32) -> Option<(i64, i64, usize)> {
    if from >= to {
        return None;
    }
    let years = (1..).map(|years| years * 364 * DAY);
    for step in STEPS.into_iter().chain(years).map(|seconds| seconds * SECOND) {
        let start = from.div_euclid(step) * step;
        let count = (to - start).div_euclid(step) + i64::from((to - start).rem_euclid(step) > 0);
        if count <= i64::from(bars.max(1)) || step > (to - from).saturating_mul(2) {
            return Some((start, step, usize::try_from(count).ok()?));
        }
    }
    None
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> i64 {
        ticks(text.parse().unwrap())
    }

    #[test]
    fn bars_begin_where_people_expect_them_to() {
        let (start, step, count) = divide(at("2026-11-20T08:31:00Z"), at("2026-11-20T14:29:00Z"), 60).unwrap();
        assert_eq!((moment(start).to_string().as_str(), step / SECOND), ("2026-11-20T08:30:00Z", 10 * MINUTE));
        assert_eq!(count, 36);
        let (start, step, count) = divide(at("2026-11-20T00:00:00Z"), at("2026-11-21T00:00:00Z"), 24).unwrap();
        assert_eq!((moment(start).to_string().as_str(), step / SECOND, count), ("2026-11-20T00:00:00Z", HOUR, 24));
    }

    #[test]
    fn a_date_that_microsoft_uses_for_never_is_no_reason_to_fail() {
        let (_, step, count) = divide(at("0001-01-01T00:00:00Z"), at("2026-11-21T00:00:00Z"), 60).unwrap();
        assert!(count <= 60 && step > 0);
        assert!(divide(5, 5, 60).is_none());
    }

    proptest! {
        #[test]
        fn bars_are_few_enough_aligned_and_cover_the_span(
            from in -62_135_596_800_i64 * SECOND..253_402_300_799 * SECOND,
            width in 1_i64..400 * 365 * DAY * SECOND,
            bars in 1_u32..400,
        ) {
            let (start, step, count) = divide(from, from + width, bars).unwrap();
            prop_assert!(start <= from && start % step == 0 && from - start < step);
            prop_assert!(start + step * count as i64 >= from + width, "the last bar reaches the end");
            prop_assert!(start + step * (count as i64 - 1) < from + width, "and none lies behind it");
            prop_assert!(count <= bars as usize || (bars == 1 && count == 2), "{} of {}", count, bars);
        }
    }
}
