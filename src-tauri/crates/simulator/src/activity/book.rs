//! Who subscribed to what, and when: content of a time without a subscription is lost.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

use super::kind::Kind;

/// How far back content reaches when a kind is subscribed to for the first time.
const BACKFILL: SignedDuration = SignedDuration::from_hours(22);

/// All subscriptions of the tenant.
#[derive(Debug, Default)]
pub(crate) struct Book {
    subscriptions: HashMap<Kind, Subscription>,
    /// Lists given so far.
    pub(super) lists: u64,
    /// Starts refused because auditing is off.
    pub(super) refused_starts: u64,
}

#[derive(Debug)]
struct Subscription {
    /// From when to when content was kept; the last one may be open.
    kept: Vec<(Timestamp, Option<Timestamp>)>,
    /// When it was last started, by the clock on the wall.
    started: Instant,
    first: Instant,
}

/// What became of a start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Started {
    /// It runs now.
    Now,
    /// It ran already.
    Already,
    /// It was started too short a time ago.
    TooSoon,
}

impl Book {
    /// Starts a subscription at this instant, unless it was started within the pause.
    pub(super) fn start(&mut self, kind: Kind, now: Timestamp, pause: Duration) -> Started {
        let Some(subscription) = self.subscriptions.get_mut(&kind) else {
            let from = now.checked_sub(BACKFILL).unwrap_or(now);
            let started = Instant::now();
            self.subscriptions.insert(kind, Subscription { kept: vec![(from, None)], started, first: started });
            return Started::Now;
        };
        if subscription.is_open() {
            return Started::Already;
        }
        if subscription.started.elapsed() < pause {
            return Started::TooSoon;
        }
        subscription.started = Instant::now();
        subscription.kept.push((now, None));
        Started::Now
    }

    /// Stops a subscription; false when there is none that runs.
    pub(super) fn stop(&mut self, kind: Kind, now: Timestamp) -> bool {
        let open = self.subscriptions.get_mut(&kind).and_then(|it| it.kept.last_mut()).filter(|it| it.1.is_none());
        match open {
            Some(open) => {
                open.1 = Some(now);
                true
            }
            None => false,
        }
    }

    /// Whether a kind is subscribed to; `None` when it never was.
    pub(super) fn is_enabled(&self, kind: Kind) -> Option<bool> {
        self.subscriptions.get(&kind).map(Subscription::is_open)
    }

    /// Whether content of this instant was kept, and the first content has had the time to appear.
    pub(super) fn has(&self, kind: Kind, at: Timestamp, delay: Duration) -> bool {
        self.subscriptions.get(&kind).is_some_and(|subscription| {
            subscription.first.elapsed() >= delay
                && subscription.kept.iter().any(|(from, until)| at >= *from && until.is_none_or(|until| at < until))
        })
    }
}

impl Subscription {
    fn is_open(&self) -> bool {
        self.kept.last().is_some_and(|(_, until)| until.is_none())
    }
}
