//! A set of rows: one bit a row, sixty-four a word.

/// A set of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bits {
    words: Vec<u64>,
    len: usize,
}

impl Bits {
    /// The rows for which the test holds.
    pub(super) fn of(len: usize, mut holds: impl FnMut(usize) -> bool) -> Self {
        let mut words = Vec::with_capacity(len.div_ceil(64));
        for start in (0..len).step_by(64) {
            let mut word = 0_u64;
            for (bit, row) in (start..len.min(start + 64)).enumerate() {
                word |= u64::from(holds(row)) << bit;
            }
            words.push(word);
        }
        Self { words, len }
    }

    /// No rows.
    pub(super) fn none(len: usize) -> Self {
        Self { words: vec![0; len.div_ceil(64)], len }
    }

    pub(super) fn has(&self, row: usize) -> bool {
        self.words.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    pub(super) fn set(&mut self, row: usize) {
        self.words[row / 64] |= 1 << (row % 64);
    }

    /// Keeps only what the other has too.
    pub(super) fn keep(&mut self, other: &Self) {
        for (word, with) in self.words.iter_mut().zip(&other.words) {
            *word &= with;
        }
    }

    /// Adds what the other has.
    pub(super) fn add(&mut self, other: &Self) {
        for (word, with) in self.words.iter_mut().zip(&other.words) {
            *word |= with;
        }
    }

    /// The rows that are not in it.
    #[must_use]
    pub(super) fn turned(mut self) -> Self {
        for word in &mut self.words {
            *word = !*word;
        }
        if let (Some(last), rest @ 1..) = (self.words.last_mut(), self.len % 64) {
            *last &= (1 << rest) - 1;
        }
        self
    }

    pub(super) fn count(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    /// The rows in it, in order.
    pub(super) fn rows(&self) -> impl Iterator<Item = usize> {
        self.words.iter().enumerate().flat_map(|(place, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = rest.trailing_zeros() as usize;
                (rest != 0).then(|| {
                    rest &= rest - 1;
                    place * 64 + bit
                })
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_set_of_bits_is_a_set_of_rows(one in prop::collection::vec(any::<bool>(), 0..200), seed in any::<u64>()) {
            let len = one.len();
            let other: Vec<bool> = (0..len).map(|row| (seed >> (row % 64)) & 1 == 1).collect();
            let (a, b) = (Bits::of(len, |row| one[row]), Bits::of(len, |row| other[row]));
            let rows = |holds: &dyn Fn(usize) -> bool| (0..len).filter(|row| holds(*row)).collect::<Vec<_>>();
            prop_assert_eq!(a.rows().collect::<Vec<_>>(), rows(&|row| one[row]));
            prop_assert_eq!(a.count() as usize, rows(&|row| a.has(row)).len());
            prop_assert_eq!(a.clone().turned().rows().collect::<Vec<_>>(), rows(&|row| !one[row]));
            let mut both = a.clone();
            both.keep(&b);
            prop_assert_eq!(both.rows().collect::<Vec<_>>(), rows(&|row| one[row] && other[row]));
            let mut either = Bits::none(len);
            either.add(&a);
            either.add(&b);
            prop_assert_eq!(either.rows().collect::<Vec<_>>(), rows(&|row| one[row] || other[row]));
        }
    }
}
