//! Lists, one alert, ids: the view that does not move, windows deep in a list, and what is not there.

use super::{at, item, page, plain, store};
use crate::{Seq, Sort, Store};
use domain::Code;
use domain::alert::Entity;
use domain::evidence::Group;
use domain::query::Query;

fn list(store: &Store, up_to: Option<Seq>) -> Vec<(u32, String)> {
    let rows = store.rows(&Query::default(), up_to, Sort::Updated, true, 0, 100).unwrap();
    rows.rows.into_iter().map(|row| (row.seq.0, row.summary.severity)).collect()
}

#[test]
fn a_view_stays_as_it_was_while_alerts_arrive_and_change() {
    let (_folder, store) = store();
    store.commit(&page(vec![plain("a", 1), plain("b", 2), plain("c", 3)])).unwrap();
    let then = list(&store, None);
    let changed = item("a", 9, |summary| summary.severity = "low".to_owned());
    let newest = store.commit(&page(vec![changed, plain("d", 4), plain("b", 0)])).unwrap().newest;
    assert_eq!(list(&store, Some(Seq(3))), then, "new, changed and late ones do not move it");
    let found = store.search(&Query::default(), Some(Seq(3)), 10).unwrap();
    assert_eq!((found.total, found.of, found.newer, found.newest), (3, 3, 2, newest), "two to show: changed, new");
    let high = found.facets[0].values.iter().find(|value| value.value == "high").unwrap().count;
    assert_eq!(high, 3, "facets count the view");
    let now: Vec<_> = list(&store, None).into_iter().map(|(seq, _)| seq).collect();
    assert_eq!(now, [4, 5, 3, 2]);
    assert_eq!(list(&store, Some(Seq(99))).len(), 4, "a view of the future is the present");
    assert_eq!(list(&store, Some(Seq(0))), [], "and before the first there is nothing");
}

#[test]
fn windows_deep_in_a_list_are_parts_of_it() {
    let (_folder, store) = store();
    let items = (0..300).map(|number| plain(&format!("id-{number}"), number % 60)).collect();
    store.commit(&page(items)).unwrap();
    let query = Query::default();
    let whole = store.rows(&query, None, Sort::Updated, true, 0, 1000).unwrap();
    assert_eq!((whole.total, whole.rows.len()), (300, 300));
    for offset in [0, 1, 150, 299, 300, 4000] {
        let window = store.rows(&query, None, Sort::Updated, true, offset, 7).unwrap();
        assert_eq!(window.total, 300);
        assert!(window.rows.iter().eq(whole.rows.iter().skip(offset as usize).take(7)), "from {offset}");
    }
    let ascending = store.rows(&query, None, Sort::Updated, false, 0, 1000).unwrap();
    assert!(ascending.rows.iter().rev().eq(whole.rows.iter()), "ties turn round as well");
}

#[test]
fn an_alert_without_a_time_stands_where_it_arrived_and_stays_there() {
    let (_folder, store) = store();
    let undated = |minute: u32| item("a", minute, |summary| (summary.created, summary.updated) = (None, None));
    let mut first = page(vec![undated(1)]);
    first.at = at("2026-11-20T09:00:00.5Z");
    store.commit(&first).unwrap();
    store.commit(&page(vec![undated(2)])).unwrap();
    let rows = store.rows(&Query::default(), None, Sort::Created, true, 0, 10).unwrap().rows;
    assert_eq!((rows.len(), rows[0].seq), (1, Seq(2)), "of two without a time, the later one is shown");
    assert_eq!((rows[0].created(), rows[0].updated()), (first.at, first.at));
}

#[test]
fn an_alert_comes_back_with_everything_that_was_given() {
    let (_folder, store) = store();
    let given = item("a", 1, |summary| {
        summary.title = "Email messages removed after delivery\u{200b}".to_owned();
        summary.techniques = vec!["T1566.002".to_owned(), "T1059".to_owned(), "T1566.002".to_owned()];
        summary.entity = Some(Entity { group: Group::Mailbox, text: "ann".to_owned() });
        summary.created = Some(at("0001-01-01T00:00:00Z"));
    });
    let summary = given.summary.clone();
    store.commit(&page(vec![given])).unwrap();
    let stored = store.alert(Seq(1)).unwrap();
    assert_eq!(stored.row.summary, summary);
    assert_eq!(stored.raw, "{\"id\":\"a\",\"minute\":1,\"severity\":\"high\"}");
    assert_eq!((stored.seen, stored.request_id.as_deref()), (at("2026-11-20T12:00:00Z"), Some("request-1")));
    assert_eq!((stored.source.as_str(), stored.row.tenant.as_str()), ("defender-xdr-alerts", super::TENANT));
    for seq in [0, 2, u32::MAX] {
        assert_eq!(store.alert(Seq(seq)).unwrap_err().code, Code::AlertUnknown);
    }
}

#[test]
fn an_id_is_found_whole_before_in_part() {
    let (_folder, store) = store();
    store
        .commit(&page(vec![plain("da638_1", 1), plain("da638_12", 1), plain("DA638_1", 1), plain("ca77", 1)]))
        .unwrap();
    store.commit(&page(vec![plain("ca77", 2)])).unwrap();
    assert_eq!(store.find("da638_1").unwrap(), Seq(1), "though another one contains it");
    assert_eq!(store.find("DA638_1").unwrap(), Seq(3));
    assert_eq!(store.find("38_12").unwrap(), Seq(2));
    assert_eq!(
        store.find("CA77").unwrap(),
        Seq(5),
        "the version that is shown, and in any case where only one is meant"
    );
    let problem = store.find("638").unwrap_err();
    assert_eq!(problem.code, Code::AlertAmbiguous);
    assert_eq!(problem.facts.get("Among them"), Some("da638_1, da638_12, DA638_1"));
    for id in ["nowhere", ""] {
        assert_eq!(store.find(id).unwrap_err().code, Code::AlertUnknown);
    }
}
