//! Detaching: keep everything, forget the credential here, or take back what was made in the tenant. What was collected stays
//! unless somebody asks otherwise.

use super::admin::{Admin, SignInWay};
use super::book::replan;
use super::journal::Journal;
use super::record::Setup;
use super::undo::UndoOrder;
use crate::product::{Product, View};
use crate::steps::{StepLog, Steps};
use domain::Outcome;
use domain::ids::IntegrationId;
use std::sync::Arc;

/// What detaching does beyond no longer using the integration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DetachHow {
    /// Keep everything.
    KeepEverything,
    /// Forget the credential that is kept here.
    ForgetCredential,
    /// Remove what was made in the tenant for it.
    RemoveFromTenant,
}

/// An integration is to be detached.
#[derive(Debug, Clone)]
pub struct DetachOrder {
    /// Our handle of it.
    pub id: IntegrationId,
    /// What else is done.
    pub how: DetachHow,
    /// Whether what was collected is deleted as well.
    pub delete_items: bool,
    /// How the administrator signs in, where the tenant is changed.
    pub way: SignInWay,
}

impl Product {
    /// Detaches an integration.
    ///
    /// # Errors
    /// `integration.not_found`; those of signing in and of undoing, in which case the integration is detached here already.
    pub async fn detach(&self, order: DetachOrder, steps: Steps) -> Outcome<()> {
        let integration = self.inner.store.integration(&order.id)?;
        let owner = self.setups()?.into_iter().find(|setup| setup.attached.iter().any(|row| row.id == order.id));
        let plan = [("detach", "Stop using the integration"), ("detach.items", "Delete what was collected")];
        let plan = if order.delete_items { &plan[..] } else { &plan[..1] };
        let mut log = StepLog::new(Arc::clone(&steps), Arc::clone(&self.inner.wire), plan);
        log.run("detach", async |_| {
            self.inner.store.remove_integration(&order.id)?;
            self.inner.rhythm.forget(&order.id);
            Ok(((), "Nothing is asked for it any more".to_owned()))
        })
        .await?;
        if order.delete_items {
            log.run("detach.items", async |_| {
                let id = order.id.clone();
                let deleted = self.with_store(move |store| store.forget_items(&id)).await?;
                Ok(((), format!("{deleted} items deleted")))
            })
            .await?;
        }
        let ended = match (order.how, owner) {
            (DetachHow::KeepEverything, _) => Ok(()),
            (DetachHow::RemoveFromTenant, Some(setup)) => Box::pin(self.remove_from_tenant(setup, &order, steps)).await,
            (DetachHow::ForgetCredential | DetachHow::RemoveFromTenant, owner) => {
                if let Some(mut setup) = owner {
                    setup.attached.retain(|row| row.id != order.id);
                    self.keep_setup(&mut setup)?;
                }
                self.retire_credential(&integration.credential).await
            }
        };
        self.touch(&[View::App, View::Overview, View::Alerts, View::Setup]);
        ended
    }

    /// The last integration of a setup takes all of it along; one of several only what the others do not need.
    async fn remove_from_tenant(&self, mut setup: Setup, order: &DetachOrder, steps: Steps) -> Outcome<()> {
        let Some(gone) = setup.attached.iter().find(|row| row.id == order.id).cloned() else { return Ok(()) };
        setup.attached.retain(|row| row.id != order.id);
        if setup.attached.is_empty() {
            self.keep_setup(&mut setup)?;
            let undo = UndoOrder { id: setup.id, way: order.way.clone(), from: None };
            return self.undo_setup(undo, steps).await.map(drop);
        }
        setup.choices.retain(|chosen| chosen.integration != gone.integration);
        replan(&mut setup)?;
        self.keep_setup(&mut setup)?;
        let busy = self.occupy(&setup.id)?;
        let journal = Arc::new(Journal::new(self, &setup.id, setup.found()?.id.as_str(), busy.stop()));
        let plan = [("detach.sign_in", "Sign in"), ("detach.shrink", "Take back what the others do not need")];
        let mut log = StepLog::new(steps, Arc::clone(&self.inner.wire), &plan);
        let admin: Admin = log
            .run("detach.sign_in", async |under| {
                journal.belongs_to(under);
                let admin = self.sign_in(&setup, &journal, setup.scopes(false)?, &order.way, under).await?;
                let detail = admin.account.clone();
                Ok((admin, detail))
            })
            .await?;
        log.run("detach.shrink", async |under| {
            journal.belongs_to(under);
            let before = setup.made.count();
            self.shrink(&mut setup, &admin).await?;
            Ok(((), format!("{} changes taken back", before.saturating_sub(setup.made.count()))))
        })
        .await
    }
}
