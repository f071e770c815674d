//! One poll of one feed: list what is new, fetch what was listed, and commit items, position and ledger page by page.
//!
//! A page is in the database whole or not at all, with the position after it; killed anywhere, the next poll goes on from
//! the last page that was committed. While a page is being committed the next one is already asked for.

use super::caller::Caller;
use super::exclusion::Hiding;
use super::items::ready;
use super::lane::Lane;
use super::memo::SharedMemo;
use super::progress::Progress;
use super::settings::CollectSettings;
use crate::collect::FeedCollected;
use crate::product::{Product, View};
use domain::ids::SourceId;
use domain::{Code, Outcome, Problem};
use jiff::{SignedDuration, Timestamp};
use microsoft::Answer;
use sources::{Asked, Own, Page, RawItem};
use std::sync::Arc;
use store::{Committed, Content, ContentEnd, Hole, LedgerLines, Listed, PageCommit, PollLine};
use tokio::task::JoinHandle;

/// Pages in one poll at most. A server that never ends is not followed for ever.
const MOST_PAGES: u32 = 20_000;
/// What is being said about progress changes this often at most.
const PAGES_A_PROGRESS: u32 = 4;

/// What became of a page.
pub(crate) struct Done {
    pub(crate) committed: Committed,
    pub(crate) rows: u32,
}

/// Work on a feed: a poll, a sweep or a piece of a backfill.
pub(crate) struct Work {
    pub(crate) product: Product,
    pub(crate) lane: Lane,
    pub(crate) caller: Caller,
    pub(crate) settings: CollectSettings,
    pub(crate) hiding: Arc<Hiding>,
    pub(crate) memo: Arc<SharedMemo>,
    /// By this machine's clock, for the journal.
    pub(crate) began: Timestamp,
    /// By Microsoft's clock, for windows; set when the first token has told it.
    pub(crate) now: Timestamp,
    pub(crate) collected: FeedCollected,
    /// What was listed before; items that are listed only now although they are older came late.
    pub(crate) mark: Option<Timestamp>,
    /// What could not be listed, although the work went on.
    pub(crate) warning: Option<Box<Problem>>,
}

impl Work {
    /// Makes work on a feed ready. May wait for the keyring, and so for a person.
    pub(crate) fn prepare(product: &Product, lane: &Lane) -> Outcome<Self> {
        let tenant = product.tenant_of(&lane.integration)?;
        let app = product.app_of(&lane.integration, &tenant)?;
        let id = &lane.integration.id;
        let mut settings = product.settings_or_usual(id)?;
        if settings.organization.trim().is_empty() && tenant.domain.ends_with(".onmicrosoft.com") {
            settings.organization.clone_from(&tenant.domain);
        }
        let state = product.inner.store.feed(id, &lane.id)?;
        let began = product.now();
        Ok(Self {
            caller: Caller::new(product, lane, app)?,
            hiding: Arc::new(Hiding::new(&settings, began)),
            memo: product.inner.memos.of(id, &lane.id, state.memo.as_deref()),
            collected: FeedCollected { feed: lane.id.clone(), ..FeedCollected::default() },
            product: product.clone(),
            lane: lane.clone(),
            settings,
            now: began,
            began,
            mark: None,
            warning: None,
        })
    }

    /// What it brought, with what it took and what of it is incomplete.
    pub(crate) fn ended(self) -> FeedCollected {
        let (requests, waits) = self.caller.counts();
        FeedCollected { requests, waits, problem: self.warning, ..self.collected }
    }

    /// Lists and fetches what is new. False when the feed is optional and not permitted: then nothing was asked.
    pub(crate) async fn poll(&mut self) -> Outcome<bool> {
        let token = self.caller.token().await?;
        if self.lane.optional && !self.caller.permitted(&token) {
            return Ok(false);
        }
        drop(token);
        self.now = self.product.inner.wire.their_now();
        let (id, feed) = (self.lane.integration.id.clone(), self.lane.id.clone());
        let known = self.product.with_store(move |store| store.feed(&id, &feed)).await?;
        self.mark = known.covered_up_to;
        let asked = self.asked(None);
        let state = self.lane.source.begin(known.cursor.as_deref(), &asked)?;
        let from = known.covered_up_to.or(asked.from);
        let listing = Listing { from, covered_from: known.covered_from, gap: self.gap(known.covered_up_to) };
        self.list(state, Some(listing)).await?;
        Ok(true)
    }

    /// What the source is asked for.
    pub(crate) fn asked(&self, again: Option<(Timestamp, Timestamp)>) -> Asked {
        let times = self.lane.source.about().times;
        let seconds = |seconds: u32| SignedDuration::from_secs(i64::from(seconds));
        let floor = seconds(self.settings.ingestion_delay_seconds.unwrap_or(0));
        let overlap = self.memo.lock().delays.overlap(seconds(times.overlap_seconds), floor, self.now);
        let days = self.settings.look_back_days.or(times.look_back_days);
        let from = days.and_then(|days| self.now.checked_sub(SignedDuration::from_hours(24 * i64::from(days))).ok());
        Asked {
            content: self.lane.feed.content.to_owned(),
            tenant: self.lane.integration.tenant.0.clone(),
            now: self.now,
            from,
            overlap,
            again,
            own: Own {
                mailbox: self.settings.mailbox.clone(),
                mail_filter: self.settings.mail_filter.clone(),
                organization: self.settings.organization.clone(),
            },
        }
    }

    /// What lies between the last poll and what Microsoft still has, when nothing was collected for longer than that.
    fn gap(&self, covered_to: Option<Timestamp>) -> Option<Hole> {
        let days = i64::from(self.lane.source.about().times.retention_days);
        let oldest = self.now.checked_sub(SignedDuration::from_hours(24 * days)).ok()?;
        let from = covered_to.filter(|covered| *covered < oldest)?;
        let message = format!("Nothing was collected from {from} on, and Microsoft keeps {days} days of it.");
        Some(Hole { from, to: oldest, problem: Problem::new(Code::BeyondRetention, message) })
    }

    /// Lists from a state on to its end, and fetches what was listed. With a listing the position is kept and the poll is
    /// written into the journal; without one this is a sweep or a piece of a backfill.
    pub(crate) async fn list(&mut self, mut state: String, listing: Option<Listing>) -> Outcome<()> {
        let source = self.lane.source;
        let mut under_way: Option<JoinHandle<Outcome<Done>>> = None;
        let mut ledger = LedgerLines::default();
        let mut listed_from = listing.as_ref().and_then(|listing| listing.from);
        ledger.holes.extend(listing.as_ref().and_then(|listing| listing.gap.clone()));
        for number in 0..MOST_PAGES {
            let call = source.request(&state)?;
            let answer = match self.caller.ask(&call).await {
                Ok(answer) => answer,
                Err(problem) => {
                    self.finish(under_way.take()).await?;
                    let Some(next) = source.refused(&state, &problem)? else { return Err(problem) };
                    if problem.code == Code::ForeignHost {
                        self.warning = Some(problem);
                    }
                    state = next;
                    continue;
                }
            };
            let mut page = match source.page(&state, &answer) {
                Ok(page) => page,
                Err(problem) => {
                    self.finish(under_way.take()).await?;
                    return Err(problem);
                }
            };
            state.clone_from(&page.state);
            if let Some(problem) = page.warning.take() {
                ledger.holes.extend(hole_at(&problem, &page));
                self.warning = Some(problem);
            }
            if let Some(why) = answer.partial() {
                ledger.holes.extend(self.partial(&why, &answer, &page));
            }
            listed_from = listed_from.or_else(|| page.items.iter().filter_map(|item| item.at).min());
            let (reached, done) = (page.listed_to, page.done);
            self.finish(under_way.take()).await?;
            let mut commit = self.commit_of(&page, &answer, std::mem::take(&mut ledger));
            commit.cursor = listing.as_ref().map(|_| page.state.clone());
            let ends = done && !self.fetches();
            if let (Some(listing), true) = (&listing, ends) {
                self.end_of_poll(&mut commit, listing, listed_from);
            }
            under_way = Some(self.start_commit(page.items, commit));
            if number % PAGES_A_PROGRESS == 0 || done {
                self.say_progress(listed_from, reached, 0);
            }
            if done {
                self.finish(under_way.take()).await?;
                return if ends { Ok(()) } else { self.fetch_and_end(listing, listed_from).await };
            }
        }
        self.finish(under_way.take()).await?;
        Err(Problem::new(Code::ListEndless, "The list of items did not end; the poll stopped where it was."))
    }

    /// Whether what is listed are blobs that are fetched by themselves.
    fn fetches(&self) -> bool {
        self.lane.source.about().blobs
    }

    async fn fetch_and_end(&mut self, listing: Option<Listing>, listed_from: Option<Timestamp>) -> Outcome<()> {
        self.fetch_waiting().await?;
        let Some(listing) = listing else { return Ok(()) };
        let (id, feed) = (self.lane.integration.id.clone(), self.lane.id.clone());
        let left = self.product.with_store(move |store| store.waiting(&id, &feed, 1)).await?;
        let mut commit = self.empty_commit();
        self.end_of_poll(&mut commit, &listing, listed_from);
        if let (Some(line), Some(oldest)) = (&mut commit.poll, left.first()) {
            // What is listed and not fetched is not here.
            line.covered_up_to = Some(oldest.created.min(self.now));
        }
        let outcome = self.product.with_store(move |store| store.commit(&commit)).await;
        outcome.map(drop)
    }

    /// Puts the end of a poll into a commit: its line in the journal, and what is listed now.
    fn end_of_poll(&self, commit: &mut PageCommit, listing: &Listing, listed_from: Option<Timestamp>) {
        let from = listed_from.unwrap_or(self.now).min(self.now);
        let mut line = self.line(self.warning.clone());
        line.covered_from = Some(listing.covered_from.unwrap_or(from));
        line.covered_up_to = Some(self.now);
        commit.poll = Some(line);
        if self.memo.lock().swept.is_none() {
            // Everything was listed just now.
            self.memo.lock().swept = Some(self.began);
            commit.memo = self.memo.written();
        }
        let listed = Listed { from, to: self.now, rows: self.collected.rows, before: false };
        commit.ledger.listed.push(listed);
    }

    /// The line of this work in the journal.
    pub(crate) fn line(&self, problem: Option<Box<Problem>>) -> PollLine {
        let (requests, waits) = self.caller.counts();
        PollLine {
            started: self.began,
            ended: self.product.now(),
            requests,
            waits,
            problem,
            covered_from: None,
            covered_up_to: None,
        }
    }

    pub(crate) fn empty_commit(&self) -> PageCommit {
        PageCommit {
            integration: self.lane.integration.id.clone(),
            tenant: self.lane.integration.tenant.clone(),
            source: SourceId::from(self.lane.source.about().id),
            feed: self.lane.id.clone(),
            items: Vec::new(),
            cursor: None,
            memo: self.memo.written(),
            poll: None,
            at: self.product.now(),
            request_id: None,
            ledger: LedgerLines::default(),
        }
    }

    fn commit_of(&self, page: &Page, answer: &Answer, mut ledger: LedgerLines) -> PageCommit {
        ledger.found = page.found.iter().map(content).collect();
        PageCommit {
            request_id: Some(answer.request_id.clone()).filter(|id| !id.is_empty()),
            ledger,
            ..self.empty_commit()
        }
    }

    /// Reads and commits items off the threads that serve everything else, and measures how late those are that are new.
    pub(crate) fn start_commit(&self, raws: Vec<RawItem>, mut commit: PageCommit) -> JoinHandle<Outcome<Done>> {
        let (product, hiding, memo) = (self.product.clone(), Arc::clone(&self.hiding), Arc::clone(&self.memo));
        let (source, now, mark) = (self.lane.source, self.now, self.mark);
        tokio::spawn(async move {
            // Pages in hand are bounded, whoever they are of: that is what memory follows.
            let _room = product.inner.room.acquire().await;
            product
                .with_store(move |store| {
                    let ready = ready(source, raws, &hiding);
                    let rows = ready.receipt.rows;
                    commit.items = ready.items;
                    commit.ledger.receipt = Some(ready.receipt).filter(|receipt| receipt.rows > 0);
                    commit.ledger.drift.extend(ready.drift);
                    if let Some(mark) = mark.filter(|_| rows > 0) {
                        let ids: Vec<_> = commit.items.iter().map(|item| item.summary.id.clone()).collect();
                        let known = store.known(&commit.tenant, &commit.source, &ids)?;
                        let fresh = ready.times.iter().zip(&known).filter(|(_, known)| !**known);
                        let late: Vec<_> = fresh.filter_map(|(at, _)| at.map(|at| mark.duration_since(at))).collect();
                        memo.lock().delays.note(&late, now);
                        commit.memo = memo.written();
                    }
                    Ok(Done { committed: store.commit(&commit)?, rows })
                })
                .await
        })
    }

    /// Waits for a commit and counts what it brought.
    pub(crate) async fn finish(&mut self, commit: Option<JoinHandle<Outcome<Done>>>) -> Outcome<()> {
        let Some(commit) = commit else { return Ok(()) };
        let ended = commit.await;
        let done = ended.unwrap_or_else(|_| Err(Problem::new(Code::Unexpected, "A commit ended unexpectedly.")))?;
        self.collected.new += done.committed.new;
        self.collected.updated += done.committed.updated;
        self.collected.unchanged += done.committed.unchanged;
        self.collected.rows += done.rows;
        if done.committed.new + done.committed.updated > 0 {
            self.product.touch(&[View::Alerts, View::App]);
        }
        Ok(())
    }

    pub(crate) fn say_progress(&self, from: Option<Timestamp>, reached: Option<Timestamp>, waiting: u32) {
        let progress = Progress {
            feed: self.lane.id.clone(),
            began: self.began,
            from,
            reached,
            to: self.now,
            items: self.collected.new + self.collected.updated,
            waiting,
        };
        self.product.inner.ongoing.set(&self.lane.integration.id, progress);
        self.product.touch(&[View::Overview]);
    }

    /// The stretch of a page that Microsoft itself calls incomplete.
    fn partial(&mut self, why: &str, answer: &Answer, page: &Page) -> Option<Hole> {
        let message = format!("{} marked its answer as incomplete: {why}.", answer.host);
        let problem = Problem::new(Code::AnswerPartial, message).with(answer.facts()).fact("Warning", why);
        self.warning = Some(problem.clone());
        let times = || page.items.iter().filter_map(|item| item.at);
        let (from, to) = (times().min().unwrap_or(self.began), times().max().unwrap_or(self.now).max(self.now));
        Some(Hole { from, to, problem })
    }
}

/// What a poll lists, for its end.
pub(crate) struct Listing {
    /// Where the new part begins; none when that follows from the first item.
    from: Option<Timestamp>,
    covered_from: Option<Timestamp>,
    gap: Option<Hole>,
}

pub(crate) fn content(content: &sources::Content) -> Content {
    let sources::Content { id, link, created, expires } = content.clone();
    Content { id, link, created, expires }
}

/// A blob that will never be here, as its end and as a hole.
pub(crate) fn gone(content: &Content, problem: Box<Problem>) -> (ContentEnd, Hole) {
    let problem = problem.fact("Content id", &content.id).fact("Available since", content.created);
    let to = content.created.checked_add(SignedDuration::from_secs(1)).unwrap_or(content.created);
    let hole = Hole { from: content.created, to, problem: problem.clone() };
    (ContentEnd { id: content.id.clone(), end: store::End::Gone(problem) }, hole)
}

/// What cannot be listed, as a hole, where the page says when.
fn hole_at(problem: &Problem, page: &Page) -> Option<Hole> {
    let at = page.items.iter().filter_map(|item| item.at).max()?;
    let to = at.checked_add(SignedDuration::from_millis(1)).ok()?;
    Some(Hole { from: at, to, problem: Box::new(problem.clone()) })
}
