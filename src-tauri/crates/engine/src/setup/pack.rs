//! The approval pack: a plan as a signed file for whoever may carry it out, and the result that comes back.
//!
//! The file holds the plan, the tenant and the certificate's public part. No password, key or secret travels: the key stays with
//! who will use it, and a secret that a vendor needs stays with who made it.

use super::made::Made;
use super::record::{KeptCertificate, KnownApp, Setup, SetupTenant, Stage};
use crate::product::Product;
use domain::plan::{self, Plan};
use domain::{Code, Outcome, Problem};
use serde::{Deserialize, Serialize};

/// The version of the file's form.
const VERSION: u32 = 1;
/// The largest file that is read.
const LARGEST: usize = 1024 * 1024;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    bartizan: String,
    version: u32,
    /// JSON as text: what is signed is exactly what is read.
    content: String,
    signer: String,
    signature: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PlanContent {
    setup: String,
    cloud: String,
    tenant: SetupTenant,
    plan: Plan,
    /// The certificate's public part, in base64.
    certificate: Option<PublicCertificate>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PublicCertificate {
    kept: KeptCertificate,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ResultContent {
    setup: String,
    tenant: SetupTenant,
    app: KnownApp,
    made: Made,
}

/// A file that was opened.
#[derive(Debug, Clone)]
pub struct OpenedPack {
    /// The fingerprint of whoever signed it.
    pub fingerprint: String,
    /// Whether it was signed by this installation.
    pub ours: bool,
    /// Whether it is a result, rather than a plan.
    pub is_result: bool,
    /// The setup that it became, or that it finished.
    pub setup: Setup,
}

/// Whose plan a setup carries out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanOrigin {
    /// The id of the setup on the other machine.
    pub setup: String,
    /// The fingerprint of who signed the plan.
    pub fingerprint: String,
}

impl Product {
    /// The plan of a setup as a signed file, and the signer's fingerprint.
    ///
    /// # Errors
    /// `setup.nothing_chosen` without a plan, those of the keyring.
    pub async fn plan_pack(&self, id: &str) -> Outcome<(String, String)> {
        let mut setup = self.setup(id)?;
        let plan = setup.planned()?.clone();
        if plan.has(domain::tenant::CredentialKind::Certificate) {
            self.make_setup_certificate(&mut setup, None).await?;
        }
        let content = PlanContent {
            setup: setup.id.clone(),
            cloud: setup.cloud.clone(),
            tenant: setup.found()?.clone(),
            plan,
            certificate: setup.certificate.clone().map(|kept| PublicCertificate { kept }),
        };
        self.signed("plan", &content).await
    }

    /// What carrying out somebody else's plan made, as a signed file for them.
    ///
    /// # Errors
    /// `setup.input_invalid` before it was carried out, or for a plan of one's own.
    pub async fn result_pack(&self, id: &str) -> Outcome<(String, String)> {
        let setup = self.setup(id)?;
        let Some(origin) = &setup.origin else {
            return Err(Problem::new(
                Code::InputInvalid,
                "The plan of this setup is one of this machine's own; there is nobody to tell.",
            ));
        };
        let content = ResultContent {
            setup: origin.setup.clone(),
            tenant: setup.found()?.clone(),
            app: setup.known_app()?.clone(),
            made: setup.made.clone(),
        };
        self.signed("result", &content).await
    }

    async fn signed<T: Serialize>(&self, what: &str, content: &T) -> Outcome<(String, String)> {
        let unwritable = |_| Problem::new(Code::Unexpected, "The plan cannot be written as JSON.");
        let content = serde_json::to_string(content).map_err(unwritable)?;
        let signer = self.apart(|product| product.inner.vault.signer()).await?;
        let file = File {
            bartizan: what.to_owned(),
            version: VERSION,
            signature: hex(&signer.sign(message(what, &content).as_bytes())),
            signer: hex(&signer.public()),
            content,
        };
        let text = serde_json::to_string_pretty(&file).map_err(unwritable)?;
        Ok((text, vault::fingerprint(&signer.public())))
    }

    /// Opens a plan or result file: a plan becomes a setup here, a result finishes the setup that it belongs to.
    ///
    /// # Errors
    /// `setup.plan_unreadable` for what is no such file, is of a newer version, or was changed after it was signed;
    /// `setup.not_found` for a result of a setup that is not here.
    pub async fn open_pack(&self, text: &str) -> Outcome<OpenedPack> {
        let wrong = |why: &str| Problem::new(Code::PlanUnreadable, why.to_owned());
        if text.len() > LARGEST {
            return Err(wrong("The file is larger than any plan."));
        }
        let file: File =
            serde_json::from_str(text).map_err(|_| wrong("The file is not a plan or result of Bartizan."))?;
        if file.version != VERSION {
            return Err(wrong(&format!("The file is of version {}, which this Bartizan does not know.", file.version)));
        }
        let public: [u8; 32] =
            super::register::bytes_of(&file.signer).try_into().map_err(|_| wrong("The file names no signer."))?;
        let signature = super::register::bytes_of(&file.signature);
        if !vault::verify(&public, message(&file.bartizan, &file.content).as_bytes(), &signature) {
            return Err(wrong("The file was changed after it was signed."));
        }
        let fingerprint = vault::fingerprint(&public);
        let own = self.apart(|product| product.inner.vault.signer()).await?;
        let ours = own.public() == public;
        let is_result = file.bartizan == "result";
        let setup =
            if is_result { self.finish_with(&file.content)? } else { self.take_plan(&file.content, &fingerprint)? };
        Ok(OpenedPack { fingerprint, ours, is_result, setup })
    }

    fn take_plan(&self, content: &str, fingerprint: &str) -> Outcome<Setup> {
        let content: PlanContent = serde_json::from_str(content).map_err(|error| {
            Problem::new(Code::PlanUnreadable, "The plan in the file cannot be read.").fact("Cause", error)
        })?;
        let mut setup = Setup::new(content.plan.chosen.clone(), self.now());
        let simulator = self.inner.rehearsal.address();
        setup.simulator = simulator.filter(|_| content.cloud == domain::cloud::SIMULATED);
        setup.cloud = content.cloud;
        // What is carried out is what was signed; this program only checks that it is a plan that it could have made.
        let cloud = setup.cloud()?;
        let own = plan::plan(&content.plan.chosen, &cloud, &content.plan.app_name)?;
        let beyond = content.plan.permissions.iter().find(|row| {
            !own.permissions
                .iter()
                .any(|known| known.api == row.api && known.value == row.value && known.kind == row.kind)
        });
        if let Some(beyond) = beyond {
            let message = format!("The plan asks for {}, which none of its integrations needs.", beyond.value);
            return Err(Problem::new(Code::PlanUnreadable, message));
        }
        if content.plan.roles.iter().any(|role| !own.roles.iter().any(|known| known.name == role.name)) {
            return Err(Problem::new(
                Code::PlanUnreadable,
                "The plan asks for a directory role that none of its integrations needs.",
            ));
        }
        setup.tenant = Some(content.tenant);
        setup.certificate = content.certificate.map(|public| public.kept);
        setup.app_name = Some(content.plan.app_name.clone());
        setup.plan = Some(content.plan);
        setup.origin = Some(PlanOrigin { setup: content.setup, fingerprint: fingerprint.to_owned() });
        setup.stage = Stage::Review;
        self.keep_setup(&mut setup)?;
        Ok(setup)
    }

    fn finish_with(&self, content: &str) -> Outcome<Setup> {
        let content: ResultContent = serde_json::from_str(content).map_err(|error| {
            Problem::new(Code::PlanUnreadable, "The result in the file cannot be read.").fact("Cause", error)
        })?;
        let mut setup = self.setup(&content.setup)?;
        if setup.found()?.id != content.tenant.id {
            return Err(Problem::new(Code::PlanUnreadable, "The result is of another tenant than the setup."));
        }
        setup.tenant = Some(content.tenant);
        setup.app = Some(content.app);
        setup.made = content.made;
        setup.stage = Stage::Collection;
        setup.problem = None;
        self.keep_setup(&mut setup)?;
        Ok(setup)
    }
}

/// What is signed: the kind of the file belongs to it.
fn message(what: &str, content: &str) -> String {
    format!("bartizan {what} {VERSION}\n{content}")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
