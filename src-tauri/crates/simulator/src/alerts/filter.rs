//! `$filter` on alerts and incidents: the fields that can be filtered, the tree a filter is parsed into, and whether a
//! row passes.

use std::borrow::Cow;

use super::filter_parse;
use crate::clock::Ticks;
use crate::graph::GraphProblem;

/// A field that a filter may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    /// `assignedTo`, the one free text.
    AssignedTo,
    /// `classification`.
    Classification,
    /// `determination`.
    Determination,
    /// `createdDateTime`.
    Created,
    /// `lastUpdateDateTime`.
    Updated,
    /// `severity`.
    Severity,
    /// `serviceSource`.
    ServiceSource,
    /// `status` of an alert.
    Status,
    /// `status` of an incident, which has members of its own.
    IncidentStatus,
}

/// What is being filtered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `alerts_v2`.
    Alert,
    /// `incidents`.
    Incident,
}

/// Something with the fields that filters look at.
pub(crate) trait Filtered {
    fn created(&self) -> Ticks;
    fn updated(&self) -> Ticks;
    /// The value of a filterable text field; `None` when it is null or absent.
    fn text(&self, field: Field) -> Option<Cow<'_, str>>;
}

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    /// Equal.
    Eq,
    /// Not equal.
    Ne,
    /// Later.
    Gt,
    /// Later or equal.
    Ge,
    /// Earlier.
    Lt,
    /// Earlier or equal.
    Le,
}

/// What a field is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Literal {
    /// `null`.
    Null,
    /// `'text'`.
    Text(String),
    /// A bare instant.
    Instant(Ticks),
}

/// A parsed filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Filter {
    /// Every row passes.
    All,
    /// `a and b`.
    And(Box<Filter>, Box<Filter>),
    /// `a or b`.
    Or(Box<Filter>, Box<Filter>),
    /// `field op literal`.
    Compare(Field, Operator, Literal),
}

/// Members that literals may name, per field.
const MEMBERS: &[(Field, &[&str])] = &[
    (Field::Severity, &["unknown", "informational", "low", "medium", "high", "unknownFutureValue"]),
    (Field::Status, &["unknown", "new", "inProgress", "resolved", "unknownFutureValue"]),
    (
        Field::IncidentStatus,
        &["active", "resolved", "inProgress", "redirected", "unknownFutureValue", "awaitingAction"],
    ),
    (
        Field::Classification,
        &["unknown", "falsePositive", "truePositive", "informationalExpectedActivity", "unknownFutureValue"],
    ),
    (
        Field::Determination,
        &[
            "unknown",
            "apt",
            "malware",
            "securityPersonnel",
            "securityTesting",
            "unwantedSoftware",
            "other",
            "multiStagedAttack",
            "compromisedAccount",
            "phishing",
            "maliciousUserActivity",
            "notMalicious",
            "notEnoughDataToValidate",
            "confirmedActivity",
            "lineOfBusinessApplication",
            "unknownFutureValue",
        ],
    ),
    (
        Field::ServiceSource,
        &[
            "unknown",
            "microsoftDefenderForEndpoint",
            "microsoftDefenderForIdentity",
            "microsoftDefenderForCloudApps",
            "microsoftDefenderForOffice365",
            "microsoft365Defender",
            "azureAdIdentityProtection",
            "microsoftAppGovernance",
            "dataLossPrevention",
            "unknownFutureValue",
            "microsoftDefenderForCloud",
            "microsoftSentinel",
            "microsoftInsiderRiskManagement",
            "microsoftThreatIntelligence",
            "microsoftSecurityForAI",
        ],
    ),
];

impl Field {
    pub(crate) fn parse(name: &str, of: Kind) -> Option<Self> {
        Some(match name {
            "assignedTo" => Self::AssignedTo,
            "classification" => Self::Classification,
            "determination" => Self::Determination,
            "createdDateTime" => Self::Created,
            "lastUpdateDateTime" => Self::Updated,
            "severity" => Self::Severity,
            "serviceSource" if of == Kind::Alert => Self::ServiceSource,
            "status" if of == Kind::Incident => Self::IncidentStatus,
            "status" => Self::Status,
            _ => return None,
        })
    }

    pub(crate) fn is_time(self) -> bool {
        matches!(self, Self::Created | Self::Updated)
    }

    /// The names a literal may have; `None` for free text.
    pub(crate) fn members(self) -> Option<&'static [&'static str]> {
        MEMBERS.iter().find(|(field, _)| *field == self).map(|(_, members)| *members)
    }
}

impl Filter {
    /// Parses the text of a `$filter`.
    pub(crate) fn parse(text: &str, of: Kind) -> Result<Self, GraphProblem> {
        filter_parse::parse(text, of).map_err(|why| GraphProblem::bad_request(format!("Invalid filter clause: {why}")))
    }

    pub(crate) fn passes(&self, row: &impl Filtered) -> bool {
        match self {
            Self::All => true,
            Self::And(left, right) => left.passes(row) && right.passes(row),
            Self::Or(left, right) => left.passes(row) || right.passes(row),
            Self::Compare(Field::Created, operator, literal) => compare_time(row.created(), *operator, literal),
            Self::Compare(Field::Updated, operator, literal) => compare_time(row.updated(), *operator, literal),
            Self::Compare(field, operator, literal) => {
                let found = row.text(*field);
                let equal = match (literal, found.as_deref()) {
                    (Literal::Text(wanted), Some(found)) => found.eq_ignore_ascii_case(wanted),
                    (Literal::Null, None) => true,
                    _ => false,
                };
                equal == (*operator == Operator::Eq)
            }
        }
    }
}

fn compare_time(found: Ticks, operator: Operator, literal: &Literal) -> bool {
    let Literal::Instant(wanted) = literal else { return operator == Operator::Ne };
    match operator {
        Operator::Eq => found == *wanted,
        Operator::Ne => found != *wanted,
        Operator::Gt => found > *wanted,
        Operator::Ge => found >= *wanted,
        Operator::Lt => found < *wanted,
        Operator::Le => found <= *wanted,
    }
}
