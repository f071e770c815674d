//! Many short texts in one long one, in lower case, so that a word is looked for in all of them in one go.

use super::substring::each_place;
use std::borrow::Cow;
use std::collections::HashMap;

/// Between two texts, so that nothing is found across them.
const GAP: char = '\0';

/// Texts by number.
pub(crate) struct Texts {
    lower: String,
    ends: Vec<usize>,
    /// Those that are written otherwise.
    written: HashMap<u32, Box<str>>,
    /// Which bytes occur at all: most words are ruled out of ids and hashes by one letter.
    alphabet: [bool; 256],
}

impl Default for Texts {
    fn default() -> Self {
        Self { lower: String::new(), ends: Vec::new(), written: HashMap::new(), alphabet: [false; 256] }
    }
}

impl Texts {
    pub(crate) fn len(&self) -> u32 {
        u32::try_from(self.ends.len()).unwrap_or(u32::MAX)
    }

    pub(crate) fn push(&mut self, text: &str) {
        let lower = lowered(text);
        if let Cow::Owned(_) = lower {
            self.written.insert(self.len(), text.into());
        }
        for byte in lower.bytes() {
            self.alphabet[usize::from(byte)] = true;
        }
        self.lower.push_str(&lower);
        self.ends.push(self.lower.len());
        self.lower.push(GAP);
    }

    /// The text in lower case.
    pub(crate) fn lower(&self, number: u32) -> &str {
        let number = number as usize;
        let Some(end) = self.ends.get(number) else { return "" };
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| end + 1);
        self.lower.get(start..*end).unwrap_or_default()
    }

    /// The text as it is written.
    pub(crate) fn written(&self, number: u32) -> &str {
        match self.written.get(&number) {
            Some(text) => text,
            None => self.lower(number),
        }
    }

    /// Calls for each text that contains the part, which is in lower case; possibly more than once.
    pub(crate) fn containing(&self, part: &str, mut each: impl FnMut(u32)) {
        if part.is_empty() || part.contains(GAP) {
            (0..self.len()).filter(|number| self.lower(*number).contains(part)).for_each(each);
            return;
        }
        if part.bytes().any(|byte| !self.alphabet[usize::from(byte)]) {
            return;
        }
        let mut number = 0_u32;
        each_place(self.lower.as_bytes(), part.as_bytes(), |at| {
            while self.ends.get(number as usize).is_some_and(|end| *end <= at) {
                number += 1;
            }
            each(number);
        });
    }
}

/// The text in lower case; borrowed when it is that already.
pub(crate) fn lowered(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return Cow::Borrowed(text);
    }
    let lower = text.to_lowercase();
    if lower == text { Cow::Borrowed(text) } else { Cow::Owned(lower) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn looking_in_all_at_once_finds_what_looking_in_each_finds(
            list in prop::collection::vec("[aAbB\u{0}É ]{0,5}", 0..12),
            part in "[abé\u{0} ]{0,3}",
        ) {
            let mut texts = Texts::default();
            list.iter().for_each(|text| texts.push(text));
            let mut found = std::collections::BTreeSet::new();
            texts.containing(&part, |number| { found.insert(number); });
            let expected = list.iter().enumerate().filter(|(_, text)| text.to_lowercase().contains(&part));
            prop_assert_eq!(found, expected.map(|(number, _)| number as u32).collect());
            for (number, text) in list.iter().enumerate() {
                prop_assert_eq!(texts.written(number as u32), text);
                prop_assert_eq!(texts.lower(number as u32), text.to_lowercase());
            }
        }
    }

    #[test]
    fn a_number_that_is_not_there_is_an_empty_text() {
        assert_eq!(Texts::default().lower(3), "");
    }
}
