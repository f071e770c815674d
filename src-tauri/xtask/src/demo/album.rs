//! The pictures of a demonstration, numbered in the order in which they were taken.

use bartizan_tests::{Outcome, Trouble, Window};
use std::fs;
use std::path::{Path, PathBuf};

/// Smaller than this, a picture of the window shows nothing.
const EMPTY: u64 = 8 * 1024;

/// A folder of pictures.
pub struct Album {
    folder: PathBuf,
    taken: Vec<PathBuf>,
}

impl Album {
    /// An album in `folder`.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), taken: Vec::new() }
    }

    /// Takes a picture of what the window shows.
    pub fn take(&mut self, window: &Window<'_>, name: &str) -> Outcome<()> {
        let file = self.folder.join(format!("{:02}-{name}.png", self.taken.len() + 1));
        window.picture(&file)?;
        if fs::metadata(&file)?.len() < EMPTY {
            return Err(Trouble::new(format!("{} is empty; the page says: {}", file.display(), window.page_text())));
        }
        self.taken.push(file);
        Ok(())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.taken.len()
    }

    /// The picture with that name.
    pub fn find(&self, name: &str) -> Option<&Path> {
        let ending = format!("-{name}.png");
        self.taken.iter().find(|file| file.to_string_lossy().ends_with(&ending)).map(PathBuf::as_path)
    }
}
