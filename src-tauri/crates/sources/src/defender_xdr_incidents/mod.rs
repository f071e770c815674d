//! Incidents of all Defender products, from Microsoft Graph.
//!
//! At most fifty on a page, and the order that is asked for is not always kept. A merged incident stays in the list with
//! the status `redirected` and the id of the one that it went into. Source: microsoft-apis, incidents; wire-oddities.

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
pub struct DefenderXdrIncidents;

static ABOUT: About = About {
    id: "defender-xdr-incidents",
    title: "Defender XDR incidents",
    api: Api::Graph,
    class: Class::Incident,
    origin: "Microsoft Graph, GET /v1.0/security/incidents",
    feeds: ONE_FEED,
    permissions: &["SecurityIncident.Read.All", "SecurityIncident.ReadWrite.All"],
    limit_name: "Graph security",
    limit_per_minute: 150,
    limit_per_hour: None,
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
        "comments",
        "customTags",
        "incidentWebUrl",
        "lastModifiedBy",
        "priorityScore",
        "redirectIncidentId",
        "resolvingComment",
        "summary",
        "systemTags",
        "tags",
        "tenantId",
        "alerts",
        "recommendedHuntingQueries",
    ],
    docs: "https://learn.microsoft.com/graph/api/security-list-incidents",
};

impl Source for DefenderXdrIncidents {
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
