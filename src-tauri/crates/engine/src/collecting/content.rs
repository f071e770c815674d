//! Fetches listed blobs, oldest first: several at a time, each committed with its content id, so that it is fetched once.
//!
//! A blob that fails now is left for the next poll and does not hold up the others; one that is gone is a hole.

use super::caller::Caller;
use super::poll::{Work, gone};
use domain::{Code, Outcome, Problem};
use sources::{RawItem, Source};
use std::collections::{HashMap, HashSet, VecDeque};
use store::{Content, ContentEnd, End};
use tokio::task::JoinSet;

/// Blobs that are fetched at the same time.
const AT_ONCE: usize = 4;
/// Blobs that are taken from the list at once.
const BATCH: u32 = 64;
/// So many failures in a row are the service's, not the blobs'.
const MOST_FAILURES: u32 = 5;
/// A blob that is not found is asked for so often before it counts as gone.
const TRIES_OF_ABSENT: u32 = 2;

type Fetched = (Content, Outcome<(Vec<RawItem>, String)>);

impl Work {
    /// Fetches everything that is listed and not here.
    pub(crate) async fn fetch_waiting(&mut self) -> Outcome<()> {
        let mut left: HashSet<String> = HashSet::new();
        let mut absent: HashMap<String, u32> = HashMap::new();
        let mut failures = 0;
        loop {
            let queue = self.next_batch(&left).await?;
            if queue.is_empty() {
                return Ok(());
            }
            self.say_progress(None, None, u32::try_from(queue.len()).unwrap_or(u32::MAX));
            let mut fetching = JoinSet::new();
            let mut queue = VecDeque::from(queue);
            let mut under_way = None;
            loop {
                while fetching.len() < AT_ONCE
                    && let Some(content) = queue.pop_front()
                {
                    self.start_fetch(&mut fetching, content);
                }
                let Some(ended) = fetching.join_next().await else { break };
                let (content, outcome) =
                    ended.map_err(|_| Problem::new(Code::Unexpected, "Fetching ended unexpectedly."))?;
                self.finish(under_way.take()).await?;
                let problem = match outcome {
                    Ok((raws, request_id)) => {
                        failures = 0;
                        under_way = Some(self.store_blob(&content, raws, request_id));
                        continue;
                    }
                    Err(problem) => problem,
                };
                match problem.code {
                    Code::ContentGone => self.note_gone(&content, problem).await?,
                    Code::NotFound => {
                        let tries = absent.entry(content.id.clone()).or_default();
                        *tries += 1;
                        if *tries >= TRIES_OF_ABSENT {
                            self.note_gone(&content, problem).await?;
                        }
                    }
                    Code::AnswerCut
                    | Code::MicrosoftFailing
                    | Code::AnswerUnreadable
                    | Code::PageNotUnderstood
                    | Code::TimedOut
                    | Code::Refused
                        if failures < MOST_FAILURES =>
                    {
                        failures += 1;
                        left.insert(content.id.clone());
                        self.warning = Some(problem);
                    }
                    // Nobody would fare better now; what is under way is given up and fetched again.
                    _ => return Err(problem),
                }
            }
            self.finish(under_way.take()).await?;
        }
    }

    /// The next blobs to fetch, without those that failed in this poll; what has expired meanwhile is noted as gone.
    async fn next_batch(&mut self, left: &HashSet<String>) -> Outcome<Vec<Content>> {
        let (id, feed) = (self.lane.integration.id.clone(), self.lane.id.clone());
        let most = BATCH.saturating_add(u32::try_from(left.len()).unwrap_or(u32::MAX));
        let waiting = self.product.with_store(move |store| store.waiting(&id, &feed, most)).await?;
        let (mut fresh, mut expired) = (Vec::new(), Vec::new());
        for content in waiting.into_iter().filter(|content| !left.contains(&content.id)) {
            let over = content.expires.is_some_and(|expires| expires <= self.now);
            if over { expired.push(content) } else { fresh.push(content) }
        }
        for content in &expired {
            let message = "A blob expired before it could be fetched.";
            self.note_gone(content, Problem::new(Code::ContentGone, message)).await?;
        }
        Ok(fresh)
    }

    fn start_fetch(&self, fetching: &mut JoinSet<Fetched>, content: Content) {
        let (caller, source, tenant) = (self.caller.clone(), self.lane.source, self.lane.integration.tenant.0.clone());
        fetching.spawn(async move {
            let outcome = fetch(&caller, source, &tenant, &content).await;
            (content, outcome)
        });
    }

    fn store_blob(
        &self,
        content: &Content,
        raws: Vec<RawItem>,
        request_id: String,
    ) -> tokio::task::JoinHandle<Outcome<super::poll::Done>> {
        let records = u32::try_from(raws.len()).unwrap_or(u32::MAX);
        let mut commit = self.empty_commit();
        commit.request_id = Some(request_id).filter(|id| !id.is_empty());
        commit.ledger.fetched.push(ContentEnd { id: content.id.clone(), end: End::Fetched(records) });
        let at = Some(content.created);
        let raws = raws.into_iter().map(|raw| RawItem { at, ..raw }).collect();
        self.start_commit(raws, commit)
    }

    async fn note_gone(&mut self, content: &Content, problem: Box<Problem>) -> Outcome<()> {
        let (end, hole) = gone(content, problem.clone());
        let mut commit = self.empty_commit();
        commit.ledger.fetched.push(end);
        commit.ledger.holes.push(hole);
        self.warning = Some(problem);
        self.product.with_store(move |store| store.commit(&commit)).await.map(drop)
    }
}

async fn fetch(
    caller: &Caller,
    source: &'static dyn Source,
    tenant: &str,
    content: &Content,
) -> Outcome<(Vec<RawItem>, String)> {
    let listed = sources::Content {
        id: content.id.clone(),
        link: content.link.clone(),
        created: content.created,
        expires: content.expires,
    };
    let answer = caller.ask(&source.fetch(&listed, tenant, caller.host())).await?;
    Ok((source.content(&answer)?, answer.request_id))
}
