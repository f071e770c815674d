//! The data folder: names of its files, rights for the owner alone, and the lock that makes one process the writer.
//!
//! The lock is the operating system's and ends with the process, however it ends; the file stays and means nothing.

use crate::failure::{self, OrProblem};
use domain::Outcome;
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// The database.
pub(crate) fn database(folder: &Path) -> PathBuf {
    folder.join("bartizan.db")
}

/// The database while it is made; it gets its name when it is whole, so a database is never half made.
pub(crate) fn unfinished(folder: &Path) -> PathBuf {
    folder.join("bartizan.db.new")
}

/// What tells a wrong key from a broken file.
pub(crate) fn keycheck(folder: &Path) -> PathBuf {
    folder.join("bartizan.db.keycheck")
}

/// Who holds the lock, for people; it means nothing by itself.
fn holder_file(folder: &Path) -> PathBuf {
    folder.join("bartizan.holder")
}

fn lock_file(folder: &Path) -> PathBuf {
    folder.join("bartizan.lock")
}

/// Makes the folder where it is missing, for its owner alone. One that is there keeps its rights.
///
/// # Errors
/// `store.unwritable`, `store.disk_full`.
pub(crate) fn make(folder: &Path) -> Outcome<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).or_problem(folder)
}

/// Takes the lock, for as long as the file is held.
///
/// # Errors
/// `store.in_use`, `store.unwritable`, `store.disk_full`.
pub(crate) fn lock(folder: &Path) -> Outcome<File> {
    let file = private(OpenOptions::new().create(true).write(true).truncate(false))
        .open(lock_file(folder))
        .or_problem(folder)?;
    match file.try_lock() {
        Ok(()) => {
            // Without it the lock is as good; only the message is poorer.
            drop(write_holder(folder));
            Ok(file)
        }
        Err(TryLockError::WouldBlock) => Err(failure::in_use(folder)),
        Err(TryLockError::Error(error)) => Err(error).or_problem(folder),
    }
}

fn write_holder(folder: &Path) -> io::Result<()> {
    let program = std::env::current_exe().ok().and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
    let text = format!("{}\n{}\n", program.unwrap_or_default(), std::process::id());
    let mut file = private(OpenOptions::new().create(true).write(true).truncate(true)).open(holder_file(folder))?;
    io::Write::write_all(&mut file, text.as_bytes())
}

/// Program and process id of who took the lock last.
pub(crate) fn holder(folder: &Path) -> Option<(String, u32)> {
    let text = std::fs::read_to_string(holder_file(folder)).ok()?;
    let mut lines = text.lines();
    Some((lines.next()?.to_owned(), lines.next()?.parse().ok()?))
}

/// Makes an empty file that only its owner may open.
///
/// # Errors
/// What the file system says.
pub(crate) fn create_private(path: &Path) -> io::Result<File> {
    private(OpenOptions::new().create_new(true).write(true)).open(path)
}

/// Removes a file where it is there.
///
/// # Errors
/// What the file system says, apart from its absence.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}
