//! One poll: ask the source for requests, hand it the answers, and commit items, position and journal together.
//!
//! A page is in the database whole or not at all, with the position after it; killed anywhere, the next poll goes on
//! from the last page that was committed.

use crate::product::{Product, View, cloud_of};
use crate::schedule::next_poll;
use domain::ids::{FeedId, IntegrationId, SourceId};
use domain::tenant::Integration;
use domain::{Code, Outcome, Problem, catalog};
use jiff::{SignedDuration, Timestamp};
use microsoft::{Answer, AppIdentity, Call, Host, Patience, Waits};
use sources::{Asked, Own, Page, Source};
use std::sync::Arc;
use store::{Item, LedgerLines, PageCommit, PollLine};

/// Pages in one poll at most: two million items. A server that never ends is not followed for ever.
const MOST_PAGES: u32 = 8_000;

/// What a poll brought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Collected {
    /// Items that were not here before.
    pub new: u32,
    /// Items of which a new version arrived.
    pub updated: u32,
    /// Requests that were sent.
    pub requests: u32,
}

/// A poll under way.
struct Poll {
    product: Product,
    integration: Integration,
    source: &'static dyn Source,
    app: AppIdentity,
    host: Host,
    started: Timestamp,
    waits: Waits,
    collected: Collected,
    oldest: Option<Timestamp>,
    warning: Option<Box<Problem>>,
}

impl Product {
    /// Polls an integration once, now.
    ///
    /// # Errors
    /// What went wrong; it also stands in the database, where that can be written.
    pub async fn collect(&self, id: &IntegrationId) -> Outcome<Collected> {
        let turn = self.inner.rhythm.turn(id);
        let _mine = turn.lock().await;
        let polling = self.inner.rhythm.began(id);
        self.touch(&[View::Overview]);
        let asked = id.clone();
        let outcome = match self.apart(move |product| product.prepare(&asked)).await {
            Ok(poll) => self.poll(poll).await,
            Err(problem) => Err(problem),
        };
        drop(polling);
        let failed = outcome.as_ref().err().cloned();
        self.inner.rhythm.ended(id, next_poll(self.now(), every_seconds(self, id), failed.as_deref()), failed);
        self.touch(&[View::Overview]);
        outcome
    }

    async fn poll(&self, mut poll: Poll) -> Outcome<Collected> {
        let outcome = poll.run().await;
        if let Err(problem) = &outcome {
            poll.write_down(problem.clone()).await;
        }
        outcome
    }

    fn prepare(&self, id: &IntegrationId) -> Outcome<Poll> {
        let integration = self.inner.store.integration(id)?;
        let entry = catalog::entry(&integration.catalog)?;
        let source = entry.source.as_deref().and_then(sources::source).ok_or_else(|| {
            Problem::new(Code::IntegrationUnknown, format!("{} is not collected by this program.", entry.title))
        })?;
        let tenant = self.tenant_of(&integration)?;
        let started = self.now();
        // A poll that cannot even begin is written down like any other.
        let app = self.app_of(&integration, &tenant).inspect_err(|problem| {
            let line = line(started, self.now(), Waits::default(), Some(problem.clone()));
            drop(self.inner.store.poll_failed(id, &feed_of(source), line));
        })?;
        Ok(Poll {
            product: self.clone(),
            source,
            app,
            host: Host::api(&cloud_of(&tenant)?, source.about().api)?,
            integration,
            started,
            waits: Waits::default(),
            collected: Collected::default(),
            oldest: None,
            warning: None,
        })
    }
}

impl Poll {
    async fn run(&mut self) -> Outcome<Collected> {
        let (id, feed) = (self.integration.id.clone(), feed_of(self.source));
        let saved = self.product.with_store(move |store| store.feed(&id, &feed)).await?.cursor;
        let mut state = self.source.begin(saved.as_deref(), &self.asked())?;
        for _ in 0..MOST_PAGES {
            let answer = self.ask(&self.source.request(&state)?).await?;
            let mut page = self.source.page(&state, &answer)?;
            let done = page.done;
            state.clone_from(&page.state);
            self.warning = page.warning.take().or(self.warning.take());
            self.commit(page, answer.request_id).await?;
            if done {
                self.collected.requests = self.waits.requests;
                return Ok(self.collected);
            }
        }
        Err(Problem::new(Code::PageNotUnderstood, "The list of items did not end; the poll stopped where it was."))
    }

    fn asked(&self) -> Asked {
        let times = self.source.about().times;
        let now = self.product.inner.wire.their_now();
        let days = |days: u32| now.checked_sub(SignedDuration::from_hours(24 * i64::from(days))).ok();
        Asked {
            content: self.source.about().feeds.first().map_or("", |feed| feed.content).to_owned(),
            tenant: self.integration.tenant.0.clone(),
            now,
            from: times.look_back_days.and_then(days),
            overlap: SignedDuration::from_secs(i64::from(times.overlap_seconds)),
            again: None,
            own: Own::default(),
        }
    }

    /// Sends a call; a token that is refused is replaced once.
    async fn ask(&mut self, call: &Call) -> Outcome<Answer> {
        let scope = self.app.cloud.api(self.source.about().api)?.scope.clone();
        let inner = Arc::clone(&self.product.inner);
        let mut refused_once = false;
        loop {
            let token = inner.tokens.token(&self.app, &scope).await?;
            let answer = inner.wire.send_patiently(&self.host, call, &token, Patience::POLL, &mut self.waits).await;
            match answer {
                Err(problem) if problem.code == Code::TokenRefused && !refused_once => refused_once = true,
                Err(problem) if problem.code == Code::PermissionMissing => {
                    inner.tokens.forget(&self.app, &scope).await;
                    return Err(self.missing_permission(problem, &token.roles));
                }
                other => return other,
            }
            inner.tokens.forget(&self.app, &scope).await;
        }
    }

    /// A refusal for lack of consent is told apart by what the token carries.
    fn missing_permission(&self, problem: Box<Problem>, roles: &[String]) -> Box<Problem> {
        let wanted = self.source.about().permissions;
        if roles.iter().any(|role| wanted.contains(&role.as_str())) {
            return problem;
        }
        let message = format!(
            "The app {} has no consent for the application permission {}.",
            self.integration.client_id,
            wanted.first().copied().unwrap_or_default()
        );
        let has = if roles.is_empty() { "none".to_owned() } else { roles.join(", ") };
        Problem::new(Code::ConsentMissing, message).with(problem.facts).fact("Permissions in the token", has)
    }

    async fn commit(&mut self, page: Page, request_id: String) -> Outcome<()> {
        let source = self.source;
        let now = self.product.now();
        let (integration, tenant) = (self.integration.id.clone(), self.integration.tenant.clone());
        let mut poll = page.done.then(|| {
            let mut line = line(self.started, now, self.waits, self.warning.clone());
            line.covered_up_to = Some(self.started);
            line.covered_from = Some(self.oldest.unwrap_or(self.started));
            line
        });
        let oldest_before = self.oldest;
        let work = move |store: &store::Store| {
            let items: Vec<Item> = page
                .items
                .into_iter()
                .map(|raw| Item::plain(source.normalize(&raw.json).summary(), raw.json))
                .collect();
            let oldest = items.iter().filter_map(|item| item.summary.created).chain(oldest_before).min();
            if let Some(line) = &mut poll {
                // Complete from the oldest item of the first poll on; later polls only move the other end.
                let known = store.poll_stats(&integration, None, now, now)?.covered_from;
                line.covered_from = known.or(oldest).or(line.covered_from);
            }
            let commit = PageCommit {
                source: SourceId::from(source.about().id),
                feed: feed_of(source),
                integration,
                tenant,
                items,
                cursor: Some(page.state),
                memo: None,
                poll,
                at: now,
                request_id: Some(request_id).filter(|id| !id.is_empty()),
                ledger: LedgerLines::default(),
            };
            Ok((store.commit(&commit)?, oldest))
        };
        let (committed, oldest) = self.product.with_store(work).await?;
        self.oldest = oldest;
        self.collected.new += committed.new;
        self.collected.updated += committed.updated;
        if committed.new + committed.updated > 0 {
            self.product.touch(&[View::Alerts, View::App]);
        }
        Ok(())
    }

    /// Writes the failure into the journal. A full disk cannot take it: then it is kept in memory only.
    async fn write_down(&self, problem: Box<Problem>) {
        let (id, feed) = (self.integration.id.clone(), feed_of(self.source));
        let line = line(self.started, self.product.now(), self.waits, Some(problem));
        drop(self.product.with_store(move |store| store.poll_failed(&id, &feed, line)).await);
    }
}

fn feed_of(source: &dyn Source) -> FeedId {
    let content = source.about().feeds.first().map_or("", |feed| feed.content);
    FeedId::of(source.about().id, content)
}

/// The rhythm of an integration's source.
fn every_seconds(product: &Product, id: &IntegrationId) -> u32 {
    let entry = product.inner.store.integration(id).and_then(|integration| catalog::entry(&integration.catalog));
    let source = entry.ok().and_then(|entry| sources::source(entry.source.as_deref()?));
    source.map_or(60, |source| source.about().every_seconds)
}

fn line(started: Timestamp, ended: Timestamp, waits: Waits, problem: Option<Box<Problem>>) -> PollLine {
    PollLine {
        started,
        ended,
        requests: waits.requests,
        waits: waits.waits,
        problem,
        covered_from: None,
        covered_up_to: None,
    }
}
