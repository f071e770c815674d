//! Handing a credential to an outside vendor: the values and files that its form wants, named as the form names them.
//!
//! What is private is never a value here: it is revealed one at a time, or saved as a file, after the system has asked.

use super::record::Kept;
use super::saving::save_all;
use crate::product::Product;
use crate::setup::NAMED;
use domain::catalog::{self, CatalogEntry, FormField, ValueFrom};
use domain::ids::IntegrationId;
use domain::portal::filled;
use domain::secret::{SecretBytes, SecretText};
use domain::tenant::{CredentialKind, Tenant};
use domain::{Code, Outcome, Problem};
use std::path::{Path, PathBuf};

const CERTIFICATE_FILE: &str = "certificate.pem";
const KEY_FILE: &str = "key.pem";

/// What a vendor's form wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOut {
    /// The integration of the catalog.
    pub catalog: String,
    /// Its title.
    pub title: String,
    /// Where the form is, such as `Taegis XDR`.
    pub place: String,
    /// The vendor's page.
    pub link: Option<String>,
    /// The credential that is handed out.
    pub credential: Kept,
    /// The fields, in the form's order.
    pub fields: Vec<HandOutField>,
    /// What a person does there, with labels in double brackets.
    pub steps: Vec<String>,
}

/// One field of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOutField {
    /// Its label, as the form has it.
    pub label: String,
    /// What goes into it.
    pub value: HandOutValue,
    /// What to know; may be empty.
    pub hint: String,
}

/// What goes into a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandOutValue {
    /// A text that anybody may see.
    Text(String),
    /// A file with a public part.
    File {
        /// Its name.
        name: String,
        /// Its length.
        bytes: u64,
    },
    /// A file with a private part; the system asks first.
    PrivateFile {
        /// Its name.
        name: String,
    },
    /// A secret text; the system asks first.
    PrivateText,
    /// Something that a person decides, or reads elsewhere.
    ByPerson,
}

impl Product {
    /// What the form of an integration wants of a credential.
    ///
    /// # Errors
    /// `credential.not_found`, `integration.not_found`, `setup.input_invalid` where the form takes no such credential.
    pub fn hand_out(&self, named: &str, integration: &str) -> Outcome<HandOut> {
        let view = self.credential(named)?;
        let entry = catalog::entry(integration.trim())?;
        let kept = view.kept;
        if !entry.credential.is_empty() && !entry.takes(kept.kind) {
            let message = format!("{} takes no {}.", entry.title, words(kept.kind));
            return Err(Problem::new(Code::InputInvalid, message));
        }
        let tenants = self.inner.store.tenants()?;
        let tenant = kept.registration.as_ref().and_then(|said| tenants.iter().find(|tenant| tenant.id == said.tenant));
        let mut fields = Vec::with_capacity(entry.field.len());
        for field in &entry.field {
            fields.push(HandOutField {
                label: field.label.clone(),
                value: self.value_of(field, entry, &kept, tenant)?,
                hint: field.hint.clone(),
            });
        }
        let attach = entry.attach.as_ref();
        let shown = words_of(&kept, entry);
        let words: Vec<(&str, &str)> = shown.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let steps = attach.into_iter().flat_map(|attach| &attach.steps).map(|line| filled(line, &words)).collect();
        Ok(HandOut {
            catalog: entry.id.clone(),
            title: entry.title.clone(),
            place: attach.map(|attach| attach.place.clone()).unwrap_or_default(),
            link: attach.and_then(|attach| attach.link.clone()),
            credential: kept,
            fields,
            steps,
        })
    }

    fn value_of(
        &self,
        field: &FormField,
        entry: &CatalogEntry,
        kept: &Kept,
        tenant: Option<&Tenant>,
    ) -> Outcome<HandOutValue> {
        let registration = kept.registration.as_ref();
        let text = |value: Option<String>| value.map_or(HandOutValue::ByPerson, HandOutValue::Text);
        Ok(match field.from {
            ValueFrom::TenantId => text(registration.map(|said| said.tenant.0.clone())),
            ValueFrom::ClientId => text(registration.map(|said| said.client_id.0.clone())),
            ValueFrom::OrganizationId => text(tenant.map(|tenant| tenant.domain.clone())),
            ValueFrom::BaseUrl => text(entry.base_urls.first().cloned()),
            ValueFrom::Name => text(Some(kept.name.clone())),
            ValueFrom::CertificatePem => {
                let pem = vault::certificate_pem(&self.public_der(kept)?)?;
                HandOutValue::File { name: CERTIFICATE_FILE.to_owned(), bytes: pem.len() as u64 }
            }
            ValueFrom::KeyPem => HandOutValue::PrivateFile { name: KEY_FILE.to_owned() },
            ValueFrom::SecretValue => HandOutValue::PrivateText,
            ValueFrom::CloudAppsUrl | ValueFrom::Choice => HandOutValue::ByPerson,
        })
    }

    /// Saves the files of a hand-out into a folder: the public ones, and with `private` the key as well.
    ///
    /// # Errors
    /// `handout.file_exists`, those of vault and disk; nothing is written then.
    pub async fn save_hand_out(&self, out: &HandOut, folder: &Path, private: bool) -> Outcome<Vec<PathBuf>> {
        let (kept, fields, folder) = (out.credential.clone(), out.fields.clone(), folder.to_owned());
        let saved = self
            .apart(move |product| {
                let mut files: Vec<(PathBuf, SecretBytes)> = Vec::new();
                for field in &fields {
                    match &field.value {
                        HandOutValue::File { name, .. } => {
                            let pem = vault::certificate_pem(&product.public_der(&kept)?)?;
                            files.push((folder.join(name), SecretBytes::new(pem.into_bytes())));
                        }
                        HandOutValue::PrivateFile { name } if private => {
                            files.push((folder.join(name), product.inner.vault.load_certificate(&kept.id)?.key_pem()?));
                        }
                        _ => {}
                    }
                }
                save_all(&files)
            })
            .await?;
        let names: Vec<_> = saved.iter().filter_map(|path| path.file_name()?.to_str()).collect();
        if !names.is_empty() {
            self.note_use(&out.credential.id, format!("{} saved for {}", names.join(" and "), out.title));
        }
        Ok(saved)
    }

    /// The client secret of a hand-out, for the one moment in which it is copied.
    ///
    /// # Errors
    /// `credential.missing`, `setup.input_invalid` for a certificate; those of the vault.
    pub async fn reveal_secret(&self, named: &str, shown_to: &str) -> Outcome<SecretText> {
        let kept = self.credential(named)?.kept;
        if kept.kind != CredentialKind::Secret {
            return Err(Problem::new(Code::InputInvalid, format!("{} is a certificate, not a secret.", kept.name)));
        }
        let id = kept.id.clone();
        let secret = self.apart(move |product| product.inner.vault.load_secret(&id)).await?;
        self.note_use(&kept.id, format!("secret shown for {shown_to}"));
        Ok(secret)
    }

    /// Notes that a person has handed the new credential of a renewal over to a vendor.
    ///
    /// # Errors
    /// `credential.not_found`, those of the store.
    pub fn handed_over(&self, named: &str, integration: &IntegrationId) -> Outcome<()> {
        let view = self.credential(named)?;
        let Some(mut renewal) = view.renewal.filter(super::Renewal::goes_on) else {
            let message = format!("No renewal of {} waits for a hand-over.", view.kept.name);
            return Err(Problem::new(Code::InputInvalid, message));
        };
        if !renewal.handed.contains(integration) {
            renewal.handed.push(integration.clone());
            self.note_renewal(&renewal)?;
            let vendor =
                self.inner.store.integration(integration).ok().and_then(|row| catalog::entry(&row.catalog).ok());
            let to = vendor.map_or_else(|| integration.to_string(), |entry| entry.title.clone());
            self.note_use(&renewal.new, format!("handed over to {to}"));
        }
        Ok(())
    }
}

/// What the sentences of a form are filled with: what may be shown, and names for the rest.
fn words_of(kept: &Kept, entry: &CatalogEntry) -> Vec<(&'static str, String)> {
    let said = kept.registration.as_ref();
    let or = |value: Option<String>, name: &str| value.unwrap_or_else(|| name.to_owned());
    let mut words: Vec<_> = NAMED.iter().map(|(name, words)| (*name, (*words).to_owned())).collect();
    words.push(("tenant_id", or(said.map(|said| said.tenant.0.clone()), "the Directory (tenant) ID")));
    words.push(("client_id", or(said.map(|said| said.client_id.0.clone()), "the Application (client) ID")));
    words.push(("base_url", or(entry.base_urls.first().cloned(), "the base URL")));
    words.push(("organization_id", "the organization's initial domain".to_owned()));
    words.push(("cloud_apps_url", "the address of the Cloud Apps portal".to_owned()));
    words
}

fn words(kind: CredentialKind) -> &'static str {
    match kind {
        CredentialKind::Certificate => "certificate",
        CredentialKind::Secret => "client secret",
    }
}
