//! The steps of a renewal. Each returns the next step with a line on what came out, or nothing while it has to wait.

use super::{RenewOrder, Renewal, RenewalStep};
use crate::credentials::record::{Kept, Origin, Registration};
use crate::credentials::registry::{KeptView, ids};
use crate::product::{Product, View};
use crate::steps::Under;
use domain::catalog;
use domain::cloud::Api;
use domain::ids::{CredentialId, IntegrationId};
use domain::tenant::CredentialKind;
use domain::{Code, Outcome, Problem, permissions};
use jiff::SignedDuration;
use microsoft::{AppIdentity, OwnKeys, Tokens};
use std::sync::Arc;
use std::time::Duration;
use vault::CertificateWish;

/// What a step came to: the next one and a line, or nothing while it waits.
pub(super) type Ended = Outcome<Option<(RenewalStep, String)>>;

/// How long the old certificate stays on the app after the switch, for what nobody thought of.
const OLD_STAYS: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Shorter validities that are tried where the tenant's policy, which an app may not read, refuses a longer one.
const SHORTER: [u32; 6] = [180, 90, 60, 30, 14, 7];
/// How often a token is tried while Microsoft replicates, and how far apart at most: two minutes in all.
const TRIES: u32 = 40;
/// How often where the certificate may be on the app or not: four seconds in all.
const TRIES_WHEN_SENT: u32 = 4;
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(4);

impl Product {
    /// Makes key and certificate and keeps them; what was made before a kill is used.
    pub(super) async fn make_new(&self, renewal: &Renewal) -> Ended {
        let old = self.credential(renewal.old.as_str())?.kept;
        let known = |kept: &Kept| kept.id == renewal.new;
        let kept = match crate::credentials::kept(&self.inner.store)?.into_iter().find(known) {
            Some(kept) => kept,
            None => self.make_for(renewal, &old).await?,
        };
        let key = kept.public.map(|public| public.key).unwrap_or_default();
        let place = self.inner.vault.place_name();
        Ok(Some((RenewalStep::Register, format!("{key}, valid for {} days; the key is in {place}", renewal.days))))
    }

    async fn make_for(&self, renewal: &Renewal, old: &Kept) -> Outcome<Kept> {
        let subject = old
            .public
            .as_ref()
            .and_then(|public| public.subject.split(',').find_map(|part| part.trim().strip_prefix("CN=")));
        let common_name = subject.unwrap_or(&old.name).to_owned();
        let wish = CertificateWish { common_name, bits: renewal.bits, days: renewal.days };
        let made = self.certificate_for(wish).await?;
        let mut kept = self.keep_certificate_as(renewal.new.clone(), made, Origin::Made, old.name.clone()).await?;
        // It takes over the old one's place, its rule, and what is known of the app.
        kept.automatic = old.automatic;
        kept.days_before = old.days_before.min((renewal.days / 3).max(1));
        kept.registration =
            old.registration.clone().map(|said| Registration { key_id: None, since: self.now(), ..said });
        self.note_credential(&kept)?;
        Ok(kept)
    }

    /// Puts the new certificate on the app, beside the old one, which signs the proof.
    pub(super) async fn register_new(&self, renewal: &mut Renewal, order: &RenewOrder, under: &Under) -> Ended {
        let next = |how: &str| Ok(Some((RenewalStep::Prove, how.to_owned())));
        if renewal.new_key_id.is_some() {
            return next("It was on the app already");
        }
        if let Some(way) = &order.sign_in {
            return self.register_signed_in(renewal, way, under).await;
        }
        let app = self.renewing_app(renewal, &renewal.old).await?;
        // The answer to an earlier try may have been lost: where the new one signs in, it is there. Microsoft may not know
        // it everywhere yet, so that is tried for a while; what is sent again then bears the same id.
        if renewal.sent && self.proven(renewal, TRIES_WHEN_SENT).await.is_ok() {
            renewal.new_key_id = Some(renewal.wished_key_id.clone());
            return next("It was on the app already");
        }
        let keys = self.own_keys(renewal, &app, order).await?;
        let proof_by = self.signing(&renewal.old).await?;
        let new = self.credential(renewal.new.as_str())?.kept;
        renewal.sent = true;
        self.note_renewal(renewal)?;
        let (der, wished) = (self.public_der(&new)?, renewal.wished_key_id.clone());
        let key_id = match keys.add(&der, &new.name, &wished, proof_by.as_ref()).await {
            Ok(key_id) => key_id,
            Err(problem) if problem.code == Code::PolicyForbids => return self.shorter(renewal, problem).await,
            Err(problem) => {
                // A refusal is an answer: nothing is on the app.
                renewal.sent = !answered(&problem);
                return Err(problem);
            }
        };
        self.note_use(&renewal.old, "proof for adding the new certificate, RS256".to_owned());
        renewal.new_key_id = Some(key_id.clone());
        let said = new.registration.map(|said| Registration { key_id: Some(key_id.clone()), ..said });
        let noted = self.note_renewal(renewal).and_then(|()| match said {
            Some(said) => self.note_registration(&renewal.new, said),
            None => Ok(()),
        });
        if let Err(problem) = noted {
            // What cannot be written down here must not stay in the tenant.
            renewal.new_key_id = None;
            renewal.sent = keys.remove(&key_id, proof_by.as_ref()).await.is_err();
            return Err(problem);
        }
        next("addKey, with a proof signed by the old one; both are on the app")
    }

    /// Makes the new certificate again with the next shorter validity, where the policy refused this one.
    async fn shorter(&self, renewal: &mut Renewal, problem: Box<Problem>) -> Ended {
        renewal.sent = false;
        let Some(days) = SHORTER.into_iter().find(|days| *days < renewal.days) else { return Err(problem) };
        self.make_again_for(renewal, days).await?;
        let detail = format!("The tenant's policy refused it; the next one is valid for {days} days");
        Ok(Some((RenewalStep::Make, detail)))
    }

    /// Throws the new certificate away, which is on no app, and has another one made that is valid for fewer days.
    pub(super) async fn make_again_for(&self, renewal: &mut Renewal, days: u32) -> Outcome<()> {
        let new = renewal.new.clone();
        renewal.days = days;
        renewal.new = crate::credentials::making::new_id();
        renewal.wished_key_id = uuid::Uuid::new_v4().to_string();
        self.note_renewal(renewal)?;
        self.apart(move |product| {
            product.inner.vault.remove_credential(&new, CredentialKind::Certificate)?;
            product.inner.store.remove_credential(&new)
        })
        .await
    }

    /// Gets a token with the new certificate, again and again while Microsoft replicates it.
    pub(super) async fn prove_new(&self, renewal: &Renewal) -> Ended {
        let api = self.proven(renewal, TRIES).await?;
        Ok(Some((RenewalStep::HandOver, format!("A token for {api}"))))
    }

    async fn proven(&self, renewal: &Renewal, tries: u32) -> Outcome<String> {
        let mut pause = FIRST_PAUSE;
        let mut last = None;
        for _ in 0..tries {
            match self.canary(renewal).await {
                Err(problem) if problem.code == Code::CertificateUnknown => last = Some(problem),
                ended => return ended,
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
        let unknown = || Problem::new(Code::ReplicationTimeout, "Microsoft does not know the certificate yet.");
        Err(last.unwrap_or_else(unknown))
    }

    /// A token with the new certificate that nothing uses; the tokens in use are left alone.
    async fn canary(&self, renewal: &Renewal) -> Outcome<String> {
        let app = self.renewing_app(renewal, &renewal.new).await?;
        let api = self.api_of(renewal)?;
        let name = &permissions::api(api).name;
        Tokens::new(Arc::clone(&self.inner.wire)).token(&app, &app.cloud.api(api)?.scope).await?;
        self.note_use(&renewal.new, format!("canary token for {name}"));
        Ok(name.clone())
    }

    /// Waits until every vendor that holds a copy of the old certificate has the new one.
    pub(super) fn wait_for_hand_over(&self, renewal: &Renewal) -> Ended {
        let copies = self.credential(renewal.old.as_str())?.copies;
        if copies.iter().any(|row| !renewal.handed.contains(&row.id)) {
            return Ok(None);
        }
        let detail = match copies.len() {
            0 => "No vendor holds a copy".to_owned(),
            1 => "The vendor has the new one".to_owned(),
            several => format!("All {several} vendors have the new one"),
        };
        Ok(Some((RenewalStep::Switch, detail)))
    }

    /// Lets everything sign in with the new certificate, all at once. A poll under way ends with the old one.
    pub(super) async fn switch(&self, renewal: &mut Renewal) -> Ended {
        let (view, new) = (self.credential(renewal.old.as_str())?, self.credential(renewal.new.as_str())?.kept);
        // Before anything depends on it: every token in use is replaced by one of the new certificate, or nothing changes.
        let app = self.renewing_app(renewal, &renewal.new).await?;
        for api in self.apis_of(&view) {
            self.inner.tokens.replace(&app, &app.cloud.api(api)?.scope).await?;
        }
        let users: Vec<IntegrationId> = ids(&view.used_by).into_iter().chain(ids(&view.copies)).collect();
        self.inner.store.switch_credential(&users, &new.credential())?;
        self.forget_app(&renewal.old);
        let stays = self.now().checked_add(OLD_STAYS).unwrap_or_else(|_| self.now());
        renewal.remove_after = Some(view.kept.expires.map_or(stays, |ends| ends.min(stays)));
        self.touch(&[View::App, View::Overview, View::Credentials]);
        let sign = if users.len() == 1 { "signs" } else { "sign" };
        Ok(Some((RenewalStep::RemoveOld, format!("{} {sign} in with it from now on", counted(users.len())))))
    }

    /// Takes the old certificate from the app and out of the vault, once nothing uses it and its time has come.
    pub(super) async fn remove_old(&self, renewal: &Renewal, order: &RenewOrder, under: &Under) -> Ended {
        let view = self.credential(renewal.old.as_str())?;
        if !view.used_by.is_empty() || !view.copies.is_empty() {
            return Ok(None);
        }
        let now = self.now();
        if !order.finish && renewal.remove_after.is_some_and(|after| now < after) {
            return Ok(None);
        }
        let detail = match &order.sign_in {
            Some(way) => {
                self.remove_signed_in(renewal, &view.kept, way, under).await?;
                "The old one was removed from the app and from here"
            }
            None => self.remove_by_the_app(renewal, &view.kept, order).await?,
        };
        let old = view.kept;
        self.apart(move |product| {
            product.inner.vault.remove_credential(&old.id, old.kind)?;
            product.note_credential(&Kept { retired: Some(now), ..old })
        })
        .await?;
        Ok(Some((RenewalStep::Done, detail.to_owned())))
    }

    /// Takes the old certificate from the app, as the app itself.
    async fn remove_by_the_app(&self, renewal: &Renewal, old: &Kept, order: &RenewOrder) -> Outcome<&'static str> {
        let app = self.renewing_app(renewal, &renewal.new).await?;
        let token = self.inner.tokens.token(&app, &app.cloud.api(Api::Graph)?.scope).await?;
        let key_id = match guid(order.certificate_id.as_deref()) {
            Some(given) => Some(given),
            None => self.key_id_of(old, &app, &token).await?,
        };
        if let Some(key_id) = key_id {
            let keys = self.own_keys(renewal, &app, order).await?;
            let proof_by = self.signing(&renewal.new).await?;
            keys.remove(&key_id, proof_by.as_ref()).await?;
            self.note_use(&renewal.new, "proof for removing the old certificate, RS256".to_owned());
            return Ok("The old one was removed from the app and from here");
        }
        if old.expires.is_some_and(|ends| ends <= self.now()) {
            // It ended by itself; the portal still lists it, and it opens nothing.
            return Ok("The old one has ended; the portal still lists it");
        }
        let sha1 = old.public.as_ref().map(|public| public.sha1.clone()).unwrap_or_default();
        let message = "The id under which the old certificate is removed from the app is not known.";
        Err(Problem::new(Code::OldKeyLeft, message).fact("SHA-1 thumbprint", sha1))
    }

    /// What a step waits for, in words.
    pub(super) fn waits_for(&self, renewal: &Renewal) -> String {
        let view = self.credential(renewal.old.as_str()).ok();
        match renewal.step {
            RenewalStep::HandOver => {
                let copies = view.iter().flat_map(|view| &view.copies).filter(|row| !renewal.handed.contains(&row.id));
                let titles: Vec<_> = copies
                    .map(|row| {
                        catalog::entry(&row.catalog).map_or_else(|_| row.id.0.clone(), |entry| entry.title.clone())
                    })
                    .collect();
                format!("Waits until {} has the new certificate; both work until the old one ends", titles.join(", "))
            }
            RenewalStep::RemoveOld => match renewal.remove_after {
                Some(after) => format!("The old one stays until {}", after.strftime("%Y-%m-%d %H:%M UTC")),
                None => "The old one stays while something uses it".to_owned(),
            },
            _ => String::new(),
        }
    }

    /// The app with one of the two certificates.
    pub(super) async fn renewing_app(&self, renewal: &Renewal, credential: &CredentialId) -> Outcome<AppIdentity> {
        self.app_signing_with(&renewal.tenant, &renewal.client_id, credential).await
    }

    /// The app's own certificates, with a token of the app for Microsoft Graph; its object id is noted.
    pub(super) async fn own_keys(&self, renewal: &Renewal, app: &AppIdentity, order: &RenewOrder) -> Outcome<OwnKeys> {
        let token = self.inner.tokens.token(app, &app.cloud.api(Api::Graph)?.scope).await?;
        let noted = self.credential(renewal.old.as_str())?.kept.registration.and_then(|said| said.object_id);
        let (keys, object_id) = self.own_keys_of(app, token, guid(order.object_id.as_deref()).or(noted)).await?;
        for id in [&renewal.old, &renewal.new] {
            let Ok(view) = self.credential(id.as_str()) else { continue };
            if let Some(said) = view.kept.registration.filter(|said| said.object_id.as_ref() != Some(&object_id)) {
                self.note_registration(id, Registration { object_id: Some(object_id.clone()), ..said })?;
            }
        }
        Ok(keys)
    }

    /// The API that the canary asks for: the first that the app is used for.
    fn api_of(&self, renewal: &Renewal) -> Outcome<Api> {
        let view = self.credential(renewal.old.as_str())?;
        Ok(self.apis_of(&view).first().copied().unwrap_or(Api::Graph))
    }

    /// The APIs that the integrations call here which sign in with a credential.
    fn apis_of(&self, view: &KeptView) -> Vec<Api> {
        let entries = view.used_by.iter().filter_map(|row| catalog::entry(&row.catalog).ok());
        let mut apis: Vec<_> = entries.flat_map(|entry| entry.permission.iter().map(|need| need.api)).collect();
        let mut seen = Vec::new();
        apis.retain(|api| {
            !seen.contains(api) && {
                seen.push(*api);
                true
            }
        });
        apis
    }
}

/// Whether Microsoft answered, so that it is certain that nothing was changed.
fn answered(problem: &Problem) -> bool {
    matches!(
        problem.code,
        Code::ProofRefused | Code::Refused | Code::TokenRefused | Code::Throttled | Code::PermissionMissing
    )
}

/// A GUID that a person typed; anything else is as if nothing was.
fn guid(typed: Option<&str>) -> Option<String> {
    uuid::Uuid::parse_str(typed?.trim()).ok().map(|id| id.to_string())
}

fn counted(integrations: usize) -> String {
    match integrations {
        0 => "No integrations".to_owned(),
        1 => "1 integration".to_owned(),
        several => format!("{several} integrations"),
    }
}
