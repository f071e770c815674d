//! The published payloads, read record by record without changing a byte.

use bartizan_tests::{Outcome, Why};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// One record as it was published.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its exact text.
    pub text: String,
    id: Option<String>,
}

/// One file of records.
#[derive(Debug)]
pub struct Payload {
    /// Where it is.
    pub path: PathBuf,
    /// What is in it, in its order.
    pub records: Vec<Record>,
}

/// All payloads, or a line that says why there are none.
pub fn all() -> Option<Vec<Payload>> {
    let folder = folder()?;
    let files = fs::read_dir(&folder).expect("the folder can be listed").flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|end| end == "ndjson")).collect();
    files.sort();
    Some(files.into_iter().map(read).collect())
}

/// The payload of that name, or a line that says why there is none.
pub fn named(name: &str) -> Option<Payload> {
    Some(read(folder()?.join(format!("{name}.ndjson"))))
}

/// `$BARTIZAN_SHARED/payloads`, or `shared/payloads` beside the repository.
fn folder() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).map(|parent| parent.join("shared"));
    let shared = std::env::var_os("BARTIZAN_SHARED").map(PathBuf::from).or(beside);
    let folder = shared.map(|shared| shared.join("payloads")).filter(|folder| folder.is_dir());
    if folder.is_none() {
        println!("SKIPPED: no published payloads beside the repository, and BARTIZAN_SHARED names none");
    }
    folder
}

fn read(path: PathBuf) -> Payload {
    let text = fs::read_to_string(&path).expect("a payload can be read");
    let records = text.lines().filter(|line| !line.trim().is_empty()).map(|line| {
        let mut wrapped: BTreeMap<String, Box<RawValue>> = serde_json::from_str(line).expect("a line is JSON");
        let text = wrapped.remove("rec").expect("a line holds a record").get().to_owned();
        let fields: Option<Map<String, Value>> = serde_json::from_str(&text).ok();
        let id = fields.as_ref().and_then(|fields| fields.get("id")?.as_str()).map(str::to_owned);
        Record { text, id }
    });
    Payload { records: records.collect(), path: path.clone() }
}

impl Payload {
    /// Several payloads as one.
    pub fn together(all: &[Self]) -> Self {
        let records = all.iter().flat_map(|one| one.records.clone()).collect();
        Self { path: PathBuf::new(), records }
    }

    /// How many different things are in it: by id, or by content where there is no id.
    pub fn identities(&self) -> usize {
        self.records.iter().map(|record| record.id.as_ref().unwrap_or(&record.text)).collect::<BTreeSet<_>>().len()
    }

    /// How many different contents of these things are in it.
    pub fn versions(&self) -> u64 {
        self.records.iter().map(|record| &record.text).collect::<BTreeSet<_>>().len() as u64
    }

    /// The names of all properties that the schema beside it knows.
    pub fn schema(&self) -> Outcome<BTreeSet<String>> {
        let folder = self.path.parent().expect("a payload lies in a folder").join("schema");
        let files = fs::read_dir(&folder).why("the schema's folder")?.flatten().map(|entry| entry.path());
        let summary = files.into_iter().find(|path| path.to_string_lossy().ends_with(".summary.json"));
        let text = fs::read_to_string(summary.why("a summary of the schema")?)?;
        let mut names = BTreeSet::new();
        properties(&serde_json::from_str::<Value>(&text)?["types"], &mut names);
        assert!(names.contains("providerAlertId"), "the summary lists the properties of an alert: {names:?}");
        Ok(names)
    }
}

impl fmt::Display for Payload {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.path.file_name().unwrap_or_default().to_string_lossy())
    }
}

fn properties(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            names.extend(map.keys().cloned());
            map.values().for_each(|value| properties(value, names));
        }
        Value::Array(list) => list.iter().for_each(|value| properties(value, names)),
        Value::String(text) => {
            names.insert(text.clone());
        }
        _ => {}
    }
}
