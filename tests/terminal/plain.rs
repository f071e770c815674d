//! Takes out of an answer what differs from run to run, so that the rest can be a snapshot.

use serde_json::Value;

/// Evidence whose value is the same in every run.
const STEADY: [&str; 4] = ["Microsoft code", "Status", "Source", "Permission"];

/// A problem with run-dependent values replaced: ids and times in its evidence, addresses and folders in its texts.
pub fn problem(mut answer: Value) -> Value {
    for fact in answer["problem"]["evidence"].as_array_mut().into_iter().flatten() {
        if !STEADY.iter().any(|label| fact["label"] == *label) {
            fact["value"] = Value::from("[varies]");
        }
    }
    texts(answer)
}

/// A value with addresses and folders replaced in all its texts.
pub fn texts(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(plain(&text)),
        Value::Array(list) => Value::Array(list.into_iter().map(texts).collect()),
        Value::Object(map) => Value::Object(map.into_iter().map(|(name, value)| (name, texts(value))).collect()),
        other => other,
    }
}

/// A text with ids, the port of loopback and the desk's folder replaced.
pub fn plain(text: &str) -> String {
    let text = without_ids(text);
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some(at) =
        ["127.0.0.1:", "bartizan-desk-"].iter().filter_map(|mark| Some((rest.find(mark)?, *mark))).min()
    {
        let after = at.0 + at.1.len();
        out.push_str(&rest[..after]);
        out.push_str("[varies]");
        rest = rest[after..].trim_start_matches(|one: char| one.is_ascii_alphanumeric());
    }
    out + rest
}

/// A text with every GUID replaced: ids are made anew by every tenant.
fn without_ids(text: &str) -> String {
    let is_id = |word: &str| {
        let parts: Vec<_> = word.split('-').map(str::len).collect();
        parts == [8, 4, 4, 4, 12] && word.chars().all(|one| one.is_ascii_hexdigit() || one == '-')
    };
    let mut out = String::new();
    for piece in text.split_inclusive(|one: char| !one.is_ascii_alphanumeric() && one != '-') {
        let word = piece.trim_end_matches(|one: char| !one.is_ascii_alphanumeric() && one != '-');
        out.push_str(if is_id(word) { "[id]" } else { word });
        out.push_str(&piece[word.len()..]);
    }
    out
}
