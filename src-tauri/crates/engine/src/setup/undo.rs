//! Undoing: exactly what the setup made is taken back, last things first, and nothing else.

use super::admin::{Admin, SignInWay};
use super::journal::Journal;
use super::record::{Setup, Stage};
use super::recover;
use crate::product::{Product, View};
use crate::steps::{StepLog, StepState, Steps};
use domain::{Code, Outcome, Problem};
use microsoft::Directory;
use std::sync::Arc;

/// What is to be taken back.
#[derive(Debug, Clone)]
pub struct UndoOrder {
    /// The setup.
    pub id: String,
    /// How the administrator signs in.
    pub way: SignInWay,
    /// The step from which on; none for all.
    pub from: Option<String>,
}

/// The steps that make things, in their order.
const MAKING: [&str; 5] = ["check", "application", "principal", "consent", "roles"];

impl Product {
    /// Takes back what a setup made, from a step on or all of it.
    ///
    /// # Errors
    /// `setup.undo_incomplete` with what is left; what was undone stays undone. Those of signing in.
    pub async fn undo_setup(&self, order: UndoOrder, steps: Steps) -> Outcome<Setup> {
        let mut setup = self.setup(&order.id)?;
        let busy = self.occupy(&setup.id)?;
        let from = match order.from.as_deref() {
            None => 0,
            Some(step) => MAKING.iter().position(|known| *known == step).ok_or_else(|| {
                Problem::new(Code::InputInvalid, format!("The step \"{step}\" makes nothing that could be undone."))
            })?,
        };
        let all = from <= 1;
        let journal = Arc::new(Journal::new(self, &setup.id, setup.found()?.id.as_str(), busy.stop()));
        let plan = [
            ("undo.sign_in", "Sign in"),
            ("undo.remove", "Take back what was made"),
            ("undo.forget", "Forget credentials that nothing uses"),
        ];
        let mut log = StepLog::new(steps, Arc::clone(&self.inner.wire), &plan);
        if setup.made.count() > 0 || setup.made.unsure {
            let admin: Admin = log
                .run("undo.sign_in", async |under| {
                    journal.belongs_to(under);
                    let scopes = setup.scopes(setup.made.unsure)?;
                    let admin = self.sign_in(&setup, &journal, scopes, &order.way, under).await?;
                    let detail = admin.account.clone();
                    Ok((admin, detail))
                })
                .await?;
            log.run("undo.remove", async |under| {
                journal.belongs_to(under);
                recover::recover(self, &mut setup, &admin.directory).await?;
                let count = setup.made.count();
                remove(self, &mut setup, &admin.directory, from)
                    .await
                    .map_err(|problem| incomplete(&setup, problem))?;
                Ok(((), format!("{} of {count} changes taken back", count - setup.made.count())))
            })
            .await?;
        }
        if all {
            log.run("undo.forget", async |_| self.forget_what_belonged(&mut setup).await).await?;
            setup.stage = Stage::Undone;
        }
        for step in setup.steps.iter_mut().filter(|step| MAKING.iter().skip(from).any(|known| *known == step.id)) {
            step.state = if step.changes > 0 { StepState::Undone } else { step.state };
            step.changes = 0;
        }
        setup.problem = None;
        self.keep_setup(&mut setup)?;
        drop(busy);
        self.touch(&[View::App, View::Overview, View::Setup]);
        Ok(setup)
    }

    /// Detaches what the setup attached and forgets its credentials; what was collected stays.
    async fn forget_what_belonged(&self, setup: &mut Setup) -> Outcome<((), String)> {
        for attached in std::mem::take(&mut setup.attached) {
            match self.inner.store.remove_integration(&attached.id) {
                Err(problem) if problem.code != Code::IntegrationUnknown => return Err(problem),
                _ => self.inner.rhythm.forget(&attached.id),
            }
        }
        let certificate = setup.certificate.take().map(|kept| kept.credential);
        let secret = setup.secret.take().map(|kept| kept.credential);
        for credential in certificate.iter().chain(&secret) {
            self.retire_credential(credential).await?;
        }
        self.inner.setups.read_by(&setup.id, None);
        Ok(((), "What was collected stays".to_owned()))
    }
}

fn incomplete(setup: &Setup, problem: Box<Problem>) -> Box<Problem> {
    if problem.code == Code::SetupStopped {
        return problem;
    }
    let message = format!("{} changes are still in the tenant: {}", setup.made.count(), problem.message);
    Problem::new(Code::UndoIncomplete, message).with(problem.facts)
}

/// Takes back from the last thing to the first, writing down each as it goes.
async fn remove(product: &Product, setup: &mut Setup, directory: &Directory, from: usize) -> Outcome<()> {
    while let Some((id, name)) = setup.made.roles.last().cloned() {
        directory.remove_role(&id, &name).await?;
        setup.made.roles.pop();
        product.keep_setup(setup)?;
    }
    if from <= 1 && setup.made.application.is_some() {
        // With the application goes everything that belongs to it: service principal, grants, credentials.
        return remove_application(product, setup, directory, from).await;
    }
    if from <= 3 {
        remove_grants(product, setup, directory).await?;
    }
    if from <= 2
        && let Some(id) = setup.made.principal.clone()
    {
        directory.delete_principal(&id, "Delete the service principal").await?;
        setup.made.principal = None;
        if let Some(app) = setup.app.as_mut() {
            app.principal = None;
        }
        product.keep_setup(setup)?;
    }
    if from <= 1 {
        restore(product, setup, directory).await?;
    }
    remove_resources(product, setup, directory, from).await
}

async fn remove_application(product: &Product, setup: &mut Setup, directory: &Directory, from: usize) -> Outcome<()> {
    let id = setup.made.application.clone().unwrap_or_default();
    directory.delete_application(&id).await?;
    let client_id = setup.app.as_ref().map(|app| app.client_id.clone());
    if let Some(client_id) = client_id
        && let Some(left) = directory.principal(client_id.as_str()).await?
    {
        directory.delete_principal(&left.id, "Delete the service principal that was left").await?;
    }
    let resources = std::mem::take(&mut setup.made.resources);
    setup.made = super::Made { resources, ..super::Made::default() };
    setup.app = None;
    product.keep_setup(setup)?;
    remove_resources(product, setup, directory, from).await
}

async fn remove_grants(product: &Product, setup: &mut Setup, directory: &Directory) -> Outcome<()> {
    while let Some((id, before)) = setup.made.delegated.last().cloned() {
        match before {
            Some(scope) => directory.change_delegated(&id, &scope, "Put the delegated grant back").await?,
            None => directory.revoke_delegated(&id).await?,
        }
        setup.made.delegated.pop();
        product.keep_setup(setup)?;
    }
    while let Some(grant) = setup.made.assignments.last().cloned() {
        directory.revoke(&grant.resource, &grant.id, &format!("Take {} back", grant.value)).await?;
        setup.made.assignments.pop();
        product.keep_setup(setup)?;
    }
    Ok(())
}

/// Puts an app that existed back to what it was.
async fn restore(product: &Product, setup: &mut Setup, directory: &Directory) -> Outcome<()> {
    let object_id = setup.app.as_ref().and_then(|app| app.object_id.clone()).unwrap_or_default();
    if let Some(key_id) = setup.made.secret.clone() {
        directory.remove_secret(&object_id, &key_id).await?;
        setup.made.secret = None;
        product.keep_setup(setup)?;
    }
    if let Some(key_id) = setup.made.key.clone() {
        let now = directory.read_back(&object_id).await?;
        let content = serde_json::json!({"keyCredentials": now.keys_without(&key_id)});
        directory.change_application(&object_id, content, "Remove the certificate").await?;
        setup.made.key = None;
        product.keep_setup(setup)?;
    }
    if setup.made.access
        && let Some(before) = &setup.before
    {
        let content = serde_json::json!({"requiredResourceAccess": before.access});
        directory.change_application(&object_id, content, "Put the list of API permissions back").await?;
        setup.made.access = false;
        product.keep_setup(setup)?;
    }
    Ok(())
}

async fn remove_resources(product: &Product, setup: &mut Setup, directory: &Directory, from: usize) -> Outcome<()> {
    while from == 0
        && let Some((api, id)) = setup.made.resources.last().cloned()
    {
        let name = &domain::permissions::api(api).name;
        directory.delete_principal(&id, &format!("Delete the service principal of {name}")).await?;
        setup.made.resources.pop();
        product.keep_setup(setup)?;
    }
    Ok(())
}
