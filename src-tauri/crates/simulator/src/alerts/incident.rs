//! Incidents: groups of alerts. Nothing is stored about one but its alerts' places, what people changed, and into which
//! other one it was merged; the rest follows from the alerts whenever somebody asks.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use super::edits::{Comment, Edits};
use super::filter::{Field, Filtered};
use super::row::Row;
use crate::clock::Ticks;

/// Severities, the mildest first.
const SEVERITIES: &[&str] = &["unknown", "informational", "low", "medium", "high"];

/// One incident as it stands now.
#[derive(Debug, Clone)]
pub(crate) struct Incident {
    pub(crate) id: u64,
    pub(crate) created: Ticks,
    pub(crate) updated: Ticks,
    pub(crate) status: &'static str,
    pub(crate) severity: &'static str,
    pub(crate) classification: Option<String>,
    pub(crate) determination: Option<String>,
    pub(crate) assigned_to: Option<String>,
    /// The incident that this one was merged into.
    pub(crate) redirect: Option<u64>,
    /// The alert that it is named after.
    pub(crate) lead: usize,
    /// How many alerts it had when it was named.
    pub(crate) size: usize,
    /// Where its alerts are; none after a merge.
    pub(crate) alerts: Vec<u32>,
    pub(crate) custom_tags: Vec<String>,
    pub(crate) comments: Vec<Comment>,
    pub(crate) modified_by: Option<String>,
}

impl Filtered for Incident {
    fn created(&self) -> Ticks {
        self.created
    }

    fn updated(&self) -> Ticks {
        self.updated
    }

    fn text(&self, field: Field) -> Option<Cow<'_, str>> {
        let value = match field {
            Field::AssignedTo => self.assigned_to.as_deref(),
            Field::Classification => self.classification.as_deref(),
            Field::Determination => self.determination.as_deref(),
            Field::Severity => Some(self.severity),
            Field::IncidentStatus => Some(self.status),
            Field::Status | Field::ServiceSource | Field::Created | Field::Updated => None,
        };
        value.map(Cow::Borrowed)
    }
}

/// All incidents of a tenant.
#[derive(Debug, Default)]
pub(crate) struct Incidents {
    members: BTreeMap<u64, Vec<u32>>,
    edits: HashMap<u64, (Edits, Ticks)>,
    merged: BTreeMap<u64, Incident>,
}

impl Incidents {
    /// Looks at all alerts anew. Those of a merged incident count to the one it was merged into.
    pub(crate) fn arrange(&mut self, rows: &mut [Row]) {
        self.members.clear();
        for (index, row) in (0_u32..).zip(rows) {
            let Some(own) = row.incident else { continue };
            let id = self.resolve(own);
            row.incident = Some(id);
            self.members.entry(id).or_default().push(index);
        }
    }

    /// Every number that means an incident, in order.
    pub(crate) fn ids(&self) -> Vec<u64> {
        let mut ids: Vec<u64> = self.members.keys().chain(self.merged.keys()).copied().collect();
        ids.sort_unstable();
        ids
    }

    /// The incident that a number leads to in the end.
    pub(crate) fn resolve(&self, id: u64) -> u64 {
        let mut end = id;
        // A merge never makes a circle, so this is shorter than the number of merges.
        while let Some(next) = self.merged.get(&end).and_then(|merged| merged.redirect) {
            end = next;
        }
        end
    }

    /// One incident as it stands.
    pub(crate) fn find(&self, id: u64, rows: &[Row]) -> Option<Incident> {
        if let Some(merged) = self.merged.get(&id) {
            return Some(merged.clone());
        }
        let alerts = self.members.get(&id)?;
        let members = || alerts.iter().filter_map(|index| rows.get(*index as usize));
        let first = members().next()?;
        let rank = |row: &Row| {
            let found = row.text(Field::Severity);
            SEVERITIES.iter().rposition(|name| found.as_deref().is_some_and(|it| it.eq_ignore_ascii_case(name)))
        };
        let resolved = |row: &Row| row.text(Field::Status).as_deref() == Some("resolved");
        let status = match (
            members().all(resolved),
            members().any(|row| row.text(Field::Status).as_deref() == Some("inProgress")),
        ) {
            (true, _) => "resolved",
            (false, true) => "inProgress",
            (false, false) => "active",
        };
        let common =
            |field| members().find_map(|row| row.text(field).filter(|text| *text != "unknown").map(Cow::into_owned));
        let decided = status == "resolved";
        let mut incident = Incident {
            id,
            created: members().map(|row| row.created).min().unwrap_or(first.created),
            updated: members().map(|row| row.updated).max().unwrap_or(first.updated),
            status,
            severity: SEVERITIES[members().filter_map(rank).max().unwrap_or(0)],
            classification: common(Field::Classification).filter(|_| decided),
            determination: common(Field::Determination).filter(|_| decided),
            assigned_to: common(Field::AssignedTo),
            redirect: None,
            lead: alerts.first().map_or(0, |index| *index as usize),
            size: alerts.len(),
            alerts: alerts.clone(),
            custom_tags: Vec::new(),
            comments: Vec::new(),
            modified_by: None,
        };
        if let Some((edits, at)) = self.edits.get(&id) {
            incident.apply(edits, *at);
        }
        Some(incident)
    }

    /// Changes an incident.
    pub(crate) fn edit(&mut self, id: u64, later: Edits, at: Ticks) {
        let (edits, updated) = self.edits.entry(id).or_insert((Edits::default(), at));
        edits.extend(later);
        *updated = at;
        if let Some(merged) = self.merged.get_mut(&id) {
            merged.apply(edits, at);
            merged.status = "redirected";
        }
    }

    /// Merges one incident into another at some time; false when either is unknown or they are the same by now.
    pub(crate) fn merge(&mut self, from: u64, into: u64, at: Ticks, rows: &[Row]) -> bool {
        let into = self.resolve(into);
        let (Some(incident), true) = (self.find(from, rows), self.members.contains_key(&into)) else { return false };
        if incident.redirect.is_some() || from == into {
            return false;
        }
        let updated = at.max(Ticks(incident.updated.0 + 1));
        let merged = Incident { status: "redirected", redirect: Some(into), alerts: Vec::new(), updated, ..incident };
        self.merged.insert(from, merged);
        true
    }
}

impl Incident {
    fn apply(&mut self, edits: &Edits, at: Ticks) {
        self.updated = self.updated.max(at);
        self.status = edits.status.unwrap_or(self.status);
        if let Some(classification) = edits.classification {
            self.classification = classification.map(str::to_owned);
        }
        if let Some(determination) = edits.determination {
            self.determination = determination.map(str::to_owned);
        }
        if let Some(assigned) = &edits.assigned_to {
            self.assigned_to.clone_from(assigned);
        }
        self.custom_tags = edits.custom_tags.clone().unwrap_or_default();
        self.comments.clone_from(&edits.comments);
        self.modified_by.clone_from(&edits.modified_by);
    }
}
