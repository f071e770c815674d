//! `tidy.toml` as types. A key that nobody knows is an error, so that a misspelt rule does not pass for a rule.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Where the rules are, from the root.
pub const RULES: &str = "src-tauri/xtask/tidy.toml";

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    pub doors: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub extra_door: Vec<ExtraDoor>,
    pub owners: Owners,
    pub forbidden: Vec<Forbidden>,
    #[serde(default)]
    pub global: Vec<Exception>,
    pub secrets: Words,
    pub names: Names,
    pub unfinished: Unfinished,
    pub lengths: Lengths,
    #[serde(default)]
    pub long: Vec<LongFile>,
    pub top_level: TopLevel,
    pub window: WindowRules,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtraDoor {
    pub from: String,
    pub to: String,
    pub reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owners {
    pub must: Vec<String>,
    pub tools: Vec<String>,
    pub names: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forbidden {
    pub rule: String,
    pub within: Vec<String>,
    pub words: Vec<String>,
    pub because: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    pub path: String,
    pub reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub words: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    pub forbidden: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unfinished {
    pub anywhere: Vec<String>,
    pub rust: Vec<String>,
    pub typescript: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lengths {
    pub most: usize,
    pub median_under: usize,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LongFile {
    pub path: String,
    pub lines: usize,
    pub reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopLevel {
    pub allowed: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WindowRules {
    pub core: Vec<String>,
    pub local: Vec<String>,
}

impl Rules {
    /// Reads the rules of the tree under `root`.
    pub fn load(root: &Path) -> Result<Self, String> {
        let path = root.join(RULES);
        let text = fs::read_to_string(&path).map_err(|cause| format!("{}: {cause}", path.display()))?;
        toml::from_str(&text).map_err(|cause| format!("{RULES}: {cause}"))
    }
}
