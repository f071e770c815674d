//! A secret that is longer than an entry may be lies in several: `account/1`, `account/2`, and a note at `account`.
//!
//! The note is written last, so a secret that was half written does not exist.

use domain::secret::SecretBytes;
use domain::{Code, Outcome, Problem};
use zeroize::Zeroizing;

const NOTE: &str = "bartizan-pieces ";
const MOST_PIECES: usize = 64;

/// Entries one by one.
pub(super) trait Single {
    fn load_one(&self, account: &str) -> Outcome<Option<SecretBytes>>;
    fn save_one(&self, account: &str, secret: &SecretBytes) -> Outcome<()>;
    fn remove_one(&self, account: &str) -> Outcome<()>;
}

pub(super) fn load(place: &impl Single, account: &str) -> Outcome<Option<SecretBytes>> {
    let Some(first) = place.load_one(account)? else { return Ok(None) };
    let Some(count) = noted(&first) else { return Ok(Some(first)) };
    let mut pieces = Vec::with_capacity(count);
    for number in 1..=count {
        let piece = place.load_one(&piece_of(account, number))?.ok_or_else(|| {
            let message = format!("Piece {number} of {count} of the keyring's entry is missing.");
            Problem::new(Code::KeyringRefused, message).fact("Entry", account)
        })?;
        pieces.push(piece);
    }
    let mut whole = Zeroizing::new(Vec::with_capacity(pieces.iter().map(|piece| piece.reveal().len()).sum()));
    pieces.iter().for_each(|piece| whole.extend_from_slice(piece.reveal()));
    Ok(Some(SecretBytes::new(std::mem::take(&mut *whole))))
}

pub(super) fn save(place: &impl Single, account: &str, secret: &SecretBytes, longest: usize) -> Outcome<()> {
    let before = place.load_one(account)?.as_ref().and_then(noted).unwrap_or(0);
    let bytes = secret.reveal();
    // What looks like a note by chance is kept as a piece, so that it is never taken for one.
    let count =
        if bytes.len() > longest || bytes.starts_with(NOTE.as_bytes()) { bytes.len().div_ceil(longest) } else { 0 };
    if count > MOST_PIECES {
        return Err(
            Problem::new(Code::KeyringRefused, "The secret is too long for the keyring.").fact("Entry", account)
        );
    }
    for (place_in_order, piece) in bytes.chunks(longest).take(count).enumerate() {
        place.save_one(&piece_of(account, place_in_order + 1), &SecretBytes::new(piece.to_vec()))?;
    }
    if count == 0 {
        place.save_one(account, secret)?;
    } else {
        place.save_one(account, &SecretBytes::new(format!("{NOTE}{count}").into_bytes()))?;
    }
    (count + 1..=before).try_for_each(|number| place.remove_one(&piece_of(account, number)))
}

pub(super) fn remove(place: &impl Single, account: &str) -> Outcome<()> {
    let count = place.load_one(account)?.as_ref().and_then(noted).unwrap_or(0);
    place.remove_one(account)?;
    (1..=count).try_for_each(|number| place.remove_one(&piece_of(account, number)))
}

fn noted(entry: &SecretBytes) -> Option<usize> {
    let count = std::str::from_utf8(entry.reveal()).ok()?.strip_prefix(NOTE)?.parse().ok()?;
    (1..=MOST_PIECES).contains(&count).then_some(count)
}

fn piece_of(account: &str, number: usize) -> String {
    format!("{account}/{number}")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::SecretPlace;
    use crate::memory_place::MemoryPlace;

    impl Single for MemoryPlace {
        fn load_one(&self, account: &str) -> Outcome<Option<SecretBytes>> {
            SecretPlace::load(self, account)
        }
        fn save_one(&self, account: &str, secret: &SecretBytes) -> Outcome<()> {
            assert!(secret.reveal().len() <= 2560, "an entry of Windows Credential Manager");
            SecretPlace::save(self, account, secret)
        }
        fn remove_one(&self, account: &str) -> Outcome<()> {
            SecretPlace::remove(self, account)
        }
    }

    #[test]
    fn a_key_of_any_length_is_kept_changed_and_removed_without_a_rest() {
        let place = MemoryPlace::default();
        for length in [0, 1, 2560, 2561, 4800, 7680, 100, 5121] {
            let secret: Vec<u8> = (0..length).map(|at: usize| at.to_le_bytes()[0]).collect();
            save(&place, "key/x", &SecretBytes::new(secret.clone()), 2560).unwrap();
            assert_eq!(load(&place, "key/x").unwrap().unwrap().reveal(), secret, "{length} bytes");
            let entries = place.accounts().len();
            assert_eq!(
                entries,
                if length > 2560 { 1 + length.div_ceil(2560) } else { 1 },
                "nothing is left of longer ones"
            );
        }
        remove(&place, "key/x").unwrap();
        assert!(place.accounts().is_empty() && load(&place, "key/x").unwrap().is_none());
        remove(&place, "key/x").unwrap();
    }

    #[test]
    fn a_secret_that_looks_like_a_note_is_none() {
        let place = MemoryPlace::default();
        let secret = SecretBytes::new(b"bartizan-pieces 2".to_vec());
        save(&place, "secret/x", &secret, 2560).unwrap();
        assert_eq!(load(&place, "secret/x").unwrap().unwrap().reveal(), secret.reveal());
    }

    #[test]
    fn a_missing_piece_is_a_problem_and_not_a_shorter_key() {
        let place = MemoryPlace::default();
        save(&place, "key/x", &SecretBytes::new(vec![7; 3000]), 2560).unwrap();
        place.remove_one("key/x/2").unwrap();
        assert_eq!(load(&place, "key/x").err().unwrap().code, Code::KeyringRefused);
    }
}
