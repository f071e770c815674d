//! An alert as Bartizan knows it, and the summary by which it is listed, counted and found.
//!
//! The body as it arrived is kept beside it in the store and stays the authority; what is here is read from it and
//! can be read again. `rest` holds every field that has no place above, so that nothing is lost in between.

use crate::evidence::{EntityField, Evidence, Group};
use crate::ids::ItemId;
use crate::words::Words;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// How grave, in grades that can be compared. A value of the wire that is none of them is `Unknown`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub enum Grade {
    Unknown,
    Informational,
    Low,
    Medium,
    High,
}

impl Grade {
    /// The grade of a value of the wire, in any case.
    pub fn of(value: &str) -> Self {
        match Words::of("severity").wire(value).map(|word| word.wire.as_str()) {
            Some("high") => Self::High,
            Some("medium") => Self::Medium,
            Some("low") => Self::Low,
            Some("informational") => Self::Informational,
            _ => Self::Unknown,
        }
    }
}

/// An alert, normalised.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)] // Field names are those of Microsoft's alert resource; comments only where ours differ.
pub struct Alert {
    pub id: ItemId,
    pub title: String,
    pub description: String,
    pub recommended_actions: String,
    /// As it came.
    pub severity: String,
    /// As it came.
    pub status: String,
    pub service_source: String,
    pub detection_source: String,
    pub category: String,
    pub classification: String,
    pub determination: String,
    pub assigned_to: String,
    pub incident_id: String,
    pub provider_alert_id: String,
    pub product_name: String,
    pub alert_web_url: String,
    pub mitre_techniques: Vec<String>,
    pub created: Option<Timestamp>,
    pub updated: Option<Timestamp>,
    pub resolved: Option<Timestamp>,
    pub first_activity: Option<Timestamp>,
    pub last_activity: Option<Timestamp>,
    pub evidence: Vec<Evidence>,
    /// Every other field, and every field above whose value was not of the expected type.
    pub rest: Map<String, Value>,
}

/// What stands for an alert in a list: a device, a user, or whatever its first evidence is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// Its group.
    pub group: Group,
    /// Its name, short.
    pub text: String,
}

/// What an alert is listed, counted and found by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)] // As in `Alert`.
pub struct AlertSummary {
    pub id: ItemId,
    pub title: String,
    /// As it came.
    pub severity: String,
    /// The current spelling, or as it came.
    pub status: String,
    /// The current spelling, or as it came.
    pub service: String,
    /// The current spelling, or as it came.
    pub detection: String,
    pub category: String,
    pub incident: String,
    /// None where Microsoft names no time.
    pub created: Option<Timestamp>,
    pub updated: Option<Timestamp>,
    pub entity: Option<Entity>,
    pub techniques: Vec<String>,
    /// Sorted, without doubles.
    pub entities: Vec<(EntityField, String)>,
}

impl Alert {
    /// What it is listed, counted and found by.
    pub fn summary(&self) -> AlertSummary {
        let mut entities: Vec<_> = self.evidence.iter().flat_map(Evidence::entities).collect();
        entities.sort();
        entities.dedup();
        let mut techniques = self.mitre_techniques.clone();
        techniques.dedup();
        AlertSummary {
            id: self.id.clone(),
            title: self.title.clone(),
            severity: Words::of("severity").canonical(&self.severity),
            status: Words::of("status").canonical(&self.status),
            service: Words::of("service").canonical(&self.service_source),
            detection: Words::of("detection").canonical(&self.detection_source),
            category: self.category.clone(),
            incident: self.incident_id.clone(),
            created: self.created,
            updated: self.updated,
            entity: self.entity(),
            techniques,
            entities,
        }
    }

    fn entity(&self) -> Option<Entity> {
        let by_rank = [Group::Device, Group::User, Group::Mailbox, Group::Message]
            .into_iter()
            .find_map(|group| self.evidence.iter().find(|piece| piece.group() == group));
        let piece = by_rank.or_else(|| self.evidence.iter().find(|piece| piece.known()))?;
        let name = match piece.group() {
            Group::Message => {
                let user = piece.entities().into_iter().find(|(field, _)| *field == EntityField::User);
                user.map_or_else(|| piece.primary(), |(_, name)| name)
            }
            _ => piece.primary(),
        };
        let group = if piece.group() == Group::Message && name.contains('@') { Group::Mailbox } else { piece.group() };
        Some(Entity { group, text: short_name(group, &name) })
    }
}

/// A device without its domain, a person without theirs.
fn short_name(group: Group, name: &str) -> String {
    let address = name.parse::<std::net::IpAddr>().is_ok();
    let short = match group {
        Group::Device if !address => name.split('.').next().unwrap_or(name),
        Group::User | Group::Mailbox => name.split('@').next().unwrap_or(name),
        _ => name,
    };
    if short.is_empty() { name.to_owned() } else { short.to_owned() }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_grade_is_read_in_any_case_and_an_unknown_one_is_lowest() {
        assert_eq!(Grade::of("High"), Grade::High);
        assert_eq!(Grade::of("UnSpecified"), Grade::Unknown);
        assert!(Grade::Unknown < Grade::Informational && Grade::Medium < Grade::High, "so that >= works");
    }

    #[test]
    fn a_short_name_never_becomes_empty() {
        assert_eq!(short_name(Group::Device, "srv-dc-01.contoso.com"), "srv-dc-01");
        assert_eq!(short_name(Group::Device, "192.0.2.7"), "192.0.2.7");
        assert_eq!(short_name(Group::User, "@contoso.com"), "@contoso.com");
    }
}
