//! What analysts change about an alert or an incident through the API, kept apart from the facts that it was raised with:
//! a change lies over whatever was generated or loaded.

use serde_json::{Map, Value, json};

use super::filter::{Field, Kind};
use crate::clock::Ticks;

/// A remark that somebody left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Comment {
    pub(crate) text: String,
    pub(crate) by: String,
    pub(crate) at: Ticks,
}

impl Comment {
    /// As `alertComment`.
    pub(crate) fn shown(&self) -> Value {
        json!({ "comment": self.text, "createdByDisplayName": self.by, "createdDateTime": self.at.to_string() })
    }
}

/// Everything that was changed. A double `Option` tells "left alone" from "set to nothing".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Edits {
    pub(crate) status: Option<&'static str>,
    pub(crate) classification: Option<Option<&'static str>>,
    pub(crate) determination: Option<Option<&'static str>>,
    pub(crate) assigned_to: Option<Option<String>>,
    /// Of incidents only.
    pub(crate) custom_tags: Option<Vec<String>>,
    pub(crate) comments: Vec<Comment>,
    /// When the status was last set, and by whom anything was.
    pub(crate) decided: Option<Ticks>,
    pub(crate) modified_by: Option<String>,
}

impl Edits {
    /// Lays later changes over these.
    pub(crate) fn extend(&mut self, later: Self) {
        if later.status.is_some() {
            (self.status, self.decided) = (later.status, later.decided);
        }
        self.classification = later.classification.or(self.classification);
        self.determination = later.determination.or(self.determination);
        self.assigned_to = later.assigned_to.or_else(|| self.assigned_to.take());
        self.custom_tags = later.custom_tags.or_else(|| self.custom_tags.take());
        self.modified_by = later.modified_by.or_else(|| self.modified_by.take());
        self.comments.extend(later.comments);
    }

    /// Takes back what the investigation itself decides from now on; remarks stay.
    pub(crate) fn overtake(&mut self) {
        *self = Self { comments: std::mem::take(&mut self.comments), ..Self::default() };
    }

    /// Whether the field was changed, and to what.
    pub(crate) fn text(&self, field: Field) -> Option<Option<&str>> {
        match field {
            Field::Status | Field::IncidentStatus => self.status.map(Some),
            Field::Classification => self.classification,
            Field::Determination => self.determination,
            Field::AssignedTo => self.assigned_to.as_ref().map(Option::as_deref),
            Field::Created | Field::Updated | Field::Severity | Field::ServiceSource => None,
        }
    }

    /// Writes the changes into an alert as it goes out.
    pub(crate) fn apply(&self, alert: &mut Map<String, Value>, updated: Ticks) {
        let mut set = |name: &str, value: Value| drop(alert.insert(name.to_owned(), value));
        set("lastUpdateDateTime", json!(updated.to_string()));
        if let Some(status) = self.status {
            let resolved = (status == "resolved").then(|| self.decided.unwrap_or(updated).to_string());
            set("status", json!(status));
            set("resolvedDateTime", json!(resolved));
        }
        if let Some(classification) = self.classification {
            set("classification", json!(classification));
        }
        if let Some(determination) = self.determination {
            set("determination", json!(determination));
        }
        if let Some(assigned) = &self.assigned_to {
            set("assignedTo", json!(assigned));
        }
        if !self.comments.is_empty() {
            let before = alert.get("comments").and_then(Value::as_array).cloned().unwrap_or_default();
            let all = before.into_iter().chain(self.comments.iter().map(Comment::shown)).collect();
            alert.insert("comments".to_owned(), Value::Array(all));
        }
    }
}

/// Members that are read but cannot be set.
const READ_ONLY: &[&str] = &["unknown", "unknownFutureValue", "redirected"];

/// The member of an enum that a text means, whatever its case; `None` when it cannot be set to that. Classification and
/// determination may be set back to `unknown`.
pub(crate) fn settable(field: &str, kind: Kind, text: &str) -> Option<&'static str> {
    let field = Field::parse(field, kind)?;
    let member = field.members()?.iter().find(|member| member.eq_ignore_ascii_case(text)).copied()?;
    let is_status = matches!(field, Field::Status | Field::IncidentStatus);
    (!READ_ONLY.contains(&member) || (!is_status && member == "unknown")).then_some(member)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_members_that_mean_something_can_be_set() {
        assert_eq!(settable("status", Kind::Alert, "InProgress"), Some("inProgress"), "the case does not matter");
        assert_eq!(settable("status", Kind::Incident, "active"), Some("active"));
        assert_eq!(settable("status", Kind::Incident, "redirected"), None, "only a merge redirects");
        assert_eq!(settable("status", Kind::Alert, "active"), None, "that is an incident's");
        assert_eq!(settable("classification", Kind::Alert, "unknown"), Some("unknown"));
        assert_eq!(settable("determination", Kind::Alert, "clean"), None, "an older product's word");
    }

    #[test]
    fn later_edits_win_and_remarks_add_up() {
        let remark = |text: &str| Comment { text: text.to_owned(), by: "x".to_owned(), at: Ticks(1) };
        let mut edits =
            Edits { assigned_to: Some(Some("a".to_owned())), comments: vec![remark("1")], ..Edits::default() };
        edits.extend(Edits { assigned_to: Some(None), comments: vec![remark("2")], ..Edits::default() });
        assert_eq!(edits.text(Field::AssignedTo), Some(None), "taken away again");
        assert_eq!(edits.comments.len(), 2);
        edits.overtake();
        assert_eq!((edits.text(Field::AssignedTo), edits.comments.len()), (None, 2));
    }
}
