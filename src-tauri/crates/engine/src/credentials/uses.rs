//! Which credential was used when, and what for: every token, every proof, every hand-out.

use crate::product::{Inner, Product, View};
use crate::setup::Setup;
use domain::cloud::Api;
use domain::ids::CredentialId;
use domain::{Outcome, permissions};
use microsoft::{AppCredential, AppIdentity, TokenUse};
use std::sync::{Arc, Weak};
use store::CredentialUse;

impl Product {
    /// The newest uses of one credential, or of all, newest first.
    ///
    /// # Errors
    /// Those of the store.
    pub fn credential_uses(&self, id: Option<&CredentialId>, most: u32) -> Outcome<Vec<CredentialUse>> {
        self.inner.store.credential_uses(id, most)
    }

    /// Writes down every use of a credential for a token from now on.
    pub(crate) fn watch_credentials(&self) {
        let inner = Arc::downgrade(&self.inner);
        self.inner.tokens.witnessed_by(Box::new(move |used| note(&inner, used)));
    }

    /// Writes down a use. That it cannot be written down stops nothing.
    pub(crate) fn note_use(&self, credential: &CredentialId, what: String) {
        let used = CredentialUse { credential: credential.clone(), at: self.now(), what, problem: String::new() };
        drop(self.inner.store.add_credential_use(&used));
        self.touch(&[View::Credentials]);
    }
}

fn note(inner: &Weak<Inner>, used: &TokenUse<'_>) {
    let (app, scope) = (used.app.clone(), used.scope.to_owned());
    let (how, problem) = (used.how, used.problem.map(|problem| problem.code.name().to_owned()).unwrap_or_default());
    let Some(inner) = inner.upgrade() else { return };
    let work = move || {
        let product = Product { inner };
        let Some(credential) = product.credential_of(&app) else { return };
        let what = format!("token for {}, {how}", api_named(&app, &scope));
        let used = CredentialUse { credential, at: product.now(), what, problem };
        drop(product.inner.store.add_credential_use(&used));
        product.touch(&[View::Credentials]);
    };
    // The database is not waited for where tokens are asked for.
    match tokio::runtime::Handle::try_current() {
        Ok(runtime) => drop(runtime.spawn_blocking(work)),
        Err(_) => work(),
    }
}

impl Product {
    /// The credential that an app signs in with.
    fn credential_of(&self, app: &AppIdentity) -> Option<CredentialId> {
        match &app.credential {
            AppCredential::Certificate(key) => {
                let sha256: String = key.thumbprint_sha256().iter().map(|byte| format!("{byte:02X}")).collect();
                let noted = super::kept(&self.inner.store).ok()?;
                let known =
                    noted.into_iter().find(|kept| kept.public.as_ref().is_some_and(|public| public.sha256 == sha256));
                let of_integration = || {
                    let rows = self.inner.store.integrations().ok()?;
                    rows.into_iter().find(|row| row.credential.thumbprint == sha256).map(|row| row.credential.id)
                };
                // A setup proves its certificate before anything is attached with it.
                let of_setup = || {
                    let certificates = self.setups().ok()?.into_iter().filter_map(|setup| setup.certificate);
                    let mut credentials = certificates.map(|kept| kept.credential);
                    credentials.find(|credential| credential.thumbprint == sha256).map(|credential| credential.id)
                };
                known.map(|kept| kept.id).or_else(of_integration).or_else(of_setup)
            }
            AppCredential::Secret(_) => {
                let rows = self.inner.store.integrations().ok()?;
                let of_app = rows.into_iter().find(|row| row.client_id == app.client_id && row.tenant == app.tenant);
                let of_setup = || {
                    let meant = |setup: &Setup| setup.known_app().is_ok_and(|known| known.client_id == app.client_id);
                    let setup = self.setups().ok()?.into_iter().find(meant)?;
                    setup.secret.map(|kept| kept.credential.id)
                };
                of_app.map(|row| row.credential.id).or_else(of_setup)
            }
        }
    }
}

/// The API that a scope is of, by its name in the portal.
fn api_named(app: &AppIdentity, scope: &str) -> String {
    let of = |api: &Api| app.cloud.api(*api).is_ok_and(|host| host.scope == scope);
    Api::ALL.into_iter().find(of).map_or_else(|| scope.to_owned(), |api| permissions::api(api).name.clone())
}
