//! From a 64-bit hash to the numbers that have it. The hash is never taken for identity: whoever asks compares.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Numbers by their hash.
#[derive(Default)]
pub(super) struct HashIndex {
    first: HashMap<u64, u32, BuildHasherDefault<AsItIs>>,
    /// The further ones of a hash, in the order in which they came; nearly always empty.
    more: HashMap<u64, Vec<u32>>,
}

impl HashIndex {
    /// The first number of that hash for which the comparison holds.
    pub(super) fn find(&self, hash: u64, mut same: impl FnMut(u32) -> bool) -> Option<u32> {
        let first = *self.first.get(&hash)?;
        if same(first) {
            return Some(first);
        }
        self.more.get(&hash)?.iter().copied().find(|number| same(*number))
    }

    pub(super) fn insert(&mut self, hash: u64, number: u32) {
        match self.first.entry(hash) {
            std::collections::hash_map::Entry::Vacant(place) => {
                place.insert(number);
            }
            std::collections::hash_map::Entry::Occupied(_) => self.more.entry(hash).or_default().push(number),
        }
    }

    /// Puts a number in the place of another. False when that one is not there.
    #[must_use]
    pub(super) fn replace(&mut self, hash: u64, old: u32, new: u32) -> bool {
        let first = self.first.get_mut(&hash).into_iter();
        let more = self.more.get_mut(&hash).into_iter().flatten();
        first.chain(more).find(|number| **number == old).map(|number| *number = new).is_some()
    }
}

/// The keys are hashes already.
#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_share_a_hash_are_told_apart() {
        let mut index = HashIndex::default();
        for number in [3, 4, 5] {
            index.insert(9, number);
        }
        for wanted in [3, 4, 5] {
            assert_eq!(index.find(9, |number| number == wanted), Some(wanted));
        }
        assert!(index.replace(9, 4, 6) && index.replace(9, 3, 7) && !index.replace(9, 4, 8) && !index.replace(1, 5, 8));
        assert_eq!(index.find(9, |number| number == 4), None);
        assert_eq!(index.find(9, |number| number == 6), Some(6));
        assert_eq!(index.find(9, |_| true), Some(7), "the order of arrival stays");
    }
}
