//! Collecting in the foreground, for the terminal: once, with what came of each feed.

use super::Answer;
use crate::api::Api;
use crate::convert::problem_view;
use crate::types::ProblemView;
use domain::{Code, Problem};

/// What one collection in the foreground brought.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Reported {
    /// The integration's handle.
    pub integration: String,
    /// Items that were not here before.
    pub new: u32,
    /// Items with a new version.
    pub updated: u32,
    /// Requests that were sent.
    pub requests: u32,
    /// The same, feed by feed.
    pub feeds: Vec<ReportedFeed>,
}

/// What a feed brought.
#[derive(Debug, Clone, serde::Serialize)]
pub struct ReportedFeed {
    /// Its name: the source, or the source and a content type.
    pub feed: String,
    /// Items that were not here before.
    pub new: u32,
    /// Items with a new version.
    pub updated: u32,
    /// Items that were here as they are.
    pub unchanged: u32,
    /// Requests that were sent.
    pub requests: u32,
    /// Waits that Microsoft asked for.
    pub waits: u32,
    /// It is optional, and the app is not permitted to collect it.
    pub not_permitted: bool,
    /// Why it failed, or what of it is incomplete.
    pub problem: Option<ProblemView>,
}

impl Reported {
    /// The first problem of its feeds.
    pub fn problem(&self) -> Option<&ProblemView> {
        self.feeds.iter().find_map(|feed| feed.problem.as_ref())
    }
}

impl Api {
    /// Collects every integration once, in the foreground. What failed stands with its feed.
    ///
    /// # Errors
    /// `store.nothing_yet` when nothing is attached, those of the store.
    pub async fn collect_once(&self) -> Answer<Vec<Reported>> {
        let product = self.product().await?;
        let ids = product.integration_ids().map_err(|problem| problem_view(&problem))?;
        if ids.is_empty() {
            return Err(problem_view(&Problem::new(Code::StoreAbsent, "No integration is attached.")));
        }
        let mut reports = Vec::new();
        for id in ids {
            match product.collect_feeds(&id).await {
                Ok(done) => reports.push(reported(id.0, done)),
                // What its vendor collects is none of this program's.
                Err(problem) if problem.code == Code::IntegrationUnknown => {}
                Err(problem) => return Err(problem_view(&problem)),
            }
        }
        Ok(reports)
    }
}

fn reported(integration: String, done: engine::Collected) -> Reported {
    let feeds = done.feeds.into_iter().map(|feed| ReportedFeed {
        feed: feed.feed.0,
        new: feed.new,
        updated: feed.updated,
        unchanged: feed.unchanged,
        requests: feed.requests,
        waits: feed.waits,
        not_permitted: feed.not_permitted,
        problem: feed.problem.as_deref().map(problem_view),
    });
    Reported { integration, new: done.new, updated: done.updated, requests: done.requests, feeds: feeds.collect() }
}
