//! What is known of a feed besides its position: how late items appear, when it was last swept, how far it was filled up.
//!
//! Kept in memory, shared by everything that works on the feed, and written with the pages that change it.

use super::backfill::Backfill;
use super::delays::Delays;
use super::lane::Lane;
use crate::product::Product;
use domain::Outcome;
use domain::ids::{FeedId, IntegrationId, SourceId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::{LedgerLines, PageCommit};

/// What is known of a feed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Memo {
    /// How late items appear.
    pub(crate) delays: Delays,
    /// When it was last listed again as a whole.
    pub(crate) swept: Option<Timestamp>,
    /// Filling up backwards.
    pub(crate) backfill: Option<Backfill>,
}

/// A memo in use.
#[derive(Default)]
pub(crate) struct SharedMemo(Mutex<Memo>);

impl SharedMemo {
    pub(crate) fn lock(&self) -> MutexGuard<'_, Memo> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Its text as it is stored.
    pub(crate) fn written(&self) -> Option<String> {
        serde_json::to_string(&*self.lock()).ok()
    }
}

impl Product {
    /// What is known of a feed.
    pub(crate) async fn memo_of(&self, lane: &Lane) -> Outcome<Arc<SharedMemo>> {
        let (id, feed) = (lane.integration.id.clone(), lane.id.clone());
        let state = self.with_store(move |store| store.feed(&id, &feed)).await?;
        Ok(self.inner.memos.of(&lane.integration.id, &lane.id, state.memo.as_deref()))
    }

    /// Writes what is known of a feed.
    pub(crate) async fn keep_memo(&self, lane: &Lane) -> Outcome<()> {
        let memo = self.memo_of(lane).await?;
        let commit = PageCommit {
            integration: lane.integration.id.clone(),
            tenant: lane.integration.tenant.clone(),
            source: SourceId::from(lane.source.about().id),
            feed: lane.id.clone(),
            items: Vec::new(),
            cursor: None,
            memo: memo.written(),
            poll: None,
            at: self.now(),
            request_id: None,
            ledger: LedgerLines::default(),
        };
        self.with_store(move |store| store.commit(&commit)).await.map(drop)
    }
}

/// The memos that are in use.
#[derive(Default)]
pub(crate) struct Memos(Mutex<HashMap<(IntegrationId, FeedId), Arc<SharedMemo>>>);

impl Memos {
    /// The memo of a feed; read from its text by whoever comes first.
    pub(crate) fn of(&self, integration: &IntegrationId, feed: &FeedId, text: Option<&str>) -> Arc<SharedMemo> {
        let mut memos = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let memo = memos.entry((integration.clone(), feed.clone())).or_insert_with(|| {
            // A memo that cannot be read costs measurements, not items.
            let memo = text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
            Arc::new(SharedMemo(Mutex::new(memo)))
        });
        Arc::clone(memo)
    }

    /// Forgets what was known of an integration's feeds: it was attached anew.
    pub(crate) fn forget(&self, integration: &IntegrationId) {
        let mut memos = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        memos.retain(|(known, _), _| known != integration);
    }
}
