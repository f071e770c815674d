//! Marks of unfinished work, and tests that are switched off.

use super::Violation;
use super::code::has_word;
use super::rules::Rules;
use super::tree::Tree;

/// Checks every source file for the marks.
pub fn check(tree: &Tree, rules: &Rules) -> Vec<Violation> {
    let mut found = Vec::new();
    for file in tree.files.iter().filter(|file| !file.is_generated()) {
        let marks = &rules.unfinished;
        let own = if file.kind() == "rs" { &marks.rust } else { &marks.typescript };
        for (index, line) in file.text.lines().enumerate() {
            for mark in marks.anywhere.iter().chain(own).filter(|mark| has_word(line, mark)) {
                let what = format!("`{mark}`: finish it or take it out");
                found.push(Violation::new(file.at(index + 1), "unfinished", what));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::tidy::fixture::Fixture;

    #[test]
    fn unfinished_work_is_found() {
        // Put together here, so that this file does not break the rule that it tests.
        let rust = [
            concat!("// TO", "DO later"),
            concat!("// FIX", "ME"),
            concat!("fn f() { to", "do!() }"),
            concat!("#[ig", "nore]\nfn f() {}"),
            concat!("#[allow(dead", "_code)]\nfn f() {}"),
        ];
        let path = "src-tauri/crates/engine/src/lib.rs";
        for code in rust {
            Fixture::new().append(path, code).breaks("unfinished", path);
        }
        Fixture::new().append(path, "fn f() { [1].iter().skip(1); }").is_tidy();
    }

    #[test]
    fn tests_of_the_page_that_are_switched_off_are_found() {
        let path = "ui/src/app.test.tsx";
        Fixture::new().write(path, concat!("// A.\nit.sk", "ip('a', () => {});\n")).breaks("unfinished", path);
        Fixture::new().write(path, concat!("// A.\nit.on", "ly('a', () => {});\n")).breaks("unfinished", path);
    }
}
