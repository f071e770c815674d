//! What must not stand in the code of a part of the tree, and global state anywhere.

use super::Violation;
use super::code::has_word;
use super::rules::{RULES, Rules};
use super::tree::{Source, Tree};

const GLOBALS: [&str; 9] =
    ["OnceLock", "OnceCell", "LazyLock", "LazyCell", "Mutex", "RwLock", "Atomic", "RefCell", "UnsafeCell"];

/// Checks the forbidden words and the globals.
pub fn check(tree: &Tree, rules: &Rules) -> Vec<Violation> {
    let mut found = Vec::new();
    for file in tree.rust().filter(|file| !file.is_test()) {
        for rule in &rules.forbidden {
            if rule.within.iter().any(|part| file.path.starts_with(part)) {
                found.extend(forbidden(file, &rule.words, &rule.rule, &rule.because));
            }
        }
        if !file.path.ends_with("/main.rs") {
            found.extend(globals(file, rules));
        }
    }
    for entry in &rules.global {
        if entry.reason.trim().is_empty() || !tree.files.iter().any(|file| file.path == entry.path) {
            found.push(Violation::new(
                RULES,
                "global-state",
                format!("the entry {} has no reason or no file", entry.path),
            ));
        }
    }
    found
}

fn forbidden(file: &Source, words: &[String], rule: &str, because: &str) -> Vec<Violation> {
    let mut found = Vec::new();
    for (number, line) in file.code_lines() {
        for word in words.iter().filter(|word| has_word(line, word)) {
            found.push(Violation::new(file.at(number), rule, format!("`{word}`: {because}")));
        }
    }
    found
}

fn globals(file: &Source, rules: &Rules) -> Vec<Violation> {
    let listed = rules.global.iter().any(|entry| entry.path == file.path);
    let mut found = Vec::new();
    for (number, line) in file.code_lines() {
        let line = line.trim_start().trim_start_matches("pub(crate) ").trim_start_matches("pub ");
        if line.starts_with("static mut ") {
            found.push(Violation::new(file.at(number), "global-state", "`static mut` is never allowed"));
        } else if line.starts_with("thread_local!") || line.starts_with("static ") {
            let kind = GLOBALS.iter().find(|kind| line.contains(**kind));
            // A table that is computed once is constant; everything else that changes behind a static is state.
            let constant = kind == Some(&"LazyLock") && listed;
            if (kind.is_some() || line.starts_with("thread_local!")) && !constant {
                let what = "no global state outside main; list a table of constant data (LazyLock) in tidy.toml with its reason";
                found.push(Violation::new(file.at(number), "global-state", what));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::tidy::fixture::Fixture;

    #[test]
    fn domain_may_not_touch_the_world() {
        for code in [
            "use std::fs;",
            "use std::{io, env};",
            "use std::net::TcpStream;",
            "fn f() { jiff::Timestamp::now(); }",
            "type A = std::time::SystemTime;",
        ] {
            let tree = Fixture::new().append("src-tauri/crates/domain/src/lib.rs", code);
            tree.breaks("domain-is-pure", "src-tauri/crates/domain/src/lib.rs");
        }
    }

    #[test]
    fn words_of_the_world_in_comments_and_tests_of_domain_are_fine() {
        let text = "// std::fs is not used here\n#[cfg(test)]\nmod tests {\n    use std::fs;\n}\n";
        Fixture::new().append("src-tauri/crates/domain/src/lib.rs", text).is_tidy();
    }

    #[test]
    fn a_source_may_not_sleep_store_or_see_a_token() {
        for code in
            ["fn f() { sleep(1); }", "use store::Rows;", "struct A(AccessToken);", "fn f() { jiff::Timestamp::now(); }"]
        {
            let tree = Fixture::new().append("src-tauri/crates/sources/src/lib.rs", code);
            tree.breaks("sources-are-pure", "src-tauri/crates/sources/src/lib.rs");
        }
    }

    #[test]
    fn state_behind_a_static_is_found_and_a_listed_table_is_not() {
        let path = "src-tauri/crates/microsoft/src/lib.rs";
        for code in
            ["static mut A: u8 = 0;", "pub static A: OnceLock<u8> = OnceLock::new();", "static A: LazyLock<u8> = x;"]
        {
            Fixture::new().append(path, code).breaks("global-state", path);
        }
        let entry = format!("[[global]]\npath = \"{path}\"\nreason = \"constant\"\n");
        let table = Fixture::new().append(path, "static A: LazyLock<u8> = x;");
        table.prepend_rules(&entry).is_tidy();
        let cell = Fixture::new().append(path, "static A: OnceLock<u8> = x;").prepend_rules(&entry);
        cell.breaks("global-state", path);
    }
}
