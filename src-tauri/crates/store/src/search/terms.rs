//! From one term of a query to the rows for which it holds. Values are decided once, rows by looking them up.

use super::bits::Bits;
use crate::memory::{Lists, Memory};
use crate::table::value::{ENTITIES, Vocabulary, code};
use crate::ticks::ticks;
use domain::alert::Grade;
use domain::evidence::EntityField;
use domain::query::{Field, Match, Term, Test, TimeField};
use domain::tenant::Tenant;

/// Where the values of a field lie.
pub(super) enum Place<'a> {
    /// One value a row.
    One(Vocabulary, &'a [u32]),
    /// Several values a row.
    Several(Vocabulary, &'a Lists),
    /// Values of the evidence.
    Entity(EntityField),
    /// The id itself.
    Id,
}

/// Where the values of a field lie.
pub(super) fn place(memory: &Memory, field: Field) -> Place<'_> {
    let columns = &memory.columns;
    match field {
        Field::Severity => Place::One(Vocabulary::Severity, &columns.severity),
        Field::Status => Place::One(Vocabulary::Status, &columns.status),
        Field::Service => Place::One(Vocabulary::Service, &columns.service),
        Field::Detection => Place::One(Vocabulary::Detection, &columns.detection),
        Field::Category => Place::One(Vocabulary::Category, &columns.category),
        Field::Title => Place::One(Vocabulary::Title, &columns.title),
        Field::Incident => Place::One(Vocabulary::Incident, &columns.incident),
        Field::Tenant => Place::One(Vocabulary::Tenant, &columns.tenant),
        Field::Integration => Place::One(Vocabulary::Integration, &columns.integration),
        Field::Technique => Place::Several(Vocabulary::Technique, &columns.techniques),
        Field::User => Place::Entity(EntityField::User),
        Field::Device => Place::Entity(EntityField::Device),
        Field::Ip => Place::Entity(EntityField::Ip),
        Field::File => Place::Entity(EntityField::File),
        Field::Hash => Place::Entity(EntityField::Hash),
        Field::Url => Place::Entity(EntityField::Url),
        Field::Sender => Place::Entity(EntityField::Sender),
        Field::Subject => Place::Entity(EntityField::Subject),
        Field::Id => Place::Id,
    }
}

/// The rows for which a term holds.
pub(super) fn rows(memory: &Memory, term: &Term) -> Bits {
    let rows = match &term.test {
        Test::Text(text) => with_text(memory, text),
        Test::Field(field, matches) => with_value(memory, *field, matches),
        Test::Severity(lowest, highest) => {
            let grades = grades(memory);
            Bits::of(len(memory), |row| {
                let grade = grades.get(memory.columns.severity[row] as usize).copied().unwrap_or(Grade::Unknown);
                (*lowest..=*highest).contains(&grade)
            })
        }
        Test::Time(field, from, to) => {
            let column = match field {
                TimeField::Created => &memory.columns.created,
                TimeField::Updated => &memory.columns.updated,
            };
            let (from, to) = (from.map_or(i64::MIN, ticks), to.map(ticks));
            Bits::of(len(memory), |row| column[row] >= from && to.is_none_or(|to| column[row] < to))
        }
        Test::Has(field) => with_entity(memory, *field, |_| true),
    };
    if term.negated { rows.turned() } else { rows }
}

/// The grade of every value of severity.
pub(super) fn grades(memory: &Memory) -> Vec<Grade> {
    let severities = memory.lexicon(Vocabulary::Severity);
    (0..severities.len()).map(|number| Grade::of(severities.text(number))).collect()
}

/// Whether one of the matches means the tenant: by its id, its name or its domain.
pub(super) fn means_tenant(matches: &[Match], id: &str, known: Option<&Tenant>) -> bool {
    let texts = [Some(id), known.map(|tenant| tenant.name.as_str()), known.map(|tenant| tenant.domain.as_str())];
    texts.into_iter().flatten().map(str::to_lowercase).any(|text| matches.iter().any(|each| each.holds(&text)))
}

/// The integration's key in the catalog: what stands behind its tenant.
pub(super) fn catalog_key(integration: &str) -> &str {
    integration.rsplit('/').next().unwrap_or(integration)
}

fn len(memory: &Memory) -> usize {
    memory.newest() as usize
}

fn with_value(memory: &Memory, field: Field, matches: &[Match]) -> Bits {
    match place(memory, field) {
        Place::One(vocabulary, column) => {
            let meant = match field {
                Field::Tenant => meant_by(memory, vocabulary, |id| {
                    means_tenant(matches, id, memory.tenants.iter().find(|tenant| tenant.id.as_str() == id))
                }),
                Field::Integration => meant_by(memory, vocabulary, |id| {
                    let (id, key) = (id.to_lowercase(), catalog_key(id).to_lowercase());
                    matches.iter().any(|each| each.holds(&id) || each.holds(&key))
                }),
                _ => memory.lexicon(vocabulary).meant(matches),
            };
            meant.map_or_else(
                || Bits::none(len(memory)),
                |meant| Bits::of(len(memory), |row| meant[column[row] as usize]),
            )
        }
        Place::Several(vocabulary, lists) => match memory.lexicon(vocabulary).meant(matches) {
            Some(meant) => Bits::of(len(memory), |row| lists.of(row).iter().any(|number| meant[*number as usize])),
            None => Bits::none(len(memory)),
        },
        Place::Entity(field) => match memory.lexicon(Vocabulary::entity(field)).meant(matches) {
            Some(meant) => with_entity(memory, field, |number| meant[number as usize]),
            None => Bits::none(len(memory)),
        },
        Place::Id => {
            let ids = &memory.columns.ids;
            let mut found = Bits::none(len(memory));
            for each in matches {
                match each {
                    Match::Part(part) => ids.containing(part, |row| found.set(row as usize)),
                    other => found.add(&Bits::of(len(memory), |row| other.holds(ids.lower(row as u32)))),
                }
            }
            found
        }
    }
}

fn meant_by(memory: &Memory, vocabulary: Vocabulary, holds: impl Fn(&str) -> bool) -> Option<Vec<bool>> {
    let lexicon = memory.lexicon(vocabulary);
    Some((0..lexicon.len()).map(|number| holds(lexicon.text(number))).collect())
}

fn with_entity(memory: &Memory, field: EntityField, holds: impl Fn(u32) -> bool) -> Bits {
    let wanted = code(field);
    Bits::of(len(memory), |row| {
        memory.columns.entities.of(row).iter().any(|entity| entity & 15 == wanted && holds(entity >> 4))
    })
}

/// The rows whose title, id, incident or evidence contains the text.
fn with_text(memory: &Memory, text: &str) -> Bits {
    let columns = &memory.columns;
    let mut found = Bits::none(len(memory));
    for (vocabulary, column) in [(Vocabulary::Title, &columns.title), (Vocabulary::Incident, &columns.incident)] {
        if let Some(meant) = memory.lexicon(vocabulary).containing(text) {
            found.add(&Bits::of(len(memory), |row| meant[column[row] as usize]));
        }
    }
    columns.ids.containing(text, |row| found.set(row as usize));
    let meant = ENTITIES.map(|field| memory.lexicon(Vocabulary::entity(field)).containing(text));
    if meant.iter().any(Option::is_some) {
        found.add(&Bits::of(len(memory), |row| {
            let holds = |entity: &u32| {
                let meant = meant.get((entity & 15) as usize).and_then(Option::as_ref);
                meant.is_some_and(|meant| meant[(entity >> 4) as usize])
            };
            columns.entities.of(row).iter().any(holds)
        }));
    }
    found
}
