//! The shape of the tree: how long files are, how they open, and what stands at the top.

use super::Violation;
use super::rules::{RULES, Rules};
use super::tree::{Source, Tree};
use std::fs;
use std::path::Path;

/// How many files may be longer than the limit. Lower it when one is cut; nothing raises it.
const LONG_FILES_AT_MOST: usize = 0;

/// Checks lengths, openings and the top level.
pub fn check(root: &Path, tree: &Tree, rules: &Rules) -> Result<Vec<Violation>, String> {
    let mut found = lengths(tree, rules);
    for file in tree.rust().filter(|file| !file.is_generated() && !file.text.starts_with("//!")) {
        found.push(Violation::new(&file.path, "opening", "a file opens with `//!` and a few sentences on what it is"));
    }
    for file in tree.page().filter(|file| matches!(file.kind(), "ts" | "tsx")) {
        if !file.text.starts_with("//") && !file.text.starts_with("/*") {
            found.push(Violation::new(&file.path, "opening", "a file opens with a comment on what it is"));
        }
    }
    let entries = fs::read_dir(root).map_err(|cause| format!("{}: {cause}", root.display()))?;
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') && !rules.top_level.allowed.contains(&name) {
            found.push(Violation::new(&name, "top-level", "the top level holds only what the plan names"));
        }
    }
    Ok(found)
}

fn lengths(tree: &Tree, rules: &Rules) -> Vec<Violation> {
    let mut found = Vec::new();
    let counted = |file: &&Source| matches!(file.kind(), "rs" | "ts" | "tsx" | "css") && !file.is_generated();
    let lines = |file: &Source| file.text.lines().count();
    for file in tree.files.iter().filter(counted) {
        let listed = rules.long.iter().find(|entry| entry.path == file.path);
        let most = listed.map_or(rules.lengths.most, |entry| entry.lines);
        if lines(file) > most {
            found.push(Violation::new(&file.path, "length", format!("{} lines, at most {most}", lines(file))));
        }
    }
    for entry in &rules.long {
        let still = tree.files.iter().any(|file| file.path == entry.path && lines(file) > rules.lengths.most);
        if !still || entry.reason.trim().is_empty() {
            let what = format!("{} is not long any more, or has no reason: take it off the list", entry.path);
            found.push(Violation::new(RULES, "length", what));
        }
    }
    if rules.long.len() > LONG_FILES_AT_MOST {
        let what =
            format!("{} long files are listed, at most {LONG_FILES_AT_MOST}: the list only shrinks", rules.long.len());
        found.push(Violation::new(RULES, "length", what));
    }
    let mut all: Vec<usize> = tree.files.iter().filter(counted).map(lines).collect();
    all.sort_unstable();
    let median = all.get(all.len() / 2).copied().unwrap_or_default();
    if median >= rules.lengths.median_under {
        let what = format!("the median file has {median} lines, it should be under {}", rules.lengths.median_under);
        found.push(Violation::new(".", "length", what));
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::tidy::fixture::Fixture;

    const PATH: &str = "src-tauri/crates/engine/src/lib.rs";

    #[test]
    fn a_file_that_is_too_long_is_found_also_when_it_is_listed() {
        let text = "// x\n".repeat(600);
        Fixture::new().append(PATH, &text).breaks("length", PATH);
        let entry = format!("[[long]]\npath = \"{PATH}\"\nlines = 700\nreason = \"because\"\n");
        let listed = Fixture::new().append(PATH, &text).prepend_rules(&entry);
        listed.breaks("length", "src-tauri/xtask/tidy.toml");
        Fixture::new().prepend_rules(&entry).breaks("length", "src-tauri/xtask/tidy.toml");
    }

    #[test]
    fn files_that_are_long_on_the_whole_are_found() {
        let mut tree = Fixture::new();
        for number in 0..40 {
            tree = tree.write(
                &format!("src-tauri/crates/engine/src/m{number}.rs"),
                &format!("//! X.\n{}", "// x\n".repeat(200)),
            );
        }
        tree.breaks("length", ".");
    }

    #[test]
    fn a_file_without_an_opening_is_found() {
        Fixture::new()
            .write("src-tauri/crates/engine/src/more.rs", "fn f() {}\n")
            .breaks("opening", "src-tauri/crates/engine/src/more.rs");
        Fixture::new().write("ui/src/more.tsx", "export const a = 1;\n").breaks("opening", "ui/src/more.tsx");
    }

    #[test]
    fn a_stranger_at_the_top_is_found() {
        Fixture::new().write("scripts/run.sh", "x").breaks("top-level", "scripts");
        Fixture::new().write(".editorconfig", "x").is_tidy();
    }
}
