//! The facts of a generated alert that lists filter by and that change over time; the rest is drawn when it is written.

use std::borrow::Cow;

use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use serde::Deserialize;

use super::templates::Template;
use super::words::ANALYSTS;
use crate::alerts::Field;
use crate::clock::Ticks;

/// The product that raised an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names say it")]
pub(crate) enum Service {
    Endpoint,
    Identity,
    CloudApps,
    Office,
    Xdr,
    Protection,
    Governance,
    Dlp,
    Cloud,
    Sentinel,
    Insider,
    Intelligence,
    Ai,
}

impl Service {
    /// Wire name, id prefix, product name.
    fn facts(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Endpoint => ("microsoftDefenderForEndpoint", "da", "Microsoft Defender for Endpoint"),
            Self::Identity => ("microsoftDefenderForIdentity", "aa", "Microsoft Defender for Identity"),
            Self::CloudApps => ("microsoftDefenderForCloudApps", "ca", "Microsoft Defender for Cloud Apps"),
            Self::Office => ("microsoftDefenderForOffice365", "fa", "Microsoft Defender for Office 365"),
            Self::Xdr => ("microsoft365Defender", "ra", "Microsoft Defender XDR"),
            Self::Protection => ("azureAdIdentityProtection", "ad", "Microsoft Entra ID Protection"),
            Self::Governance => ("microsoftAppGovernance", "ma", "App Governance"),
            Self::Dlp => ("dataLossPrevention", "dl", "Microsoft Data Loss Prevention"),
            Self::Cloud => ("microsoftDefenderForCloud", "dc", "Microsoft Defender for Cloud"),
            Self::Sentinel => ("microsoftSentinel", "sn", "Microsoft Sentinel"),
            Self::Insider => ("microsoftInsiderRiskManagement", "ir", "Microsoft Purview Insider Risk Management"),
            Self::Intelligence => ("microsoftThreatIntelligence", "ti", "Microsoft Defender Threat Intelligence"),
            Self::Ai => ("microsoftSecurityForAI", "ai", "Microsoft Defender for AI Services"),
        }
    }

    pub(crate) fn wire(self) -> &'static str {
        self.facts().0
    }

    pub(crate) fn prefix(self) -> &'static str {
        self.facts().1
    }

    pub(crate) fn product(self) -> &'static str {
        self.facts().2
    }
}

/// What an analyst concluded: classification and determination.
const VERDICTS: &[(&str, &str)] = &[
    ("truePositive", "phishing"),
    ("truePositive", "malware"),
    ("truePositive", "compromisedAccount"),
    ("truePositive", "maliciousUserActivity"),
    ("truePositive", "multiStagedAttack"),
    ("truePositive", "unwantedSoftware"),
    ("informationalExpectedActivity", "securityTesting"),
    ("informationalExpectedActivity", "lineOfBusinessApplication"),
    ("informationalExpectedActivity", "confirmedActivity"),
    ("falsePositive", "notMalicious"),
    ("falsePositive", "notEnoughDataToValidate"),
    ("falsePositive", "other"),
];

/// Facts of one alert.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    number: u32,
    template: u16,
    service: Service,
    severity: &'static str,
    status: &'static str,
    verdict: Option<(&'static str, &'static str)>,
    assigned_to: Option<&'static str>,
}

impl Plan {
    /// Draws the facts, and when they last changed: between creation and now.
    pub(crate) fn draw(
        number: usize,
        index: usize,
        template: &Template,
        created: Ticks,
        now: Ticks,
        random: &mut ChaCha8Rng,
    ) -> (Self, Ticks) {
        let age_hours = (now.0 - created.0) as f64 / 3.6e10;
        let handled = random.random_bool((0.15 + age_hours / 200.0).clamp(0.15, 0.85));
        let status = match (handled, random.random_range(0..10)) {
            (false, 0..=8) => "new",
            (false, _) | (true, 0..=2) => "inProgress",
            (true, _) => "resolved",
        };
        let verdict = match status {
            "resolved" if random.random_bool(0.8) => VERDICTS.choose(random).copied(),
            "new" => None,
            _ => random.random_bool(0.2).then_some(("unknown", "unknown")),
        };
        let assigned_to = if status == "new" { None } else { ANALYSTS.choose(random).copied() };
        let later = match status {
            "new" if random.random_bool(0.6) => random.random_range(0.0..3.0),
            "new" => random.random_range(1.0..5400.0),
            _ => random.random_range(120.0..200_000.0),
        };
        let digits = [7, 7, 7, 7, 6, 5, 3, 3, 2, 1, 0].choose(random).copied().unwrap_or(7);
        let mut changed = created.plus_seconds(later);
        if changed > now {
            changed = Ticks(created.0 + ((now.0 - created.0) as f64 * random.random_range(0.0..1.0)) as i64);
        }
        let updated = changed.with_digits(digits).max(created);
        let plan = Self {
            number: u32::try_from(number).unwrap_or(u32::MAX),
            template: u16::try_from(index).unwrap_or(0),
            service: template.service,
            severity: template.severity(random),
            status,
            verdict,
            assigned_to,
        };
        (plan, updated)
    }

    /// Nobody has looked at it yet.
    pub(crate) fn untouched(self) -> Self {
        Self { status: "new", assigned_to: None, verdict: None, ..self }
    }

    /// The next step of an investigation: new, in progress, resolved, and over again.
    pub(crate) fn advance(&mut self) {
        let analyst = ANALYSTS.get(self.number as usize % ANALYSTS.len()).copied();
        (self.status, self.assigned_to, self.verdict) = match self.status {
            "new" => ("inProgress", analyst, None),
            "inProgress" => {
                let verdict = VERDICTS.get(self.number as usize % VERDICTS.len()).copied();
                ("resolved", self.assigned_to.or(analyst), verdict)
            }
            _ => ("new", None, None),
        };
    }

    pub(crate) fn number(&self) -> u64 {
        u64::from(self.number)
    }

    pub(crate) fn template(&self) -> usize {
        usize::from(self.template)
    }

    pub(crate) fn service(&self) -> Service {
        self.service
    }

    pub(crate) fn severity(&self) -> &'static str {
        self.severity
    }

    pub(crate) fn status(&self) -> &'static str {
        self.status
    }

    pub(crate) fn verdict(&self) -> Option<(&'static str, &'static str)> {
        self.verdict
    }

    pub(crate) fn assigned_to(&self) -> Option<&'static str> {
        self.assigned_to
    }

    /// The value of a filterable text field.
    pub(crate) fn text(&self, field: Field) -> Option<Cow<'_, str>> {
        let value = match field {
            Field::AssignedTo => self.assigned_to,
            Field::Classification => self.verdict.map(|verdict| verdict.0),
            Field::Determination => self.verdict.map(|verdict| verdict.1),
            Field::Severity => Some(self.severity),
            Field::ServiceSource => Some(self.service.wire()),
            Field::Status => Some(self.status),
            Field::IncidentStatus | Field::Created | Field::Updated => None,
        };
        value.map(Cow::Borrowed)
    }
}
