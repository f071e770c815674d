//! Counting what test programs say about themselves.

use std::fmt;
use std::ops::Add;

/// How many checks passed, failed and were skipped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Held.
    pub passed: u64,
    /// Did not hold, or could not run.
    pub failed: u64,
    /// Said by itself that it had nothing to run on.
    pub skipped: u64,
}

impl Tally {
    /// One check that held.
    pub const PASSED: Self = Self { passed: 1, failed: 0, skipped: 0 };
    /// One check that did not.
    pub const FAILED: Self = Self { passed: 0, failed: 1, skipped: 0 };
}

impl Add for Tally {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            skipped: self.skipped + other.skipped,
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

/// Counts the tests of a run of nextest or of `cargo test`.
///
/// What nextest calls skipped was filtered out for another stage and is not counted. A test that has nothing to run on
/// passes and says `SKIPPED: why` on a line of its own; it is taken from the passed ones.
pub fn tests(text: &str, good: bool) -> Result<Tally, String> {
    let starting = |start: &'static str| text.lines().filter(move |line| line.trim_start().starts_with(start));
    // A test that fails under nextest shows the summary of its own binary; only nextest's counts then.
    let nextest = starting("Summary [").next_back().map(summary);
    let plain = || starting("test result: ").map(summary).reduce(Tally::add);
    let mut tally = nextest.or_else(plain);
    if let Some(tally) = &mut tally {
        let skipped = starting("SKIPPED: ").count() as u64;
        tally.skipped += skipped;
        tally.passed = tally.passed.saturating_sub(skipped);
        if !good && tally.failed == 0 {
            tally.failed = 1;
        }
    }
    tally.filter(|tally| *tally != Tally::default()).ok_or_else(|| "no test ran".to_owned())
}

/// Counts a run by its closing line, `N passed, N failed, N skipped`.
pub fn closing(text: &str, good: bool) -> Result<Tally, String> {
    let closes = |line: &&str| line.starts_with(|first: char| first.is_ascii_digit()) && line.contains(" passed, ");
    let line = text.lines().rev().map(str::trim).find(closes).ok_or("it did not say what it counted")?;
    // There, unlike in nextest's summary, what is skipped had nothing to run on.
    let mut tally = summary(&line.replace(" skipped", " ignored"));
    if !good && tally.failed == 0 {
        tally.failed = 1;
    }
    if tally == Tally::default() { Err("no test ran".to_owned()) } else { Ok(tally) }
}

fn summary(line: &str) -> Tally {
    // What stands in brackets says more about the number before it: `7 passed (1 slow)`.
    let mut plain = String::new();
    let mut depth = 0_usize;
    for character in line.chars() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(character),
            _ => {}
        }
    }
    let mut tally = Tally::default();
    for part in plain.split([',', ':', ';', '.']) {
        let mut words = part.split_whitespace();
        let Some(number) = words.next().and_then(|word| word.parse::<u64>().ok()) else { continue };
        match words.next() {
            Some("passed") => tally.passed += number,
            Some("failed" | "timed" | "exec" | "aborted") => tally.failed += number,
            Some("ignored") => tally.skipped += number,
            _ => {}
        }
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(text: &str, good: bool) -> (u64, u64, u64) {
        tests(text, good).map_or((0, 0, 0), |tally| (tally.passed, tally.failed, tally.skipped))
    }

    #[test]
    fn nextest_is_counted_without_what_was_filtered_out() {
        let line =
            "     Summary [   0.620s] 30/31 tests run: 26 passed (1 slow, 2 leaky), 3 failed, 1 timed out, 9 skipped";
        assert_eq!(counted(line, false), (26, 4, 0), "a test that never ended has failed");
        let shown = format!("test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured\n{line}");
        assert_eq!(counted(&shown, false), (26, 4, 0), "what a failing test shows of itself is not counted twice");
    }

    #[test]
    fn every_binary_of_cargo_test_is_counted() {
        let text = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s\n\
                    test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 5 filtered out";
        assert_eq!(counted(text, false), (4, 2, 1), "an ignored test did not run");
    }

    #[test]
    fn a_test_without_its_ground_is_skipped_and_not_passed() {
        let text = "    SKIPPED: no payloads here\n Summary [ 1s] 3 tests run: 3 passed, 0 skipped";
        assert_eq!(counted(text, true), (2, 0, 1), "it says so on a line of its own");
    }

    #[test]
    fn a_closing_line_counts_what_was_skipped_and_a_bad_end_is_a_failure() {
        let counted = |text, good| closing(text, good).map(|tally| (tally.passed, tally.failed, tally.skipped));
        assert_eq!(counted("warming up\n22 passed, 0 failed, 1 skipped\n", true), Ok((22, 0, 1)));
        assert_eq!(counted("22 passed, 0 failed, 0 skipped", false), Ok((22, 1, 0)), "it ended badly all the same");
        assert!(counted("nothing was counted", true).is_err(), "silence is not success");
    }

    #[test]
    fn a_run_without_tests_is_not_a_success() {
        assert!(tests("error: could not compile", false).is_err(), "nothing was proven");
        let text = " Summary [ 1s] 3 tests run: 3 passed, 0 skipped";
        assert_eq!(counted(text, false), (3, 1, 0), "a run that fails after good tests has failed");
    }
}
