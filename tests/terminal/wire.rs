//! What servers do beyond the documentation, and what the product makes of it: seen from outside, proven by the tenant's journal.

use bartizan_tests::{Outcome, Scene};
use serde_json::{Value, json};

/// The code of the problem that a collection ends with.
fn problem(scene: &Scene) -> Outcome<String> {
    let run = scene.terminal("home-a")?.run(&["collect", "--once", "--json"])?.expect_code(1)?;
    let last = run.json_lines()?.pop().unwrap_or_default();
    Ok(last["problem"]["code"].as_str().unwrap_or_default().to_owned())
}

fn collected(scene: &Scene) -> Outcome<Value> {
    scene.terminal("home-a")?.run(&["collect", "--once", "--json"])?.expect_code(0)?.json()
}

fn attached(alerts: usize) -> Outcome<Scene> {
    let scene = Scene::with_alerts(alerts)?;
    scene.attached(&scene.terminal("home-a")?)?;
    Ok(scene)
}

#[test]
fn a_next_page_on_another_host_is_a_problem_and_not_a_request() -> Outcome<()> {
    let scene = attached(30)?;
    scene.tenant.set(&json!({"foreign_next_link": true}))?;
    assert_eq!(problem(&scene)?, "wire.foreign_host");
    let state = scene.tenant.state()?;
    assert_eq!(state["elsewhere_hits"], 0, "nothing was asked there, with or without a token");
    Ok(())
}

#[test]
fn next_links_are_followed_where_they_are_sent() -> Outcome<()> {
    let scene = Scene::with_alerts(600)?;
    scene.tenant.set(&json!({"next_link": "random"}))?;
    scene.attached(&scene.terminal("home-a")?)?;
    let count = scene.terminal("home-a")?.run(&["alerts", "--count", "--json"])?.expect_code(0)?.json()?;
    assert_eq!(count["of"], 600, "every alert once, whichever pages named a next one");
    Ok(())
}

#[test]
fn a_service_that_refuses_ps256_gets_the_older_form_once_and_then_always() -> Outcome<()> {
    let scene = Scene::with_alerts(10)?;
    scene.tenant.set(&json!({"ps256_unsupported": true}))?;
    let terminal = scene.terminal("home-a")?;
    let (pem, certificate) = scene.desk.certificate("pem")?;
    let application = scene.tenant.register_certificate("By certificate", &["SecurityAlert.Read.All"], &certificate)?;
    let attach = ["attach", "defender-xdr", "--cloud", "simulated", "--simulator", scene.tenant.base()];
    let who = ["--tenant", scene.tenant.tenant(), "--client-id", &application, "--pem", &pem];
    terminal.run(&[&attach[..], &who[..]].concat())?.expect_code(0)?;
    let tokens: Vec<_> = scene
        .tenant
        .journal()?
        .into_iter()
        .filter(|entry| entry["grant"] == "client_credentials")
        .map(|entry| (entry["credential"].as_str().unwrap_or_default().to_owned(), entry["status"].as_u64()))
        .collect();
    let row = |credential: &str, status| (credential.to_owned(), Some(status));
    assert!(tokens.len() >= 2, "tokens were asked for: {tokens:?}");
    assert_eq!(tokens[0].0, "PS256", "the current form comes first: {tokens:?}");
    assert_ne!(tokens[0].1, Some(200), "and was refused");
    assert_eq!(tokens[1], row("RS256", 200), "then the older one: {tokens:?}");
    assert!(
        tokens[2..].iter().all(|token| token.0 == "RS256"),
        "which is not tried the wrong way round again: {tokens:?}"
    );
    Ok(())
}

#[test]
fn throttling_is_waited_for_when_it_is_short_and_said_when_it_is_long() -> Outcome<()> {
    let scene = attached(30)?;
    scene.tenant.set(&json!({"throttle": {"count": 2, "retry_after": 1}}))?;
    assert_eq!(collected(&scene)?["new"], 0, "two refusals with a second each are waited for");
    scene.tenant.set(&json!({"throttle": {"count": 1, "retry_after": 600}}))?;
    assert_eq!(problem(&scene)?, "wire.throttled", "ten minutes are not waited for in silence");
    assert_eq!(collected(&scene)?["new"], 0, "and afterwards all is well");
    Ok(())
}

#[test]
fn answers_that_are_no_answers_are_named_and_the_position_stays() -> Outcome<()> {
    let scene = attached(30)?;
    // A 403 is asked about once more with a fresh token, so it takes two to be believed.
    for (body, status, count, code) in [
        ("html", 200, 1, "wire.answer_unreadable"),
        ("nul", 200, 1, "wire.answer_unreadable"),
        ("empty", 200, 1, "wire.answer_unreadable"),
        ("html", 404, 1, "wire.not_found"),
        ("nul", 403, 2, "wire.permission_missing"),
    ] {
        scene.tenant.add_alerts(2)?;
        scene
            .tenant
            .set(&json!({"fail": {"path_contains": "alerts_v2", "status": status, "count": count, "body": body}}))?;
        assert_eq!(problem(&scene)?, code, "{body} with {status}");
        assert_eq!(collected(&scene)?["new"], 2, "what came meanwhile is collected after {body} with {status}");
    }
    Ok(())
}

#[test]
fn a_passing_failure_is_not_even_noticed() -> Outcome<()> {
    let scene = attached(30)?;
    // The last one is Graph's UnknownError, which passes by itself.
    for (body, status) in [("json", 503), ("cut", 200), ("json", 403)] {
        scene
            .tenant
            .set(&json!({"fail": {"path_contains": "alerts_v2", "status": status, "count": 1, "body": body}}))?;
        assert_eq!(collected(&scene)?["new"], 0, "{body} with {status} is tried again at once");
    }
    Ok(())
}

#[test]
fn consent_that_was_removed_is_told_apart_from_other_refusals() -> Outcome<()> {
    let scene = attached(5)?;
    scene.tenant.set(&json!({"consent_removed": true}))?;
    assert_eq!(problem(&scene)?, "setup.consent_missing");
    scene.tenant.set(&json!({"consent_removed": false}))?;
    assert_eq!(collected(&scene)?["new"], 0, "granted again, it works without anything else");
    Ok(())
}
