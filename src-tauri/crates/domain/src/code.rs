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
