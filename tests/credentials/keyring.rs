//! The real Secret Service in its bad moments: locked, its question dismissed, gone, started again, another one.

use bartizan_tests::in_use::{ROLE, in_use, no_poll_failed};
use bartizan_tests::{Deadline, Outcome, Run, Scene, Why, until};
use serde_json::Value;
use std::io::Write;

fn code(run: &Run) -> Outcome<Value> {
    Ok(run.json_lines()?.pop().unwrap_or_default()["problem"]["code"].clone())
}

#[test]
fn a_locked_keyring_is_a_problem_with_a_way_out_and_loses_nothing() -> Outcome<()> {
    let mut scene = Scene::with_alerts(3)?;
    in_use(&scene, &scene.terminal("home-a")?, &[ROLE], &[])?;
    scene.desk.lock_keyring()?;
    // The question is shown to nobody and so dismissed: an answer, not a program that hangs.
    let run = scene.terminal("home-a")?.run(&["collect", "--once", "--json"])?.expect_code(1)?;
    assert_eq!(code(&run)?, "keyring.locked", "{run}");
    let run = scene.terminal("home-a")?.run(&["cert", "list", "--json"])?.expect_code(1)?;
    assert_eq!(code(&run)?, "keyring.locked", "{run}");
    scene.desk.bring_keyring_back()?;
    scene.terminal("home-a")?.run(&["collect", "--once"])?.expect_code(0)?;
    Ok(())
}

#[test]
fn a_keyring_that_goes_and_comes_back_is_used_again_by_a_program_that_runs() -> Outcome<()> {
    let mut scene = Scene::with_alerts(3)?;
    let certificate = in_use(&scene, &scene.terminal("home-a")?, &[ROLE], &[])?;
    let mut watching = scene.terminal("home-a")?.start(&["collect", "--watch", "--every", "1", "--json"])?;
    let polled = |wanted: usize| {
        let what = format!("{wanted} polls");
        until(&what, Deadline::seconds(30), || {
            Ok((watching.output().matches("\"requests\"").count() >= wanted).then_some(()))
        })
    };
    polled(1)?;
    // Gone: what is open already goes on, because nothing is asked of the keyring for a poll.
    scene.desk.take_keyring_away();
    let before = watching.output().matches("\"requests\"").count();
    polled(before + 2)?;
    no_poll_failed(&watching.output());
    watching.stop();
    let run = scene.terminal("home-a")?.run(&["collect", "--once", "--json"])?.expect_code(1)?;
    assert_eq!(code(&run)?, "keyring.unavailable", "{run}");
    scene.desk.bring_keyring_back()?;
    let words = ["cert", "renew", &certificate.id, "--object-id", certificate.object_id(), "--json"];
    scene.terminal("home-a")?.run(&words)?.expect_code(0)?;
    Ok(())
}

#[test]
fn a_program_that_has_spoken_to_a_keyring_speaks_to_it_again_after_it_was_started_anew() -> Outcome<()> {
    let mut scene = Scene::with_alerts(1)?;
    let made = scene.terminal("home-a")?.run(&["cert", "make", "Kept", "--json"])?.expect_code(0)?.json()?;
    let file = scene.desk.folder("exported")?.join("kept.pfx");
    let path = file.to_str().why("a path in UTF-8")?;
    let id = made["id"].as_str().why("its id")?;
    let words = ["cert", "export", id, "--form", "pfx", "--out", path, "--password-stdin", "--yes"];
    let mut export = scene.terminal("home-a")?.start(&words)?;
    let mut input = export.take_input().why("its input")?;
    // Once the data folder is locked, the database's key has come out of the keyring; now it waits for the password.
    let lock = scene.terminal("home-a")?.home().join("bartizan.lock");
    until("the program to hold the data folder", Deadline::seconds(20), || {
        let free = std::fs::File::open(&lock).is_ok_and(|file| file.try_lock().is_ok());
        Ok((!free).then_some(()))
    })?;
    scene.desk.bring_keyring_back()?;
    input.write_all(b"a password")?;
    drop(input);
    let status = until("the end of the export", Deadline::seconds(30), || export.ended())?;
    assert!(status.success(), "the session with the keyring that is gone is not insisted on: {}", export.last_words());
    assert!(file.metadata()?.len() > 1000, "and the key came out of the one that answers now");
    Ok(())
}
