//! The invariants of the architecture, checked against the manifests and the file tree.
//!
//! One module per family of rules. What the rules allow is data in `tidy.toml`; what they mean is code here. A rule
//! reads text and manifests, not types: it is a guard rail that runs in a second, the compiler does the rest.

mod code;
#[cfg(test)]
mod fixture;
mod manifests;
mod names;
mod purity;
mod rules;
mod secrets;
mod shape;
mod tree;
mod unfinished;
mod window;

use std::fmt;
use std::path::Path;

/// One broken rule at one place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// Path from the root, with `:line` where there is one.
    pub place: String,
    /// The rule's short name.
    pub rule: String,
    /// What is wrong, in a sentence.
    pub what: String,
}

impl Violation {
    fn new(place: impl Into<String>, rule: &str, what: impl Into<String>) -> Self {
        Self { place: place.into(), rule: rule.to_owned(), what: what.into() }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: [{}] {}", self.place, self.rule, self.what)
    }
}

/// Checks the tree under `root` and returns every violation, sorted by place.
///
/// # Errors
/// A sentence, when the tree or its rules cannot be read.
pub fn check(root: &Path) -> Result<Vec<Violation>, String> {
    let root = &root.canonicalize().map_err(|cause| format!("{}: {cause}", root.display()))?;
    let rules = rules::Rules::load(root)?;
    let tree = tree::Tree::read(root)?;
    let mut found = Vec::new();
    found.extend(manifests::check(root, &rules)?);
    found.extend(purity::check(&tree, &rules));
    found.extend(secrets::check(&tree, &rules));
    found.extend(names::check(&tree, &rules));
    found.extend(unfinished::check(&tree, &rules));
    found.extend(shape::check(root, &tree, &rules)?);
    found.extend(window::check(root, &tree, &rules));
    found.sort();
    found.dedup();
    Ok(found)
}
