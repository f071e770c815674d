//! Where secrets lie: the vault file for machines without a keyring, moving, the recovery code, another keyring.

use bartizan_tests::in_use::{ROLE, in_use, run, shown};
use bartizan_tests::{Cli, Outcome, Scene, Why};
use serde_json::Value;
use std::fs;

const PASSPHRASE: &str = "correct horse battery staple";

fn code(terminal: &Cli<'_>, words: &[&str]) -> Outcome<Value> {
    Ok(terminal.run(words)?.expect_code(1)?.json_lines()?.pop().unwrap_or_default()["problem"]["code"].clone())
}

/// The words that choose the vault file, with the passphrase on standard input.
fn file_words(words: &[&str]) -> Vec<String> {
    words.iter().copied().chain(["--passphrase-fd", "0"]).map(str::to_owned).collect()
}

fn with_passphrase(terminal: &Cli<'_>, words: &[&str]) -> Outcome<bartizan_tests::Run> {
    let words = file_words(words);
    terminal.run_with(&words.iter().map(String::as_str).collect::<Vec<_>>(), PASSPHRASE)
}

#[test]
fn a_machine_without_a_keyring_keeps_its_secrets_in_a_file_only_when_it_is_chosen() -> Outcome<()> {
    let mut scene = Scene::with_alerts(3)?;
    scene.desk.take_keyring_away();
    let terminal = scene.terminal("home-a")?;
    assert_eq!(
        code(&terminal, &["cert", "make", "Headless", "--json"])?,
        "keyring.unavailable",
        "a file is never chosen by itself"
    );
    assert!(!terminal.home().join("bartizan.vault").exists());
    let made =
        with_passphrase(&terminal, &["cert", "make", "Headless", "--vault-file", "--json"])?.expect_code(0)?.json()?;
    let id = made["id"].as_str().why("its id")?.to_owned();
    // From now on it is known: nothing has to be chosen again, and nothing else is used.
    let listed = with_passphrase(&terminal, &["cert", "show", &id, "--json"])?.expect_code(0)?.json()?;
    assert_eq!(listed["state"], "ready");
    assert_eq!(code(&terminal, &["cert", "show", &id, "--json"])?, "vault.passphrase_needed");
    let wrong = terminal.run_with(&["cert", "show", &id, "--json", "--passphrase-fd", "0"], "not the passphrase")?;
    assert_eq!(wrong.expect_code(1)?.json()?["problem"]["code"], "vault.passphrase_wrong");
    fs::rename(terminal.home().join("bartizan.vault"), terminal.home().join("away"))?;
    let gone = with_passphrase(&terminal, &["cert", "show", &id, "--json"])?.expect_code(1)?.json()?;
    assert_eq!(gone["problem"]["code"], "vault.missing", "a new one is never made in its place: {gone}");
    assert!(!terminal.home().join("bartizan.vault").exists());
    Ok(())
}

#[test]
fn a_passphrase_comes_from_the_service_manager_as_well() -> Outcome<()> {
    let mut scene = Scene::with_alerts(1)?;
    scene.desk.take_keyring_away();
    let folder = scene.desk.folder("credentials-of-the-unit")?;
    fs::write(folder.join("bartizan-passphrase"), format!("{PASSPHRASE}\n"))?;
    let terminal = scene.terminal("home-a")?.with("CREDENTIALS_DIRECTORY", &folder.display().to_string());
    terminal.run(&["cert", "make", "Unit", "--vault-file"])?.expect_code(0)?;
    terminal.run(&["cert", "list"])?.expect_code(0)?;
    let typed = scene.terminal("home-a")?.run_with(&["cert", "list", "--passphrase-fd", "0"], PASSPHRASE)?;
    typed.expect_code(0)?;
    Ok(())
}

#[test]
fn moving_between_keyring_and_file_loses_nothing() -> Outcome<()> {
    let scene = Scene::with_alerts(3)?;
    let terminal = scene.terminal("home-a")?;
    let certificate = in_use(&scene, &terminal, &[ROLE], &[])?;
    terminal.run(&["collect", "--once"])?.expect_code(0)?;
    let before = scene.desk.keyring_labels().len();
    assert!(before >= 3, "a database key, a private key and a certificate");
    let moved = with_passphrase(&terminal, &["vault", "move", "--to", "file", "--json"])?.expect_code(0)?.json()?;
    assert_eq!((moved["to"].as_str(), &moved["left"]), (Some("Vault file"), &Value::Null), "{moved}");
    assert_eq!(scene.desk.keyring_labels().len(), 0, "nothing is left in the keyring");
    with_passphrase(&terminal, &["collect", "--once"])?.expect_code(0)?;
    assert_eq!(
        code(&terminal, &["collect", "--once", "--json"])?,
        "vault.passphrase_needed",
        "the keyring is not asked any more"
    );
    with_passphrase(&terminal, &["vault", "move", "--to", "keyring"])?.expect_code(0)?;
    assert_eq!(scene.desk.keyring_labels().len(), before, "everything is back");
    assert!(!terminal.home().join("bartizan.vault").exists(), "and the file is gone");
    terminal.run(&["collect", "--once"])?.expect_code(0)?;
    assert_eq!(shown(&terminal, &certificate.id)?["state"], "in_use");
    Ok(())
}

#[test]
fn a_recovery_code_opens_the_database_when_its_keyring_is_lost() -> Outcome<()> {
    let mut scene = Scene::with_alerts(3)?;
    let terminal = scene.terminal("home-a")?;
    in_use(&scene, &terminal, &[ROLE], &[])?;
    let made = terminal.run(&["vault", "recovery-code", "--yes", "--json"])?.expect_code(0)?.json()?;
    let recovery = made["recovery_code"].as_str().why("the code")?.to_owned();
    let home = terminal.home().to_owned();
    for entry in fs::read_dir(&home)? {
        let bytes = fs::read(entry?.path())?;
        assert!(!bytes.windows(recovery.len()).any(|part| part == recovery.as_bytes()), "the code is kept nowhere");
    }
    // Another keyring: the home of the desk loses what the old one kept.
    scene.desk.lose_keyring()?;
    let terminal = scene.terminal("home-a")?;
    assert_eq!(code(&terminal, &["alerts", "--count", "--json"])?, "store.key_missing");
    let slip = format!("{}{}", if recovery.starts_with('Z') { 'Y' } else { 'Z' }, &recovery[1..]);
    let wrong = terminal.run_with(&["vault", "recover", "--code-stdin", "--json"], &slip)?.expect_code(1)?.json()?;
    assert_eq!(wrong["problem"]["code"], "recovery.code_wrong", "{wrong}");
    terminal.run_with(&["vault", "recover", "--code-stdin"], &recovery.to_lowercase())?.expect_code(0)?;
    let count = terminal.run(&["alerts", "--count", "--json"])?.expect_code(0)?.json()?;
    assert_eq!(count["of"], 3, "what was collected is here");
    assert_eq!(
        code(&terminal, &["collect", "--once", "--json"])?,
        "credential.missing",
        "its credentials were lost with the keyring"
    );
    Ok(())
}

#[test]
fn a_keyring_of_another_program_is_named() -> Outcome<()> {
    let mut scene = Scene::with_alerts(1)?;
    let terminal = scene.terminal("home-a")?;
    run(&terminal, &["cert", "make", "Kept"].map(str::to_owned))?.expect_code(0)?;
    let path = terminal.home().join("bartizan.id");
    let name: Value = serde_json::from_slice(&fs::read(&path)?)?;
    assert_eq!(name["keeper"], "GNOME Keyring", "the program is written down: {name}");
    // As if the database had been made under KDE.
    let text = fs::read_to_string(&path)?.replace("GNOME Keyring", "KDE Wallet");
    scene.desk.lose_keyring()?;
    let terminal = scene.terminal("home-a")?;
    fs::write(&path, text)?;
    let run = terminal.run(&["cert", "list", "--json"])?.expect_code(1)?;
    let problem = run.json()?["problem"].take();
    assert_eq!(problem["code"], "keyring.other", "{problem}");
    let message = problem["message"].as_str().unwrap_or_default();
    assert!(message.contains("KDE Wallet") && message.contains("GNOME Keyring answers now"), "{message}");
    Ok(())
}
