//! Alerts of all Defender products, from Microsoft Graph's `alerts_v2`.
//!
//! Listed by time of update, oldest first, from a mark that is part of the stored state. Source: microsoft-apis,
//! alerts; wire-oddities, Graph alerts_v2.

mod normalize;
mod poll;

use crate::{About, Page, Source};
use domain::Outcome;
use domain::alert::Alert;
use microsoft::{Answer, Call};

/// The source.
#[derive(Debug)]
pub struct DefenderXdrAlerts;

static ABOUT: About = About {
    id: "defender-xdr-alerts",
    origin: "Microsoft Graph, GET /v1.0/security/alerts_v2",
    limit_name: "Graph security",
    limit_per_minute: 150,
    every_seconds: 60,
    permissions: &["SecurityAlert.Read.All", "SecurityAlert.ReadWrite.All"],
};

impl Source for DefenderXdrAlerts {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn begin(&self, saved: Option<&str>) -> Outcome<String> {
        poll::begin(saved)
    }

    fn request(&self, state: &str) -> Outcome<Call> {
        poll::request(state)
    }

    fn page(&self, state: &str, answer: &Answer) -> Outcome<Page> {
        poll::page(state, answer)
    }

    fn normalize(&self, json: &str) -> Alert {
        normalize::alert(json)
    }
}
