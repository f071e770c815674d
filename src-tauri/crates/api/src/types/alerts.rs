//! Alerts: the list, its facets and histogram, and one alert in full.

use super::Millis;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A search: one text in the query language, used by window and terminal alike.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AlertsSearch {
    /// Words, quoted phrases, `field:value`, `field:(a or b)`, `-field:value`; empty for all.
    pub query: String,
    /// Show only what had arrived up to this sequence number (so that new alerts do not move the list); none for all.
    pub up_to: Option<u32>,
    /// How many bars the histogram has, 1 to 400.
    pub bars: u32,
}

/// What a search found, without the rows.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AlertsFound {
    /// Matching alerts.
    pub total: u32,
    /// Alerts in the store.
    pub of: u32,
    /// Matching alerts that arrived after `up_to`.
    pub newer: u32,
    /// The newest sequence number in the store: the next `up_to`.
    pub newest: u32,
    /// How long the search took, in microseconds.
    pub took_us: u32,
    /// Facets in the order to show them.
    pub facets: Vec<Facet>,
    /// Bars over the time of creation.
    pub histogram: Histogram,
    /// Everything of every source has been listed up to here: the oldest of their marks.
    pub data_up_to: Option<Millis>,
    /// When nothing matches: the term whose removal brings most, and how many it brings.
    pub suggestion: Option<Suggestion>,
}

/// The term to drop when nothing matches.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Suggestion {
    /// The term as it stands in the query.
    pub term: String,
    /// The query without it.
    pub query: String,
    /// How many match then.
    pub total: u32,
}

/// A facet and its values.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Facet {
    /// The field's name in the query language, such as `severity`.
    pub field: String,
    /// Its title.
    pub title: String,
    /// The most frequent values, or all of a small fixed set.
    pub values: Vec<FacetValue>,
    /// How many further values there are.
    pub more: u32,
}

/// A value of a facet.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FacetValue {
    /// The value as the query language writes it.
    pub value: String,
    /// The value as a person reads it.
    pub label: String,
    /// Matching alerts that have it.
    pub count: u32,
    /// Whether the query names it.
    pub chosen: Choice,
}

/// How a query treats a facet's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// Not named.
    Free,
    /// Asked for.
    Included,
    /// Excluded.
    Excluded,
}

/// Bars of equal width over time.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Histogram {
    /// Where the first bar begins.
    pub from: Millis,
    /// The width of a bar in milliseconds.
    pub step: u64,
    /// Of each bar: all alerts.
    pub all: Vec<u32>,
    /// Of each bar: alerts of severity High.
    pub high: Vec<u32>,
}

/// A span of a search's rows.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AlertsRowsRequest {
    /// The query.
    pub query: String,
    /// As in the search, so that both see the same list.
    pub up_to: Option<u32>,
    /// By what to sort.
    pub sort: SortBy,
    /// Largest first.
    pub descending: bool,
    /// Rows to pass over.
    pub offset: u32,
    /// Rows to return, 1 to 500.
    pub limit: u32,
}

/// The orders of the list; ties are broken by arrival.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SortBy {
    /// Time of creation.
    Created,
    /// Time of the last update.
    Updated,
    /// Severity.
    Severity,
    /// Status.
    Status,
    /// Title, as text.
    Title,
}

/// Rows of the list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AlertsRows {
    /// Of all rows: the place of the first of these.
    pub offset: u32,
    /// Matching alerts.
    pub total: u32,
    /// The rows.
    pub rows: Vec<AlertRow>,
}

/// One row of the list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AlertRow {
    /// Our handle of this version of the alert.
    pub seq: u32,
    /// Microsoft's id.
    pub id: String,
    /// Severity.
    pub severity: Graded,
    /// Status.
    pub status: Worded,
    /// Title.
    pub title: String,
    /// The entity that stands for the alert.
    pub entity: Option<Entity>,
    /// The service that raised it.
    pub service: Worded,
    /// Category.
    pub category: String,
    /// When it was created at Microsoft; when it arrived, where Microsoft names no time.
    pub created: Millis,
    /// When it was last updated.
    pub updated: Millis,
    /// How many versions of it are here.
    pub versions: u32,
    /// The tenant's name.
    pub tenant: String,
}

/// A severity: its grade, and the value as it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Graded {
    /// The grade.
    pub grade: Grade,
    /// The word a person reads.
    pub label: String,
}

/// The grades.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// High.
    High,
    /// Medium.
    Medium,
    /// Low.
    Low,
    /// Informational.
    Informational,
    /// A value we do not know, or none.
    Unknown,
}

/// A word from the wire: the value as it came, and as a person reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Worded {
    /// As it came.
    pub value: String,
    /// As a person reads it.
    pub label: String,
}

/// What an alert is about, in a word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Entity {
    /// Its kind.
    pub kind: EvidenceGroupKind,
    /// Its name.
    pub text: String,
}

/// The groups under which evidence is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceGroupKind {
    /// Devices.
    Device,
    /// Users and accounts.
    User,
    /// Mailboxes.
    Mailbox,
    /// Mails, mail clusters, submissions, Teams messages.
    Message,
    /// Processes.
    Process,
    /// Files.
    File,
    /// Registry keys and values.
    Registry,
    /// Addresses and connections.
    Network,
    /// URLs.
    Url,
    /// Applications and service principals.
    App,
    /// Sign-ins and sessions.
    Session,
    /// Cloud resources and storage.
    Cloud,
    /// Containers and Kubernetes.
    Container,
    /// Malware.
    Malware,
    /// Directories, domains, groups.
    Directory,
    /// Source code hosts.
    Code,
    /// Anything else, and everything that Microsoft added since.
    Other,
}

/// Which alert, by the handle of any of its versions.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AlertRequest {
    /// The handle.
    pub seq: u32,
}

/// Which alert, by Microsoft's id.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AlertByIdRequest {
    /// Microsoft's id, or a part of it that only one alert has.
    pub id: String,
}

/// One alert in full.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AlertDetail {
    /// Its row.
    pub row: AlertRow,
    /// Label and value, in the order to show: status, service, category, techniques, incident, activity and so on.
    pub facts: Vec<Fact>,
    /// Description.
    pub description: String,
    /// What Microsoft recommends, as text.
    pub recommended_actions: String,
    /// Evidence by group.
    pub evidence: Vec<EvidenceGroup>,
    /// How many pieces of evidence there are.
    pub evidence_count: u32,
    /// How many of them are of a kind this program does not know.
    pub unknown_evidence: u32,
    /// Versions, newest first.
    pub history: Vec<Version>,
    /// What the severity was before: `was Medium until …`.
    pub severity_before: Option<SeverityBefore>,
    /// Fields that Microsoft sent and that have no place above: name and JSON text.
    pub further: Vec<Fact>,
}

/// A severity that changed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SeverityBefore {
    /// What it was.
    pub label: String,
    /// Until when.
    pub until: Millis,
}

/// A label with a value of some kind.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Fact {
    /// The label.
    pub label: String,
    /// The value as text; empty where `time` stands.
    pub value: String,
    /// A second moment or text beside it, such as the end of an activity.
    pub note: String,
    /// The value as a moment.
    pub time: Option<Millis>,
    /// True for ids, hashes, paths and command lines.
    pub mono: bool,
    /// A query that finds what shares this value.
    pub pivot: Option<String>,
}

/// Evidence of one group.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct EvidenceGroup {
    /// The group.
    pub kind: EvidenceGroupKind,
    /// Its title.
    pub title: String,
    /// Its pieces.
    pub items: Vec<EvidenceItem>,
}

/// One piece of evidence.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct EvidenceItem {
    /// Microsoft's type name, such as `deviceEvidence`.
    pub type_name: String,
    /// The line that names it.
    pub primary: String,
    /// True when that line is a path, a command line, an address.
    pub mono: bool,
    /// The line below.
    pub secondary: String,
    /// Microsoft's verdict; empty where there is none.
    pub verdict: Worded,
    /// Every field it has, base fields too.
    pub fields: Vec<Fact>,
    /// A query that finds all alerts with it, and its label.
    pub pivot: Option<Pivot>,
    /// False for a kind this program does not know: it is shown as a tree.
    pub known: bool,
}

/// A query that leads to related alerts.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Pivot {
    /// What the button says.
    pub label: String,
    /// The query.
    pub query: String,
}

/// One version of an alert.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Version {
    /// Its handle.
    pub seq: u32,
    /// 1 for the first.
    pub number: u32,
    /// When Microsoft last updated it.
    pub updated: Millis,
    /// When it arrived here.
    pub seen: Millis,
    /// What differs from the version before.
    pub changes: Vec<Change>,
}

/// A field that differs between two versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Change {
    /// The field's path, such as `status`.
    pub field: String,
    /// Before; none where it was not there.
    pub before: Option<String>,
    /// After; none where it is gone.
    pub after: Option<String>,
}

/// The body as it arrived.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AlertRaw {
    /// The JSON text, byte for byte.
    pub json: String,
    /// Where it came from, such as `Microsoft Graph, GET /v1.0/security/alerts_v2`.
    pub origin: String,
    /// When it arrived.
    pub seen: Millis,
    /// Microsoft's id of the request that brought it.
    pub request_id: Option<String>,
}
