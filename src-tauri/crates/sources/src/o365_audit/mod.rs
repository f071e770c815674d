//! Audit records, from the Office 365 Management Activity API.
//!
//! Five kinds of content, each listed by itself as blobs in windows of the time they became available; the blobs are then
//! fetched one by one. Time of availability and time of the event are never mixed. Source: microsoft-apis, Office 365
//! Management Activity API; wire-oddities.

mod normalize;
mod poll;

use crate::about::{About, Feed, Times};
use crate::source::{Asked, Content, Page, Source};
use domain::alert::{Alert, AlertSummary};
use domain::cloud::Api;
use domain::item::Class;
use domain::{Outcome, Problem};
use microsoft::{Answer, Call, Host};

/// The source.
#[derive(Debug)]
pub struct O365Audit;

/// Every call needs one of these; DLP content the second.
const READ: &[&str] = &["ActivityFeed.Read"];
const READ_DLP: &[&str] = &["ActivityFeed.ReadDlp"];

static ABOUT: About = About {
    id: "o365-audit",
    title: "Office 365 audit records",
    api: Api::Management,
    class: Class::Audit,
    origin: "Office 365 Management Activity API, GET /activity/feed/audit",
    feeds: &[
        Feed { content: "Audit.AzureActiveDirectory", permissions: READ, usual: true },
        Feed { content: "Audit.Exchange", permissions: READ, usual: true },
        Feed { content: "Audit.SharePoint", permissions: READ, usual: true },
        Feed { content: "Audit.General", permissions: READ, usual: true },
        Feed { content: "DLP.All", permissions: READ_DLP, usual: false },
    ],
    permissions: READ,
    limit_name: "Management Activity",
    limit_per_minute: 2000,
    limit_per_hour: None,
    every_seconds: 180,
    times: Times {
        axis: "time of availability",
        retention_days: 7,
        look_back_days: Some(7),
        overlap_seconds: 900,
        sweep_seconds: 6 * 3600,
        sweep_days: 7,
    },
    blobs: true,
    known: &[],
    docs: "https://learn.microsoft.com/office/office-365-management-api/office-365-management-activity-api-reference",
};

impl Source for O365Audit {
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

    fn fetch(&self, content: &Content, tenant: &str, host: &Host) -> Call {
        poll::fetch(content, tenant, host)
    }

    fn summary(&self, json: &str) -> AlertSummary {
        normalize::summary(json)
    }

    fn claims(&self, _item: &AlertSummary, json: &str) -> Vec<String> {
        normalize::claims(json)
    }

    fn normalize(&self, json: &str) -> Alert {
        normalize::alert(json)
    }
}
