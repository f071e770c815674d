//! Opening the store: the lock, the file, the key, the layout, and the memory filled from it.
//!
//! One process writes, any number read at the same time. A reading one looks before each answer whether something was
//! committed since, and takes it in.

use crate::failure::{self, OrProblem};
use crate::keycheck::Verdict;
use crate::memory::{Hash, Memory};
use crate::search::SortedList;
use crate::table::raw::Press;
use crate::table::value::Vocabulary;
use crate::{cipher, folder, keycheck, migration, table};
use domain::secret::DatabaseKey;
use domain::{Code, Outcome, Problem};
use rusqlite::Connection;
use std::fmt;
use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// The place of a row in the order of arrival, from 1; 0 stands before the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Seq(pub u32);

/// What a store is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// To collect: at most one process, which holds the lock of the folder.
    Write,
    /// To look: any number of processes, also while one writes.
    Read,
}

/// The encrypted database of a folder, open. Clones are the same store.
#[derive(Clone)]
pub struct Store(Arc<Open>);

/// Dropped from top to bottom: the writing connection after the reading one, so that it tidies up, the lock last.
struct Open {
    folder: PathBuf,
    access: Access,
    reader: Mutex<Reader>,
    writer: Option<Mutex<Writer>>,
    memory: RwLock<Memory>,
    sorted: Mutex<Option<SortedList>>,
    _lock: Option<File>,
}

pub(crate) struct Reader {
    pub connection: Connection,
    /// SQLite's number of the state that memory has; changes with every commit of another connection.
    seen: i64,
}

pub(crate) struct Writer {
    pub connection: Connection,
    pub press: Press,
}

impl Store {
    /// Opens the store of a folder. For writing, folder and database are made where they are missing.
    ///
    /// # Errors
    /// `store.in_use`, `store.key_wrong`, `store.unreadable`, `store.unwritable`, `store.disk_full`,
    /// `store.newer_version`.
    pub fn open(folder: &Path, key: &DatabaseKey, access: Access) -> Outcome<Self> {
        Self::open_hashing(folder, key, access, xxhash_rust::xxh3::xxh3_64)
    }

    pub(crate) fn open_hashing(folder: &Path, key: &DatabaseKey, access: Access, hash: Hash) -> Outcome<Self> {
        let lock = match access {
            Access::Write => {
                folder::make(folder)?;
                Some(folder::lock(folder)?)
            }
            Access::Read => None,
        };
        let writer = match access {
            Access::Write => Some(open_writer(folder, key)?),
            Access::Read => None,
        };
        let path = folder::database(folder);
        check_file(folder, access)?;
        let connection = cipher::reader(&path, key).map_err(|error| refused(error, folder, key))?;
        check_version(&connection, folder)?;
        let store = Self(Arc::new(Open {
            folder: folder.to_owned(),
            access,
            reader: Mutex::new(Reader { connection, seen: i64::MIN }),
            writer: writer.map(Mutex::new),
            memory: RwLock::new(Memory::new(hash)),
            sorted: Mutex::new(None),
            _lock: lock,
        }));
        store.catch_up(&mut store.lock_reader())?;
        Ok(store)
    }

    /// Whether the folder has a database. One whose making was interrupted is none.
    pub fn exists(folder: &Path) -> bool {
        folder::database(folder).is_file()
    }

    /// Where the database of a folder lies.
    pub fn database_path(folder: &Path) -> PathBuf {
        folder::database(folder)
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.0.folder
    }

    /// What it was opened for.
    pub fn access(&self) -> Access {
        self.0.access
    }

    /// The memory as it is now. Never asked for twice by one thread at a time.
    pub(crate) fn memory(&self) -> RwLockReadGuard<'_, Memory> {
        self.0.memory.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn memory_to_change(&self) -> RwLockWriteGuard<'_, Memory> {
        self.0.memory.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// The list that was sorted last.
    pub(crate) fn sorted(&self) -> MutexGuard<'_, Option<SortedList>> {
        self.0.sorted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The writing connection.
    pub(crate) fn writer(&self) -> Outcome<MutexGuard<'_, Writer>> {
        let writer = self.0.writer.as_ref().ok_or_else(|| failure::opened_for_reading(&self.0.folder))?;
        Ok(writer.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The reading connection, after memory has caught up with what other processes committed.
    pub(crate) fn reader(&self) -> Outcome<MutexGuard<'_, Reader>> {
        let mut reader = self.lock_reader();
        if self.0.access == Access::Read {
            self.catch_up(&mut reader)?;
        }
        Ok(reader)
    }

    /// Fills memory from nothing: rows have changed that it already knew.
    pub(crate) fn read_anew(&self) -> Outcome<()> {
        let mut reader = self.lock_reader();
        let mut memory = self.memory_to_change();
        let empty = Memory::new(memory.hash);
        *memory = empty;
        drop(memory);
        *self.sorted() = None;
        reader.seen = i64::MIN;
        self.catch_up(&mut reader)
    }

    fn lock_reader(&self) -> MutexGuard<'_, Reader> {
        self.0.reader.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Brings memory up to what is committed, in one snapshot of the database.
    fn catch_up(&self, reader: &mut Reader) -> Outcome<()> {
        let folder = &self.0.folder;
        let transaction = reader.connection.transaction().or_problem(folder)?;
        let state: i64 = transaction.pragma_query_value(None, "data_version", |row| row.get(0)).or_problem(folder)?;
        if state == reader.seen {
            return Ok(());
        }
        let mut memory = self.memory_to_change();
        memory.tenants = table::tenant::all(&transaction).or_problem(folder)?;
        memory.tenants_changed += 1;
        for vocabulary in Vocabulary::ALL {
            let first = memory.lexicon(*vocabulary).len();
            table::value::from(&transaction, *vocabulary, first, |text| memory.add_value(*vocabulary, text))
                .or_problem(folder)?;
        }
        let mut fits = true;
        let newest = memory.newest();
        table::record::after(&transaction, newest, |record| fits = fits && memory.push(&record)).or_problem(folder)?;
        drop(memory);
        drop(transaction);
        reader.seen = state;
        if fits { Ok(()) } else { Err(failure::unreadable(folder, "Its rows do not follow one another.")) }
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("folder", &self.0.folder).field("access", &self.0.access).finish_non_exhaustive()
    }
}

fn open_writer(folder: &Path, key: &DatabaseKey) -> Outcome<Writer> {
    if !Store::exists(folder) {
        make(folder, key)?;
    }
    check_file(folder, Access::Write)?;
    let mut connection = cipher::writer(&folder::database(folder), key).map_err(|error| refused(error, folder, key))?;
    check_version(&connection, folder)?;
    migration::migrate(&mut connection).or_problem(folder)?;
    if keycheck::verdict(folder, key) != Verdict::Right {
        // The key has just opened the database, so the check is what is out of date.
        write_keycheck(&connection, folder, key)?;
    }
    Ok(Writer { connection, press: Press::new().or_problem(folder)? })
}

/// Makes the database under another name and gives it its own when it is whole.
fn make(folder: &Path, key: &DatabaseKey) -> Outcome<()> {
    let unfinished = folder::unfinished(folder);
    let journal = folder.join("bartizan.db.new-journal");
    let remove_rest = || folder::remove(&unfinished).and_then(|()| folder::remove(&journal)).or_problem(folder);
    remove_rest()?;
    folder::create_private(&unfinished).or_problem(folder)?;
    let made = cipher::maker(&unfinished, key).or_problem(folder).and_then(|mut connection| {
        migration::migrate(&mut connection).or_problem(folder)?;
        write_keycheck(&connection, folder, key)?;
        connection.close().map_err(|(_, error)| error).or_problem(folder)?;
        std::fs::rename(&unfinished, folder::database(folder)).or_problem(folder)
    });
    if made.is_err() {
        remove_rest()?;
    }
    made
}

fn write_keycheck(connection: &Connection, folder: &Path, key: &DatabaseKey) -> Outcome<()> {
    let salt: String =
        connection.query_row("SELECT lower(hex(randomblob(16)))", [], |row| row.get(0)).or_problem(folder)?;
    keycheck::write(folder, key, &salt).or_problem(folder)
}

/// What can be told from outside, before the key is tried.
fn check_file(folder: &Path, access: Access) -> Outcome<()> {
    let path = folder::database(folder);
    let file = OpenOptions::new().read(true).write(access == Access::Write).open(&path);
    let file = match (file, access) {
        (Ok(file), _) => file,
        (Err(error), Access::Write) => return Err(error).or_problem(folder),
        (Err(error), Access::Read) => return Err(failure::unreadable(folder, &format!("{error}."))),
    };
    let mut start = [0; 16];
    let read = std::io::Read::read_exact(&mut &file, &mut start);
    if read.is_err() {
        return Err(failure::unreadable(folder, "It is empty, or shorter than any database."));
    }
    if &start == b"SQLite format 3\0" {
        return Err(failure::unreadable(folder, "It is not encrypted, so it is not one of this program's."));
    }
    Ok(())
}

/// A file that the key does not open: another key's, or broken.
fn refused(error: rusqlite::Error, folder: &Path, key: &DatabaseKey) -> Box<Problem> {
    let not_a_database = error.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase);
    if not_a_database && keycheck::verdict(folder, key) != Verdict::Right {
        return failure::key_wrong(folder);
    }
    match Err::<(), _>(error).or_problem(folder) {
        Err(problem) => problem,
        Ok(()) => Problem::new(Code::Unexpected, "A failure that is none."),
    }
}

fn check_version(connection: &Connection, folder: &Path) -> Outcome<()> {
    match migration::version(connection).or_problem(folder)? {
        version if version > migration::NEWEST => Err(failure::newer_version(folder, version, migration::NEWEST)),
        0 => Err(failure::unreadable(folder, "It has no tables of this program.")),
        _ => Ok(()),
    }
}
