//! Questions to the ledger.

use super::lines::{Content, ContentCounts, DriftLine, FeedState, HoleLine, ReceiptLine, Span};
use crate::access::Store;
use crate::failure::OrProblem;
use crate::table::value::Vocabulary;
use crate::table::{choice, content, drift, feed, receipt, span};
use crate::ticks::ticks;
use domain::Outcome;
use domain::ids::{FeedId, IntegrationId, ItemId, SourceId, TenantId};
use jiff::Timestamp;
use rusqlite::Connection;

impl Store {
    /// Where a feed stands; nothing of one that was never collected.
    ///
    /// # Errors
    /// `store.unreadable`.
    pub fn feed(&self, integration: &IntegrationId, feed: &FeedId) -> Outcome<FeedState> {
        self.of_feed(integration, feed, FeedState::default(), feed::position)
    }

    /// The feeds of an integration that were ever collected.
    ///
    /// # Errors
    /// `store.unreadable`.
    pub fn feeds(&self, integration: &IntegrationId) -> Outcome<Vec<FeedId>> {
        let feeds = feed::of(&self.reader()?.connection, integration).or_problem(self.folder())?;
        Ok(feeds.into_iter().map(|feed| FeedId(feed.feed)).collect())
    }

    /// Blobs that were listed and wait to be fetched, oldest first.
    ///
    /// # Errors
    /// `store.unreadable`.
    pub fn waiting(&self, integration: &IntegrationId, feed: &FeedId, most: u32) -> Outcome<Vec<Content>> {
        self.of_feed(integration, feed, Vec::new(), |connection, number| content::waiting(connection, number, most))
    }

    /// How many blobs that became available in a stretch of time are in which state.
    ///
    /// # Errors
    /// `store.unreadable`.
    pub fn content_counts(
        &self,
        integration: &IntegrationId,
        feed: &FeedId,
        from: Timestamp,
        to: Timestamp,
    ) -> Outcome<ContentCounts> {
        self.of_feed(integration, feed, ContentCounts::default(), |connection, number| {
            content::counts(connection, number, ticks(from), ticks(to))
        })
    }

    /// What is listed of a stretch of time, in order.
    ///
    /// # Errors
    /// `store.unreadable`.
    pub fn spans(
        &self,
        integration: &IntegrationId,
        feed: &FeedId,
        from: Timestamp,
        to: Timestamp,
    ) -> Outcome<Vec<Span>> {
        self.of_feed(integration, feed, Vec::new(), |connection, number| {
            span::within(connection, number, ticks(from), ticks(to))
        })
    }

    /// What is known to be missing, of one feed or of all; and what was, unless only open holes are asked for.
    ///
    /// # Errors
    /// `store.unreadable`.
    pub fn holes(&self, integration: &IntegrationId, feed: Option<&FeedId>, open_only: bool) -> Outcome<Vec<HoleLine>> {
        let reader = self.reader()?;
        span::holes(&reader.connection, integration.as_str(), feed, open_only).or_problem(self.folder())
    }

    /// The receipts of pages that brought something and arrived in a stretch of time.
    ///
    /// # Errors
    /// `store.unreadable`.
    pub fn receipts(
        &self,
        integration: &IntegrationId,
        feed: &FeedId,
        from: Timestamp,
        to: Timestamp,
    ) -> Outcome<Vec<ReceiptLine>> {
        self.of_feed(integration, feed, Vec::new(), |connection, number| {
            receipt::within(connection, number, ticks(from), ticks(to))
        })
    }

    /// What items have that the program does not know, the newest first.
    ///
    /// # Errors
    /// `store.unreadable`.
    pub fn drift(&self) -> Outcome<Vec<DriftLine>> {
        drift::all(&self.reader()?.connection).or_problem(self.folder())
    }

    /// What a person chose for an integration, as the engine wrote it.
    ///
    /// # Errors
    /// `store.unreadable`.
    pub fn settings_of(&self, integration: &IntegrationId) -> Outcome<Option<String>> {
        choice::get(&self.reader()?.connection, integration).or_problem(self.folder())
    }

    /// Keeps what a person chose for an integration.
    ///
    /// # Errors
    /// `store.in_use` when opened for reading, `store.disk_full`.
    pub fn put_settings(&self, integration: &IntegrationId, json: &str) -> Outcome<()> {
        choice::put(&self.writer()?.connection, integration, json).or_problem(self.folder())
    }

    /// Which of these items are here, in any version.
    ///
    /// # Errors
    /// `store.unreadable`.
    pub fn known(&self, tenant: &TenantId, source: &SourceId, ids: &[ItemId]) -> Outcome<Vec<bool>> {
        drop(self.reader()?);
        let memory = self.memory();
        let tenant = memory.lexicon(Vocabulary::Tenant).number(tenant.as_str());
        let source = memory.lexicon(Vocabulary::Source).number(source.as_str());
        let Some((tenant, source)) = tenant.zip(source) else { return Ok(vec![false; ids.len()]) };
        Ok(ids.iter().map(|id| memory.last_of(tenant, source, id.as_str()).is_some()).collect())
    }

    fn of_feed<T>(
        &self,
        integration: &IntegrationId,
        feed: &FeedId,
        none: T,
        ask: impl FnOnce(&Connection, i64) -> rusqlite::Result<T>,
    ) -> Outcome<T> {
        let reader = self.reader()?;
        match feed::number(&reader.connection, integration, feed).or_problem(self.folder())? {
            Some(number) => ask(&reader.connection, number).or_problem(self.folder()),
            None => Ok(none),
        }
    }
}
