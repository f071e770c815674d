//! What an app has, compared with the plan: seen with the app's own tokens, and more of it by a reader who signed in.

use super::admin::{READER_SCOPES, SignInWay};
use super::journal::Journal;
use super::record::{Compared, Setup};
use crate::product::Product;
use crate::steps::{StepLog, Steps};
use domain::cloud::Api;
use domain::permissions::{self, PermissionKind};
use domain::plan::Plan;
use domain::{Code, Outcome};
use std::sync::Arc;

/// How an app stands against a plan; each list in the order of the plan's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// For each permission of the plan whether the app has it; none when that cannot be told.
    pub permissions: Vec<Option<bool>>,
    /// For each directory role.
    pub roles: Vec<Option<bool>>,
    /// Application permissions beyond the plan.
    pub surplus: Vec<(Api, String)>,
}

/// How an app stands against a plan.
pub fn standing(plan: &Plan, compared: &Compared) -> Standing {
    let has = |api: Api, kind: PermissionKind, value: &str| -> Option<bool> {
        let list = match kind {
            PermissionKind::Application => compared.granted.get(&api)?.as_ref()?,
            PermissionKind::Delegated => compared.delegated.as_ref()?.get(&api)?,
        };
        Some(list.iter().any(|one| one == value))
    };
    let planned = |api: Api, value: &str| plan.of(api, PermissionKind::Application).any(|row| row.value == value);
    let granted = compared.granted.iter().filter_map(|(api, list)| Some((*api, list.as_ref()?)));
    let surplus = granted.flat_map(|(api, list)| list.iter().map(move |value| (api, value.clone())));
    Standing {
        permissions: plan.permissions.iter().map(|row| has(row.api, row.kind, &row.value)).collect(),
        roles: plan.roles.iter().map(|role| compared.roles.as_ref().map(|held| held.contains(&role.name))).collect(),
        surplus: surplus.filter(|(api, value)| !planned(*api, value)).collect(),
    }
}

impl Product {
    /// Looks at what the app of a setup has: its tokens for every API of the cloud, and what a reader can see.
    ///
    /// # Errors
    /// Those of signing in as the app; an API that is not there is no error.
    pub async fn compare_setup(&self, id: &str) -> Outcome<Setup> {
        let mut setup = self.setup(id)?;
        let _busy = self.occupy(&setup.id)?;
        let client_id = setup.known_app()?.client_id.clone();
        let mut compared = Compared { client_id: client_id.0.clone(), ..Compared::default() };
        if setup.certificate.is_some() || setup.secret.is_some() {
            let app = self.setup_identity(&setup).await?;
            for api in app.cloud.apis.keys().copied().collect::<Vec<_>>() {
                let roles = match self.fresh_token(&app, api).await {
                    Ok(token) => Some(token.roles.clone()),
                    Err(problem) if matches!(problem.code, Code::ProductMissing | Code::Refused) => None,
                    Err(problem) => return Err(problem),
                };
                compared.granted.insert(api, roles);
            }
        }
        if let Some(reader) = self.inner.setups.reader(&setup.id) {
            self.read_as(&reader, &mut setup, &mut compared).await?;
        }
        setup.compared = Some(compared);
        self.keep_setup(&mut setup)?;
        Ok(setup)
    }

    /// What a reader sees of the app: its name, its grants of every kind, its directory roles.
    async fn read_as(&self, reader: &super::Admin, setup: &mut Setup, compared: &mut Compared) -> Outcome<()> {
        let directory = &reader.directory;
        let client_id = setup.known_app()?.client_id.clone();
        let Some(found) = directory.application_with_client_id(client_id.as_str()).await? else { return Ok(()) };
        compared.name = Some(found.display_name.clone());
        let principal = directory.principal(client_id.as_str()).await?;
        if let Some(app) = setup.app.as_mut() {
            app.name = Some(found.display_name);
            app.object_id = Some(found.id);
            app.principal = principal.as_ref().map(|principal| principal.id.clone());
        }
        let Some(principal) = principal else { return Ok(()) };
        let assignments = directory.grants_of(&principal.id).await?;
        for api in setup.cloud()?.apis.keys().copied() {
            let Some(resource) = directory.api(api).await? else { continue };
            let own = assignments.iter().filter(|grant| grant.resource_id == resource.id);
            let values = own.filter_map(|grant| resource.role_value(&grant.app_role_id)).map(str::to_owned).collect();
            compared.granted.insert(api, Some(values));
        }
        let roles = directory.roles_of(&principal.id).await?;
        let name = |template: &str| permissions::role_of(template).map(|row| row.name.clone());
        compared.roles = Some(roles.iter().filter_map(|row| name(&row.role_definition_id)).collect());
        Ok(())
    }

    /// Signs somebody in who may read apps and roles, for the checks of a setup. Kept in memory until the setup ends or the
    /// token does; nothing can be changed with it.
    ///
    /// # Errors
    /// Those of signing in.
    pub async fn read_for_setup(&self, id: &str, way: &SignInWay, steps: Steps) -> Outcome<Setup> {
        let setup = self.setup(id)?;
        let busy = self.occupy(&setup.id)?;
        let journal = Arc::new(Journal::new(self, &setup.id, setup.found()?.id.as_str(), busy.stop()));
        let mut log = StepLog::new(steps, Arc::clone(&self.inner.wire), &[("reader", "Sign in to read")]);
        let admin = log
            .run("reader", async |under| {
                journal.belongs_to(under);
                let admin = self.sign_in(&setup, &journal, READER_SCOPES.to_vec(), way, under).await?;
                let detail = format!("{}, read only", admin.account);
                Ok((admin, detail))
            })
            .await?;
        self.inner.setups.read_by(&setup.id, Some(admin));
        Ok(setup)
    }

    /// Who reads for a setup.
    pub fn setup_reader(&self, id: &str) -> Option<String> {
        self.inner.setups.reader(id).map(|reader| reader.account.clone())
    }
}
