//! Listing against a small server: ordered by update, with a page limit of its own.
#![allow(clippy::unwrap_used)]

use super::*;
use domain::Code;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Plays Graph's list: filter, order, `$top` clamped to `cap`, `$skip` up to 500, next links when asked to.
struct Server {
    rows: Vec<Value>,
    cap: usize,
    links: bool,
}

fn asked() -> Asked {
    Asked {
        content: String::new(),
        tenant: String::new(),
        now: Timestamp::from_second(1_790_100_000).unwrap(),
        from: None,
        overlap: SignedDuration::from_mins(10),
        again: None,
        own: crate::Own::default(),
    }
}

impl Server {
    fn answer(&self, call: &Call) -> Answer {
        let linked = call.link.as_ref().map(|link| link.rsplit('=').next().unwrap().parse::<usize>().unwrap());
        let option = |name: &str| call.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
        let mut rows: Vec<&Value> = self.rows.iter().collect();
        rows.sort_by_key(|row| updated(row));
        for condition in option("$filter").unwrap_or_default().split(" and ").filter(|text| !text.is_empty()) {
            let (word, at) = condition.strip_prefix("lastUpdateDateTime ").unwrap().split_once(' ').unwrap();
            let at: Timestamp = at.parse().unwrap();
            rows.retain(|row| updated(row).is_some_and(|time| if word == "ge" { time >= at } else { time <= at }));
        }
        let skip = linked.unwrap_or_else(|| option("$skip").map_or(0, |skip| skip.parse().unwrap()));
        assert!(linked.is_some() || skip <= 500, "Graph answers 400 above 500");
        let top = option("$top").map_or(self.cap, |top| top.parse::<usize>().unwrap()).min(self.cap);
        let (total, more) = (rows.len(), rows.len() > skip + top);
        let value: Vec<_> = rows.into_iter().skip(skip).take(top).collect();
        let mut body = json!({ "@odata.count": total, "value": value });
        if self.links && more {
            body["@odata.nextLink"] = json!(format!("https://graph.microsoft.com/next?at={}", skip + top));
        }
        answer(&body.to_string())
    }

    /// Polls to the end; returns every id that was listed, the state, and how many requests it took.
    fn poll(&self, saved: Option<&str>) -> (Vec<String>, String, usize) {
        let mut state = begin(saved, &asked()).unwrap();
        let mut ids = Vec::new();
        for requests in 1..2000 {
            let page = page(&state, &self.answer(&request(&state).unwrap())).unwrap();
            ids.extend(
                page.items
                    .iter()
                    .map(|item| serde_json::from_str::<Value>(&item.json).unwrap()["id"].as_str().unwrap().to_owned()),
            );
            state = page.state;
            if page.done {
                return (ids, state, requests);
            }
        }
        panic!("the poll did not end");
    }
}

fn updated(row: &Value) -> Option<Timestamp> {
    read::moment(row["lastUpdateDateTime"].as_str())
}

fn answer(body: &str) -> Answer {
    Answer { status: 200, body: body.as_bytes().to_vec(), ..Answer::default() }
}

fn row(id: usize, second: i64) -> Value {
    json!({"id": format!("a{id}"), "lastUpdateDateTime": Timestamp::from_second(1_790_000_000 + second).unwrap().to_string()})
}

fn all(server: &Server) -> BTreeSet<String> {
    server.rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_quiet_tenant_costs_one_request() {
    let server = Server { rows: vec![row(1, 0), row(2, 50), row(3, 90)], cap: 1000, links: false };
    let (ids, state, requests) = server.poll(None);
    assert_eq!((ids.len(), requests), (3, 1));
    let (ids, _, again) = server.poll(Some(&state));
    assert_eq!((ids.len(), again), (3, 1), "the last ten minutes once more");
    let empty = Server { rows: Vec::new(), cap: 1000, links: false };
    assert_eq!(empty.poll(None).2, 1);
}

#[test]
fn rows_that_share_one_time_are_paged_through() {
    for ties in [250, 251, 700, 1400] {
        let rows = (0..ties).map(|id| row(id, 7)).chain([row(9999, 8)]).collect();
        let server = Server { rows, cap: 1000, links: false };
        let (ids, _, _) = server.poll(None);
        assert_eq!(ids.into_iter().collect::<BTreeSet<_>>(), all(&server), "{ties} ties");
    }
}

#[test]
fn more_ties_than_graph_can_list_are_named_and_the_rest_goes_on() {
    let rows = (0..2000).map(|id| row(id, 7)).chain([row(9999, 8)]).collect();
    let server = Server { rows, cap: 1000, links: false };
    let mut state = begin(None, &asked()).unwrap();
    let (mut warned, mut ids) = (false, String::new());
    for _ in 0..50 {
        let page = page(&state, &server.answer(&request(&state).unwrap())).unwrap();
        warned |= page.warning.is_some_and(|problem| problem.code == Code::TiesTooMany);
        ids.extend(page.items.into_iter().map(|item| item.json));
        state = page.state;
        if page.done {
            break;
        }
    }
    assert!(warned, "what cannot be listed is said");
    assert!(ids.contains("\"a9999\""), "and what comes after it is listed");
}

#[test]
fn a_late_arrival_within_the_overlap_is_found() {
    let mut server = Server { rows: vec![row(1, 0), row(2, 5000)], cap: 1000, links: false };
    let (_, state, _) = server.poll(None);
    server.rows.push(row(3, 4700));
    assert!(server.poll(Some(&state)).0.contains(&"a3".to_owned()));
}

#[test]
fn an_answer_that_is_no_list_is_a_problem_and_not_an_end() {
    let state = begin(None, &asked()).unwrap();
    let code = |body: &str| page(&state, &answer(body)).map(|page| page.done).map_err(|problem| problem.code);
    assert_eq!(code("<html>"), Err(Code::AnswerUnreadable));
    assert_eq!(code("\0\0"), Err(Code::AnswerUnreadable));
    assert_eq!(code(r#"{"error":{"code":"x"}}"#), Err(Code::PageNotUnderstood));
    assert_eq!(code(r#"{"value":[]}"#), Ok(true));
    assert_eq!(code("[]"), Ok(true));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn every_row_is_listed_whatever_the_pages_and_ties(
        seconds in prop::collection::vec(0_i64..40, 0..200),
        cap in prop::sample::select(vec![7_usize, 20, 50, 250]),
        links in any::<bool>(),
    ) {
        let rows = seconds.iter().enumerate().map(|(id, second)| row(id, *second)).collect();
        let server = Server { rows, cap, links };
        let (ids, state, _) = server.poll(None);
        prop_assert_eq!(ids.into_iter().collect::<BTreeSet<_>>(), all(&server));
        let (_, _, again) = server.poll(Some(&state));
        prop_assert!(again < 200, "a second poll ends");
    }
}
