//! The rows of the reference that are no route: errors, rules, limits of a kind. Each is played, and says how, or is a
//! gap, and says why. Read from `data/coverage.toml`.

use serde::Deserialize;

/// One row.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Row {
    /// Where the reference has it.
    pub(crate) section: String,
    /// What it is.
    pub(crate) what: String,
    /// How it comes about here.
    pub(crate) played: Option<String>,
    /// Why it does not.
    pub(crate) gap: Option<String>,
    /// A text that its source holds when it is played; a test looks, nobody else.
    #[serde(default, rename = "code")]
    _code: Option<String>,
    /// The folder of that source.
    #[serde(default, rename = "source")]
    _source: Option<String>,
}

/// A section of the reference that the page has a chapter for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Chapter {
    /// The number; sections below it belong to it.
    pub(crate) section: String,
    pub(crate) title: String,
}

/// All rows and the chapters in their order.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rows {
    pub(crate) chapter: Vec<Chapter>,
    pub(crate) row: Vec<Row>,
}

impl Rows {
    /// Reads the built-in list.
    pub(crate) fn load() -> Result<Self, toml::de::Error> {
        toml::from_str(include_str!("../../data/coverage.toml"))
    }

    /// How many rows are not played.
    pub(crate) fn gaps(&self) -> usize {
        self.row.iter().filter(|row| row.gap.is_some()).count()
    }
}

impl Chapter {
    /// Whether a section stands in this chapter.
    pub(crate) fn holds(&self, section: &str) -> bool {
        section == self.section || section.starts_with(&format!("{}.", self.section))
    }
}
