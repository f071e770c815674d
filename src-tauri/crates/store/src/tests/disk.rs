//! A disk that is full or read-only: nothing half stored, the store goes on once there is room.

use super::{key, open, page, plain, store};
use crate::{Access, Item, PageCommit, Store};
use domain::Code;
use domain::query::Query;

/// A page that does not compress.
fn heavy(number: u32) -> PageCommit {
    let mut dice = u64::from(number) + 1;
    let items: Vec<Item> = (0..20)
        .map(|place| {
            let mut item = plain(&format!("id-{number}-{place}"), 1);
            let noise: String = (0..8000)
                .map(|_| {
                    dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    (b'!' + 2 + (dice >> 40) as u8 % 57) as char
                })
                .collect();
            item.raw = format!("{{\"noise\":\"{noise}\"}}");
            item
        })
        .collect();
    let mut page = page(items);
    page.cursor = Some(number.to_string());
    page
}

/// Commits until there is no room, and proves that the failed page left nothing behind.
fn fill(store: &Store) -> u32 {
    for number in 0..10_000 {
        if let Err(problem) = store.commit(&heavy(number)) {
            assert_eq!(problem.code, Code::StoreDiskFull, "{problem:?}");
            assert_eq!(problem.facts.get("Path"), store.folder().to_str());
            assert!(problem.facts.get("Free").is_some());
            assert_eq!(store.totals().unwrap().rows, number * 20);
            let cursor = super::cursor(store, &page(Vec::new()).integration);
            assert_eq!(cursor, number.checked_sub(1).map(|last| last.to_string()), "the cursor went with its page");
            assert_eq!(store.search(&Query::default(), None, 10).unwrap().total, number * 20, "searching goes on");
            return number;
        }
    }
    panic!("the disk never became full");
}

#[test]
fn a_database_that_cannot_grow_takes_the_same_page_once_it_can() {
    let (folder, store) = store();
    let limit = |pages: i64| {
        let writer = store.writer().unwrap();
        let set = writer.connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()));
        set.unwrap();
    };
    limit(200);
    let failed = fill(&store);
    limit(100_000);
    assert_eq!(store.commit(&heavy(failed)).unwrap().new, 20);
    drop(store);
    assert_eq!(open(folder.path()).totals().unwrap().rows, (failed + 1) * 20);
}

/// Set where no file system may be mounted, such as in a locked-down container; then only the test above remains.
#[cfg(target_os = "linux")]
const NO_MOUNTS: &str = "BARTIZAN_TEST_NO_MOUNTS";
#[cfg(target_os = "linux")]
const FOLDER: &str = "BARTIZAN_TEST_SMALL_DISK";

#[cfg(target_os = "linux")]
#[test]
fn meets_a_small_disk() {
    // Only in the mount namespace in which the test below starts this program again.
    let Some(mount) = std::env::var_os(FOLDER).map(std::path::PathBuf::from) else { return };
    let run = |command: &str, arguments: &[&str]| {
        assert!(std::process::Command::new(command).args(arguments).status().unwrap().success(), "{command}");
    };
    let data = mount.join("data");
    let ballast = mount.join("ballast");
    // A disk that is full from the beginning: not even an empty database comes about, and no rest of one.
    std::fs::write(&ballast, vec![1; 9 << 20]).unwrap_err();
    assert_eq!(Store::open(&data, &key(), Access::Write).map(|_| ()).unwrap_err().code, Code::StoreDiskFull);
    assert!(!Store::exists(&data));
    std::fs::remove_file(&ballast).unwrap();
    // One that becomes full while collecting.
    std::fs::write(&ballast, vec![1; 6 << 20]).unwrap();
    let store = open(&data);
    let failed = fill(&store);
    assert!(failed > 0);
    std::fs::remove_file(&ballast).unwrap();
    assert_eq!(store.commit(&heavy(failed)).unwrap().new, 20, "there is room again");
    drop(store);
    let store = open(&data);
    assert_eq!(store.totals().unwrap().rows, (failed + 1) * 20);
    drop(store);
    // One that is full before it is opened: the log that every opening needs has no room.
    assert!(!data.join("bartizan.db-wal").exists());
    let mut rest = std::fs::File::create(&ballast).unwrap();
    while std::io::Write::write(&mut rest, &[1; 4096]).is_ok() {}
    drop(rest);
    for access in [Access::Write, Access::Read] {
        let refused = Store::open(&data, &key(), access).map(|_| ()).unwrap_err();
        assert_eq!(refused.code, Code::StoreDiskFull, "{refused:?}");
    }
    std::fs::remove_file(&ballast).unwrap();
    assert_eq!(open(&data).totals().unwrap().rows, (failed + 1) * 20);
    // One that can only be read.
    run("mount", &["-o", "remount,ro", mount.to_str().unwrap()]);
    let refused = Store::open(&data, &key(), Access::Write).map(|_| ()).unwrap_err();
    assert_eq!(refused.code, Code::StoreUnwritable, "{refused:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_real_disk_that_is_full_or_read_only_is_named_and_survived() {
    if std::env::var_os(NO_MOUNTS).is_some() {
        return;
    }
    let mount = tempfile::tempdir().unwrap();
    let child = std::env::current_exe().unwrap();
    let script =
        "mount -t tmpfs -o size=8m none \"$1\" && exec \"$0\" --exact tests::disk::meets_a_small_disk --nocapture";
    let output = std::process::Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", script])
        .arg(child)
        .arg(mount.path())
        .env(FOLDER, mount.path())
        .output()
        .unwrap();
    assert!(
        output.status.success() && String::from_utf8_lossy(&output.stdout).contains("1 passed"),
        "where nothing may be mounted, set {NO_MOUNTS}:\n{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
