//! The registry: every credential with what uses it. What an integration uses and nobody noted is taken over from there.

use super::record::{Kept, Registration};
use super::renewal::{self, Renewal};
use crate::product::{Product, View};
use domain::ids::{CredentialId, IntegrationId};
use domain::tenant::{Credential, Integration};
use domain::{Code, Outcome, Problem, catalog};
use store::Store;

/// A credential with what uses it.
#[derive(Debug, Clone)]
pub struct KeptView {
    /// What is known of it.
    pub kept: Kept,
    /// The integrations that sign in with it here.
    pub used_by: Vec<Integration>,
    /// The integrations at outside vendors that hold a copy of it.
    pub copies: Vec<Integration>,
    /// Its renewal, where one was begun: as the old one of it, or as the new one.
    pub renewal: Option<Renewal>,
}

/// What throwing a credential away came to.
#[derive(Debug, Clone)]
pub struct Revoked {
    /// What was known of it.
    pub kept: Kept,
    /// Whether it was taken off its app.
    pub off_the_app: bool,
    /// Why it was not, where it was on one.
    pub left: Option<Box<Problem>>,
}

/// Whether a certificate renews by itself, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RenewalRule {
    /// Whether it does.
    pub automatic: bool,
    /// How many days before its end.
    pub days_before: u32,
}

/// The credentials that were noted in a database, the oldest first.
pub(crate) fn kept(store: &Store) -> Outcome<Vec<Kept>> {
    store.credentials()?.iter().map(|document| read(document)).collect()
}

fn read(document: &str) -> Outcome<Kept> {
    serde_json::from_str(document).map_err(|error| {
        Problem::new(Code::StoreUnreadable, "A credential in the database cannot be read.").fact("Cause", error)
    })
}

/// Whether an outside vendor signs in with the credential of an integration, and so holds a copy of it.
pub(crate) fn held_outside(integration: &Integration) -> bool {
    catalog::entry(&integration.catalog).is_ok_and(|entry| entry.vendor.is_some() && entry.source.is_none())
}

impl Product {
    /// Every credential, the oldest first.
    ///
    /// # Errors
    /// Those of the store.
    pub fn credentials(&self) -> Outcome<Vec<KeptView>> {
        let store = &self.inner.store;
        let mut all = kept(store)?;
        let integrations = store.integrations()?;
        for integration in &integrations {
            let credential = &integration.credential;
            if all.iter().all(|known| known.id != credential.id) {
                let mut taken_over = Kept::of(credential, &integration.catalog);
                taken_over.registration = Some(registration_of(integration));
                all.push(taken_over);
            }
        }
        let renewals = renewal::all(store)?;
        let view = |kept: Kept| {
            let using = integrations.iter().filter(|row| row.credential.id == kept.id).cloned();
            let (copies, used_by) = using.partition(held_outside);
            // The newest that has to do with it: an old certificate's renewal ends before it begins the next.
            let renewal = renewals.iter().rev().find(|row| row.old == kept.id || row.new == kept.id).cloned();
            KeptView { kept, used_by, copies, renewal }
        };
        Ok(all.into_iter().map(view).collect())
    }

    /// One credential, by its id, a part of it of at least four characters, or its name.
    ///
    /// # Errors
    /// `credential.not_found`, those of the store.
    pub fn credential(&self, named: &str) -> Outcome<KeptView> {
        let named = named.trim();
        let all = self.credentials()?;
        if let Some(exact) = all.iter().find(|view| view.kept.id.as_str() == named) {
            return Ok(exact.clone());
        }
        let fits = |view: &&KeptView| {
            let by_id = named.len() >= 4 && view.kept.id.as_str().starts_with(named);
            by_id || view.kept.name.eq_ignore_ascii_case(named)
        };
        // A name stays with the one that is in use when its predecessor has retired.
        let mut found: Vec<_> = all.iter().filter(fits).collect();
        if found.len() > 1 {
            found.retain(|view| view.kept.retired.is_none());
        }
        // The two of a renewal that goes on share a name; the old one leads it.
        if let [one, other] = found.as_slice()
            && let Some(renewal) = one.renewal.as_ref().filter(|renewal| renewal.goes_on())
            && renewal.old == one.kept.id
            && renewal.new == other.kept.id
        {
            return Ok((*one).clone());
        }
        match found.as_slice() {
            [one] => Ok((*one).clone()),
            [] => Err(Problem::new(Code::CredentialUnknown, format!("There is no credential \"{named}\"."))),
            several => {
                let message = format!("{} credentials fit \"{named}\"; give more of the id.", several.len());
                Err(Problem::new(Code::CredentialUnknown, message))
            }
        }
    }

    /// Whether a certificate renews by itself from now on.
    ///
    /// # Errors
    /// `setup.input_invalid`, `renewal.not_a_certificate`, `credential.not_found`, those of the store.
    pub fn set_renewal_rule(&self, id: &CredentialId, rule: RenewalRule) -> Outcome<KeptView> {
        let mut view = self.credential(id.as_str())?;
        if view.kept.public.is_none() && rule.automatic {
            return Err(Problem::new(Code::SecretNotRenewed, format!("{} is not a certificate.", view.kept.name)));
        }
        if !(1..=365).contains(&rule.days_before) {
            return Err(Problem::new(Code::InputInvalid, "A certificate renews 1 to 365 days before its end."));
        }
        view.kept.automatic = rule.automatic;
        view.kept.days_before = rule.days_before;
        self.note_credential(&view.kept)?;
        Ok(view)
    }

    /// Throws a credential away: off its app where the app can do that itself, out of the vault, out of the list.
    ///
    /// # Errors
    /// `credential.in_use`, `renewal.under_way`, `credential.not_found`, those of vault and store.
    pub async fn revoke_credential(&self, id: &CredentialId) -> Outcome<Revoked> {
        let view = self.credential(id.as_str())?;
        if let Some(user) = view.used_by.iter().chain(&view.copies).next() {
            let message = format!("{} signs in with {}.", user.id, view.kept.name);
            return Err(Problem::new(Code::CredentialInUse, message).fact("Used by", &user.id));
        }
        if view.renewal.as_ref().is_some_and(Renewal::goes_on) {
            return Err(Problem::new(Code::RenewalUnderWay, format!("{} is being renewed.", view.kept.name)));
        }
        let kept = view.kept;
        // A secret, or a certificate that was never on an app, is nowhere else.
        let registered = kept.registration.is_some() && kept.public.is_some() && kept.retired.is_none();
        let off = if registered { Some(self.take_off(&kept).await) } else { None };
        let thrown_away = kept.clone();
        self.apart(move |product| {
            product.inner.vault.remove_credential(&thrown_away.id, thrown_away.kind)?;
            product.inner.store.remove_credential(&thrown_away.id)
        })
        .await?;
        self.touch(&[View::Credentials]);
        Ok(Revoked { kept, off_the_app: matches!(off, Some(Ok(()))), left: off.and_then(Result::err) })
    }

    /// Notes a credential, or what has changed about it.
    ///
    /// # Errors
    /// Those of the store.
    pub fn note_credential(&self, kept: &Kept) -> Outcome<()> {
        let document = serde_json::to_string(kept)
            .map_err(|_| Problem::new(Code::Unexpected, "The credential cannot be written as JSON."))?;
        self.inner.store.put_credential(&kept.id, &document)?;
        self.touch(&[View::Credentials]);
        Ok(())
    }

    /// Notes which app has a credential; what is known already and not said again stays.
    ///
    /// # Errors
    /// `credential.not_found`, those of the store.
    pub fn note_registration(&self, id: &CredentialId, said: Registration) -> Outcome<()> {
        let mut kept = self.credential(id.as_str())?.kept;
        let before = kept.registration.take().filter(|before| before.client_id == said.client_id);
        let (object_id, app_name, key_id, since) = match before {
            Some(before) => (before.object_id, before.app_name, before.key_id, before.since),
            None => (None, None, None, said.since),
        };
        kept.registration = Some(Registration {
            object_id: said.object_id.or(object_id),
            app_name: said.app_name.or(app_name),
            key_id: said.key_id.or(key_id),
            since,
            ..said
        });
        self.note_credential(&kept)
    }

    /// Takes a credential out of the vault that an integration has left, unless something else still needs it.
    pub(crate) fn retire_unused(&self, credential: &Credential) -> Outcome<()> {
        let view = match self.credential(credential.id.as_str()) {
            Ok(view) => view,
            // Never noted, and no integration names it any more.
            Err(_) => return self.inner.vault.remove_credential(&credential.id, credential.kind),
        };
        let needed = !view.used_by.is_empty() || !view.copies.is_empty();
        if needed || view.renewal.as_ref().is_some_and(Renewal::goes_on) {
            return Ok(());
        }
        self.inner.vault.remove_credential(&credential.id, credential.kind)?;
        self.note_credential(&Kept { retired: Some(self.now()), ..view.kept })
    }
}

/// The registration that an integration implies.
pub(crate) fn registration_of(integration: &Integration) -> Registration {
    Registration {
        tenant: integration.tenant.clone(),
        client_id: integration.client_id.clone(),
        object_id: None,
        app_name: None,
        key_id: None,
        since: integration.attached,
    }
}

/// The ids of integrations.
pub(crate) fn ids(integrations: &[Integration]) -> Vec<IntegrationId> {
    integrations.iter().map(|row| row.id.clone()).collect()
}
