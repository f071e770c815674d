//! Collecting an integration now, in the foreground or in its rhythm: every feed by itself, and what came of each.

use crate::collecting::{Lane, Work, lanes, sweep_due};
use crate::product::{Product, View};
use crate::schedule::{Beat, next_poll};
use domain::ids::{FeedId, IntegrationId};
use domain::{Code, Outcome, Problem};
use jiff::Timestamp;
use std::sync::Arc;
use tokio::task::JoinSet;

/// What a collection brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Collected {
    /// Items that were not here before.
    pub new: u32,
    /// Items of which a new version arrived.
    pub updated: u32,
    /// Requests that were sent.
    pub requests: u32,
    /// The same, feed by feed.
    pub feeds: Vec<FeedCollected>,
}

/// What a feed brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedCollected {
    /// The feed.
    pub feed: FeedId,
    /// Items that were not here before.
    pub new: u32,
    /// Items of which a new version arrived.
    pub updated: u32,
    /// Items that were here as they are.
    pub unchanged: u32,
    /// Rows that were listed.
    pub rows: u32,
    /// Requests that were sent.
    pub requests: u32,
    /// Waits that Microsoft asked for.
    pub waits: u32,
    /// It is optional, and the app is not permitted to collect it.
    pub not_permitted: bool,
    /// Why it failed, or what of it is incomplete.
    pub problem: Option<Box<Problem>>,
}

impl Product {
    /// Collects an integration once, now: every feed that it has.
    ///
    /// # Errors
    /// What went wrong with the first feed that failed; the others were collected all the same. It also stands in the
    /// database, where that can be written.
    pub async fn collect(&self, id: &IntegrationId) -> Outcome<Collected> {
        let collected = self.collect_feeds(id).await?;
        match collected.feeds.iter().find_map(|feed| feed.problem.clone()) {
            Some(problem) => Err(problem),
            None => Ok(collected),
        }
    }

    /// As [`Product::collect`], but what failed stands with its feed.
    ///
    /// # Errors
    /// `integration.not_found` also for an integration that is not collected by this program; those of the store.
    pub async fn collect_feeds(&self, id: &IntegrationId) -> Outcome<Collected> {
        let lanes = self.lanes_of(id)?;
        if lanes.is_empty() {
            let message = format!("{id} is collected by its vendor, not by this program.");
            return Err(Problem::new(Code::IntegrationUnknown, message));
        }
        let order: Vec<FeedId> = lanes.iter().map(|lane| lane.id.clone()).collect();
        let mut running = JoinSet::new();
        for lane in lanes {
            let product = self.clone();
            running.spawn(async move { product.collect_lane(&lane).await });
        }
        let mut collected = Collected::default();
        while let Some(ended) = running.join_next().await {
            let feed = ended.map_err(|_| Problem::new(Code::Unexpected, "A collection ended unexpectedly."))?;
            collected.new += feed.new;
            collected.updated += feed.updated;
            collected.requests += feed.requests;
            collected.feeds.push(feed);
        }
        collected.feeds.sort_by_key(|feed| order.iter().position(|known| *known == feed.feed));
        Ok(collected)
    }

    /// The feeds of an integration as it is set.
    pub(crate) fn lanes_of(&self, id: &IntegrationId) -> Outcome<Vec<Lane>> {
        let integration = Arc::new(self.inner.store.integration(id)?);
        Ok(lanes(&integration, &self.settings_or_usual(id)?))
    }

    /// Polls a feed, sweeps it when that is due, and fills it up backwards until the next poll is due.
    pub(crate) async fn collect_lane(&self, lane: &Lane) -> FeedCollected {
        let key = (lane.integration.id.clone(), lane.id.clone());
        let turn = self.inner.rhythm.turn(&key);
        let _mine = turn.lock().await;
        let polling = self.inner.rhythm.began(&key);
        self.touch(&[View::Overview]);
        let mut collected = self.poll_lane(lane).await;
        let every = self.every_seconds(lane);
        let next = next_poll(self.now(), every, collected.problem.as_deref());
        if collected.problem.is_none() && !collected.not_permitted {
            self.further_work(lane, &mut collected, next).await;
        }
        self.inner.ongoing.end(&key.0, &key.1);
        drop(polling);
        let failed = collected.problem.clone();
        self.inner.rhythm.ended(&key, Beat { next: Some(next), failed, ..Beat::default() });
        self.touch(&[View::Overview]);
        collected
    }

    async fn poll_lane(&self, lane: &Lane) -> FeedCollected {
        let began = self.now();
        let mut work = match self.take_up(lane).await {
            Ok(work) => work,
            Err(problem) => {
                // A poll that cannot even begin is written down like any other.
                self.write_down(lane, began, problem.clone()).await;
                return FeedCollected { feed: lane.id.clone(), problem: Some(problem), ..FeedCollected::default() };
            }
        };
        let outcome = work.poll().await;
        if let Err(problem) = &outcome {
            let (id, feed, line) = (lane.integration.id.clone(), lane.id.clone(), work.line(Some(problem.clone())));
            // A full disk cannot take it: then it is kept in memory only.
            drop(self.with_store(move |store| store.poll_failed(&id, &feed, line)).await);
        }
        let mut collected = work.ended();
        match outcome {
            Ok(permitted) => collected.not_permitted = !permitted,
            Err(problem) => collected.problem = Some(problem),
        }
        collected
    }

    /// The sweep and the backfill, whose failures are the next sweep's; what is wrong with the feed shows in its polls.
    async fn further_work(&self, lane: &Lane, collected: &mut FeedCollected, next: Timestamp) {
        if self.sweep_is_due(lane).await
            && let Ok(mut work) = self.take_up(lane).await
        {
            drop(work.sweep(None).await);
            collected.add(work.ended());
        }
        while self.now() < next {
            let Ok(mut work) = self.take_up(lane).await else { break };
            let more = work.fill_up().await;
            collected.add(work.ended());
            if !more.unwrap_or(false) {
                break;
            }
        }
    }

    async fn sweep_is_due(&self, lane: &Lane) -> bool {
        let Ok(memo) = self.memo_of(lane).await else { return false };
        let swept = memo.lock().swept;
        let (id, feed) = (lane.integration.id.clone(), lane.id.clone());
        let holes = self.with_store(move |store| store.holes(&id, Some(&feed), true)).await;
        let due = sweep_due(swept, lane.source.about().times.sweep_seconds, holes.is_ok_and(|holes| !holes.is_empty()));
        due.is_none_or(|due| due <= self.now())
    }

    /// Lists a stretch of every feed of an integration again, now.
    ///
    /// # Errors
    /// `integration.not_found`, and what went wrong with the first feed that failed.
    pub async fn list_again(&self, id: &IntegrationId, from: Timestamp, to: Timestamp) -> Outcome<Collected> {
        let mut collected = Collected::default();
        for lane in self.lanes_of(id)? {
            let key = (lane.integration.id.clone(), lane.id.clone());
            let turn = self.inner.rhythm.turn(&key);
            let _mine = turn.lock().await;
            let mut work = self.take_up(&lane).await?;
            let outcome = work.sweep(Some((from, to))).await;
            self.inner.ongoing.end(&key.0, &key.1);
            let feed = work.ended();
            outcome?;
            collected.new += feed.new;
            collected.updated += feed.updated;
            collected.requests += feed.requests;
            collected.feeds.push(feed);
        }
        self.touch(&[View::Overview, View::Alerts]);
        Ok(collected)
    }

    async fn take_up(&self, lane: &Lane) -> Outcome<Work> {
        let lane = lane.clone();
        self.apart(move |product| Work::prepare(product, &lane)).await
    }

    async fn write_down(&self, lane: &Lane, began: Timestamp, problem: Box<Problem>) {
        let (id, feed, ended) = (lane.integration.id.clone(), lane.id.clone(), self.now());
        let line = store::PollLine {
            started: began,
            ended,
            requests: 0,
            waits: 0,
            problem: Some(problem),
            covered_from: None,
            covered_up_to: None,
        };
        drop(self.with_store(move |store| store.poll_failed(&id, &feed, line)).await);
    }

    /// The rhythm of a feed: the one that was chosen, else its source's.
    pub(crate) fn every_seconds(&self, lane: &Lane) -> u32 {
        let chosen = self.settings_or_usual(&lane.integration.id).ok().and_then(|settings| settings.every_seconds);
        chosen.unwrap_or(lane.source.about().every_seconds)
    }
}

impl FeedCollected {
    fn add(&mut self, more: Self) {
        self.new += more.new;
        self.updated += more.updated;
        self.unchanged += more.unchanged;
        self.rows += more.rows;
        self.requests += more.requests;
        self.waits += more.waits;
    }
}
