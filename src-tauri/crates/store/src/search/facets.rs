//! Facets: the values of a field with how many matching alerts have them, and how the query treats them.

use super::Matching;
use super::bits::Bits;
use super::order::natural_place;
use super::terms::{Place, catalog_key, means_tenant, place};
use crate::memory::Lexicon;
use crate::table::value::{Vocabulary, code};
use domain::query::{Field, Match, Test};
use domain::words::Words;
use std::collections::BTreeMap;

/// A field with its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// The field.
    pub field: Field,
    /// All values that severity and status have in the view; of the others the most frequent, and those that the query names.
    pub values: Vec<FacetValue>,
    /// How many further values matching alerts have.
    pub more: u32,
}

/// A value of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// The value as in the summary; of a tenant its domain, of an integration its key in the catalog.
    pub value: String,
    /// The name of a tenant; none for all else.
    pub name: Option<String>,
    /// Matching alerts that have it, as if the query asked for no value of this field.
    pub count: u32,
    /// How the query treats it.
    pub chosen: Choice,
}

/// How a query treats a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Not named.
    Free,
    /// Asked for.
    Included,
    /// Excluded.
    Excluded,
}

const FIELDS: [Field; 9] = [
    Field::Severity,
    Field::Status,
    Field::Service,
    Field::Category,
    Field::Technique,
    Field::User,
    Field::Device,
    Field::Tenant,
    Field::Integration,
];

/// How many values of an open field are shown.
const SHOWN: usize = 5;

impl Matching<'_> {
    pub(super) fn facets(&self, matching: &Bits) -> Vec<Facet> {
        FIELDS.into_iter().filter_map(|field| self.facet(field, matching)).collect()
    }

    fn facet(&self, field: Field, matching: &Bits) -> Option<Facet> {
        let own: Vec<usize> = (0..self.query.terms.len()).filter(|place| self.asks_for(*place, field)).collect();
        let freed = (!own.is_empty()).then(|| self.without(|place| own.contains(&place)));
        let rows = freed.as_ref().unwrap_or(matching);
        match field {
            Field::Severity => Some(self.closed(field, Vocabulary::Severity, Words::of("severity"), rows)),
            Field::Status => Some(self.closed(field, Vocabulary::Status, Words::of("status"), rows)),
            Field::Tenant | Field::Integration => self.of_origin(field, rows),
            _ => Some(self.open(field, rows)),
        }
    }

    /// Whether a term asks for values of the field.
    fn asks_for(&self, place: usize, field: Field) -> bool {
        self.query.terms.get(place).is_some_and(|term| {
            !term.negated
                && match &term.test {
                    Test::Field(of, _) => *of == field,
                    Test::Severity(..) => field == Field::Severity,
                    _ => false,
                }
        })
    }

    /// A small field: every value that an alert of the view has, in its natural order.
    fn closed(&self, field: Field, vocabulary: Vocabulary, words: &Words, rows: &Bits) -> Facet {
        let lexicon = self.memory.lexicon(vocabulary);
        let counts = self.counts(field, rows);
        let there = self.counts(field, &self.view);
        let present = |number: u32| there.get(number as usize).is_some_and(|count| *count > 0);
        let named: Vec<u32> = self.named(field).filter_map(|text| lexicon.value(&text)).collect();
        let mut numbers: Vec<u32> = lexicon
            .values()
            .filter(|number| present(*number) || named.contains(number))
            .filter(|number| !lexicon.text(*number).is_empty())
            .collect();
        numbers.sort_by_key(|number| (natural_place(lexicon, *number, words), lexicon.lower(*number)));
        let mut values: Vec<_> =
            numbers.into_iter().map(|number| self.value(field, lexicon, number, &counts)).collect();
        values.extend(self.named_but_unknown(field, lexicon));
        Facet { field, values, more: 0 }
    }

    /// An open field: its most frequent values, and those that the query names.
    fn open(&self, field: Field, rows: &Bits) -> Facet {
        let vocabulary = match place(self.memory, field) {
            Place::One(vocabulary, _) | Place::Several(vocabulary, _) => vocabulary,
            Place::Entity(field) => Vocabulary::entity(field),
            Place::Id => return Facet { field, values: Vec::new(), more: 0 },
        };
        let lexicon = self.memory.lexicon(vocabulary);
        let counts = self.counts(field, rows);
        let count = |number: u32| counts.get(number as usize).copied().unwrap_or(0);
        let mut present: Vec<u32> =
            (0..lexicon.len()).filter(|number| count(*number) > 0 && !lexicon.text(*number).is_empty()).collect();
        let order = |one: &u32, other: &u32| {
            count(*other).cmp(&count(*one)).then_with(|| lexicon.lower(*one).cmp(lexicon.lower(*other)))
        };
        let found = present.len();
        if found > SHOWN {
            present.select_nth_unstable_by(SHOWN - 1, order);
            present.truncate(SHOWN);
        }
        let named = self.named(field).filter_map(|text| lexicon.value(&text));
        let mut shown = present;
        shown.extend(named);
        shown.sort_unstable();
        shown.dedup();
        shown.sort_by(order);
        let with_count = shown.iter().filter(|number| count(**number) > 0).count();
        let mut values: Vec<_> = shown.into_iter().map(|number| self.value(field, lexicon, number, &counts)).collect();
        values.extend(self.named_but_unknown(field, lexicon));
        Facet { field, values, more: u32::try_from(found - with_count).unwrap_or(u32::MAX) }
    }

    /// Tenants or integrations; none while there is only one.
    fn of_origin(&self, field: Field, rows: &Bits) -> Option<Facet> {
        let columns = &self.memory.columns;
        let (vocabulary, column) = match field {
            Field::Tenant => (Vocabulary::Tenant, &columns.tenant),
            _ => (Vocabulary::Integration, &columns.integration),
        };
        let lexicon = self.memory.lexicon(vocabulary);
        let mut counts = vec![0_u32; lexicon.len() as usize];
        rows.rows().for_each(|row| counts[column[row] as usize] += 1);
        let mut values: BTreeMap<String, FacetValue> = BTreeMap::new();
        for (number, count) in (0..).zip(counts) {
            let id = lexicon.text(number);
            let (value, name) = match field {
                Field::Tenant => self.tenant(id),
                _ => (catalog_key(id).to_owned(), None),
            };
            let chosen = self.choice(
                |matches| match field {
                    Field::Tenant => {
                        means_tenant(matches, id, self.memory.tenants.iter().find(|t| t.id.as_str() == id))
                    }
                    _ => matches.iter().any(|each| each.holds(&id.to_lowercase()) || each.holds(&value.to_lowercase())),
                },
                field,
            );
            let known = values.entry(value.clone()).or_insert(FacetValue { value, name, count: 0, chosen });
            known.count += count;
        }
        if values.len() < 2 {
            return None;
        }
        let mut values: Vec<_> = values.into_values().collect();
        values.sort_by_key(|value| std::cmp::Reverse(value.count));
        Some(Facet { field, values, more: 0 })
    }

    /// How the query language names a tenant: by its domain, where only one tenant is meant by it; and its name.
    fn tenant(&self, id: &str) -> (String, Option<String>) {
        let tenants = &self.memory.tenants;
        let Some(tenant) = tenants.iter().find(|tenant| tenant.id.as_str() == id) else { return (id.to_owned(), None) };
        let by_domain = [Match::Exact(tenant.domain.to_lowercase())];
        let meant = tenants.iter().filter(|each| means_tenant(&by_domain, each.id.as_str(), Some(each))).count();
        let value = if meant == 1 && !tenant.domain.is_empty() { &tenant.domain } else { id };
        (value.to_owned(), Some(tenant.name.clone()))
    }

    fn value(&self, field: Field, lexicon: &Lexicon, number: u32, counts: &[u32]) -> FacetValue {
        let lower = lexicon.lower(number);
        FacetValue {
            value: lexicon.text(number).to_owned(),
            name: None,
            count: counts.get(number as usize).copied().unwrap_or(0),
            chosen: self.choice_of(field, lower),
        }
    }

    fn choice_of(&self, field: Field, lower: &str) -> Choice {
        let by_name = self.choice(|matches| matches.iter().any(|each| each.holds(lower)), field);
        if field != Field::Severity || by_name != Choice::Free {
            return by_name;
        }
        let grade = domain::alert::Grade::of(lower);
        let spans = self.query.terms.iter().find_map(|term| match &term.test {
            Test::Severity(lowest, highest) if (*lowest..=*highest).contains(&grade) => Some(term.negated),
            _ => None,
        });
        spans.map_or(Choice::Free, |negated| if negated { Choice::Excluded } else { Choice::Included })
    }

    fn choice(&self, means: impl Fn(&[Match]) -> bool, field: Field) -> Choice {
        let named = self.query.terms.iter().find_map(|term| match &term.test {
            Test::Field(of, matches) if *of == field && means(matches) => Some(term.negated),
            _ => None,
        });
        named.map_or(Choice::Free, |negated| if negated { Choice::Excluded } else { Choice::Included })
    }

    /// The values of a field that the query names in full.
    fn named(&self, field: Field) -> impl Iterator<Item = String> {
        let matches = self.query.terms.iter().filter_map(move |term| match &term.test {
            Test::Field(of, matches) if *of == field => Some(matches),
            _ => None,
        });
        matches.flatten().filter_map(move |each| match each {
            // No value is shown for alerts that have none, so `category:("")` names nothing.
            Match::Exact(text) if !text.is_empty() => Some(text.clone()),
            // `technique:T1059` means its sub-techniques too, and is named all the same.
            Match::Prefix(text) if field == Field::Technique && !text.is_empty() => Some(text.clone()),
            _ => None,
        })
    }

    /// Values that the query names and no alert has: they stay visible, so that they can be let go.
    fn named_but_unknown(&self, field: Field, lexicon: &Lexicon) -> Vec<FacetValue> {
        let mut texts: Vec<String> = self
            .query
            .terms
            .iter()
            .filter_map(|term| match &term.test {
                Test::Field(of, matches) if *of == field => Some(matches),
                _ => None,
            })
            .flatten()
            .filter_map(|each| match each {
                Match::Exact(text) if !text.is_empty() && lexicon.value(text).is_none() => Some(text.clone()),
                _ => None,
            })
            .collect();
        texts.sort();
        texts.dedup();
        let value =
            |text: String| FacetValue { chosen: self.choice_of(field, &text), value: text, name: None, count: 0 };
        texts.into_iter().map(value).collect()
    }

    /// How many of the rows have each value.
    fn counts(&self, field: Field, rows: &Bits) -> Vec<u32> {
        let columns = &self.memory.columns;
        match place(self.memory, field) {
            Place::One(vocabulary, column) => {
                let mut counts = vec![0_u32; self.memory.lexicon(vocabulary).len() as usize];
                rows.rows().for_each(|row| counts[column[row] as usize] += 1);
                counts
            }
            Place::Several(vocabulary, lists) => {
                let lexicon = self.memory.lexicon(vocabulary);
                let parents = parents(lexicon);
                let mut counts = vec![0_u32; lexicon.len() as usize];
                for row in rows.rows() {
                    let own = lists.of(row);
                    for (place, number) in own.iter().enumerate() {
                        counts[*number as usize] += 1;
                        // An alert with a sub-technique is found by its technique: once, however many it has.
                        let parent = parents[*number as usize];
                        let before = own.iter().take(place).any(|other| parents[*other as usize] == parent);
                        if let Some(parent) = parent
                            && !before
                            && !own.contains(&parent)
                        {
                            counts[parent as usize] += 1;
                        }
                    }
                }
                counts
            }
            Place::Entity(field) => {
                let wanted = code(field);
                let mut counts = vec![0_u32; self.memory.lexicon(Vocabulary::entity(field)).len() as usize];
                for row in rows.rows() {
                    for entity in columns.entities.of(row).iter().take_while(|entity| **entity & 15 <= wanted) {
                        if entity & 15 == wanted {
                            counts[(entity >> 4) as usize] += 1;
                        }
                    }
                }
                counts
            }
            Place::Id => Vec::new(),
        }
    }
}

/// Of every technique: the one that it is a part of, where that stands in the store by itself too.
fn parents(lexicon: &Lexicon) -> Vec<Option<u32>> {
    let parent = |number: u32| lexicon.lower(number).split_once('.').and_then(|(whole, _)| lexicon.value(whole));
    (0..lexicon.len()).map(parent).collect()
}
