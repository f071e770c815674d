//! One alert: when it was made and changed, and either the facts to write it from or the bytes it was loaded as.

use std::borrow::Cow;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;

use super::filter::Filtered;
use super::{Edits, Field};
use crate::clock::Ticks;
use crate::generate::Plan;

/// An alert on the shelf.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) id: Option<Arc<str>>,
    pub(crate) created: Ticks,
    pub(crate) updated: Ticks,
    /// The incident it belongs to.
    pub(crate) incident: Option<u64>,
    pub(crate) content: Content,
    /// What was changed through the API.
    pub(crate) edits: Option<Box<Edits>>,
}

/// Where an alert's JSON comes from.
#[derive(Debug, Clone)]
pub(crate) enum Content {
    /// Written from facts, the same way every time.
    Generated(Plan),
    /// Served exactly as it was read.
    Loaded {
        /// The record.
        bytes: Arc<[u8]>,
        /// What filters look at.
        shown: Arc<LoadedFields>,
    },
}

/// The filterable fields of a loaded record, whatever types they have there.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct LoadedFields {
    assigned_to: Value,
    classification: Value,
    determination: Value,
    severity: Value,
    service_source: Value,
    status: Value,
    pub(crate) incident_id: Value,
    pub(crate) title: Value,
}

impl Row {
    /// Lays a change over the row.
    pub(crate) fn edit(&mut self, later: Edits, at: Ticks) {
        self.updated = at.max(Ticks(self.updated.0 + 1));
        self.edits.get_or_insert_default().extend(later);
    }

    /// The value of a filterable text field; `None` when it is null or absent.
    pub(crate) fn text(&self, field: Field) -> Option<Cow<'_, str>> {
        if let Some(changed) = self.edits.as_deref().and_then(|edits| edits.text(field)) {
            return changed.map(Cow::Borrowed);
        }
        match &self.content {
            Content::Generated(plan) => plan.text(field),
            Content::Loaded { shown, .. } => {
                let value = match field {
                    Field::AssignedTo => &shown.assigned_to,
                    Field::Classification => &shown.classification,
                    Field::Determination => &shown.determination,
                    Field::Severity => &shown.severity,
                    Field::ServiceSource => &shown.service_source,
                    Field::Status => &shown.status,
                    Field::IncidentStatus | Field::Created | Field::Updated => return None,
                };
                value.as_str().map(Cow::Borrowed)
            }
        }
    }
}

impl Filtered for Row {
    fn created(&self) -> Ticks {
        self.created
    }

    fn updated(&self) -> Ticks {
        self.updated
    }

    fn text(&self, field: Field) -> Option<Cow<'_, str>> {
        Row::text(self, field)
    }
}
