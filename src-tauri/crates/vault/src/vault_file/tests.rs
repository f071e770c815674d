//! The vault file from outside: what it keeps, what it refuses, what it shows.

use super::*;
use std::thread;

const PASSPHRASE: &str = "correct horse battery";

fn passphrase(text: &str) -> SecretText {
    SecretText::new(text.to_owned())
}

fn secret(text: &str) -> SecretBytes {
    SecretBytes::new(text.as_bytes().to_vec())
}

fn made() -> (tempfile::TempDir, PathBuf, VaultFile) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bartizan.vault");
    let file = VaultFile::create(&path, &passphrase(PASSPHRASE)).unwrap();
    (folder, path, file)
}

#[test]
fn what_is_kept_is_there_again_after_opening_and_nowhere_in_clear() {
    let (folder, path, file) = made();
    file.save("key/one", &secret("the planted canary")).unwrap();
    file.save("secret/two", &secret("second")).unwrap();
    file.remove("secret/two").unwrap();
    file.remove("secret/never").unwrap();
    let again = VaultFile::open(&path, &passphrase(PASSPHRASE)).unwrap();
    assert_eq!(again.load("key/one").unwrap().unwrap().reveal(), b"the planted canary");
    assert!(again.load("secret/two").unwrap().is_none(), "what was removed is gone");
    for entry in fs::read_dir(folder.path()).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        let held = |wanted: &[u8]| bytes.windows(wanted.len()).any(|part| part == wanted);
        assert!(!held(b"canary") && !held(b"key/one"), "neither secrets nor their accounts stand in clear");
    }
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600, "for its owner only");
    }
}

#[test]
fn a_wrong_passphrase_a_missing_and_a_damaged_file_are_told_apart() {
    let (folder, path, _) = made();
    let open = |words: &str| VaultFile::open(&path, &passphrase(words)).err().map(|problem| problem.code);
    assert_eq!(open("correct horse batterY"), Some(Code::VaultPassphraseWrong));
    let text = fs::read_to_string(&path).unwrap();
    let lines: Vec<_> = text.lines().collect();
    let cut = &lines[2][..lines[2].len() - 8];
    for damaged in [
        String::new(),
        "something else".to_owned(),
        format!("{}\n{}\n", lines[0], lines[1]),
        format!("{}\n{}\n{cut}\n", lines[0], lines[1]),
        text.replace("bartizan-vault 1", "bartizan-vault 2"),
        text.replace(" 65536 3 4 ", " 4294967295 3 4 "),
    ] {
        fs::write(&path, &damaged).unwrap();
        assert_eq!(open(PASSPHRASE), Some(Code::VaultDamaged), "{damaged:?}");
    }
    fs::write(&path, text.replace(" 65536 3 4 ", " 65536 2 4 ")).unwrap();
    assert_eq!(open(PASSPHRASE), Some(Code::VaultPassphraseWrong), "cheaper costs open nothing");
    fs::remove_file(&path).unwrap();
    assert_eq!(open(PASSPHRASE), Some(Code::VaultMissing), "and a missing one is never made anew");
    assert!(!path.exists() && folder.path().exists());
}

#[test]
fn a_file_is_never_made_over_another_nor_with_a_passphrase_that_is_too_short() {
    let (folder, path, _) = made();
    assert_eq!(VaultFile::create(&path, &passphrase(PASSPHRASE)).err().unwrap().code, Code::StoreUnwritable);
    let other = folder.path().join("other.vault");
    assert_eq!(VaultFile::create(&other, &passphrase("elevenchars")).err().unwrap().code, Code::InputInvalid);
    assert!(!other.exists());
}

#[test]
fn several_processes_lose_nothing_of_one_another() {
    let (_folder, path, file) = made();
    let other = VaultFile::open(&path, &passphrase(PASSPHRASE)).unwrap();
    thread::scope(|threads| {
        for (name, file) in [("a", &file), ("b", &other)] {
            threads.spawn(move || {
                for number in 0..20 {
                    file.save(&format!("{name}/{number}"), &secret("x")).unwrap();
                }
            });
        }
    });
    let kept = |name: &str| (0..20).all(|number| file.load(&format!("{name}/{number}")).unwrap().is_some());
    assert!(kept("a") && kept("b"), "each change reads what the other wrote");
}

#[test]
fn another_passphrase_keeps_everything_and_shuts_the_old_one_out() {
    let (_folder, path, mut file) = made();
    file.save("key/one", &secret("kept")).unwrap();
    let before = VaultFile::open(&path, &passphrase(PASSPHRASE)).unwrap();
    file.change_passphrase(&passphrase("another passphrase")).unwrap();
    assert_eq!(file.load("key/one").unwrap().unwrap().reveal(), b"kept");
    assert_eq!(VaultFile::open(&path, &passphrase(PASSPHRASE)).err().unwrap().code, Code::VaultPassphraseWrong);
    let late = before.save("key/two", &secret("late")).err().unwrap();
    assert_eq!(late.code, Code::VaultPassphraseWrong, "who opened it before does not write over it");
    assert_eq!(file.load("key/one").unwrap().unwrap().reveal(), b"kept");
}
