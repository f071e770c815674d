//! What the system asks a person before something is taken away: who, what, and what stays.

use super::Answer;
use super::setup::said;
use crate::api::Api;
use crate::types::*;
use domain::ids::IntegrationId;

/// A question that the shell asks natively, outside the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What would happen.
    pub title: String,
    /// To whom, and what stays.
    pub text: String,
    /// The label of the button that does it: a verb.
    pub act: String,
}

impl Api {
    /// What undoing would take back; nothing to ask when there is nothing to undo.
    ///
    /// # Errors
    /// `setup.not_found`.
    pub async fn ask_setup_undo(&self, request: &SetupUndo) -> Answer<Option<Question>> {
        let setup = said(self.product().await?.setup(&request.id))?;
        let count = setup.made.count();
        if count == 0 && setup.attached.is_empty() {
            return Ok(None);
        }
        let tenant = setup.tenant.map(|tenant| tenant.domain).unwrap_or_default();
        let app = setup.app.and_then(|app| app.name).unwrap_or_else(|| "the app".to_owned());
        let made = if setup.made.application.is_some() && request.from.is_none() {
            format!("delete the app \u{201c}{app}\u{201d} and what belongs to it")
        } else {
            format!("take back what this setup added to \u{201c}{app}\u{201d}")
        };
        let changes = if count == 1 { "1 change".to_owned() } else { format!("{count} changes") };
        Ok(Some(Question {
            title: format!("Undo {changes} in {tenant}"),
            text: format!("Undo {changes} in {tenant}: {made}. Nothing else is touched. What was collected stays."),
            act: format!("Undo {changes}"),
        }))
    }

    /// What forgetting a setup means; nothing to ask for a draft that made nothing.
    ///
    /// # Errors
    /// `setup.not_found`.
    pub async fn ask_setup_forget(&self, request: &SetupRequest) -> Answer<Option<Question>> {
        let setup = said(self.product().await?.setup(&request.id))?;
        let count = setup.made.count();
        if count == 0 {
            return Ok(None);
        }
        let tenant = setup.tenant.map(|tenant| tenant.domain).unwrap_or_default();
        Ok(Some(Question {
            title: format!("Forget this setup of {tenant}"),
            text: format!(
                "Forget this setup: what it made in {tenant} ({count} changes) stays there and can no longer be undone from here. Attached integrations go on."
            ),
            act: "Forget setup".to_owned(),
        }))
    }

    /// What detaching means.
    ///
    /// # Errors
    /// `integration.not_found`.
    pub async fn ask_detach(&self, request: &Detach) -> Answer<Option<Question>> {
        let product = self.product().await?;
        let id = IntegrationId(request.id.clone());
        let integration = said(product.with_store(move |store| store.integration(&id)).await)?;
        let title = domain::catalog::entry(&integration.catalog)
            .map_or_else(|_| integration.catalog.clone(), |entry| entry.title.clone());
        let mut parts = vec![match request.how {
            DetachHow::KeepEverything => "Its credential and its app stay.",
            DetachHow::ForgetCredential => {
                "Its credential is deleted from the keyring, unless another integration uses it."
            }
            DetachHow::RemoveFromTenant => {
                "What was made for it in the tenant is taken back, and its credential is deleted, unless another integration needs them."
            }
        }];
        parts.push(if request.delete_items { "What it collected is deleted." } else { "What it collected stays." });
        Ok(Some(Question {
            title: format!("Detach {title}"),
            text: format!("Detach {title}: it is not polled any more. {}", parts.join(" ")),
            act: "Detach".to_owned(),
        }))
    }

    /// What saving a private key means.
    ///
    /// # Errors
    /// `credential.not_found`.
    pub async fn ask_credential_export_private(&self, request: &PrivateExport) -> Answer<Option<Question>> {
        self.ask_private(&request.id, "to a file", "Save key").await
    }

    /// What handing a private key or a secret out means.
    ///
    /// # Errors
    /// `credential.not_found`.
    pub async fn ask_credential_hand_out_save_private(&self, request: &HandOutRequest) -> Answer<Option<Question>> {
        let title = domain::catalog::entry(&request.integration)
            .map_or_else(|_| request.integration.clone(), |entry| entry.title.clone());
        self.ask_private(&request.id, &format!("for {title} to files"), "Save for handing over").await
    }

    async fn ask_private(&self, id: &str, whereto: &str, act: &str) -> Answer<Option<Question>> {
        let row = self.credential(CredentialRequest { id: id.to_owned() }).await?;
        let what = match row.kind {
            CredentialKind::Certificate => "private key",
            CredentialKind::Secret => "client secret",
        };
        Ok(Some(Question {
            title: format!("Save the {what} of \u{201c}{}\u{201d}", row.name),
            text: format!(
                "Save the {what} of \u{201c}{}\u{201d} {whereto}? Whoever has it can sign in as the app. This is written into the journal.",
                row.name
            ),
            act: act.to_owned(),
        }))
    }

    /// What undoing a renewal means.
    ///
    /// # Errors
    /// `credential.not_found`.
    pub async fn ask_credential_renewal_undo(&self, request: &CredentialRequest) -> Answer<Option<Question>> {
        let row = self.credential(request.clone()).await?;
        Ok(Some(Question {
            title: format!("Undo the renewal of \u{201c}{}\u{201d}", row.name),
            text: format!(
                "Undo the renewal of \u{201c}{}\u{201d}: the new certificate is taken off the app and deleted here. The old one stays in use.",
                row.name
            ),
            act: "Undo renewal".to_owned(),
        }))
    }

    /// What revoking a credential means.
    ///
    /// # Errors
    /// `credential.not_found`.
    pub async fn ask_credential_revoke(&self, request: &CredentialRequest) -> Answer<Option<Question>> {
        let row = self.credential(request.clone()).await?;
        Ok(Some(Question {
            title: format!("Revoke \u{201c}{}\u{201d}", row.name),
            text: format!(
                "Revoke \u{201c}{}\u{201d}: it is deleted here, and taken off its app where the app can do that itself. Nothing here uses it.",
                row.name
            ),
            act: "Revoke".to_owned(),
        }))
    }

    /// What copying a client secret means.
    ///
    /// # Errors
    /// `credential.not_found`.
    pub async fn ask_credential_secret_copy(&self, request: &HandOutRequest) -> Answer<Option<Question>> {
        let row = self.credential(CredentialRequest { id: request.id.clone() }).await?;
        Ok(Some(Question {
            title: format!("Copy the client secret of \u{201c}{}\u{201d}", row.name),
            text: format!(
                "Copy the client secret of \u{201c}{}\u{201d} into the clipboard for a minute? Every program of this session can read it meanwhile. This is written into the journal.",
                row.name
            ),
            act: "Copy secret".to_owned(),
        }))
    }

    /// What showing a recovery code means; nothing to ask while nobody has seen one.
    ///
    /// # Errors
    /// Those of opening the data folder.
    pub async fn ask_recovery_code_show(&self, _: &Nothing) -> Answer<Option<Question>> {
        if self.secrets_state().await?.recovery_made.is_none() {
            return Ok(None);
        }
        Ok(Some(Question {
            title: "Make a new recovery code".to_owned(),
            text: "A new recovery code is made and shown once. The one that was noted before opens nothing any more."
                .to_owned(),
            act: "Make a new code".to_owned(),
        }))
    }
}
