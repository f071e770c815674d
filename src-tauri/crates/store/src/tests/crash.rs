//! A collecting process that is killed at any moment: what it had committed is there, once, and nothing else.

use super::{item, key, open, page};
use crate::{Access, Item, PageCommit, Store};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

const FOLDER: &str = "BARTIZAN_TEST_CRASH_FOLDER";
const CHILD: &str = "tests::crash::collects_until_it_is_killed";

/// Pages overlap, as those of a source do: half of a page is the one before, and every third alert has changed.
fn page_number(number: u32) -> PageCommit {
    let alert = |number: u32, version: u32| -> Item {
        let mut alert = item(&format!("id-{number}"), version, |summary| summary.title = format!("Title {number}"));
        alert.raw = format!("{{\"number\":{number},\"version\":{version},\"pad\":\"{}\"}}", "x".repeat(500));
        alert
    };
    let fresh = (number * 10..number * 10 + 10).map(|each| alert(each, 0));
    let before = (number * 10).saturating_sub(10)..number * 10;
    let mut page = page(before.map(|each| alert(each, u32::from(each % 3 == 0))).chain(fresh).collect());
    page.cursor = Some(number.to_string());
    page
}

/// Which page the cursor asks for next.
fn next_page(store: &Store) -> u32 {
    let cursor = super::cursor(store, &page(Vec::new()).integration);
    cursor.map_or(0, |text| text.parse::<u32>().unwrap() + 1)
}

/// The process that is killed: the test below starts this program again with the folder named.
#[test]
fn collects_until_it_is_killed() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let store = open(Path::new(&folder));
    let mut out = std::io::stdout();
    for number in next_page(&store)..100_000 {
        store.commit(&page_number(number)).unwrap();
        // Said after COMMIT: whatever has been said must be found later.
        writeln!(out, "committed {number}").unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn a_kill_at_any_moment_loses_nothing_that_was_committed_and_doubles_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut dice = 0x5eed_u64;
    let mut committed = 0;
    for round in 0..12 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", CHILD, "--nocapture"])
            .env(FOLDER, &data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        std::thread::sleep(Duration::from_micros(if round < 4 { dice >> 49 } else { 20_000 + (dice >> 46) }));
        child.kill().unwrap();
        child.wait().unwrap();
        let said = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let last = said.filter_map(|line| line.strip_prefix("committed ")?.parse::<u32>().ok()).last();
        check(&data, last, &mut committed);
    }
    assert!(committed > 20, "the rounds got somewhere: {committed} pages");
}

fn check(data: &Path, last: Option<u32>, committed: &mut u32) {
    if last.is_none() && !Store::exists(data) {
        return;
    }
    let store = Store::open(data, &key(), Access::Write).unwrap();
    let pages = next_page(&store);
    assert!(pages >= *committed, "nothing that was there before is gone");
    assert!(last.is_none_or(|last| pages > last), "said to be committed: {last:?}, found: {pages}");
    *committed = pages;
    // The same pages into a store that nobody kills.
    let whole = tempfile::tempdir().unwrap();
    let expected = open(whole.path());
    for number in 0..pages {
        expected.commit(&page_number(number)).unwrap();
    }
    assert_eq!(everything(&store), everything(&expected));
    if let Some(last) = pages.checked_sub(1) {
        let again = store.commit(&page_number(last)).unwrap();
        assert_eq!((again.new, again.updated), (0, 0), "the map of ids is whole, too");
    }
}

/// Every body in order of arrival, and every row that is shown.
fn everything(store: &Store) -> (Vec<String>, Vec<crate::Row>) {
    let mut bodies = Vec::new();
    store.raws(&mut |record| bodies.push(record.raw)).unwrap();
    let query = domain::query::Query::default();
    let rows = store.rows(&query, None, crate::Sort::Created, true, 0, u32::MAX).unwrap();
    assert_eq!(rows.total, store.search(&query, None, 10).unwrap().total);
    (bodies, rows.rows)
}
