//! Credentials: every certificate and secret, where it is registered, when it ends, what uses it, and its renewal.
//!
//! Nothing private ever leaves in an answer. What comes in with a secret in it has no Debug and no Serialize.

use super::{CredentialKind, Millis, ProblemView, SignInWay};
use domain::secret::SecretText;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The whole place at one moment.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CredentialsView {
    /// When this was read.
    pub at: Millis,
    /// The credentials, those that end first at the top; what has retired at the end.
    pub credentials: Vec<CredentialRow>,
    /// How many end within 30 days or have ended, of those in use.
    pub ending: u32,
    /// How many certificates are in use or ready.
    pub certificates: u32,
    /// How many client secrets are in use.
    pub secrets: u32,
    /// On how many apps they are registered.
    pub registrations: u32,
    /// The newest uses, newest first.
    pub uses: Vec<CredentialUseView>,
    /// Where keys and secrets lie, such as `Secret Service (GNOME Keyring)`.
    pub place: String,
    /// When the recovery code was made; none when there is none.
    pub recovery_made: Option<Millis>,
}

/// One credential.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CredentialRow {
    /// Its handle.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Certificate or secret.
    pub kind: CredentialKind,
    /// Where it came from.
    pub origin: CredentialOrigin,
    /// How it stands.
    pub state: CredentialState,
    /// When it was made or given.
    pub added: Millis,
    /// When it ends, where that is known.
    pub expires: Option<Millis>,
    /// Whole days until then; negative once it has ended.
    pub days_left: Option<i32>,
    /// What is known of a certificate.
    pub certificate: Option<CertificateView>,
    /// The app that has it.
    pub registration: Option<CredentialRegistration>,
    /// The integrations that sign in with it.
    pub used_by: Vec<CredentialUser>,
    /// Whether it renews by itself.
    pub automatic: bool,
    /// How many days before its end.
    pub days_before: u32,
    /// When it renews by itself; none when it does not.
    pub renews: Option<Millis>,
    /// Its renewal that goes on, or the last one.
    pub renewal: Option<RenewalView>,
}

/// Where a credential came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CredentialOrigin {
    /// Made here.
    Made,
    /// Imported from files.
    Imported,
    /// Typed or pasted by a person.
    Given,
}

/// How a credential stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CredentialState {
    /// Integrations sign in with it.
    InUse,
    /// Nothing uses it yet.
    Ready,
    /// The new one of a renewal, waiting for the switch.
    WaitsForSwitch,
    /// The old one of a renewal, kept until nothing can need it.
    Replaced,
    /// Its secret is gone.
    Retired,
}

/// What is known of a certificate.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CertificateView {
    /// Its subject.
    pub subject: String,
    /// Algorithm and length of its key, such as `RSA 2048`.
    pub key: String,
    /// The hash in its signature, such as `SHA-256`.
    pub hash: String,
    /// From when it is valid.
    pub begins: Millis,
    /// SHA-1 of its DER in hex, as the portal shows it.
    pub sha1: String,
    /// SHA-256 of its DER in hex.
    pub sha256: String,
}

/// The app that has a credential.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CredentialRegistration {
    /// Our handle of the tenant.
    pub tenant: String,
    /// The tenant's name.
    pub tenant_name: String,
    /// The app's name, or its client id where that is not known.
    pub app: String,
    /// Its Application (client) ID.
    pub client_id: String,
    /// Its object id, where it is known.
    pub object_id: Option<String>,
    /// When a token was last issued with this credential.
    pub checked: Option<Millis>,
}

/// An integration that signs in with a credential.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CredentialUser {
    /// Our handle of the integration.
    pub integration: String,
    /// The entry of the catalog.
    pub catalog: String,
    /// Its title.
    pub title: String,
    /// Whether an outside vendor signs in, and so holds a copy.
    pub outside: bool,
}

/// A use of a credential.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CredentialUseView {
    /// When.
    pub at: Millis,
    /// The credential's handle.
    pub credential: String,
    /// Its name, or its handle when it is not known any more.
    pub name: String,
    /// What for, such as `token for Microsoft Graph, PS256`.
    pub what: String,
    /// The code of the problem that it ended with; empty when it was accepted.
    pub problem: String,
}

/// A renewal.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RenewalView {
    /// The handle of the certificate that ends.
    pub old: String,
    /// The handle of the new one.
    pub new: String,
    /// When it was begun.
    pub begun: Millis,
    /// Whether it began by itself.
    pub by_itself: bool,
    /// The step that comes next.
    pub step: RenewalStepName,
    /// The six steps, in their order.
    pub steps: Vec<RenewalStepView>,
    /// The vendors that do not have the new one yet.
    pub waits_for: Vec<CredentialUser>,
    /// When the old one is removed by itself; none before the switch.
    pub remove_after: Option<Millis>,
    /// Whether something is left to do.
    pub goes_on: bool,
    /// Why the last try did not get further.
    pub problem: Option<ProblemView>,
}

/// The steps of a renewal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RenewalStepName {
    /// Make.
    Make,
    /// Register beside the old one.
    Register,
    /// Prove with a token.
    Prove,
    /// Hand over to vendors.
    HandOver,
    /// Switch.
    Switch,
    /// Remove the old one.
    RemoveOld,
    /// Nothing is left to do.
    Done,
    /// Taken back.
    Undone,
}

/// A step of a renewal.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RenewalStepView {
    /// Which.
    pub step: RenewalStepName,
    /// Its title, such as `Register beside`.
    pub title: String,
    /// Whether it was done.
    pub done: Option<Millis>,
    /// What came out, or what it waits for.
    pub detail: String,
}

/// Which credential.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CredentialRequest {
    /// Its handle, a part of it of at least four characters, or its name.
    pub id: String,
}

/// A certificate is to be made.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CertificateMake {
    /// Its name; the subject's common name as well, unless that is given.
    pub name: String,
    /// The subject's common name.
    pub common_name: Option<String>,
    /// Bits of the RSA key: 2048, 3072 or 4096.
    pub bits: u32,
    /// Days that it is valid for.
    pub days: u32,
}

/// Files are to be imported. No Debug, no Serialize: they hold a key.
#[derive(Deserialize, TS)]
pub struct CertificateImport {
    /// The files, base64 of each.
    #[ts(as = "Vec<String>")]
    pub files: Vec<SecretText>,
    /// The password of a PFX file or an encrypted key.
    #[ts(as = "Option<String>")]
    pub password: Option<SecretText>,
    /// Its name; the subject's common name when absent.
    pub name: Option<String>,
}

/// What was imported.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CertificateImported {
    /// The credential.
    pub credential: CredentialRow,
    /// What was done to it on the way in, one sentence each.
    pub notes: Vec<String>,
    /// Whether it was here already.
    pub known: bool,
}

/// The forms of a certificate without its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PublicForm {
    /// PEM, as the portal and most programs take it.
    Pem,
    /// DER, `.cer`.
    Der,
}

/// The public part of a certificate is to be saved.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PublicExport {
    /// The credential.
    pub id: String,
    /// In which form.
    pub form: PublicForm,
}

/// The forms of a certificate with its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PrivateForm {
    /// The key as PEM, PKCS#8, not encrypted.
    Key,
    /// Key and certificate as PEM.
    Combined,
    /// Both as PFX with a password.
    Pfx,
}

/// The private part of a certificate is to be saved. No Debug, no Serialize: it can carry a password.
#[derive(Deserialize, TS)]
pub struct PrivateExport {
    /// The credential.
    pub id: String,
    /// In which form.
    pub form: PrivateForm,
    /// The password of the PFX file.
    #[ts(as = "Option<String>")]
    pub password: Option<SecretText>,
}

/// Where files were saved.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SavedFiles {
    /// The files.
    pub paths: Vec<String>,
}

/// A certificate is to be renewed, or its renewal to go on.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct RenewRequest {
    /// The credential.
    pub id: String,
    /// The app's object id, where it was not noted.
    #[serde(default)]
    pub object_id: Option<String>,
    /// The Certificate ID of the old one in the portal, where it was not noted.
    #[serde(default)]
    pub certificate_id: Option<String>,
    /// Bits of the new key.
    #[serde(default)]
    pub bits: Option<u32>,
    /// Days that the new one is valid for.
    #[serde(default)]
    pub days: Option<u32>,
    /// Remove the old one now, unless something uses it still.
    #[serde(default)]
    pub finish: bool,
    /// How an administrator signs in, where the app cannot change its certificates itself: its last one has ended, or its ids
    /// are not known.
    #[serde(default)]
    pub sign_in: Option<SignInWay>,
}

/// Whether a certificate renews by itself is to be changed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RenewalRuleRequest {
    /// The credential.
    pub id: String,
    /// Whether it does.
    pub automatic: bool,
    /// How many days before its end.
    pub days_before: u32,
}

/// A credential and an integration of the catalog.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct HandOutRequest {
    /// The credential.
    pub id: String,
    /// The entry of the catalog.
    pub integration: String,
}

/// What a vendor's form wants.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct HandOutView {
    /// The entry of the catalog.
    pub integration: String,
    /// Its title.
    pub title: String,
    /// Where its form is.
    pub place: String,
    /// The vendor's page.
    pub link: Option<String>,
    /// The credential that is handed out.
    pub credential: String,
    /// Its name.
    pub credential_name: String,
    /// The fields, in the form's order.
    pub fields: Vec<HandOutField>,
    /// What a person does there, with labels in double brackets.
    pub steps: Vec<String>,
}

/// A field of a vendor's form.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct HandOutField {
    /// The form's own label.
    pub label: String,
    /// What goes into it.
    pub kind: HandOutKind,
    /// The text, or the file's name; empty where neither is.
    pub value: String,
    /// The length of a public file.
    pub bytes: Option<u32>,
    /// What to know; may be empty.
    pub hint: String,
}

/// What goes into a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HandOutKind {
    /// A text that can be copied.
    Text,
    /// A public file that can be saved.
    File,
    /// A file with a private key; the system asks first.
    PrivateFile,
    /// A secret text; the system asks first.
    PrivateText,
    /// Something that a person decides.
    ByPerson,
}

/// A vendor has the new credential of a renewal.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct HandedOver {
    /// The credential.
    pub id: String,
    /// Our handle of the integration at the vendor.
    pub integration: String,
}

/// A credential was thrown away.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CredentialRevoked {
    /// Its name.
    pub name: String,
    /// Whether it was taken off the app as well.
    pub off_the_app: bool,
    /// Why it was not, where it was on one.
    pub left: Option<ProblemView>,
}
