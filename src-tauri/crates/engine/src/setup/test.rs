//! Test and save, the first half: the real calls of every feature, each with its result.

use super::journal::Journal;
use super::record::{Setup, Stage, Test};
use crate::product::{Product, View};
use crate::steps::{StepLog, Steps};
use domain::catalog::{self, CatalogEntry};
use domain::cloud::Api;
use domain::permissions::{self, PermissionKind};
use domain::plan::Chosen;
use domain::portal::filled;
use domain::probe::{Probe, probe};
use domain::{Code, Outcome, Problem};
use microsoft::{AppIdentity, Call, Host, Patience, Waits};
use std::collections::HashMap;
use std::sync::Arc;

/// Results of calls, so that two integrations that need the same one make it once.
type Results = HashMap<(Api, String), Result<String, Box<Problem>>>;

impl Product {
    /// Tests every feature of a setup with the app's own credential.
    ///
    /// # Errors
    /// `setup.input_invalid` before there is an app; those of signing in at all. A feature that fails is a result, not an error.
    pub async fn test_setup(&self, id: &str, steps: Steps) -> Outcome<Setup> {
        let mut setup = self.setup(id)?;
        let busy = self.occupy(&setup.id)?;
        let entries: Vec<(&CatalogEntry, Chosen)> = setup
            .choices
            .iter()
            .filter_map(|chosen| Some((catalog::entry(&chosen.integration).ok()?, chosen.clone())))
            .filter(|(entry, _)| !entry.vendor_registers)
            .collect();
        let plan: Vec<_> = entries.iter().map(|(entry, _)| (entry.id.as_str(), entry.title.as_str())).collect();
        let journal = Arc::new(Journal::new(self, &setup.id, setup.found()?.id.as_str(), busy.stop()));
        let mut log = StepLog::new(steps, Arc::clone(&self.inner.wire), &plan);
        let mut tests = Vec::new();
        if !entries.is_empty() {
            journal.made_as(setup.known_app()?.client_id.as_str());
            let app = self.setup_identity(&setup).await?;
            let mut results = Results::new();
            for (entry, chosen) in &entries {
                let mut own = self.test_one(&mut log, &journal, &app, entry, chosen, &mut results).await?;
                tests.append(&mut own);
            }
        }
        let failed = tests.iter().filter(|test| test.passed == Some(false)).count();
        setup.tests = tests;
        setup.stage = setup.stage.max(Stage::Test);
        setup.problem = (failed > 0).then(|| {
            let message = format!("{failed} of {} tests failed.", setup.tests.len());
            Problem::new(Code::TestsFailed, message)
        });
        self.keep_setup(&mut setup)?;
        drop(busy);
        self.touch(&[View::Setup]);
        Ok(setup)
    }

    async fn test_one(
        &self,
        log: &mut StepLog,
        journal: &Arc<Journal>,
        app: &AppIdentity,
        entry: &CatalogEntry,
        chosen: &Chosen,
        results: &mut Results,
    ) -> Outcome<Vec<Test>> {
        let mut tests = Vec::new();
        let ran = log
            .run(&entry.id, async |under| {
                journal.belongs_to(under);
                for need in entry.permissions(&chosen.features).filter(|need| need.kind == PermissionKind::Application)
                {
                    let result = self.proof(app, journal, need.api, &need.value, results).await;
                    tests.push(row(entry, need.api, &need.value, result));
                }
                let failed: Vec<_> = tests.iter().filter(|test| test.passed == Some(false)).collect();
                match failed.first().and_then(|test| test.problem.clone()) {
                    Some(problem) => Err(problem),
                    None => Ok(((), format!("{} of {} passed", tests.len(), tests.len()))),
                }
            })
            .await;
        // A failing feature is told by its row; the next integration is tested all the same, unless a person asked to stop.
        match ran {
            Err(problem) if problem.code == Code::SetupStopped => Err(problem),
            _ => Ok(tests),
        }
    }

    async fn proof(
        &self,
        app: &AppIdentity,
        journal: &Arc<Journal>,
        api: Api,
        value: &str,
        results: &mut Results,
    ) -> Result<String, Box<Problem>> {
        if let Some(known) = results.get(&(api, value.to_owned())) {
            return known.clone();
        }
        let result = self.prove_permission(app, Some(journal), api, value).await;
        results.insert((api, value.to_owned()), result.clone());
        result
    }

    /// The permission is in the app's token, and its cheapest call works.
    async fn prove_permission(
        &self,
        app: &AppIdentity,
        journal: Option<&Arc<Journal>>,
        api: Api,
        value: &str,
    ) -> Outcome<String> {
        let name = &permissions::api(api).name;
        let scope = app.cloud.api(api)?.scope.clone();
        let token = match journal {
            Some(journal) => {
                let what = format!("Get a token for {name}");
                journal.around(&what, "POST /{tenant}/oauth2/v2.0/token", self.inner.tokens.token(app, &scope)).await?
            }
            None => self.inner.tokens.token(app, &scope).await?,
        };
        if !token.roles.iter().any(|role| role == value) {
            self.inner.tokens.forget(app, &scope).await;
            let message = format!("The app {} has no consent for {value} of {name}.", app.client_id);
            let roles = if token.roles.is_empty() { "none".to_owned() } else { token.roles.join(", ") };
            return Err(Problem::new(Code::ConsentMissing, message).fact("Permissions in the token", roles));
        }
        let Some(probe) = probe(api, value) else {
            return Ok(format!("{value} is in the token; no call proves it without a person's data"));
        };
        let host = Host::api(&app.cloud, api)?;
        let call = call_of(probe, app.tenant.as_str());
        let mut waits = Waits::default();
        let sent = self.inner.wire.send_patiently(&host, &call, &token, Patience::POLL, &mut waits);
        let answer = match journal {
            Some(journal) => journal.around(&probe.what, &call.name_below(&host), sent).await,
            None => sent.await,
        };
        answer.map_err(|problem| told(problem, probe)).map(|_| format!("{}: {} answered", probe.what, host.name()))
    }

    /// Tries one permission of a setup; none when the app or its permission is not there yet.
    pub(crate) async fn probe_setup(&self, setup: &Setup, api: Api, value: &str) -> Option<Outcome<String>> {
        let app = self.setup_identity(setup).await.ok()?;
        match self.prove_permission(&app, None, api, value).await {
            Err(problem) if matches!(problem.code, Code::ConsentMissing | Code::AppUnknown) => None,
            other => Some(other),
        }
    }
}

fn row(entry: &CatalogEntry, api: Api, value: &str, result: Result<String, Box<Problem>>) -> Test {
    let (passed, detail, problem) = match result {
        Ok(detail) => (true, detail, None),
        Err(problem) => (false, problem.message.clone(), Some(problem)),
    };
    Test {
        integration: entry.id.clone(),
        title: entry.title.clone(),
        what: format!("{value} of {}", permissions::api(api).name),
        passed: Some(passed),
        detail,
        problem,
    }
}

fn call_of(probe: &Probe, tenant: &str) -> Call {
    let values = [("tenant_id", tenant)];
    let path = filled(&probe.path, &values);
    let mut call = match probe.body.as_deref().and_then(|body| serde_json::from_str(body).ok()) {
        Some(body) if probe.method == "POST" => Call::post(path, body),
        _ => Call::get(path),
    };
    for (name, value) in &probe.query {
        call = call.query(name, filled(value, &values));
    }
    for (name, value) in &probe.headers {
        call = call.header_named(name, filled(value, &values));
    }
    call
}

/// A refusal in the terms of what is missing.
fn told(problem: Box<Problem>, probe: &Probe) -> Box<Problem> {
    let error = problem.facts.get("Error").unwrap_or_default().to_owned();
    if probe.api == Api::Exchange && problem.code == Code::PermissionMissing {
        let message = "Exchange accepts the app’s token, but the app holds no directory role that may read there.";
        return Problem::new(Code::RoleNotAssigned, message).with(problem.facts);
    }
    // Source: microsoft-apis, error codes of the Management Activity API.
    if probe.api == Api::Management && error.starts_with("AF20011") {
        let message = "Unified audit logging is off: the Office 365 Management API does not know the tenant.";
        return Problem::new(Code::AuditLogOff, message).with(problem.facts);
    }
    problem
}
