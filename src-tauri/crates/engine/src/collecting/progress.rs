//! How far the long work of a feed is: the first collection, a catch-up after a long sleep, filling up backwards.

use domain::ids::{FeedId, IntegrationId};
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// How far a feed's work is.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// The feed.
    pub feed: FeedId,
    /// When it began.
    pub began: Timestamp,
    /// Where on the feed's axis it began, where that is known.
    pub from: Option<Timestamp>,
    /// How far it is.
    pub reached: Option<Timestamp>,
    /// Where it ends.
    pub to: Timestamp,
    /// Items so far.
    pub items: u32,
    /// Blobs that are listed and still to be fetched.
    pub waiting: u32,
}

impl Progress {
    /// The share that is done, where it can be told.
    pub fn share(&self) -> Option<f64> {
        let (from, reached) = (self.from?, self.reached?);
        let whole = self.to.duration_since(from).as_secs_f64();
        let done = reached.duration_since(from).as_secs_f64();
        (whole > 0.0).then(|| (done / whole).clamp(0.0, 1.0))
    }

    /// The time it will take still, as long as it goes on as it went so far.
    pub fn left(&self, now: Timestamp) -> Option<SignedDuration> {
        let share = self.share().filter(|share| *share > 0.01)?;
        let spent = now.duration_since(self.began).as_secs_f64();
        SignedDuration::try_from_secs_f64(spent * (1.0 - share) / share).ok()
    }
}

/// The work that is under way.
#[derive(Default)]
pub(crate) struct Ongoing(Mutex<HashMap<(IntegrationId, FeedId), Progress>>);

impl Ongoing {
    pub(crate) fn set(&self, integration: &IntegrationId, progress: Progress) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert((integration.clone(), progress.feed.clone()), progress);
    }

    pub(crate) fn end(&self, integration: &IntegrationId, feed: &FeedId) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.remove(&(integration.clone(), feed.clone()));
    }

    /// What is under way for an integration.
    pub(crate) fn of(&self, integration: &IntegrationId) -> Vec<Progress> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut found: Vec<Progress> =
            all.iter().filter(|((known, _), _)| known == integration).map(|(_, progress)| progress.clone()).collect();
        found.sort_by(|one, other| one.feed.cmp(&other.feed));
        found
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_follows_from_what_was_done() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let mut progress = Progress {
            feed: "f".into(),
            began: at("2026-11-20T10:00:00Z"),
            from: Some(at("2026-11-10T00:00:00Z")),
            reached: Some(at("2026-11-12T00:00:00Z")),
            to: at("2026-11-20T00:00:00Z"),
            items: 0,
            waiting: 0,
        };
        assert_eq!(progress.share(), Some(0.2));
        assert_eq!(progress.left(at("2026-11-20T10:01:00Z")), Some(SignedDuration::from_mins(4)));
        progress.reached = None;
        assert_eq!(progress.left(at("2026-11-20T10:01:00Z")), None, "what cannot be told is not guessed");
    }
}
