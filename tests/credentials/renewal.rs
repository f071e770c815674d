//! Renewal: no poll fails, a kill anywhere costs nothing, and the tenant is left as it should be.

use bartizan_tests::in_use::{InUse, ROLE, in_use, keys_of, last, no_poll_failed, shown};
use bartizan_tests::{Cli, Deadline, Outcome, Person, Scene, SimulatorOptions, Why, until};
use serde_json::{Value, json};

fn renew(terminal: &Cli<'_>, certificate: &InUse, more: &[&str]) -> Outcome<Value> {
    let words = ["cert", "renew", &certificate.id, "--json", "--object-id", certificate.object_id()];
    let words: Vec<&str> = words.iter().chain(more).copied().collect();
    last(&terminal.run(&words)?.expect_code(0)?)
}

#[test]
fn a_certificate_is_renewed_beside_the_old_one_which_leaves_last() -> Outcome<()> {
    let scene = Scene::with_alerts(5)?;
    let terminal = scene.terminal("home-a")?;
    let old = in_use(&scene, &terminal, &[ROLE], &[])?;
    assert_eq!(keys_of(&scene, &old)?, [old.key_id()], "one certificate is on the app");

    let renewal = renew(&terminal, &old, &[])?;
    assert_eq!(renewal["step"], "remove_old", "everything but the removal is done: {renewal}");
    let new = renewal["new"].as_str().why("the new one")?.to_owned();
    assert_eq!(keys_of(&scene, &old)?.len(), 2, "the old one stays on the app for a while");
    assert_eq!(shown(&terminal, &new)?["state"], "in_use");
    assert_eq!(shown(&terminal, &old.id)?["state"], "replaced");
    terminal.run(&["collect", "--once"])?.expect_code(0)?;

    let finished = renew(&terminal, &old, &["--finish", "--certificate-id", old.key_id()])?;
    assert_eq!(finished["step"], "done", "{finished}");
    let left = keys_of(&scene, &old)?;
    assert!(left.len() == 1 && left[0] != old.key_id(), "only the new one is left: {left:?}");
    assert_eq!(shown(&terminal, &old.id)?["state"], "retired");
    terminal.run(&["collect", "--once"])?.expect_code(0)?;
    Ok(())
}

#[test]
fn no_poll_fails_while_a_certificate_renews_by_itself() -> Outcome<()> {
    // Microsoft knows a new key only after a while, as it does.
    let scene = Scene::with(&SimulatorOptions { alerts: 5, ..SimulatorOptions::default() })?;
    let terminal = scene.terminal("home-a")?;
    let old = in_use(&scene, &terminal, &[ROLE, "Application.Read.All"], &[])?;
    scene.tenant.set(&json!({"replication_ms": 2500}))?;
    // Due as soon as somebody looks: it ends in less than the days before which it renews.
    terminal.run(&["cert", "renew", &old.id, "--automatic", "on", "--days-before", "365"])?.expect_code(0)?;
    let begun = scene.tenant.journal()?.len();
    let mut watching = terminal.start(&["collect", "--watch", "--every", "1", "--json"])?;
    until("the switch to the new certificate", Deadline::seconds(60), || {
        let row = shown(&terminal, &old.id)?;
        Ok((row["renewal"]["step"] == "remove_old").then_some(()))
    })?;
    let switched = polls(&scene, begun)?.len();
    until("polls after the switch", Deadline::seconds(30), || {
        Ok((polls(&scene, begun)?.len() >= switched + 3).then_some(()))
    })?;
    watching.stop();

    let polls = polls(&scene, begun)?;
    assert!(polls.len() >= 6 && polls.iter().all(|poll| poll["status"] == 200), "every poll was answered: {polls:?}");
    no_poll_failed(&watching.output());
    let health = terminal.run(&["health", "--json"])?.expect_code(0)?.json()?;
    assert_eq!(health["tenants"][0]["integrations"][0]["state"], "working", "{health}");
    let uses = terminal.run(&["cert", "list", "--json"])?.expect_code(0)?.json()?["uses"].take();
    let new = shown(&terminal, &old.id)?["renewal"]["new"].clone();
    let of_new = |word: &str| {
        let fits =
            |used: &&Value| used["credential"] == new && used["what"].as_str().is_some_and(|what| what.contains(word));
        uses.as_array().into_iter().flatten().filter(fits).count()
    };
    assert!(of_new("canary token") == 1, "it was proven before anything depended on it: {uses}");
    assert!(of_new("token for Microsoft Graph, PS256") >= 1, "and the token in use is its own now: {uses}");
    Ok(())
}

/// The polls that the tenant has answered since, in order.
fn polls(scene: &Scene, since: usize) -> Outcome<Vec<Value>> {
    let journal = scene.tenant.journal()?;
    let is_poll = |entry: &&Value| entry["path"].as_str().is_some_and(|path| path.contains("alerts_v2"));
    Ok(journal.iter().skip(since).filter(is_poll).cloned().collect())
}

#[test]
fn a_renewal_that_is_killed_again_and_again_ends_as_one_that_was_not() -> Outcome<()> {
    let seed = std::process::id();
    let scene = Scene::with_alerts(1)?;
    let terminal = scene.terminal("home-a")?;
    let old = in_use(&scene, &terminal, &[ROLE], &[])?;
    // A key is known at once or a little later: a kill falls into the waiting as well as into the acting.
    scene.tenant.set(&json!({"replication_ms": 150}))?;
    let words = ["cert", "renew", &old.id, "--json", "--object-id", old.object_id()];
    let (mut kills, mut wait) = (0, u64::from(20 + seed % 20));
    while kills < 14 {
        let mut renewing = terminal.start(&words)?;
        let deadline = std::time::Instant::now() + std::time::Duration::from_millis(wait);
        let ended = loop {
            if let Some(status) = renewing.ended()? {
                break Some(status);
            }
            if std::time::Instant::now() >= deadline {
                break None;
            }
            std::thread::yield_now();
        };
        match ended {
            Some(status) => {
                assert!(status.success(), "seed {seed}, after {kills} kills: {}", renewing.last_words());
                break; // It was faster than the next kill.
            }
            None => {
                let id = nix::unistd::Pid::from_raw(renewing.id().cast_signed());
                nix::sys::signal::kill(id, nix::sys::signal::Signal::SIGKILL).expect("it was running");
                until("its end", Deadline::seconds(10), || renewing.ended())?;
                kills += 1;
                wait += 35;
            }
        }
    }
    assert!(kills >= 3, "seed {seed}: killed {kills} times; fewer would prove little");
    terminal.run(&words)?.expect_code(0)?;
    let row = shown(&terminal, &old.id)?;
    assert_eq!(row["renewal"]["step"], "remove_old", "seed {seed}: {row}");
    assert_eq!(
        keys_of(&scene, &old)?.len(),
        2,
        "seed {seed}: one new certificate is on the app, however often it was begun"
    );
    renew(&terminal, &old, &["--finish", "--certificate-id", old.key_id()])?;
    assert_eq!(keys_of(&scene, &old)?.len(), 1, "seed {seed}");
    terminal.run(&["collect", "--once"])?.expect_code(0)?;
    let labels = scene.desk.keyring_labels();
    let held = |part: &str| labels.iter().filter(|label| label.contains(part)).count();
    assert_eq!((held("key/"), held("certificate/")), (1, 1), "seed {seed}: nothing is left in the keyring: {labels:?}");
    Ok(())
}

#[test]
fn a_policy_of_the_tenant_shortens_what_is_made() -> Outcome<()> {
    let scene = Scene::with_alerts(1)?;
    let terminal = scene.terminal("home-a")?;
    let old = in_use(&scene, &terminal, &[ROLE], &[])?;
    scene.tenant.set(&json!({"app_policy": {"max_certificate_days": 100}}))?;
    let renewal = renew(&terminal, &old, &[])?;
    let new = shown(&terminal, renewal["new"].as_str().why("the new one")?)?;
    let days = new["days_left"].as_i64().unwrap_or_default();
    assert!((80..=90).contains(&days), "the longest of the usual validities that the policy allows: {new}");
    assert!(new["days_before"].as_i64().unwrap_or_default() <= 30, "and it renews before it ends: {new}");
    assert_eq!(keys_of(&scene, &old)?.len(), 2, "the ones that were refused are not on the app");
    let labels = scene.desk.keyring_labels();
    assert_eq!(labels.iter().filter(|label| label.contains("key/")).count(), 2, "nor in the keyring: {labels:?}");
    Ok(())
}

#[test]
fn a_renewal_is_taken_back_whole() -> Outcome<()> {
    let scene = Scene::with_alerts(1)?;
    let terminal = scene.terminal("home-a")?;
    let old = in_use(&scene, &terminal, &[ROLE], &[])?;
    renew(&terminal, &old, &[])?;
    let refused = terminal.run(&["cert", "renew", &old.id, "--undo", "--json"])?.expect_code(3)?;
    assert!(refused.errors.contains("--yes"), "nobody is here to say yes: {refused}");
    let undone = terminal.run(&["cert", "renew", &old.id, "--undo", "--yes", "--json"])?.expect_code(0)?;
    assert_eq!(last(&undone)?["step"], "undone");
    assert_eq!(keys_of(&scene, &old)?, [old.key_id()], "the app is as it was");
    assert_eq!(shown(&terminal, &old.id)?["state"], "in_use", "and so is everything here");
    terminal.run(&["collect", "--once"])?.expect_code(0)?;
    let all = terminal.run(&["cert", "list", "--json"])?.expect_code(0)?.json()?;
    assert_eq!(all["credentials"].as_array().map(Vec::len), Some(1), "the new one is gone: {all}");
    Ok(())
}

#[test]
fn what_stops_a_renewal_is_told_and_the_old_certificate_goes_on() -> Outcome<()> {
    let scene = Scene::with_alerts(1)?;
    let terminal = scene.terminal("home-a")?;
    let old = in_use(&scene, &terminal, &[ROLE], &[])?;
    let told = |more: &[&str]| -> Outcome<String> {
        let words: Vec<&str> = ["cert", "renew", &old.id, "--json"].iter().chain(more).copied().collect();
        let run = terminal.run(&words)?.expect_code(1)?;
        Ok(last(&run)?["problem"]["code"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(told(&[])?, "renewal.object_id_needed", "an app without permission cannot look it up");
    assert_eq!(
        told(&["--object-id", "11111111-2222-4333-8444-555555555555"])?,
        "renewal.proof_refused",
        "another app's"
    );
    terminal.run(&["collect", "--once"])?.expect_code(0)?;
    assert_eq!(keys_of(&scene, &old)?, [old.key_id()], "nothing was changed on the app");
    let renewal = renew(&terminal, &old, &[])?;
    assert_eq!(renewal["step"], "remove_old", "with the right one it goes on where it was: {renewal}");
    assert_eq!(told(&["--finish"])?, "renewal.old_key_left", "the old one's id was never noted");
    let done = renew(&terminal, &old, &["--finish", "--certificate-id", old.key_id()])?;
    assert_eq!(done["step"], "done", "{done}");
    Ok(())
}

#[test]
fn an_app_that_may_read_itself_needs_to_be_told_nothing() -> Outcome<()> {
    let scene = Scene::with_alerts(1)?;
    let terminal = scene.terminal("home-a")?;
    let old = in_use(&scene, &terminal, &[ROLE, "Application.Read.All"], &[])?;
    let done = last(&terminal.run(&["cert", "renew", &old.id, "--finish", "--json"])?.expect_code(0)?)?;
    assert_eq!(done["step"], "done", "object id and Certificate ID were read: {done}");
    assert_eq!(keys_of(&scene, &old)?.len(), 1);
    Ok(())
}

#[test]
fn an_administrator_who_signs_in_renews_what_the_app_cannot() -> Outcome<()> {
    let scene = Scene::with_alerts(1)?;
    let terminal = scene.terminal("home-a")?;
    let old = in_use(&scene, &terminal, &[ROLE], &[])?;
    scene.tenant.set(&json!({"app_policy": {"max_certificate_days": 77}}))?;
    let admin = Person::new("admin@contoso.onmicrosoft.com");
    let words = ["cert", "renew", &old.id, "--sign-in", "--device-code", "--finish", "--json"];
    let run = terminal.run_as(&admin, &words)?.expect_code(0)?;
    let renewal = last(&run)?;
    assert_eq!(renewal["step"], "done", "no id had to be known: {run}");
    let new = shown(&terminal, renewal["new"].as_str().why("the new one")?)?;
    assert_eq!(new["days_left"], 76, "as long as the policy, which an administrator may read, allows: {new}");
    assert_eq!(new["registration"]["object_id"], old.app["object_id"], "what the app could not tell is noted");
    let left = keys_of(&scene, &old)?;
    assert!(left.len() == 1 && left[0] != old.key_id(), "only the new one is left: {left:?}");
    terminal.run(&["collect", "--once"])?.expect_code(0)?;
    Ok(())
}

#[test]
fn what_is_thrown_away_leaves_its_app_as_well() -> Outcome<()> {
    let scene = Scene::with_alerts(1)?;
    let terminal = scene.terminal("home-a")?;
    let certificate = in_use(&scene, &terminal, &[ROLE, "Application.Read.All"], &[])?;
    let used = terminal.run(&["cert", "revoke", &certificate.id, "--yes", "--json"])?.expect_code(1)?;
    assert_eq!(last(&used)?["problem"]["code"], "credential.in_use", "{used}");
    terminal.run(&["detach", "defender-xdr", "--yes"])?.expect_code(0)?;
    assert_eq!(keys_of(&scene, &certificate)?.len(), 1, "detaching alone leaves it on its app");
    let revoked = terminal.run(&["cert", "revoke", &certificate.id, "--yes", "--json"])?.expect_code(0)?.json()?;
    assert_eq!((&revoked["off_the_app"], &revoked["left"]), (&json!(true), &Value::Null), "{revoked}");
    assert_eq!(keys_of(&scene, &certificate)?.len(), 0, "it removed itself, as its last act");
    let other = terminal.run(&["cert", "make", "Never used", "--json"])?.expect_code(0)?.json()?;
    let other = other["id"].as_str().why("its id")?.to_owned();
    let revoked = terminal.run(&["cert", "revoke", &other, "--yes", "--json"])?.expect_code(0)?.json()?;
    assert_eq!((&revoked["off_the_app"], &revoked["left"]), (&json!(false), &Value::Null), "it was on none: {revoked}");
    Ok(())
}
