//! What is not shown although it is here: exclusions with an owner, a reason and an end, and the filters of the settings.
//!
//! An excluded item is stored, counted and can be brought back. It carries the id of what hides it.

use super::settings::CollectSettings;
use domain::alert::AlertSummary;
use domain::evidence::EntityField;
use domain::{Code, Outcome, Problem};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What an exclusion looks at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum ExclusionKind {
    /// Alerts that Prelude's tests raise.
    Prelude,
    /// Alerts with a file whose name or hash matches; `*` stands for anything.
    File {
        /// The pattern.
        pattern: String,
    },
    /// Alerts whose title matches; `*` stands for anything.
    Title {
        /// The pattern.
        pattern: String,
    },
}

/// An exclusion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exclusion {
    /// Its id within the integration.
    pub id: String,
    /// What it looks at.
    #[serde(flatten)]
    pub kind: ExclusionKind,
    /// Who is responsible for it.
    pub owner: String,
    /// Why.
    pub reason: String,
    /// Until when; none for good.
    #[serde(default)]
    pub until: Option<Timestamp>,
}

/// How many items something hides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excluded {
    /// The id of what hides them.
    pub by: String,
    /// How many.
    pub items: u32,
}

/// What an exclusion would have hidden.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// Since when it was looked at.
    pub since: Timestamp,
    /// Items looked at.
    pub of: u32,
    /// Items that it would have hidden.
    pub hidden: u32,
    /// The titles of some of them.
    pub titles: Vec<String>,
}

impl Exclusion {
    /// Whether it can be.
    ///
    /// # Errors
    /// `input.invalid`.
    pub fn check(&self) -> Outcome<()> {
        let wrong = |message: &str| Err(Problem::new(Code::InputInvalid, message));
        if self.id.trim().is_empty() || self.owner.trim().is_empty() || self.reason.trim().is_empty() {
            return wrong("An exclusion needs an id, an owner and a reason.");
        }
        match &self.kind {
            ExclusionKind::File { pattern } | ExclusionKind::Title { pattern } if !tells(pattern) => {
                wrong("The pattern of an exclusion has three letters at least that are not *.")
            }
            _ => Ok(()),
        }
    }

    /// Whether it applies at a moment.
    pub(crate) fn applies(&self, now: Timestamp) -> bool {
        self.until.is_none_or(|until| now < until)
    }

    /// Whether it hides an item.
    pub(crate) fn hides(&self, item: &AlertSummary) -> bool {
        let files = || item.entities.iter().filter(|(field, _)| matches!(field, EntityField::File | EntityField::Hash));
        match &self.kind {
            ExclusionKind::Prelude => of_prelude(&item.title) || files().any(|(_, file)| of_prelude(file)),
            ExclusionKind::File { pattern } => files().any(|(_, file)| fits(pattern, file)),
            ExclusionKind::Title { pattern } => fits(pattern, &item.title),
        }
    }
}

/// Prelude names its tests after itself.
fn of_prelude(text: &str) -> bool {
    text.to_lowercase().split(|letter: char| !letter.is_alphanumeric()).any(|word| word == "prelude")
}

/// A pattern that hides everything would be a mistake nobody notices.
fn tells(pattern: &str) -> bool {
    pattern.chars().filter(|letter| letter.is_alphanumeric()).count() >= 3
}

/// Whether a text fits a pattern as a whole, in any case; `*` stands for any text, also none.
fn fits(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.trim().to_lowercase(), text.trim().to_lowercase());
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.len() >= last.len() && rest.ends_with(last)
}

/// What hides items of an integration, made ready for a page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hiding {
    exclusions: Vec<Exclusion>,
    detection_sources: Vec<String>,
    severities: Vec<String>,
    ignored_results: Vec<String>,
    dlp_modes: Vec<String>,
}

/// The ids under which filters hide.
pub(crate) const BY_DETECTION: &str = "filter:detection-source";
pub(crate) const BY_SEVERITY: &str = "filter:severity";
pub(crate) const BY_RESULT: &str = "filter:result";
pub(crate) const BY_DLP_MODE: &str = "filter:dlp-mode";

impl Hiding {
    pub(crate) fn new(settings: &CollectSettings, now: Timestamp) -> Self {
        let lower = |texts: &[String]| texts.iter().map(|text| text.to_lowercase()).collect();
        Self {
            exclusions: settings.exclusions.iter().filter(|exclusion| exclusion.applies(now)).cloned().collect(),
            detection_sources: lower(&settings.detection_sources),
            severities: lower(&settings.severities),
            ignored_results: lower(&settings.ignored_results),
            dlp_modes: lower(&settings.dlp_modes),
        }
    }

    /// The id of what hides an item; none when it is shown.
    pub(crate) fn by(&self, item: &AlertSummary, json: &str) -> Option<String> {
        let missing = |wanted: &[String], value: &str| {
            !wanted.is_empty() && !value.is_empty() && !wanted.contains(&value.to_lowercase())
        };
        if let Some(exclusion) = self.exclusions.iter().find(|exclusion| exclusion.hides(item)) {
            return Some(format!("exclusion:{}", exclusion.id));
        }
        if missing(&self.detection_sources, &item.detection) {
            return Some(BY_DETECTION.to_owned());
        }
        if missing(&self.severities, &item.severity) {
            return Some(BY_SEVERITY.to_owned());
        }
        if self.ignored_results.iter().any(|ignored| result_of(json).is_some_and(|result| result == *ignored)) {
            return Some(BY_RESULT.to_owned());
        }
        let mode = Some(&self.dlp_modes).filter(|modes| !modes.is_empty()).and_then(|_| dlp_mode(json));
        mode.filter(|mode| !self.dlp_modes.contains(mode)).map(|_| BY_DLP_MODE.to_owned())
    }
}

/// The category of a submission's result.
fn result_of(json: &str) -> Option<String> {
    let value: Value = serde_json::from_str(json).ok()?;
    Some(value.pointer("/result/category")?.as_str()?.to_lowercase())
}

/// The enforcement mode of a match of data loss prevention. Source: microsoft-apis, DLP alerts.
fn dlp_mode(json: &str) -> Option<String> {
    if !json.contains("EnforcementMode") && !json.contains("RuleMode") {
        return None;
    }
    let value: Value = serde_json::from_str(json).ok()?;
    let mode = value.pointer("/EndpointMetaData/EnforcementMode");
    let number = mode.and_then(|mode| mode.as_u64().or_else(|| mode.as_str()?.parse().ok()));
    let words = ["audit", "warn", "bypass", "block", "allow"];
    if let Some(word) = number.and_then(|number| words.get(usize::try_from(number).ok()?.checked_sub(1)?)) {
        return Some((*word).to_owned());
    }
    let rule = value.pointer("/PolicyDetails/0/Rules/0/RuleMode")?.as_str()?.to_lowercase();
    Some(if rule.starts_with("audit") { "audit".to_owned() } else { "block".to_owned() })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use sources::Source;

    fn exclusion(kind: ExclusionKind) -> Exclusion {
        Exclusion { id: "x".to_owned(), kind, owner: "Ann".to_owned(), reason: "Tests".to_owned(), until: None }
    }

    fn alert(title: &str, file: &str) -> AlertSummary {
        let json = serde_json::json!({"id": "1", "title": title, "severity": "low", "detectionSource": "antivirus",
            "evidence": [{"@odata.type": "#microsoft.graph.security.fileEvidence", "fileDetails": {"fileName": file}}]});
        sources::DefenderXdrAlerts.summary(&json.to_string())
    }

    #[test]
    fn a_pattern_fits_as_a_whole_and_in_any_case() {
        for (pattern, text, wanted) in [
            ("lsass*", "LSASS dump", true),
            ("lsass", "LSASS dump", false),
            ("*dump", "LSASS dump", true),
            ("l*dump*", "LSASS dump (2)", true),
            ("a*a", "a", false),
            ("*b*c", "abc", true),
        ] {
            assert_eq!(fits(pattern, text), wanted, "{pattern} {text}");
        }
    }

    #[test]
    fn each_kind_hides_what_it_names() {
        let prelude = exclusion(ExclusionKind::Prelude);
        assert!(prelude.hides(&alert("Malware", "prelude_dropper.exe")));
        assert!(!prelude.hides(&alert("Preludes in C", "x.exe")), "a word, not a part of one");
        let file = exclusion(ExclusionKind::File { pattern: "eicar*.com".to_owned() });
        assert!(file.hides(&alert("Malware", "EICAR-1.com")) && !file.hides(&alert("eicar.com", "x.exe")));
        assert!(exclusion(ExclusionKind::Title { pattern: "Mal*".to_owned() }).hides(&alert("Malware", "x")));
    }

    #[test]
    fn what_would_hide_everything_or_belongs_to_nobody_is_refused() {
        let everything = exclusion(ExclusionKind::Title { pattern: "**".to_owned() });
        assert_eq!(everything.check().unwrap_err().code, Code::InputInvalid);
        let nobody = Exclusion { owner: " ".to_owned(), ..exclusion(ExclusionKind::Prelude) };
        assert!(nobody.check().is_err());
    }

    #[test]
    fn an_exclusion_ends_and_filters_show_only_what_they_name() {
        let now: Timestamp = "2026-11-20T10:00:00Z".parse().unwrap();
        let mut settings = CollectSettings { severities: vec!["High".to_owned()], ..CollectSettings::default() };
        settings.exclusions = vec![Exclusion { until: Some(now), ..exclusion(ExclusionKind::Prelude) }];
        let by =
            |settings: &CollectSettings, json: &str| Hiding::new(settings, now).by(&alert("prelude test", "x"), json);
        assert_eq!(by(&settings, "{}").as_deref(), Some(BY_SEVERITY), "the exclusion is over");
        settings.severities.clear();
        assert_eq!(by(&settings, "{}"), None);
        settings.ignored_results = vec!["allowedByPolicy".to_owned()];
        assert_eq!(by(&settings, r#"{"result":{"category":"allowedByPolicy"}}"#).as_deref(), Some(BY_RESULT));
        settings.dlp_modes = vec!["block".to_owned()];
        assert_eq!(by(&settings, r#"{"EndpointMetaData":{"EnforcementMode":"1"}}"#).as_deref(), Some(BY_DLP_MODE));
        assert_eq!(by(&settings, r#"{"EndpointMetaData":{"EnforcementMode":4}}"#), None);
    }
}
