//! Tokens as proof: one for each API, its roles compared with the plan, tried again while Microsoft replicates.

use super::journal::Journal;
use super::record::Setup;
use crate::product::Product;
use crate::steps::Under;
use domain::cloud::Api;
use domain::permissions::{self, PermissionKind};
use domain::{Code, Outcome, Problem};
use microsoft::{AccessToken, AppIdentity, CallLog};
use std::sync::Arc;
use std::time::Duration;

/// How often a token is tried while Microsoft replicates, and how far apart at most: two minutes in all.
const TRIES: u32 = 40;
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(4);

impl Product {
    /// Gets a token for each API of the plan and compares its roles.
    pub(crate) async fn compare_tokens(
        &self,
        setup: &Setup,
        journal: &Arc<Journal>,
        under: &Under,
    ) -> Outcome<((), String)> {
        let plan = setup.planned()?;
        let app = self.setup_identity(setup).await?;
        let mut seen = 0;
        for api in plan.apis() {
            let wanted: Vec<_> = plan.of(api, PermissionKind::Application).map(|row| row.value.as_str()).collect();
            if wanted.is_empty() {
                continue;
            }
            self.until_roles(&app, api, &wanted, journal).await?;
            seen += wanted.len();
        }
        under.goes_on("");
        Ok(((), format!("The tokens carry all {seen} roles")))
    }

    async fn until_roles(&self, app: &AppIdentity, api: Api, wanted: &[&str], journal: &Arc<Journal>) -> Outcome<()> {
        let name = &permissions::api(api).name;
        let what = format!("Get a token for {name} and compare its roles");
        let mut pause = FIRST_PAUSE;
        let mut last = Problem::new(Code::ReplicationTimeout, "Microsoft does not know the new app everywhere yet.");
        for attempt in 1..=TRIES {
            if journal.stopped() {
                return Err(Problem::new(Code::SetupStopped, "Stopped before the next call, as asked."));
            }
            let answer = journal.around(&what, "POST /{tenant}/oauth2/v2.0/token", self.fresh_token(app, api)).await;
            let why = match answer {
                Ok(token) => {
                    let missing: Vec<_> =
                        wanted.iter().filter(|role| !token.roles.iter().any(|has| has == *role)).collect();
                    if missing.is_empty() {
                        return Ok(());
                    }
                    let missing: Vec<_> = missing.into_iter().copied().collect();
                    last = Problem::new(
                        Code::ConsentMissing,
                        format!("The token for {name} lacks {}.", missing.join(", ")),
                    );
                    "Waiting for Microsoft to replicate. The token lacks a permission still."
                }
                Err(problem) if replicates(&problem) => {
                    last = Problem::new(Code::ReplicationTimeout, last_words(&problem)).with(problem.facts);
                    "Waiting for Microsoft to replicate. The new app or its credential is not known everywhere yet."
                }
                Err(problem) => return Err(problem),
            };
            journal.waiting(why, attempt, TRIES, pause);
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
        Err(last)
    }

    /// A token that was not issued before; where the cloud's scope is not confirmed, its other spelling is tried as well.
    pub(crate) async fn fresh_token(&self, app: &AppIdentity, api: Api) -> Outcome<Arc<AccessToken>> {
        let host = app.cloud.api(api)?.clone();
        self.inner.tokens.forget(app, &host.scope).await;
        match (self.inner.tokens.token(app, &host.scope).await, &host.or_scope) {
            (Err(problem), Some(other)) if matches!(problem.code, Code::ProductMissing | Code::Refused) => {
                self.inner.tokens.token(app, other).await.map_err(|_| problem)
            }
            (answer, _) => answer,
        }
    }
}

/// Failures that pass by themselves just after something was made. Source: microsoft-apis, pitfalls.
fn replicates(problem: &Problem) -> bool {
    matches!(problem.code, Code::AppUnknown | Code::CertificateUnknown | Code::SecretWrong)
}

fn last_words(problem: &Problem) -> String {
    format!("Microsoft still does not know what was just made: {}", problem.message)
}
