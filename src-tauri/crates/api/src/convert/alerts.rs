//! The alert list: rows, facets, histogram.

use super::{maybe, millis};
use crate::types::*;
use domain::alert;
use domain::evidence::Group;
use domain::query::{FIELDS, Field, Query};
use domain::tenant::Tenant;
use domain::words::{Words, spaced};
use engine::store::{self, Found, Row, Sort};

/// The store's word for an order.
pub(crate) fn sort(sort: SortBy) -> Sort {
    match sort {
        SortBy::Created => Sort::Created,
        SortBy::Updated => Sort::Updated,
        SortBy::Severity => Sort::Severity,
        SortBy::Status => Sort::Status,
        SortBy::Title => Sort::Title,
    }
}

/// A row of the list.
pub(crate) fn row(row: &Row, tenants: &[Tenant]) -> AlertRow {
    let summary = &row.summary;
    let tenant = tenants.iter().find(|tenant| tenant.id == row.tenant);
    AlertRow {
        seq: row.seq.0,
        id: summary.id.0.clone(),
        severity: graded(&summary.severity),
        status: worded("status", &summary.status),
        title: summary.title.clone(),
        entity: summary.entity.as_ref().map(|entity| Entity { kind: group(entity.group), text: entity.text.clone() }),
        service: worded("service", &summary.service),
        category: spaced(&summary.category),
        created: millis(row.created()),
        updated: millis(row.updated()),
        versions: row.versions,
        tenant: tenant.map_or_else(|| row.tenant.0.clone(), |tenant| tenant.name.clone()),
    }
}

/// A severity with its grade.
pub(super) fn graded(value: &str) -> Graded {
    let grade = match alert::Grade::of(value) {
        alert::Grade::High => Grade::High,
        alert::Grade::Medium => Grade::Medium,
        alert::Grade::Low => Grade::Low,
        alert::Grade::Informational => Grade::Informational,
        alert::Grade::Unknown => Grade::Unknown,
    };
    Graded { grade, label: label("severity", value) }
}

/// A word of the wire with its label.
pub(super) fn worded(field: &str, value: &str) -> Worded {
    Worded { value: value.to_owned(), label: label(field, value) }
}

fn label(field: &str, value: &str) -> String {
    if value.is_empty() { "None".to_owned() } else { Words::of(field).label(value) }
}

/// A search's counts, without its rows.
pub(crate) fn found(found: &Found, query: &Query, text: &str, took_us: u32, data_up_to: Option<Millis>) -> AlertsFound {
    AlertsFound {
        total: found.total,
        of: found.of,
        newer: found.newer,
        newest: found.newest.0,
        took_us,
        facets: found.facets.iter().map(facet).collect(),
        histogram: Histogram {
            from: maybe(Some(found.histogram.from)).unwrap_or(Millis(0)),
            step: found.histogram.step_seconds.saturating_mul(1000),
            all: found.histogram.all.clone(),
            high: found.histogram.high.clone(),
        },
        data_up_to,
        suggestion: found.suggestion.as_ref().and_then(|suggestion| {
            let term = query.terms.get(suggestion.term)?;
            Some(Suggestion {
                term: text.get(term.span.clone())?.to_owned(),
                query: query.text_without(text, suggestion.term),
                total: suggestion.total,
            })
        }),
    }
}

fn facet(facet: &store::Facet) -> Facet {
    let name = FIELDS.iter().find(|(_, field)| *field == facet.field).map_or("", |(name, _)| *name);
    Facet {
        field: name.to_owned(),
        title: spaced(name),
        values: facet.values.iter().map(|value| facet_value(facet.field, name, value)).collect(),
        more: facet.more,
    }
}

fn facet_value(field: Field, name: &str, value: &store::FacetValue) -> FacetValue {
    let words = Words::of(name);
    let empty = value.value.is_empty();
    let label = match field {
        _ if empty => "None".to_owned(),
        Field::Tenant => value.name.clone().unwrap_or_else(|| value.value.clone()),
        Field::Severity | Field::Status | Field::Service | Field::Detection => words.short(&value.value),
        Field::Category => spaced(&value.value),
        _ => value.value.clone(),
    };
    let text = words.query(&value.value);
    let plain = !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || matches!(c, '"' | '(' | ')' | '*'));
    FacetValue {
        value: if plain { text } else { format!("\"{}\"", text.replace('"', "\\\"")) },
        label,
        count: value.count,
        chosen: match value.chosen {
            store::Choice::Free => Choice::Free,
            store::Choice::Included => Choice::Included,
            store::Choice::Excluded => Choice::Excluded,
        },
    }
}

/// A group of evidence.
pub(super) fn group(group: Group) -> EvidenceGroupKind {
    match group {
        Group::Device => EvidenceGroupKind::Device,
        Group::User => EvidenceGroupKind::User,
        Group::Mailbox => EvidenceGroupKind::Mailbox,
        Group::Message => EvidenceGroupKind::Message,
        Group::Process => EvidenceGroupKind::Process,
        Group::File => EvidenceGroupKind::File,
        Group::Registry => EvidenceGroupKind::Registry,
        Group::Network => EvidenceGroupKind::Network,
        Group::Url => EvidenceGroupKind::Url,
        Group::App => EvidenceGroupKind::App,
        Group::Session => EvidenceGroupKind::Session,
        Group::Cloud => EvidenceGroupKind::Cloud,
        Group::Container => EvidenceGroupKind::Container,
        Group::Malware => EvidenceGroupKind::Malware,
        Group::Directory => EvidenceGroupKind::Directory,
        Group::Code => EvidenceGroupKind::Code,
        Group::Other => EvidenceGroupKind::Other,
    }
}
