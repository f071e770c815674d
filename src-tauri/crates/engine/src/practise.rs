//! Practising: everything from an empty tenant to the first alerts, on a simulated tenant.
//!
//! It is the setup itself, over the wire exactly as it would be at Microsoft. One thing only is played: the administrator at the
//! sign-in page, and only where the cloud is a loopback simulator.

use crate::connect::remembering;
use crate::product::Product;
use crate::setup::{RunOrder, Setup, SignInWay};
use crate::steps::{Connected, StepLog, Steps};
use domain::Outcome;
use domain::catalog;
use domain::cloud::SIMULATED;
use domain::plan::Chosen;
use std::sync::{Arc, Mutex, PoisonError};

/// What is practised with.
const INTEGRATION: &str = "defender-xdr";

impl Product {
    /// Connects a simulated tenant from nothing and collects its alerts.
    ///
    /// # Errors
    /// The step that failed; what was kept before stays, and practising again goes on with it.
    pub async fn practise(&self, steps: Steps) -> Outcome<Connected> {
        let kept: Arc<Mutex<Vec<crate::Step>>> = Arc::default();
        let steps = remembering(steps, &kept);
        let mut log = StepLog::new(
            Arc::clone(&steps),
            Arc::clone(&self.inner.wire),
            &[("practise.tenant", "Start the simulated tenant")],
        );
        let domain = log
            .run("practise.tenant", async |_| {
                let stage = self.inner.rehearsal.stage().await?;
                let what = if stage.fresh { "started at" } else { "runs at" };
                let detail = format!("{} {what} {}", stage.domain, stage.base);
                Ok((stage.domain, detail))
            })
            .await?;
        let setup = self.practised(&domain).await?;
        let way = SignInWay::Played(format!("admin@{domain}"));
        let order = RunOrder { id: setup.id.clone(), way, adopt: None };
        let setup = self.run_setup(order, Arc::clone(&steps)).await?;
        let setup = self.attach_setup(&setup.id, steps).await?;
        let steps = kept.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let failed = steps.iter().find_map(|step| step.problem.clone());
        match failed {
            Some(problem) => Err(problem),
            None => self.connected(&setup, steps),
        }
    }

    /// The setup that is practised: one that was begun before goes on.
    async fn practised(&self, domain: &str) -> Outcome<Setup> {
        let address = self.inner.rehearsal.address();
        let begun = self
            .setups()?
            .into_iter()
            .find(|setup| setup.cloud == SIMULATED && setup.simulator == address && setup.attached.is_empty());
        if let Some(setup) = begun {
            return Ok(setup);
        }
        let features = catalog::entry(INTEGRATION)?.usual_features();
        let setup = self.start_setup(vec![Chosen { integration: INTEGRATION.to_owned(), features }])?;
        self.find_setup_tenant(&setup.id, SIMULATED, domain).await
    }
}
