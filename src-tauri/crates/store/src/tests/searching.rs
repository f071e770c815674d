//! Searches as people write them, read by the query language itself.

use super::{at, item, page, plain, store};
use crate::{Choice, Facet, Found, Item, Store};
use domain::query::{Field, Now, parse};
use domain::tenant::Tenant;
use jiff::tz::TimeZone;

fn search(store: &Store, text: &str) -> Found {
    let now = Now { at: at("2026-11-20T12:00:00Z"), zone: TimeZone::UTC };
    store.search(&parse(text, &now).unwrap(), None, 24).unwrap()
}

fn facet(found: &Found, field: Field) -> &Facet {
    found.facets.iter().find(|facet| facet.field == field).unwrap()
}

fn values(found: &Found, field: Field) -> Vec<(&str, u32, Choice)> {
    facet(found, field).values.iter().map(|value| (value.value.as_str(), value.count, value.chosen)).collect()
}

fn with_severity(id: &str, severity: &str, status: &str) -> Item {
    item(id, 1, |summary| (summary.severity, summary.status) = (severity.to_owned(), status.to_owned()))
}

fn four_grades() -> (tempfile::TempDir, Store) {
    let (folder, store) = store();
    let items = vec![
        with_severity("a", "low", "resolved"),
        with_severity("b", "purple", "new"),
        with_severity("c", "high", "new"),
        with_severity("d", "medium", "inProgress"),
    ];
    store.commit(&page(items)).unwrap();
    (folder, store)
}

#[test]
fn the_values_of_a_facet_stay_visible_when_one_is_chosen() {
    use Choice::{Excluded, Free, Included};
    let (_folder, store) = four_grades();
    let found = search(&store, "severity:high");
    assert_eq!(found.total, 1);
    let all = [("high", 1, Included), ("medium", 1, Free), ("low", 1, Free), ("purple", 1, Free)];
    assert_eq!(values(&found, Field::Severity), all, "counted as if none was chosen, most grave first");
    let of_high = [("new", 1, Free), ("inProgress", 0, Free), ("resolved", 0, Free)];
    assert_eq!(values(&found, Field::Status), of_high, "other facets follow the choice");
    let found = search(&store, "severity>=medium -status:new");
    assert_eq!(values(&found, Field::Severity)[..2], [("high", 0, Included), ("medium", 1, Included)]);
    assert_eq!(values(&found, Field::Status)[0], ("new", 0, Excluded));
}

#[test]
fn an_open_facet_shows_its_most_frequent_values_and_those_that_are_named() {
    let (_folder, store) = store();
    let mut items = Vec::new();
    for number in 0..8 {
        for copy in 0..=number {
            items.push(item(&format!("{number}-{copy}"), 1, |summary| summary.category = format!("Category{number}")));
        }
    }
    store.commit(&page(items)).unwrap();
    let named = |found: &Found| -> Vec<_> {
        facet(found, Field::Category).values.iter().map(|value| value.value.clone()).collect()
    };
    let found = search(&store, "");
    assert_eq!(named(&found), ["Category7", "Category6", "Category5", "Category4", "Category3"]);
    assert_eq!(facet(&found, Field::Category).more, 3);
    let found = search(&store, "category:(category0 or nowhere)");
    assert_eq!(named(&found)[5..], ["Category0", "nowhere"], "the second one so that it can be let go");
    assert_eq!((facet(&found, Field::Category).more, found.total), (2, 1));
}

#[test]
fn alerts_without_a_value_can_be_asked_for_and_are_no_value() {
    let (_folder, store) = store();
    let with = |id: &str, category: &str| item(id, 1, |summary| summary.category = category.to_owned());
    store.commit(&page(vec![with("a", ""), with("b", "Malware"), with("c", "")])).unwrap();
    let found = search(&store, "category:(\"\")");
    assert_eq!(found.total, 2);
    assert_eq!(values(&found, Field::Category), [("Malware", 1, Choice::Free)]);
    assert_eq!(facet(&found, Field::Category).more, 0);
}

#[test]
fn what_a_facet_counts_is_what_choosing_it_finds() {
    let (_folder, store) = store();
    let with = |id: &str, techniques: &[&str]| {
        item(id, 1, |summary| summary.techniques = techniques.iter().map(|each| (*each).to_owned()).collect())
    };
    let items = vec![with("a", &["T1059"]), with("b", &["T1059.001", "T1059.003"]), with("c", &["T1059", "T1059.001"])];
    store.commit(&page(items)).unwrap();
    let found = search(&store, "");
    assert_eq!(facet(&found, Field::Technique).values.len(), 3);
    for value in &facet(&found, Field::Technique).values {
        assert_eq!(search(&store, &format!("technique:{}", value.value)).total, value.count, "{}", value.value);
    }
}

#[test]
fn words_are_found_in_title_id_incident_and_evidence_in_any_case() {
    let (_folder, store) = store();
    store.commit(&page(vec![plain("da777_-12", 1), item("b", 1, |summary| summary.entities.clear())])).unwrap();
    for (text, total) in [
        ("lsass", 2),
        ("\"ACCESS to\"", 2),
        ("da777_-12", 1),
        ("924", 2),
        ("ann@CONTOSO.com", 1),
        ("desktop-7 lsass", 1),
        ("-desktop-7", 1),
        ("\"lsass 924\"", 0),
        ("has:user", 1),
        ("id:da777*", 1),
        ("incident:924", 2),
        ("is:new source:antivirus service:endpoint", 2),
        ("updated:2026-11-20t11:01", 2),
        ("created<2026-11-20", 0),
    ] {
        assert_eq!(search(&store, text).total, total, "{text}");
    }
}

#[test]
fn the_term_that_stands_in_the_way_is_named() {
    let (_folder, store) = four_grades();
    let found = search(&store, "status:new nowhere severity:high");
    let suggestion = found.suggestion.unwrap();
    assert_eq!((found.total, suggestion.term, suggestion.total), (0, 1, 1));
    assert_eq!(search(&store, "nowhere nobody").suggestion, None, "no single term is in the way");
    assert_eq!(search(&store, "status:new").suggestion, None);
}

#[test]
fn bars_take_up_the_span_that_the_query_names() {
    let (_folder, store) = store();
    let made = |id: &str, created: &str| item(id, 1, |summary| summary.created = Some(at(created)));
    store
        .commit(&page(vec![
            made("a", "2026-11-19T23:59:59Z"),
            made("b", "2026-11-20T00:00:00Z"),
            made("c", "2026-11-20T23:59:59.9Z"),
        ]))
        .unwrap();
    let histogram = search(&store, "created:today").histogram;
    assert_eq!((histogram.from, histogram.step_seconds, histogram.all.len()), (at("2026-11-20T00:00:00Z"), 3600, 24));
    assert_eq!((histogram.all[0], histogram.all[23], histogram.high[23]), (1, 1, 1));
    let histogram = search(&store, "created:today nowhere").histogram;
    assert_eq!((histogram.all.len(), histogram.all.iter().sum::<u32>()), (24, 0), "the brush keeps its place");
    assert!(search(&store, "nowhere").histogram.all.is_empty());
}

#[test]
fn tenants_and_integrations_are_facets_once_there_are_two() {
    let (_folder, store) = store();
    store.commit(&page(vec![plain("a", 1)])).unwrap();
    let has = |found: &Found, field: Field| found.facets.iter().any(|facet| facet.field == field);
    assert!(!has(&search(&store, ""), Field::Tenant));
    let mut other = page(vec![plain("a", 1), plain("b", 1)]);
    (other.tenant, other.integration) = ("t2".into(), "t2/defender-xdr".into());
    store.commit(&other).unwrap();
    assert_eq!(
        values(&search(&store, ""), Field::Tenant)[0],
        ("t2", 2, Choice::Free),
        "its id, while no name is known"
    );
    for (id, name, domain) in [(super::TENANT, "Contoso", "contoso.com"), ("t2", "Fabrikam", "fabrikam.com")] {
        let tenant = Tenant {
            id: id.into(),
            name: name.to_owned(),
            domain: domain.to_owned(),
            cloud: "commercial".to_owned(),
            simulator: None,
        };
        store.put_tenant(&tenant).unwrap();
    }
    let found = search(&store, "tenant:fabrikam.com");
    assert_eq!(found.total, 2);
    assert_eq!(
        values(&found, Field::Tenant),
        [("fabrikam.com", 2, Choice::Included), ("contoso.com", 1, Choice::Free)]
    );
    assert_eq!(facet(&found, Field::Tenant).values[0].name.as_deref(), Some("Fabrikam"));
    assert_eq!((search(&store, "tenant:contoso").total, search(&store, "-tenant:t2").total), (1, 1));
    assert!(!has(&found, Field::Integration), "one entry of the catalog, twice attached");
    other.integration = "t2/quarantine".into();
    other.items = vec![plain("c", 1)];
    store.commit(&other).unwrap();
    let integrations = [("defender-xdr", 3, Choice::Free), ("quarantine", 1, Choice::Included)];
    assert_eq!(values(&search(&store, "integration:quarantine"), Field::Integration), integrations);
}
