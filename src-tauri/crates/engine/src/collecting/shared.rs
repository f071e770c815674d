//! One answer for every feed of an integration that asks the same, such as which subscriptions there are.

use domain::Outcome;
use domain::ids::FeedId;
use microsoft::Answer;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// For so long an answer serves others.
const FRESH: Duration = Duration::from_secs(60);

/// An answer with the feeds that have had it.
struct Heard {
    at: Instant,
    answer: Answer,
    by: HashSet<FeedId>,
}

type Slot = Arc<tokio::sync::Mutex<Option<Heard>>>;

/// The answers that are shared.
#[derive(Default)]
pub(crate) struct SharedAnswers(Mutex<HashMap<String, Slot>>);

impl SharedAnswers {
    /// The answer for a feed; asked for where none is fresh. A feed that asks once more wants to know anew, so it gets no answer
    /// twice. Whoever comes while it is asked for waits for that answer.
    pub(crate) async fn of(
        &self,
        key: String,
        feed: &FeedId,
        ask: impl Future<Output = Outcome<Answer>>,
    ) -> Outcome<Answer> {
        let slot = Arc::clone(self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_default());
        let mut heard = slot.lock().await;
        if let Some(heard) = heard.as_mut().filter(|heard| heard.at.elapsed() < FRESH)
            && heard.by.insert(feed.clone())
        {
            return Ok(heard.answer.clone());
        }
        let answer = ask.await?;
        *heard = Some(Heard { at: Instant::now(), answer: answer.clone(), by: HashSet::from([feed.clone()]) });
        Ok(answer)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use domain::{Code, Problem};
    use std::sync::atomic::{AtomicU16, Ordering};

    #[tokio::test]
    async fn it_is_asked_once_for_all_and_again_for_a_feed_that_comes_back() {
        let (shared, asked) = (SharedAnswers::default(), AtomicU16::new(0));
        let ask = async |feed: &str| {
            let anew = async { Ok(Answer { status: 1 + asked.fetch_add(1, Ordering::Relaxed), ..Answer::default() }) };
            shared.of("key".to_owned(), &feed.into(), anew).await.unwrap().status
        };
        assert_eq!(tokio::join!(ask("a"), ask("b"), ask("c")), (1, 1, 1), "one answer for all");
        assert_eq!(ask("a").await, 2, "who comes back learns what is true now");
        assert_eq!(ask("b").await, 2, "and so do the others");
    }

    #[tokio::test]
    async fn a_failure_is_nobodys_answer() {
        let shared = SharedAnswers::default();
        let failing = async { Err(Problem::new(Code::TimedOut, "too slow")) };
        assert_eq!(shared.of("key".to_owned(), &"a".into(), failing).await.map(drop).unwrap_err().code, Code::TimedOut);
        let good = async { Ok(Answer { status: 200, ..Answer::default() }) };
        assert_eq!(shared.of("key".to_owned(), &"b".into(), good).await.unwrap().status, 200);
    }
}
