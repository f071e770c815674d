//! Renewing a certificate with no gap: make, register beside the old one, prove, hand over, switch, remove the old one.
//!
//! The renewal is one document that says which step comes next. Each step can be done again, so that a kill anywhere costs
//! no more than doing it again; what it does to the tenant is taken back when it cannot be written down here.

mod due;
mod signed_in;
mod steps;
mod undo;

use crate::product::{Product, View};
use crate::setup::SignInWay;
use crate::steps::{StepLog, Steps};
use domain::ids::{ClientId, CredentialId, IntegrationId, TenantId};
use domain::{Code, Outcome, Problem};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, PoisonError};
use store::Store;

/// The steps, with the words that are shown.
const PLAN: &[(&str, &str)] = &[
    ("renew.make", "Make"),
    ("renew.register", "Register beside"),
    ("renew.prove", "Prove"),
    ("renew.hand_over", "Hand over"),
    ("renew.switch", "Switch"),
    ("renew.remove_old", "Remove old"),
];

/// The step that comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RenewalStep {
    /// Make key and certificate and keep them.
    Make,
    /// Put the certificate beside the old one.
    Register,
    /// Get a token with it, before anything depends on it.
    Prove,
    /// Wait until every vendor that holds a copy has the new one.
    HandOver,
    /// Let everything here sign in with it.
    Switch,
    /// Remove the old one, once nothing uses it.
    RemoveOld,
    /// Nothing is left to do.
    Done,
    /// Everything was taken back.
    Undone,
}

/// A step that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoneStep {
    /// Which.
    pub step: RenewalStep,
    /// When.
    pub at: Timestamp,
    /// What came out, in a line.
    pub detail: String,
}

/// A renewal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renewal {
    /// Its handle.
    pub id: String,
    /// The certificate that ends.
    pub old: CredentialId,
    /// The one that takes its place; there since the first step.
    pub new: CredentialId,
    /// The tenant.
    pub tenant: TenantId,
    /// The app.
    pub client_id: ClientId,
    /// When it was begun.
    pub begun: Timestamp,
    /// Whether it began by itself.
    pub by_itself: bool,
    /// Bits of the new key.
    pub bits: u32,
    /// Days that the new certificate is valid for.
    pub days: u32,
    /// The step that comes next.
    pub step: RenewalStep,
    /// What was done.
    pub done: Vec<DoneStep>,
    /// The id that the new certificate is to have on the app, so that it is put there once however often it is tried.
    pub wished_key_id: String,
    /// Whether the new certificate may be on the app although no answer to that was written down.
    pub sent: bool,
    /// The id under which the new certificate can be removed from the app.
    pub new_key_id: Option<String>,
    /// The vendors' integrations that have the new one.
    pub handed: Vec<IntegrationId>,
    /// When the old one may be removed.
    pub remove_after: Option<Timestamp>,
    /// Why the last try did not get further.
    pub problem: Option<Box<Problem>>,
    /// When that was.
    pub tried: Option<Timestamp>,
}

impl Renewal {
    /// Whether something is left to do.
    pub fn goes_on(&self) -> bool {
        !matches!(self.step, RenewalStep::Done | RenewalStep::Undone)
    }
}

/// How to renew.
#[derive(Debug, Clone, Default)]
pub struct RenewOrder {
    /// The app's object id, where it was not noted.
    pub object_id: Option<String>,
    /// The id of the old certificate on the app, which the portal calls Certificate ID, where it was not noted.
    pub certificate_id: Option<String>,
    /// Bits of the new key; as many as the old one has when absent, and 2048 at least.
    pub bits: Option<u32>,
    /// Days that the new one is valid for; as many as the old one when absent.
    pub days: Option<u32>,
    /// How an administrator signs in, where the app cannot change its certificates itself.
    pub sign_in: Option<SignInWay>,
    /// Remove the old one now, unless something uses it still.
    pub finish: bool,
    /// Whether it begins by itself.
    pub by_itself: bool,
}

/// The renewals that were written down, the oldest first.
pub(crate) fn all(store: &Store) -> Outcome<Vec<Renewal>> {
    let read = |document: &String| {
        serde_json::from_str(document).map_err(|error| {
            Problem::new(Code::StoreUnreadable, "A renewal in the database cannot be read.").fact("Cause", error)
        })
    };
    store.renewals()?.iter().map(read).collect()
}

/// A renewal under way; when it is dropped, whatever ended it, it can be taken up again.
struct Occupied {
    product: Product,
    old: CredentialId,
}

impl Drop for Occupied {
    fn drop(&mut self) {
        self.product.inner.renewing.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.old);
    }
}

impl Product {
    /// Renews a certificate, or goes on with its renewal, as far as it gets: to its end, or to where a person or time is
    /// waited for.
    ///
    /// # Errors
    /// Why it does not get further; it is written down as well, and the next try goes on from there.
    pub async fn renew(&self, named: &str, order: RenewOrder, steps: Steps) -> Outcome<Renewal> {
        let mut renewal = self.begun(named, &order)?;
        let _occupied = self.occupy_renewal(&renewal.old)?;
        // Somebody may have got further between the two lines above.
        if let Some(newer) = all(&self.inner.store)?.into_iter().find(|row| row.id == renewal.id) {
            renewal = newer;
        }
        let mut log = StepLog::new(steps, Arc::clone(&self.inner.wire), PLAN);
        let outcome = self.work(&mut renewal, &order, &mut log).await;
        renewal.tried = Some(self.now());
        renewal.problem = outcome.as_ref().err().cloned();
        let noted = self.note_renewal(&renewal);
        outcome?;
        noted?;
        Ok(renewal)
    }

    /// Works step after step until one has to wait.
    async fn work(&self, renewal: &mut Renewal, order: &RenewOrder, log: &mut StepLog) -> Outcome<()> {
        while renewal.goes_on() {
            let step = renewal.step;
            let id = PLAN.get(step as usize).map(|(id, _)| *id).unwrap_or_default();
            let went_on = log
                .run(id, async |under| {
                    let ended = match step {
                        RenewalStep::Make => self.make_new(renewal).await,
                        RenewalStep::Register => self.register_new(renewal, order, under).await,
                        RenewalStep::Prove => self.prove_new(renewal).await,
                        RenewalStep::HandOver => self.wait_for_hand_over(renewal),
                        RenewalStep::Switch => self.switch(renewal).await,
                        RenewalStep::RemoveOld => self.remove_old(renewal, order, under).await,
                        RenewalStep::Done | RenewalStep::Undone => Ok(None),
                    }?;
                    Ok(match ended {
                        Some((next, detail)) => {
                            renewal.done.push(DoneStep { step, at: self.now(), detail: detail.clone() });
                            renewal.step = next;
                            self.note_renewal(renewal)?;
                            (true, detail)
                        }
                        None => (false, self.waits_for(renewal)),
                    })
                })
                .await?;
            if !went_on {
                break;
            }
        }
        Ok(())
    }

    /// The renewal that goes on for a certificate, or a new one.
    fn begun(&self, named: &str, order: &RenewOrder) -> Outcome<Renewal> {
        let view = self.credential(named)?;
        let kept = &view.kept;
        if let Some(renewal) = view.renewal.clone().filter(Renewal::goes_on) {
            return Ok(renewal);
        }
        if kept.kind != domain::tenant::CredentialKind::Certificate {
            return Err(Problem::new(Code::SecretNotRenewed, format!("{} is a client secret.", kept.name)));
        }
        let registration = kept.registration.clone().filter(|_| kept.retired.is_none()).ok_or_else(|| {
            let message = format!("{} is not registered on an app, so there is nothing to renew.", kept.name);
            Problem::new(Code::NotRegistered, message)
        })?;
        let old_bits = kept.public.as_ref().and_then(|public| public.key.strip_prefix("RSA ")?.parse().ok());
        let usual = if old_bits.is_some_and(|bits: u32| bits > 2048) { 3072 } else { 2048 };
        let bits =
            order.bits.unwrap_or_else(|| old_bits.filter(|bits| vault::KEY_BITS.contains(bits)).unwrap_or(usual));
        let renewal = Renewal {
            id: uuid::Uuid::new_v4().to_string(),
            old: kept.id.clone(),
            new: super::making::new_id(),
            tenant: registration.tenant,
            client_id: registration.client_id,
            begun: self.now(),
            by_itself: order.by_itself,
            bits,
            days: order.days.or_else(|| kept.valid_days()).unwrap_or(vault::USUAL_DAYS).min(vault::MOST_DAYS),
            step: RenewalStep::Make,
            done: Vec::new(),
            wished_key_id: uuid::Uuid::new_v4().to_string(),
            sent: false,
            new_key_id: None,
            handed: Vec::new(),
            remove_after: None,
            problem: None,
            tried: None,
        };
        // Written down before anything is made: whatever is made afterwards has a name to be found under.
        self.note_renewal(&renewal)?;
        Ok(renewal)
    }

    fn occupy_renewal(&self, old: &CredentialId) -> Outcome<Occupied> {
        let mut renewing = self.inner.renewing.lock().unwrap_or_else(PoisonError::into_inner);
        if !renewing.insert(old.clone()) {
            return Err(Problem::new(Code::RenewalUnderWay, "The certificate is being renewed at this moment."));
        }
        Ok(Occupied { product: self.clone(), old: old.clone() })
    }

    /// Writes a renewal down as it stands.
    pub(crate) fn note_renewal(&self, renewal: &Renewal) -> Outcome<()> {
        let document = serde_json::to_string(renewal)
            .map_err(|_| Problem::new(Code::Unexpected, "The renewal cannot be written as JSON."))?;
        self.inner.store.put_renewal(&renewal.id, &document)?;
        self.touch(&[View::Credentials]);
        Ok(())
    }
}
