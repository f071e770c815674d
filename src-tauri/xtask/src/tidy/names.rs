//! Names of types come from the admin's world; words that fit everything say nothing.

use super::Violation;
use super::rules::Rules;
use super::tree::Tree;

/// Checks the names of structs, enums, traits and type aliases.
pub fn check(tree: &Tree, rules: &Rules) -> Vec<Violation> {
    let mut found = Vec::new();
    for file in tree.rust() {
        for (number, line) in file.code_lines() {
            let Some(name) = declared(line) else { continue };
            for word in words_of(name).filter(|word| rules.names.forbidden.contains(word)) {
                let what = format!("`{name}` has the word `{word}`, which says nothing about it");
                found.push(Violation::new(file.at(number), "type-names", what));
            }
        }
    }
    found
}

fn declared(line: &str) -> Option<&str> {
    let mut words = line.split_whitespace().skip_while(|word| word.starts_with("pub"));
    let keyword = words.next()?;
    let name = words.next().filter(|_| ["struct", "enum", "trait", "type"].contains(&keyword))?;
    name.split(|character: char| !character.is_alphanumeric()).next()
}

fn words_of(name: &str) -> impl Iterator<Item = String> {
    let mut words: Vec<String> = Vec::new();
    for character in name.chars() {
        match words.last_mut() {
            Some(word) if !character.is_uppercase() => word.push(character),
            _ => words.push(character.to_string()),
        }
    }
    words.into_iter()
}

#[cfg(test)]
mod tests {
    use crate::tidy::fixture::Fixture;

    #[test]
    fn names_that_say_nothing_are_found() {
        let path = "src-tauri/crates/engine/src/lib.rs";
        for code in ["struct TokenManager;", "pub enum AlertData {}", "pub(crate) struct InfoRow;", "trait Helper {}"] {
            Fixture::new().append(path, code).breaks("type-names", path);
        }
        Fixture::new().append(path, "struct Database;").is_tidy();
    }
}
