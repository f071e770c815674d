//! Waiting as Microsoft asks: Retry-After where it is sent, growing pauses where not, and an end to both.
//!
//! Throttling and passing failures are tried again here, a few times and for a short while; what lasts longer becomes
//! a Problem and is tried at the next poll. Source: microsoft-apis, rate limiting and retry conventions.

use crate::answer::Answer;
use crate::call::{Call, Host};
use crate::token::AccessToken;
use crate::wire::Wire;
use domain::{Code, Outcome, Problem};
use std::time::Duration;

/// How long to try again.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Tries, the first one included.
    pub tries: u32,
    /// The longest single wait; Microsoft's own wish is not cut short but given up beyond it.
    pub longest: Duration,
    /// The first pause where Microsoft names none; it doubles.
    pub first: Duration,
}

impl Patience {
    /// For a poll: the next one comes within a minute anyway.
    pub const POLL: Self = Self { tries: 4, longest: Duration::from_secs(20), first: Duration::from_millis(500) };
}

/// What sending a call took.
#[derive(Debug, Clone, Copy, Default)]
pub struct Waits {
    /// Requests that were sent.
    pub requests: u32,
    /// Waits that Microsoft asked for.
    pub waits: u32,
}

impl Wire {
    /// Sends a call, trying again while that can help. Returns an accepted answer.
    ///
    /// # Errors
    /// Those of [`Wire::send`] and [`Answer::accepted`].
    pub async fn send_patiently(
        &self,
        host: &Host,
        call: &Call,
        token: &AccessToken,
        patience: Patience,
        waits: &mut Waits,
    ) -> Outcome<Answer> {
        let mut pause = patience.first;
        for attempt in 1..=patience.tries.max(1) {
            waits.requests += 1;
            let result = match self.send(host, call, Some(token)).await {
                Ok(answer) => answer.accepted(call, host),
                Err(problem) => Err(problem),
            };
            let problem = match result {
                Ok(answer) => return Ok(answer),
                Err(problem) => problem,
            };
            let asked = problem.wait_seconds.map(|seconds| Duration::from_secs(u64::from(seconds)));
            let wait = asked.unwrap_or_else(|| jittered(pause));
            if attempt == patience.tries.max(1) || !passing(&problem) || wait > patience.longest {
                return Err(problem);
            }
            waits.waits += u32::from(problem.code == Code::Throttled);
            tokio::time::sleep(wait).await;
            pause = pause.saturating_mul(2).min(patience.longest);
        }
        Err(Problem::new(Code::Unexpected, "A request was tried no time at all."))
    }
}

/// Whether the same request may succeed in a moment.
fn passing(problem: &Problem) -> bool {
    matches!(problem.code, Code::Throttled | Code::MicrosoftFailing | Code::AnswerCut)
        // Graph answers so in passing; see wire-oddities.
        || problem.facts.get("Error") == Some("UnknownError")
}

/// Between half and all of a pause, so that programs which were throttled together do not return together.
fn jittered(pause: Duration) -> Duration {
    let (random, _) = uuid::Uuid::new_v4().as_u64_pair();
    let share = 0.5 + (random % 1000) as f64 / 2000.0;
    pause.mul_f64(share)
}
