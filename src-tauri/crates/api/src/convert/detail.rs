//! One alert in full: facts, evidence, history, and what Microsoft sent beyond all of these.

use super::alerts::{row, worded};
use super::evidence::{facts, groups, term};
use super::{maybe, millis};
use crate::types::*;
use domain::Outcome;
use domain::alert::Alert;
use domain::tenant::Tenant;
use domain::words::{Words, spaced};
use engine::changes;
use engine::store::{Stored, Version as StoredVersion};
use jiff::Timestamp;

/// An alert in full.
pub(crate) fn detail(stored: &Stored, tenants: &[Tenant]) -> Outcome<AlertDetail> {
    let source = engine::source(stored.source.as_str()).ok_or_else(|| {
        let message = format!("There is no source \"{}\" in this version.", stored.source);
        domain::Problem::new(domain::Code::IntegrationUnknown, message)
    })?;
    let alert = source.normalize(&stored.raw);
    let history = history(&stored.versions);
    Ok(AlertDetail {
        row: row(&stored.row, tenants),
        facts: summary(&alert, stored),
        description: alert.description.clone(),
        recommended_actions: alert.recommended_actions.clone(),
        evidence_count: u32::try_from(alert.evidence.len()).unwrap_or(u32::MAX),
        unknown_evidence: u32::try_from(alert.evidence.iter().filter(|piece| !piece.known()).count()).unwrap_or(0),
        evidence: groups(&alert.evidence),
        severity_before: severity_before(&history),
        history,
        further: facts(&alert.rest),
    })
}

/// The body as it arrived.
pub(crate) fn raw(stored: Stored) -> AlertRaw {
    AlertRaw {
        origin: engine::source(stored.source.as_str())
            .map(|source| source.about().origin.to_owned())
            .unwrap_or_default(),
        json: stored.raw,
        seen: millis(stored.seen),
        request_id: stored.request_id,
    }
}

fn summary(alert: &Alert, stored: &Stored) -> Vec<Fact> {
    let status = Words::of("status").label(&alert.status);
    let assigned = if alert.assigned_to.is_empty() { "not assigned" } else { alert.assigned_to.as_str() };
    let mut facts = vec![
        plain("Status", &format!("{status}, {assigned}")),
        plain("Service", &Words::of("service").label(&alert.service_source)),
        plain("Detected by", &Words::of("detection").label(&alert.detection_source)),
        plain("Category", &spaced(&alert.category)),
        plain("Classification", &Words::of("classification").label(&alert.classification)),
        plain("Determination", &Words::of("determination").label(&alert.determination)),
        plain("Product", &alert.product_name),
    ];
    for technique in &alert.mitre_techniques {
        facts.push(Fact { mono: true, pivot: Some(term("technique", technique)), ..plain("Technique", technique) });
    }
    if !alert.incident_id.is_empty() {
        let pivot = Some(term("incident", &alert.incident_id));
        facts.push(Fact { mono: true, pivot, ..plain("Incident", &alert.incident_id) });
    }
    facts.push(moment("First activity", alert.first_activity, String::new()));
    facts.push(moment("Last activity", alert.last_activity, activity(alert.first_activity, alert.last_activity)));
    facts.push(moment("Created", alert.created, String::new()));
    let versions = stored.versions.len();
    let version = if versions > 1 { format!("version {versions}") } else { String::new() };
    facts.push(moment("Updated", alert.updated, version));
    facts.push(moment("Resolved", alert.resolved, String::new()));
    let delay = alert.created.map(|created| delay(created, stored.row.first_seen)).unwrap_or_default();
    facts.push(moment("Seen here", Some(stored.row.first_seen), delay));
    if alert.provider_alert_id != alert.id.0 {
        facts.push(Fact { mono: true, ..plain("Provider id", &alert.provider_alert_id) });
    }
    if !alert.alert_web_url.trim().is_empty() {
        facts.push(Fact { mono: true, ..plain("Portal link", alert.alert_web_url.trim()) });
    }
    facts.retain(|fact| !fact.value.is_empty() || fact.time.is_some());
    facts
}

fn plain(label: &str, value: &str) -> Fact {
    Fact { label: label.to_owned(), value: value.to_owned(), note: String::new(), time: None, mono: false, pivot: None }
}

fn moment(label: &str, time: Option<Timestamp>, note: String) -> Fact {
    Fact { time: maybe(time), note, ..plain(label, "") }
}

/// How long the activity lasted; nothing where it was one moment.
fn activity(first: Option<Timestamp>, last: Option<Timestamp>) -> String {
    match (first, last) {
        (Some(first), Some(last)) if last > first => {
            format!("{} after the first", length(last.duration_since(first).as_secs().unsigned_abs()))
        }
        _ => String::new(),
    }
}

fn delay(created: Timestamp, seen: Timestamp) -> String {
    let seconds = seen.duration_since(created).as_secs();
    if seconds < 0 { String::new() } else { format!("{} after it was created", length(seconds.unsigned_abs())) }
}

/// A length of time in its two largest units.
fn length(seconds: u64) -> String {
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        3600..86_400 => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
        _ => format!("{} d {} h", seconds / 86_400, seconds % 86_400 / 3600),
    }
}

/// Versions newest first, each with what differs from the one before.
fn history(versions: &[StoredVersion]) -> Vec<Version> {
    let count = versions.len();
    let mut history = Vec::with_capacity(count);
    for (place, version) in versions.iter().enumerate() {
        let before = versions.get(place + 1);
        let differences = before.map(|before| changes(&before.raw, &version.raw)).unwrap_or_default();
        let view = |change: engine::Change| Change { field: change.field, before: change.before, after: change.after };
        history.push(Version {
            seq: version.seq.0,
            number: u32::try_from(count - place).unwrap_or(u32::MAX),
            updated: millis(version.updated.unwrap_or(version.seen)),
            seen: millis(version.seen),
            changes: differences.into_iter().map(view).collect(),
        });
    }
    history
}

fn severity_before(history: &[Version]) -> Option<SeverityBefore> {
    history.iter().find_map(|version| {
        let change = version.changes.iter().find(|change| change.field == "severity")?;
        let label = worded("severity", change.before.as_deref()?).label;
        Some(SeverityBefore { label, until: version.updated })
    })
}
