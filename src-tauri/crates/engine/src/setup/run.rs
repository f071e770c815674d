//! Do it for me: the plan carried out, one visible step at a time, each kept, read back, and safe to be done twice.

use super::admin::{Admin, SignInWay};
use super::journal::Journal;
use super::record::{Method, Setup, Stage};
use super::register::{self, Ground};
use crate::product::{Product, View};
use crate::steps::{StepLog, Steps};
use domain::ids::ClientId;
use domain::tenant::CredentialKind;
use domain::{Code, Outcome, Problem};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// How a setup is to be carried out.
#[derive(Debug, Clone)]
pub struct RunOrder {
    /// The setup.
    pub id: String,
    /// How the administrator signs in.
    pub way: SignInWay,
    /// The client id of an app that exists and is to be brought to the plan; without one, the app that was chosen before.
    pub adopt: Option<String>,
}

impl Product {
    /// Carries a setup out, from the beginning or from where it stopped.
    ///
    /// # Errors
    /// The step that failed. What was made is kept in the setup; running again goes on, undoing takes it back.
    pub async fn run_setup(&self, order: RunOrder, steps: Steps) -> Outcome<Setup> {
        let mut setup = self.setup(&order.id)?;
        let plan = setup.planned()?.clone();
        let busy = self.occupy(&setup.id)?;
        let chosen = order.adopt.or_else(|| setup.adopt.clone());
        adopt(&mut setup, chosen.as_deref())?;
        setup.method = Method::Automatic;
        setup.stage = Stage::Register;
        setup.problem = None;
        self.keep_setup(&mut setup)?;
        let journal = Arc::new(Journal::new(self, &setup.id, setup.found()?.id.as_str(), busy.stop()));
        let titles = titles(&setup);
        let titles: Vec<_> = titles.iter().map(|(id, title)| (*id, title.as_str())).collect();
        let mut log = StepLog::new(steps, Arc::clone(&self.inner.wire), &titles);
        let ended = if plan.apis().is_empty() {
            // Its vendor registers an app of its own: there is nothing to do here.
            Ok(())
        } else {
            let ended = self.carry_out(&mut setup, &mut log, &journal, &order.way).await;
            ended.map_err(|problem| mentions_what_was_made(&setup, problem))
        };
        setup.steps = log.into_steps();
        setup.problem = ended.as_ref().err().cloned();
        if ended.is_ok() {
            setup.stage = if plan.apis().is_empty() { Stage::Done } else { Stage::Collection };
        }
        self.keep_setup(&mut setup)?;
        drop(busy);
        self.touch(&[View::Setup]);
        ended.map(|()| setup)
    }

    async fn carry_out(
        &self,
        setup: &mut Setup,
        log: &mut StepLog,
        journal: &Arc<Journal>,
        way: &SignInWay,
    ) -> Outcome<()> {
        let plan = setup.planned()?.clone();
        let admin = log
            .run("sign_in", async |under| {
                journal.belongs_to(under);
                let admin = self.sign_in(setup, journal, setup.scopes(true)?, way, under).await?;
                admin.may_carry_out(&plan)?;
                let detail = format!("{}, {}", admin.account, admin.roles_in_words());
                Ok((admin, detail))
            })
            .await?;
        let ended = self.register(setup, log, journal, &admin).await;
        // The administrator's sign-in ends here, whatever came of it; it was never written anywhere.
        drop(admin);
        ended?;
        if setup.is_of_others() {
            // The key lies with who made the plan: the proof by token is theirs.
            return Ok(());
        }
        self.keep_steps(setup, log)?;
        log.run("tokens", async |under| {
            journal.belongs_to(under);
            journal.made_as(setup.known_app()?.client_id.as_str());
            self.compare_tokens(setup, journal, under).await
        })
        .await
    }

    async fn register(
        &self,
        setup: &mut Setup,
        log: &mut StepLog,
        journal: &Arc<Journal>,
        admin: &Admin,
    ) -> Outcome<()> {
        let directory = &admin.directory;
        let ground: Ground = log
            .run("check", async |under| {
                journal.belongs_to(under);
                let made = register::check(self, setup, directory).await?;
                under.changed(u32::try_from(setup.made.resources.len()).unwrap_or(0));
                Ok(made)
            })
            .await?;
        self.keep_steps(setup, log)?;
        if setup.planned()?.has(CredentialKind::Certificate) {
            log.run("certificate", async |_| self.make_setup_certificate(setup, ground.policy.certificate_days).await)
                .await?;
        }
        log.run("application", async |under| {
            journal.belongs_to(under);
            let detail = register::application(self, setup, directory, &ground).await?;
            under.changed(u32::from(setup.made.application.is_some()) + u32::from(setup.made.secret.is_some()));
            Ok(((), detail))
        })
        .await?;
        self.keep_steps(setup, log)?;
        log.run("principal", async |under| {
            journal.belongs_to(under);
            let detail = register::principal(self, setup, directory).await?;
            under.changed(u32::from(setup.made.principal.is_some()));
            Ok(((), detail))
        })
        .await?;
        self.keep_steps(setup, log)?;
        log.run("consent", async |under| {
            journal.belongs_to(under);
            register::consent(self, setup, directory, &ground, under).await
        })
        .await?;
        self.keep_steps(setup, log)?;
        if !setup.planned()?.roles.is_empty() {
            log.run("roles", async |under| {
                journal.belongs_to(under);
                let detail = register::roles(self, setup, directory).await?;
                under.changed(u32::try_from(setup.made.roles.len()).unwrap_or(0));
                Ok(((), detail))
            })
            .await?;
        }
        // Everything was read back: what is written down is all there is.
        setup.made.unsure = false;
        self.keep_setup(setup)?;
        log.run("forget", async |_| Ok(((), format!("{} is signed out here; nothing was stored", admin.account)))).await
    }

    /// Keeps how far a run is, for whoever looks at it after a kill.
    fn keep_steps(&self, setup: &mut Setup, log: &StepLog) -> Outcome<()> {
        setup.steps = log.steps().to_vec();
        self.keep_setup(setup)
    }

    /// Asks a run to stop after the call that is under way.
    pub fn stop_setup(&self, id: &str) {
        self.inner.setups.stop(id);
    }

    /// Whether a setup is being run, undone or tested now.
    pub fn setup_runs(&self, id: &str) -> bool {
        self.inner.setups.runs(id)
    }

    /// Takes a setup for one run; a second one is refused.
    pub(crate) fn occupy(&self, id: &str) -> Outcome<super::Occupied> {
        self.inner.setups.occupy(id).ok_or_else(|| {
            Problem::new(Code::SetupBusy, "This setup is being worked on already; wait for it, or stop it.")
        })
    }
}

/// Says beside a problem that half of the work is in the tenant, and what takes it back.
fn mentions_what_was_made(setup: &Setup, problem: Box<Problem>) -> Box<Problem> {
    let made = setup.made.count();
    if made == 0 || problem.code == Code::SetupStopped {
        return problem;
    }
    let noun = if made == 1 { "change is" } else { "changes are" };
    let how = format!("{made} {noun} in the tenant; \u{201c}bartizan setup undo {}\u{201d} takes them back", setup.id);
    problem.fact("Made so far", how)
}

/// The steps with their titles.
fn titles(setup: &Setup) -> Vec<(&'static str, String)> {
    let Some(plan) = setup.plan.as_ref().filter(|plan| !plan.apis().is_empty()) else { return Vec::new() };
    let existing = setup.app.as_ref().is_some_and(|app| !app.ours);
    let mut titles = vec![("sign_in", "Sign in".to_owned()), ("check", "Check policies and resources".to_owned())];
    if plan.has(CredentialKind::Certificate) {
        titles.push(("certificate", "Make the certificate".to_owned()));
    }
    let application = if existing { "Bring the application to the plan" } else { "Create the application" };
    titles.push(("application", application.to_owned()));
    titles.push(("principal", "Create the service principal".to_owned()));
    titles.push(("consent", "Grant admin consent".to_owned()));
    if !plan.roles.is_empty() {
        let names: Vec<_> = plan.roles.iter().map(|role| role.name.as_str()).collect();
        titles.push(("roles", format!("Assign {}", names.join(" and "))));
    }
    titles.push(("forget", "Forget the administrator’s sign-in".to_owned()));
    if setup.is_of_others() {
        return titles;
    }
    let tokens = plan.apis().len();
    let noun = if tokens == 1 { "token" } else { "tokens" };
    titles.push(("tokens", format!("Get {tokens} {noun} and compare their roles")));
    titles
}

/// Takes over the client id of an app that exists.
fn adopt(setup: &mut Setup, client_id: Option<&str>) -> Outcome<()> {
    let Some(id) = adopted_id(client_id.unwrap_or_default())? else { return Ok(()) };
    match &setup.app {
        Some(app) if app.client_id == id => Ok(()),
        Some(app) if app.ours => {
            let message =
                format!("This setup made the app {} already; undo it before another one is used.", app.client_id);
            Err(Problem::new(Code::InputInvalid, message))
        }
        _ => {
            setup.use_app(id);
            setup.compared = None;
            setup.before = None;
            Ok(())
        }
    }
}

/// The client id of an app that exists, as a person typed it; none where nothing was typed.
pub(super) fn adopted_id(typed: &str) -> Outcome<Option<ClientId>> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let id = uuid::Uuid::parse_str(typed).map_err(|_| {
        Problem::new(Code::InputInvalid, format!("\"{typed}\" is no Application (client) ID; that is a GUID."))
    })?;
    Ok(Some(ClientId(id.to_string())))
}

/// A flag that is set to stop a run.
pub(crate) type StopFlag = Arc<AtomicBool>;
