//! Making a certificate, and importing one: judged, kept in the vault, noted in the registry.

use super::record::{Kept, Origin, Registration};
use crate::connect::OfferedCredential;
use crate::product::Product;
use domain::ids::CredentialId;
use domain::secret::SecretText;
use domain::tenant::{Credential, CredentialKind, Integration};
use domain::{Code, Outcome, Problem};
use vault::{CertificateWish, Judged, MadeCertificate, judge, make_certificate};

/// A certificate is to be made.
#[derive(Debug, Clone)]
pub struct MakeOrder {
    /// Its name for people; the common name as well, unless that is given.
    pub name: String,
    /// The subject's common name.
    pub common_name: Option<String>,
    /// Bits of the RSA key.
    pub bits: u32,
    /// Days that it is valid for.
    pub days: u32,
}

/// Files are to be imported.
pub struct ImportOrder {
    /// Their contents.
    pub files: Vec<Vec<u8>>,
    /// The password of a PFX file or an encrypted key.
    pub password: Option<SecretText>,
    /// A name for people; the subject's common name when absent.
    pub name: Option<String>,
}

/// What was imported.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The credential.
    pub kept: Kept,
    /// What was done to it on the way in, one sentence each.
    pub notes: Vec<String>,
    /// Whether it was here already.
    pub known: bool,
}

impl Product {
    /// Makes a certificate that nothing uses yet.
    ///
    /// # Errors
    /// `setup.input_invalid`, those of vault and store.
    pub async fn make_credential(&self, order: MakeOrder) -> Outcome<Kept> {
        let MakeOrder { name, common_name, bits, days } = order;
        let wish = CertificateWish { common_name: common_name.unwrap_or_else(|| name.clone()), bits, days };
        let made = self.certificate_for(wish).await?;
        let id = new_id();
        self.keep_certificate_as(id, made, Origin::Made, name.trim().to_owned()).await
    }

    /// Imports a certificate and its key.
    ///
    /// # Errors
    /// `credential.*` for what is wrong with the files; those of vault and store.
    pub async fn import_credential(&self, order: ImportOrder) -> Outcome<Imported> {
        let now = self.now();
        let ImportOrder { files, password, name } = order;
        // A password can cost a second: not on the threads that serve everything else.
        let judged = tokio::task::spawn_blocking(move || judge(&files, password.as_ref(), now))
            .await
            .unwrap_or_else(|_| Err(Problem::new(Code::Unexpected, "Reading the files ended unexpectedly.")))?;
        let Judged { made, facts, notes } = judged;
        let same = |kept: &Kept| kept.public.as_ref().is_some_and(|public| public.sha256 == facts.sha256);
        if let Some(kept) =
            super::kept(&self.inner.store)?.into_iter().find(|kept| same(kept) && kept.retired.is_none())
        {
            return Ok(Imported { kept, notes, known: true });
        }
        let common_name = facts.subject.split(',').find_map(|part| part.trim().strip_prefix("CN=")).map(str::to_owned);
        let name = name.filter(|name| !name.trim().is_empty()).or(common_name).unwrap_or(facts.subject);
        let kept = self.keep_certificate_as(new_id(), made, Origin::Imported, name.trim().to_owned()).await?;
        Ok(Imported { kept, notes, known: false })
    }

    /// A certificate of the registry, to be offered for an integration.
    ///
    /// # Errors
    /// `credential.not_found`, `renewal.not_a_certificate` for a secret, those of the vault.
    pub async fn offer(&self, named: &str) -> Outcome<OfferedCredential> {
        let kept = self.credential(named)?.kept;
        if kept.kind != CredentialKind::Certificate {
            return Err(Problem::new(Code::SecretNotRenewed, format!("{} is not a certificate.", kept.name)));
        }
        self.apart(move |product| product.inner.vault.load_certificate(&kept.id).map(OfferedCredential::Certificate))
            .await
    }

    /// The credential of the registry that is a certificate of this thumbprint; the same certificate is one credential.
    pub(crate) fn noted(&self, sha256: &str) -> Outcome<Option<Credential>> {
        let same =
            |kept: &Kept| kept.retired.is_none() && kept.public.as_ref().is_some_and(|public| public.sha256 == sha256);
        Ok(super::kept(&self.inner.store)?.into_iter().find(same).map(|kept| kept.credential()))
    }

    /// Whether a credential is in the registry.
    pub(crate) fn is_noted(&self, credential: &Credential) -> Outcome<bool> {
        Ok(super::kept(&self.inner.store)?.iter().any(|kept| kept.id == credential.id))
    }

    /// Notes the credential with which an integration was attached, and the app that has it. `certificate` is its public part and
    /// whether it was made here, which is then renewed by itself.
    pub(crate) fn note_attached(
        &self,
        integration: &Integration,
        name: &str,
        certificate: Option<(&[u8], bool)>,
        registration: Registration,
    ) -> Outcome<()> {
        let credential = &integration.credential;
        if self.is_noted(credential)? {
            return self.note_registration(&credential.id, registration);
        }
        let mut kept = match certificate {
            Some((der, made)) => {
                let origin = if made { Origin::Made } else { Origin::Imported };
                let kept = Kept::certificate(credential.id.clone(), origin, name, der, credential.added)?;
                Kept { automatic: made, ..kept }
            }
            None => Kept::of(credential, name),
        };
        kept.registration = Some(registration);
        self.note_credential(&kept)
    }

    /// Makes a certificate on a thread of its own: an RSA key takes its time.
    pub(crate) async fn certificate_for(&self, wish: CertificateWish) -> Outcome<MadeCertificate> {
        let now = self.now();
        tokio::task::spawn_blocking(move || make_certificate(&wish, now))
            .await
            .unwrap_or_else(|_| Err(Problem::new(Code::Unexpected, "Making the certificate ended unexpectedly.")))
    }

    /// Keeps a certificate under an id and notes it; what cannot be noted is not left in the vault.
    pub(crate) async fn keep_certificate_as(
        &self,
        id: CredentialId,
        made: MadeCertificate,
        origin: Origin,
        name: String,
    ) -> Outcome<Kept> {
        self.apart(move |product| {
            let kept = Kept::certificate(id, origin, &name, &made.certificate_der, product.now())?;
            let saved = product.inner.vault.save_certificate(&kept.id, &made);
            saved.and_then(|()| product.note_credential(&kept)).inspect_err(|_| {
                drop(product.inner.vault.remove_credential(&kept.id, kept.kind));
            })?;
            Ok(kept)
        })
        .await
    }
}

pub(crate) fn new_id() -> CredentialId {
    CredentialId(uuid::Uuid::new_v4().to_string())
}
