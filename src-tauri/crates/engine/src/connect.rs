//! Connecting an app that exists, in one go: every claim is proven before anything is kept.
//!
//! It is a setup of its own that is begun, tested and attached; what cannot be proven leaves nothing behind.

use crate::product::Product;
use crate::setup::{Method, Setup, SetupEdit};
use crate::steps::{Connected, Step, StepLog, Steps};
use domain::catalog;
use domain::ids::ClientId;
use domain::plan::Chosen;
use domain::secret::SecretText;
use domain::{Code, Outcome, Problem};
use std::sync::{Arc, Mutex, PoisonError};
use vault::MadeCertificate;

/// What a person offers as credential.
pub enum OfferedCredential {
    /// A client secret's Value.
    Secret(SecretText),
    /// A certificate with its key.
    Certificate(MadeCertificate),
}

/// An app that exists, as a person named it.
pub struct ConnectOrder {
    /// The integration of the catalog.
    pub integration: String,
    /// The keys of its features; none takes the usual ones.
    pub features: Option<Vec<String>>,
    /// The cloud's key.
    pub cloud: String,
    /// Tenant id or domain.
    pub tenant: String,
    /// Application (client) ID.
    pub client_id: String,
    /// Its credential.
    pub credential: OfferedCredential,
}

impl Product {
    /// Connects an app that exists and collects for the first time.
    ///
    /// # Errors
    /// The first thing that is wrong; nothing is kept then, unless only the collection failed.
    pub async fn connect(&self, order: ConnectOrder, steps: Steps) -> Outcome<Connected> {
        let entry = catalog::entry(order.integration.trim())?;
        let client_id = client_id(&order.client_id)?;
        let kept: Arc<Mutex<Vec<Step>>> = Arc::default();
        let steps = remembering(steps, &kept);
        let features = order.features.clone().unwrap_or_else(|| entry.usual_features());
        let setup = self.start_setup(vec![Chosen { integration: entry.id.clone(), features }])?;
        let id = setup.id.clone();
        let proven = self.prove(setup, order, client_id, &steps).await;
        let Ok(()) = proven.as_ref() else {
            // What could not be proven must not stay in the keyring.
            self.forget_setup(&id).await?;
            return Err(proven.err().unwrap_or_else(|| Problem::new(Code::Unexpected, "A failure that is none.")));
        };
        let setup = self.attach_setup(&id, steps).await?;
        let steps = kept.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match steps.iter().find_map(|step| step.problem.clone()) {
            Some(problem) => Err(problem),
            None => self.connected(&setup, steps),
        }
    }

    async fn prove(&self, setup: Setup, order: ConnectOrder, client_id: ClientId, steps: &Steps) -> Outcome<()> {
        let id = setup.id;
        let mut log =
            StepLog::new(Arc::clone(steps), Arc::clone(&self.inner.wire), &[("connect.tenant", "Find the tenant")]);
        log.run("connect.tenant", async |_| {
            let found = self.find_setup_tenant(&id, &order.cloud, &order.tenant).await?;
            Ok(((), format!("Tenant ID {}", found.found()?.id)))
        })
        .await?;
        let edit = SetupEdit { method: Some(Method::Existing), ..SetupEdit::default() };
        let mut setup = self.edit_setup(&id, edit).await?;
        setup.use_app(client_id);
        match tidied(order.credential)? {
            OfferedCredential::Secret(secret) => self.keep_given_secret(&mut setup, secret).await?,
            OfferedCredential::Certificate(made) => {
                let name = format!("{} of {}", order.integration.trim(), setup.tenant_name());
                self.keep_certificate(&mut setup, made, &name, false).await?;
            }
        }
        let tested = self.test_setup(&id, Arc::clone(steps)).await?;
        match tested.tests.into_iter().find_map(|test| test.problem) {
            Some(problem) => Err(problem),
            None => Ok(()),
        }
    }

    /// What a setup that is attached achieved.
    pub(crate) fn connected(&self, setup: &Setup, steps: Vec<Step>) -> Outcome<Connected> {
        let missing = || Problem::new(Code::Unexpected, "The setup ended without an integration.");
        let attached = setup.attached.first().ok_or_else(missing)?;
        let integration = self.inner.store.integration(&attached.id)?;
        let tenant = setup.found()?;
        Ok(Connected {
            tenant: tenant.id.clone(),
            tenant_name: tenant.name.clone(),
            integration: attached.id.clone(),
            credential: integration.credential,
            items: attached.items.unwrap_or(0),
            steps,
        })
    }
}

/// Shows steps and keeps how each stood last.
pub(crate) fn remembering(show: Steps, kept: &Arc<Mutex<Vec<Step>>>) -> Steps {
    let kept = Arc::clone(kept);
    Arc::new(move |step| {
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        match kept.iter_mut().find(|known| known.id == step.id) {
            Some(known) => known.clone_from(step),
            None => kept.push(step.clone()),
        }
        drop(kept);
        show(step);
    })
}

/// A secret without the spaces and line ends that come along when it is copied.
fn tidied(offered: OfferedCredential) -> Outcome<OfferedCredential> {
    match offered {
        OfferedCredential::Secret(secret) if secret.reveal().trim().is_empty() => {
            Err(Problem::new(Code::InputInvalid, "The client secret is empty; its Value is needed."))
        }
        OfferedCredential::Secret(secret) => {
            Ok(OfferedCredential::Secret(SecretText::new(secret.reveal().trim().to_owned())))
        }
        certificate @ OfferedCredential::Certificate(_) => Ok(certificate),
    }
}

fn client_id(typed: &str) -> Outcome<ClientId> {
    uuid::Uuid::parse_str(typed.trim()).map(|id| ClientId(id.to_string())).map_err(|_| {
        let message = format!("\"{}\" is no Application (client) ID; that is a GUID.", typed.trim());
        Problem::new(Code::InputInvalid, message)
    })
}
