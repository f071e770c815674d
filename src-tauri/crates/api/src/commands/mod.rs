//! The commands: check the request, call the engine, convert the answer.

mod credentials;
mod secrets;

pub use secrets::{KEEP_RECOVERY_CODE, SecretsMoved, SecretsState, clipboard_problem, passphrase_needed};

use crate::api::{Api, StepSink, SystemClock};
use crate::convert::{self, problem_view, step_view};
use crate::explain::explain;
use crate::types::*;
use domain::ids::IntegrationId;
use domain::query::{Now, Query, parse};
use engine::store::Seq;
use engine::{Clock, ConnectOrder, OfferedCredential, Product, Steps};
use jiff::tz::TimeZone;
use std::sync::Arc;
use std::time::Instant;

mod collect;
mod questions;
mod setup;

pub use collect::{Reported, ReportedFeed};
pub use questions::Question;

type Answer<T> = Result<T, ProblemView>;

/// A credential as a terminal offers it.
pub enum Credential {
    /// A client secret's Value.
    Secret(domain::secret::SecretText),
    /// The text of a PEM file with certificate and key.
    Pem(Vec<u8>),
    /// A certificate that is kept here, by its name or id.
    Kept(String),
}

impl Api {
    /// What the window needs before it can draw. Never fails: what went wrong is part of the answer.
    ///
    /// # Errors
    /// None; the type is the one that every command has.
    pub async fn app_state(&self, _: Nothing) -> Answer<AppState> {
        let state = match self.product().await {
            Ok(product) => convert::app_state(&product).await.map_err(|problem| problem_view(&problem)),
            Err(problem) => Err(problem),
        };
        let mut state = state.unwrap_or_else(|problem| convert::no_state(&self.options.folder, problem));
        state.start_practising = self.options.start_practising && state.tenants.is_empty();
        Ok(state)
    }

    /// The measured state of every integration.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn overview(&self, _: Nothing) -> Answer<Overview> {
        let overview = self.product().await?.overview().await.map_err(|problem| problem_view(&problem))?;
        Ok(convert::overview(&overview))
    }

    /// Polls an integration as soon as possible.
    ///
    /// # Errors
    /// `integration.not_found`.
    pub async fn integration_poll(&self, request: IntegrationRequest) -> Answer<Nothing> {
        let id = IntegrationId(request.id);
        self.product().await?.poll_soon(&id).map_err(|problem| problem_view(&problem))?;
        Ok(Nothing {})
    }

    /// Pauses or resumes.
    ///
    /// # Errors
    /// `integration.not_found`, those of the store.
    pub async fn integrations_pause(&self, request: PauseRequest) -> Answer<Nothing> {
        let product = self.product().await?;
        let id = request.id.map(IntegrationId);
        product.set_paused(id.as_ref(), request.paused).map_err(|problem| problem_view(&problem))?;
        Ok(Nothing {})
    }

    /// Counts, facets and histogram of a query.
    ///
    /// # Errors
    /// `query.*` with the place of the mistake.
    pub async fn alerts_search(&self, request: AlertsSearch) -> Answer<AlertsFound> {
        let product = self.product().await?;
        let query = read_query(&product, &request.query)?;
        let (text, bars) = (request.query, request.bars.clamp(1, 400));
        let up_to = request.up_to.map(Seq);
        let began = Instant::now();
        let searched = query.clone();
        let found = with_store(&product, move |store| store.search(&searched, up_to, bars)).await?;
        let took = u32::try_from(began.elapsed().as_micros()).unwrap_or(u32::MAX);
        let data_up_to = convert::data_up_to(&product).await.map_err(|problem| problem_view(&problem))?;
        Ok(convert::found(&found, &query, &text, took, data_up_to))
    }

    /// Rows of a query.
    ///
    /// # Errors
    /// `query.*`.
    pub async fn alerts_rows(&self, request: AlertsRowsRequest) -> Answer<AlertsRows> {
        let product = self.product().await?;
        let query = read_query(&product, &request.query)?;
        let (sort, up_to) = (convert::sort(request.sort), request.up_to.map(Seq));
        let (offset, limit) = (request.offset, request.limit.clamp(1, 500));
        let (rows, tenants) = with_store(&product, move |store| {
            let rows = store.rows(&query, up_to, sort, request.descending, offset, limit)?;
            Ok((rows, store.tenants()?))
        })
        .await?;
        let converted = rows.rows.iter().map(|row| convert::row(row, &tenants)).collect();
        Ok(AlertsRows { offset, total: rows.total, rows: converted })
    }

    /// One alert in full.
    ///
    /// # Errors
    /// `alert.not_found`.
    pub async fn alert_detail(&self, request: AlertRequest) -> Answer<AlertDetail> {
        let product = self.product().await?;
        with_store(&product, move |store| {
            let stored = store.alert(Seq(request.seq))?;
            convert::detail(&stored, &store.tenants()?)
        })
        .await
    }

    /// One alert in full, by Microsoft's id or a part of it.
    ///
    /// # Errors
    /// `alert.not_found`, `alert.ambiguous`.
    pub async fn alert_by_id(&self, request: AlertByIdRequest) -> Answer<AlertDetail> {
        let product = self.product().await?;
        let seq = with_store(&product, move |store| store.find(request.id.trim())).await?;
        self.alert_detail(AlertRequest { seq: seq.0 }).await
    }

    /// The body as it arrived.
    ///
    /// # Errors
    /// `alert.not_found`.
    pub async fn alert_raw(&self, request: AlertRequest) -> Answer<AlertRaw> {
        let product = self.product().await?;
        let stored = with_store(&product, move |store| store.alert(Seq(request.seq))).await?;
        Ok(convert::raw(stored))
    }

    /// A code in full.
    ///
    /// # Errors
    /// `explain.unknown_code`.
    pub async fn explain(&self, request: ExplainRequest) -> Answer<ExplanationView> {
        explain(&request.code).map_err(|problem| problem_view(&problem))
    }

    /// Connects a simulated tenant from nothing.
    ///
    /// # Errors
    /// The step that failed.
    pub async fn practise(&self, _: Nothing, steps: StepSink) -> Answer<Connected> {
        let product = self.product().await?;
        let connected = product.practise(shown(steps)).await.map_err(|problem| problem_view(&problem))?;
        Ok(convert::connected(connected))
    }

    /// Connects an app that exists, from a terminal: with a secret or a PEM file. Without features, the usual ones.
    ///
    /// # Errors
    /// The first thing that is wrong; `credential.file_unreadable`.
    #[allow(clippy::too_many_arguments, reason = "one for each word of the command line")]
    pub async fn attach(
        &self,
        integration: &str,
        features: Option<Vec<String>>,
        cloud: &str,
        tenant: &str,
        client_id: &str,
        credential: Credential,
        steps: StepSink,
    ) -> Answer<Connected> {
        let credential = match credential {
            Credential::Secret(secret) => OfferedCredential::Secret(secret),
            Credential::Pem(text) => {
                let judged =
                    engine::judge(&[text], None, SystemClock.now()).map_err(|problem| problem_view(&problem))?;
                OfferedCredential::Certificate(judged.made)
            }
            Credential::Kept(named) => {
                self.product().await?.offer(&named).await.map_err(|problem| problem_view(&problem))?
            }
        };
        let order = ConnectOrder {
            integration: integration.to_owned(),
            features,
            cloud: cloud.to_owned(),
            tenant: tenant.to_owned(),
            client_id: client_id.to_owned(),
            credential,
        };
        self.connect_order(order, steps).await
    }

    async fn connect_order(&self, order: ConnectOrder, steps: StepSink) -> Answer<Connected> {
        let product = self.product().await?;
        let connected = product.connect(order, shown(steps)).await.map_err(|problem| problem_view(&problem))?;
        Ok(convert::connected(connected))
    }

    /// Renews every certificate that is due, and goes on with what waited.
    ///
    /// # Errors
    /// Those of opening the data folder; how a renewal ends is written down with it.
    pub async fn renew_what_is_due(&self) -> Answer<()> {
        self.product().await?.renew_what_is_due().await;
        Ok(())
    }

    /// Takes every key of this data folder out of the keyring, for a folder that is thrown away.
    ///
    /// # Errors
    /// Those of the keyring.
    pub async fn forget_keys(&self) -> Answer<()> {
        self.product().await?.forget_keys().map_err(|problem| problem_view(&problem))
    }
}

fn shown(sink: StepSink) -> Steps {
    Arc::new(move |step| sink(step_view(step)))
}

fn read_query(product: &Product, text: &str) -> Answer<Query> {
    let now = Now { at: product.now(), zone: TimeZone::system() };
    parse(text, &now).map_err(|problem| problem_view(&problem))
}

async fn with_store<T: Send + 'static>(
    product: &Product,
    work: impl FnOnce(&engine::store::Store) -> domain::Outcome<T> + Send + 'static,
) -> Answer<T> {
    product.with_store(work).await.map_err(|problem| problem_view(&problem))
}
