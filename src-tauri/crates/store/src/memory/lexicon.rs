//! The texts of one vocabulary: from a text to its number and back, and which of them a query's value means.
//!
//! `Ann@contoso.com` and `ann@contoso.com` are two texts, so that a row shows what came, and one value, so that a
//! facet counts them together: columns hold the number of the first text with the same lower case.

use super::Hash;
use super::hash_index::HashIndex;
use super::texts::{Texts, lowered};
use domain::query::Match;

/// The texts of a vocabulary.
pub(crate) struct Lexicon {
    texts: Texts,
    by_lower: HashIndex,
    folded: Vec<u32>,
    hash: Hash,
}

impl Lexicon {
    pub(super) fn new(hash: Hash) -> Self {
        Self { texts: Texts::default(), by_lower: HashIndex::default(), folded: Vec::new(), hash }
    }

    pub(crate) fn len(&self) -> u32 {
        self.texts.len()
    }

    pub(super) fn add(&mut self, text: &str) {
        let lower = lowered(text);
        let number = self.len();
        self.folded.push(self.value(&lower).unwrap_or(number));
        self.by_lower.insert((self.hash)(lower.as_bytes()), number);
        self.texts.push(text);
    }

    /// The number of exactly this text.
    pub(crate) fn number(&self, text: &str) -> Option<u32> {
        let hash = (self.hash)(lowered(text).as_bytes());
        self.by_lower.find(hash, |number| self.texts.written(number) == text)
    }

    /// The number of the value with this lower case.
    pub(crate) fn value(&self, lower: &str) -> Option<u32> {
        self.by_lower.find((self.hash)(lower.as_bytes()), |number| self.texts.lower(number) == lower)
    }

    /// The number of the value that a text belongs to.
    pub(crate) fn fold(&self, number: u32) -> u32 {
        self.folded.get(number as usize).copied().unwrap_or(number)
    }

    /// The text as it is written.
    pub(crate) fn text(&self, number: u32) -> &str {
        self.texts.written(number)
    }

    /// The text in lower case.
    pub(crate) fn lower(&self, number: u32) -> &str {
        self.texts.lower(number)
    }

    /// The numbers of its values.
    pub(crate) fn values(&self) -> impl Iterator<Item = u32> {
        (0..self.len()).filter(|number| self.fold(*number) == *number)
    }

    /// Which values one of the matches means; none when no value is meant.
    pub(crate) fn meant(&self, matches: &[Match]) -> Option<Vec<bool>> {
        let mut hits = Hits::new(self.len());
        for each in matches {
            match each {
                Match::Exact(text) => self.value(text).into_iter().for_each(|number| hits.add(number)),
                Match::Part(part) => self.texts.containing(part, |number| hits.add(number)),
                Match::Prefix(_) => {
                    (0..self.len())
                        .filter(|number| each.holds(self.lower(*number)))
                        .for_each(|number| hits.add(number));
                }
            }
        }
        hits.any.then_some(hits.by_number)
    }

    /// Which texts contain the part; none when no text does.
    pub(crate) fn containing(&self, part: &str) -> Option<Vec<bool>> {
        let mut hits = Hits::new(self.len());
        self.texts.containing(part, |number| hits.add(number));
        hits.any.then_some(hits.by_number)
    }
}

struct Hits {
    by_number: Vec<bool>,
    any: bool,
}

impl Hits {
    fn new(len: u32) -> Self {
        Self { by_number: vec![false; len as usize], any: false }
    }

    fn add(&mut self, number: u32) {
        self.by_number[number as usize] = true;
        self.any = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_spellings_are_two_texts_and_one_value_even_when_every_hash_collides() {
        for hash in [(|bytes: &[u8]| xxhash_rust::xxh3::xxh3_64(bytes)) as Hash, |_| 7] {
            let mut lexicon = Lexicon::new(hash);
            for text in ["Bob", "Ann", "ANN", "ann"] {
                lexicon.add(text);
            }
            assert_eq!(
                ["Bob", "Ann", "ANN", "ann", "bob"].map(|text| lexicon.number(text)),
                [Some(0), Some(1), Some(2), Some(3), None]
            );
            assert_eq!([0, 1, 2, 3].map(|number| lexicon.fold(number)), [0, 1, 1, 1]);
            assert_eq!(lexicon.values().collect::<Vec<_>>(), [0, 1]);
            assert_eq!(lexicon.value("ann"), Some(1));
            assert_eq!(lexicon.text(2), "ANN");
            assert!(lexicon.meant(&[Match::Exact("ann".into())]).is_some_and(|hits| hits[1] && !hits[0]));
            assert!(lexicon.meant(&[Match::Exact("anna".into())]).is_none());
        }
    }
}
