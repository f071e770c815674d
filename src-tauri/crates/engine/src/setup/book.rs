//! The book of setups: begin, look up, change, find the tenant, forget, and save texts where a person finds them.

use super::record::{Method, Setup, SetupTenant, Stage};
use crate::product::{Product, View};
use domain::cloud::{self, Cloud};
use domain::plan::{self, Chosen};
use domain::{Code, Outcome, Problem};
use microsoft::{Login, TenantFound};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What of a setup is changed; what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct SetupEdit {
    /// What is to be connected.
    pub choices: Option<Vec<Chosen>>,
    /// The name of the app.
    pub app_name: Option<String>,
    /// The client id of an app that exists and is to be brought to the plan; empty for a new one.
    pub adopt: Option<String>,
    /// How it is registered.
    pub method: Option<Method>,
    /// Bits of the certificate's key.
    pub bits: Option<u32>,
    /// Days that the certificate is valid for.
    pub days: Option<u32>,
    /// The step of the wizard to show.
    pub stage: Option<Stage>,
}

impl Product {
    /// Begins a setup.
    ///
    /// # Errors
    /// `integration.not_found`, those of the store.
    pub fn start_setup(&self, choices: Vec<Chosen>) -> Outcome<Setup> {
        for chosen in &choices {
            domain::catalog::entry(&chosen.integration)?;
        }
        let mut setup = Setup::new(choices, self.now());
        self.keep_setup(&mut setup)?;
        Ok(setup)
    }

    /// A setup.
    ///
    /// # Errors
    /// `setup.not_found`; a part of an id that only one setup has is enough.
    pub fn setup(&self, id: &str) -> Outcome<Setup> {
        let missing = || Problem::new(Code::SetupUnknown, format!("There is no setup \"{id}\"."));
        if let Some(document) = self.inner.store.setup(id)? {
            return read(&document);
        }
        let mut near = self.setups()?.into_iter().filter(|setup| id.len() >= 4 && setup.id.starts_with(id));
        match (near.next(), near.next()) {
            (Some(setup), None) => Ok(setup),
            _ => Err(missing()),
        }
    }

    /// All setups, the last changed first.
    ///
    /// # Errors
    /// Those of the store.
    pub fn setups(&self) -> Outcome<Vec<Setup>> {
        self.inner.store.setups()?.iter().map(|document| read(document)).collect()
    }

    /// Keeps a setup as it stands.
    pub(crate) fn keep_setup(&self, setup: &mut Setup) -> Outcome<()> {
        setup.changed = self.now();
        let document = serde_json::to_string(setup)
            .map_err(|_| Problem::new(Code::Unexpected, "The setup cannot be written as JSON."))?;
        self.inner.store.put_setup(&setup.id, setup.changed, &document)?;
        self.touch(&[View::Setup]);
        Ok(())
    }

    /// Changes a setup, and its plan with it.
    ///
    /// # Errors
    /// `setup.busy`, `setup.not_found`, `setup.input_invalid`, those of planning.
    pub async fn edit_setup(&self, id: &str, edit: SetupEdit) -> Outcome<Setup> {
        let mut setup = self.setup(id)?;
        let only_stage =
            edit.choices.is_none() && edit.app_name.is_none() && edit.method.is_none() && edit.adopt.is_none();
        if self.setup_runs(&setup.id) && !(only_stage && edit.bits.is_none() && edit.days.is_none()) {
            return Err(Problem::new(Code::SetupBusy, "The setup is being worked on; wait for it, or stop it."));
        }
        if let Some(choices) = edit.choices {
            setup.choices = choices;
        }
        if let Some(name) = edit.app_name {
            setup.app_name = Some(app_name(&name)?);
        }
        if let Some(id) = edit.adopt {
            setup.adopt = super::run::adopted_id(&id)?.map(|id| id.0);
        }
        setup.method = edit.method.unwrap_or(setup.method);
        if let Some(bits) = edit.bits {
            if !vault::KEY_BITS.contains(&bits) {
                return Err(Problem::new(Code::InputInvalid, "An RSA key has 2048, 3072 or 4096 bits."));
            }
            setup.certificate_bits = bits;
        }
        if let Some(days) = edit.days {
            if days == 0 || days > vault::MOST_DAYS {
                let message = format!("A certificate is valid for 1 to {} days.", vault::MOST_DAYS);
                return Err(Problem::new(Code::InputInvalid, message));
            }
            setup.certificate_days = days;
        }
        setup.stage = edit.stage.unwrap_or(setup.stage);
        if !only_stage && setup.tenant.is_some() {
            replan(&mut setup)?;
        }
        let needs = setup.plan.as_ref().is_some_and(|plan| plan.has(domain::tenant::CredentialKind::Certificate));
        // By hand, the certificate is there before the portal asks for it.
        if setup.method == Method::Portal && setup.stage >= Stage::Register && setup.stage < Stage::Done && needs {
            self.make_setup_certificate(&mut setup, None).await?;
        }
        self.keep_setup(&mut setup)?;
        Ok(setup)
    }

    /// Finds the tenant of a setup, by its id or any of its domains, and makes the plan for it.
    ///
    /// # Errors
    /// `setup.tenant_unknown`, `setup.wrong_cloud` where another cloud knows it, those of planning and the wire.
    pub async fn find_setup_tenant(&self, id: &str, cloud: &str, typed: &str) -> Outcome<Setup> {
        let mut setup = self.setup(id)?;
        let simulator = self.inner.rehearsal.address();
        let chosen = cloud::cloud(cloud, simulator.as_deref())?;
        let found = self.find_tenant(&chosen, typed).await?;
        setup.cloud.clone_from(&chosen.id);
        setup.simulator = simulator.filter(|_| chosen.id == cloud::SIMULATED);
        setup.tenant = Some(SetupTenant { id: found.id, name: name_of(&found.typed), domain: found.typed });
        replan(&mut setup)?;
        setup.stage = setup.stage.max(Stage::Review);
        self.keep_setup(&mut setup)?;
        Ok(setup)
    }

    /// Finds a tenant; one that is unknown where it was looked for is looked for in the other clouds.
    pub(crate) async fn find_tenant(&self, cloud: &Cloud, typed: &str) -> Outcome<TenantFound> {
        let wire = &self.inner.wire;
        let problem = match Login::new(Arc::clone(wire), cloud)?.find_tenant(typed).await {
            Ok(found) => return check_region(cloud, found),
            Err(problem) => problem,
        };
        if problem.code != Code::TenantUnknown || cloud.id == cloud::SIMULATED {
            return Err(problem);
        }
        for other in cloud::clouds().iter().filter(|other| other.login != cloud.login) {
            if Login::new(Arc::clone(wire), other)?.find_tenant(typed).await.is_ok() {
                let message = format!("{} lives in the cloud {}, not in {}.", typed.trim(), other.title, cloud.title);
                return Err(Problem::new(Code::WrongCloud, message).fact("Cloud", &other.title));
            }
        }
        Err(problem)
    }

    /// Forgets a setup that is not needed any more, with credentials that nothing uses. What it made in the tenant stays.
    ///
    /// # Errors
    /// `setup.busy`, `setup.not_found`, those of keyring and store.
    pub async fn forget_setup(&self, id: &str) -> Outcome<()> {
        let setup = self.setup(id)?;
        let _busy = self.occupy(&setup.id)?;
        let credentials = setup.certificate.iter().map(|kept| &kept.credential);
        for credential in credentials.chain(setup.secret.iter().map(|kept| &kept.credential)) {
            self.forget_credential(credential).await?;
        }
        self.inner.setups.read_by(&setup.id, None);
        self.inner.store.remove_setup(&setup.id)?;
        self.touch(&[View::Setup]);
        Ok(())
    }
}

/// Makes the plan anew from choices, tenant and name.
pub(crate) fn replan(setup: &mut Setup) -> Outcome<()> {
    let cloud = setup.cloud()?;
    let name = match (&setup.app_name, &setup.tenant) {
        (Some(name), _) => name.clone(),
        (None, Some(tenant)) => format!("Bartizan for {}", tenant.name),
        (None, None) => "Bartizan".to_owned(),
    };
    let made = plan::plan(&setup.choices, &cloud, &name)?;
    // What is registered already keeps the name that it was registered with.
    let registered = setup.made.application.is_some();
    let name = setup.plan.as_ref().filter(|_| registered).map_or(made.app_name.clone(), |old| old.app_name.clone());
    setup.plan = Some(plan::Plan { app_name: name, ..made });
    Ok(())
}

/// GCC shares its login host with Commercial; where the host tells them apart, a wrong choice is noticed.
fn check_region(cloud: &Cloud, found: TenantFound) -> Outcome<TenantFound> {
    let gcc = found.region.1.as_deref().is_some_and(|part| part.eq_ignore_ascii_case("GCC"));
    let lives_in = match cloud.id.as_str() {
        "commercial" if gcc => "GCC",
        "gcc" if !gcc && found.region.0.is_some() => "Commercial",
        _ => return Ok(found),
    };
    let message = format!("{} lives in the cloud {lives_in}, not in {}.", found.typed, cloud.title);
    Err(Problem::new(Code::WrongCloud, message).fact("Cloud", lives_in))
}

fn app_name(typed: &str) -> Outcome<String> {
    let name = typed.trim();
    // Source: microsoft-apis, sequence: displayName.
    if name.is_empty() || name.chars().count() > 120 || name.chars().any(char::is_control) {
        return Err(Problem::new(Code::InputInvalid, "The name of an app has 1 to 120 characters, in one line."));
    }
    Ok(name.to_owned())
}

/// A name for people out of a domain: `contoso.onmicrosoft.com` is Contoso.
fn name_of(typed: &str) -> String {
    if uuid::Uuid::parse_str(typed).is_ok() {
        return typed.to_owned();
    }
    let first = typed.split('.').next().unwrap_or(typed);
    let mut letters = first.chars();
    letters.next().map(|letter| letter.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn read(document: &str) -> Outcome<Setup> {
    serde_json::from_str(document).map_err(|error| {
        Problem::new(Code::StoreUnreadable, "A setup in the database cannot be read.").fact("Cause", error)
    })
}

/// Writes a text into a folder of the person's under a name that is free there, readable by its owner only.
///
/// # Errors
/// `store.unwritable`, `store.disk_full`.
pub fn saved_name(folder: &Path, stem: &str, ending: &str, text: &[u8]) -> Outcome<PathBuf> {
    let stem: String = stem.chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { '-' }).collect();
    for number in 1..1000_u32 {
        let name = if number == 1 { format!("{stem}.{ending}") } else { format!("{stem}-{number}.{ending}") };
        let path = folder.join(name);
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(&path).and_then(|mut file| file.write_all(text).and_then(|()| file.sync_all())) {
            Ok(()) => return Ok(path),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => {
                let full = matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded);
                let code = if full { Code::StoreDiskFull } else { Code::StoreUnwritable };
                let message = format!("{} cannot be written.", path.display());
                return Err(Problem::new(code, message).fact("Path", path.display()).fact("Cause", error));
            }
        }
    }
    Err(Problem::new(Code::StoreUnwritable, format!("{} holds a thousand files of that name.", folder.display())))
}
