//! The matching rows in an order. The last list is kept, so that scrolling reads windows of it.

use super::Matching;
use super::terms::grades;
use crate::access::{Seq, Store};
use crate::memory::{Lexicon, Memory};
use crate::table::value::Vocabulary;
use domain::query::Query;
use domain::words::Words;
use std::sync::Arc;

/// The orders of a list; ties are broken by arrival.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Time of creation.
    Created,
    /// Time of the last update.
    Updated,
    /// Severity: Unknown is lowest.
    Severity,
    /// Status, in the order in which work goes on.
    Status,
    /// Title, as text.
    Title,
}

/// A sorted list with all that it depends on.
pub(crate) struct SortedList {
    query: Query,
    up_to: u32,
    tenants_changed: u64,
    sort: Sort,
    descending: bool,
    seqs: Arc<Vec<u32>>,
}

impl Store {
    pub(super) fn sorted_list(&self, query: &Query, up_to: Option<Seq>, sort: Sort, descending: bool) -> Arc<Vec<u32>> {
        let memory = self.memory();
        let up_to = up_to.map_or(memory.newest(), |seq| seq.0.min(memory.newest()));
        let tenants_changed = memory.tenants_changed;
        let mut kept = self.sorted();
        if let Some(list) = kept.as_ref()
            && (list.up_to, list.tenants_changed, list.sort, list.descending)
                == (up_to, tenants_changed, sort, descending)
            && list.query == *query
        {
            return Arc::clone(&list.seqs);
        }
        let seqs = Arc::new(sorted(&Matching::new(&memory, query, Some(Seq(up_to))), sort, descending));
        let seqs_kept = Arc::clone(&seqs);
        *kept = Some(SortedList { query: query.clone(), up_to, tenants_changed, sort, descending, seqs: seqs_kept });
        seqs
    }
}

fn sorted(matching: &Matching<'_>, sort: Sort, descending: bool) -> Vec<u32> {
    let memory = matching.memory;
    let columns = &memory.columns;
    let by_rank = |ranks: Vec<i64>, column: &[u32]| {
        list(matching, descending, |row| ranks.get(column[row] as usize).copied().unwrap_or(0))
    };
    match sort {
        Sort::Created => list(matching, descending, |row| columns.created[row]),
        Sort::Updated => list(matching, descending, |row| columns.updated[row]),
        Sort::Severity => by_rank(grades(memory).into_iter().map(|grade| grade as i64).collect(), &columns.severity),
        Sort::Status => by_rank(ranks(memory, Vocabulary::Status, Words::of("status")), &columns.status),
        Sort::Title => by_rank(ranks(memory, Vocabulary::Title, Words::of("")), &columns.title),
    }
}

fn list(matching: &Matching<'_>, descending: bool, key: impl Fn(usize) -> i64) -> Vec<u32> {
    let mut keyed: Vec<(i64, u32)> = matching.all().rows().map(|row| (key(row), row as u32 + 1)).collect();
    // Rows arrive nearly in the order of their times, which this sort turns into speed.
    keyed.sort();
    let seqs = keyed.into_iter().map(|(_, seq)| seq);
    if descending { seqs.rev().collect() } else { seqs.collect() }
}

/// The place of every text: words of the table first, in its order, then the others as text.
fn ranks(memory: &Memory, vocabulary: Vocabulary, words: &Words) -> Vec<i64> {
    let lexicon = memory.lexicon(vocabulary);
    let mut numbers: Vec<u32> = (0..lexicon.len()).collect();
    numbers.sort_by(|one, other| {
        let key = |number: u32| (natural_place(lexicon, number, words), lexicon.lower(number));
        key(*one).cmp(&key(*other))
    });
    let mut ranks = vec![0; numbers.len()];
    for (rank, number) in (0..).zip(numbers) {
        ranks[number as usize] = rank;
    }
    ranks
}

/// The place of a text in the table of words; behind all of them when it is none.
pub(super) fn natural_place(lexicon: &Lexicon, number: u32, words: &Words) -> usize {
    let text = lexicon.text(number);
    words.all().iter().position(|word| word.wire.eq_ignore_ascii_case(text)).unwrap_or(usize::MAX)
}
