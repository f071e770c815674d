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
}
