//! The columns: one plain array a field, by row, which is the sequence number less one.

use super::lexicon::Lexicon;
use super::texts::Texts;
use crate::table::record::Record;
use crate::table::value::{ENTITIES, Vocabulary, tagged, untagged};

/// One array a field.
#[derive(Default)]
pub(crate) struct Columns {
    /// Creation, or arrival of the first version where Microsoft names no time.
    pub created: Vec<i64>,
    /// The last update; creation where Microsoft names no time.
    pub updated: Vec<i64>,
    pub first_seen: Vec<i64>,
    marks: Vec<u8>,
    pub content_hash: Vec<u64>,
    /// The version that arrived before; 0 for the first.
    pub previous: Vec<u32>,
    /// The row whose arrival put this one out of sight; 0 while it is shown.
    pub retired_by: Vec<u32>,
    pub tenant: Vec<u32>,
    pub integration: Vec<u32>,
    pub source: Vec<u32>,
    pub severity: Vec<u32>,
    pub status: Vec<u32>,
    pub service: Vec<u32>,
    pub detection: Vec<u32>,
    pub category: Vec<u32>,
    pub title: Vec<u32>,
    pub incident: Vec<u32>,
    pub techniques: Lists,
    /// Tagged with their fields, sorted by field.
    pub entities: Lists,
    pub ids: Texts,
}

const CREATED_KNOWN: u8 = 1;
const UPDATED_KNOWN: u8 = 2;
const BACKFILL: u8 = 4;

impl Columns {
    /// How many rows there are.
    pub(crate) fn len(&self) -> u32 {
        u32::try_from(self.created.len()).unwrap_or(u32::MAX)
    }

    /// Microsoft's time of the last update, if it names one.
    pub(crate) fn update_of(&self, seq: u32) -> Option<i64> {
        let row = seq as usize - 1;
        (self.marks[row] & UPDATED_KNOWN != 0).then(|| self.updated[row])
    }

    /// Whether the row tells how long alerts take to arrive: the first version, with a time, not of the backfill.
    pub(crate) fn tells_lag(&self, row: usize) -> bool {
        self.previous[row] == 0 && self.marks[row] & (CREATED_KNOWN | BACKFILL) == CREATED_KNOWN
    }

    pub(super) fn push(&mut self, record: &Record, lexicons: &[Lexicon]) {
        let fold = |vocabulary: Vocabulary, number: u32| lexicons[vocabulary as usize].fold(number);
        let created = record.created.unwrap_or(record.first_seen);
        self.created.push(created);
        self.updated.push(record.updated.unwrap_or(created));
        self.first_seen.push(record.first_seen);
        let mark = |holds: bool, mark: u8| if holds { mark } else { 0 };
        self.marks.push(
            mark(record.created.is_some(), CREATED_KNOWN)
                | mark(record.updated.is_some(), UPDATED_KNOWN)
                | mark(record.backfill, BACKFILL),
        );
        self.content_hash.push(record.content_hash);
        self.previous.push(record.previous);
        self.retired_by.push(0);
        if let Some(row) = (record.retires as usize).checked_sub(1) {
            self.retired_by[row] = record.seq;
        }
        self.tenant.push(record.tenant);
        self.integration.push(record.integration);
        self.source.push(record.source);
        self.severity.push(fold(Vocabulary::Severity, record.severity));
        self.status.push(fold(Vocabulary::Status, record.status));
        self.service.push(fold(Vocabulary::Service, record.service));
        self.detection.push(fold(Vocabulary::Detection, record.detection));
        self.category.push(fold(Vocabulary::Category, record.category));
        self.title.push(fold(Vocabulary::Title, record.title));
        self.incident.push(fold(Vocabulary::Incident, record.incident));
        self.techniques.push(record.techniques.iter().map(|number| fold(Vocabulary::Technique, *number)).collect());
        let entities = record.entities.iter().filter_map(|entity| untagged(*entity));
        self.entities.push_by(
            entities.map(|(field, number)| tagged(field, fold(Vocabulary::entity(field), number))).collect(),
            |entity| (entity & 15, entity >> 4),
        );
        self.ids.push(record.id.as_str());
    }
}

/// Short lists of numbers, one a row, each sorted and without doubles.
pub(crate) struct Lists {
    ends: Vec<u32>,
    numbers: Vec<u32>,
}

impl Default for Lists {
    fn default() -> Self {
        Self { ends: vec![0], numbers: Vec::new() }
    }
}

impl Lists {
    /// The list of a row.
    pub(crate) fn of(&self, row: usize) -> &[u32] {
        let (Some(start), Some(end)) = (self.ends.get(row), self.ends.get(row + 1)) else { return &[] };
        self.numbers.get(*start as usize..*end as usize).unwrap_or_default()
    }

    fn push(&mut self, list: Vec<u32>) {
        self.push_by(list, |number| (0, number));
    }

    fn push_by(&mut self, mut list: Vec<u32>, order: impl Fn(u32) -> (u32, u32)) {
        list.sort_unstable_by_key(|number| order(*number));
        list.dedup();
        self.numbers.extend(list);
        self.ends.push(u32::try_from(self.numbers.len()).unwrap_or(u32::MAX));
    }
}

const _: () = assert!(ENTITIES.len() <= 16, "the tag of a field has four bits");
