//! The page's side: types, lints, tests and the build that the window embeds.

use super::count::Tally;
use crate::workshop::Workshop;
use serde_json::Value;
use std::fs;
use std::time::Duration;

const AT_MOST: Duration = Duration::from_secs(10 * 60);

/// `tsc` over the page.
pub fn types(shop: &Workshop) -> Result<Tally, String> {
    one(shop, &["run", "types"])
}

/// `eslint` over the page; a warning is an error.
pub fn lint(shop: &Workshop) -> Result<Tally, String> {
    one(shop, &["run", "lint", "--", "--max-warnings", "0"])
}

/// The build that goes into the window.
pub fn build(shop: &Workshop) -> Result<Tally, String> {
    one(shop, &["run", "build"])
}

/// `vitest`, counted from its own report.
pub fn tests(shop: &Workshop) -> Result<Tally, String> {
    let report = shop.target("xtask")?.join("vitest.json");
    let _ = fs::remove_file(&report);
    let file = format!("--outputFile.json={}", report.display());
    let mut command = shop.npm(&["run", "test", "--", "--reporter=default", "--reporter=json", &file]);
    let ended = shop.run(&mut command, AT_MOST)?;
    let text = fs::read_to_string(&report).map_err(|_| "vitest left no report".to_owned())?;
    let value: Value = serde_json::from_str(&text).map_err(|cause| format!("vitest's report: {cause}"))?;
    counted(&value, ended.good)
}

fn counted(report: &Value, good: bool) -> Result<Tally, String> {
    let number = |name: &str| report[name].as_u64().unwrap_or_default();
    let mut tally = Tally {
        passed: number("numPassedTests"),
        failed: number("numFailedTests"),
        skipped: number("numPendingTests") + number("numTodoTests"),
    };
    // A file that does not load has no tests that could fail.
    if !good && tally.failed == 0 {
        tally.failed = number("numFailedTestSuites").max(1);
    }
    if tally == Tally::default() { Err("vitest ran no test".to_owned()) } else { Ok(tally) }
}

fn one(shop: &Workshop, arguments: &[&str]) -> Result<Tally, String> {
    let ended = shop.run(&mut shop.npm(arguments), AT_MOST)?;
    Ok(if ended.good { Tally::PASSED } else { Tally::FAILED })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_file_that_does_not_load_is_a_failure_though_no_test_of_it_failed() {
        let report = json!({"numPassedTests": 5, "numFailedTests": 0, "numFailedTestSuites": 1, "numPendingTests": 2});
        let tally = counted(&report, false);
        assert_eq!(tally, Ok(Tally { passed: 5, failed: 1, skipped: 2 }), "what did not load proves nothing");
        assert!(counted(&json!({}), true).is_err(), "a run of nothing is not a success");
    }
}
