//! Searching: every term becomes a set of rows, sets are joined, and columns are counted over what is left.
//!
//! Facets follow the rule that people know from shops: the values of a facet are counted as if the query asked for
//! none of them, so that the others stay visible. A view up to a sequence number is the list as it was then.

mod bits;
mod facets;
mod histogram;
mod order;
mod terms;

pub use facets::{Choice, Facet, FacetValue};
pub use histogram::Histogram;
pub use order::Sort;

pub(crate) use order::SortedList;

use crate::access::{Seq, Store};
use crate::memory::Memory;
use crate::reading::Rows;
use bits::Bits;
use domain::Outcome;
use domain::query::Query;

/// What a search found, without its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Matching alerts.
    pub total: u32,
    /// Alerts in the view.
    pub of: u32,
    /// Matching alerts that arrived, or changed, after the view.
    pub newer: u32,
    /// The newest row of the store.
    pub newest: Seq,
    /// Facets in the order to show them.
    pub facets: Vec<Facet>,
    /// Bars over the time of creation.
    pub histogram: Histogram,
    /// When nothing matches: the term whose removal brings most.
    pub suggestion: Option<Suggestion>,
}

/// The term to drop when nothing matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suggestion {
    /// Its place among the terms of the query.
    pub term: usize,
    /// How many alerts match without it.
    pub total: u32,
}

impl Store {
    /// What matches a query: counts, facets and a histogram of at most `bars` bars. With `up_to`, of the list as it
    /// was when that row was the newest.
    ///
    /// # Errors
    /// `store.unreadable`.
    pub fn search(&self, query: &Query, up_to: Option<Seq>, bars: u32) -> Outcome<Found> {
        drop(self.reader()?);
        let memory = self.memory();
        Ok(Matching::new(&memory, query, up_to).found(bars))
    }

    /// A span of the matching rows, sorted; ties by arrival. With `up_to` as in `search`.
    ///
    /// # Errors
    /// `store.unreadable`.
    pub fn rows(
        &self,
        query: &Query,
        up_to: Option<Seq>,
        sort: Sort,
        descending: bool,
        offset: u32,
        limit: u32,
    ) -> Outcome<Rows> {
        drop(self.reader()?);
        let list = self.sorted_list(query, up_to, sort, descending);
        let from = (offset as usize).min(list.len());
        let to = from.saturating_add(limit as usize).min(list.len());
        let rows = self.rows_of(list.get(from..to).unwrap_or_default())?;
        Ok(Rows { total: u32::try_from(list.len()).unwrap_or(u32::MAX), rows })
    }
}

/// A query over a view, its terms evaluated.
struct Matching<'a> {
    memory: &'a Memory,
    query: &'a Query,
    /// The newest row of the view.
    up_to: u32,
    view: Bits,
    terms: Vec<Bits>,
}

impl<'a> Matching<'a> {
    fn new(memory: &'a Memory, query: &'a Query, up_to: Option<Seq>) -> Self {
        let newest = memory.newest();
        let up_to = up_to.map_or(newest, |seq| seq.0.min(newest));
        let terms = query.terms.iter().map(|term| terms::rows(memory, term)).collect();
        Self { memory, query, up_to, view: view(memory, up_to), terms }
    }

    /// The rows of the view for which all terms hold, but for those left out.
    fn without(&self, left_out: impl Fn(usize) -> bool) -> Bits {
        let mut rows = self.view.clone();
        for (_, term) in self.terms.iter().enumerate().filter(|(place, _)| !left_out(*place)) {
            rows.keep(term);
        }
        rows
    }

    fn all(&self) -> Bits {
        self.without(|_| false)
    }

    fn found(&self, bars: u32) -> Found {
        let matching = self.all();
        let total = matching.count();
        Found {
            total,
            of: self.view.count(),
            newer: self.newer(),
            newest: Seq(self.memory.newest()),
            facets: self.facets(&matching),
            histogram: histogram::over(self.memory, self.query, &matching, bars),
            suggestion: if total == 0 { self.suggestion() } else { None },
        }
    }

    fn newer(&self) -> u32 {
        let newest = self.memory.newest();
        if self.up_to == newest {
            return 0;
        }
        let retired_by = &self.memory.columns.retired_by;
        let from = self.up_to as usize;
        let shown = (from..newest as usize).filter(|row| retired_by[*row] == 0);
        u32::try_from(shown.filter(|row| self.terms.iter().all(|term| term.has(*row))).count()).unwrap_or(u32::MAX)
    }

    fn suggestion(&self) -> Option<Suggestion> {
        (0..self.terms.len())
            .map(|term| Suggestion { term, total: self.without(|place| place == term).count() })
            .filter(|each| each.total > 0)
            .reduce(|best, each| if each.total > best.total { each } else { best })
    }
}

/// The rows that were shown when that row was the newest.
fn view(memory: &Memory, up_to: u32) -> Bits {
    let retired_by = &memory.columns.retired_by;
    Bits::of(memory.newest() as usize, |row| {
        let by = retired_by[row];
        row < up_to as usize && (by == 0 || by > up_to)
    })
}
