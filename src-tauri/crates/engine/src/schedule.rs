//! When each feed of each integration is polled: in its source's rhythm, at once when asked, later when Microsoft asks to wait.

use crate::product::Product;
use domain::ids::{FeedId, IntegrationId};
use domain::{Problem, Retry};
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::task::{AbortHandle, JoinHandle, JoinSet};

/// What cannot pass by itself is looked at this seldom.
const WHEN_STUCK: SignedDuration = SignedDuration::from_mins(5);
/// How often it is looked whether a certificate is to be renewed.
const CREDENTIALS_EVERY: SignedDuration = SignedDuration::from_mins(10);
/// The longest time without looking at the clock: machines sleep, and clocks are set.
const LONGEST_NAP: Duration = Duration::from_secs(20);

/// A feed of an integration.
pub(crate) type Key = (IntegrationId, FeedId);

/// What is known of one feed's rhythm.
#[derive(Clone, Default)]
pub(crate) struct Beat {
    /// When it is due; at once when none.
    pub(crate) next: Option<Timestamp>,
    /// Whether it is being worked on.
    pub(crate) polling: bool,
    /// Why the last poll failed, also where that could not be written down.
    pub(crate) failed: Option<Box<Problem>>,
}

/// The rhythm of all feeds.
#[derive(Default)]
pub(crate) struct Rhythm {
    beats: Mutex<HashMap<Key, Beat>>,
    turns: Mutex<HashMap<Key, Arc<tokio::sync::Mutex<()>>>>,
    running: Mutex<HashMap<Key, AbortHandle>>,
    woken: Notify,
}

impl Rhythm {
    fn beats(&self) -> MutexGuard<'_, HashMap<Key, Beat>> {
        self.beats.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn beat(&self, key: &Key) -> Beat {
        self.beats().get(key).cloned().unwrap_or_default()
    }

    /// A feed is worked on by one at a time; the second waits for the first.
    pub(crate) fn turn(&self, key: &Key) -> Arc<tokio::sync::Mutex<()>> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(turns.entry(key.clone()).or_default())
    }

    pub(crate) fn began(&self, key: &Key) -> Polling<'_> {
        self.beats().entry(key.clone()).or_default().polling = true;
        Polling { rhythm: self, key: key.clone() }
    }

    /// Keeps a feed from being taken up twice before its poll begins.
    fn taken_up(&self, key: &Key, task: AbortHandle) {
        self.beats().entry(key.clone()).or_default().polling = true;
        self.running.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone(), task);
    }

    pub(crate) fn ended(&self, key: &Key, beat: Beat) {
        self.beats().insert(key.clone(), beat);
        self.wake();
    }

    pub(crate) fn forget(&self, id: &IntegrationId) {
        self.stop(id);
        self.beats().retain(|(known, _), _| known != id);
    }

    /// Makes every feed of an integration due now.
    pub(crate) fn hurry(&self, id: &IntegrationId) {
        self.beats().iter_mut().filter(|((known, _), _)| known == id).for_each(|(_, beat)| beat.next = None);
        self.wake();
    }

    /// Stops what runs for an integration. What is being committed is committed; the rest is fetched another time.
    pub(crate) fn stop(&self, id: &IntegrationId) {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.iter().filter(|((known, _), _)| known == id).for_each(|(_, task)| task.abort());
        running.retain(|(known, _), _| known != id);
        self.beats().iter_mut().filter(|((known, _), _)| known == id).for_each(|(_, beat)| beat.polling = false);
    }

    pub(crate) fn wake(&self) {
        self.woken.notify_one();
    }
}

/// Work under way; when it is dropped, whatever ended it, the feed is free to be polled again.
pub(crate) struct Polling<'a> {
    rhythm: &'a Rhythm,
    key: Key,
}

impl Drop for Polling<'_> {
    fn drop(&mut self) {
        if let Some(beat) = self.rhythm.beats().get_mut(&self.key) {
            beat.polling = false;
        }
    }
}

/// When the next poll is due after one that ended so.
pub(crate) fn next_poll(now: Timestamp, every_seconds: u32, failed: Option<&Problem>) -> Timestamp {
    let every = SignedDuration::from_secs(i64::from(every_seconds));
    let wait = match failed {
        Some(problem) if problem.wait_seconds.is_some() => {
            let asked = SignedDuration::from_secs(i64::from(problem.wait_seconds.unwrap_or(0)));
            asked.max(every)
        }
        Some(problem) if problem.retry() == Retry::Never => every.max(WHEN_STUCK),
        _ => every,
    };
    now.checked_add(wait).unwrap_or(now)
}

impl Product {
    /// Collects every integration in its rhythm until the returned task is aborted; then everything that runs ends at its
    /// next step.
    pub fn start_collecting(&self) -> JoinHandle<()> {
        let product = self.clone();
        tokio::spawn(async move {
            let mut running = JoinSet::new();
            let mut looked: Option<Timestamp> = None;
            loop {
                let now = product.now();
                if looked.is_none_or(|before| now.duration_since(before).abs() >= CREDENTIALS_EVERY) {
                    looked = Some(now);
                    let renewing = product.clone();
                    tokio::spawn(async move { renewing.renew_what_is_due().await });
                }
                let nap = product.take_up_what_is_due(&mut running);
                tokio::select! {
                    _ = tokio::time::timeout(nap, product.inner.rhythm.woken.notified()) => {}
                    Some(_) = running.join_next() => {}
                }
            }
        })
    }

    /// Polls an integration as soon as possible.
    ///
    /// # Errors
    /// `integration.not_found`.
    pub fn poll_soon(&self, id: &IntegrationId) -> domain::Outcome<()> {
        self.inner.store.integration(id)?;
        self.inner.rhythm.hurry(id);
        Ok(())
    }

    /// Starts what is due; returns how long nothing else is.
    fn take_up_what_is_due(&self, running: &mut JoinSet<()>) -> Duration {
        let Ok(integrations) = self.inner.store.integrations() else { return LONGEST_NAP };
        let now = self.now();
        let mut nap = LONGEST_NAP;
        for integration in integrations.into_iter().filter(|integration| integration.paused.is_none()) {
            // What its vendor collects has no feed here.
            let Ok(lanes) = self.lanes_of(&integration.id) else { continue };
            for lane in lanes {
                let key = (integration.id.clone(), lane.id.clone());
                let beat = self.inner.rhythm.beat(&key);
                if beat.polling {
                    continue;
                }
                if let Some(next) = beat.next.filter(|next| *next > now) {
                    let until = Duration::try_from(next.duration_since(now)).unwrap_or_default();
                    nap = nap.min(until.max(Duration::from_millis(50)));
                    continue;
                }
                let product = self.clone();
                // Its outcome is in the rhythm and in the database; there is nobody else to tell.
                let task = running.spawn(async move { drop(product.collect_lane(&lane).await) });
                self.inner.rhythm.taken_up(&key, task);
            }
        }
        nap
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use domain::Code;

    #[test]
    fn the_next_poll_honours_microsofts_wish_and_leaves_what_is_stuck_alone_for_a_while() {
        let now: Timestamp = "2026-11-21T10:00:00Z".parse().unwrap();
        let after = |failed: Option<&Problem>| next_poll(now, 60, failed).duration_since(now).as_secs();
        assert_eq!(after(None), 60);
        assert_eq!(after(Some(&Problem::new(Code::Unreachable, "x"))), 60);
        assert_eq!(after(Some(&Problem::new(Code::SecretWrong, "x"))), 300, "a wrong secret does not right itself");
        let mut throttled = Problem::new(Code::Throttled, "x");
        throttled.wait_seconds = Some(150);
        assert_eq!(after(Some(&throttled)), 150);
        throttled.wait_seconds = Some(2);
        assert_eq!(after(Some(&throttled)), 60, "never faster than the rhythm");
    }
}
