//! Several at once: threads that collect and search, and a reading store beside a writing one.

use super::{item, key, page, plain, store};
use crate::{Access, Item, Seq, Sort, Store};
use domain::query::Query;
use std::sync::atomic::{AtomicBool, Ordering};

fn batch(writer: u32, round: u32) -> Vec<Item> {
    // Alerts of its own, and one that all writers change.
    let mut items: Vec<_> = (0..10).map(|number| plain(&format!("{writer}-{round}-{number}"), 1)).collect();
    let mut shared = item("shared", round % 60, |summary| summary.title = format!("Shared {writer} {round}"));
    shared.raw = format!("{{\"writer\":{writer},\"round\":{round}}}");
    items.push(shared);
    items
}

#[test]
fn threads_that_collect_and_search_at_once_see_whole_pages_only() {
    const ROUNDS: u32 = 30;
    let (folder, store) = store();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let writers: Vec<_> = [1, 2]
            .map(|writer| {
                let store = store.clone();
                scope.spawn(move || {
                    for round in 0..ROUNDS {
                        store.commit(&page(batch(writer, round))).unwrap();
                    }
                })
            })
            .into();
        let reading = Store::open(folder.path(), &key(), Access::Read).unwrap();
        for store in [store.clone(), store.clone(), reading] {
            let done = &done;
            scope.spawn(move || {
                let query = Query::default();
                let mut newest = Seq(0);
                while !done.load(Ordering::Relaxed) {
                    let found = store.search(&query, None, 10).unwrap();
                    assert_eq!(found.newest.0 % 11, 0, "pages have eleven rows");
                    assert_eq!(found.total, found.newest.0 / 11 * 10 + u32::from(found.newest.0 > 0));
                    assert_eq!(found.histogram.all.iter().sum::<u32>(), found.total);
                    assert!(found.newest >= newest, "time does not run backwards");
                    newest = found.newest;
                    let view = store.search(&query, Some(newest), 10).unwrap();
                    assert_eq!((view.total, &view.facets), (found.total, &found.facets), "a view stands still");
                    let rows = store.rows(&query, Some(newest), Sort::Updated, true, 0, 20).unwrap();
                    assert_eq!(rows.total, found.total);
                    assert!(rows.rows.iter().all(|row| row.seq <= newest));
                }
            });
        }
        for writer in writers {
            writer.join().unwrap();
        }
        done.store(true, Ordering::Relaxed);
    });
    let totals = store.totals().unwrap();
    assert_eq!((totals.alerts, totals.rows), (2 * ROUNDS * 10 + 1, 2 * ROUNDS * 11));
    let shared = store.alert(store.find("shared").unwrap()).unwrap();
    assert_eq!((shared.row.versions, shared.head), (2 * ROUNDS, shared.row.seq), "no version lost");
}

#[test]
fn a_reading_store_sees_each_commit_as_soon_as_it_is_made() {
    let (folder, store) = store();
    let reader = Store::open(folder.path(), &key(), Access::Read).unwrap();
    for round in 1..=5 {
        store.commit(&page(vec![plain("a", round), plain(&format!("b{round}"), 1)])).unwrap();
        let (here, there) = (store.totals().unwrap(), reader.totals().unwrap());
        assert_eq!((here.alerts, here.rows), (there.alerts, there.rows));
        assert_eq!(reader.alert(reader.find("a").unwrap()).unwrap().row.versions, round);
        assert_eq!(
            reader.search(&Query::default(), None, 10).unwrap(),
            store.search(&Query::default(), None, 10).unwrap()
        );
    }
    drop(store);
    assert_eq!(reader.totals().unwrap().alerts, 6, "also when the writer has gone");
    let again = Store::open(folder.path(), &key(), Access::Write).unwrap();
    again.commit(&page(vec![plain("c", 1)])).unwrap();
    assert_eq!(reader.totals().unwrap().alerts, 7, "and when it has come back");
}

#[test]
fn a_reader_that_opens_where_nobody_writes_finds_everything() {
    let (folder, store) = store();
    store.commit(&page(vec![plain("a", 1)])).unwrap();
    drop(store);
    let reader = Store::open(folder.path(), &key(), Access::Read).unwrap();
    assert_eq!(reader.rows(&Query::default(), None, Sort::Title, false, 0, 10).unwrap().rows.len(), 1);
}
