//! Alerts of Defender for Endpoint, from its own API.
//!
//! The list has no order that one can ask for and no next link when the number of rows is given, so it is taken in
//! windows of the time of update that fit on a page. Source: microsoft-apis, Defender for Endpoint.

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
pub struct DefenderEndpointAlerts;

static ABOUT: About = About {
    id: "defender-endpoint-alerts",
    title: "Defender for Endpoint alerts",
    api: Api::Defender,
    class: Class::Alert,
    origin: "Defender for Endpoint, GET /api/alerts",
    feeds: ONE_FEED,
    permissions: &["Alert.Read.All", "Alert.ReadWrite.All"],
    limit_name: "Defender for Endpoint",
    limit_per_minute: 100,
    limit_per_hour: Some(1500),
    every_seconds: 60,
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
        "aadTenantId",
        "alertUser",
        "comments",
        "computerDnsName",
        "detectorId",
        "domains",
        "evidence",
        "investigationId",
        "investigationState",
        "loggedOnUsers",
        "machineId",
        "rbacGroupName",
        "relatedUser",
        "threatFamilyName",
        "threatName",
    ],
    docs: "https://learn.microsoft.com/defender-endpoint/api/get-alerts",
};

impl Source for DefenderEndpointAlerts {
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

    fn claims(&self, item: &AlertSummary, _json: &str) -> Vec<String> {
        normalize::claims(item)
    }

    fn normalize(&self, json: &str) -> Alert {
        normalize::alert(json)
    }
}
