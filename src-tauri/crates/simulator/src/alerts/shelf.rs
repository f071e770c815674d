//! All alerts, with the two orders in which they can be asked for kept ready.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Content, Edits, Filter, Incident, Incidents, Row};
use crate::clock::Ticks;

/// Of so many generated incidents, one was merged into another.
const MERGED: usize = 15;

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Order {
    /// By last change rather than by creation.
    pub(crate) by_update: bool,
    pub(crate) descending: bool,
}

/// Which part of a filtered, ordered list is wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Window {
    pub(crate) skip: usize,
    pub(crate) top: usize,
}

/// What a window shows.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) rows: Vec<Row>,
    /// How many rows pass the filter in all; counted only when asked for or when cheap.
    pub(crate) total: usize,
}

/// The alerts of a tenant.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    rows: Vec<Row>,
    by_id: HashMap<Arc<str>, usize>,
    by_created: Vec<u32>,
    by_updated: Vec<u32>,
    incidents: Incidents,
}

impl Shelf {
    /// A generated history, in which some incidents were merged into their neighbours.
    pub(crate) fn with_merges(rows: Vec<Row>) -> Self {
        let mut shelf = Self::new(rows);
        let ids = shelf.incidents.ids();
        for pair in ids.chunks(MERGED).filter_map(|some| some.first().zip(some.get(1))) {
            let at = shelf.incidents.find(*pair.0, &shelf.rows).map_or(Ticks(0), |incident| incident.updated);
            shelf.incidents.merge(*pair.0, *pair.1, at, &shelf.rows);
        }
        shelf.arrange();
        shelf
    }

    pub(crate) fn new(rows: Vec<Row>) -> Self {
        let mut shelf = Self { rows, ..Self::default() };
        shelf.arrange();
        shelf
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Where the generated alerts are, the newest first.
    pub(crate) fn newest_generated(&self) -> impl Iterator<Item = usize> {
        let newest = self.by_created.iter().rev().map(|index| *index as usize);
        newest.filter(|index| matches!(self.rows[*index].content, Content::Generated(_)))
    }

    /// The row with this id; the last one when several share it.
    pub(crate) fn by_id(&self, id: &str) -> Option<&Row> {
        self.by_id.get(id).and_then(|index| self.rows.get(*index))
    }

    /// Where the row with this id is.
    pub(crate) fn index_of(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// A page of the rows that pass a filter.
    pub(crate) fn find(&self, filter: &Filter, order: Order, window: Window) -> Found {
        let sorted = if order.by_update { &self.by_updated } else { &self.by_created };
        let passing = |index: &u32| {
            let row = self.rows.get(*index as usize)?;
            filter.passes(row).then_some(row)
        };
        let mut total = 0;
        let mut rows = Vec::new();
        let mut visit = |row: &Row| {
            if total >= window.skip && rows.len() < window.top {
                rows.push(row.clone());
            }
            total += 1;
        };
        if order.descending {
            sorted.iter().rev().filter_map(passing).for_each(&mut visit);
        } else {
            sorted.iter().filter_map(passing).for_each(&mut visit);
        }
        Found { rows, total }
    }

    /// A page of the incidents that pass a filter, and how many pass in all.
    pub(crate) fn find_incidents(&self, filter: &Filter, order: Order, window: Window) -> (Vec<Incident>, usize) {
        let ids = self.incidents.ids();
        let found = ids.into_iter().filter_map(|id| self.incidents.find(id, &self.rows));
        let mut found: Vec<Incident> = found.filter(|incident| filter.passes(incident)).collect();
        found.sort_by_key(|it| (if order.by_update { it.updated } else { it.created }, it.id));
        if order.descending {
            found.reverse();
        }
        let total = found.len();
        (found.into_iter().skip(window.skip).take(window.top).collect(), total)
    }

    /// One incident.
    pub(crate) fn incident(&self, id: u64) -> Option<Incident> {
        self.incidents.find(id, &self.rows)
    }

    /// The row at a place.
    pub(crate) fn row(&self, index: usize) -> Option<&Row> {
        self.rows.get(index)
    }

    /// Every row, in the order of creation.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Row> {
        self.by_created.iter().filter_map(|index| self.rows.get(*index as usize))
    }

    /// Where the rows are that pass, the newest first.
    pub(crate) fn newest(&self, passes: impl Fn(&Row) -> bool) -> Vec<usize> {
        let newest = self.by_created.iter().rev().map(|index| *index as usize);
        newest.filter(|index| self.rows.get(*index).is_some_and(&passes)).collect()
    }

    /// Changes an incident. Resolving one resolves its alerts with it.
    pub(crate) fn edit_incident(&mut self, id: u64, edits: Edits, at: Ticks) {
        let resolved = edits.status == Some("resolved");
        let alerts: Vec<usize> = match self.incident(id) {
            Some(incident) if resolved => incident.alerts.iter().map(|index| *index as usize).collect(),
            _ => Vec::new(),
        };
        self.incidents.edit(id, edits, at);
        let resolution = Edits { status: Some("resolved"), decided: Some(at), ..Edits::default() };
        self.change(&alerts, |row| row.edit(resolution.clone(), at));
    }

    /// Merges one incident into another, whose alerts it leaves there; false when that cannot be.
    pub(crate) fn merge(&mut self, from: u64, into: u64, at: Ticks) -> bool {
        let moving = self.incident(from).map(|incident| incident.alerts).unwrap_or_default();
        let merged = self.incidents.merge(from, into, at, &self.rows);
        if merged {
            let moving: Vec<usize> = moving.into_iter().map(|index| index as usize).collect();
            self.change(&moving, |row| row.updated = at.max(Ticks(row.updated.0 + 1)));
        }
        merged
    }

    /// Merges the two newest incidents that can be; gives their numbers.
    pub(crate) fn merge_newest(&mut self, at: Ticks) -> Option<(u64, u64)> {
        let order = Order { by_update: false, descending: true };
        let (found, _) = self.find_incidents(&Filter::All, order, Window { skip: 0, top: usize::MAX });
        let mut live = found.into_iter().filter(|incident| incident.redirect.is_none()).map(|incident| incident.id);
        let (into, from) = (live.next()?, live.next()?);
        self.merge(from, into, at).then_some((from, into))
    }

    /// Changes rows by index, then puts everything back in order.
    pub(crate) fn change(&mut self, indexes: &[usize], mut change: impl FnMut(&mut Row)) {
        for index in indexes {
            if let Some(row) = self.rows.get_mut(*index) {
                change(row);
            }
        }
        self.arrange();
    }

    /// Throws out the rows that do not pass.
    pub(crate) fn keep(&mut self, passes: impl FnMut(&Row) -> bool) {
        self.rows.retain(passes);
        self.arrange();
    }

    /// Adds rows.
    pub(crate) fn add(&mut self, rows: Vec<Row>) {
        self.rows.extend(rows);
        self.arrange();
    }

    fn arrange(&mut self) {
        let count = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        let ids = self.rows.iter().enumerate().filter_map(|(index, row)| Some((row.id.clone()?, index)));
        self.by_id = ids.collect();
        self.by_created = (0..count).collect();
        self.by_updated = (0..count).collect();
        self.by_created.sort_by_key(|index| (self.rows[*index as usize].created, *index));
        self.by_updated.sort_by_key(|index| (self.rows[*index as usize].updated, *index));
        self.incidents.arrange(&mut self.rows);
    }
}
