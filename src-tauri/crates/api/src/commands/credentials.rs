//! The commands around credentials.

use super::{Answer, shown};
use crate::api::{Api, StepSink};
use crate::convert::{self, problem_view};
use crate::types::*;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::ids::{CredentialId, IntegrationId};
use domain::secret::SecretText;
use domain::{Code, Outcome, Problem};
use engine::{ExportForm, HandOut, ImportOrder, MakeOrder, Product, RenewOrder, Renewal, RenewalRule};
use std::path::{Path, PathBuf};

impl Api {
    /// Every credential, with what uses it.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn credentials(&self, _: Nothing) -> Answer<CredentialsView> {
        said(convert::credentials(&self.product().await?))
    }

    /// One credential.
    ///
    /// # Errors
    /// `credential.not_found`.
    pub async fn credential(&self, request: CredentialRequest) -> Answer<CredentialRow> {
        let product = self.product().await?;
        let id = said(product.credential(&request.id))?.kept.id;
        said(convert::credential(&product, &id))
    }

    /// Makes a certificate that nothing uses yet.
    ///
    /// # Errors
    /// `setup.input_invalid`, those of the keyring.
    pub async fn credential_make(&self, request: CertificateMake) -> Answer<CredentialRow> {
        let product = self.product().await?;
        let CertificateMake { name, common_name, bits, days } = request;
        let kept = said(product.make_credential(MakeOrder { name, common_name, bits, days }).await)?;
        said(convert::credential(&product, &kept.id))
    }

    /// Imports a certificate and its key.
    ///
    /// # Errors
    /// `credential.*` for what is wrong with the files.
    pub async fn credential_import(&self, request: CertificateImport) -> Answer<CertificateImported> {
        let mut files = Vec::with_capacity(request.files.len());
        for file in &request.files {
            let wrong = |_| Problem::new(Code::InputInvalid, "A file did not arrive as base64.");
            files.push(said(BASE64.decode(file.reveal().trim()).map_err(wrong))?);
        }
        self.import_files(files, request.password, request.name).await
    }

    /// Imports a certificate and its key from the contents of files.
    ///
    /// # Errors
    /// As for `credential_import`.
    pub async fn import_files(
        &self,
        files: Vec<Vec<u8>>,
        password: Option<SecretText>,
        name: Option<String>,
    ) -> Answer<CertificateImported> {
        let product = self.product().await?;
        let imported = said(product.import_credential(ImportOrder { files, password, name }).await)?;
        Ok(CertificateImported {
            credential: said(convert::credential(&product, &imported.kept.id))?,
            notes: imported.notes,
            known: imported.known,
        })
    }

    /// Saves a certificate without its key into the folder for downloads.
    ///
    /// # Errors
    /// `handout.file_exists`, those of the disk.
    pub async fn credential_export(&self, request: PublicExport) -> Answer<SavedFiles> {
        let (form, ending) = match request.form {
            PublicForm::Pem => (ExportForm::Pem, "pem"),
            PublicForm::Der => (ExportForm::Der, "cer"),
        };
        self.export_to_downloads(&request.id, form, ending).await
    }

    /// Saves a certificate with its key into the folder for downloads.
    ///
    /// # Errors
    /// As for `credential_export`; `setup.input_invalid` for a PFX without a password.
    pub async fn credential_export_private(&self, request: PrivateExport) -> Answer<SavedFiles> {
        let (form, ending) = match (request.form, request.password) {
            (PrivateForm::Key, _) => (ExportForm::Key, "key.pem"),
            (PrivateForm::Combined, _) => (ExportForm::Combined, "both.pem"),
            (PrivateForm::Pfx, Some(password)) => (ExportForm::Pfx(password), "pfx"),
            (PrivateForm::Pfx, None) => {
                return said(Err(Problem::new(Code::InputInvalid, "A PFX file needs a password.")));
            }
        };
        self.export_to_downloads(&request.id, form, ending).await
    }

    async fn export_to_downloads(&self, id: &str, form: ExportForm, ending: &str) -> Answer<SavedFiles> {
        let product = self.product().await?;
        let name = said(product.credential(id))?.kept.name;
        let path = downloads()?.join(format!("{}.{ending}", file_stem(&name)));
        said(product.export_credential(id, form, path).await).map(|(_, path)| saved(&[path]))
    }

    /// Saves a certificate, or it with its key, where a person said.
    ///
    /// # Errors
    /// `handout.file_exists`, those of keyring and disk.
    pub async fn export_to(&self, id: &str, form: ExportForm, path: &Path) -> Answer<SavedFiles> {
        let product = self.product().await?;
        said(product.export_credential(id, form, path.to_owned()).await).map(|(_, path)| saved(&[path]))
    }

    /// Renews a certificate, or goes on with its renewal, as far as it gets.
    ///
    /// # Errors
    /// Why it does not get further.
    pub async fn credential_renew(&self, request: RenewRequest, steps: StepSink) -> Answer<RenewalView> {
        let RenewRequest { id, object_id, certificate_id, bits, days, finish, sign_in } = request;
        let sign_in = sign_in.map(convert::sign_in);
        let order = RenewOrder { object_id, certificate_id, bits, days, finish, sign_in, by_itself: false };
        let product = self.product().await?;
        let renewal = said(product.renew(&id, order, shown(steps)).await)?;
        view(&product, &renewal)
    }

    /// Notes that a vendor has the new certificate, and goes on.
    ///
    /// # Errors
    /// `setup.input_invalid` where nothing waits for that; otherwise as for `credential_renew`.
    pub async fn credential_handed_over(&self, request: HandedOver, steps: StepSink) -> Answer<RenewalView> {
        let product = self.product().await?;
        said(product.handed_over(&request.id, &IntegrationId(request.integration)))?;
        let renewal = said(product.renew(&request.id, RenewOrder::default(), shown(steps)).await)?;
        view(&product, &renewal)
    }

    /// Takes a renewal back that has not ended.
    ///
    /// # Errors
    /// `setup.undo_incomplete`, `renewal.under_way`.
    pub async fn credential_renewal_undo(&self, request: CredentialRequest) -> Answer<RenewalView> {
        let product = self.product().await?;
        let renewal = said(product.undo_renewal(&request.id).await)?;
        view(&product, &renewal)
    }

    /// Changes whether a certificate renews by itself.
    ///
    /// # Errors
    /// `setup.input_invalid`, `renewal.not_a_certificate`.
    pub async fn credential_rule(&self, request: RenewalRuleRequest) -> Answer<CredentialRow> {
        let product = self.product().await?;
        let id = said(product.credential(&request.id))?.kept.id;
        let rule = RenewalRule { automatic: request.automatic, days_before: request.days_before };
        said(product.set_renewal_rule(&id, rule))?;
        said(convert::credential(&product, &id))
    }

    /// Throws a credential away that nothing uses, and takes it off its app where the app can do that itself.
    ///
    /// # Errors
    /// `credential.in_use`, `renewal.under_way`.
    pub async fn credential_revoke(&self, request: CredentialRequest) -> Answer<CredentialRevoked> {
        let product = self.product().await?;
        let id: CredentialId = said(product.credential(&request.id))?.kept.id;
        let revoked = said(product.revoke_credential(&id).await)?;
        Ok(CredentialRevoked {
            name: revoked.kept.name,
            off_the_app: revoked.off_the_app,
            left: revoked.left.as_deref().map(problem_view),
        })
    }

    /// Saves the ends of all credentials as a calendar into the folder for downloads.
    ///
    /// # Errors
    /// `handout.file_exists`, those of the disk.
    pub async fn credential_calendar(&self, _: Nothing) -> Answer<SavedFiles> {
        let path = downloads()?.join("bartizan-credentials.ics");
        self.calendar_to(&path).await
    }

    /// The ends of all credentials as iCalendar text.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn calendar(&self) -> Answer<String> {
        said(self.product().await?.credential_calendar())
    }

    /// Saves the calendar where a person said.
    ///
    /// # Errors
    /// `handout.file_exists`, those of the disk.
    pub async fn calendar_to(&self, path: &Path) -> Answer<SavedFiles> {
        let product = self.product().await?;
        said(product.save_calendar(path)).map(|path| saved(&[path]))
    }

    /// What a vendor's form wants of a credential.
    ///
    /// # Errors
    /// `credential.not_found`, `integration.not_found`, `setup.input_invalid`.
    pub async fn credential_hand_out(&self, request: HandOutRequest) -> Answer<HandOutView> {
        let product = self.product().await?;
        Ok(convert::hand_out(&said(out(&product, &request))?))
    }

    /// Saves the public files of a hand-out into the folder for downloads.
    ///
    /// # Errors
    /// `handout.file_exists`, those of the disk.
    pub async fn credential_hand_out_save(&self, request: HandOutRequest) -> Answer<SavedFiles> {
        self.hand_out_to(&request, &downloads()?, false).await
    }

    /// Saves all files of a hand-out, the private key as well, into the folder for downloads.
    ///
    /// # Errors
    /// `handout.file_exists`, those of keyring and disk.
    pub async fn credential_hand_out_save_private(&self, request: HandOutRequest) -> Answer<SavedFiles> {
        self.hand_out_to(&request, &downloads()?, true).await
    }

    /// Saves the files of a hand-out where a person said.
    ///
    /// # Errors
    /// `handout.file_exists`, those of keyring and disk.
    pub async fn hand_out_to(&self, request: &HandOutRequest, folder: &Path, private: bool) -> Answer<SavedFiles> {
        let product = self.product().await?;
        let out = said(out(&product, request))?;
        said(product.save_hand_out(&out, folder, private).await).map(|paths| saved(&paths))
    }

    /// The client secret of a credential, for the clipboard of the shell or a terminal; never for the page.
    ///
    /// # Errors
    /// `credential.missing`, `setup.input_invalid` for a certificate.
    pub async fn reveal_secret(&self, id: &str, shown_to: &str) -> Answer<SecretText> {
        said(self.product().await?.reveal_secret(id, shown_to).await)
    }
}

fn out(product: &Product, request: &HandOutRequest) -> Outcome<HandOut> {
    product.hand_out(&request.id, &request.integration)
}

fn view(product: &Product, renewal: &Renewal) -> Answer<RenewalView> {
    Ok(convert::renewal_view(renewal, &said(product.credentials())?))
}

fn saved(paths: &[PathBuf]) -> SavedFiles {
    SavedFiles { paths: paths.iter().map(|path| path.display().to_string()).collect() }
}

/// The person's folder for downloads.
fn downloads() -> Answer<PathBuf> {
    let folders = directories::UserDirs::new();
    let named =
        folders.as_ref().map(|folders| folders.download_dir().unwrap_or_else(|| folders.home_dir()).to_path_buf());
    said(
        named.ok_or_else(|| {
            Problem::new(Code::StoreUnwritable, "The system names no folder for downloads and no home.")
        }),
    )
}

/// A name as the stem of a file.
fn file_stem(name: &str) -> String {
    let stem: String = name.chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { '-' }).take(80).collect();
    if stem.chars().any(char::is_alphanumeric) { stem } else { "certificate".to_owned() }
}

fn said<T>(outcome: Outcome<T>) -> Answer<T> {
    outcome.map_err(|problem| problem_view(&problem))
}
