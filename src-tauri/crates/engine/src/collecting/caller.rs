//! Sends the calls of one feed: in its turn, with a token, with patience, and with an eye on the clock.

use super::budget::{Budget, Pace};
use super::lane::Lane;
use crate::product::Product;
use domain::cloud::ApiHost;
use domain::{Code, Outcome, Problem};
use microsoft::{AccessToken, Answer, AppIdentity, Call, Host};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// Tries of a request, the first one included.
const TRIES: u32 = 5;
/// The first pause where Microsoft names none; it doubles.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
/// The longest wait within a poll; what lasts longer is tried at the next one.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Who sends the calls of a feed; clones share their counts.
#[derive(Clone)]
pub(crate) struct Caller(Arc<Inner>);

struct Inner {
    product: Product,
    lane: Lane,
    app: AppIdentity,
    host: Host,
    api: ApiHost,
    budget: Arc<Budget>,
    requests: AtomicU32,
    waits: AtomicU32,
}

impl Caller {
    pub(crate) fn new(product: &Product, lane: &Lane, app: AppIdentity) -> Outcome<Self> {
        let about = lane.source.about();
        let host = Host::api(&app.cloud, about.api)?;
        let api = app.cloud.api(about.api)?.clone();
        // Only a simulated tenant may be asked as fast as possible.
        let pace = if host.simulated() { product.inner.pace } else { Pace::Documented };
        let key = format!("{}/{}/{}", app.tenant, app.client_id, about.limit_name);
        let budget = product.inner.budgets.of(&key, about.limit_per_minute, about.limit_per_hour, pace);
        let (requests, waits) = (AtomicU32::new(0), AtomicU32::new(0));
        let (product, lane) = (product.clone(), lane.clone());
        Ok(Self(Arc::new(Inner { product, lane, app, host, api, budget, requests, waits })))
    }

    /// The API's host.
    pub(crate) fn host(&self) -> &Host {
        &self.0.host
    }

    /// Requests that were sent, and waits that Microsoft asked for.
    pub(crate) fn counts(&self) -> (u32, u32) {
        (self.0.requests.load(Ordering::Relaxed), self.0.waits.load(Ordering::Relaxed))
    }

    /// A token. Asking for the first one also compares the clocks.
    pub(crate) async fn token(&self) -> Outcome<Arc<AccessToken>> {
        let tokens = &self.0.product.inner.tokens;
        let first = tokens.token(&self.0.app, &self.0.api.scope).await;
        match (first, &self.0.api.or_scope) {
            // The spelling of some scopes is not confirmed: the other one is tried.
            (Err(problem), Some(other)) if problem.code == Code::ProductMissing => {
                tokens.token(&self.0.app, other).await.map_err(|_| problem)
            }
            (outcome, _) => outcome,
        }
    }

    async fn forget_token(&self) {
        let tokens = &self.0.product.inner.tokens;
        tokens.forget(&self.0.app, &self.0.api.scope).await;
        if let Some(other) = &self.0.api.or_scope {
            tokens.forget(&self.0.app, other).await;
        }
    }

    /// Whether the token allows what the feed asks.
    pub(crate) fn permitted(&self, token: &AccessToken) -> bool {
        let wanted = self.0.lane.permissions();
        token.roles.iter().any(|role| wanted.contains(&role.as_str()))
    }

    /// Sends a call until it is accepted, cannot be, or has taken too long.
    ///
    /// # Errors
    /// What the wire and Microsoft said; `permission.consent_missing` in place of a refusal for lack of consent.
    pub(crate) async fn ask(&self, call: &Call) -> Outcome<Answer> {
        if !call.shared {
            return self.ask_anew(call).await;
        }
        let Inner { product, lane, host, .. } = &*self.0;
        let key = format!("{}: {} {:?}", lane.integration.id, call.name(host), call.query);
        product.inner.shared.of(key, &lane.id, self.ask_anew(call)).await
    }

    async fn ask_anew(&self, call: &Call) -> Outcome<Answer> {
        let (mut pause, mut renewed, mut tries) = (FIRST_PAUSE, false, 0);
        loop {
            tries += 1;
            self.0.budget.take().await;
            let token = self.token().await?;
            self.0.requests.fetch_add(1, Ordering::Relaxed);
            let sent = self.0.product.inner.wire.send(&self.0.host, call, Some(&token)).await;
            let problem = match sent.and_then(|answer| answer.accepted(call, &self.0.host)) {
                Ok(answer) => return Ok(answer),
                Err(problem) => problem,
            };
            match problem.code {
                Code::TokenRefused | Code::PermissionMissing if !renewed => {
                    // Expired in between, or a role was granted or removed since; Graph also refuses in passing.
                    renewed = true;
                    self.forget_token().await;
                    if problem.code == Code::PermissionMissing {
                        tokio::time::sleep(jittered(FIRST_PAUSE)).await;
                    }
                    continue;
                }
                // Some services refuse a token without the permission as if it were none.
                Code::PermissionMissing | Code::TokenRefused => {
                    self.forget_token().await;
                    return Err(self.missing_permission(problem, &token.roles));
                }
                _ => {}
            }
            let asked = problem.wait_seconds.map(|seconds| Duration::from_secs(u64::from(seconds)));
            let wait = asked.unwrap_or_else(|| jittered(pause));
            if problem.code == Code::Throttled {
                self.0.waits.fetch_add(1, Ordering::Relaxed);
                self.0.budget.close_for(wait);
            }
            if tries >= TRIES || !passing(&problem) || wait > LONGEST_WAIT {
                return Err(problem);
            }
            if problem.code != Code::Throttled {
                tokio::time::sleep(wait).await;
            }
            pause = pause.saturating_mul(2).min(LONGEST_WAIT);
        }
    }

    /// A refusal for lack of consent is told apart by what the token carries.
    fn missing_permission(&self, problem: Box<Problem>, roles: &[String]) -> Box<Problem> {
        let wanted = self.0.lane.permissions();
        if roles.iter().any(|role| wanted.contains(&role.as_str())) {
            return problem;
        }
        let message = format!(
            "The app {} has no consent for the application permission {}.",
            self.0.lane.integration.client_id,
            wanted.first().copied().unwrap_or_default()
        );
        let has = if roles.is_empty() { "none".to_owned() } else { roles.join(", ") };
        Problem::new(Code::ConsentMissing, message).with(problem.facts).fact("Permissions in the token", has)
    }
}

/// Whether the same request may succeed in a moment.
fn passing(problem: &Problem) -> bool {
    matches!(problem.code, Code::Throttled | Code::MicrosoftFailing | Code::AnswerCut | Code::TimedOut)
        // Graph answers so in passing; see wire-oddities.
        || problem.facts.get("Error") == Some("UnknownError")
}

/// Between half and all of a pause, so that programs which were throttled together do not return together.
fn jittered(pause: Duration) -> Duration {
    let (random, _) = uuid::Uuid::new_v4().as_u64_pair();
    let share = 0.5 + (random % 1000) as f64 / 2000.0;
    pause.mul_f64(share)
}
