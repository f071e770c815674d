//! What a search looks at, in memory: plain columns by sequence number, texts each once, and who is shown.
//!
//! Filled from the records at opening and after each COMMIT, never before it: an aborted transaction has not been
//! here. Bodies, and texts that only a row shows, stay on disk.

mod columns;
mod hash_index;
mod lexicon;
mod substring;
mod texts;

pub(crate) use columns::{Columns, Lists};
pub(crate) use lexicon::Lexicon;

use crate::table::record::Record;
use crate::table::value::Vocabulary;
use domain::tenant::Tenant;
use hash_index::HashIndex;
use std::hash::{BuildHasher, RandomState};

/// How texts and contents are hashed; tests put in one that always collides.
pub(crate) type Hash = fn(&[u8]) -> u64;

/// The memory of a store.
pub(crate) struct Memory {
    lexicons: Vec<Lexicon>,
    pub columns: Columns,
    /// The newest row of every chain, by the hash of its key.
    keys: HashIndex,
    seed: u64,
    pub hash: Hash,
    /// The tenants with their names, and how often they changed.
    pub tenants: Vec<Tenant>,
    pub tenants_changed: u64,
}

impl Memory {
    /// An empty one.
    pub(crate) fn new(hash: Hash) -> Self {
        Self {
            lexicons: Vocabulary::ALL.iter().map(|_| Lexicon::new(hash)).collect(),
            columns: Columns::default(),
            keys: HashIndex::default(),
            seed: RandomState::new().hash_one(0_u8),
            hash,
            tenants: Vec::new(),
            tenants_changed: 0,
        }
    }

    /// The texts of a vocabulary.
    pub(crate) fn lexicon(&self, vocabulary: Vocabulary) -> &Lexicon {
        &self.lexicons[vocabulary as usize]
    }

    /// Adds a text with the next number.
    pub(crate) fn add_value(&mut self, vocabulary: Vocabulary, text: &str) {
        self.lexicons[vocabulary as usize].add(text);
    }

    /// The newest sequence number; 0 when nothing is here.
    pub(crate) fn newest(&self) -> u32 {
        self.columns.len()
    }

    /// Takes a committed row. False when it is not the next one.
    #[must_use]
    pub(crate) fn push(&mut self, record: &Record) -> bool {
        if record.seq != self.newest() + 1 || record.previous >= record.seq || record.retires > record.seq {
            return false;
        }
        let key = self.key(record.tenant, record.source, record.id.as_str());
        self.columns.push(record, &self.lexicons);
        if record.previous == 0 {
            self.keys.insert(key, record.seq);
            true
        } else {
            self.keys.replace(key, record.previous, record.seq)
        }
    }

    /// The row of that identity that arrived last.
    pub(crate) fn last_of(&self, tenant: u32, source: u32, id: &str) -> Option<u32> {
        let columns = &self.columns;
        self.keys.find(self.key(tenant, source, id), |seq| {
            let row = seq as usize - 1;
            columns.tenant[row] == tenant && columns.source[row] == source && columns.ids.written(seq - 1) == id
        })
    }

    /// All versions of the alert that this row belongs to, the last to arrive first.
    pub(crate) fn versions(&self, seq: u32) -> Vec<u32> {
        let Some(row) = (seq as usize).checked_sub(1).filter(|row| *row < self.newest() as usize) else {
            return Vec::new();
        };
        let columns = &self.columns;
        let last = self.last_of(columns.tenant[row], columns.source[row], columns.ids.written(seq - 1));
        self.back_from(last.unwrap_or(seq)).collect()
    }

    /// A row and those before it in its chain.
    pub(crate) fn back_from(&self, seq: u32) -> impl Iterator<Item = u32> {
        let previous = |seq: u32| self.columns.previous[seq as usize - 1];
        std::iter::successors(Some(seq), move |seq| Some(previous(*seq)).filter(|before| *before != 0))
    }

    fn key(&self, tenant: u32, source: u32, id: &str) -> u64 {
        let mut bytes = Vec::with_capacity(16 + id.len());
        bytes.extend(self.seed.to_le_bytes());
        bytes.extend(tenant.to_le_bytes());
        bytes.extend(source.to_le_bytes());
        bytes.extend(id.as_bytes());
        (self.hash)(&bytes)
    }
}
