//! The credentials of a setup: made here or given, in the keyring under ids, never in the setup itself.

use super::record::{KeptCertificate, KeptSecret, KnownApp, Setup};
use crate::product::Product;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::ids::CredentialId;
use domain::secret::SecretText;
use domain::tenant::{Credential, CredentialKind};
use domain::{Code, Outcome, Problem};
use jiff::SignedDuration;
use microsoft::AppIdentity;
use sha1::{Digest, Sha1};
use vault::{CertificateWish, MadeCertificate, make_certificate};

impl Product {
    /// Makes the certificate of a setup, no longer valid than the tenant allows; one that was made before stays, unless it is too long.
    pub(crate) async fn make_setup_certificate(
        &self,
        setup: &mut Setup,
        most_days: Option<u32>,
    ) -> Outcome<((), String)> {
        if setup.is_of_others() {
            let kept = setup.certificate.as_ref().map(|kept| kept.sha1.clone()).unwrap_or_default();
            return Ok((
                (),
                format!("It came with the plan, SHA-1 thumbprint {kept}; its key stays where it was made"),
            ));
        }
        let days = most_days.map_or(setup.certificate_days, |most| most.min(setup.certificate_days)).max(1);
        if let Some(kept) = &setup.certificate {
            let limit = self.now().checked_add(SignedDuration::from_hours(24 * (i64::from(days) + 1)));
            let fits = match (kept.credential.expires, limit) {
                (Some(expires), Ok(limit)) => most_days.is_none() || expires <= limit,
                _ => true,
            };
            if fits || setup.made.application.is_some() {
                return Ok(((), format!("RSA, SHA-1 thumbprint {}", kept.sha1)));
            }
            self.forget_credential(&kept.credential.clone()).await?;
            setup.certificate = None;
        }
        let (now, bits) = (self.now(), setup.certificate_bits);
        let wish = CertificateWish { common_name: setup.planned()?.app_name.clone(), bits, days };
        let name = wish.common_name.clone();
        // An RSA key takes its time: on a thread of its own.
        let made = tokio::task::spawn_blocking(move || make_certificate(&wish, now))
            .await
            .unwrap_or_else(|_| Err(Problem::new(Code::Unexpected, "Making the certificate ended unexpectedly.")))?;
        self.keep_certificate(setup, made, &name, true).await?;
        let clamped = if most_days.is_some_and(|most| most < setup.certificate_days) {
            ", as long as the policy allows"
        } else {
            ""
        };
        Ok(((), format!("RSA {bits}, valid for {days} days{clamped}; its key is in {}", self.inner.vault.place_name())))
    }

    /// Puts a certificate into the keyring and notes it in the setup. One that the registry knows already stays the same credential.
    pub(crate) async fn keep_certificate(
        &self,
        setup: &mut Setup,
        certificate: MadeCertificate,
        name: &str,
        made: bool,
    ) -> Outcome<()> {
        let sha1 = Sha1::digest(&certificate.certificate_der).iter().map(|byte| format!("{byte:02X}")).collect();
        let der = BASE64.encode(&certificate.certificate_der);
        let added = self.now();
        let credential = self
            .apart(move |product| {
                if let Some(known) = product.noted(&certificate.thumbprint())? {
                    return Ok(known);
                }
                let id = CredentialId(uuid::Uuid::new_v4().to_string());
                product.inner.vault.save_certificate(&id, &certificate)?;
                Ok(Credential {
                    id,
                    kind: CredentialKind::Certificate,
                    added,
                    expires: certificate.expires,
                    thumbprint: certificate.thumbprint(),
                })
            })
            .await?;
        setup.certificate = Some(KeptCertificate { credential, der, sha1, name: name.to_owned(), made, key_id: None });
        self.keep_setup(setup)
    }

    /// Puts a secret that a person gave into the keyring and notes it in the setup.
    pub(crate) async fn keep_given_secret(&self, setup: &mut Setup, secret: SecretText) -> Outcome<()> {
        let id = CredentialId(uuid::Uuid::new_v4().to_string());
        let credential = Credential {
            id: id.clone(),
            kind: CredentialKind::Secret,
            added: self.now(),
            expires: None,
            thumbprint: String::new(),
        };
        self.apart(move |product| product.inner.vault.save_secret(&id, &secret)).await?;
        if let Some(old) = setup.secret.take() {
            self.forget_credential(&old.credential).await?;
        }
        setup.secret = Some(KeptSecret { credential, key_id: None });
        self.keep_setup(setup)
    }

    /// Takes a credential of a setup out of the keyring, unless something attached uses it, or the registry has it.
    pub(crate) async fn forget_credential(&self, credential: &Credential) -> Outcome<()> {
        let credential = credential.clone();
        self.forget_app(&credential.id);
        self.apart(move |product| {
            let used = product.inner.store.integrations()?.iter().any(|row| row.credential.id == credential.id);
            if used || product.is_noted(&credential)? {
                return Ok(());
            }
            product.inner.vault.remove_credential(&credential.id, credential.kind)
        })
        .await
    }

    /// Takes a credential out of the keyring that nothing uses any more, and marks it in the registry.
    pub(crate) async fn retire_credential(&self, credential: &Credential) -> Outcome<()> {
        let credential = credential.clone();
        self.forget_app(&credential.id);
        self.apart(move |product| product.retire_unused(&credential)).await
    }

    /// The app of a setup with the credential that it signs in with: the certificate where there is one.
    pub(crate) async fn setup_identity(&self, setup: &Setup) -> Outcome<AppIdentity> {
        let credential = setup
            .certificate
            .as_ref()
            .map(|kept| kept.credential.clone())
            .or_else(|| setup.secret.as_ref().map(|kept| kept.credential.clone()))
            .ok_or_else(|| {
                Problem::new(Code::CredentialMissing, "The setup has no credential yet: make or give one first.")
            })?;
        self.identity_with(setup, &credential).await
    }

    /// The app of a setup with one of its credentials.
    pub(crate) async fn identity_with(&self, setup: &Setup, credential: &Credential) -> Outcome<AppIdentity> {
        let (cloud, tenant) = (setup.cloud()?, setup.found()?.id.clone());
        let KnownApp { client_id, .. } = setup.known_app()?.clone();
        let (id, kind) = (credential.id.clone(), credential.kind);
        let credential = self.apart(move |product| product.open_credential(&id, kind)).await?;
        Ok(AppIdentity { cloud, tenant, client_id, credential })
    }
}
