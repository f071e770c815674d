//! Writes the generated files below a folder, or with `--check` tells which of them differ from what is there.
#![allow(clippy::print_stdout)] // A tool of the build; its output is its purpose.

use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let root = PathBuf::from(arguments.next().unwrap_or_else(|| ".".to_owned()));
    let check = arguments.next().as_deref() == Some("--check");
    let mut drifted = 0;
    for (path, text) in api::generated() {
        let text =
            if path.ends_with(".rs") && path != "src-tauri/src/command_names.gen.rs" { formatted(&text) } else { text };
        let full = root.join(path);
        if std::fs::read_to_string(&full).is_ok_and(|old| old == text) {
            continue;
        }
        drifted += 1;
        if check {
            println!("{path} differs from the table of commands: run cargo xtask gen");
        } else if let Err(error) =
            std::fs::create_dir_all(full.parent().unwrap_or(&root)).and_then(|()| std::fs::write(&full, text))
        {
            println!("{path} cannot be written: {error}");
            return ExitCode::FAILURE;
        } else {
            println!("wrote {path}");
        }
    }
    if check && drifted > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// The text as rustfmt lays it out, so that the formatting check holds for generated files too.
fn formatted(text: &str) -> String {
    use std::io::Write;
    let child = Command::new("rustfmt")
        .args(["--edition", "2024", "--config", "max_width=120,use_small_heuristics=Max"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else { return text.to_owned() };
    if let Some(mut input) = child.stdin.take() {
        let _ = input.write_all(text.as_bytes());
    }
    match child.wait_with_output() {
        Ok(output) if output.status.success() => String::from_utf8_lossy(&output.stdout).into_owned(),
        _ => text.to_owned(),
    }
}
