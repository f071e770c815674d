//! Walking against small servers of every kind: rising, falling, unordered, with links or without, and changing meanwhile.
#![allow(clippy::unwrap_used)]

use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

#[derive(Debug, Clone, Copy)]
enum Order {
    Rising,
    Falling,
    None,
}

struct Server {
    /// Id and time in ticks.
    rows: Vec<(usize, i64)>,
    order: Order,
    paging: Paging,
    links: bool,
    /// Rows come twice on a page that names no further one and counts all there are.
    twice: bool,
    /// Every so many answers the oldest row still within the window gets a new time, as an update does.
    restless: Option<usize>,
    clock: i64,
}

fn at(ticks: i64) -> Timestamp {
    Timestamp::from_nanosecond(1_790_000_000_000_000_000 + i128::from(ticks) * 100).unwrap()
}

fn paging(top: usize) -> Paging {
    Paging { top, most_skip: 100_000, whole_pages: false, ordered: false, tick: TICK }
}

fn asked(now: i64) -> Asked {
    Asked {
        content: String::new(),
        tenant: String::new(),
        now: at(now),
        from: Some(at(-1_000_000)),
        overlap: SignedDuration::from_nanos(1000),
        again: None,
        own: crate::Own::default(),
    }
}

impl Server {
    fn new(times: &[i64], order: Order, top: usize) -> Self {
        let rows = times.iter().copied().enumerate().collect();
        // Who asks for an order and is not given it sees so on any page of an ordinary size.
        let ordered = matches!(order, Order::Rising) || top >= TELLING;
        let paging = Paging { ordered, ..paging(top) };
        Self { rows, order, paging, links: false, twice: false, restless: None, clock: 1_000_000 }
    }

    fn page(&self, window: &Window) -> (Vec<Step>, Told, Vec<usize>) {
        let mut rows: Vec<(usize, i64)> = self.rows.clone();
        rows.retain(|(_, time)| {
            window.from.is_none_or(|from| at(*time) >= from) && window.to.is_none_or(|to| at(*time) <= to)
        });
        match self.order {
            Order::Rising => rows.sort_by_key(|(_, time)| *time),
            Order::Falling => rows.sort_by_key(|(_, time)| std::cmp::Reverse(*time)),
            // An order that has nothing to do with time and stays the same.
            Order::None => rows.sort_by_key(|(id, _)| id.wrapping_mul(2_654_435_761) % 1009),
        }
        let linked = window.link.as_ref().map(|link| link.parse::<usize>().unwrap());
        let skip = linked.unwrap_or(window.skip);
        let total = rows.len();
        let more = total > skip + self.paging.top;
        let next = (self.links && more).then(|| (skip + self.paging.top).to_string());
        let page: Vec<_> = rows.into_iter().skip(skip).take(self.paging.top).collect();
        let step = |(id, time): &(usize, i64)| Step { at: Some(at(*time)), mark: id.to_string() };
        let mut steps: Vec<Step> = page.iter().map(step).collect();
        if self.twice {
            steps = steps.iter().flat_map(|step| [step.clone(), step.clone()]).chain(steps.first().cloned()).collect();
        }
        let more = self.twice.then(|| total > skip + distinct(&steps)).filter(|_| linked.is_none());
        (steps, Told { next, more }, page.into_iter().map(|(id, _)| id).collect())
    }

    /// Polls to the end: every id that was on a page, the walk, requests.
    fn poll(&mut self, saved: Walk) -> (BTreeSet<usize>, Walk, usize) {
        let mut walk = saved.begin(&asked(self.clock));
        let mut seen = BTreeSet::new();
        for requests in 1..20_000 {
            let (steps, told, ids) = self.page(walk.window().unwrap());
            seen.extend(ids);
            let paging = self.paging;
            let (done, _) = walk.advance(&steps, told, &paging);
            if done {
                return (seen, walk, requests);
            }
            if self.restless.is_some_and(|every| requests % every == 0) && requests < 200 {
                self.clock += 1;
                let (clock, moved) = (self.clock, requests % self.rows.len().max(1));
                if let Some(row) = self.rows.get_mut(moved) {
                    row.1 = clock;
                }
            }
        }
        panic!("the walk did not end");
    }

    fn all(&self) -> BTreeSet<usize> {
        self.rows.iter().map(|(id, _)| *id).collect()
    }
}

#[test]
fn a_page_that_is_not_full_costs_one_request() {
    let mut server = Server::new(&[1, 2, 3], Order::None, 10);
    let (seen, walk, requests) = server.poll(Walk::default());
    assert_eq!((seen.len(), requests), (3, 1));
    assert_eq!(server.poll(walk).2, 1, "and so does the next poll");
}

#[test]
fn more_rows_than_can_be_counted_off_at_one_moment_are_named_and_the_rest_is_listed() {
    let times: Vec<i64> = (0..40).map(|_| 7).chain(8..30).collect();
    let mut server = Server::new(&times, Order::Rising, 10);
    server.paging.most_skip = 15;
    let mut walk = Walk::default().begin(&asked(1_000_000));
    let mut named = Vec::new();
    let mut seen = BTreeSet::new();
    for _ in 0..100 {
        let (steps, told, ids) = server.page(walk.window().unwrap());
        seen.extend(ids);
        let (done, warning) = walk.advance(&steps, told, &server.paging);
        named.extend(warning.map(|problem| problem.code));
        if done {
            break;
        }
    }
    assert_eq!(named, [Code::TiesTooMany], "what cannot be listed is said");
    assert!((40..62).all(|id| seen.contains(&id)), "and what comes after it is listed");
}

#[test]
fn a_walk_that_was_broken_off_goes_on_and_its_links_are_not_trusted() {
    let times: Vec<i64> = (0..100).collect();
    let mut server = Server::new(&times, Order::Falling, 10);
    server.paging.ordered = false;
    server.links = true;
    let mut walk = Walk::default().begin(&asked(1_000_000));
    for _ in 0..3 {
        let (steps, told, _) = server.page(walk.window().unwrap());
        walk.advance(&steps, told, &server.paging);
    }
    let stored: Walk = serde_json::from_str(&serde_json::to_string(&walk).unwrap()).unwrap();
    let again = stored.clone().begin(&asked(1_000_001));
    assert_eq!(again.window().unwrap().link, None);
    let (seen, ..) = server.poll(stored);
    assert_eq!(seen, server.all(), "the links are gone, so the window is listed from its start");
}

#[test]
fn listing_something_again_leaves_the_position_where_it_was() {
    let mut server = Server::new(&[1, 2, 500], Order::Rising, 10);
    let (_, walk, _) = server.poll(Walk::default());
    let mut again = walk.clone().begin(&Asked { again: Some((at(0), at(5))), ..asked(2_000_000) });
    assert_eq!(again.window(), Some(&Window::new(Some(at(0)), Some(at(5)))));
    let (steps, told, ids) = server.page(again.window().unwrap());
    assert_eq!(ids.len(), 2);
    assert!(again.advance(&steps, told, &server.paging).0);
    assert_eq!(again.clone().begin(&asked(3)).window(), walk.begin(&asked(3)).window());
}

fn times() -> impl Strategy<Value = Vec<i64>> {
    // Narrow ranges make ties, wide ones make none.
    prop_oneof![prop::collection::vec(0_i64..6, 0..120), prop::collection::vec(0_i64..5000, 0..300)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn every_row_is_listed_whatever_the_order_the_ties_and_the_size_of_pages(
        times in times(),
        order in prop::sample::select(vec![Order::Rising, Order::Falling, Order::None]),
        top in prop::sample::select(vec![2_usize, 3, 10, 50]),
        links in any::<bool>(),
        whole_pages in any::<bool>(),
        twice in any::<bool>(),
    ) {
        let mut server = Server::new(&times, order, top);
        (server.links, server.twice) = (links, twice);
        server.paging.whole_pages = whole_pages;
        let (seen, walk, _) = server.poll(Walk::default());
        prop_assert_eq!(seen, server.all());
        let fresh = server.rows.len();
        server.rows.push((fresh, 1_000_001));
        server.clock = 1_000_002;
        let (seen, _, _) = server.poll(walk);
        prop_assert!(seen.contains(&fresh), "what is new is found by the next poll");
    }

    #[test]
    fn a_row_that_is_updated_while_pages_are_read_is_never_lost(
        times in prop::collection::vec(0_i64..40, 1..150),
        order in prop::sample::select(vec![Order::Rising, Order::Falling, Order::None]),
        top in prop::sample::select(vec![3_usize, 10]),
        every in 1_usize..4,
    ) {
        let mut server = Server::new(&times, order, top);
        server.restless = Some(every);
        let (mut seen, walk, _) = server.poll(Walk::default());
        server.restless = None;
        seen.extend(server.poll(walk).0);
        prop_assert_eq!(seen, server.all(), "what moved on meanwhile is in the next poll at the latest");
    }
}
