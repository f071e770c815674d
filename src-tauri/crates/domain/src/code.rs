//! The closed table of failures. Codes are only ever added; their text may become clearer, their meaning stays.
//!
//! One block a failure: name, code, title, meaning, whether waiting helps, remedies. `bartizan explain` prints it.

use crate::{Remedy, Retry};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// One row of the table.
#[derive(Debug)]
pub struct CodeRow {
    /// The failure.
    pub code: Code,
    /// Its stable name, `area.what`.
    pub name: &'static str,
    /// The cause in a few words.
    pub title: &'static str,
    /// What it means and how it comes about.
    pub meaning: &'static str,
    /// Whether waiting helps.
    pub retry: Retry,
    /// What to do, most useful first.
    pub remedies: &'static [Remedy],
}

macro_rules! codes {
    ($($variant:ident = $name:literal, $title:literal, $retry:ident, $meaning:literal, [$($remedy:expr),+ $(,)?];)+) => {
        /// A known failure.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $title] $variant,)+
        }

        static TABLE: &[CodeRow] = &[$(CodeRow {
            code: Code::$variant,
            name: $name,
            title: $title,
            meaning: $meaning,
            retry: Retry::$retry,
            remedies: { use Remedy::*; const ROWS: &[Remedy] = &[$($remedy),+]; ROWS },
        },)+];
    };
}

codes! {
    CloudUnknown = "setup.cloud_unknown", "No such cloud", Never,
        "The cloud that was named is not one this program knows. A cloud is a set of Microsoft hosts that belong together; an organisation lives in exactly one.",
        [EditConnection];
    SimulatorNotLocal = "setup.simulator_not_local", "Simulator not on this machine", Never,
        "The simulated cloud accepts only this machine's loopback address, so that nobody can present another server as a rehearsal and collect credentials.",
        [StartSimulator];
    InputInvalid = "setup.input_invalid", "Value does not fit its field", Never,
        "A value that was typed or pasted cannot be right: a client id is a GUID, a tenant is a GUID or a domain, a secret is its Value and not its Secret ID.",
        [EditConnection];
    TenantUnknown = "setup.tenant_unknown", "Tenant not found", Never,
        "Microsoft's login host of the chosen cloud knows no tenant of that id or domain. Usually a typing error, sometimes the wrong cloud.",
        [EditConnection, ByHand("In the Entra admin centre, open Overview and compare Tenant ID and Primary domain.")];
    WrongCloud = "setup.wrong_cloud", "Tenant lives in another cloud", Never,
        "The tenant exists, but in another of Microsoft's clouds; its hosts, tokens and portals are others.",
        [EditConnection];
    AppUnknown = "setup.app_unknown", "App not found in this tenant", Never,
        "The tenant has no app of that Application (client) ID: the id is mistyped, is an object id, or belongs to another tenant. Just after creation it can also be Microsoft that has not replicated yet.",
        [EditConnection, ByHand("In App registrations, open the app and copy Application (client) ID, not Object ID.")];
    AppDisabled = "setup.app_disabled", "App is disabled", Never,
        "The enterprise application was switched off in the tenant; no token is issued for it.",
        [ByHand("In Enterprise applications, open the app, Properties, and set Enabled for users to sign-in to Yes."), TryAgain];
    ConsentMissing = "setup.consent_missing", "Admin consent is missing", Never,
        "Microsoft issued a token, but without the permission that this integration needs. The permission was not added as an Application permission, or nobody granted admin consent, or consent was removed.",
        [ByHand("In App registrations, open the app, API permissions, add the permission as Application permission and choose Grant admin consent."), TryAgain];
    ProductMissing = "setup.product_missing", "Product not available in this tenant", Never,
        "The tenant has no service principal for that Microsoft API, or it is disabled: the product is not licensed, the subscription lapsed, or it was never opened.",
        [ByHand("Check the licence in the Microsoft 365 admin centre, then open the product's portal once so that Microsoft provisions it."), TryAgain];
    SignInDeclined = "setup.sign_in_declined", "Sign-in was declined", Never,
        "The person at the sign-in page chose not to continue.",
        [TryAgain];
    SignInExpired = "setup.sign_in_expired", "Sign-in took too long", Never,
        "The code for signing in is valid for some minutes and was not used in time.",
        [TryAgain];
    SignInRefused = "setup.sign_in_refused", "Microsoft refused the sign-in", Never,
        "The tenant's rules, the account or its missing second factor did not allow this sign-in.",
        [ByHand("Look up the AADSTS code below, or ask whoever looks after Conditional Access, with the correlation id."), TryAgain];
    NotPermitted = "setup.not_permitted", "The signed-in account may not do this", Never,
        "Microsoft Graph refused a step of the registration. Privileged Role Administrator or Global Administrator can do all of them.",
        [ByHand("Sign in with an account that holds Privileged Role Administrator or Global Administrator."), TryAgain];
    ReplicationTimeout = "setup.replication_timeout", "Microsoft has not replicated yet", Now,
        "An object that was just created is not yet known everywhere at Microsoft. It usually takes seconds, rarely minutes; what was created stays.",
        [TryAgain];
    SecretWrong = "credential.secret_wrong", "Client secret is wrong", Never,
        "Microsoft knows the app, but not this secret. Often the Secret ID was copied instead of the Value, or the secret belongs to another app.",
        [EditConnection, ByHand("In Certificates & secrets, make a new client secret and copy its Value at once; it is shown only then.")];
    SecretExpired = "credential.secret_expired", "Client secret has expired", Never,
        "The secret's end date has passed. Nothing that was collected is lost; alerts since then are still at Microsoft.",
        [EditConnection, ByHand("In Certificates & secrets, make a new client secret and copy its Value.")];
    CertificateUnknown = "credential.certificate_unknown", "Certificate is not registered", Never,
        "Microsoft could not verify the signed assertion with any certificate of the app: it was removed, another one was uploaded, or it is not replicated yet.",
        [ByHand("In Certificates & secrets, Certificates, compare the thumbprint with the one shown in the evidence."), TryAgain];
    CertificateExpired = "credential.certificate_expired", "Certificate has expired", Never,
        "The certificate's end date has passed; Microsoft accepts no signature of its key any more.",
        [EditConnection];
    KeyUnusable = "credential.key_unusable", "Private key cannot be used", Never,
        "The key that the keyring returned is not an RSA key that can sign.",
        [EditConnection];
    CredentialMissing = "credential.missing", "Credential is gone from the keyring", Never,
        "The integration's credential is not in the operating system's keyring any more: it was deleted there, or another keyring answers now.",
        [EditConnection];
    CredentialKindUnknown = "credential.not_accepted", "Microsoft accepts no credential of this kind", Never,
        "The app or the tenant's policy does not accept the credential that was sent.",
        [EditConnection];
    FileUnreadable = "credential.file_unreadable", "Certificate file cannot be used", Never,
        "The file does not hold what is needed: one PEM certificate and its unencrypted RSA key, in any order.",
        [ByHand("Make a file with both: cat certificate.pem key.pem. An encrypted key is decrypted with: openssl pkey -in key.pem -out plain.pem")];
    ClockWrong = "clock.wrong", "This computer's clock is wrong", Never,
        "A signed assertion is valid for minutes. This machine's clock differs so much from Microsoft's that it was refused.",
        [ByHand("Switch on automatic time in the system settings."), TryAgain];
    Unreachable = "wire.unreachable", "Microsoft cannot be reached", NextPoll,
        "No connection to the host came about: no network, a proxy or firewall in between, or its name cannot be resolved.",
        [TryAgain, ByHand("Open the host in a browser on this machine; where that fails too, the network or its proxy is the cause.")];
    SimulatorStopped = "wire.simulator_stopped", "The simulated tenant is not running", NextPoll,
        "Nothing listens at the simulated tenant's address any more. What was collected from it stays.",
        [StartSimulator, TryAgain];
    TimedOut = "wire.timed_out", "No answer in time", NextPoll,
        "The host accepted the connection and did not answer within the time allowed.",
        [TryAgain];
    AnswerCut = "wire.answer_cut", "The answer broke off", NextPoll,
        "The connection ended in the middle of an answer. Nothing of it was stored; it is fetched again.",
        [TryAgain];
    AnswerUnreadable = "wire.answer_unreadable", "The answer is not what was asked for", NextPoll,
        "Something answered, but not with the JSON that the API sends: a proxy's page, zero bytes, or an unknown shape. Nothing of it was stored.",
        [TryAgain, ByHand("Where a proxy inspects traffic, exclude the host named below from inspection.")];
    AnswerTooLarge = "wire.answer_too_large", "The answer is too large", NextPoll,
        "The answer is larger than any that Microsoft documents, so reading it was stopped.",
        [TryAgain];
    Throttled = "wire.throttled", "Microsoft asks to wait", NextPoll,
        "The limit of requests is used up, by this program or by another one with the same app. Collection goes on by itself after the wait.",
        [ByHand("Wait. Where it happens every day, give the other program its own app.")];
    MicrosoftFailing = "wire.microsoft_failing", "Microsoft's service fails", NextPoll,
        "The service answered with a failure of its own, several times in a row. It is tried again at the next poll.",
        [TryAgain, ByHand("Look at Service health in the Microsoft 365 admin centre.")];
    ForeignHost = "wire.foreign_host", "A link leads to another host", Never,
        "An answer named a next page on a host that is not the configured one. It was not followed, because the token would have gone there.",
        [TryAgain, ByHand("Send the evidence to Microsoft support; where a proxy rewrites answers, exclude the host.")];
    TokenRefused = "wire.token_refused", "Microsoft refused the token", NextPoll,
        "A fresh token was refused as well. The app or its credential may just have changed.",
        [TryAgain];
    PermissionMissing = "wire.permission_missing", "Microsoft refused access", Never,
        "The token was accepted, but does not allow this call: the permission is missing or was removed, or a directory role is needed.",
        [ByHand("In App registrations, open the app, API permissions, and choose Grant admin consent."), TryAgain];
    Refused = "wire.refused", "Microsoft refused the request", NextPoll,
        "The service answered that it does not accept the request as it was sent.",
        [TryAgain, ByHand("Report the evidence below; it names the call and Microsoft's request id.")];
    NotFound = "wire.not_found", "Microsoft does not know it", Never,
        "The object or address that was asked for does not exist, or not yet.",
        [TryAgain];
    PageNotUnderstood = "collect.page_not_understood", "A page of items cannot be read", NextPoll,
        "The answer is JSON, but not a list of items. Nothing of it was stored and the position stays where it was.",
        [TryAgain];
    TiesTooMany = "collect.ties_too_many", "Too many items share one moment", Never,
        "More items carry the same time of update than the API can page through. Those beyond are named in the evidence; everything else is collected.",
        [ByHand("Change the status of some of them in the Defender portal: that gives them a new time of update.")];
    KeyringUnavailable = "keyring.unavailable", "No keyring answers", Never,
        "Bartizan keeps its keys in the operating system's keyring, and none answers here: no Secret Service runs in this session, or access to it is blocked.",
        [ByHand("Start a desktop session, or install and unlock gnome-keyring or KWallet with its Secret Service."), TryAgain];
    KeyringLocked = "keyring.locked", "The keyring is locked", Never,
        "The keyring is there, but locked, and was not unlocked.",
        [ByHand("Unlock the keyring, then try again."), TryAgain];
    KeyringRefused = "keyring.refused", "The keyring refused", Never,
        "The keyring answered, but did not store or return the entry.",
        [ByHand("Open the keyring's own program and look at the entry named in the evidence."), TryAgain];
    StoreInUse = "store.in_use", "Bartizan is already running", Never,
        "Another Bartizan on this machine writes into the data folder. Reading is possible at the same time, changing is not.",
        [ByHand("Use the open window, or close it first.")];
    StoreKeyMissing = "store.key_missing", "The database's key is gone", Never,
        "There is an encrypted database, but its key is not in the keyring. A new key would make it unreadable for good, so none is made.",
        [ByHand("Sign in to the desktop session and keyring under which the database was made."), ByHand("To begin anew, move the file named in the evidence away; it stays unreadable without its key.")];
    StoreKeyWrong = "store.key_wrong", "The key does not open the database", Never,
        "The keyring has a key, but of another database; or the file is damaged at its very beginning.",
        [ByHand("Put back the database file that belongs to this keyring, or move it away to begin anew.")];
    StoreDiskFull = "store.disk_full", "The disk is full", NextPoll,
        "The database could not grow. Nothing was lost and nothing was stored by halves: the page is fetched again when there is room.",
        [ByHand("Free space on the disk of the data folder named in the evidence."), TryAgain];
    StoreUnreadable = "store.unreadable", "The database cannot be read", Never,
        "The file is damaged, or cannot be opened or read where it lies.",
        [ByHand("Check the disk and the rights of the data folder; then put back a copy of the file.")];
    StoreUnwritable = "store.unwritable", "The data folder cannot be written", NextPoll,
        "The folder or a file in it does not allow writing.",
        [ByHand("Check owner and rights of the data folder named in the evidence."), TryAgain];
    StoreAbsent = "store.nothing_yet", "Nothing is connected yet", Never,
        "There is no database in the data folder: no tenant was connected and nothing was collected.",
        [ByHand("Connect a tenant with: bartizan attach defender-xdr --tenant TENANT --client-id ID --secret-stdin, or try everything on a simulated one with: bartizan demo")];
    StoreNewer = "store.newer_version", "The database is of a newer Bartizan", Never,
        "A newer version of the program has changed the database's layout; this one would not understand it.",
        [ByHand("Install the newer version again.")];
    QuerySyntax = "query.syntax", "The query cannot be read", Never,
        "The query is not complete: a quote, a bracket or a value is missing at the place marked.",
        [ByHand("Write words, \"a phrase\", field:value, field:(a or b), -field:value, severity>=high, created:2026-11-01..2026-11-20.")];
    QueryField = "query.unknown_field", "No such field", Never,
        "The query names a field that alerts do not have.",
        [ByHand("Use severity, status, service, source, category, technique, user, device, tenant, title, id, incident, created, updated, is or has.")];
    QueryValue = "query.bad_value", "The field does not take this value", Never,
        "The value is not one that this field can have, such as a day that does not exist.",
        [ByHand("Write days as 2026-11-20, today or yesterday, spans as 2026-11-01..2026-11-20, severities as informational, low, medium or high.")];
    AlertUnknown = "alert.not_found", "No such alert here", Never,
        "No alert in the local database has that id.",
        [ByHand("List them with: bartizan alerts")];
    AlertAmbiguous = "alert.ambiguous", "Several alerts match", Never,
        "The part of an id that was given fits more than one alert.",
        [ByHand("Give more of the id.")];
    IntegrationUnknown = "integration.not_found", "No such integration", Never,
        "Nothing of that name is attached, or the catalog does not have it.",
        [ByHand("List what is attached with: bartizan health")];
    CodeUnknown = "explain.unknown_code", "No such code", Never,
        "The code is neither one of this program's nor one of Microsoft's that it knows.",
        [ByHand("Look AADSTS codes up at https://login.microsoftonline.com/error")];
    SimulatorMissing = "simulator.missing", "The simulator's program was not found", Never,
        "The simulated tenant is a program of its own, bartizan-sim, that lies beside this one. It is not there.",
        [ByHand("Install Bartizan again, or build it with: cargo xtask demo")];
    SimulatorFailed = "simulator.failed", "The simulated tenant did not start", Now,
        "The simulator ended, or did not say that it is ready.",
        [StartSimulator];
    ApiNotInCloud = "setup.api_not_in_cloud", "API not offered in this cloud", Never,
        "The cloud of this tenant does not have the API that is needed. Microsoft offers some of its APIs in some of its clouds only.",
        [EditConnection];
    IntegrationNotInCloud = "setup.integration_not_in_cloud", "Integration not offered in this cloud", Never,
        "An integration that was chosen cannot be used in the cloud of this tenant; its vendor, or Microsoft's API for it, is not there.",
        [ByHand("Leave the integration out, or choose the one for this cloud.")];
    NothingChosen = "setup.nothing_chosen", "Nothing is chosen", Never,
        "A plan is made for at least one integration, and none was named.",
        [ByHand("Choose an integration. List them with: bartizan setup catalog")];
    CredentialsDiffer = "setup.credentials_differ", "One credential cannot serve all", Never,
        "The vendors that were chosen accept different kinds of credential, and only one kind was allowed for the app.",
        [ByHand("Let the app have one credential of each kind, or set the integrations up with apps of their own.")];
    SetupUnknown = "setup.not_found", "No such setup", Never,
        "No setup of that id is in the local database.",
        [ByHand("List them with: bartizan setup list")];
    SetupBusy = "setup.busy", "This setup is running", Now,
        "Another run of the same setup is under way.",
        [TryAgain];
    SetupStopped = "setup.stopped", "Stopped as asked", Now,
        "A person stopped the run after the call that was under way. What was made is recorded; the run goes on from there, or is undone.",
        [Resume];
    SignInNeeded = "setup.sign_in_needed", "An administrator has to sign in", Never,
        "The act changes the tenant, which takes an administrator's own sign-in. It ends with the run and is never stored.",
        [Resume];
    SignedInElsewhere = "setup.signed_in_elsewhere", "Signed in to another tenant", Never,
        "The account that signed in belongs to another tenant than the one that is being set up. Nothing was changed in either.",
        [SignInAgain];
    AdminRoleMissing = "setup.admin_role_missing", "The account lacks a role for this plan", Never,
        "The signed-in account does not hold a directory role that every step of the plan takes. Nothing was created.",
        [SignInAgain, SavePlan];
    NameTaken = "setup.name_taken", "An app of this name exists already", Never,
        "The tenant has an app registration of the same name that this setup did not make. It is not touched: it is used only when it is named by its id, after its differences were shown.",
        [ByHand("Choose another name, or adopt the app by its Application (client) ID: bartizan setup plan --app ID.")];
    PermissionGone = "setup.permission_gone", "The tenant does not offer a permission", Never,
        "The API's own list of permissions in this tenant has no permission of that name. Microsoft may have removed or renamed it.",
        [ByHand("Leave out the feature that needs it, and look for a newer Bartizan.")];
    PolicyForbids = "setup.policy_forbids", "The tenant's policy forbids this credential", Never,
        "The tenant's app management policy does not allow a credential of this kind or lifetime. Nothing was created.",
        [ByHand("Choose a certificate instead of a secret, or a shorter validity; or ask whoever looks after the app management policy for an exemption.")];
    ReadBackDiffers = "setup.read_back_differs", "The tenant shows something else than was set", Now,
        "A step was accepted, but reading it back shows another state. Someone may be changing the same app, or Microsoft has not replicated yet.",
        [Resume];
    DelegatedInstead = "setup.delegated_instead", "Delegated was chosen; Application is needed", Never,
        "The permission is on the app, but as a delegated permission. That works only while a person is signed in; the integration runs without one.",
        [ByHand("In API permissions, open ... in the row of the delegated permission and choose Remove permission, then Add a permission, the API, Application permissions, and tick the permission of the same name."), TryAgain];
    OtherApi = "setup.same_name_other_api", "The permission is of another API", Never,
        "A permission of the same name exists on several APIs, and the app has it of the wrong one.",
        [ByHand("In API permissions, remove it, choose Add a permission and the API that is named in the message."), TryAgain];
    PermissionNotAdded = "setup.permission_not_added", "The permission is not on the app", Never,
        "The app's list of API permissions does not have the permission at all.",
        [ByHand("In API permissions, choose Add a permission, the API, Application permissions, and tick it."), TryAgain];
    SecretIdInstead = "credential.secret_id", "The Secret ID was pasted instead of the Value", Never,
        "The portal lists two columns for a client secret, Value and Secret ID. The Secret ID is a GUID and opens nothing.",
        [ByHand("In Certificates & secrets, make a new client secret and copy its Value at once; it is shown only then."), EditConnection];
    ObjectIdInstead = "setup.object_id", "An object id was pasted instead of the client id", Never,
        "The id belongs to the app, but is its Object ID. Signing in takes the Application (client) ID, which stands on the same page.",
        [ByHand("In App registrations, open the app and copy Application (client) ID from Overview."), EditConnection];
    RoleNotAssigned = "setup.directory_role_missing", "The directory role is not assigned", Never,
        "The app has the permission to call the API, but no directory role that lets it read there. Both are needed. A new assignment can take up to an hour to reach Exchange.",
        [ByHand("In Roles and administrators, open the role, choose Add assignments, search for the app's whole Application (client) ID and add it."), TryAgain];
    KeyInstead = "credential.key_instead", "A private key instead of a certificate", Never,
        "What was given where the certificate belongs is a private key. The key stays with the program that signs; the portal and the tenant get the certificate.",
        [ByHand("Choose the certificate file, which begins with BEGIN CERTIFICATE. The key must not be uploaded anywhere.")];
    CertificateNotOnApp = "setup.certificate_not_on_app", "The certificate is not on the app", Never,
        "The app has no certificate with the thumbprint of the one that signs here: none was uploaded, or another one.",
        [ByHand("In Certificates & secrets, Certificates, choose Upload certificate and choose the file that was saved here."), TryAgain];
    AuditLogOff = "setup.audit_log_off", "Unified audit logging is off", Never,
        "The Office 365 Management API answers that it does not know the tenant, which it does where auditing was never switched on. Alerts and audit records are not written until it is.",
        [ByHand("In the Microsoft Purview portal, open Audit and choose Start recording user and admin activity; it can take an hour until the API knows."), TryAgain];
    PlanUnreadable = "setup.plan_unreadable", "The plan file cannot be used", Never,
        "The file is not a plan or a result of this program, is of a newer version, or was changed after it was signed.",
        [ByHand("Ask whoever sent it to save it again, and compare the signer's fingerprint over another channel.")];
    UndoIncomplete = "setup.undo_incomplete", "Not everything could be undone", Now,
        "Some of what the setup made is still in the tenant; it is listed. What was undone stays undone.",
        [Resume];
    DifferencesFirst = "setup.differences_first", "Its differences come first", Never,
        "An app that exists is changed only after what it lacks and what it has beyond the plan was shown. They have been read now, and nothing was changed.",
        [Resume];
    TestsFailed = "setup.tests_failed", "Not everything works yet", Never,
        "Some of the tests of the setup did not pass; each says why. Nothing of it is attached before the tests that matter pass.",
        [TryAgain];
    NotConfirmed = "confirm.declined", "Not confirmed", Never,
        "The question that the system asked was answered with no. Nothing was done.",
        [TryAgain];
    KeyEncrypted = "credential.key_encrypted", "The private key has a password", Never,
        "The private key in the file is encrypted. Its password opens it here; most programs that are handed a key take only one without.",
        [ByHand("Give the password, or decrypt the key: openssl pkey -in key.pem -out plain.pem. Where the password is lost, make a new certificate here.")];
    PasswordWrong = "credential.password_wrong", "The file's password is wrong", Never,
        "The password does not open the PFX file or the encrypted key. A PFX file says so reliably, so the file itself is whole.",
        [ByHand("Type it again, with attention to the keyboard's layout. Where it is lost, export the file again or make a new certificate here.")];
    KeyNotRsa = "credential.key_not_rsa", "The key is not an RSA key", Never,
        "Microsoft Entra verifies the assertions of an app with RSA only. It takes the upload of another certificate without a word and refuses every token afterwards.",
        [ByHand("Make a certificate here, or with openssl: openssl req -newkey rsa:2048 -nodes -keyout key.pem -x509 -days 365 -out certificate.pem")];
    KeyTooShort = "credential.key_too_short", "The RSA key is too short", Never,
        "Microsoft asks for RSA keys of 2048 bits or more and refuses weaker ones (AADSTS50032).",
        [ByHand("Make a new certificate here with 2048 bits or more, and upload it beside the old one.")];
    KeyApart = "credential.key_of_another", "Key and certificate do not belong together", Never,
        "The certificate is for another key than the one that was given, so nothing that the key signs could be verified with it.",
        [ByHand("Find the pair: openssl pkey -in key.pem -pubout and openssl x509 -in certificate.pem -noout -pubkey print the same for files that belong together.")];
    NotYetValid = "credential.not_yet_valid", "The certificate is not valid yet", Never,
        "The certificate's first day lies ahead of this computer's clock: it was made for later, or one of two clocks is wrong.",
        [ByHand("Switch on automatic time in the system settings, or wait for the day, or make a new certificate here."), TryAgain];
    SignatureWeak = "credential.signature_weak", "The certificate's own signature is too weak", Never,
        "Microsoft Entra takes certificates that are signed with SHA-256, SHA-384 or SHA-512.",
        [ByHand("Make a new certificate here; it is signed with SHA-256.")];
    RequestInstead = "credential.request_instead", "A request instead of a certificate", Never,
        "The file is a certificate signing request. An authority makes a certificate from it; the request itself proves nothing.",
        [ByHand("Choose the file that the authority sent back, which begins with BEGIN CERTIFICATE, or make a self-signed certificate here, which Microsoft Entra takes as well.")];
    PublicKeyInstead = "credential.public_key_instead", "A public key instead of a certificate", Never,
        "The file holds a public key alone. A certificate holds the public key as well, with a name, dates and a signature, and that is what is registered.",
        [ByHand("Choose the file that begins with BEGIN CERTIFICATE. Where there is none, make a certificate here.")];
    SeveralCertificates = "credential.several_certificates", "More than one certificate", Never,
        "The files hold more than one certificate, as files with the issuer's chain do. An app is registered with its own certificate only.",
        [ByHand("Keep the one that belongs to the key. From a PFX file: openssl pkcs12 -in file.pfx -clcerts -nodes -out one.pem")];
    FileTrailing = "credential.file_trailing", "More in the file than belongs there", Never,
        "Bytes follow behind the end of the certificate, key or PFX file. Programs disagree on whether they may, so nothing of the file is used.",
        [ByHand("Export or copy the file again. Two files that were joined are given one by one.")];
    VaultPassphraseNeeded = "vault.passphrase_needed", "The vault file needs its passphrase", Never,
        "The secrets of this data folder lie in an encrypted file, as a person chose, and nobody gave its passphrase.",
        [ByHand("Run the command in a terminal, which asks for it, or give it with --passphrase-fd, or as the systemd credential bartizan-passphrase.")];
    VaultPassphraseWrong = "vault.passphrase_wrong", "The passphrase is wrong", Never,
        "The passphrase does not open the vault file. The file itself is whole.",
        [TryAgain, ByHand("Where the passphrase is lost, the recovery code opens the database, and the credentials are made again: bartizan vault recover")];
    VaultMissing = "vault.missing", "The vault file is gone", Never,
        "The secrets of this data folder lie in an encrypted file, and there is no such file any more. A new one would not open the database, so none is made.",
        [ByHand("Put the file bartizan.vault back from a backup, or use the recovery code: bartizan vault recover")];
    VaultDamaged = "vault.damaged", "The vault file is damaged", Never,
        "The encrypted file with the secrets is not what was written, or was written by a newer version.",
        [ByHand("Put the file bartizan.vault back from a backup, or use the recovery code: bartizan vault recover")];
    PlaceOther = "vault.other_place", "The secrets lie in another place", Never,
        "The database's key was put into another kind of place than the one that was asked for: the system's keyring, or the encrypted vault file.",
        [ByHand("Leave the choice away to use the place that holds the secrets. To change it: bartizan vault move --to keyring, or --to file")];
    KeyringOther = "keyring.other", "Another keyring answers now", Never,
        "The database's key was put into a keyring that another program kept. The program that answers now does not have it: the desktop or its keyring was changed.",
        [ByHand("Start the keyring that is named and unlock it, or use the recovery code, which puts the key into the keyring that answers now: bartizan vault recover"), TryAgain];
    RecoveryCodeWrong = "recovery.code_wrong", "The recovery code is wrong", Never,
        "The code has a slip of the pen in it, or belongs to another database. It was shown once, in eight groups of four.",
        [TryAgain];
    RecoveryUnreadable = "recovery.unreadable", "There is nothing to recover from", Never,
        "The file bartizan.recovery beside the database holds its key, encrypted with the recovery code. It is missing or damaged.",
        [ByHand("Put the file bartizan.recovery back from a backup of the data folder. Without it and without the keyring's entry the database cannot be opened.")];
    SubscriptionOff = "collect.subscription_off", "The audit subscription is off", NextPoll,
        "The Office 365 Management API has no running subscription for this content type: none was started, or an administrator disabled it. Content of the time without one is not kept by Microsoft.",
        [TryAgain, ByHand("Look who stops it: only one program should manage the tenant's subscriptions.")];
    ContentGone = "collect.content_gone", "Listed content can no longer be fetched", Never,
        "A blob that was listed expired or does not exist any more. What was in it can only be read in the Purview portal's audit search.",
        [ByHand("Search the time named in the evidence in the Purview portal, Audit.")];
    AnswerPartial = "collect.answer_partial", "Microsoft says the answer is incomplete", NextPoll,
        "The answer came with the status 206 or a warning: one of the products behind it did not answer. What came is stored; the time is marked as incomplete and listed again.",
        [TryAgain];
    BeyondRetention = "collect.beyond_retention", "Microsoft no longer has this time", Never,
        "Nothing was collected for longer than Microsoft keeps what it lists. The time between cannot be listed any more.",
        [ByHand("Search the time named in the evidence in the product's own portal.")];
    SettingMissing = "collect.setting_missing", "A setting is missing", Never,
        "The integration cannot be collected before a setting is made that only the administrator knows.",
        [ByHand("Open the integration's settings and fill in what the message names.")];
    ListEndless = "collect.list_endless", "The list does not end", NextPoll,
        "The service went on naming further pages beyond any list that it can have. What came is stored, and the position was kept.",
        [TryAgain, ByHand("Report the evidence below.")];
    CredentialUnknown = "credential.not_found", "Credential not found", Never,
        "No credential of that id or name is known here, or more than one is.",
        [ByHand("List them: bartizan cert list")];
    CredentialInUse = "credential.in_use", "The credential is still used", Never,
        "Integrations sign in with this credential, or an outside vendor was handed a copy of it. Without it they would fail at once.",
        [ByHand("Renew it, which switches without a gap: bartizan cert renew. Or detach what uses it first.")];
    SecretNotRenewed = "renewal.not_a_certificate", "A client secret is not renewed by itself", Never,
        "An app can change its own certificates without any permission, but not its secrets. A new secret is made in the portal or by an administrator who signs in.",
        [ByHand("In Certificates & secrets, make a new client secret, copy its Value at once and enter it here. Or change to a certificate, which renews by itself.")];
    ObjectIdNeeded = "renewal.object_id_needed", "The app's object id is needed", Never,
        "To put a new certificate beside the old one, the app signs a proof that names its Object ID. The app may not read its own registration, and nobody noted the id so far.",
        [ByHand("In App registrations, open the app, copy Object ID from Overview, and give it: bartizan cert renew ID --object-id GUID. Or let an administrator sign in: bartizan cert renew ID --sign-in")];
    ProofRefused = "renewal.proof_refused", "Microsoft did not accept the proof", Never,
        "The app proves with a certificate that is valid and registered that it may change its own. The object id is another app's, or no valid certificate of the app is left.",
        [ByHand("Compare Object ID in App registrations, Overview. Where the old certificate has expired, an administrator signs in for it: bartizan cert renew ID --sign-in. By hand: save the new one with bartizan cert export, upload it under Certificates & secrets, and renew again."), TryAgain];
    RenewalUnderWay = "renewal.under_way", "A renewal is under way", Never,
        "The credential is being renewed already, or is the new one of a renewal that has not ended.",
        [ByHand("Go on with it: bartizan cert renew. Or take it back: bartizan cert renew ID --undo")];
    OldKeyLeft = "renewal.old_key_left", "The old certificate is still registered", Never,
        "Nothing uses the old certificate any more, but the id under which it is removed was never noted, and the app may not read its own registration. It does no harm and ends by itself.",
        [ByHand("In Certificates & secrets, Certificates, remove the one with the thumbprint that is named; or give its Certificate ID: bartizan cert renew ID --finish --certificate-id GUID. Or let an administrator sign in: bartizan cert renew ID --finish --sign-in")];
    FileExists = "handout.file_exists", "The file is there already", Never,
        "Files with keys and certificates are never written over: the one that is there may be the only copy.",
        [ByHand("Choose another folder, or move the file away first.")];
    NotRegistered = "renewal.not_registered", "No app has this certificate", Never,
        "A renewal puts a new certificate on the app that has the old one. This one is not known to be on any app, so there is nothing to renew.",
        [ByHand("Upload its public part to an app and attach it: bartizan attach ... --cert NAME. Where it is not needed: bartizan cert revoke NAME")];
    Unexpected = "internal.unexpected", "Something that must not happen", Now,
        "The program met a state that its authors ruled out. Nothing that was stored is affected.",
        [TryAgain, ByHand("Report what stands in the evidence.")];
}

impl Code {
    /// Its row of the table.
    pub fn row(self) -> &'static CodeRow {
        &TABLE[self as usize]
    }

    /// Its stable name.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// All rows, in the order of the table.
    pub fn table() -> &'static [CodeRow] {
        TABLE
    }

    /// The code of that name.
    pub fn named(name: &str) -> Option<Self> {
        TABLE.iter().find(|row| row.name == name).map(|row| row.code)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let name = String::deserialize(from)?;
        // A store written by a newer version may hold a code that this one does not know.
        Ok(Self::named(&name).unwrap_or(Self::Unexpected))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_at_its_own_place_with_a_name_of_its_own() {
        for (place, row) in TABLE.iter().enumerate() {
            assert_eq!(row.code as usize, place, "{}", row.name);
            assert_eq!(Code::named(row.name), Some(row.code), "{} stands twice", row.name);
            let (area, what) = row.name.split_once('.').unwrap_or_default();
            assert!(!area.is_empty() && !what.is_empty(), "{} is area.what", row.name);
        }
    }

    #[test]
    fn every_text_says_what_happened_and_what_to_do() {
        for row in TABLE {
            assert!(row.meaning.ends_with('.') && row.meaning.len() > 40, "{}", row.name);
            assert!(!row.remedies.is_empty(), "{} has a way out", row.name);
            for word in ["please", "simply", "sorry", "!"] {
                assert!(!row.meaning.to_lowercase().contains(word), "{}: no \"{word}\"", row.name);
            }
        }
    }
}
