//! Types that hold a secret: nothing may print them or write them out.
//!
//! A type counts as one when it is zeroed on drop or names another secret type inside. A `Debug` written by hand that
//! hides the content is allowed; a derived one is not, nor are `Serialize` and `Display` in any form.

use super::Violation;
use super::code::has_word;
use super::rules::Rules;
use super::tree::{Source, Tree};

const RULE: &str = "secrets-are-silent";

/// Checks every type of every shipped crate.
pub fn check(tree: &Tree, rules: &Rules) -> Vec<Violation> {
    let shipped =
        |file: &&Source| file.path.starts_with("src-tauri/crates/") || file.path.starts_with("src-tauri/src/");
    let mut found = Vec::new();
    for file in tree.rust().filter(shipped).filter(|file| !file.is_test()) {
        for item in types(file) {
            let zeroed = has_word(&item.derives, "Zeroize") || has_word(&item.derives, "ZeroizeOnDrop");
            let holds = rules.secrets.words.iter().any(|word| has_word(&item.body, word));
            if zeroed || holds || rules.secrets.words.contains(&item.name) {
                found.extend(breaches(file, &item));
            }
        }
    }
    found
}

struct Type {
    name: String,
    line: usize,
    derives: String,
    body: String,
}

fn breaches(file: &Source, item: &Type) -> Vec<Violation> {
    let mut found = Vec::new();
    for shown in ["Debug", "Serialize"].into_iter().filter(|shown| has_word(&item.derives, shown)) {
        let what = format!("`{}` holds a secret and derives `{shown}`", item.name);
        found.push(Violation::new(file.at(item.line), RULE, what));
    }
    for (number, line) in file.code_lines() {
        let written = ["Display for ", "Serialize for "].into_iter().find(|shown| {
            line.trim_start().starts_with("impl")
                && line.split(shown).nth(1).is_some_and(|rest| rest.split(['<', ' ', '{']).next() == Some(&item.name))
        });
        if let Some(shown) = written {
            let what = format!("`{}` holds a secret and has `{}`", item.name, shown.trim_end_matches(" for "));
            found.push(Violation::new(file.at(number), RULE, what));
        }
    }
    found
}

/// Every struct and enum with the attributes before it and its body, up to the line that closes it.
fn types(file: &Source) -> Vec<Type> {
    let lines: Vec<&str> = file.code.lines().collect();
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let mut words = line.split_whitespace().skip_while(|word| word.starts_with("pub"));
        let declares = matches!(words.next(), Some("struct" | "enum"));
        let name = words.next().and_then(|name| name.split(|c: char| !c.is_alphanumeric()).next()).unwrap_or_default();
        if declares && !name.is_empty() {
            let end = (index..lines.len()).find(|at| closes(lines[*at], *at == index)).unwrap_or(index);
            // What stands between the end of the item before and this one: attributes, and comments blanked.
            let start = lines[..index].iter().rposition(|line| line.trim_end().ends_with([';', '{', '}']));
            let derives = lines[start.map_or(0, |at| at + 1)..index].join(" ");
            let body = lines[index..=end].join("\n");
            found.push(Type { name: name.to_owned(), line: index + 1, derives, body });
        }
    }
    found
}

fn closes(line: &str, first: bool) -> bool {
    let line = line.trim_end();
    line.ends_with(';') && first || line == "}" || line == ");" || first && line.ends_with('}')
}

#[cfg(test)]
mod tests {
    use crate::tidy::fixture::Fixture;

    const PATH: &str = "src-tauri/crates/vault/src/lib.rs";

    #[test]
    fn a_secret_that_can_be_printed_or_written_is_found() {
        let leaks = [
            "#[derive(Clone, Debug, Zeroize, ZeroizeOnDrop)]\npub struct Pin(String);",
            "#[derive(\n    Debug,\n    ZeroizeOnDrop,\n)]\npub struct Pin(String);",
            "/// Why.\n#[derive(Debug)]\npub struct Login {\n    secret: SecretText,\n}",
            "#[derive(Serialize)]\nstruct Login {\n    key: Zeroizing<String>,\n}",
            "#[derive(ZeroizeOnDrop)]\nstruct Pin(String);\nimpl fmt::Display for Pin {}",
            "#[derive(ZeroizeOnDrop)]\nstruct Pin(String);\nimpl Serialize for Pin {}",
        ];
        for leak in leaks {
            Fixture::new().append(PATH, leak).breaks("secrets-are-silent", PATH);
        }
    }

    #[test]
    fn a_silent_secret_and_an_open_neighbour_are_fine() {
        let text = "#[derive(ZeroizeOnDrop)]\npub struct Pin(String);\nimpl fmt::Debug for Pin {}\n\
                    #[derive(Debug, Serialize)]\npub struct Place {\n    name: String,\n}\n";
        Fixture::new().append(PATH, text).is_tidy();
    }
}
