//! Taking a renewal back: everything signs in with the old certificate again, and the new one leaves the app and the vault.

use super::{DoneStep, RenewOrder, Renewal, RenewalStep, all};
use crate::credentials::registry::ids;
use crate::product::{Product, View};
use domain::ids::IntegrationId;
use domain::tenant::CredentialKind;
use domain::{Code, Outcome, Problem};

impl Product {
    /// Takes a renewal back that has not ended.
    ///
    /// # Errors
    /// `credential.not_found`, `setup.input_invalid` where nothing is to be taken back, `renewal.under_way` while it is
    /// worked on, `setup.undo_incomplete` when the new certificate could not be removed from the app.
    pub async fn undo_renewal(&self, named: &str) -> Outcome<Renewal> {
        let view = self.credential(named)?;
        let Some(renewal) = view.renewal.filter(Renewal::goes_on) else {
            let message = format!("No renewal of {} is under way.", view.kept.name);
            return Err(Problem::new(Code::InputInvalid, message));
        };
        let _occupied = self.occupy_renewal(&renewal.old)?;
        let mut renewal = all(&self.inner.store)?.into_iter().find(|row| row.id == renewal.id).unwrap_or(renewal);
        self.switch_back(&renewal)?;
        renewal.step = renewal.step.min(RenewalStep::Prove);
        self.note_renewal(&renewal)?;
        // Where no answer was written down it may be there all the same, and then under the id that it was to have.
        let sent = renewal.sent.then(|| renewal.wished_key_id.clone());
        if let Some(key_id) = renewal.new_key_id.clone().or(sent) {
            self.take_from_app(&renewal, &key_id).await?;
            renewal.new_key_id = None;
            renewal.sent = false;
        }
        let new = renewal.new.clone();
        self.apart(move |product| {
            product.inner.vault.remove_credential(&new, CredentialKind::Certificate)?;
            product.inner.store.remove_credential(&new)
        })
        .await?;
        renewal.done.push(DoneStep { step: RenewalStep::Undone, at: self.now(), detail: "Taken back".to_owned() });
        renewal.step = RenewalStep::Undone;
        renewal.problem = None;
        self.note_renewal(&renewal)?;
        Ok(renewal)
    }

    fn switch_back(&self, renewal: &Renewal) -> Outcome<()> {
        let Ok(new) = self.credential(renewal.new.as_str()) else { return Ok(()) };
        let users: Vec<IntegrationId> = ids(&new.used_by).into_iter().chain(ids(&new.copies)).collect();
        if users.is_empty() {
            return Ok(());
        }
        let old = self.credential(renewal.old.as_str())?.kept;
        self.inner.store.switch_credential(&users, &old.credential())?;
        self.forget_app(&renewal.new);
        self.touch(&[View::App, View::Overview, View::Credentials]);
        Ok(())
    }

    async fn take_from_app(&self, renewal: &Renewal, key_id: &str) -> Outcome<()> {
        let incomplete = |problem: Box<Problem>| {
            let message = format!("The new certificate is still on the app: {}", problem.message);
            Problem::new(Code::UndoIncomplete, message).with(problem.facts).fact("Certificate ID", key_id)
        };
        let proof_by = self.signing(&renewal.old).await?;
        let app = self.renewing_app(renewal, &renewal.old).await?;
        let keys = self.own_keys(renewal, &app, &RenewOrder::default()).await.map_err(incomplete)?;
        keys.remove(key_id, proof_by.as_ref()).await.map_err(incomplete)
    }
}
