//! The app of a credential, acting on itself: signing in with one of its certificates, and changing which ones it has.

use super::record::Kept;
use crate::product::{Product, cloud_of};
use domain::cloud::{Api, Cloud};
use domain::ids::{ClientId, CredentialId, TenantId};
use domain::secret::AssertionKey;
use domain::tenant::CredentialKind;
use domain::{Code, Outcome, Problem};
use microsoft::{AccessToken, AppCredential, AppIdentity, OwnKeys, Tokens, own_registration};
use std::sync::Arc;
use vault::Stored;

impl Product {
    /// The key of a certificate, out of the vault.
    pub(super) async fn signing(&self, id: &CredentialId) -> Outcome<Arc<dyn AssertionKey>> {
        let id = id.clone();
        self.apart(move |product| match product.inner.vault.load_credential(&id, CredentialKind::Certificate)? {
            Stored::Certificate(key) => Ok(key as Arc<dyn AssertionKey>),
            Stored::Secret(_) => Err(Problem::new(Code::KeyUnusable, "A secret is where a key should be.")),
        })
        .await
    }

    /// The cloud of a tenant.
    pub(super) fn cloud_of_tenant(&self, id: &TenantId) -> Outcome<Cloud> {
        let tenants = self.inner.store.tenants()?;
        let tenant = tenants.iter().find(|tenant| tenant.id == *id).ok_or_else(|| {
            Problem::new(Code::IntegrationUnknown, format!("The tenant {id} is not connected any more."))
        })?;
        cloud_of(tenant)
    }

    /// An app with one of its certificates.
    pub(super) async fn app_signing_with(
        &self,
        tenant: &TenantId,
        client_id: &ClientId,
        credential: &CredentialId,
    ) -> Outcome<AppIdentity> {
        Ok(AppIdentity {
            cloud: self.cloud_of_tenant(tenant)?,
            tenant: tenant.clone(),
            client_id: client_id.clone(),
            credential: AppCredential::Certificate(self.signing(credential).await?),
        })
    }

    /// The app's own certificates and its object id, which is read where it is not known and the app may read itself.
    ///
    /// # Errors
    /// `renewal.object_id_needed`, those of the wire.
    pub(super) async fn own_keys_of(
        &self,
        app: &AppIdentity,
        token: Arc<AccessToken>,
        object_id: Option<String>,
    ) -> Outcome<(OwnKeys, String)> {
        let object_id = match object_id {
            Some(id) => id,
            None => match own_registration(&self.inner.wire, &app.cloud, &token, &app.client_id).await? {
                Some(found) => found.object_id,
                None => {
                    let message = format!("The object id of the app {} is not known.", app.client_id);
                    return Err(Problem::new(Code::ObjectIdNeeded, message));
                }
            },
        };
        Ok((OwnKeys::new(Arc::clone(&self.inner.wire), &app.cloud, token, &object_id)?, object_id))
    }

    /// The id under which a certificate is removed from its app: noted, or read where the app may read itself.
    pub(super) async fn key_id_of(
        &self,
        kept: &Kept,
        app: &AppIdentity,
        token: &AccessToken,
    ) -> Outcome<Option<String>> {
        if let Some(noted) = kept.registration.as_ref().and_then(|said| said.key_id.clone()) {
            return Ok(Some(noted));
        }
        let sha1 = match &kept.public {
            Some(public) => public.sha1.clone(),
            None => vault::read_certificate(&self.public_der(kept)?)?.sha1,
        };
        let found = own_registration(&self.inner.wire, &app.cloud, token, &app.client_id).await?;
        Ok(found.and_then(|found| found.keys.into_iter().find(|key| key.sha1 == sha1)).map(|key| key.key_id))
    }

    /// Takes a certificate off its app, with a proof that it signs itself. Tokens in use are of other credentials and stay.
    ///
    /// # Errors
    /// `renewal.object_id_needed`, `renewal.old_key_left`, `renewal.proof_refused`, those of vault and wire.
    pub(super) async fn take_off(&self, kept: &Kept) -> Outcome<()> {
        let said = kept.registration.as_ref().ok_or_else(|| {
            Problem::new(Code::NotRegistered, format!("{} is not known to be on any app.", kept.name))
        })?;
        let app = self.app_signing_with(&said.tenant, &said.client_id, &kept.id).await?;
        let scope = &app.cloud.api(Api::Graph)?.scope;
        let token = Tokens::new(Arc::clone(&self.inner.wire)).token(&app, scope).await?;
        let key_id = self.key_id_of(kept, &app, &token).await?.ok_or_else(|| {
            let message = "The id under which the certificate is removed from the app is not known.";
            let sha1 = kept.public.as_ref().map(|public| public.sha1.clone()).unwrap_or_default();
            Problem::new(Code::OldKeyLeft, message).fact("SHA-1 thumbprint", sha1)
        })?;
        let (keys, _) = self.own_keys_of(&app, token, said.object_id.clone()).await?;
        keys.remove(&key_id, self.signing(&kept.id).await?.as_ref()).await
    }
}
