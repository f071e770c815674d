//! The desk itself: what every other test here stands on.
#![allow(clippy::expect_used)]

use bartizan_tests::{Deadline, Desk, Outcome, SmallDisk, program, until};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

fn at(desk: &Desk, mut command: Command) -> String {
    desk.seat(&mut command);
    let output = command.output().expect("the program starts");
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn service(method: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new("dbus-send");
    command.args(["--session", "--print-reply", "--dest=org.freedesktop.secrets", "/org/freedesktop/secrets"]);
    command.arg(format!("org.freedesktop.Secret.Service.{method}")).args(arguments);
    command
}

#[test]
fn a_desk_has_an_open_secret_service_of_its_own() -> Outcome<()> {
    let desk = Desk::open()?;
    let answer = at(&desk, service("OpenSession", &["string:plain", "variant:string:"]));
    assert!(answer.contains("object path"), "a program can open a session with the Secret Service: {answer}");
    let home = desk.environment().get("HOME").expect("a desk has a home");
    let keyrings = format!("{home}/.local/share/keyrings");
    assert!(fs::read_dir(&keyrings)?.count() > 0, "the keyring is kept in the desk's own home, not in the person's");
    Ok(())
}

#[test]
fn two_desks_do_not_see_each_other() -> Outcome<()> {
    let (one, other) = (Desk::open()?, Desk::open()?);
    for name in ["DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "HOME", "XDG_RUNTIME_DIR"] {
        assert_ne!(one.environment().get(name), other.environment().get(name), "{name} must not be shared");
    }
    let mode = fs::metadata(one.environment().get("XDG_RUNTIME_DIR").expect("a runtime folder"))?.permissions().mode();
    assert_eq!(mode & 0o777, 0o700, "sockets in it are for this person only");
    Ok(())
}

#[test]
fn without_a_keyring_the_secret_service_is_really_gone() -> Outcome<()> {
    let mut desk = Desk::open()?;
    desk.take_keyring_away();
    let answer = at(&desk, service("OpenSession", &["string:plain", "variant:string:"]));
    assert!(answer.contains("ServiceUnknown"), "nothing starts it again behind our back: {answer}");
    Ok(())
}

#[test]
fn nothing_is_left_when_a_desk_is_gone() -> Outcome<()> {
    let desk = Desk::open()?;
    let mark = desk.mark().clone();
    let folder = desk.folder("something")?;
    let mut stray = program("sleep");
    desk.seat(&mut stray);
    let mut stray = stray.arg("600").spawn()?;
    until("display, bus, keyring and the stray", Deadline::seconds(5), || {
        Ok((mark.carriers()?.len() >= 4).then_some(()))
    })?;
    drop(desk);
    // The stray is our own child, so it stays in the table until it is waited for.
    stray.wait()?;
    assert_eq!(mark.carriers()?, Vec::<i32>::new(), "every process of the desk has ended, the stray too");
    assert!(!folder.exists(), "its folder is removed");
    Ok(())
}

#[test]
fn a_small_disk_really_runs_full_and_is_seen_by_one_program_only() -> Outcome<()> {
    let desk = Desk::open()?;
    let home = desk.folder("home-small")?;
    fs::write(home.join("from-outside"), "x")?;
    let script = desk.folder("scripts")?.join("fill");
    fs::write(
        &script,
        "#!/bin/sh\nls \"$BARTIZAN_HOME\"\nid -u\ndd if=/dev/zero of=\"$BARTIZAN_HOME/big\" bs=64k count=64\n",
    )?;
    fs::set_permissions(&script, fs::Permissions::from_mode(0o700))?;
    let mut command = Command::new(SmallDisk { kilobytes: 512 }.wrap(&desk, &script)?);
    desk.seat(&mut command);
    let output = command.env("BARTIZAN_HOME", &home).output()?;
    let (said, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(errors.contains("No space left"), "four megabytes do not fit in half of one: {said} {errors}");
    assert!(!said.contains("from-outside"), "the program sees the small disk, not the folder under it");
    assert_eq!(said.trim(), nix::unistd::geteuid().to_string(), "it runs as the same person");
    assert!(!home.join("big").exists(), "nobody else sees the small disk");
    Ok(())
}
