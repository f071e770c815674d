//! Test and save, the second half: the integrations are attached with their credentials, and the first alerts arrive.

use super::record::{Attached, Setup, Stage};
use crate::credentials::{Registration, registration_of};
use crate::product::{Product, View};
use crate::steps::{StepLog, Steps};
use domain::catalog::{self, CatalogEntry};
use domain::ids::IntegrationId;
use domain::tenant::{Credential, CredentialKind, Integration, Tenant};
use domain::{Code, Outcome, Problem};
use std::sync::Arc;

impl Product {
    /// Attaches what a setup chose. What is collected here is collected for the first time.
    ///
    /// # Errors
    /// `setup.input_invalid` before there is an app; `setup.tests_failed` when none of the integrations passed its tests; those of
    /// the store. A first collection that fails is shown on its step and in the overview; the integration is attached all the same.
    pub async fn attach_setup(&self, id: &str, steps: Steps) -> Outcome<Setup> {
        let mut setup = self.setup(id)?;
        let busy = self.occupy(&setup.id)?;
        let failed = |entry: &CatalogEntry| {
            setup.tests.iter().any(|test| test.integration == entry.id && test.passed == Some(false))
        };
        let entries: Vec<&CatalogEntry> =
            setup.choices.iter().filter_map(|chosen| catalog::entry(&chosen.integration).ok()).collect();
        let good: Vec<&CatalogEntry> = entries.iter().copied().filter(|entry| !failed(entry)).collect();
        if good.is_empty() {
            return Err(Problem::new(
                Code::TestsFailed,
                "None of the integrations passed its tests, so none is attached.",
            ));
        }
        let titles: Vec<(String, String)> =
            good.iter().map(|entry| (format!("attach/{}", entry.id), title(entry))).collect();
        let plan: Vec<_> = titles.iter().map(|(id, title)| (id.as_str(), title.as_str())).collect();
        let mut log = StepLog::new(steps, Arc::clone(&self.inner.wire), &plan);
        let tenant = self.tenant_row(&setup)?;
        for entry in good {
            let step = format!("attach/{}", entry.id);
            let attached = log.run(&step, async |_| self.attach_entry(&setup, &tenant, entry).await).await;
            let attached = match attached {
                Ok(attached) => attached,
                // Attached, and its first collection failed: the overview goes on from there.
                Err(_) => Attached {
                    integration: entry.id.clone(),
                    id: IntegrationId::of(&tenant.id, &entry.id),
                    items: None,
                },
            };
            setup.attached.retain(|known| known.id != attached.id);
            setup.attached.push(attached);
            self.keep_setup(&mut setup)?;
        }
        setup.stage = Stage::Done;
        setup.steps = log.into_steps();
        self.inner.setups.read_by(&setup.id, None);
        self.keep_setup(&mut setup)?;
        drop(busy);
        self.touch(&[View::App, View::Overview, View::Alerts, View::Setup]);
        Ok(setup)
    }

    async fn attach_entry(&self, setup: &Setup, tenant: &Tenant, entry: &CatalogEntry) -> Outcome<(Attached, String)> {
        let id = IntegrationId::of(&tenant.id, &entry.id);
        if entry.vendor_registers {
            return Ok((
                Attached { integration: entry.id.clone(), id, items: None },
                "Its vendor registers it".to_owned(),
            ));
        }
        let integration = Integration {
            id: id.clone(),
            tenant: tenant.id.clone(),
            catalog: entry.id.clone(),
            client_id: setup.known_app()?.client_id.clone(),
            credential: credential_for(setup, entry)?.clone(),
            attached: self.now(),
            paused: None,
        };
        let (tenant, noted) = (tenant.clone(), setup.clone());
        self.apart(move |product| {
            product.attach(&tenant, &integration)?;
            product.note_setup_credential(&noted, &integration)
        })
        .await?;
        let collected_here = entry.source.as_deref().and_then(sources::source).is_some();
        if !collected_here {
            return Ok((Attached { integration: entry.id.clone(), id, items: None }, "Attached".to_owned()));
        }
        let collected = self.collect(&id).await?;
        let items = collected.new + collected.updated;
        let detail = format!("{items} items in {} requests", collected.requests);
        Ok((Attached { integration: entry.id.clone(), id, items: Some(items) }, detail))
    }

    /// The registry of credentials knows what was made or given here, and which app has it.
    fn note_setup_credential(&self, setup: &Setup, integration: &Integration) -> Outcome<()> {
        let app = setup.known_app()?;
        let is = |credential: &Credential| credential.id == integration.credential.id;
        let certificate = setup.certificate.as_ref().filter(|kept| is(&kept.credential));
        let said = Registration {
            object_id: app.object_id.clone(),
            app_name: app.name.clone(),
            key_id: certificate.and_then(|kept| kept.key_id.clone()),
            ..registration_of(integration)
        };
        match certificate {
            Some(kept) => {
                let der = super::register::der_of(&kept.der);
                self.note_attached(integration, &kept.name, Some((&der, kept.made)), said)
            }
            None => {
                let name =
                    app.name.clone().unwrap_or_else(|| format!("{} of {}", integration.catalog, setup.tenant_name()));
                self.note_attached(integration, &name, None, said)
            }
        }
    }

    pub(crate) fn tenant_row(&self, setup: &Setup) -> Outcome<Tenant> {
        let found = setup.found()?;
        Ok(Tenant {
            id: found.id.clone(),
            name: found.name.clone(),
            domain: found.domain.clone(),
            cloud: setup.cloud.clone(),
            simulator: setup.simulator.clone(),
        })
    }
}

fn title(entry: &CatalogEntry) -> String {
    match entry.source {
        Some(_) => format!("Attach {} and collect", entry.title),
        None => format!("Attach {}", entry.title),
    }
}

/// The credential that an integration uses, as the plan says; where the app was given another kind, that one.
pub(super) fn credential_for<'a>(setup: &'a Setup, entry: &CatalogEntry) -> Outcome<&'a Credential> {
    let planned = setup.plan.iter().flat_map(|plan| &plan.credentials);
    let kind = planned.into_iter().find(|one| one.integrations.contains(&entry.id)).map(|one| one.kind);
    let certificate = setup.certificate.as_ref().map(|kept| &kept.credential);
    let secret = setup.secret.as_ref().map(|kept| &kept.credential);
    let chosen = match kind {
        Some(CredentialKind::Secret) => secret.or(certificate),
        _ => certificate.or(secret),
    };
    chosen.ok_or_else(|| Problem::new(Code::CredentialMissing, format!("{} has no credential yet.", entry.title)))
}
