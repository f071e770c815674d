//! Alerts of Defender for Cloud Apps, from its own API.
//!
//! Listed by the time they were raised, oldest first, a hundred on a page, thirty requests a minute. What becomes of an
//! alert later has no time in that list, so the sweep brings it. Source: microsoft-apis, Defender for Cloud Apps.

mod normalize;
mod poll;

use crate::about::{About, ONE_FEED, Times};
use crate::source::{Asked, Page, Source};
use domain::Outcome;
use domain::alert::{Alert, AlertSummary};
use domain::cloud::Api;
use domain::item::Class;
use microsoft::{Answer, Call};

/// The source.
#[derive(Debug)]
pub struct CloudAppsAlerts;

static ABOUT: About = About {
    id: "cloud-apps-alerts",
    title: "Defender for Cloud Apps alerts",
    api: Api::CloudApps,
    class: Class::Alert,
    origin: "Defender for Cloud Apps, POST /api/v1/alerts/",
    feeds: ONE_FEED,
    permissions: &["investigation.read", "investigation.manage"],
    limit_name: "Cloud Apps",
    limit_per_minute: 30,
    limit_per_hour: None,
    every_seconds: 120,
    times: Times {
        axis: "time raised",
        retention_days: 180,
        look_back_days: None,
        overlap_seconds: 1800,
        sweep_seconds: 3600,
        sweep_days: 14,
    },
    blobs: false,
    known: &[
        "audits",
        "comment",
        "contextId",
        "evidence",
        "idValue",
        "intent",
        "isMarkdown",
        "isPreview",
        "isSystemAlert",
        "is_open",
        "resolutionStatusValue",
        "severityValue",
        "statusValue",
        "stories",
        "threatScore",
        "threatScoreReasoning",
        "timestamp",
    ],
    docs: "https://learn.microsoft.com/defender-cloud-apps/api-alerts-list",
};

impl Source for CloudAppsAlerts {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn begin(&self, saved: Option<&str>, asked: &Asked) -> Outcome<String> {
        poll::begin(saved, asked)
    }

    fn request(&self, state: &str) -> Outcome<Call> {
        poll::request(state)
    }

    fn page(&self, state: &str, answer: &Answer) -> Outcome<Page> {
        poll::page(state, answer)
    }

    fn claims(&self, item: &AlertSummary, _json: &str) -> Vec<String> {
        // Graph's list has ids of its own for these; where it names this one as the provider's, that is a proof.
        vec![format!("provider:{}", item.id)]
    }

    fn normalize(&self, json: &str) -> Alert {
        normalize::alert(json)
    }
}
