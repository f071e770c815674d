//! Pages going in: what is new, what is a version, what is shown, and that a page goes in whole or not at all.

use super::{TENANT, at, item, key, line, open, page, plain, store};
use crate::{Arrivals, Committed, PageCommit, Seq, Store, cipher};
use domain::query::Query;
use domain::{Code, Problem};
use jiff::{SignedDuration, Timestamp};

fn counts(store: &Store, page: &PageCommit) -> (u32, u32, u32) {
    let Committed { new, updated, unchanged, .. } = store.commit(page).unwrap();
    (new, updated, unchanged)
}

/// The rows that are shown.
fn shown(store: &Store) -> Vec<u32> {
    let rows = store.rows(&Query::default(), None, crate::Sort::Created, false, 0, 100).unwrap();
    rows.rows.iter().map(|row| row.seq.0).collect()
}

#[test]
fn a_page_that_comes_again_changes_nothing() {
    let (folder, store) = store();
    let twice = page(vec![plain("a", 1), plain("b", 1)]);
    assert_eq!(counts(&store, &twice), (2, 0, 0));
    let before = store.totals().unwrap().rows;
    assert_eq!(counts(&store, &twice), (0, 0, 2));
    drop(store);
    let store = open(folder.path());
    assert_eq!(counts(&store, &twice), (0, 0, 2), "also after a restart");
    assert_eq!(store.totals().unwrap().rows, before);
}

#[test]
fn a_changed_alert_is_a_new_version_and_the_old_one_stays() {
    let (_folder, store) = store();
    store.commit(&page(vec![plain("a", 1)])).unwrap();
    let changed = item("a", 2, |summary| summary.severity = "low".to_owned());
    assert_eq!(
        store.commit(&page(vec![changed])).unwrap(),
        Committed { new: 0, updated: 1, unchanged: 0, newest: Seq(2) }
    );
    assert_eq!(shown(&store), [2]);
    let stored = store.alert(Seq(1)).unwrap();
    assert_eq!(stored.row.summary.severity, "high", "the version that was asked for");
    assert_eq!((stored.head, stored.versions.len(), stored.row.versions), (Seq(2), 2, 2));
}

#[test]
fn an_older_version_that_arrives_late_is_history_and_never_shown() {
    let (folder, store) = store();
    store.commit(&page(vec![plain("a", 30)])).unwrap();
    assert_eq!(counts(&store, &page(vec![plain("a", 10)])), (0, 1, 0));
    assert_eq!(shown(&store), [1]);
    assert_eq!(counts(&store, &page(vec![plain("a", 20)])), (0, 1, 0));
    assert_eq!(shown(&store), [1]);
    drop(store);
    let store = open(folder.path());
    assert_eq!(shown(&store), [1], "also after a restart");
    let order: Vec<u32> = store.alert(Seq(2)).unwrap().versions.iter().map(|version| version.seq.0).collect();
    assert_eq!(order, [1, 3, 2], "by Microsoft's time, not by arrival");
}

#[test]
fn two_contents_that_alternate_do_not_grow_for_ever() {
    let (_folder, store) = store();
    for round in 0..6 {
        let found = counts(&store, &page(vec![plain("a", 1 + round % 2)]));
        assert_eq!(found, [(1, 0, 0), (0, 1, 0), (0, 0, 1)][(round as usize).min(2)]);
    }
    assert_eq!(store.totals().unwrap().rows, 2);
}

#[test]
fn another_order_of_keys_or_other_spaces_are_no_version_but_another_number_is() {
    let (_folder, store) = store();
    let with = |raw: &str| {
        let mut item = plain("a", 1);
        item.raw = raw.to_owned();
        page(vec![item])
    };
    assert_eq!(counts(&store, &with("{\"a\":1,\"b\":[1,2]}")), (1, 0, 0));
    assert_eq!(counts(&store, &with("{ \"b\": [1, 2],\n\"a\": 1 }")), (0, 0, 1));
    assert_eq!(counts(&store, &with("{\"a\":1,\"b\":[2,1]}")), (0, 1, 0), "the order of a list counts");
    assert_eq!(store.alert(Seq(1)).unwrap().raw, "{\"a\":1,\"b\":[1,2]}", "the body is the one that came first");
}

#[test]
fn one_id_in_two_tenants_or_sources_is_two_alerts() {
    let (_folder, store) = store();
    let mut other_tenant = page(vec![plain("pid", 1)]);
    other_tenant.tenant = "t2".into();
    let mut other_source = page(vec![plain("pid", 1)]);
    other_source.source = "incidents".into();
    for each in [&page(vec![plain("pid", 1)]), &other_tenant, &other_source] {
        assert_eq!(counts(&store, each), (1, 0, 0));
    }
    assert_eq!(store.find("pid").unwrap_err().code, Code::AlertAmbiguous);
}

#[test]
fn one_id_twice_in_a_page_is_one_alert_with_its_versions() {
    let (_folder, store) = store();
    let items = vec![plain("a", 5), plain("a", 5), plain("a", 9), plain("a", 7)];
    assert_eq!(counts(&store, &page(items)), (1, 2, 1));
    assert_eq!(shown(&store), [2]);
    assert_eq!(store.alert(Seq(3)).unwrap().versions.len(), 3);
}

#[test]
fn a_page_that_fails_at_its_last_step_leaves_nothing_behind() {
    let (folder, store) = store();
    store.commit(&page(vec![plain("a", 1)])).unwrap();
    // The journal line is written last; here the database refuses it.
    let other = cipher::writer(&Store::database_path(folder.path()), &key()).unwrap();
    other.execute_batch("CREATE TRIGGER no BEFORE INSERT ON poll BEGIN SELECT raise(ABORT, 'no'); END").unwrap();
    let mut whole = page(vec![plain("a", 2), item("b", 1, |summary| summary.title = "A title of its own".to_owned())]);
    whole.cursor = Some("after b".to_owned());
    whole.poll = Some(line("2026-11-20T12:00:00Z"));
    assert_eq!(store.commit(&whole).unwrap_err().code, Code::Unexpected);
    assert_eq!((shown(&store), store.totals().unwrap().rows), (vec![1], 1));
    assert_eq!(super::cursor(&store, &whole.integration), None);
    assert_eq!(store.find("b").unwrap_err().code, Code::AlertUnknown, "memory knows nothing of it either");
    other.execute_batch("DROP TRIGGER no").unwrap();
    assert_eq!(counts(&store, &whole), (1, 1, 0), "the same page goes in afterwards");
    assert_eq!(super::cursor(&store, &whole.integration).as_deref(), Some("after b"));
    assert_eq!(store.alert(Seq(3)).unwrap().row.summary.title, "A title of its own");
}

#[test]
fn a_page_without_a_cursor_leaves_the_one_that_was_there() {
    let (_folder, store) = store();
    let mut first = page(Vec::new());
    first.cursor = Some("{\"at\":1}".to_owned());
    store.commit(&first).unwrap();
    store.commit(&page(vec![plain("a", 1)])).unwrap();
    store.poll_failed(&first.integration, &super::FEED.into(), line("2026-11-20T12:00:00Z")).unwrap();
    assert_eq!(super::cursor(&store, &first.integration).as_deref(), Some("{\"at\":1}"));
    assert_eq!(super::cursor(&store, &"another".into()), None);
}

#[test]
fn the_journal_tells_since_when_and_how_often_it_fails() {
    let (folder, store) = store();
    let id = page(Vec::new()).integration;
    let mut good = line("2026-11-20T10:00:00Z");
    (good.covered_from, good.covered_up_to) = (Some(at("2026-10-21T00:00:00Z")), Some(at("2026-11-20T09:59:00Z")));
    (good.requests, good.waits) = (30, 2);
    store.poll_failed(&id, &super::FEED.into(), good).unwrap();
    for minute in 1..=3 {
        let mut bad = line(&format!("2026-11-20T10:0{minute}:00Z"));
        bad.problem = Some(Problem::new(Code::Throttled, format!("attempt {minute}")).fact("Request", "r-1"));
        store.poll_failed(&id, &super::FEED.into(), bad).unwrap();
    }
    drop(store);
    let store = open(folder.path());
    let midnight = at("2026-11-19T23:00:00Z");
    let known = store.poll_stats(&id, None, at("2026-11-20T10:03:30Z"), midnight).unwrap();
    assert_eq!(known.last_success, Some(at("2026-11-20T10:00:00Z")));
    assert_eq!(known.last_ended, Some(at("2026-11-20T10:03:00Z")));
    assert_eq!(
        (known.covered_from, known.covered_up_to),
        (Some(at("2026-10-21T00:00:00Z")), Some(at("2026-11-20T09:59:00Z")))
    );
    assert_eq!((known.requests_last_60s, known.highest_in_60s, known.waits_today), (1, 30, 2));
    let failing = known.failure.unwrap();
    assert_eq!((failing.since, failing.polls), (at("2026-11-20T10:01:00Z"), 3));
    assert_eq!((failing.problem.code, failing.problem.facts.get("Request")), (Code::Throttled, Some("r-1")));
    store.poll_failed(&id, &super::FEED.into(), line("2026-11-20T10:04:00Z")).unwrap();
    assert!(store.poll_stats(&id, None, at("2026-11-20T10:04:00Z"), midnight).unwrap().failure.is_none());
    assert!(store.poll_stats(&"another".into(), None, midnight, midnight).unwrap().last_ended.is_none());
}

#[test]
fn lines_are_kept_for_thirty_days_and_what_stands_for_ever() {
    let (folder, store) = store();
    let id = page(Vec::new()).integration;
    store.poll_failed(&id, &super::FEED.into(), line("2026-09-01T00:00:00Z")).unwrap();
    let mut bad = line("2026-09-02T00:00:00Z");
    bad.problem = Some(Problem::new(Code::Unreachable, "x"));
    store.poll_failed(&id, &super::FEED.into(), bad.clone()).unwrap();
    bad.ended = at("2026-11-20T00:00:00Z");
    store.poll_failed(&id, &super::FEED.into(), bad).unwrap();
    let other = cipher::reader(&Store::database_path(folder.path()), &key()).unwrap();
    let lines: i64 = other.query_row("SELECT count(*) FROM poll", [], |row| row.get(0)).unwrap();
    assert_eq!(lines, 1);
    let known = store.poll_stats(&id, None, at("2026-11-20T00:00:00Z"), at("2026-11-20T00:00:00Z")).unwrap();
    assert_eq!(known.last_success, Some(at("2026-09-01T00:00:00Z")));
    assert_eq!(known.failure.map(|failing| failing.since), Some(at("2026-09-02T00:00:00Z")));
}

#[test]
fn lag_is_the_median_of_what_came_after_the_first_backfill() {
    let (folder, store) = store();
    let now = at("2026-11-20T12:00:00Z");
    let commit = |store: &Store, id: &str, created: Option<Timestamp>, seen: Timestamp, ends_poll: bool| {
        let mut page = page(vec![item(id, 1, |summary| summary.created = created)]);
        page.at = seen;
        page.poll = ends_poll.then(|| line("2026-11-20T12:00:00Z"));
        store.commit(&page).unwrap();
    };
    let ago = |minutes: i64| now - SignedDuration::from_mins(minutes);
    // The first poll brings what lay there for long: no lag that anybody should see.
    commit(&store, "backfill-1", Some(ago(600)), now, false);
    commit(&store, "backfill-2", Some(ago(90)), now, true);
    assert_eq!(store.arrivals(&page(Vec::new()).integration, now).unwrap().lag_seconds, None);
    for (id, created, minutes) in [("one", 50, 3), ("two", 40, 2), ("three", 30, 20)] {
        commit(&store, id, Some(ago(created)), ago(created - minutes), true);
    }
    commit(&store, "yesterday", Some(ago(25 * 60)), now, true);
    commit(&store, "undated", None, ago(5), true);
    // A new version says nothing about how long alerts take to arrive.
    commit(&store, "one", Some(ago(51)), now, true);
    drop(store);
    let store = open(folder.path());
    // `one` has the raw of its first version, so its second commit was no version.
    let Arrivals { hours, total, items, lag_seconds } = store.arrivals(&page(Vec::new()).integration, now).unwrap();
    assert_eq!(lag_seconds, Some(180), "the median of 2, 3 and 20 minutes");
    assert_eq!((total, items), (6, 7));
    assert_eq!((hours[23], hours[22], hours[13], hours.iter().sum::<u32>()), (4, 1, 1, 6));
    assert_eq!(store.arrivals(&format!("{TENANT}/other").as_str().into(), now).unwrap(), Arrivals::default());
}
