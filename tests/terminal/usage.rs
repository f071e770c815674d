//! The surface of the terminal program: its help, its exit codes, its explanations.

use bartizan_tests::{Outcome, Scene};

#[test]
fn the_help_of_every_command_is_known() -> Outcome<()> {
    let scene = Scene::with_alerts(1)?;
    let terminal = scene.terminal("home-a")?;
    let mut all = String::new();
    let of_cert = ["make", "import", "list", "show", "export", "renew", "revoke", "calendar", "handout"];
    let of_cert: Vec<[&str; 3]> = of_cert.iter().map(|act| ["cert", *act, "--help"]).collect();
    let plain: [&[&str]; 7] = [
        &["--help"],
        &["demo", "--help"],
        &["attach", "--help"],
        &["collect", "--help"],
        &["alerts", "--help"],
        &["cert", "--help"],
        &["vault", "--help"],
    ];
    for words in plain.into_iter().chain(of_cert.iter().map(<[&str; 3]>::as_slice)) {
        all.push_str(&format!("$ bartizan {}\n{}\n", words.join(" "), terminal.run(words)?.expect_code(0)?.output));
    }
    insta::assert_snapshot!("help", all);
    Ok(())
}

#[test]
fn wrong_usage_is_exit_code_two_and_says_what_is_right() -> Outcome<()> {
    let scene = Scene::with_alerts(1)?;
    let terminal = scene.terminal("home-a")?;
    for words in [&["nonsense"][..], &["attach"], &["alerts", "--nonsense"], &[]] {
        let run = terminal.run(words)?.expect_code(2)?;
        assert!(run.errors.contains("Usage"), "{words:?} is answered with the usage: {run}");
        assert_eq!(run.output, "", "nothing on standard output that a script would take for an answer");
    }
    Ok(())
}

#[test]
fn a_code_is_explained_in_full_ours_and_microsofts() -> Outcome<()> {
    let scene = Scene::with_alerts(1)?;
    let terminal = scene.terminal("home-a")?;
    let ours = terminal.run(&["explain", "credential.secret_wrong", "--json"])?.expect_code(0)?.json()?;
    insta::assert_json_snapshot!("explained", ours);
    let theirs = terminal.run(&["explain", "AADSTS7000215", "--json"])?.expect_code(0)?.json()?;
    assert_eq!(theirs["code"], "credential.secret_wrong", "Microsoft's number leads to the same page: {theirs}");
    let unknown = terminal.run(&["explain", "no.such.code", "--json"])?.expect_code(1)?.json()?;
    insta::assert_json_snapshot!("a_code_that_nobody_knows", super::plain::problem(unknown));
    Ok(())
}

#[test]
fn without_a_tenant_every_reading_command_says_how_to_begin() -> Outcome<()> {
    let scene = Scene::with_alerts(1)?;
    let terminal = scene.terminal("home-a")?;
    for words in [&["alerts", "--json"][..], &["health", "--json"], &["collect", "--once", "--json"]] {
        let answer = terminal.run(words)?.expect_code(1)?.json()?;
        assert_eq!(answer["problem"]["code"], "store.nothing_yet", "{words:?}: {answer}");
    }
    Ok(())
}
