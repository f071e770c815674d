//! Walks a list that is filtered by a time, whatever order it comes in, until everything between two moments was on a page.
//!
//! A window is asked for; a page that is not full was all of it. After a full page it goes on from the last time, where
//! the page came in the order that was asked for; else by the page that the answer names; else by halves of the window.
//! So nothing is lost when the order is ignored, and nothing depends on counting rows of a list that changes meanwhile:
//! rows are counted off only within one single moment that more rows share than a page holds. Ends of windows are
//! included, so rows at them come twice; the store knows them by their ids.

use crate::source::Asked;
use domain::{Code, Problem};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How often a moment is counted through anew because rows left it meanwhile.
const MOST_ANEW: u32 = 3;
/// So many rows are not in order by chance.
const TELLING: usize = 10;

/// The position in a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Walk {
    /// The latest time ever seen.
    latest: Option<Timestamp>,
    /// When the poll began that last came to its end, or the one under way.
    started: Option<Timestamp>,
    /// What is still to be listed, the next one last.
    windows: Vec<Window>,
    /// Pages of the poll so far.
    pages: u32,
    /// Links are not followed in this poll.
    linkless: bool,
    /// Listed once more: the position stays where it was.
    again: bool,
}

/// A stretch of time to list, ends included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Window {
    /// Where it begins; none for whatever there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// Where it ends; none for whatever comes.
    pub to: Option<Timestamp>,
    /// Rows to pass over.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub skip: usize,
    /// The page that the last answer named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// Rows are counted off here: the last one of the page before, and how often it was begun anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    counted: Option<(String, u32)>,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // The form that serde asks for.
fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// How a list pages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Paging {
    /// Rows on a full page.
    pub top: usize,
    /// The most rows that can be passed over.
    pub most_skip: usize,
    /// Only whole pages can be passed over.
    pub whole_pages: bool,
    /// The request asks for rising times.
    pub ordered: bool,
    /// The smallest difference between two times.
    pub tick: SignedDuration,
}

/// The smallest difference between two times in most of Microsoft's services.
pub(crate) const TICK: SignedDuration = SignedDuration::from_nanos(100);

/// A row as far as walking needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    /// Its time on the list's axis.
    pub at: Option<Timestamp>,
    /// What tells it from other rows of the same time.
    pub mark: String,
}

/// What a page told about the end of its window.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    /// The page that it names.
    pub next: Option<String>,
    /// Whether there is more, where it says so.
    pub more: Option<bool>,
}

impl Walk {
    /// The walk with which a poll begins. One that was broken off goes on where it was.
    pub(crate) fn begin(self, asked: &Asked) -> Self {
        if let Some((from, to)) = asked.again {
            let broken_off = self.again && !self.windows.is_empty();
            let whole = || vec![Window::new(Some(from), Some(to))];
            let windows = if broken_off { unlinked(self.windows) } else { whole() };
            return Self { windows, again: true, pages: 0, linkless: false, ..self };
        }
        if !self.windows.is_empty() && !self.again {
            return Self { windows: unlinked(self.windows), pages: 0, linkless: false, ..self };
        }
        // What was listed while a poll ran may have been listed before it changed: its beginning is the safe mark.
        let mark = self.latest.map(|latest| self.started.map_or(latest, |started| latest.min(started)));
        let from = mark.and_then(|mark| mark.checked_sub(asked.overlap).ok()).max(asked.from);
        let windows = vec![Window::new(from, None)];
        Self { latest: self.latest, started: Some(asked.now), windows, ..Self::default() }
    }

    /// What to list next.
    pub(crate) fn window(&self) -> Option<&Window> {
        self.windows.last()
    }

    /// Everything before it is listed, as far as that can be told before the end.
    pub(crate) fn listed_to(&self) -> Option<Timestamp> {
        self.windows.iter().map(|window| window.from).min().flatten()
    }

    /// Whether the page that is asked for next is the first of the poll.
    pub(crate) fn first_page(&self) -> bool {
        self.pages == 0
    }

    /// Goes on by times alone, for the rest of the poll, after a link that could not be followed; none without one.
    pub(crate) fn without_link(mut self) -> Option<Self> {
        self.window().filter(|window| window.link.is_some())?;
        self.windows = unlinked(self.windows);
        self.linkless = true;
        Some(self)
    }

    /// Goes on after a page with these rows. Whether the walk has come to its end, and what could not be listed.
    pub(crate) fn advance(&mut self, rows: &[Step], told: Told, paging: &Paging) -> (bool, Option<Box<Problem>>) {
        let Some(window) = self.windows.pop() else { return (true, None) };
        self.pages += 1;
        let newest = rows.iter().filter_map(|row| row.at).max();
        if !self.again {
            self.latest = self.latest.max(newest);
        }
        let next = told.next.filter(|next| !self.linkless && window.link.as_ref() != Some(next));
        let full = rows.len() >= paging.top && !rows.is_empty();
        let mut warning = None;
        if moved_on(&window, rows) {
            self.anew(window);
        } else if let Some(next) = next {
            if paging.ordered && window.link.is_none() && rows.len() >= TELLING && rising(rows) {
                // The link may count rows of a list that changes meanwhile; a time does not.
                self.put(times(rows).max(), window.to);
            } else {
                self.windows.push(Window { link: Some(next), ..window });
            }
        } else if told.more.unwrap_or(full) && !rows.is_empty() {
            warning = self.split(window, rows, paging);
        }
        (self.windows.is_empty(), warning)
    }

    /// Puts what is left of a window after a full page of it that names no further one.
    fn split(&mut self, window: Window, rows: &[Step], paging: &Paging) -> Option<Box<Problem>> {
        let mut sorted: Vec<Timestamp> = times(rows).collect();
        sorted.sort_unstable();
        let ends = sorted.first().copied().zip(sorted.last().copied());
        let Some((first, last)) = ends.filter(|_| window.counted.is_none()) else {
            return self.count_on(window, rows, paging);
        };
        if first == last && sorted.len() < rows.len() {
            return self.count_on(window, rows, paging);
        }
        if first == last {
            self.around(window, first, rows, paging);
        } else if paging.ordered && window.link.is_none() && rising(rows) {
            self.put(Some(last), window.to);
        } else {
            let middle = middle(&sorted);
            self.put(Some(later(middle, paging)), window.to);
            self.put(window.from, Some(middle));
        }
        None
    }

    /// Every row of a full page shares one moment: what lies before, after, and the rest of the moment itself.
    fn around(&mut self, window: Window, moment: Timestamp, rows: &[Step], paging: &Paging) {
        self.put(Some(later(moment, paging)), window.to);
        if let Ok(before) = moment.checked_sub(paging.tick) {
            self.put(window.from, Some(before));
        }
        let alone = Window::new(Some(moment), Some(moment));
        let narrow = window.from == alone.from && window.to == alone.to;
        // The page was the moment's own list only where the window was the moment; else it is begun from its start.
        if narrow {
            drop(self.count_on(alone, rows, paging));
        } else {
            self.windows.push(alone);
        }
    }

    /// Counts on within a window that only passing over rows can take apart.
    fn count_on(&mut self, window: Window, rows: &[Step], paging: &Paging) -> Option<Box<Problem>> {
        let anew = window.counted.as_ref().map_or(0, |(_, anew)| *anew);
        if window.skip >= paging.most_skip {
            return Some(too_many(window.from.or_else(|| times(rows).max())));
        }
        let rest = distinct(rows);
        let step = if paging.whole_pages { paging.top } else { (rest - (rest / 10).max(1).min(rest)).max(1) };
        let skip = (window.skip + step).min(paging.most_skip);
        let mark = rows.last().filter(|_| !paging.whole_pages).map(|row| row.mark.clone()).unwrap_or_default();
        self.windows.push(Window { skip, link: None, counted: Some((mark, anew)), ..window });
        None
    }

    /// Counts through from the start once more, a few times; then what is left is the sweep's.
    fn anew(&mut self, window: Window) {
        let anew = window.counted.as_ref().map_or(0, |(_, anew)| *anew) + 1;
        self.windows.push(Window { skip: 0, link: None, counted: Some((String::new(), anew)), ..window });
    }

    fn put(&mut self, from: Option<Timestamp>, to: Option<Timestamp>) {
        if to.is_none_or(|to| from.is_none_or(|from| from <= to)) {
            self.windows.push(Window::new(from, to));
        }
    }
}

impl Window {
    fn new(from: Option<Timestamp>, to: Option<Timestamp>) -> Self {
        Self { from, to, skip: 0, link: None, counted: None }
    }
}

/// Links do not outlive the program that was given them, and counting off begins anew.
fn unlinked(windows: Vec<Window>) -> Vec<Window> {
    let fresh =
        |window: Window| Window { skip: 0, link: None, counted: window.counted.map(|_| (String::new(), 0)), ..window };
    windows.into_iter().map(fresh).collect()
}

/// Whether rows have left a moment while it was counted through, so that others were passed over: the last row of the
/// page before does not come again.
fn moved_on(window: &Window, rows: &[Step]) -> bool {
    window
        .counted
        .as_ref()
        .is_some_and(|(mark, anew)| *anew < MOST_ANEW && !mark.is_empty() && rows.iter().all(|row| row.mark != *mark))
}

/// How many rows there are, each counted once however often it came.
pub(crate) fn distinct(rows: &[Step]) -> usize {
    rows.iter().map(|row| row.mark.as_str()).collect::<BTreeSet<_>>().len()
}

fn times(rows: &[Step]) -> impl Iterator<Item = Timestamp> {
    rows.iter().filter_map(|row| row.at)
}

/// Whether the times rise, and are not all the same.
fn rising(rows: &[Step]) -> bool {
    let (first, last) = (times(rows).next(), times(rows).last());
    first < last && times(rows).is_sorted()
}

fn later(moment: Timestamp, paging: &Paging) -> Timestamp {
    moment.checked_add(paging.tick).unwrap_or(moment)
}

/// A time of sorted ones, not all of them the same, that leaves some on either side.
fn middle(sorted: &[Timestamp]) -> Timestamp {
    let last = sorted.last().copied().unwrap_or_default();
    let median = sorted.get(sorted.len() / 2).copied().unwrap_or(last);
    if median < last {
        return median;
    }
    sorted.iter().rev().copied().find(|time| *time < last).unwrap_or(last)
}

fn too_many(moment: Option<Timestamp>) -> Box<Problem> {
    let moment = moment.map_or_else(|| "no time at all".to_owned(), |moment| moment.to_string());
    let message = format!("More items share one time than the service can list: {moment}.");
    Problem::new(Code::TiesTooMany, message).fact("Time", moment)
}

#[cfg(test)]
#[path = "walk_tests.rs"]
mod tests;
