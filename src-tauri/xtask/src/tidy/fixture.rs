//! A small tree that keeps every rule, to break one rule at a time in.

use super::check;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const RULES: &str = include_str!("../../tidy.toml");
const TIDY: &str = "src-tauri/xtask/tidy.toml";
const CRATES: [&str; 9] = ["domain", "vault", "store", "microsoft", "sources", "engine", "api", "cli", "simulator"];
const POWERS: [(&str, &str); 5] =
    [("reqwest", "microsoft"), ("rusqlite", "store"), ("keyring", "vault"), ("tauri", "shell"), ("ts-rs", "api")];

/// The tree, removed when dropped.
pub struct Fixture {
    folder: TempDir,
}

impl Fixture {
    /// A tree that keeps every rule.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap_or_else(|cause| panic!("a folder for a test: {cause}"));
        let mut tree = Self { folder };
        let mut members = vec!["src-tauri".to_owned()];
        let mut lines = String::new();
        for name in CRATES {
            members.push(format!("src-tauri/crates/{name}"));
            lines.push_str(&format!("{name} = {{ path = \"src-tauri/crates/{name}\" }}\n"));
        }
        for (power, owner) in POWERS {
            lines.push_str(&format!("# owner: {owner}. Why.\n{power} = \"1\"\n"));
        }
        let root = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n[workspace.dependencies]\n{lines}");
        tree = tree.write("Cargo.toml", &root).write(TIDY, &rules());
        tree = tree.package("src-tauri", "bartizan-desktop");
        for name in CRATES {
            tree = tree.package(&format!("src-tauri/crates/{name}"), name);
        }
        tree.write(
            "src-tauri/tauri.conf.json",
            r#"{"app":{"security":{"csp":"default-src 'self'; connect-src ipc: http://ipc.localhost"}}}"#,
        )
        .write(
            "src-tauri/capabilities/main.json",
            r#"{"windows":["main"],"permissions":["core:default","allow-app-state"]}"#,
        )
        .write("ui/src/contract.gen.ts", "// A.\nexport const COMMANDS = [{ name: 'app_state' }];\n")
    }

    /// Writes a file.
    pub fn write(self, path: &str, text: &str) -> Self {
        let path = self.folder.path().join(path);
        let made = fs::create_dir_all(path.parent().unwrap_or(Path::new("/"))).and_then(|()| fs::write(&path, text));
        made.unwrap_or_else(|cause| panic!("{}: {cause}", path.display()));
        self
    }

    /// Adds to a file.
    pub fn append(self, path: &str, text: &str) -> Self {
        let old = fs::read_to_string(self.folder.path().join(path)).unwrap_or_default();
        self.write(path, &format!("{old}{text}\n"))
    }

    /// Adds to the rules.
    pub fn prepend_rules(self, text: &str) -> Self {
        self.write(TIDY, &format!("{text}\n{}", rules()))
    }

    /// Lets the crate of this manifest depend on something in the workspace's table.
    pub fn depend(self, manifest: &str, on: &str) -> Self {
        self.append(manifest, &format!("[dependencies]\n{on}.workspace = true\n"))
    }

    /// Adds a crate to the workspace.
    pub fn member(self, path: &str, name: &str) -> Self {
        let root = self.folder.path().join("Cargo.toml");
        let text =
            fs::read_to_string(&root).unwrap_or_default().replacen("members = [", &format!("members = [{path:?}, "), 1);
        self.write("Cargo.toml", &text).package(path, name)
    }

    /// Fails the test unless this rule is broken at this place (a path, or the start of one with a line).
    pub fn breaks(&self, rule: &str, place: &str) {
        let found = check(self.folder.path()).unwrap_or_else(|cause| panic!("{cause}"));
        let hit = found.iter().any(|one| one.rule == rule && one.place.split(':').next() == Some(place));
        assert!(hit, "{rule} at {place} must be found; found were {found:#?}");
    }

    /// Fails the test when anything is found.
    pub fn is_tidy(&self) {
        let found = check(self.folder.path()).unwrap_or_else(|cause| panic!("{cause}"));
        assert!(found.is_empty(), "nothing is broken here, and yet: {found:#?}");
    }

    fn package(self, path: &str, name: &str) -> Self {
        let manifest = format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n");
        self.write(&format!("{path}/Cargo.toml"), &manifest).write(&format!("{path}/src/lib.rs"), "//! A crate.\n")
    }
}

/// The real rules without the exceptions, which are about files that the small tree does not have.
fn rules() -> String {
    let mut kept = true;
    let keep = |line: &&str| {
        if line.starts_with('[') {
            kept = !["[[global]]", "[[long]]", "[[extra_door]]"].contains(line);
        }
        kept
    };
    RULES.lines().filter(keep).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_small_tree_itself_is_tidy() {
    Fixture::new().is_tidy();
}
