//! `bartizan cert` and `bartizan vault` as a person and a script see them.

use bartizan_tests::{Cli, Outcome, Run, Scene, Why};
use serde_json::Value;

/// A text with everything replaced that differs from run to run: handles, thumbprints, times.
fn steady(text: &str) -> String {
    let replaced = |word: &str| {
        let (word, point) = word.strip_suffix('.').map_or((word, ""), |word| (word, "."));
        format!("{}{point}", kind(word).unwrap_or(word))
    };
    let line = |line: &str| line.split(' ').map(replaced).collect::<Vec<_>>().join(" ");
    super::plain::plain(&text.lines().map(line).collect::<Vec<_>>().join("\n"))
}

/// What a word is that differs from run to run.
fn kind(word: &str) -> Option<&'static str> {
    let hex = word.chars().all(|one| one.is_ascii_hexdigit());
    match word.len() {
        64 if hex => Some("[sha256]"),
        40 if hex => Some("[sha1]"),
        8 if hex => Some("[id]"),
        8 if word.split(':').map(str::len).eq([2, 2, 2]) => Some("[time]"),
        10 if word.split('-').map(str::len).eq([4, 2, 2]) => Some("[date]"),
        _ => None,
    }
}

/// The names of everything in an answer, so that the shape of it is pinned and no value is.
fn shape(value: &Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(map.iter().map(|(name, value)| (name.clone(), shape(value))).collect()),
        Value::Array(list) => Value::Array(list.iter().take(1).map(shape).collect()),
        Value::Null => Value::Null,
        Value::Bool(_) => "bool".into(),
        Value::Number(_) => "number".into(),
        Value::String(_) => "text".into(),
    }
}

fn made(terminal: &Cli<'_>, name: &str) -> Outcome<String> {
    let made = terminal.run(&["cert", "make", name, "--json"])?.expect_code(0)?.json()?;
    Ok(made["id"].as_str().why("the id of what was made")?.to_owned())
}

fn problem(run: Run) -> Outcome<Value> {
    Ok(super::plain::problem(run.expect_code(1)?.json()?))
}

#[test]
fn certificates_are_made_listed_and_shown_to_a_person() -> Outcome<()> {
    let scene = Scene::with_alerts(1)?;
    let terminal = scene.terminal("home-a")?;
    let mut all =
        terminal.run(&["cert", "make", "Bartizan Contoso", "--bits", "3072", "--days", "20"])?.expect_code(0)?.output;
    for words in [&["cert", "list"][..], &["cert", "show", "bartizan contoso"], &["vault"]] {
        all.push_str(&format!("\n$ bartizan {}\n{}", words.join(" "), terminal.run(words)?.expect_code(0)?.output));
    }
    insta::assert_snapshot!("certificates", steady(&all));
    Ok(())
}

#[test]
fn a_script_reads_the_same_shape_every_time() -> Outcome<()> {
    let scene = Scene::with_alerts(1)?;
    let terminal = scene.terminal("home-a")?;
    let id = made(&terminal, "Bartizan Contoso")?;
    let all = terminal.run(&["cert", "list", "--json"])?.expect_code(0)?.json()?;
    insta::assert_json_snapshot!("the_shape_of_the_list", shape(&all));
    let out = terminal.run(&["cert", "handout", &id, "taegis-o365-gcc", "--json"])?.expect_code(0)?.json()?;
    insta::assert_json_snapshot!("the_shape_of_a_handout", shape(&out));
    Ok(())
}

#[test]
fn what_goes_wrong_has_a_code_and_a_way_out() -> Outcome<()> {
    let scene = Scene::with_alerts(1)?;
    let terminal = scene.terminal("home-a")?;
    let id = made(&terminal, "Bartizan Contoso")?;
    let folder = scene.desk.folder("files")?;
    let path = |name: &str| folder.join(name).display().to_string();
    std::fs::write(
        path("request.pem"),
        "-----BEGIN CERTIFICATE REQUEST-----\nAA==\n-----END CERTIFICATE REQUEST-----\n",
    )?;
    std::fs::write(path("there.pem"), "mine")?;
    let mut told = Vec::new();
    for words in [
        &["cert", "show", "nobody", "--json"][..],
        &["cert", "import", &path("request.pem"), "--json"],
        &["cert", "export", &id, "--out", &path("there.pem"), "--json"],
        &["cert", "renew", &id, "--json"],
        &["cert", "handout", &id, "prelude-defender", "--json"],
        &["vault", "recover", "--code-stdin", "--json"],
    ] {
        told.push(problem(terminal.run(words)?)?["problem"].take());
    }
    insta::assert_json_snapshot!("certificate_problems", told);
    assert_eq!(std::fs::read(path("there.pem"))?, b"mine", "what is there is never written over");
    Ok(())
}

#[test]
fn what_is_private_or_final_needs_a_yes() -> Outcome<()> {
    let scene = Scene::with_alerts(1)?;
    let terminal = scene.terminal("home-a")?;
    let id = made(&terminal, "Bartizan Contoso")?;
    let key = scene.desk.folder("files")?.join("key.pem");
    let key_path = key.display().to_string();
    let export = ["cert", "export", &id, "--form", "key", "--out", &key_path];
    for words in [
        &export[..],
        &["cert", "revoke", &id],
        &["vault", "recovery-code"],
        &["cert", "handout", &id, "taegis-o365-gcc", "--private"],
    ] {
        let refused = terminal.run(words)?.expect_code(3)?;
        assert!(refused.errors.contains("--yes"), "exit code 3, needs a person: {refused}");
    }
    assert!(!key.exists(), "nothing was written");
    terminal.run(&["cert", "revoke", &id, "--yes"])?.expect_code(0)?;
    let left = terminal.run(&["cert", "list", "--json"])?.expect_code(0)?.json()?;
    assert_eq!(left["credentials"].as_array().map(Vec::len), Some(0));
    Ok(())
}

#[test]
fn a_calendar_holds_every_end() -> Outcome<()> {
    let scene = Scene::with_alerts(1)?;
    let terminal = scene.terminal("home-a")?;
    made(&terminal, "One")?;
    made(&terminal, "Two")?;
    let text = terminal.run(&["cert", "calendar"])?.expect_code(0)?.output;
    assert!(text.starts_with("BEGIN:VCALENDAR") && text.matches("BEGIN:VEVENT").count() == 2, "{text}");
    let file = scene.desk.folder("files")?.join("ends.ics").display().to_string();
    terminal.run(&["cert", "calendar", "--out", &file])?.expect_code(0)?;
    assert_eq!(
        problem(terminal.run(&["cert", "calendar", "--out", &file, "--json"])?)?["problem"]["code"],
        "handout.file_exists"
    );
    Ok(())
}
