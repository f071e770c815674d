//! Messages that people sent in for a verdict: Microsoft Graph's email threat submissions, which only beta has.
//!
//! Listed by the time they were made; how the verdict came out later has no time in that list, so the sweep brings it.
//! Source: microsoft-apis, email threat submissions.

mod normalize;
mod poll;

use crate::about::{About, ONE_FEED, Times};
use crate::source::{Asked, Page, Source};
use domain::alert::Alert;
use domain::cloud::Api;
use domain::item::Class;
use domain::{Outcome, Problem};
use microsoft::{Answer, Call};

/// The source.
#[derive(Debug)]
pub struct EmailSubmissions;

static ABOUT: About = About {
    id: "email-submissions",
    title: "Email threat submissions",
    api: Api::Graph,
    class: Class::Submission,
    origin: "Microsoft Graph, GET /beta/security/threatSubmission/emailThreats",
    feeds: ONE_FEED,
    permissions: &["ThreatSubmission.Read.All", "ThreatSubmission.ReadWrite.All"],
    limit_name: "Graph security",
    limit_per_minute: 150,
    limit_per_hour: None,
    every_seconds: 120,
    times: Times {
        axis: "time of submission",
        retention_days: 30,
        look_back_days: None,
        overlap_seconds: 1800,
        sweep_seconds: 1800,
        sweep_days: 7,
    },
    blobs: false,
    known: &[
        "adminReview",
        "attackSimulationInfo",
        "clientSource",
        "contentType",
        "createdBy",
        "fileContent",
        "internetMessageId",
        "messageUrl",
        "originalCategory",
        "recipientEmailAddress",
        "result",
        "sender",
        "senderIP",
        "subject",
        "tenantAllowOrBlockListAction",
        "tenantId",
    ],
    docs: "https://learn.microsoft.com/graph/api/security-emailthreatsubmission-list",
};

impl Source for EmailSubmissions {
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

    fn normalize(&self, json: &str) -> Alert {
        normalize::alert(json)
    }
}
