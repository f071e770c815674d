//! The source files of the tree, read once. Built and installed things are not source.

use super::code;
use std::fs;
use std::path::Path;

const NOT_SOURCE: [&str; 6] = ["target", "node_modules", "dist", ".git", "gen", "snapshots"];
const KINDS: [&str; 6] = ["rs", "ts", "tsx", "css", "html", "js"];

/// All source files.
#[derive(Debug)]
pub struct Tree {
    /// Sorted by path.
    pub files: Vec<Source>,
}

/// One source file.
#[derive(Debug)]
pub struct Source {
    /// Path from the root, with `/`.
    pub path: String,
    /// As it stands.
    pub text: String,
    /// For Rust: comments and the inside of texts blanked, unit tests cut off. Lines keep their numbers.
    pub code: String,
}

impl Tree {
    /// Reads every source file under `root`.
    pub fn read(root: &Path) -> Result<Self, String> {
        let mut files = Vec::new();
        walk(root, root, &mut files)?;
        files.sort_by(|one: &Source, other| one.path.cmp(&other.path));
        Ok(Self { files })
    }

    /// The Rust files.
    pub fn rust(&self) -> impl Iterator<Item = &Source> {
        self.files.iter().filter(|file| file.kind() == "rs")
    }

    /// The files of the page.
    pub fn page(&self) -> impl Iterator<Item = &Source> {
        self.files.iter().filter(|file| file.path.starts_with("ui/"))
    }
}

impl Source {
    /// The ending of its name.
    pub fn kind(&self) -> &str {
        self.path.rsplit('.').next().unwrap_or_default()
    }

    /// True for files that hold tests only.
    pub fn is_test(&self) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        name == "tests.rs"
            || name.ends_with("_tests.rs")
            || name.contains(".test.")
            || self.path.contains("/tests/")
            || self.path.starts_with("tests/")
    }

    /// True for what a program wrote.
    pub fn is_generated(&self) -> bool {
        self.path.contains(".gen.")
    }

    /// The lines of the code with their numbers.
    pub fn code_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code.lines().enumerate().map(|(index, line)| (index + 1, line))
    }

    /// The path with a line number.
    pub fn at(&self, line: usize) -> String {
        format!("{}:{line}", self.path)
    }
}

fn walk(root: &Path, folder: &Path, files: &mut Vec<Source>) -> Result<(), String> {
    let entries = fs::read_dir(folder).map_err(|cause| format!("{}: {cause}", folder.display()))?;
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            if !NOT_SOURCE.contains(&name.as_str()) && !name.starts_with('.') {
                walk(root, &path, files)?;
            }
            continue;
        }
        let kind = name.rsplit('.').next().unwrap_or_default();
        // A file may be gone again, or be no text, while somebody is working beside us.
        if let (true, Ok(text)) = (KINDS.contains(&kind), fs::read_to_string(&path)) {
            let path = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            let code = if kind == "rs" { code::without_tests(&code::bare(&text)) } else { String::new() };
            files.push(Source { path, text, code });
        }
    }
    Ok(())
}
