//! The ledger: spans that grow and are listed again, holes with a reason and an end, blobs known by their ids.

use super::{FEED, at, line, open, page, plain, store};
use crate::{
    Content, ContentEnd, Drift, DriftKind, End, Hole, LedgerLines, Listed, PageCommit, Receipt, Store, Verified,
};
use domain::ids::{FeedId, IntegrationId};
use domain::{Code, Problem};

fn noted(ledger: LedgerLines) -> PageCommit {
    PageCommit { ledger, ..page(Vec::new()) }
}

fn listed(from: &str, to: &str, rows: u32) -> LedgerLines {
    let span = Listed { from: at(from), to: at(to), rows, before: false };
    LedgerLines { listed: vec![span], ..LedgerLines::default() }
}

fn ids() -> (IntegrationId, FeedId) {
    (page(Vec::new()).integration, FEED.into())
}

fn spans(store: &Store) -> Vec<(String, String, u32, bool)> {
    let (integration, feed) = ids();
    let spans = store.spans(&integration, &feed, at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z")).unwrap();
    spans
        .into_iter()
        .map(|span| (span.from.to_string(), span.to.to_string(), span.rows, span.verified_at.is_some()))
        .collect()
}

fn span(from: &str, to: &str, rows: u32, verified: bool) -> (String, String, u32, bool) {
    (format!("2026-11-20T{from}:00Z"), format!("2026-11-20T{to}:00Z"), rows, verified)
}

#[test]
fn spans_join_within_an_hour_and_never_overlap() {
    let (folder, store) = store();
    for (from, to, rows) in [
        ("2026-11-20T10:00:00Z", "2026-11-20T10:01:00Z", 2),
        // A poll begins a little earlier than the last one ended.
        ("2026-11-20T09:50:00Z", "2026-11-20T10:02:00Z", 1),
        ("2026-11-20T10:02:00Z", "2026-11-20T11:01:00Z", 5),
        ("2026-11-20T10:30:00Z", "2026-11-20T10:40:00Z", 9),
        ("2026-11-20T12:00:00Z", "2026-11-20T12:01:00Z", 0),
    ] {
        store.commit(&noted(listed(from, to, rows))).unwrap();
    }
    let wanted = [span("10:00", "10:02", 3, false), span("10:02", "11:01", 5, false), span("12:00", "12:01", 0, false)];
    assert_eq!(spans(&store), wanted, "the gap between is a gap");
    let before = Listed { from: at("2026-11-19T00:00:00Z"), to: at("2026-11-20T10:01:00Z"), rows: 7, before: true };
    store.commit(&noted(LedgerLines { listed: vec![before], ..LedgerLines::default() })).unwrap();
    assert_eq!(spans(&store)[0].1, "2026-11-20T10:00:00Z", "what a backfill lists ends where the rest begins");
    let again = Verified { from: at("2026-11-20T10:00:00Z"), to: at("2026-11-20T11:01:00Z") };
    store.commit(&noted(LedgerLines { verified: vec![again], ..LedgerLines::default() })).unwrap();
    drop(store);
    let marks: Vec<bool> = spans(&open(folder.path())).into_iter().map(|span| span.3).collect();
    assert_eq!(marks, [false, true, true, false], "only what lies wholly within was listed again");
}

#[test]
fn a_hole_has_a_reason_is_opened_once_and_closed() {
    let (_folder, store) = store();
    let (integration, feed) = ids();
    let hole = || Hole {
        from: at("2026-11-20T10:00:00Z"),
        to: at("2026-11-20T11:00:00Z"),
        problem: Problem::new(Code::AnswerPartial, "The answer was incomplete."),
    };
    for _ in 0..2 {
        store.commit(&noted(LedgerLines { holes: vec![hole()], ..LedgerLines::default() })).unwrap();
    }
    let open = store.holes(&integration, Some(&feed), true).unwrap();
    assert_eq!(open.len(), 1, "the same hole twice is one");
    assert_eq!((open[0].problem.code, open[0].from), (Code::AnswerPartial, at("2026-11-20T10:00:00Z")));
    store.commit(&noted(LedgerLines { closed: vec![open[0].id], ..LedgerLines::default() })).unwrap();
    assert!(store.holes(&integration, None, true).unwrap().is_empty());
    assert!(store.holes(&integration, None, false).unwrap()[0].closed_at.is_some(), "that it was there stays known");
}

#[test]
fn a_blob_is_listed_once_fetched_once_and_waits_in_between() {
    let (folder, store) = store();
    let (integration, feed) = ids();
    let blob = |id: &str, minute: u32| Content {
        id: id.to_owned(),
        link: format!("https://x/{id}"),
        created: at(&format!("2026-11-20T10:{minute:02}:00Z")),
        expires: None,
    };
    let found = vec![blob("b", 2), blob("a", 1), blob("c", 3)];
    store.commit(&noted(LedgerLines { found, ..LedgerLines::default() })).unwrap();
    let waiting = |store: &Store| -> Vec<String> {
        store.waiting(&integration, &feed, 10).unwrap().into_iter().map(|content| content.id).collect()
    };
    assert_eq!(waiting(&store), ["a", "b", "c"], "oldest first");
    let gone = Problem::new(Code::ContentGone, "It expired.");
    let fetched = vec![
        ContentEnd { id: "a".to_owned(), end: End::Fetched(7) },
        ContentEnd { id: "b".to_owned(), end: End::Gone(gone) },
    ];
    let ended = LedgerLines { fetched, found: vec![blob("a", 1)], ..LedgerLines::default() };
    store.commit(&noted(ended)).unwrap();
    drop(store);
    let store = open(folder.path());
    assert_eq!(waiting(&store), ["c"], "listed again, what was fetched is not fetched again");
    let counts = |from: &str, to: &str| store.content_counts(&integration, &feed, at(from), at(to)).unwrap();
    let all = counts("2026-11-20T10:00:00Z", "2026-11-20T11:00:00Z");
    assert_eq!((all.listed, all.fetched, all.gone, all.waiting, all.records), (3, 1, 1, 1, 7));
    assert_eq!(counts("2026-11-20T10:02:00Z", "2026-11-20T10:03:00Z").gone, 1, "the end is not included");
}

#[test]
fn a_page_that_brought_nothing_has_no_receipt() {
    let (_folder, store) = store();
    let (integration, feed) = ids();
    let receipt = || Some(Receipt { rows: 1, first: Some(at("2026-11-20T11:00:00Z")), last: None });
    for _ in 0..2 {
        let ledger = LedgerLines { receipt: receipt(), ..LedgerLines::default() };
        store.commit(&PageCommit { ledger, ..page(vec![plain("da1", 1)]) }).unwrap();
    }
    let kept = store.receipts(&integration, &feed, at("2026-11-20T00:00:00Z"), at("2026-11-21T00:00:00Z")).unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!((kept[0].new, kept[0].request_id.as_deref()), (1, Some("request-1")));
}

#[test]
fn what_is_unknown_is_counted_with_its_first_sample() {
    let (_folder, store) = store();
    let unknown = |count, sample: &str| LedgerLines {
        drift: vec![Drift {
            kind: DriftKind::Field,
            path: "toaster".to_owned(),
            value: String::new(),
            count,
            sample: sample.into(),
        }],
        ..LedgerLines::default()
    };
    store.commit(&noted(unknown(2, "da1"))).unwrap();
    store.commit(&noted(unknown(3, "da9"))).unwrap();
    let seen = store.drift().unwrap();
    assert_eq!((seen.len(), seen[0].count, seen[0].sample.as_str()), (1, 5, "da1"));
}

#[test]
fn feeds_of_an_integration_are_apart_and_together_as_good_as_the_worst() {
    let (_folder, store) = store();
    let (integration, _) = ids();
    let feed = |name: &str| FeedId::of("o365-audit", name);
    let poll = |name: &str, problem| PageCommit {
        feed: feed(name),
        cursor: Some(name.to_owned()),
        memo: Some("{}".to_owned()),
        poll: Some(crate::PollLine {
            problem,
            covered_up_to: Some(at("2026-11-20T12:00:00Z")),
            ..line("2026-11-20T12:00:00Z")
        }),
        ..page(Vec::new())
    };
    store.commit(&poll("Audit.Exchange", None)).unwrap();
    store.commit(&poll("DLP.All", Some(Problem::new(Code::ConsentMissing, "x")))).unwrap();
    assert_eq!(store.feeds(&integration).unwrap(), [feed("Audit.Exchange"), feed("DLP.All")]);
    assert_eq!(store.feed(&integration, &feed("DLP.All")).unwrap().cursor.as_deref(), Some("DLP.All"));
    let stats = |one: Option<&FeedId>| {
        store.poll_stats(&integration, one, at("2026-11-20T12:00:30Z"), at("2026-11-20T00:00:00Z")).unwrap()
    };
    let exchange = feed("Audit.Exchange");
    assert!(stats(Some(&exchange)).failure.is_none() && stats(Some(&exchange)).last_success.is_some());
    let both = stats(None);
    assert_eq!(both.failure.map(|failing| failing.problem.code), Some(Code::ConsentMissing));
    assert_eq!((both.last_success, both.requests_last_60s), (None, 2), "one of them never succeeded");
}

#[test]
fn a_setting_is_kept_as_it_was_written() {
    let (folder, store) = store();
    let (integration, _) = ids();
    assert_eq!(store.settings_of(&integration).unwrap(), None);
    store.put_settings(&integration, "{\"a\":1}").unwrap();
    store.put_settings(&integration, "{\"a\":2}").unwrap();
    drop(store);
    assert_eq!(open(folder.path()).settings_of(&integration).unwrap().as_deref(), Some("{\"a\":2}"));
}

#[test]
fn the_sweep_can_ask_which_items_are_here() {
    let (_folder, store) = store();
    let first = page(vec![plain("da1", 1)]);
    store.commit(&first).unwrap();
    let ids = ["da1".into(), "da2".into()];
    assert_eq!(store.known(&first.tenant, &first.source, &ids).unwrap(), [true, false]);
    assert_eq!(store.known(&"other".into(), &first.source, &ids).unwrap(), [false, false]);
}
