//! The words of the wire and how people read them: services, states, verdicts. A table, never a closed list.
//!
//! A value that the table does not have is kept and shown as it came. `query` is how the query language writes it,
//! and every older spelling of the wire is listed as `also`, so that one search finds all generations of a product.

use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

/// One word of the wire.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Word {
    /// The current spelling on the wire.
    pub wire: String,
    /// As a person reads it in full.
    pub label: String,
    /// As a facet shows it.
    #[serde(default)]
    pub short: String,
    /// As the query language writes it.
    pub query: String,
    /// Other spellings on the wire.
    #[serde(default)]
    pub also: Vec<String>,
}

/// The words of one field.
#[derive(Debug)]
pub struct Words {
    list: Vec<Word>,
    by_wire: HashMap<String, usize>,
    by_query: HashMap<String, usize>,
}

static TABLE: LazyLock<HashMap<String, Words>> = LazyLock::new(|| {
    let table: HashMap<String, Vec<Word>> = toml::from_str(include_str!("../data/words.toml")).unwrap_or_default();
    table.into_iter().map(|(field, list)| (field, Words::new(list))).collect()
});

static NONE: LazyLock<Words> = LazyLock::new(|| Words::new(Vec::new()));

impl Words {
    fn new(list: Vec<Word>) -> Self {
        let mut by_wire = HashMap::new();
        let mut by_query = HashMap::new();
        for (place, word) in list.iter().enumerate() {
            for spelling in std::iter::once(&word.wire).chain(&word.also) {
                by_wire.insert(spelling.to_lowercase(), place);
            }
            by_query.insert(word.query.to_lowercase(), place);
        }
        Self { list, by_wire, by_query }
    }

    /// The words of that field; none for a field without a table.
    pub fn of(field: &str) -> &'static Self {
        TABLE.get(field).unwrap_or(&NONE)
    }

    /// All words, in the order of the table.
    pub fn all(&self) -> &[Word] {
        &self.list
    }

    /// The word for a value of the wire, in any spelling and case.
    pub fn wire(&self, value: &str) -> Option<&Word> {
        self.by_wire.get(&value.to_lowercase()).map(|place| &self.list[*place])
    }

    /// The word for a value of the query language.
    pub fn queried(&self, value: &str) -> Option<&Word> {
        let value = value.to_lowercase();
        self.by_query.get(&value).or_else(|| self.by_wire.get(&value)).map(|place| &self.list[*place])
    }

    /// How a person reads a value of the wire: its label, or the value with its words apart.
    pub fn label(&self, value: &str) -> String {
        self.wire(value).map_or_else(|| spaced(value), |word| word.label.clone())
    }

    /// How a facet shows a value of the wire.
    pub fn short(&self, value: &str) -> String {
        match self.wire(value) {
            Some(word) if !word.short.is_empty() => word.short.clone(),
            Some(word) => word.label.clone(),
            None => spaced(value),
        }
    }

    /// How the query language writes a value of the wire.
    pub fn query(&self, value: &str) -> String {
        self.wire(value).map_or_else(|| value.to_owned(), |word| word.query.clone())
    }

    /// The current spelling of a value of the wire, or the value as it came.
    pub fn canonical(&self, value: &str) -> String {
        self.wire(value).map_or_else(|| value.to_owned(), |word| word.wire.clone())
    }
}

/// `credentialAccess` and `CredentialAccess` as `Credential access`; anything with other characters as it is.
pub fn spaced(value: &str) -> String {
    if value.is_empty() || !value.chars().all(|c| c.is_ascii_alphanumeric()) {
        return value.to_owned();
    }
    let mut text = String::with_capacity(value.len() + 4);
    let mut before: Option<char> = None;
    let mut letters = value.chars().peekable();
    while let Some(letter) = letters.next() {
        let acronym = letters.peek().is_none_or(|next| next.is_uppercase() || next.is_ascii_digit());
        match before {
            None => text.extend(letter.to_uppercase()),
            Some(last) if letter.is_uppercase() && !last.is_uppercase() => {
                text.push(' ');
                if acronym { text.push(letter) } else { text.extend(letter.to_lowercase()) }
            }
            Some(_) => text.push(letter),
        }
        before = Some(letter);
    }
    text
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn old_and_new_spellings_are_one_word() {
        let services = Words::of("service");
        assert_eq!(services.canonical("MicrosoftDefenderATP"), "microsoftDefenderForEndpoint");
        assert_eq!(services.short("MicrosoftDefenderForEndpoint"), "Endpoint");
        assert_eq!(services.queried("endpoint").unwrap().wire, "microsoftDefenderForEndpoint");
    }

    #[test]
    fn a_word_that_microsoft_added_since_is_kept_and_readable() {
        assert_eq!(Words::of("service").label("microsoftDefenderForToasters"), "Microsoft defender for toasters");
        assert_eq!(Words::of("service").canonical("x-new"), "x-new");
    }

    #[test]
    fn words_are_set_apart_and_acronyms_stay() {
        assert_eq!(spaced("CredentialAccess"), "Credential access");
        assert_eq!(spaced("osBuild"), "Os build");
        assert_eq!(spaced("destinationIP"), "Destination IP");
        assert_eq!(spaced("a b"), "a b");
    }

    #[test]
    fn no_two_words_of_a_field_share_a_spelling() {
        let table: HashMap<String, Vec<Word>> = toml::from_str(include_str!("../data/words.toml")).unwrap();
        for (field, list) in table {
            let mut seen = std::collections::HashSet::new();
            for word in list {
                for spelling in std::iter::once(&word.wire).chain(&word.also) {
                    assert!(seen.insert(spelling.to_lowercase()), "{field}: {spelling} stands twice");
                }
            }
        }
    }
}
