//! What SQLite and the file system say when they fail, as Problems.
//!
//! SQLite's own texts may quote the statement, and a statement may hold a key or an alert: only its number goes out.

use crate::folder;
use domain::{Code, Outcome, Problem};
use rusqlite::ErrorCode;
use std::io;
use std::path::Path;

/// Less free space than this makes a failed write a full disk.
const FULL_BELOW: u64 = 256 * 1024;

/// Turns a failure of SQLite into a Problem that names the folder.
pub(crate) trait OrProblem<T> {
    /// The value, or the Problem.
    fn or_problem(self, folder: &Path) -> Outcome<T>;
}

impl<T> OrProblem<T> for rusqlite::Result<T> {
    fn or_problem(self, folder: &Path) -> Outcome<T> {
        self.map_err(|error| of_sqlite(&error, folder))
    }
}

impl<T> OrProblem<T> for io::Result<T> {
    fn or_problem(self, folder: &Path) -> Outcome<T> {
        self.map_err(|error| of_file(&error, folder))
    }
}

fn of_sqlite(error: &rusqlite::Error, folder: &Path) -> Box<Problem> {
    use rusqlite::Error::{FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType};
    if matches!(error, FromSqlConversionFailure(..) | IntegralValueOutOfRange(..) | InvalidColumnType(..)) {
        return unreadable(folder, "A row of it does not hold what it should.");
    }
    let number = error.sqlite_error().map_or(0, |failure| failure.extended_code);
    let problem = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => disk_full(folder),
        Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) if nearly_full(folder) => disk_full(folder),
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => unwritable(folder, "It cannot be written."),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            unreadable(folder, "Its pages are not what was written.")
        }
        Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => {
            unreadable(folder, "The disk or its rights refused an access to it.")
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => in_use(folder),
        _ => Problem::new(Code::Unexpected, "The database refused a statement of this program.")
            .fact("Path", folder::database(folder).display()),
    };
    problem.fact("SQLite", number)
}

fn of_file(error: &io::Error, folder: &Path) -> Box<Problem> {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => disk_full(folder),
        _ => unwritable(folder, &format!("{error}.")),
    }
}

fn nearly_full(folder: &Path) -> bool {
    fs4::available_space(folder).is_ok_and(|free| free < FULL_BELOW)
}

pub(crate) fn disk_full(folder: &Path) -> Box<Problem> {
    let problem = Problem::new(Code::StoreDiskFull, format!("No room is left on the disk of {}.", folder.display()))
        .fact("Path", folder.display());
    match fs4::available_space(folder) {
        Ok(free) => problem.fact("Free", format!("{free} bytes")),
        Err(_) => problem,
    }
}

pub(crate) fn unwritable(folder: &Path, why: &str) -> Box<Problem> {
    Problem::new(Code::StoreUnwritable, format!("{} does not allow writing. {why}", folder.display()))
        .fact("Path", folder.display())
}

pub(crate) fn unreadable(folder: &Path, why: &str) -> Box<Problem> {
    let path = folder::database(folder);
    Problem::new(Code::StoreUnreadable, format!("{} cannot be read. {why}", path.display()))
        .fact("Path", path.display())
}

pub(crate) fn in_use(folder: &Path) -> Box<Problem> {
    let holder = folder::holder(folder);
    let place = match holder.as_ref().map(|(program, _)| program.as_str()) {
        Some("bartizan") => " in a terminal",
        Some(window) if window.starts_with("bartizan") => " in a window",
        _ => "",
    };
    let message = format!("Another Bartizan{place} writes into {} at this moment.", folder.display());
    let problem = Problem::new(Code::StoreInUse, message).fact("Path", folder.display());
    holder.map_or(problem.clone(), |(_, process)| problem.fact("Process", process))
}

/// The answer to a change where the store was opened for reading.
pub(crate) fn opened_for_reading(folder: &Path) -> Box<Problem> {
    Problem::new(Code::StoreInUse, "The database was opened for reading, so nothing in it can be changed.")
        .fact("Path", folder.display())
}

pub(crate) fn key_wrong(folder: &Path) -> Box<Problem> {
    let path = folder::database(folder);
    Problem::new(Code::StoreKeyWrong, format!("The key from the keyring does not open {}.", path.display()))
        .fact("Path", path.display())
}

pub(crate) fn newer_version(folder: &Path, found: i64, known: i64) -> Box<Problem> {
    let message = format!("The database has layout {found}; this program knows layouts up to {known}.");
    Problem::new(Code::StoreNewer, message).fact("Path", folder::database(folder).display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_statement_is_never_quoted() {
        let secret = "PRAGMA key = \"x'00ff'\"";
        let failure = rusqlite::ffi::Error::new(1);
        let error = rusqlite::Error::SqlInputError {
            error: failure,
            msg: secret.to_owned(),
            sql: secret.to_owned(),
            offset: 0,
        };
        let problem = of_sqlite(&error, Path::new("/nowhere"));
        assert!(!format!("{problem:?}").contains("00ff"), "{problem:?}");
        assert_eq!(problem.code, Code::Unexpected);
    }

    #[test]
    fn a_full_disk_is_told_from_missing_rights() {
        let code = |kind| of_file(&io::Error::from(kind), Path::new("/nowhere")).code;
        assert_eq!(code(io::ErrorKind::StorageFull), Code::StoreDiskFull);
        assert_eq!(code(io::ErrorKind::PermissionDenied), Code::StoreUnwritable);
        assert_eq!(code(io::ErrorKind::ReadOnlyFilesystem), Code::StoreUnwritable);
    }
}
