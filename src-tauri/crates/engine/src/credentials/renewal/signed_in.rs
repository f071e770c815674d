//! The steps that an administrator who signs in can take where the app itself cannot: when no valid certificate of it is left, or
//! nobody noted its ids. The account's token lives for one step.

use super::steps::Ended;
use super::{Renewal, RenewalStep};
use crate::credentials::record::{Kept, Registration};
use crate::product::{Product, View};
use crate::setup::{Admin, Journal, SignInWay};
use crate::steps::Under;
use domain::{Code, Outcome, Problem};
use microsoft::{AppRegistration, Directory};
use serde_json::json;
use std::sync::Arc;

/// What it takes: changing applications, and reading the policy that limits certificates.
const SCOPES: [&str; 3] = ["Application.ReadWrite.All", "Policy.Read.All", "User.Read"];

impl Product {
    /// Puts the new certificate on the app beside those that are there, and notes what the app itself could not tell.
    pub(super) async fn register_signed_in(&self, renewal: &mut Renewal, way: &SignInWay, under: &Under) -> Ended {
        let admin = self.admin_of(renewal, way, under).await?;
        let directory = &admin.directory;
        let policy = directory.credential_policy(self.now()).await?;
        if let Some(most) = policy.certificate_days.filter(|most| *most < renewal.days) {
            self.make_again_for(renewal, most).await?;
            let detail = format!("The tenant's policy allows {most} days; it is made again for so long");
            return Ok(Some((RenewalStep::Make, detail)));
        }
        let app = app_of(directory, renewal).await?;
        let (old, new) = (self.credential(renewal.old.as_str())?.kept, self.credential(renewal.new.as_str())?.kept);
        if key_of(&app, &new).is_none() {
            let keys = app.keys_with(&self.public_der(&new)?, &new.name);
            renewal.sent = true;
            self.note_renewal(renewal)?;
            let what = format!("Put the new certificate of \u{201c}{}\u{201d} beside the old one", app.display_name);
            directory.change_application(&app.id, json!({"keyCredentials": keys}), &what).await?;
        }
        let read = directory.read_back(&app.id).await?;
        let key_id = key_of(&read, &new).ok_or_else(|| {
            Problem::new(Code::ReadBackDiffers, "The app does not list the new certificate after it was put there.")
        })?;
        renewal.new_key_id = Some(key_id.clone());
        for (kept, key_id) in [(&old, key_of(&read, &old)), (&new, Some(key_id))] {
            if let Some(said) = kept.registration.clone() {
                let (object_id, app_name) = (Some(read.id.clone()), Some(read.display_name.clone()));
                self.note_registration(&kept.id, Registration { object_id, app_name, key_id, ..said })?;
            }
        }
        Ok(Some((RenewalStep::Prove, format!("By {}; both are on the app", admin.account))))
    }

    /// Takes the old certificate from the app.
    pub(super) async fn remove_signed_in(
        &self,
        renewal: &Renewal,
        old: &Kept,
        way: &SignInWay,
        under: &Under,
    ) -> Outcome<()> {
        let admin = self.admin_of(renewal, way, under).await?;
        let app = app_of(&admin.directory, renewal).await?;
        let Some(key_id) = key_of(&app, old) else { return Ok(()) };
        let what = format!("Remove the old certificate of \u{201c}{}\u{201d}", app.display_name);
        let keys = json!({"keyCredentials": app.keys_without(&key_id)});
        admin.directory.change_application(&app.id, keys, &what).await
    }

    async fn admin_of(&self, renewal: &Renewal, way: &SignInWay, under: &Under) -> Outcome<Admin> {
        let cloud = self.cloud_of_tenant(&renewal.tenant)?;
        let journal = Journal::new(self, &format!("renewal/{}", renewal.id), renewal.tenant.as_str(), Arc::default());
        let journal = Arc::new(journal);
        journal.belongs_to(under);
        let admin = self.sign_in_to(&cloud, &renewal.tenant, &journal, SCOPES.to_vec(), way, under).await;
        self.touch(&[View::Credentials]);
        admin
    }
}

async fn app_of(directory: &Directory, renewal: &Renewal) -> Outcome<AppRegistration> {
    directory.application_with_client_id(renewal.client_id.as_str()).await?.ok_or_else(|| {
        Problem::new(Code::AppUnknown, format!("The tenant has no app with the client id {}.", renewal.client_id))
    })
}

/// The id under which an app has a certificate.
fn key_of(app: &AppRegistration, kept: &Kept) -> Option<String> {
    let sha1 = &kept.public.as_ref()?.sha1;
    let bytes: Vec<u8> =
        (0..sha1.len() / 2).filter_map(|at| u8::from_str_radix(sha1.get(2 * at..2 * at + 2)?, 16).ok()).collect();
    app.key_credentials.iter().find(|key| key.is(&bytes)).map(|key| key.key_id.clone())
}
