//! Numbers for texts while a page is decided: known ones from memory, new ones counted on from there.
//!
//! Memory learns the new ones only after COMMIT; until then they are here and in the open transaction.

use crate::memory::Memory;
use crate::table::record::Record;
use crate::table::value::{Vocabulary, tagged, untagged};
use domain::alert::{AlertSummary, Entity};
use domain::evidence::Group;
use domain::ids::ItemId;
use std::collections::HashMap;

/// The texts of a page.
pub(crate) struct Interner<'a> {
    memory: &'a Memory,
    numbers: HashMap<(Vocabulary, String), u32>,
    /// New texts in the order of their numbers.
    pub fresh: Vec<(Vocabulary, u32, String)>,
    counts: HashMap<Vocabulary, u32>,
}

impl<'a> Interner<'a> {
    pub(crate) fn new(memory: &'a Memory) -> Self {
        Self { memory, numbers: HashMap::new(), fresh: Vec::new(), counts: HashMap::new() }
    }

    /// The number of a text.
    pub(crate) fn number(&mut self, vocabulary: Vocabulary, text: &str) -> u32 {
        if let Some(number) = self.memory.lexicon(vocabulary).number(text) {
            return number;
        }
        let key = (vocabulary, text.to_owned());
        if let Some(number) = self.numbers.get(&key) {
            return *number;
        }
        let count = self.counts.entry(vocabulary).or_insert(0);
        let number = self.memory.lexicon(vocabulary).len() + *count;
        *count += 1;
        self.fresh.push((vocabulary, number, text.to_owned()));
        self.numbers.insert(key, number);
        number
    }

    /// Puts the texts of a summary into a row.
    pub(crate) fn fill(&mut self, record: &mut Record, summary: &AlertSummary) {
        record.id = summary.id.clone();
        record.created = summary.created.map(crate::ticks::ticks);
        record.updated = summary.updated.map(crate::ticks::ticks);
        record.severity = self.number(Vocabulary::Severity, &summary.severity);
        record.status = self.number(Vocabulary::Status, &summary.status);
        record.service = self.number(Vocabulary::Service, &summary.service);
        record.detection = self.number(Vocabulary::Detection, &summary.detection);
        record.category = self.number(Vocabulary::Category, &summary.category);
        record.title = self.number(Vocabulary::Title, &summary.title);
        record.incident = self.number(Vocabulary::Incident, &summary.incident);
        record.techniques =
            summary.techniques.iter().map(|technique| self.number(Vocabulary::Technique, technique)).collect();
        record.entities = summary
            .entities
            .iter()
            .map(|(field, text)| tagged(*field, self.number(Vocabulary::entity(*field), text)))
            .collect();
        record.entity = summary.entity.as_ref().map(|entity| (group_name(entity.group), entity.text.clone()));
    }
}

/// The summary that a row was made from.
pub(crate) fn summary(memory: &Memory, record: &Record) -> AlertSummary {
    let text = |vocabulary: Vocabulary, number: u32| memory.lexicon(vocabulary).text(number).to_owned();
    AlertSummary {
        id: ItemId(record.id.0.clone()),
        title: text(Vocabulary::Title, record.title),
        severity: text(Vocabulary::Severity, record.severity),
        status: text(Vocabulary::Status, record.status),
        service: text(Vocabulary::Service, record.service),
        detection: text(Vocabulary::Detection, record.detection),
        category: text(Vocabulary::Category, record.category),
        incident: text(Vocabulary::Incident, record.incident),
        created: record.created.map(crate::ticks::moment),
        updated: record.updated.map(crate::ticks::moment),
        entity: record.entity.as_ref().map(|(group, text)| Entity { group: group_named(group), text: text.clone() }),
        techniques: record.techniques.iter().map(|number| text(Vocabulary::Technique, *number)).collect(),
        entities: record
            .entities
            .iter()
            .filter_map(|entity| untagged(*entity))
            .map(|(field, number)| (field, text(Vocabulary::entity(field), number)))
            .collect(),
    }
}

fn group_name(group: Group) -> String {
    match serde_json::to_value(group) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// One that a newer program added is shown like anything else.
fn group_named(name: &str) -> Group {
    serde_json::from_value(name.into()).unwrap_or(Group::Other)
}
