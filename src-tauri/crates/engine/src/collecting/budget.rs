//! Token buckets: how many requests an app may send in a tenant, by the API's documented limit, shared fairly.
//!
//! Whoever asks first is served first, so feeds that share a limit take turns. When Microsoft asks to wait, everybody who
//! shares the limit waits.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// How fast requests are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Pace {
    /// Within the documented limits.
    #[default]
    Documented,
    /// As fast as possible; only a simulated tenant is asked so.
    Unlimited,
}

/// Of a limit of a minute, so much may be sent at once; the rest flows evenly. Together they never exceed it.
const AT_ONCE: f64 = 0.2;

/// A bucket for one limit of one app in one tenant.
pub(crate) struct Budget {
    state: tokio::sync::Mutex<State>,
    minute: f64,
    hour: Option<f64>,
    /// Until when Microsoft asked to wait.
    closed: Mutex<Option<Instant>>,
    pace: Pace,
}

struct State {
    tokens: f64,
    of_hour: f64,
    filled: Instant,
}

impl Budget {
    fn new(minute: u32, hour: Option<u32>, pace: Pace) -> Self {
        let (minute, hour) = (f64::from(minute), hour.map(f64::from));
        let state = State { tokens: minute * AT_ONCE, of_hour: hour.unwrap_or(0.0) * AT_ONCE, filled: Instant::now() };
        Self { state: tokio::sync::Mutex::new(state), minute, hour, closed: Mutex::default(), pace }
    }

    /// Waits for a turn.
    pub(crate) async fn take(&self) {
        // Held while waiting: the lock is fair, so turns are in the order in which they were asked for.
        let mut state = self.state.lock().await;
        loop {
            let now = Instant::now();
            let closed = *self.closed.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(until) = closed.filter(|until| *until > now) {
                tokio::time::sleep_until(until).await;
                continue;
            }
            if self.pace == Pace::Unlimited {
                return;
            }
            let passed = now.duration_since(state.filled).as_secs_f64();
            state.filled = now;
            let rate = self.minute * (1.0 - AT_ONCE) / 60.0;
            state.tokens = (state.tokens + passed * rate).min(self.minute * AT_ONCE);
            let mut wait = (1.0 - state.tokens).max(0.0) / rate;
            if let Some(hour) = self.hour {
                let rate = hour * (1.0 - AT_ONCE) / 3600.0;
                state.of_hour = (state.of_hour + passed * rate).min(hour * AT_ONCE);
                wait = wait.max((1.0 - state.of_hour).max(0.0) / rate);
            }
            if wait <= 0.0 {
                state.tokens -= 1.0;
                state.of_hour -= 1.0;
                return;
            }
            tokio::time::sleep(Duration::from_secs_f64(wait)).await;
        }
    }

    /// Lets nobody through for a while, as Microsoft asked.
    pub(crate) fn close_for(&self, wait: Duration) {
        let until = Instant::now() + wait;
        let mut closed = self.closed.lock().unwrap_or_else(PoisonError::into_inner);
        *closed = Some(closed.map_or(until, |known| known.max(until)));
    }
}

/// The buckets that are in use.
#[derive(Default)]
pub(crate) struct Budgets(Mutex<HashMap<String, Arc<Budget>>>);

impl Budgets {
    /// The bucket of a limit for an app in a tenant.
    pub(crate) fn of(&self, key: &str, minute: u32, hour: Option<u32>, pace: Pace) -> Arc<Budget> {
        let mut budgets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(budgets.entry(key.to_owned()).or_insert_with(|| Arc::new(Budget::new(minute, hour, pace))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn no_minute_has_more_requests_than_the_limit_and_an_hour_neither() {
        let budget = Budget::new(100, Some(1500), Pace::Documented);
        let began = Instant::now();
        let mut sent = Vec::new();
        while began.elapsed() < Duration::from_secs(2 * 3600) {
            budget.take().await;
            sent.push(began.elapsed().as_secs_f64());
        }
        let most = |window: f64| {
            (0..sent.len()).map(|from| sent.iter().skip(from).take_while(|at| **at < sent[from] + window).count()).max()
        };
        assert!(most(60.0) <= Some(100), "{:?} in a minute", most(60.0));
        assert!(most(3600.0) <= Some(1500), "{:?} in an hour", most(3600.0));
        assert!(sent.len() > 2200, "and the limit is used: {}", sent.len());
    }

    #[tokio::test(start_paused = true)]
    async fn everybody_waits_when_microsoft_asks_and_turns_are_in_order() {
        let budget = Arc::new(Budget::new(60, None, Pace::Documented));
        budget.close_for(Duration::from_secs(30));
        let began = Instant::now();
        let order: Arc<Mutex<Vec<usize>>> = Arc::default();
        let asked = (0..20).map(|number| {
            let (budget, order) = (Arc::clone(&budget), Arc::clone(&order));
            async move {
                budget.take().await;
                order.lock().unwrap_or_else(PoisonError::into_inner).push(number);
            }
        });
        let mut tasks = tokio::task::JoinSet::new();
        for each in asked {
            tasks.spawn(each);
            tokio::task::yield_now().await;
        }
        while tasks.join_next().await.is_some() {}
        assert!(began.elapsed() >= Duration::from_secs(30));
        let order = order.lock().unwrap_or_else(PoisonError::into_inner).clone();
        assert_eq!(order, (0..20).collect::<Vec<_>>(), "first come, first served");
    }

    #[tokio::test(start_paused = true)]
    async fn without_a_limit_only_a_wish_to_wait_is_obeyed() {
        let budget = Budget::new(1, None, Pace::Unlimited);
        let began = Instant::now();
        for _ in 0..1000 {
            budget.take().await;
        }
        assert_eq!(began.elapsed(), Duration::ZERO);
        budget.close_for(Duration::from_secs(5));
        budget.take().await;
        assert_eq!(began.elapsed(), Duration::from_secs(5));
    }
}
