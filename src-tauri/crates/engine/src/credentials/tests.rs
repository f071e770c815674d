//! The registry and the hand-over without a network: a product over a place in memory.

use super::*;
use crate::product::{Parts, Product};
use domain::ids::{CredentialId, IntegrationId};
use domain::secret::SecretBytes;
use domain::tenant::{Integration, Tenant};
use domain::{Code, Outcome};
use jiff::{SignedDuration, Timestamp};
use microsoft::Clock;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use store::Access;
use vault::SecretPlace;

struct Still(Mutex<Timestamp>);

impl Clock for Still {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// A place that can be told to refuse.
#[derive(Default)]
pub(crate) struct Memory {
    entries: Mutex<BTreeMap<String, SecretBytes>>,
    refuse_after: Mutex<Option<u32>>,
}

impl Memory {
    fn accounts(&self) -> Vec<String> {
        self.entries.lock().unwrap().keys().cloned().collect()
    }
}

impl SecretPlace for Memory {
    fn name(&self) -> String {
        "Memory".to_owned()
    }
    fn load(&self, account: &str) -> Outcome<Option<SecretBytes>> {
        Ok(self.entries.lock().unwrap().get(account).cloned())
    }
    fn save(&self, account: &str, secret: &SecretBytes) -> Outcome<()> {
        if let Some(left) = self.refuse_after.lock().unwrap().as_mut() {
            *left = left.checked_sub(1).ok_or_else(|| domain::Problem::new(Code::KeyringRefused, "Full."))?;
        }
        self.entries.lock().unwrap().insert(account.to_owned(), secret.clone());
        Ok(())
    }
    fn remove(&self, account: &str) -> Outcome<()> {
        self.entries.lock().unwrap().remove(account);
        Ok(())
    }
}

struct Room {
    folder: tempfile::TempDir,
    clock: Arc<Still>,
    place: Arc<Memory>,
}

impl Room {
    fn new() -> Self {
        let clock = Arc::new(Still(Mutex::new("2026-11-21T10:00:00Z".parse().unwrap())));
        Self { folder: tempfile::tempdir().unwrap(), clock, place: Arc::default() }
    }

    fn open(&self) -> Product {
        open_in(self.folder.path(), self.clock.clone(), self.place.clone()).unwrap()
    }
}

fn open_in(folder: &Path, clock: Arc<Still>, place: Arc<Memory>) -> Outcome<Product> {
    let parts = Parts {
        clock,
        secrets: place,
        folder: folder.to_owned(),
        version: "0",
        simulator: None,
        public_client: None,
        browser: Arc::new(|_| false),
        hurried: false,
    };
    Product::open(parts, Access::Write)
}

async fn made(product: &Product, name: &str) -> Kept {
    product
        .make_credential(MakeOrder { name: name.to_owned(), common_name: None, bits: 2048, days: 365 })
        .await
        .unwrap()
}

fn attach(product: &Product, catalog: &str, kept: &Kept) -> Integration {
    let tenant = Tenant {
        id: "11111111-2222-4333-8444-555555555555".into(),
        name: "Contoso".to_owned(),
        domain: "contoso.onmicrosoft.com".to_owned(),
        // Nothing listens there.
        cloud: "simulated".to_owned(),
        simulator: Some("http://127.0.0.1:9".to_owned()),
    };
    let integration = Integration {
        id: IntegrationId::of(&tenant.id, catalog),
        tenant: tenant.id.clone(),
        catalog: catalog.to_owned(),
        client_id: "aaaaaaaa-2222-4333-8444-555555555555".into(),
        credential: kept.credential(),
        attached: product.now(),
        paused: None,
    };
    product.attach(&tenant, &integration).unwrap();
    product.note_registration(&kept.id, super::registry::registration_of(&integration)).unwrap();
    integration
}

#[tokio::test]
async fn a_renewal_waits_for_every_vendor_that_holds_a_copy() {
    let room = Room::new();
    let product = room.open();
    let (old, new) = (made(&product, "Audit").await, made(&product, "Audit next").await);
    let taegis = attach(&product, "taegis-o365-gcc", &old);
    let mut renewal = Renewal {
        id: "r".to_owned(),
        old: old.id.clone(),
        new: new.id.clone(),
        tenant: taegis.tenant.clone(),
        client_id: taegis.client_id.clone(),
        begun: product.now(),
        by_itself: true,
        bits: 2048,
        days: 365,
        step: RenewalStep::HandOver,
        done: Vec::new(),
        wished_key_id: "k".to_owned(),
        sent: true,
        new_key_id: Some("k".to_owned()),
        handed: Vec::new(),
        remove_after: None,
        problem: None,
        tried: None,
    };
    product.note_renewal(&renewal).unwrap();
    let quiet = || -> crate::steps::Steps { Arc::new(|_| ()) };
    renewal = product.renew(old.id.as_str(), RenewOrder::default(), quiet()).await.unwrap();
    assert_eq!(renewal.step, RenewalStep::HandOver, "the vendor would be shut out");
    product.renew_what_is_due().await;
    assert_eq!(
        product.credential(old.id.as_str()).unwrap().renewal.unwrap().step,
        RenewalStep::HandOver,
        "also by itself"
    );
    let stranger = product.handed_over(new.id.as_str(), &"x/taegis".into());
    assert!(stranger.is_ok(), "a hand-over to somebody else is noted and opens nothing");
    assert_eq!(
        product.renew(old.id.as_str(), RenewOrder::default(), quiet()).await.unwrap().step,
        RenewalStep::HandOver
    );
    product.handed_over(old.id.as_str(), &taegis.id).unwrap();
    renewal = product.renew(old.id.as_str(), RenewOrder::default(), quiet()).await.unwrap();
    assert_eq!(renewal.step, RenewalStep::RemoveOld, "nothing here signs in with it, so no token had to be proven");
    assert_eq!(product.credential(new.id.as_str()).unwrap().copies.len(), 1, "the vendor's copy is of the new one");
    let stays = renewal.remove_after.unwrap().duration_since(product.now());
    assert_eq!(stays, SignedDuration::from_hours(7 * 24), "the old one stays for what nobody thought of");
}

#[tokio::test]
async fn a_form_is_filled_in_its_own_words_and_nothing_private_is_a_value() {
    let room = Room::new();
    let product = room.open();
    let kept = made(&product, "Bartizan GCC").await;
    let taegis = attach(&product, "taegis-o365-gcc", &kept);
    let out = product.hand_out("Bartizan GCC", "taegis-o365-gcc").unwrap();
    let labels: Vec<_> = out.fields.iter().map(|field| field.label.as_str()).collect();
    assert!(
        labels.contains(&"Tenant ID") && labels.contains(&"Application Client ID"),
        "the form's own words: {labels:?}"
    );
    let value = |label: &str| out.fields.iter().find(|field| field.label == label).unwrap().value.clone();
    assert_eq!(value("Tenant ID"), HandOutValue::Text(taegis.tenant.0.clone()));
    let steps = out.steps.join(" ");
    assert!(steps.contains(&taegis.tenant.0) && !steps.contains('{'), "no name of a value stands for it: {steps}");
    assert!(out.fields.iter().any(|field| field.value == HandOutValue::PrivateFile { name: "key.pem".to_owned() }));

    let folder = tempfile::tempdir().unwrap();
    let saved = product.save_hand_out(&out, folder.path(), false).await.unwrap();
    assert_eq!(saved, [folder.path().join("certificate.pem")], "the key only when it is asked for");
    let again = product.save_hand_out(&out, folder.path(), true).await.err().unwrap();
    assert_eq!(again.code, Code::FileExists);
    assert!(!folder.path().join("key.pem").exists(), "and then nothing is written");
    std::fs::remove_file(folder.path().join("certificate.pem")).unwrap();
    assert_eq!(product.save_hand_out(&out, folder.path(), true).await.unwrap().len(), 2);
    let files = ["certificate.pem", "key.pem"].map(|name| std::fs::read(folder.path().join(name)).unwrap());
    assert!(vault::judge(&files, None, product.now()).is_ok(), "what is handed out belongs together");
    let uses = product.credential_uses(Some(&kept.id), 1).unwrap();
    assert_eq!(uses[0].what, "certificate.pem and key.pem saved for Taegis Office 365 GCC", "and is in the journal");
    assert_eq!(
        product.hand_out("Bartizan GCC", "prelude-defender").err().unwrap().code,
        Code::InputInvalid,
        "it takes secrets"
    );
}

#[tokio::test]
async fn what_is_used_is_not_thrown_away_and_what_was_left_is() {
    let room = Room::new();
    let product = room.open();
    let (one, two) = (made(&product, "One").await, made(&product, "Two").await);
    attach(&product, "defender-xdr", &one);
    assert_eq!(product.revoke_credential(&one.id).await.err().unwrap().code, Code::CredentialInUse);
    attach(&product, "defender-xdr", &two);
    let left = product.credential("One").unwrap();
    assert!(left.kept.retired.is_some() && left.used_by.is_empty(), "an integration took another one");
    let kept: Vec<_> = room.place.accounts().into_iter().filter(|account| account.contains(one.id.as_str())).collect();
    assert!(kept.is_empty(), "its key is out of the vault: {kept:?}");
    product.revoke_credential(&one.id).await.unwrap();
    assert_eq!(product.credential(one.id.as_str()).err().unwrap().code, Code::CredentialUnknown);
}

#[tokio::test]
async fn a_credential_is_found_by_name_or_by_the_beginning_of_its_id() {
    let room = Room::new();
    let product = room.open();
    let kept = made(&product, "Bartizan Contoso").await;
    let named = |text: &str| product.credential(text).map(|view| view.kept.id).map_err(|problem| problem.code);
    assert_eq!(named("bartizan contoso"), Ok(kept.id.clone()));
    assert_eq!(named(&kept.id.as_str()[..8]), Ok(kept.id.clone()));
    assert_eq!(named(&kept.id.as_str()[..3]), Err(Code::CredentialUnknown), "three characters are too few");
    made(&product, "Bartizan Contoso").await;
    assert_eq!(named("Bartizan Contoso"), Err(Code::CredentialUnknown), "two of a name are told apart by their ids");
}

#[tokio::test]
async fn the_same_certificate_is_one_credential() {
    let room = Room::new();
    let product = room.open();
    let kept = made(&product, "Once").await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("both.pem");
    product.export_credential("Once", ExportForm::Combined, path.clone()).await.unwrap();
    let files = vec![std::fs::read(path).unwrap()];
    let imported = product.import_credential(ImportOrder { files, password: None, name: None }).await.unwrap();
    assert_eq!((imported.known, imported.kept.id), (true, kept.id), "it was here already");
    assert_eq!(product.credentials().unwrap().len(), 1);
}

#[tokio::test]
async fn what_cannot_be_written_down_is_not_left_in_the_vault() {
    let room = Room::new();
    let product = room.open();
    *room.place.refuse_after.lock().unwrap() = Some(1);
    let order = MakeOrder { name: "Half".to_owned(), common_name: None, bits: 2048, days: 365 };
    assert_eq!(product.make_credential(order).await.err().unwrap().code, Code::KeyringRefused);
    assert!(product.credentials().unwrap().is_empty(), "a key without its certificate is no credential");
    let left: Vec<_> = room.place.accounts().into_iter().filter(|account| account.starts_with("key/")).collect();
    assert!(left.is_empty(), "nor does the key stay behind: {left:?}");
}

#[tokio::test]
async fn only_certificates_that_are_used_and_made_here_renew_by_themselves() {
    let room = Room::new();
    let product = room.open();
    let (used, unused) = (made(&product, "Used").await, made(&product, "Unused").await);
    attach(&product, "defender-xdr", &used);
    let begun = || -> Vec<CredentialId> {
        let views = product.credentials().unwrap();
        views.into_iter().filter(|view| view.renewal.is_some()).map(|view| view.kept.id).collect()
    };
    product.renew_what_is_due().await;
    assert!(begun().is_empty(), "365 days are left");
    *room.clock.0.lock().unwrap() = "2027-10-25T10:00:00Z".parse().unwrap();
    product.renew_what_is_due().await;
    let with_renewal = begun();
    assert!(with_renewal.contains(&used.id) && !with_renewal.contains(&unused.id), "27 days are left of both");
    let renewal = product.credential(used.id.as_str()).unwrap().renewal.unwrap();
    assert!(renewal.by_itself && renewal.problem.is_some(), "nobody answers, which is written down: {renewal:?}");
    let tried = renewal.tried;
    product.renew_what_is_due().await;
    let again = product.credential(used.id.as_str()).unwrap().renewal.unwrap();
    assert_eq!(again.tried, tried, "and not tried again at once");
}

#[tokio::test]
async fn moving_is_all_or_nothing_and_can_be_done_again_after_a_failure() {
    let room = Room::new();
    let kept = {
        let product = room.open();
        made(&product, "Moved").await
    };
    let (from, to) = (room.place.accounts(), Arc::new(Memory::default()));
    *to.refuse_after.lock().unwrap() = Some(2);
    let now = room.clock.now();
    let moving = || crate::secrets::move_secrets(room.folder.path(), room.place.clone(), to.clone(), now);
    assert_eq!(moving().err().unwrap().code, Code::KeyringRefused);
    assert_eq!(room.place.accounts(), from, "the old place is untouched");
    assert!(room.open().credential("Moved").is_ok());
    *to.refuse_after.lock().unwrap() = None;
    let moved = moving().unwrap();
    assert_eq!((moved.secrets, moved.left), (3, None), "the database's key, a key, a certificate");
    assert!(room.place.accounts().is_empty());
    let product = open_in(room.folder.path(), room.clock.clone(), to).unwrap();
    assert!(product.inner.vault.load_certificate(&kept.id).is_ok(), "everything is in the new place");
}

#[tokio::test]
async fn nothing_that_is_written_down_is_secret() {
    let room = Room::new();
    let product = room.open();
    let kept = made(&product, "Canary").await;
    attach(&product, "defender-xdr", &kept);
    let key = product.inner.vault.load_certificate(&kept.id).unwrap().key_der;
    let store = &product.inner.store;
    let written = [store.credentials().unwrap(), store.renewals().unwrap()].concat().join("\n");
    let private = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, &key.reveal()[330..420]);
    assert!(!written.contains(&private[4..100]) && written.contains(&kept.id.0), "only the public part stands there");
}
