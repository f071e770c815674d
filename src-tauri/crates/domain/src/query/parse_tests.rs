//! The reader of queries, by example and against arbitrary text.
#![allow(clippy::unwrap_used)]

use super::*;
use jiff::tz::TimeZone;
use proptest::prelude::*;

fn now() -> Now {
    Now { at: "2026-11-20T14:30:00Z".parse().unwrap(), zone: TimeZone::fixed(jiff::tz::offset(1)) }
}

fn tests(text: &str) -> Vec<(bool, Test)> {
    parse(text, &now()).unwrap().terms.into_iter().map(|term| (term.negated, term.test)).collect()
}

fn problem(text: &str) -> (Code, String, String) {
    let problem = parse(text, &now()).unwrap_err();
    let place = format!("{}+{}", problem.facts.get("Position").unwrap(), problem.facts.get("Length").unwrap());
    (problem.code, place, problem.message.clone())
}

#[test]
fn words_phrases_fields_and_negation_are_read() {
    let exact = |value: &str| Match::Exact(value.to_owned());
    assert_eq!(tests(""), []);
    assert_eq!(
        tests("LSASS \"Access to\""),
        [(false, Test::Text("lsass".into())), (false, Test::Text("access to".into()))]
    );
    assert_eq!(tests("-service:purview"), [(true, Test::Field(Field::Service, vec![exact("datalossprevention")]))]);
    assert_eq!(
        tests("severity:(high or \"medium\")"),
        [(false, Test::Field(Field::Severity, vec![exact("high"), exact("medium")]))]
    );
    assert_eq!(
        tests("device:desktop-7*"),
        [(false, Test::Field(Field::Device, vec![Match::Prefix("desktop-7".into())]))]
    );
    assert_eq!(tests("is:new"), [(false, Test::Field(Field::Status, vec![exact("new")]))]);
    assert_eq!(tests("technique:T1059"), [(false, Test::Field(Field::Technique, vec![Match::Prefix("t1059".into())]))]);
    assert_eq!(tests("severity>=medium"), [(false, Test::Severity(Grade::Medium, Grade::High))]);
    assert_eq!(tests("has:file"), [(false, Test::Has(EntityField::File))]);
}

#[test]
fn days_are_days_of_the_persons_own_zone() {
    let span = |text: &str| match tests(text).remove(0).1 {
        Test::Time(_, from, to) => (from.map(|t| t.to_string()), to.map(|t| t.to_string())),
        other => panic!("{other:?}"),
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(span("created:today"), (some("2026-11-19T23:00:00Z"), some("2026-11-20T23:00:00Z")));
    assert_eq!(span("created:2026-11-01..2026-11-20").1, some("2026-11-20T23:00:00Z"), "the last day is included");
    assert_eq!(span("created:2026-11-20t08:30..2026-11-20t14:30").0, some("2026-11-20T07:30:00Z"));
    assert_eq!(span("created:24h"), (some("2026-11-19T14:30:00Z"), some("2026-11-20T14:30:00Z")));
    assert_eq!(span("updated>=2026-11-20t07:30:00z"), (some("2026-11-20T07:30:00Z"), None));
    assert_eq!(span("updated:..yesterday").0, None);
}

#[test]
fn a_mistake_names_its_place_and_what_would_be_right() {
    assert_eq!(
        problem("é sevrity:high"),
        (Code::QueryField, "2+7".into(), "There is no field \"sevrity\". Did you mean severity?".into())
    );
    assert_eq!(problem("a \"open").1, "2+5");
    assert_eq!(problem("severity:").0, Code::QuerySyntax);
    assert_eq!(problem("severity:(high or").1, "9+8");
    assert_eq!(problem("created:2026-13-01").0, Code::QueryValue);
    assert_eq!(problem("severity>=purple").0, Code::QueryValue);
    assert_eq!(problem("-").0, Code::QuerySyntax);
    assert_eq!(problem("user>=ann").0, Code::QuerySyntax);
}

#[test]
fn a_term_can_be_taken_out_again() {
    let text = "lsass  -service:purview created:today";
    let query = parse(text, &now()).unwrap();
    assert_eq!(query.text_without(text, 1), "lsass created:today");
}

proptest! {
    #[test]
    fn no_text_breaks_the_reader(text in "\\PC{0,60}") {
        // Either a query whose terms lie in order inside the text, or a Problem with a place inside it.
        match parse(&text, &now()) {
            Ok(query) => prop_assert!(query.terms.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start)),
            Err(problem) => {
                let at: usize = problem.facts.get("Position").unwrap().parse().unwrap();
                prop_assert!(at <= text.chars().count());
            }
        }
    }

    #[test]
    fn pieces_of_the_language_in_any_order_never_panic(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "-", "\"", "(", ")", ":", "severity", ">=", "created", "..", "today", "or", "*", "é", " ", "2026-11-20", "has", "\\\"",
        ]), 0..12)
    ) {
        let _ = parse(&pieces.concat(), &now());
    }
}
