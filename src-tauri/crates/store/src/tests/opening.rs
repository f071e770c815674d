//! Making, opening and refusing: rights, lock, key, damage, versions, and what a thief of the disk would see.

use super::{at, item, key, line, open, page, plain, store};
use crate::{Access, Store, cipher, folder, keycheck};
use domain::Code;
use domain::query::Query;
use domain::secret::DatabaseKey;
use jiff::Timestamp;
use std::path::Path;

fn refused(folder: &Path, key: &DatabaseKey, access: Access) -> Code {
    Store::open(folder, key, access).map(|_| ()).unwrap_err().code
}

/// A folder whose database holds some pages and is closed.
fn closed() -> tempfile::TempDir {
    let (folder, store) = store();
    let noise = |seed: usize| -> String { (0..3000).map(|at| (b'a' + ((at * seed) % 23) as u8) as char).collect() };
    for number in 0..20 {
        let mut item = plain(&format!("id-{number}"), 1);
        item.raw = format!("{{\"n\":{number},\"noise\":\"{}\"}}", noise(number + 7));
        store.commit(&page(vec![item])).unwrap();
    }
    folder
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_look_into_the_folder_and_its_files() {
    use std::os::unix::fs::PermissionsExt;
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("deep").join("data");
    let store = open(&folder);
    store.commit(&page(vec![plain("a", 1)])).unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    let files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(files.len(), 6, "database, log, its index, lock, holder, key check: {files:?}");
    for file in files {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

#[test]
fn a_second_writer_is_refused_and_a_reader_is_not() {
    let (folder, store) = store();
    let problem = Store::open(folder.path(), &key(), Access::Write).map(|_| ()).unwrap_err();
    assert_eq!(problem.code, Code::StoreInUse);
    assert_eq!(problem.facts.get("Path"), Some(folder.path().to_str().unwrap()));
    let reader = Store::open(folder.path(), &key(), Access::Read).unwrap();
    assert_eq!(reader.totals().unwrap().rows, 0);
    assert_eq!(reader.commit(&page(vec![plain("a", 1)])).unwrap_err().code, Code::StoreInUse, "it only reads");
    drop(store);
    assert!(Store::open(folder.path(), &key(), Access::Write).is_ok(), "the lock ends with the writer");
}

#[test]
fn a_reader_makes_nothing() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("data");
    assert_eq!(refused(&folder, &key(), Access::Read), Code::StoreUnreadable);
    assert!(!folder.exists() && !Store::exists(&folder));
}

#[test]
fn another_key_is_named_as_such_and_harms_nothing() {
    let folder = closed();
    let other = DatabaseKey::new([8; 32]);
    for access in [Access::Write, Access::Read] {
        assert_eq!(refused(folder.path(), &other, access), Code::StoreKeyWrong);
    }
    std::fs::remove_file(folder::keycheck(folder.path())).unwrap();
    assert_eq!(refused(folder.path(), &other, Access::Write), Code::StoreKeyWrong, "without the key check too");
    assert_eq!(open(folder.path()).totals().unwrap().rows, 20);
    assert_eq!(keycheck::verdict(folder.path(), &key()), keycheck::Verdict::Right, "and the check is written again");
}

#[test]
fn a_key_check_of_another_database_does_not_lock_anybody_out() {
    let folder = closed();
    keycheck::write(folder.path(), &DatabaseKey::new([8; 32]), &"00".repeat(16)).unwrap();
    assert_eq!(open(folder.path()).totals().unwrap().rows, 20, "the database decides, not the check");
    assert_eq!(keycheck::verdict(folder.path(), &key()), keycheck::Verdict::Right);
}

#[test]
fn a_broken_file_is_not_blamed_on_the_key() {
    let folder = closed();
    let path = Store::database_path(folder.path());
    let whole = std::fs::read(&path).unwrap();
    let garbage: Vec<u8> = (0..20_000_u32).map(|at| (at * 31 % 251) as u8).collect();
    let cases: [(&str, &[u8]); 6] = [
        ("empty", b""),
        ("a few bytes", b"hello"),
        ("garbage", &garbage),
        ("cut inside the first page", &whole[..1000]),
        ("cut after some pages", &whole[..3 * 4096]),
        ("not encrypted", b"SQLite format 3\0 and more"),
    ];
    for (what, bytes) in cases {
        for access in [Access::Write, Access::Read] {
            std::fs::write(&path, bytes).unwrap();
            assert_eq!(refused(folder.path(), &key(), access), Code::StoreUnreadable, "{what} {access:?}");
            assert_eq!(std::fs::read(&path).unwrap(), bytes, "{what}: the file is left as it was, for a rescue");
        }
    }
    std::fs::write(&path, whole).unwrap();
    assert_eq!(open(folder.path()).totals().unwrap().rows, 20);
}

#[test]
fn one_changed_byte_anywhere_is_noticed() {
    let folder = closed();
    let path = Store::database_path(folder.path());
    let whole = std::fs::read(&path).unwrap();
    let rows = |store: &Store| -> domain::Outcome<u32> {
        let mut count = 0;
        store.raws(&mut |_| count += 1)?;
        store.search(&Query::default(), None, 10)?;
        let (integration, feed) = (page(Vec::new()).integration, super::FEED.into());
        let ever = (Timestamp::MIN, Timestamp::MAX);
        store.spans(&integration, &feed, ever.0, ever.1)?;
        store.holes(&integration, None, false)?;
        store.receipts(&integration, &feed, ever.0, ever.1)?;
        store.drift()?;
        Ok(count)
    };
    let mut noticed = 0;
    for start in (0..whole.len()).step_by(4096) {
        let mut changed = whole.clone();
        changed[start + 1234] ^= 1;
        std::fs::write(&path, changed).unwrap();
        let read = Store::open(folder.path(), &key(), Access::Write).and_then(|store| rows(&store));
        match read {
            Ok(count) => assert_eq!(count, 20, "a page that nobody needs"),
            Err(problem) => {
                assert_eq!(problem.code, Code::StoreUnreadable, "page at {start}: {problem:?}");
                noticed += 1;
            }
        }
    }
    assert!(noticed * 4 >= whole.len() / 4096, "{noticed} of {} pages", whole.len() / 4096);
}

#[test]
fn a_database_of_a_newer_program_is_left_alone() {
    let folder = closed();
    let path = Store::database_path(folder.path());
    cipher::writer(&path, &key()).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let before = std::fs::read(&path).unwrap();
    for access in [Access::Write, Access::Read] {
        assert_eq!(refused(folder.path(), &key(), access), Code::StoreNewer);
    }
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_making_that_was_interrupted_is_begun_again() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder::unfinished(folder.path()), b"half").unwrap();
    std::fs::write(folder.path().join("bartizan.db.new-journal"), b"half").unwrap();
    assert!(!Store::exists(folder.path()));
    let store = open(folder.path());
    assert!(Store::exists(folder.path()) && !folder::unfinished(folder.path()).exists());
    assert_eq!(store.commit(&page(vec![plain("a", 1)])).unwrap().new, 1);
}

#[test]
fn a_folder_that_cannot_be_one_is_unwritable() {
    let parent = tempfile::tempdir().unwrap();
    let file = parent.path().join("file");
    std::fs::write(&file, b"x").unwrap();
    assert_eq!(refused(&file.join("data"), &key(), Access::Write), Code::StoreUnwritable);
    assert_eq!(refused(&file, &key(), Access::Write), Code::StoreUnwritable);
}

#[test]
fn no_file_shows_anything_of_an_alert_or_the_key() {
    let (folder, store) = store();
    let mut secret = item("da-unique-id", 1, |summary| summary.title = "Unmistakable title".to_owned());
    secret.raw = "{\"description\":\"unmistakable body\"}".to_owned();
    let mut page = page(vec![secret]);
    page.cursor = Some("unmistakable cursor".to_owned());
    page.poll = Some(line("2026-11-20T12:00:00Z"));
    store.commit(&page).unwrap();
    let hex = key().hex().to_lowercase();
    let search = |when: &str| {
        let mut files = 0;
        for file in std::fs::read_dir(folder.path()).unwrap() {
            let path = file.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            let lower = String::from_utf8_lossy(&bytes).to_lowercase();
            for word in ["unmistakable", "da-unique-id", "sqlite format 3", "create table", "defender", &hex] {
                assert!(!lower.contains(word), "{when}: {word} in {}", path.display());
            }
            assert!(!bytes.windows(32).any(|window| window == [7; 32]), "the key in {}", path.display());
            files += 1;
        }
        files
    };
    assert!(search("while open, the rows are in the log") >= 4);
    let log = std::fs::metadata(folder.path().join("bartizan.db-wal")).unwrap().len();
    assert!(log > 4096, "the log has pages, so the search above was one");
    assert!(!format!("{store:?}").contains("07"), "nothing of the key in {store:?}");
    drop(store);
    search("closed");
    assert!(!folder.path().join("bartizan.db-wal").exists(), "the log is tidied up by the last to close");
}

#[test]
fn settings_are_there_again_after_opening() {
    let (folder, store) = store();
    let integration = crate::table::integration::tests::example(super::TENANT, "defender-xdr");
    let tenant = domain::tenant::Tenant {
        id: super::TENANT.into(),
        name: "Contoso".to_owned(),
        domain: "contoso.com".to_owned(),
        cloud: "commercial".to_owned(),
        simulator: None,
    };
    store.put_tenant(&tenant).unwrap();
    store.put_integration(&integration).unwrap();
    store.set_paused(std::slice::from_ref(&integration.id), Some(at("2026-11-20T10:00:00Z"))).unwrap();
    assert_eq!(store.set_paused(&["x/y".into()], None).unwrap_err().code, Code::IntegrationUnknown);
    drop(store);
    let store = open(folder.path());
    assert_eq!(store.tenants().unwrap(), [tenant]);
    assert_eq!(store.integration(&integration.id).unwrap().paused, Some(at("2026-11-20T10:00:00Z")));
    assert_eq!(store.integrations().unwrap().len(), 1);
    assert_eq!(store.integration(&"x/y".into()).unwrap_err().code, Code::IntegrationUnknown);
    assert_eq!(super::cursor(&store, &integration.id), None);
}
