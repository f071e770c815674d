//! Microsoft-shaped JSON from files, record by record and byte by byte: one object, a page with `value`, an array,
//! JSON lines, or lines that wrap a record as `{"src": [..], "rec": {..}}`. Nothing is parsed further than it must be.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::Value;
use serde_json::value::RawValue;

use super::row::LoadedFields;
use super::{Content, Row};
use crate::clock::{TICKS, Ticks};

/// Endings of the files that are read out of a directory.
const ENDINGS: &[&str] = &["json", "ndjson", "jsonl", "log"];

/// Where the time of the last change may stand, best first.
const UPDATED: &[&str] =
    &["lastUpdateDateTime", "lastUpdateTime", "lastUpdatedTime", "createdDateTime", "creationTime"];

/// Where the time of creation may stand, best first.
const CREATED: &[&str] = &["createdDateTime", "creationTime", "createdTime", "alertCreationTime"];

/// A file that cannot be loaded.
#[derive(Debug)]
pub(crate) struct LoadError {
    path: PathBuf,
    why: String,
}

impl fmt::Display for LoadError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "cannot load {}: {}", self.path.display(), self.why)
    }
}

impl std::error::Error for LoadError {}

/// Loads files and directories as rows that arrived up to now.
pub(crate) fn load(paths: &[PathBuf], now: Ticks) -> Result<Vec<Row>, LoadError> {
    let mut records = Vec::new();
    for path in paths {
        for file in files(path)? {
            let wrong = |why: String| LoadError { path: file.clone(), why };
            let bytes = std::fs::read(&file).map_err(|error| wrong(error.to_string()))?;
            let text = String::from_utf8(bytes).map_err(|error| wrong(error.to_string()))?;
            records.extend(records_in(&text).map_err(wrong)?);
        }
    }
    let count = i64::try_from(records.len()).unwrap_or(i64::MAX);
    let rows = (0_i64..).zip(records).map(|(index, record)| {
        let arrival = Ticks(now.0 - (count - index) * (TICKS / 1000));
        row(&record, arrival)
    });
    Ok(rows.collect())
}

fn files(path: &Path) -> Result<Vec<PathBuf>, LoadError> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let wrong = |error: std::io::Error| LoadError { path: path.to_owned(), why: error.to_string() };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).map_err(wrong)? {
        let file = entry.map_err(wrong)?.path();
        let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or("");
        if file.is_file() && ENDINGS.contains(&ending) {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}

/// The records in a text, in whichever form it has.
fn records_in(text: &str) -> Result<Vec<Box<RawValue>>, String> {
    let text = text.trim_start_matches('\u{feff}');
    let mut records = Vec::new();
    for value in serde_json::Deserializer::from_str(text).into_iter::<Box<RawValue>>() {
        let value = value.map_err(|error| error.to_string())?;
        unwrapped(value, &mut records)?;
    }
    Ok(records)
}

/// Takes the wrapping off a top-level value: an array, a page, or a record with its source.
fn unwrapped(value: Box<RawValue>, records: &mut Vec<Box<RawValue>>) -> Result<(), String> {
    let wrong = |error: serde_json::Error| error.to_string();
    if value.get().starts_with('[') {
        records.extend(serde_json::from_str::<Vec<Box<RawValue>>>(value.get()).map_err(wrong)?);
        return Ok(());
    }
    if value.get().starts_with('{') {
        let mut fields: HashMap<String, Box<RawValue>> = serde_json::from_str(value.get()).map_err(wrong)?;
        let is_page = fields.keys().all(|name| name == "value" || name.starts_with('@'));
        let page = fields.get("value").filter(|page| is_page && page.get().starts_with('['));
        if let Some(page) = page {
            records.extend(serde_json::from_str::<Vec<Box<RawValue>>>(page.get()).map_err(wrong)?);
            return Ok(());
        }
        let is_sourced = fields.len() == 2 && fields.contains_key("src");
        if let Some(record) = fields.remove("rec").filter(|_| is_sourced) {
            records.push(record);
            return Ok(());
        }
    }
    records.push(value);
    Ok(())
}

fn row(record: &RawValue, arrival: Ticks) -> Row {
    let fields: HashMap<String, Value> = serde_json::from_str(record.get()).unwrap_or_default();
    let shown: LoadedFields = serde_json::from_str(record.get()).unwrap_or_default();
    let time = |names: &[&str]| names.iter().find_map(|name| instant(fields.get(*name)?));
    let updated = time(UPDATED).unwrap_or(arrival);
    Row {
        id: fields.get("id").and_then(Value::as_str).map(Arc::from),
        created: time(CREATED).unwrap_or(updated),
        updated,
        incident: incident(&shown.incident_id),
        content: Content::Loaded { bytes: Arc::from(record.get().as_bytes()), shown: Arc::new(shown) },
        edits: None,
    }
}

/// The number of an incident, which some services write as a text.
fn incident(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

/// A time in one of the forms that the wire has: with a zone, without one (then UTC), or milliseconds since 1970.
fn instant(value: &Value) -> Option<Ticks> {
    match value {
        Value::String(text) => {
            let zoned = text.parse::<Timestamp>().ok();
            let local = || text.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
            zoned.or_else(local).map(Ticks::of)
        }
        Value::Number(number) => number.as_i64()?.checked_mul(TICKS / 1000).map(Ticks),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn texts(text: &str) -> Vec<String> {
        records_in(text).unwrap().iter().map(|record| record.get().to_owned()).collect()
    }

    #[test]
    fn every_form_gives_the_same_records_with_the_same_bytes() {
        let (one, two) = (r#"{"b": 1.50,"a":1e3,  "id":"x"}"#, r#"{"id":"x","n":12345678901234567890123}"#);
        for form in [
            format!("{one}\n{two}\n"),
            format!("[{one},\n {two}]"),
            format!(r#"{{"@odata.context":"c","value":[{one},{two}]}}"#),
            format!("{{\"src\":[\"s\"],\"rec\":{one}}}\r\n\r\n{{\"src\":[],\"rec\":{two}}}"),
            format!("\u{feff}{one} {two}"),
        ] {
            assert_eq!(texts(&form), [one, two], "records come out byte for byte from {form}");
        }
        assert_eq!(texts(one), [one], "a single object is a record");
        assert_eq!(texts(r#"{"value":[1],"id":"x"}"#).len(), 1, "a record may have a field named value");
    }

    #[test]
    fn times_are_found_in_any_spelling_and_else_follow_arrival() {
        let now = Ticks::of("2026-01-01T00:00:00Z".parse().unwrap());
        let at = |text: &str| row(records_in(text).unwrap().first().unwrap(), now).updated.to_string();
        assert_eq!(at(r#"{"lastUpdateTime":"2020-01-01T00:00:00.1234567Z"}"#), "2020-01-01T00:00:00.1234567Z");
        assert_eq!(at(r#"{"lastUpdatedTime":"2020-01-01T00:00:00","creationTime":"x"}"#), "2020-01-01T00:00:00Z");
        assert_eq!(
            at(r#"{"lastUpdateDateTime":null,"creationTime":"2020-01-01T02:00:00+02:00"}"#),
            "2020-01-01T00:00:00Z"
        );
        assert_eq!(at(r#"{"x":1}"#), "2026-01-01T00:00:00Z", "no time at all means the time of arrival");
        assert_eq!(at("\"microsoft.graph.security.alert\""), "2026-01-01T00:00:00Z", "not even an object");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_text_makes_the_loader_panic(text in "\\PC{0,200}") {
            let _ = records_in(&text);
        }

        #[test]
        fn any_json_value_survives_as_a_line(numbers in prop::collection::vec(any::<f64>(), 0..8), text in ".{0,40}") {
            let numbers: Vec<f64> = numbers.into_iter().filter(|number| number.is_finite()).collect();
            let record = serde_json::json!({ "numbers": numbers, "text": text, "value": [text] }).to_string();
            prop_assert_eq!(texts(&format!("{record}\n{record}")), vec![record.clone(), record]);
        }
    }
}
