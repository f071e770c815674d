//! Graph's directory: what registering an app in a tenant takes, with an administrator's own token.
//!
//! Each call says what it is for and is told to a record before it is sent. Just after creation Microsoft may not know an object
//! yet; that is waited for, visibly and for a while. Source: microsoft-apis, sequence and pitfalls.

mod application;
mod grant;
mod organization;
mod policy;
mod principal;
mod role;

pub use application::{AppRegistration, KeyCredential, NewSecret, PasswordCredential, RequiredAccess, RequiredEntry};
pub use grant::{AppRoleAssignment, DelegatedGrant};
pub use organization::Organization;
pub use policy::CredentialPolicy;
pub use principal::{AppRole, DelegatedScope, ServicePrincipal};
pub use role::RoleAssignment;

use crate::answer::Answer;
use crate::call::{Call, Host};
use crate::token::AccessToken;
use crate::wire::Wire;
use domain::cloud::{Api, Cloud};
use domain::{Code, Outcome, Problem};
use serde::Deserialize;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How often something just created is asked for again, and the longest time between two tries.
const REPLICATION_TRIES: u32 = 20;
const REPLICATION_FIRST: Duration = Duration::from_millis(250);
const REPLICATION_LONGEST: Duration = Duration::from_secs(5);
/// How often a request is sent again that Microsoft throttled or failed to answer.
const PASSING_TRIES: u32 = 5;
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Where every call is told, before and after it was made.
pub trait CallLog: Send + Sync {
    /// A call is about to be sent; the number names it from now on.
    ///
    /// # Errors
    /// When it cannot be written down, in which case it is not sent.
    fn begin(&self, what: &str, call: &str) -> Outcome<i64>;
    /// How it ended; no status when no answer came.
    fn end(&self, number: i64, status: Option<u16>, took: Duration, request_id: &str);
    /// A call has to be repeated: why, how often it was tried, and in how long the next try comes.
    fn waiting(&self, why: &str, attempt: u32, of: u32, next: Duration);
    /// Whether a person asked to stop after the call that is under way.
    fn stopped(&self) -> bool;
}

#[derive(Deserialize)]
struct List<T> {
    value: Vec<T>,
    #[serde(rename = "@odata.nextLink")]
    next: Option<String>,
}

/// The directory of one tenant, as the signed-in administrator may use it.
pub struct Directory {
    wire: Arc<Wire>,
    host: Host,
    token: AccessToken,
    log: Arc<dyn CallLog>,
}

impl Directory {
    /// The directory that `token` opens. The token is dropped with it.
    ///
    /// # Errors
    /// `internal.unexpected` when the cloud's table holds no address.
    pub fn new(wire: Arc<Wire>, cloud: &Cloud, token: AccessToken, log: Arc<dyn CallLog>) -> Outcome<Self> {
        Ok(Self { wire, host: Host::api(cloud, Api::Graph)?, token, log })
    }

    /// Sends a call and waits where Microsoft asks to.
    async fn ask(&self, what: &str, call: &Call) -> Outcome<Answer> {
        let mut pause = REPLICATION_FIRST;
        for attempt in 1..=PASSING_TRIES {
            let problem = match self.once(what, call).await {
                Ok(answer) => return Ok(answer),
                Err(problem) => problem,
            };
            let asked = problem.wait_seconds.map(|seconds| Duration::from_secs(u64::from(seconds)));
            let wait = asked.unwrap_or(pause);
            let passing = matches!(problem.code, Code::Throttled | Code::MicrosoftFailing | Code::AnswerCut);
            if !passing || attempt == PASSING_TRIES || wait > LONGEST_WAIT {
                return Err(problem);
            }
            self.log.waiting(&problem.message, attempt, PASSING_TRIES, wait);
            tokio::time::sleep(wait).await;
            pause = (pause * 2).min(REPLICATION_LONGEST);
        }
        Err(Problem::new(Code::Unexpected, "A request was tried no time at all."))
    }

    /// Asks until Microsoft knows what was just created, or long enough.
    async fn ask_until_known(&self, what: &str, call: &Call) -> Outcome<Answer> {
        let mut last = None;
        let mut pause = REPLICATION_FIRST;
        for attempt in 1..=REPLICATION_TRIES {
            match self.ask(what, call).await {
                Err(problem) if not_known_yet(&problem) => last = Some(problem),
                other => return other,
            }
            self.log.waiting(REPLICATING, attempt, REPLICATION_TRIES, pause);
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(REPLICATION_LONGEST);
        }
        let message = "Microsoft does not yet know everywhere what was just created.";
        let facts = last.map(|problem| problem.facts).unwrap_or_default();
        Err(Problem::new(Code::ReplicationTimeout, message).with(facts))
    }

    /// Sends a call once, told before and after.
    async fn once(&self, what: &str, call: &Call) -> Outcome<Answer> {
        if self.log.stopped() {
            return Err(Problem::new(Code::SetupStopped, "Stopped before the next call, as asked."));
        }
        let number = self.log.begin(what, &call.name_below(&self.host))?;
        let began = Instant::now();
        let answer = self.wire.send(&self.host, call, Some(&self.token)).await;
        match &answer {
            Ok(answer) => self.log.end(number, Some(answer.status), began.elapsed(), &answer.request_id),
            Err(_) => self.log.end(number, None, began.elapsed(), ""),
        }
        answer?.accepted(call, &self.host).map_err(|problem| refused(problem, call, &self.host))
    }

    /// Every row of a list, page by page, at most fifty pages.
    async fn list<T: for<'de> Deserialize<'de>>(&self, what: &str, first: Call) -> Outcome<Vec<T>> {
        let mut rows = Vec::new();
        let mut call = first;
        for _ in 0..50 {
            let page: List<T> = self.ask(what, &call).await?.json()?;
            rows.extend(page.value);
            match page.next {
                Some(next) => call = Call::follow(next),
                None => break,
            }
        }
        Ok(rows)
    }
}

/// What is said while Microsoft replicates.
const REPLICATING: &str =
    "Waiting for Microsoft to replicate. What was just created is often unknown for some seconds.";

fn refused(problem: Box<Problem>, call: &Call, host: &Host) -> Box<Problem> {
    let says = problem.facts.get("Microsoft says").unwrap_or_default().to_owned();
    if problem.code == Code::PermissionMissing {
        let message = format!("The signed-in account may not do this: {}.", call.name(host));
        return Problem::new(Code::NotPermitted, message).with(problem.facts);
    }
    // Source: microsoft-apis, pitfalls: the tenant's policy speaks through a 400.
    if problem.code == Code::Refused && says.contains("as per assigned policy") {
        let message = format!("The tenant's app management policy refused {}.", call.name(host));
        return Problem::new(Code::PolicyForbids, message).with(problem.facts);
    }
    problem
}

fn not_known_yet(problem: &Problem) -> bool {
    let says = problem.facts.get("Microsoft says").unwrap_or_default();
    problem.code == Code::NotFound
        || problem.code == Code::Refused && (says.contains("valid reference") || says.contains("does not exist"))
}

fn exists_already(problem: &Problem) -> bool {
    let says = problem.facts.get("Microsoft says").unwrap_or_default();
    let conflict = problem.facts.get("Status") == Some("409");
    problem.code == Code::Refused
        && (conflict
            || says.contains("already exists")
            || says.contains("conflicting object")
            || says.contains("already in use"))
}
