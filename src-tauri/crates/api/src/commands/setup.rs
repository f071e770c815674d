//! The commands of setting up: check the request, call the engine, convert the answer.

use super::{Answer, shown};
use crate::api::{Api, StepSink};
use crate::convert::{self, problem_view};
use crate::types::*;
use domain::ids::IntegrationId;
use domain::{Code, Outcome, Problem};
use engine::{DetachOrder, Product, RunOrder, Setup, SetupEdit, UndoOrder};

impl Api {
    /// Everything that can be connected.
    ///
    /// # Errors
    /// None; the type is the one that every command has.
    pub async fn setup_catalog(&self, _: Nothing) -> Answer<SetupCatalog> {
        Ok(convert::setup_catalog())
    }

    /// The setups that were begun, the last changed first.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn setup_list(&self, _: Nothing) -> Answer<SetupList> {
        Ok(convert::setup_list(&said(self.product().await?.setups())?))
    }

    /// Begins a setup.
    ///
    /// # Errors
    /// `integration.not_found`, those of the store.
    pub async fn setup_start(&self, request: SetupStart) -> Answer<SetupView> {
        let product = self.product().await?;
        view(&product, product.start_setup(convert::chosen(request.choices)))
    }

    /// A setup as it stands.
    ///
    /// # Errors
    /// `setup.not_found`.
    pub async fn setup_get(&self, request: SetupRequest) -> Answer<SetupView> {
        let product = self.product().await?;
        view(&product, product.setup(&request.id))
    }

    /// Changes a setup.
    ///
    /// # Errors
    /// `setup.busy`, `setup.not_found`, `setup.input_invalid`, those of planning.
    pub async fn setup_change(&self, request: SetupChange) -> Answer<SetupView> {
        let product = self.product().await?;
        let edit = SetupEdit {
            choices: request.choices.map(convert::chosen),
            app_name: request.app_name,
            adopt: request.adopt,
            method: request.method.map(convert::method),
            bits: request.certificate.map(|wish| wish.bits),
            days: request.certificate.map(|wish| wish.days),
            stage: request.stage.map(convert::stage),
        };
        view(&product, product.edit_setup(&request.id, edit).await)
    }

    /// Finds the tenant of a setup and makes the plan for it.
    ///
    /// # Errors
    /// `setup.tenant_unknown`, `setup.wrong_cloud`, those of planning and the wire.
    pub async fn setup_find_tenant(&self, request: SetupFindTenant) -> Answer<SetupView> {
        let product = self.product().await?;
        view(&product, product.find_setup_tenant(&request.id, &request.cloud, &request.tenant).await)
    }

    /// Takes values that were pasted or typed.
    ///
    /// # Errors
    /// `setup.input_invalid`, `credential.secret_id`, `credential.key_instead`, `credential.file_unreadable`.
    pub async fn setup_values(&self, request: SetupValues) -> Answer<Recognised> {
        let product = self.product().await?;
        let field = request.field.map(convert::value_field);
        let (setup, found) = said(product.take_values(&request.id, request.pasted, field).await)?;
        let running = product.setup_runs(&setup.id);
        Ok(convert::recognised(found, convert::setup(&setup, running)))
    }

    /// Carries a setup out as an administrator who signs in.
    ///
    /// # Errors
    /// The step that failed.
    pub async fn setup_run(&self, request: SetupRun, steps: StepSink) -> Answer<SetupView> {
        let product = self.product().await?;
        let order = RunOrder { id: request.id, way: convert::sign_in(request.sign_in), adopt: request.adopt };
        let ran = product.run_setup(order, shown(steps)).await;
        view(&product, ran)
    }

    /// Asks a run to stop after the call that is under way.
    ///
    /// # Errors
    /// Those of opening the product.
    pub async fn setup_stop(&self, request: SetupRequest) -> Answer<Nothing> {
        self.product().await?.stop_setup(&request.id);
        Ok(Nothing {})
    }

    /// The record of a setup's calls.
    ///
    /// # Errors
    /// `setup.not_found`.
    pub async fn setup_record(&self, request: SetupRequest) -> Answer<CallRecord> {
        let product = self.product().await?;
        let id = said(product.setup(&request.id))?.id;
        let acts = said(product.with_store(move |store| store.acts(Some(&id), 5_000)).await)?;
        Ok(convert::call_record(&acts))
    }

    /// Takes back what a setup made.
    ///
    /// # Errors
    /// `setup.undo_incomplete`, those of signing in.
    pub async fn setup_undo(&self, request: SetupUndo, steps: StepSink) -> Answer<SetupView> {
        let product = self.product().await?;
        let order = UndoOrder { id: request.id, way: convert::sign_in(request.sign_in), from: request.from };
        let undone = product.undo_setup(order, shown(steps)).await;
        view(&product, undone)
    }

    /// The checklist for the portal.
    ///
    /// # Errors
    /// `setup.not_found`, `setup.nothing_chosen`.
    pub async fn setup_portal(&self, request: SetupRequest) -> Answer<PortalView> {
        Ok(convert::portal_page(&said(self.product().await?.setup_portal(&request.id))?))
    }

    /// Looks at the steps of the portal.
    ///
    /// # Errors
    /// `setup.not_found`, `setup.busy`, those of the wire.
    pub async fn setup_check(&self, request: PortalCheck) -> Answer<PortalView> {
        let product = self.product().await?;
        Ok(convert::portal_page(&said(product.check_portal(&request.id, request.step.as_deref()).await)?))
    }

    /// Signs somebody in who may read, for the checks.
    ///
    /// # Errors
    /// Those of signing in.
    pub async fn setup_reader(&self, request: SetupRun, steps: StepSink) -> Answer<PortalView> {
        let product = self.product().await?;
        said(product.read_for_setup(&request.id, &convert::sign_in(request.sign_in), shown(steps)).await)?;
        Ok(convert::portal_page(&said(product.setup_portal(&request.id))?))
    }

    /// Looks at what the app of a setup has and lacks.
    ///
    /// # Errors
    /// Those of signing in as the app.
    pub async fn setup_compare(&self, request: SetupRequest) -> Answer<SetupView> {
        let product = self.product().await?;
        let compared = product.compare_setup(&request.id).await;
        view(&product, compared)
    }

    /// Tests every feature of a setup.
    ///
    /// # Errors
    /// Those of signing in at all.
    pub async fn setup_test(&self, request: SetupRequest, steps: StepSink) -> Answer<SetupView> {
        let product = self.product().await?;
        let tested = product.test_setup(&request.id, shown(steps)).await;
        view(&product, tested)
    }

    /// Attaches what a setup chose, and collects for the first time.
    ///
    /// # Errors
    /// `setup.tests_failed`, those of the store.
    pub async fn setup_attach(&self, request: SetupRequest, steps: StepSink) -> Answer<SetupView> {
        let product = self.product().await?;
        let attached = product.attach_setup(&request.id, shown(steps)).await;
        view(&product, attached)
    }

    /// Forgets a setup.
    ///
    /// # Errors
    /// `setup.busy`, `setup.not_found`.
    pub async fn setup_forget(&self, request: SetupRequest) -> Answer<Nothing> {
        said(self.product().await?.forget_setup(&request.id).await)?;
        Ok(Nothing {})
    }

    /// The plan of a setup as a text, and the signer's fingerprint where it is signed.
    ///
    /// # Errors
    /// `setup.nothing_chosen`, those of the keyring.
    pub async fn setup_plan_text(&self, id: &str, format: PlanFormat) -> Answer<(String, String)> {
        let product = self.product().await?;
        if format == PlanFormat::Pack {
            return said(product.plan_pack(id).await);
        }
        let setup = said(product.setup(id))?;
        let written = said(written(&setup, format))?;
        Ok((written, String::new()))
    }

    /// Saves the plan of a setup where a person finds it.
    ///
    /// # Errors
    /// `setup.nothing_chosen`, `store.unwritable`, those of the keyring.
    pub async fn setup_save_plan(&self, request: PlanSave) -> Answer<Saved> {
        let (text, fingerprint) = self.setup_plan_text(&request.id, request.format).await?;
        let product = self.product().await?;
        let tenant = said(product.setup(&request.id))?.tenant.map(|tenant| tenant.name).unwrap_or_default();
        let (stem, ending) = match request.format {
            PlanFormat::Markdown => ("plan", "md"),
            PlanFormat::Json => ("plan", "json"),
            PlanFormat::Pack => ("signed-plan", "json"),
        };
        self.save(&format!("bartizan-{stem}-{tenant}"), ending, text, fingerprint).await
    }

    /// What carrying out somebody else's plan made, as a signed text for them, and the signer's fingerprint.
    ///
    /// # Errors
    /// `setup.input_invalid` for a plan of one's own.
    pub async fn setup_result_text(&self, id: &str) -> Answer<(String, String)> {
        said(self.product().await?.result_pack(id).await)
    }

    /// Saves that result where a person finds it.
    ///
    /// # Errors
    /// As for [`Api::setup_result_text`]; `store.unwritable`.
    pub async fn setup_save_result(&self, request: SetupRequest) -> Answer<Saved> {
        let (text, fingerprint) = self.setup_result_text(&request.id).await?;
        self.save("bartizan-result", "json", text, fingerprint).await
    }

    /// The certificate of a setup in PEM: the public part.
    ///
    /// # Errors
    /// `credential.missing` before there is one.
    pub async fn setup_certificate_pem(&self, id: &str) -> Answer<String> {
        let setup = said(self.product().await?.setup(id))?;
        let missing = || Problem::new(Code::CredentialMissing, "The setup has no certificate yet.");
        said(setup.certificate.as_ref().ok_or_else(missing).and_then(|kept| kept.pem()))
    }

    /// Whether an integration's form takes this base address.
    ///
    /// # Errors
    /// `setup.input_invalid` for another one.
    pub fn check_base_url(&self, integration: &str, base: &str) -> Answer<()> {
        let entry = said(domain::catalog::entry(integration))?;
        if entry.takes_base_url(base) {
            return Ok(());
        }
        let message = format!("{base} is no address of {}. It takes {}.", entry.title, entry.base_urls.join(" or "));
        said(Err(Problem::new(Code::InputInvalid, message)))
    }

    /// Saves the certificate of a setup, its public part, for the portal's upload.
    ///
    /// # Errors
    /// `credential.missing` before there is one; `store.unwritable`.
    pub async fn setup_save_certificate(&self, request: SetupRequest) -> Answer<Saved> {
        let pem = self.setup_certificate_pem(&request.id).await?;
        let setup = said(self.product().await?.setup(&request.id))?;
        let (name, sha1) = setup.certificate.map(|kept| (kept.name, kept.sha1)).unwrap_or_default();
        self.save(&format!("bartizan-{name}"), "pem", pem, sha1).await
    }

    /// Opens a plan or result file of somebody else.
    ///
    /// # Errors
    /// `setup.plan_unreadable`, `setup.not_found`.
    pub async fn setup_open(&self, request: PackText) -> Answer<PackOpened> {
        let product = self.product().await?;
        let opened = said(product.open_pack(&request.text).await)?;
        Ok(PackOpened {
            fingerprint: opened.fingerprint,
            ours: opened.ours,
            is_result: opened.is_result,
            setup: convert::setup(&opened.setup, false),
        })
    }

    /// Detaches an integration.
    ///
    /// # Errors
    /// `integration.not_found`, those of signing in and undoing.
    pub async fn detach(&self, request: Detach, steps: StepSink) -> Answer<Nothing> {
        let product = self.product().await?;
        let order = DetachOrder {
            id: IntegrationId(request.id),
            how: match request.how {
                DetachHow::KeepEverything => engine::DetachHow::KeepEverything,
                DetachHow::ForgetCredential => engine::DetachHow::ForgetCredential,
                DetachHow::RemoveFromTenant => engine::DetachHow::RemoveFromTenant,
            },
            delete_items: request.delete_items,
            way: convert::sign_in(request.sign_in),
        };
        said(product.detach(order, shown(steps)).await)?;
        Ok(Nothing {})
    }

    /// Writes a text into the person's folder for downloads.
    async fn save(&self, stem: &str, ending: &'static str, text: String, fingerprint: String) -> Answer<Saved> {
        let folder = crate::api::download_folder()?;
        let stem = stem.to_owned();
        let written = tokio::task::spawn_blocking(move || engine::saved_name(&folder, &stem, ending, text.as_bytes()));
        let path = written
            .await
            .unwrap_or_else(|_| Err(Problem::new(Code::Unexpected, "Writing the file ended unexpectedly.")))
            .map_err(|problem| problem_view(&problem))?;
        Ok(Saved { path: path.display().to_string(), fingerprint })
    }
}

pub(super) fn said<T>(outcome: Outcome<T>) -> Answer<T> {
    outcome.map_err(|problem| problem_view(&problem))
}

fn view(product: &Product, setup: Outcome<Setup>) -> Answer<SetupView> {
    let setup = said(setup)?;
    Ok(convert::setup(&setup, product.setup_runs(&setup.id)))
}

fn written(setup: &Setup, format: PlanFormat) -> Outcome<String> {
    let missing =
        || Problem::new(Code::NothingChosen, "There is no plan yet: choose integrations and name the tenant.");
    let (plan, cloud) = setup.plan.as_ref().zip(setup.cloud_now()).ok_or_else(missing)?;
    if format == PlanFormat::Markdown {
        let tenant = setup.tenant.as_ref().map(|tenant| tenant.domain.clone()).unwrap_or_default();
        return Ok(domain::plan::markdown(plan, &cloud, &tenant));
    }
    let calls = domain::plan::calls(plan, &cloud);
    let tenant = setup.tenant.as_ref();
    let whole = serde_json::json!({"tenant": tenant, "plan": plan, "calls": calls});
    serde_json::to_string_pretty(&whole)
        .map_err(|_| Problem::new(Code::Unexpected, "The plan cannot be written as JSON."))
}
