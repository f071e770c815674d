//! Signing in in the system's browser: authorization code with PKCE, back to a loopback address of this machine.
//! Source: microsoft-apis, authorization code + PKCE with loopback.

use super::SignInWish;
use super::loopback::Loopback;
use crate::aadsts::SignInError;
use crate::call::Call;
use crate::login::Login;
use crate::token::{AccessToken, TokenAnswer, token_path};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use domain::ids::TenantId;
use domain::secret::SecretText;
use domain::{Code, Facts, Outcome, Problem};
use sha2::{Digest, Sha256};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use url::Url;

/// A person who was asked to sign in is waited for this long.
const WAIT_FOR: Duration = Duration::from_secs(900);

/// A sign-in that waits for a person in a browser.
pub struct BrowserSignIn {
    url: String,
    redirect: String,
    state: String,
    verifier: SecretText,
    client_id: String,
    loopback: Loopback,
}

impl BrowserSignIn {
    /// The page that the person opens.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Whether an address is the one that this sign-in comes back to.
    pub(super) fn listens_at(&self, url: &Url) -> bool {
        url.scheme() == "http" && url.host_str() == Some("localhost") && url.port() == Some(self.loopback.port())
    }

    /// Brings the answer back, as a browser does that is sent here.
    pub(super) async fn come_back(&self, url: &Url) -> Outcome<()> {
        let gone = |error: std::io::Error| {
            Problem::new(Code::Unexpected, "The sign-in's own address does not answer.").fact("Cause", error)
        };
        let mut stream = tokio::net::TcpStream::connect((std::net::Ipv4Addr::LOCALHOST, self.loopback.port()))
            .await
            .map_err(gone)?;
        let target = format!("{}?{}", url.path(), url.query().unwrap_or_default());
        let request = format!("GET {target} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
        // The page is read by whoever waits for the sign-in, so its answer is not waited for here.
        stream.write_all(request.as_bytes()).await.map_err(gone)?;
        tokio::spawn(async move {
            let mut rest = Vec::new();
            let _ = stream.read_to_end(&mut rest).await;
        });
        Ok(())
    }
}

impl Login {
    /// Begins a sign-in in the browser; nobody has opened anything yet.
    ///
    /// # Errors
    /// `internal.unexpected` when the loopback address cannot be listened on.
    pub async fn start_browser(&self, tenant: &TenantId, wish: &SignInWish) -> Outcome<BrowserSignIn> {
        let loopback = Loopback::open().await?;
        let redirect = format!("http://localhost:{}", loopback.port());
        let (verifier, state) = (random(), random());
        let challenge = BASE64URL.encode(Sha256::digest(verifier.as_bytes()));
        let query = [
            ("client_id", wish.client_id.clone()),
            ("response_type", "code".to_owned()),
            ("response_mode", "query".to_owned()),
            ("redirect_uri", redirect.clone()),
            ("scope", self.graph_scopes(wish)?),
            ("state", state.clone()),
            ("prompt", "select_account".to_owned()),
            ("code_challenge", challenge),
            ("code_challenge_method", "S256".to_owned()),
        ];
        let query: Vec<_> = query.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let url = self.host.address(&format!("/{tenant}/oauth2/v2.0/authorize"), &query);
        Ok(BrowserSignIn {
            url: url.to_string(),
            redirect,
            state,
            verifier: SecretText::new(verifier),
            client_id: wish.client_id.clone(),
            loopback,
        })
    }

    /// Waits until the person has signed in, and takes the token.
    ///
    /// # Errors
    /// `setup.sign_in_declined`, `setup.sign_in_expired`, `setup.sign_in_refused` and the like, those of the wire.
    pub async fn finish_browser(&self, tenant: &TenantId, sign_in: &BrowserSignIn) -> Outcome<AccessToken> {
        let came = tokio::time::timeout(WAIT_FOR, sign_in.loopback.wait(&sign_in.state)).await;
        let fields = came.map_err(|_| Problem::new(Code::SignInExpired, "Nobody signed in in time."))??;
        let field = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
        if !field("error").is_empty() {
            let refused = SignInError::of_redirect(field("error"), field("error_description"));
            let facts = Facts::new().fact("Host", self.host.name());
            return Err(refused.problem_of(400, facts, &self.host, &sign_in.client_id, tenant.as_str()));
        }
        let code = SecretText::new(field("code").to_owned());
        if code.is_empty() {
            return Err(Problem::new(Code::SignInRefused, "The browser came back without a code."));
        }
        let call = Call { method: "POST", ..Call::get(token_path(tenant.as_str())) };
        let form = [
            ("grant_type", "authorization_code"),
            ("client_id", sign_in.client_id.as_str()),
            ("code", code.reveal()),
            ("redirect_uri", sign_in.redirect.as_str()),
            ("code_verifier", sign_in.verifier.reveal()),
        ];
        let answer = self.wire.send_form(&self.host, &call, &form).await?;
        if !answer.ok() {
            return Err(SignInError::of(&answer).problem(&answer, &self.host, &sign_in.client_id, tenant.as_str()));
        }
        Ok(answer.json::<TokenAnswer>()?.token(self.wire.now()))
    }
}

/// Sixty-four random hex digits: 244 random bits.
fn random() -> String {
    format!("{}{}", uuid::Uuid::new_v4().simple(), uuid::Uuid::new_v4().simple())
}
