//! `bartizan alerts`: list, search, one alert in detail, its raw body.

use bartizan_tests::{Cli, Outcome, Scene};
use serde_json::Value;
use std::collections::BTreeSet;

fn listed(terminal: &Cli<'_>, query: &str) -> Outcome<Vec<Value>> {
    // A query may begin with a minus, so it stands behind the end of the options.
    let mut words = vec!["alerts", "--json", "--limit", "500", "--"];
    words.extend(Some(query).filter(|query| !query.is_empty()));
    terminal.run(&words)?.expect_code(0)?.json_lines()
}

#[test]
fn every_collected_alert_is_listed_once_newest_first() -> Outcome<()> {
    let scene = Scene::with_alerts(60)?;
    let terminal = scene.terminal("home-a")?;
    scene.attached(&terminal)?;
    let rows = listed(&terminal, "")?;
    assert_eq!(rows.len(), 60, "as many as the tenant has");
    let ids: BTreeSet<&str> = rows.iter().filter_map(|row| row["id"].as_str()).collect();
    assert_eq!(ids.len(), 60, "each of them once");
    assert!(rows.is_sorted_by(|one, next| one["created"].as_i64() >= next["created"].as_i64()), "newest first");
    let count = terminal.run(&["alerts", "--count", "--json"])?.expect_code(0)?.json()?;
    assert_eq!(count, serde_json::json!({"total": 60, "of": 60}), "the count agrees with the list");
    Ok(())
}

#[test]
fn a_query_finds_a_part_and_its_complement_finds_the_rest() -> Outcome<()> {
    let scene = Scene::with_alerts(60)?;
    let terminal = scene.terminal("home-a")?;
    scene.attached(&terminal)?;
    let (high, others) = (listed(&terminal, "severity:high")?, listed(&terminal, "-severity:high")?);
    assert!(!high.is_empty() && high.iter().all(|row| row["severity"]["grade"] == "high"), "only what was asked for");
    assert_eq!(high.len() + others.len(), 60, "nothing falls between a query and its opposite");
    let wrong = terminal.run(&["alerts", "created:soon", "--json"])?.expect_code(1)?.json()?;
    insta::assert_json_snapshot!("a_value_that_a_field_does_not_take", super::plain::problem(wrong));
    Ok(())
}

#[test]
fn one_alert_is_shown_by_its_id_and_its_raw_body_is_json() -> Outcome<()> {
    let scene = Scene::with_alerts(8)?;
    let terminal = scene.terminal("home-a")?;
    scene.attached(&terminal)?;
    for row in listed(&terminal, "")? {
        let id = row["id"].as_str().expect("a row has an id");
        let shown = terminal.run(&["alerts", "show", id, "--json"])?.expect_code(0)?.json()?;
        assert_eq!(shown["row"]["id"], id, "the alert that was asked for");
        let raw = terminal.run(&["alerts", "raw", id])?.expect_code(0)?.json()?;
        assert_eq!(raw["id"], id, "with the body that Microsoft sent");
        let evidence = shown["evidence"].as_array().into_iter().flatten().filter_map(|group| group["items"].as_array());
        let sent = raw["evidence"].as_array().map_or(0, Vec::len);
        assert_eq!(evidence.map(Vec::len).sum::<usize>(), sent, "no piece of evidence is lost on the way");
    }
    let missing = terminal.run(&["alerts", "show", "nothing-like-it", "--json"])?.expect_code(1)?.json()?;
    insta::assert_json_snapshot!("an_alert_that_is_not_here", super::plain::problem(missing));
    Ok(())
}

#[test]
fn facets_add_up() -> Outcome<()> {
    let scene = Scene::with_alerts(40)?;
    let terminal = scene.terminal("home-a")?;
    scene.attached(&terminal)?;
    let run = terminal.run(&["alerts", "--facets"])?.expect_code(0)?;
    let severities = run.output.lines().filter(|line| line.contains("severity:"));
    let sum: u64 = severities.filter_map(|line| line.split_whitespace().next()?.parse::<u64>().ok()).sum();
    assert_eq!(sum, 40, "every alert has one severity: {run}");
    Ok(())
}
