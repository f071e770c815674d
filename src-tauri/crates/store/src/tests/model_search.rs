//! Search, facets, histogram and lists against the naive store, in the writer, after reopening, and from a reader.

use super::model::{Model, ModelRow, USERS, filled, hashes, moments, pages};
use super::{TENANT, key};
use crate::{Access, Choice, Facet, Found, Seq, Sort, Store};
use domain::alert::Grade;
use domain::evidence::EntityField;
use domain::query::{Field, Match, Query, Term, Test, TimeField};
use domain::words::Words;
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::{BTreeMap, BTreeSet};

const FACETS: [Field; 9] = [
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

fn values(row: &ModelRow, field: Field) -> Vec<String> {
    let of = |wanted: EntityField| {
        row.summary.entities.iter().filter(|(field, _)| *field == wanted).map(|(_, text)| text.clone()).collect()
    };
    let summary = &row.summary;
    let values: Vec<String> = match field {
        Field::Severity => vec![summary.severity.clone()],
        Field::Status => vec![summary.status.clone()],
        Field::Service => vec![summary.service.clone()],
        Field::Detection => vec![summary.detection.clone()],
        Field::Category => vec![summary.category.clone()],
        Field::Title => vec![summary.title.clone()],
        Field::Id => vec![summary.id.0.clone()],
        Field::Incident => vec![summary.incident.clone()],
        Field::Technique => summary.techniques.clone(),
        Field::User => of(EntityField::User),
        Field::Device => of(EntityField::Device),
        Field::Ip => of(EntityField::Ip),
        Field::File => of(EntityField::File),
        Field::Hash | Field::Url | Field::Sender | Field::Subject => Vec::new(),
        Field::Tenant => vec![row.identity.0.clone()],
        Field::Integration => vec![row.integration.clone(), row.integration.rsplit('/').next().unwrap().to_owned()],
    };
    values.into_iter().map(|text| text.to_lowercase()).collect()
}

fn holds(row: &ModelRow, term: &Term) -> bool {
    let summary = &row.summary;
    let grade = Grade::of(&summary.severity);
    let held = match &term.test {
        Test::Text(text) => {
            let entities = summary.entities.iter().map(|(_, text)| text);
            [&summary.title, &summary.id.0, &summary.incident]
                .into_iter()
                .chain(entities)
                .any(|each| each.to_lowercase().contains(text))
        }
        Test::Field(field, matches) => {
            values(row, *field).iter().any(|value| matches.iter().any(|each| each.holds(value)))
        }
        Test::Severity(lowest, highest) => *lowest <= grade && grade <= *highest,
        Test::Time(field, from, to) => {
            let time = if *field == TimeField::Created { row.created() } else { row.updated() };
            from.is_none_or(|from| time >= from) && to.is_none_or(|to| time < to)
        }
        Test::Has(field) => summary.entities.iter().any(|(of, _)| of == field),
    };
    held != term.negated
}

fn matching<'a>(rows: &[&'a ModelRow], query: &Query) -> Vec<&'a ModelRow> {
    rows.iter().copied().filter(|row| query.terms.iter().all(|term| holds(row, term))).collect()
}

fn term() -> impl Strategy<Value = Term> {
    let words = select(vec![
        "high",
        "medium",
        "purple",
        "unknown-value",
        "new",
        "resolved",
        "s1",
        "s7",
        "malware",
        "t1059",
        "t1059.001",
        "t1003",
        "desktop-7",
        "10.0.0.1",
        "lsass.exe",
        "924",
        "da1",
        "é",
        "lsass",
        "access to",
        "defender-xdr",
        "t2",
        TENANT,
        "a",
        "",
    ]);
    let word = prop_oneof![words.prop_map(str::to_lowercase), select(USERS.to_vec()).prop_map(str::to_lowercase)];
    let field = select(vec![
        Field::Severity,
        Field::Status,
        Field::Service,
        Field::Detection,
        Field::Category,
        Field::Technique,
        Field::User,
        Field::User,
        Field::Device,
        Field::Ip,
        Field::File,
        Field::Hash,
        Field::Tenant,
        Field::Integration,
        Field::Title,
        Field::Id,
        Field::Incident,
    ]);
    let matches = prop::collection::vec((word.clone(), 0..3), 1..3).prop_map(|list| {
        list.into_iter()
            .map(|(text, kind)| match kind {
                0 => Match::Exact(text),
                1 => Match::Prefix(text),
                _ => Match::Part(text),
            })
            .collect::<Vec<_>>()
    });
    let grade = select(vec![Grade::Unknown, Grade::Informational, Grade::Low, Grade::Medium, Grade::High]);
    let test = prop_oneof![
        3 => word.prop_map(Test::Text),
        6 => (field, matches).prop_map(|(field, matches)| Test::Field(field, matches)),
        1 => (grade.clone(), grade).prop_map(|(lowest, highest)| Test::Severity(lowest, highest)),
        2 => (select(vec![TimeField::Created, TimeField::Updated]), moments(), moments())
            .prop_map(|(field, from, to)| Test::Time(field, from, to)),
        1 => select(vec![EntityField::User, EntityField::Ip, EntityField::Url]).prop_map(Test::Has),
    ];
    (test, prop::bool::weighted(0.25)).prop_map(|(test, negated)| Term { span: 0..0, negated, test })
}

fn query() -> impl Strategy<Value = Query> {
    prop::collection::vec(term(), 0..4).prop_map(|terms| Query { terms })
}

proptest! {
    #[test]
    fn every_answer_of_a_search_is_that_of_a_naive_store(
        hash in hashes(),
        pages in pages(),
        queries in prop::collection::vec((query(), prop::option::of(0_u32..40), 1_u32..30), 1..12),
        sort in select(vec![Sort::Created, Sort::Updated, Sort::Severity, Sort::Status, Sort::Title]),
        descending in any::<bool>(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let (store, model) = filled(folder.path(), hash, &pages);
        let reader = Store::open(folder.path(), &key(), Access::Read).unwrap();
        let mut answers = Vec::new();
        for (query, up_to, bars) in &queries {
            let up_to = up_to.map(Seq);
            let found = store.search(query, up_to, *bars).unwrap();
            check(&found, &model, query, up_to, *bars);
            let list = store.rows(query, up_to, sort, descending, 0, 1000).unwrap();
            let seqs: Vec<u32> = list.rows.iter().map(|row| row.seq.0).collect();
            prop_assert_eq!(&seqs, &listed(&model, query, up_to, sort, descending));
            let window = store.rows(query, up_to, sort, descending, 2, 3).unwrap();
            prop_assert_eq!(window.rows, list.rows.into_iter().skip(2).take(3).collect::<Vec<_>>());
            prop_assert_eq!(&reader.search(query, up_to, *bars).unwrap(), &found, "a reader sees the same");
            answers.push(found);
        }
        drop((store, reader));
        let again = Store::open(folder.path(), &key(), Access::Write).unwrap();
        for ((query, up_to, bars), found) in queries.iter().zip(answers) {
            prop_assert_eq!(again.search(query, up_to.map(Seq), *bars).unwrap(), found, "after reopening");
        }
    }
}

fn view(model: &Model, up_to: Option<Seq>) -> u32 {
    let newest = model.rows.len() as u32;
    up_to.map_or(newest, |seq| seq.0.min(newest))
}

fn check(found: &Found, model: &Model, query: &Query, up_to: Option<Seq>, bars: u32) {
    let newest = model.rows.len() as u32;
    let up_to = view(model, up_to);
    let shown = model.shown(up_to);
    let matched = matching(&shown, query);
    let now = matching(&model.shown(newest), query);
    assert_eq!((found.total as usize, found.of as usize), (matched.len(), shown.len()));
    assert_eq!(found.newer as usize, now.iter().filter(|row| row.seq > up_to).count());
    assert_eq!(found.newest, Seq(newest));
    for facet in &found.facets {
        check_facet(facet, &shown, query, model);
    }
    let histogram = &found.histogram;
    assert!(histogram.all.len() <= (bars as usize).max(2));
    let bar_of = |row: &ModelRow| {
        let past = row.created().duration_since(histogram.from);
        usize::try_from(past.as_secs()).unwrap() / histogram.step_seconds as usize
    };
    let count = |bar: usize, high: bool| {
        let of_bar = matched.iter().filter(|row| bar_of(row) == bar);
        of_bar.filter(|row| !high || Grade::of(&row.summary.severity) == Grade::High).count() as u32
    };
    let bars: Vec<usize> = (0..histogram.all.len()).collect();
    assert_eq!(histogram.all, bars.iter().map(|bar| count(*bar, false)).collect::<Vec<_>>());
    assert_eq!(histogram.high, bars.iter().map(|bar| count(*bar, true)).collect::<Vec<_>>());
    assert_eq!(histogram.all.iter().sum::<u32>(), found.total, "no alert lies outside the bars");
    let without = |place: usize| {
        let mut fewer = query.clone();
        fewer.terms.remove(place);
        matching(&shown, &fewer).len() as u32
    };
    let best = (0..query.terms.len()).map(without).max().filter(|total| *total > 0 && found.total == 0);
    assert_eq!(found.suggestion.map(|suggestion| suggestion.total), best);
    if let Some(suggestion) = found.suggestion {
        assert_eq!(without(suggestion.term), suggestion.total);
    }
}

fn check_facet(facet: &Facet, shown: &[&ModelRow], query: &Query, model: &Model) {
    let field = facet.field;
    assert!(FACETS.contains(&field));
    let own = |term: &Term| match &term.test {
        Test::Field(of, _) => *of == field,
        Test::Severity(..) => field == Field::Severity,
        _ => false,
    };
    let freed = Query { terms: query.terms.iter().filter(|term| term.negated || !own(term)).cloned().collect() };
    let rows = matching(shown, &freed);
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let everywhere: BTreeSet<String> = model.rows.iter().flat_map(|row| values(row, field)).collect();
    for row in &rows {
        let mut having: BTreeSet<String> = values(row, field).into_iter().collect();
        if field == Field::Technique {
            let parents: Vec<_> =
                having.iter().filter_map(|value| value.split_once('.')).map(|(whole, _)| whole.to_owned()).collect();
            having.extend(parents.into_iter().filter(|parent| everywhere.contains(parent)));
        }
        if field == Field::Integration {
            having.retain(|value| !value.contains('/'));
        }
        for value in having.into_iter().filter(|value| !value.is_empty()) {
            *counts.entry(value).or_default() += 1;
        }
    }
    let named = |value: &str, negated: bool| {
        query.terms.iter().filter(|term| term.negated == negated).any(|term| match &term.test {
            Test::Field(of, matches) => *of == field && matches.iter().any(|each| each.holds(value)),
            Test::Severity(lowest, highest) => {
                field == Field::Severity && (*lowest..=*highest).contains(&Grade::of(value))
            }
            _ => false,
        })
    };
    if matches!(field, Field::Severity | Field::Status) {
        let mut wanted: BTreeSet<String> = shown.iter().flat_map(|row| values(row, field)).collect();
        wanted.extend(query.terms.iter().flat_map(exact_values).filter(|(of, _)| *of == field).map(|(_, text)| text));
        wanted.remove("");
        let mut listed: Vec<_> = facet.values.iter().map(|value| value.value.to_lowercase()).collect();
        listed.sort();
        assert_eq!(listed, wanted.into_iter().collect::<Vec<_>>(), "all of the view and all named, each once");
    }
    assert!(facet.values.iter().all(|value| !value.value.is_empty()), "{field:?}: an absent value is none");
    let mut least = u32::MAX;
    for value in &facet.values {
        let lower = value.value.to_lowercase();
        assert_eq!(value.count, counts.remove(&lower).unwrap_or(0), "{field:?} {lower}");
        // The second half of an integration's two spellings may be what a prefix means.
        let whole = format!("{TENANT}/{lower}");
        let (included, excluded) = (named(&lower, false), named(&lower, true));
        match value.chosen {
            Choice::Free => assert!(!included && !excluded, "{field:?} {lower}"),
            Choice::Included => {
                assert!(included || field == Field::Integration && !whole.is_empty(), "{field:?} {lower}")
            }
            Choice::Excluded => assert!(excluded || field == Field::Integration, "{field:?} {lower}"),
        }
        if value.chosen == Choice::Free && value.count > 0 {
            least = least.min(value.count);
        }
    }
    assert_eq!(facet.more as usize, counts.len(), "{field:?}: {counts:?} are not shown");
    assert!(counts.values().all(|count| *count <= least), "{field:?}: the most frequent are shown");
    for (field_of, exact) in query.terms.iter().flat_map(exact_values) {
        if field_of == field && !matches!(field, Field::Tenant | Field::Integration) && !exact.is_empty() {
            let there = facet.values.iter().any(|value| value.value.to_lowercase() == exact);
            assert!(there, "{field:?}: {exact} is named and stays visible");
        }
    }
}

fn exact_values(term: &Term) -> Vec<(Field, String)> {
    match &term.test {
        Test::Field(field, matches) => matches
            .iter()
            .filter_map(|each| match each {
                Match::Exact(text) => Some((*field, text.clone())),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn listed(model: &Model, query: &Query, up_to: Option<Seq>, sort: Sort, descending: bool) -> Vec<u32> {
    let mut rows = matching(&model.shown(view(model, up_to)), query);
    let place = |status: &str| {
        Words::of("status").all().iter().position(|word| word.wire.eq_ignore_ascii_case(status)).unwrap_or(usize::MAX)
    };
    rows.sort_by(|one, other| {
        let by_key = match sort {
            Sort::Created => one.created().cmp(&other.created()),
            Sort::Updated => one.updated().cmp(&other.updated()),
            Sort::Severity => Grade::of(&one.summary.severity).cmp(&Grade::of(&other.summary.severity)),
            Sort::Status => {
                let key = |row: &ModelRow| (place(&row.summary.status), row.summary.status.to_lowercase());
                key(one).cmp(&key(other))
            }
            Sort::Title => one.summary.title.to_lowercase().cmp(&other.summary.title.to_lowercase()),
        };
        by_key.then(one.seq.cmp(&other.seq))
    });
    if descending {
        rows.reverse();
    }
    rows.into_iter().map(|row| row.seq).collect()
}
