//! Alerts of all Defender products, from Microsoft Graph's `alerts_v2`.
//!
//! Listed by time of update, oldest first, from a mark that is part of the stored state. Source: microsoft-apis,
//! alerts; wire-oddities, Graph alerts_v2.

mod normalize;
mod poll;

use crate::about::{About, ONE_FEED, Times};
use crate::source::{Asked, Page, Source};
use domain::alert::{Alert, AlertSummary};
use domain::cloud::Api;
use domain::item::Class;
use domain::{Outcome, Problem};
use microsoft::{Answer, Call};

/// The source.
#[derive(Debug)]
pub struct DefenderXdrAlerts;

static ABOUT: About = About {
    id: "defender-xdr-alerts",
    title: "Defender XDR alerts",
    api: Api::Graph,
    class: Class::Alert,
    origin: "Microsoft Graph, GET /v1.0/security/alerts_v2",
    feeds: ONE_FEED,
    permissions: &["SecurityAlert.Read.All", "SecurityAlert.ReadWrite.All"],
    limit_name: "Graph security",
    limit_per_minute: 150,
    limit_per_hour: None,
    every_seconds: 60,
    // How long alerts stay available is not documented for this call; 180 days are the portal's.
    times: Times {
        axis: "time of update",
        retention_days: 180,
        look_back_days: None,
        overlap_seconds: 600,
        sweep_seconds: 6 * 3600,
        sweep_days: 7,
    },
    blobs: false,
    known: &[
        "actorDisplayName",
        "additionalData",
        "alertPolicyId",
        "categories",
        "comments",
        "customDetails",
        "detectorId",
        "incidentWebUrl",
        "investigationState",
        "systemTags",
        "tenantId",
        "threatDisplayName",
        "threatFamilyName",
    ],
    docs: "https://learn.microsoft.com/graph/api/security-list-alerts_v2",
};

impl Source for DefenderXdrAlerts {
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

    fn refused(&self, state: &str, problem: &Problem) -> Outcome<Option<String>> {
        poll::refused(state, problem)
    }

    fn claims(&self, item: &AlertSummary, json: &str) -> Vec<String> {
        normalize::claims(item, json)
    }

    fn normalize(&self, json: &str) -> Alert {
        normalize::alert(json)
    }
}
