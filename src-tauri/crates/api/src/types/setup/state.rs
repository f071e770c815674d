//! A setup as it stands: chosen, planned, registered, tested, attached. It is saved after every change.

use super::{PlanView, SignInWay, StepView};
use crate::types::{Millis, ProblemView};
use domain::secret::SecretText;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A setup.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SetupView {
    /// Its handle.
    pub id: String,
    /// The step of the wizard at which it stands.
    pub stage: SetupStage,
    /// Whether it runs now.
    pub running: bool,
    /// What was chosen.
    pub choices: Vec<Chosen>,
    /// The tenant, once it was found.
    pub tenant: Option<SetupTenant>,
    /// The plan; none before tenant and integrations are known.
    pub plan: Option<PlanView>,
    /// The Application (client) ID of the app that exists and is to be brought to the plan; none where a new one is registered.
    pub adopt: Option<String>,
    /// How the app is registered.
    pub method: SetupMethod,
    /// The certificate that is made, where the plan has one.
    pub certificate: CertificateWishView,
    /// The app, once it is known.
    pub app: Option<SetupApp>,
    /// The steps of the last run.
    pub steps: Vec<StepView>,
    /// How many things in the tenant it changed that can be undone.
    pub changes: u32,
    /// The checks of the last test, one row a feature.
    pub tests: Vec<TestView>,
    /// What happens after it, one row an integration.
    pub after: Vec<AfterView>,
    /// Why the last run stopped.
    pub problem: Option<ProblemView>,
    /// When it was begun.
    pub begun: Millis,
    /// When it last changed.
    pub changed: Millis,
}

/// The steps of the wizard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SetupStage {
    /// Choose.
    Choose,
    /// Cloud and tenant.
    Tenant,
    /// Review permissions.
    Review,
    /// How to register.
    Method,
    /// Credential.
    Credential,
    /// Register.
    Register,
    /// Collection.
    Collection,
    /// Test and save.
    Test,
    /// Everything is attached.
    Done,
    /// What was made has been taken back.
    Undone,
}

/// An integration with the features that were chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Chosen {
    /// The integration's key.
    pub integration: String,
    /// The keys of its features.
    pub features: Vec<String>,
}

/// The tenant of a setup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SetupTenant {
    /// Microsoft's id of it.
    pub id: String,
    /// Its name, or the domain that was typed until the name is known.
    pub name: String,
    /// The domain that was typed, or the initial one.
    pub domain: String,
    /// The cloud's key.
    pub cloud: String,
    /// The cloud's title.
    pub cloud_title: String,
}

/// How the app is registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SetupMethod {
    /// Do it for me.
    Automatic,
    /// Guide me through the portal.
    Portal,
    /// I already have an app.
    Existing,
}

/// A certificate to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CertificateWishView {
    /// Bits of the RSA key: 2048, 3072 or 4096.
    pub bits: u32,
    /// Days that it is valid for.
    pub days: u32,
}

/// The app of a setup.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SetupApp {
    /// Its Application (client) ID.
    pub client_id: String,
    /// Its object id, where it is known.
    pub object_id: Option<String>,
    /// Its name, where it is known.
    pub name: Option<String>,
    /// Whether this setup made it.
    pub ours: bool,
    /// The SHA-1 thumbprint of the certificate, as the portal shows it; none without one.
    pub thumbprint: Option<String>,
    /// When the certificate ends.
    pub certificate_expires: Option<Millis>,
    /// Whether a client secret is kept here.
    pub has_secret: bool,
}

/// The result of a test.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TestView {
    /// The integration's key.
    pub integration: String,
    /// Its title.
    pub title: String,
    /// What was tried, such as the feature's title or the API.
    pub what: String,
    /// How it ended.
    pub outcome: TestOutcome,
    /// What came out, or why it was not tried.
    pub detail: String,
    /// Why it failed.
    pub problem: Option<ProblemView>,
}

/// How a test ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TestOutcome {
    /// It works.
    Passed,
    /// It does not.
    Failed,
    /// It was not tried; the detail says why.
    Skipped,
}

/// What happens with an integration after the setup.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AfterView {
    /// The integration's key.
    pub integration: String,
    /// Its title.
    pub title: String,
    /// Our handle of it once it is attached.
    pub attached: Option<String>,
    /// Whether this program collects it.
    pub collected_here: bool,
    /// The rhythm, where it is collected here.
    pub every_seconds: Option<u32>,
    /// Alerts that arrived with the first collection.
    pub items: Option<u32>,
    /// Where its form is, for a vendor's.
    pub place: Option<String>,
    /// The vendor's page.
    pub link: Option<String>,
    /// The fields of its form, in its order.
    pub fields: Vec<HandoverField>,
    /// What a person does there, with labels in double brackets.
    pub steps: Vec<String>,
    /// The vendor's own command, with the secret left as a placeholder.
    pub command: Option<String>,
    /// More to know.
    pub notes: Vec<NoteView>,
}

/// A field of a vendor's form with its value.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct HandoverField {
    /// The form's own label.
    pub label: String,
    /// The value; none for a secret, and for what the person decides.
    pub value: Option<String>,
    /// Whether the value is a secret, which is handed out only after the system asked.
    pub secret: bool,
    /// What to know; may be empty.
    pub hint: String,
}

/// A note of an integration.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NoteView {
    /// What about.
    pub title: String,
    /// The note itself, with labels in double brackets.
    pub text: String,
    /// A value to copy.
    pub value: Option<String>,
    /// Where.
    pub link: Option<String>,
}

/// The setups that were begun.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SetupList {
    /// The newest first.
    pub setups: Vec<SetupSummary>,
}

/// One setup in a line.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SetupSummary {
    /// Its handle.
    pub id: String,
    /// The step at which it stands.
    pub stage: SetupStage,
    /// The titles of what was chosen.
    pub titles: Vec<String>,
    /// The tenant's name, once it is known.
    pub tenant: Option<String>,
    /// How many things in the tenant it changed that can be undone.
    pub changes: u32,
    /// When it last changed.
    pub changed: Millis,
}

/// Which setup.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SetupRequest {
    /// Its handle.
    pub id: String,
}

/// A setup is begun.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SetupStart {
    /// What is to be connected.
    pub choices: Vec<Chosen>,
}

/// Something of a setup is changed; what is absent stays.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SetupChange {
    /// The setup.
    pub id: String,
    /// What is to be connected.
    pub choices: Option<Vec<Chosen>>,
    /// The name of the app that is registered.
    pub app_name: Option<String>,
    /// The Application (client) ID of an app that exists and is to be brought to the plan; empty for a new one.
    pub adopt: Option<String>,
    /// How it is registered.
    pub method: Option<SetupMethod>,
    /// The certificate that is made.
    pub certificate: Option<CertificateWishView>,
    /// The step of the wizard to show.
    pub stage: Option<SetupStage>,
}

/// The tenant of a setup is named.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SetupFindTenant {
    /// The setup.
    pub id: String,
    /// The cloud's key.
    pub cloud: String,
    /// The tenant: its id or any of its domains.
    pub tenant: String,
}

/// Values that were pasted or typed for the app of a setup. No Debug, no Serialize: it can carry a secret.
#[derive(Deserialize, TS)]
pub struct SetupValues {
    /// The setup.
    pub id: String,
    /// Text that was pasted: one value, several lines of the portal's Overview page, a secret or a PEM file.
    #[ts(as = "String")]
    pub pasted: SecretText,
    /// The field into which it was pasted; none lets the program find out.
    pub field: Option<ValueField>,
}

/// The values that a setup takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ValueField {
    /// Directory (tenant) ID.
    TenantId,
    /// Application (client) ID.
    ClientId,
    /// Client secret, Value.
    Secret,
    /// Certificate and key in PEM.
    Certificate,
}

/// What was recognised.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Recognised {
    /// The fields that were filled in.
    pub fields: Vec<RecognisedField>,
    /// The setup after it.
    pub setup: SetupView,
}

/// A value that was recognised.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RecognisedField {
    /// Which one.
    pub field: ValueField,
    /// The value; none for a secret or a key.
    pub value: Option<String>,
    /// What to know about it; may be empty.
    pub note: String,
}

/// An integration is detached.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Detach {
    /// Our handle of the integration.
    pub id: String,
    /// What is done with its credential and its app.
    pub how: DetachHow,
    /// Whether what was collected is deleted as well.
    pub delete_items: bool,
    /// How the administrator signs in, where the tenant is changed.
    pub sign_in: SignInWay,
}

/// What detaching does beyond no longer using the integration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DetachHow {
    /// Keep everything.
    KeepEverything,
    /// Forget the credential that is kept here.
    ForgetCredential,
    /// Remove what was made in the tenant for it.
    RemoveFromTenant,
}

/// A plan file or a result file of somebody else.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PackText {
    /// The text of the file.
    pub text: String,
}

/// What an opened file is.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PackOpened {
    /// The fingerprint of whoever signed it.
    pub fingerprint: String,
    /// Whether it was signed by this installation.
    pub ours: bool,
    /// Whether it is a result, rather than a plan.
    pub is_result: bool,
    /// The setup that it became, or that it finished.
    pub setup: SetupView,
}
