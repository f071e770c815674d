//! The administrator who signs in: for one run, checked against the plan before anything is created, dropped at its end.

use super::journal::Journal;
use super::record::Setup;
use crate::product::Product;
use crate::steps::{Prompt, Under};
use domain::cloud::Cloud;
use domain::ids::TenantId;
use domain::permissions;
use domain::plan::Plan;
use domain::{Code, Outcome, Problem};
use microsoft::{AccessToken, Directory, Login, PUBLIC_CLIENT, SignInWish, sign_in_on_simulator};
use std::sync::Arc;

/// How a person signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignInWay {
    /// In the system's browser.
    Browser,
    /// With a code that is typed on any machine.
    DeviceCode,
    /// Played by the program, on a simulated tenant only.
    Played(String),
}

/// What a reader may do: look at apps, roles and policies, and change nothing.
pub(crate) const READER_SCOPES: [&str; 3] = ["Application.Read.All", "RoleManagement.Read.Directory", "User.Read"];

impl Setup {
    /// The scopes that changing the tenant for this setup takes: those of the plan, those of what it made before and does not name any
    /// more, and to look at what an app that exists has.
    pub(crate) fn scopes(&self, looks: bool) -> Outcome<Vec<&'static str>> {
        let mut scopes = self.planned()?.sign_in_scopes();
        let looks = looks && self.app.as_ref().is_some_and(|app| !app.ours);
        for (needed, scope) in [
            (looks || !self.made.delegated.is_empty(), "DelegatedPermissionGrant.ReadWrite.All"),
            (!self.made.roles.is_empty(), "RoleManagement.ReadWrite.Directory"),
            (looks, "RoleManagement.Read.Directory"),
        ] {
            if needed && !scopes.contains(&scope) {
                scopes.push(scope);
            }
        }
        Ok(scopes)
    }
}

/// Somebody who is signed in.
pub(crate) struct Admin {
    pub(crate) directory: Directory,
    pub(crate) account: String,
    /// Names of the directory roles held; none when the token does not say.
    roles: Option<Vec<String>>,
}

impl Product {
    /// Signs a person in to the tenant of a setup.
    pub(crate) async fn sign_in(
        &self,
        setup: &Setup,
        journal: &Arc<Journal>,
        scopes: Vec<&'static str>,
        way: &SignInWay,
        under: &Under,
    ) -> Outcome<Admin> {
        self.sign_in_to(&setup.cloud()?, &setup.found()?.id, journal, scopes, way, under).await
    }

    /// Signs a person in to a tenant.
    pub(crate) async fn sign_in_to(
        &self,
        cloud: &Cloud,
        tenant: &TenantId,
        journal: &Arc<Journal>,
        scopes: Vec<&'static str>,
        way: &SignInWay,
        under: &Under,
    ) -> Outcome<Admin> {
        let login = Login::new(Arc::clone(&self.inner.wire), cloud)?;
        let client_id = self.inner.public_client.clone().unwrap_or_else(|| PUBLIC_CLIENT.to_owned());
        let wish = SignInWish { client_id, scopes };
        let what = "Sign in as an administrator";
        let token = match way {
            SignInWay::DeviceCode => {
                let code = login.start_device_code(tenant, &wish).await?;
                let prompt =
                    Prompt { url: code.verification_uri.clone(), code: Some(code.user_code.clone()), opened: false };
                under.ask(prompt, "Open the page on any machine and type the code.".to_owned());
                journal.around(what, TOKEN_CALL, login.finish_device_code(tenant, &code)).await?
            }
            SignInWay::Browser => {
                let begun = login.start_browser(tenant, &wish).await?;
                let opened = (self.inner.browser)(begun.url());
                let detail = if opened { "Sign in in the browser that was opened." } else { NO_BROWSER };
                under.ask(Prompt { url: begun.url().to_owned(), code: None, opened }, detail.to_owned());
                journal.around(what, TOKEN_CALL, login.finish_browser(tenant, &begun)).await?
            }
            SignInWay::Played(account) => {
                let begun = login.start_browser(tenant, &wish).await?;
                sign_in_on_simulator(&self.inner.wire, cloud, &begun, account).await?;
                journal.around(what, TOKEN_CALL, login.finish_browser(tenant, &begun)).await?
            }
        };
        under.goes_on("");
        self.admin(cloud, tenant, journal, token)
    }

    fn admin(&self, cloud: &Cloud, tenant: &TenantId, journal: &Arc<Journal>, token: AccessToken) -> Outcome<Admin> {
        let person = token.person.clone();
        if !person.tenant.is_empty() && person.tenant != tenant.as_str() {
            let message = format!("{} belongs to another tenant than the one that is set up.", person.account);
            return Err(Problem::new(Code::SignedInElsewhere, message)
                .fact("Tenant of the account", person.tenant)
                .fact("Tenant of the setup", tenant));
        }
        journal.made_as(&person.account);
        let name = |id: &String| permissions::role_of(id).map_or_else(|| id.clone(), |role| role.name.clone());
        let roles = person.directory_roles.map(|ids| ids.iter().map(name).collect());
        let log: Arc<Journal> = Arc::clone(journal);
        let directory = Directory::new(Arc::clone(&self.inner.wire), cloud, token, log)?;
        Ok(Admin { directory, account: person.account, roles })
    }
}

const TOKEN_CALL: &str = "POST /{tenant}/oauth2/v2.0/token";
const NO_BROWSER: &str = "No browser could be opened here. Copy the address into one, or sign in with a code instead.";

impl Admin {
    /// The roles held, in words.
    pub(crate) fn roles_in_words(&self) -> String {
        match &self.roles {
            None => "roles not told".to_owned(),
            Some(roles) if roles.is_empty() => "no directory role".to_owned(),
            Some(roles) => roles.join(", "),
        }
    }

    /// Refuses, before anything is created, an account that cannot do every step of the plan. Where the token does not tell the
    /// roles, Microsoft's own refusal does.
    pub(crate) fn may_carry_out(&self, plan: &Plan) -> Outcome<()> {
        let needed = plan.admin_roles();
        let Some(held) = &self.roles else { return Ok(()) };
        if held.iter().any(|role| needed.contains(&role.as_str())) {
            return Ok(());
        }
        let step = if plan.takes_privileged_role() && held.iter().any(|role| registers(role)) {
            "It could register the app, but not grant what the plan asks for: application permissions of Microsoft Graph and directory roles."
        } else {
            "It cannot register apps."
        };
        let message = format!(
            "{} holds {}. {step} The plan takes {}. Nothing was created.",
            self.account,
            self.roles_in_words(),
            needed.join(" or ")
        );
        Err(Problem::new(Code::AdminRoleMissing, message)
            .fact("Account", &self.account)
            .fact("Roles held", self.roles_in_words())
            .fact("Roles of which one is needed", needed.join(", ")))
    }
}

fn registers(role: &str) -> bool {
    permissions::role(role).is_some_and(|role| role.registers)
}
