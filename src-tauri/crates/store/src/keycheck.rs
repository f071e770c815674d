//! A file beside the database that knows whether a key is the database's, without helping to guess it.
//!
//! SQLCipher answers a wrong key and a broken file with the same number. The check is a salted hash of 256 random
//! bits: whoever reads it learns nothing. It is advice for the message only; the database itself decides.

use crate::folder;
use domain::secret::DatabaseKey;
use sha2::{Digest, Sha256};
use std::io::{self, Write};
use std::path::Path;

/// What the check says of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is the database's.
    Right,
    /// It is another one.
    Wrong,
    /// The check is missing or damaged.
    Unknown,
}

/// Whether the key is the one that the check was written for.
pub(crate) fn verdict(folder: &Path, key: &DatabaseKey) -> Verdict {
    let Ok(text) = std::fs::read_to_string(folder::keycheck(folder)) else { return Verdict::Unknown };
    match text.trim().split_once(' ') {
        Some((salt, hash)) if salt.len() == 32 && hash.len() == 64 => {
            if hash == hash_of(salt, key) {
                Verdict::Right
            } else {
                Verdict::Wrong
            }
        }
        _ => Verdict::Unknown,
    }
}

/// Writes the check, whole or not at all. `salt` is 32 hex digits, random.
///
/// # Errors
/// What the file system says.
pub(crate) fn write(folder: &Path, key: &DatabaseKey, salt: &str) -> io::Result<()> {
    let path = folder::keycheck(folder);
    let unfinished = path.with_extension("keycheck.new");
    folder::remove(&unfinished)?;
    let mut file = folder::create_private(&unfinished)?;
    let written = writeln!(file, "{salt} {}", hash_of(salt, key)).and_then(|()| file.sync_all());
    drop(file);
    let named = written.and_then(|()| std::fs::rename(&unfinished, &path));
    if named.is_err() {
        folder::remove(&unfinished)?;
    }
    named
}

fn hash_of(salt: &str, key: &DatabaseKey) -> String {
    let mut hash = Sha256::new();
    hash.update(b"bartizan database key check 1");
    hash.update(salt.as_bytes());
    hash.update(key.hex().as_bytes());
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_told_from_another_and_the_file_does_not_hold_it() {
        let folder = tempfile::tempdir().unwrap();
        let (key, other) = (DatabaseKey::new([7; 32]), DatabaseKey::new([8; 32]));
        assert_eq!(verdict(folder.path(), &key), Verdict::Unknown);
        write(folder.path(), &key, &"ab".repeat(16)).unwrap();
        assert_eq!(verdict(folder.path(), &key), Verdict::Right);
        assert_eq!(verdict(folder.path(), &other), Verdict::Wrong);
        let text = std::fs::read_to_string(folder::keycheck(folder.path())).unwrap();
        assert!(!text.contains(key.hex().as_str()));
        std::fs::write(folder::keycheck(folder.path()), "garbage").unwrap();
        assert_eq!(verdict(folder.path(), &key), Verdict::Unknown, "a damaged check says nothing");
    }
}
