//! Access tokens for the app: asked for once per tenant, app and resource, renewed before they end, never written.

use crate::aadsts::SignInError;
use crate::answer::Answer;
use crate::assertion::make_assertion;
use crate::call::{Call, Host};
use crate::wire::Wire;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use domain::cloud::Cloud;
use domain::ids::{ClientId, TenantId};
use domain::secret::{AssertionAlgorithm, AssertionKey, SecretText};
use domain::{Code, Outcome, Problem};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A token is replaced this long before it ends.
const RENEW_BEFORE: SignedDuration = SignedDuration::from_mins(5);

/// How an app proves who it is.
#[derive(Clone)]
pub enum AppCredential {
    /// A client secret's Value.
    Secret(SecretText),
    /// A certificate's key, which signs and is never seen.
    Certificate(Arc<dyn AssertionKey>),
}

/// An app in a tenant with its credential.
#[derive(Clone)]
pub struct AppIdentity {
    /// The cloud.
    pub cloud: Cloud,
    /// The tenant.
    pub tenant: TenantId,
    /// The app.
    pub client_id: ClientId,
    /// Its credential.
    pub credential: AppCredential,
}

/// A token; its text is put on requests and nowhere else.
pub struct AccessToken {
    text: SecretText,
    /// When it ends.
    pub expires: Timestamp,
    /// Application permissions in it, for diagnosis only; empty when nothing is consented.
    pub roles: Vec<String>,
    /// The person it was issued for, for diagnosis only.
    pub person: Person,
}

/// What a token says of the person who signed in. Formally opaque: used to say things early, never to allow anything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The account's name, such as `ann@contoso.com`.
    pub account: String,
    /// The tenant that issued it.
    pub tenant: String,
    /// Template ids of the directory roles held; none when the token does not say.
    pub directory_roles: Option<Vec<String>>,
    /// Delegated permissions.
    pub scopes: Vec<String>,
}

impl AccessToken {
    pub(crate) fn reveal(&self) -> &str {
        self.text.reveal()
    }
}

#[derive(Deserialize)]
pub(crate) struct TokenAnswer {
    access_token: SecretText,
    // v1 endpoints and some proxies write it as text.
    expires_in: serde_json::Value,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Claims {
    roles: Vec<String>,
    tid: String,
    upn: String,
    unique_name: String,
    preferred_username: String,
    scp: String,
    wids: Option<Vec<String>>,
}

impl TokenAnswer {
    /// The token, valid from now on.
    pub(crate) fn token(self, now: Timestamp) -> AccessToken {
        let seconds = self.expires_in.as_i64().or_else(|| self.expires_in.as_str()?.parse().ok()).unwrap_or(0);
        let expires = now.checked_add(SignedDuration::from_secs(seconds.clamp(0, 86_400))).unwrap_or(now);
        // Formally opaque: what cannot be read has no roles to show, and is used all the same.
        let payload = self.access_token.reveal().split('.').nth(1).and_then(|part| BASE64URL.decode(part).ok());
        let claims: Claims = payload.and_then(|json| serde_json::from_slice(&json).ok()).unwrap_or_default();
        let names = [claims.upn, claims.preferred_username, claims.unique_name];
        let person = Person {
            account: names.into_iter().find(|name| !name.is_empty()).unwrap_or_default(),
            tenant: claims.tid.to_lowercase(),
            directory_roles: claims.wids,
            scopes: claims.scp.split_whitespace().map(str::to_owned).collect(),
        };
        AccessToken { text: self.access_token, expires, roles: claims.roles, person }
    }
}

type Key = (String, String, String);

#[derive(Default)]
struct Place {
    token: tokio::sync::Mutex<Option<Arc<AccessToken>>>,
    /// PS256 was refused for this app; the older form is used from then on.
    older_form: AtomicBool,
}

/// A credential was used to ask for a token.
pub struct TokenUse<'a> {
    /// The app that asked.
    pub app: &'a AppIdentity,
    /// What it asked for.
    pub scope: &'a str,
    /// How it signed, such as `PS256`; `secret` where it did not.
    pub how: &'static str,
    /// Why it was refused; none when a token came.
    pub problem: Option<&'a Problem>,
}

/// Told of every use of a credential.
pub type Witness = Box<dyn Fn(&TokenUse<'_>) + Send + Sync>;

/// The tokens that are in use.
pub struct Tokens {
    wire: Arc<Wire>,
    places: Mutex<HashMap<Key, Arc<Place>>>,
    witness: OnceLock<Witness>,
}

impl Tokens {
    /// An empty cache.
    pub fn new(wire: Arc<Wire>) -> Self {
        Self { wire, places: Mutex::default(), witness: OnceLock::new() }
    }

    /// Tells somebody of every use of a credential from now on; only the first one that is named is told.
    pub fn witnessed_by(&self, witness: Witness) {
        let _ = self.witness.set(witness);
    }

    /// A token for `scope`; one that was issued before, unless it ends within five minutes.
    ///
    /// # Errors
    /// What the login host said, as a Problem by its AADSTS code.
    pub async fn token(&self, app: &AppIdentity, scope: &str) -> Outcome<Arc<AccessToken>> {
        let place = self.place(app, scope);
        // Whoever comes second waits for the first one's token instead of asking for another.
        let mut held = place.token.lock().await;
        let now = self.wire.now();
        if let Some(token) = held.as_ref().filter(|token| now < token.expires - RENEW_BEFORE) {
            return Ok(Arc::clone(token));
        }
        let token = Arc::new(self.fetch_seen(app, scope, &place).await?);
        *held = Some(Arc::clone(&token));
        Ok(token)
    }

    /// Replaces the token in use by one that this credential gets now; where it gets none, the old one stays.
    ///
    /// # Errors
    /// As for `token`.
    pub async fn replace(&self, app: &AppIdentity, scope: &str) -> Outcome<()> {
        let place = self.place(app, scope);
        let token = self.fetch_seen(app, scope, &place).await?;
        *place.token.lock().await = Some(Arc::new(token));
        Ok(())
    }

    async fn fetch_seen(&self, app: &AppIdentity, scope: &str, place: &Place) -> Outcome<AccessToken> {
        let fetched = self.fetch(app, scope, place).await;
        if let Some(witness) = self.witness.get() {
            let how = match &app.credential {
                AppCredential::Secret(_) => "secret",
                AppCredential::Certificate(_) if place.older_form.load(Ordering::Relaxed) => "RS256",
                AppCredential::Certificate(_) => "PS256",
            };
            witness(&TokenUse { app, scope, how, problem: fetched.as_ref().err().map(AsRef::as_ref) });
        }
        fetched
    }

    /// Forgets a token that was refused, or that lacks a role granted since.
    pub async fn forget(&self, app: &AppIdentity, scope: &str) {
        *self.place(app, scope).token.lock().await = None;
    }

    fn place(&self, app: &AppIdentity, scope: &str) -> Arc<Place> {
        let key = (app.cloud.login.clone() + "/" + app.tenant.as_str(), app.client_id.0.clone(), scope.to_owned());
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(places.entry(key).or_default())
    }

    async fn fetch(&self, app: &AppIdentity, scope: &str, place: &Place) -> Outcome<AccessToken> {
        let host = Host::login(&app.cloud)?;
        let answer = match &app.credential {
            AppCredential::Secret(secret) => {
                let proof = [("client_secret", secret.reveal())];
                self.ask(app, &host, scope, &proof).await?
            }
            AppCredential::Certificate(key) => self.ask_signed(app, &host, scope, key.as_ref(), place).await?,
        };
        if !answer.ok() {
            return Err(self.refusal(&answer, &host, app));
        }
        Ok(answer.json::<TokenAnswer>()?.token(self.wire.now()))
    }

    async fn ask_signed(
        &self,
        app: &AppIdentity,
        host: &Host,
        scope: &str,
        key: &dyn AssertionKey,
        place: &Place,
    ) -> Outcome<Answer> {
        let older = place.older_form.load(Ordering::Relaxed);
        let first = if older { AssertionAlgorithm::Rs256 } else { AssertionAlgorithm::Ps256 };
        let answer = self.ask_with(app, host, scope, key, first).await?;
        // AADSTS5002730: the service does not take PS256 there. Once, and then always, the older form.
        if !older && !answer.ok() && SignInError::of(&answer).number() == 5_002_730 {
            place.older_form.store(true, Ordering::Relaxed);
            return self.ask_with(app, host, scope, key, AssertionAlgorithm::Rs256).await;
        }
        Ok(answer)
    }

    async fn ask_with(
        &self,
        app: &AppIdentity,
        host: &Host,
        scope: &str,
        key: &dyn AssertionKey,
        algorithm: AssertionAlgorithm,
    ) -> Outcome<Answer> {
        let audience = host.address(&token_path(app.tenant.as_str()), &[]);
        let assertion = make_assertion(key, algorithm, app.client_id.as_str(), audience.as_str(), self.wire.now())?;
        let proof = [
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", assertion.reveal()),
        ];
        self.ask(app, host, scope, &proof).await
    }

    async fn ask(&self, app: &AppIdentity, host: &Host, scope: &str, proof: &[(&str, &str)]) -> Outcome<Answer> {
        let mut form =
            vec![("client_id", app.client_id.as_str()), ("scope", scope), ("grant_type", "client_credentials")];
        form.extend_from_slice(proof);
        let call = Call { method: "POST", ..Call::get(token_path(app.tenant.as_str())) };
        self.wire.send_form(host, &call, &form).await
    }

    fn refusal(&self, answer: &Answer, host: &Host, app: &AppIdentity) -> Box<Problem> {
        let problem = SignInError::of(answer).problem(answer, host, app.client_id.as_str(), app.tenant.as_str());
        match (&app.credential, problem.code) {
            (AppCredential::Certificate(key), Code::CertificateUnknown) => {
                problem.fact("Certificate SHA-1", hex(&key.thumbprint_sha1()))
            }
            (_, Code::ClockWrong) => match self.wire.clock_difference_ms() {
                Some(difference) => problem.fact("Clock difference", format!("{} s", difference / 1000)),
                None => problem,
            },
            _ => problem,
        }
    }
}

/// The path of the token endpoint of a tenant.
pub(crate) fn token_path(tenant: &str) -> String {
    format!("/{tenant}/oauth2/v2.0/token")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}
