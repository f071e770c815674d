//! Finding a tenant, and signing a person in by device code. A person's token is kept in memory and then dropped.

use crate::aadsts::SignInError;
use crate::call::{Call, Host};
use crate::token::{AccessToken, TokenAnswer, token_path};
use crate::wire::Wire;
use domain::cloud::{Api, Cloud};
use domain::ids::TenantId;
use domain::secret::SecretText;
use domain::{Code, Outcome, Problem};
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// Microsoft Graph Command Line Tools, the public client whose delegated scopes can be asked for freely.
/// Source: microsoft-apis, well-known public client ids.
const PUBLIC_CLIENT: &str = "14d82eec-204b-4c2f-b7e8-296a70dab67e";
/// What a registration needs of the person who signs in. Source: microsoft-apis, calls that automate registration.
const REGISTRATION_SCOPES: &[&str] = &["Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All", "User.Read"];

/// A tenant that exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantFound {
    /// Its id.
    pub id: TenantId,
    /// What was typed.
    pub typed: String,
}

/// A sign-in that waits for a person.
pub struct DeviceCode {
    /// Where the person goes.
    pub verification_uri: String,
    /// What the person types there.
    pub user_code: String,
    device_code: SecretText,
    interval: u64,
    expires_in: u64,
}

/// The login host of one cloud.
pub struct Login {
    wire: Arc<Wire>,
    cloud: Cloud,
    host: Host,
}

impl Login {
    /// The login host of `cloud`.
    ///
    /// # Errors
    /// `internal.unexpected` when the cloud's table holds no address.
    pub fn new(wire: Arc<Wire>, cloud: &Cloud) -> Outcome<Self> {
        Ok(Self { wire, host: Host::login(cloud)?, cloud: cloud.clone() })
    }

    /// Finds a tenant by its id or any of its domains, through OpenID discovery.
    ///
    /// # Errors
    /// `setup.input_invalid` for what can be neither; `setup.tenant_unknown`; those of the wire.
    pub async fn find_tenant(&self, typed: &str) -> Outcome<TenantFound> {
        let typed = typed.trim().to_lowercase();
        let plain = !typed.is_empty() && typed.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'));
        if !plain {
            let message = format!("\"{typed}\" is neither a tenant id nor a domain.");
            return Err(Problem::new(Code::InputInvalid, message));
        }
        let call = Call::get(format!("/{typed}/v2.0/.well-known/openid-configuration"));
        let answer = self.wire.send(&self.host, &call, None).await?;
        if !answer.ok() {
            return Err(SignInError::of(&answer).problem(&answer, &self.host, "", &typed));
        }
        #[derive(Deserialize)]
        struct Discovery {
            issuer: String,
        }
        let issuer = answer.json::<Discovery>()?.issuer;
        // The issuer carries the tenant's id as a segment of its path, on whatever host the cloud issues from.
        let segments = Url::parse(&issuer).ok();
        let id =
            segments.iter().flat_map(|url| url.path().split('/')).find_map(|part| uuid::Uuid::parse_str(part).ok());
        match id {
            Some(id) => Ok(TenantFound { id: TenantId(id.to_string()), typed }),
            None => Err(Problem::new(Code::AnswerUnreadable, format!("{} named no tenant id.", self.host.name()))
                .with(answer.facts())),
        }
    }

    /// Asks for a code with which an administrator signs in.
    ///
    /// # Errors
    /// Those of the wire and of the login host.
    pub async fn start_device_code(&self, tenant: &TenantId) -> Outcome<DeviceCode> {
        #[derive(Deserialize)]
        struct Started {
            device_code: SecretText,
            user_code: String,
            verification_uri: String,
            #[serde(default = "five")]
            interval: u64,
            #[serde(default = "fifteen_minutes")]
            expires_in: u64,
        }
        fn five() -> u64 {
            5
        }
        fn fifteen_minutes() -> u64 {
            900
        }
        let resource = self.cloud.api(Api::Graph)?.scope.trim_end_matches("/.default").to_owned();
        let scope: Vec<_> = REGISTRATION_SCOPES.iter().map(|scope| format!("{resource}/{scope}")).collect();
        let call = Call { method: "POST", ..Call::get(format!("/{tenant}/oauth2/v2.0/devicecode")) };
        let form = [("client_id", PUBLIC_CLIENT), ("scope", &scope.join(" "))];
        let answer = self.wire.send_form(&self.host, &call, &form).await?;
        if !answer.ok() {
            return Err(SignInError::of(&answer).problem(&answer, &self.host, PUBLIC_CLIENT, tenant.as_str()));
        }
        let started: Started = answer.json()?;
        Ok(DeviceCode {
            verification_uri: started.verification_uri,
            user_code: started.user_code,
            device_code: started.device_code,
            interval: started.interval.clamp(1, 60),
            expires_in: started.expires_in.clamp(60, 1800),
        })
    }

    /// Waits until the person has signed in; asks in Microsoft's rhythm until the code ends.
    ///
    /// # Errors
    /// `setup.sign_in_declined`, `setup.sign_in_expired`, `setup.sign_in_refused`, those of the wire.
    pub async fn finish_device_code(&self, tenant: &TenantId, code: &DeviceCode) -> Outcome<AccessToken> {
        let call = Call { method: "POST", ..Call::get(token_path(tenant.as_str())) };
        let form = [
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
            ("client_id", PUBLIC_CLIENT),
            ("device_code", code.device_code.reveal()),
        ];
        let mut interval = code.interval;
        let mut waited = 0;
        while waited < code.expires_in {
            let answer = self.wire.send_form(&self.host, &call, &form).await?;
            if answer.ok() {
                return Ok(answer.json::<TokenAnswer>()?.token(self.wire.now()));
            }
            let refused = SignInError::of(&answer);
            match refused.error.as_str() {
                "authorization_pending" => {}
                // RFC 8628: five seconds more, from then on.
                "slow_down" => interval += 5,
                _ => return Err(refused.problem(&answer, &self.host, PUBLIC_CLIENT, tenant.as_str())),
            }
            tokio::time::sleep(Duration::from_secs(interval)).await;
            waited += interval;
        }
        Err(Problem::new(Code::SignInExpired, "Nobody signed in with the code in time."))
    }
}

/// Plays the person at the sign-in page of a simulated tenant: types the code and chooses the administrator.
///
/// Refused for anything but a simulated cloud, which is loopback only; at Microsoft a person does this.
///
/// # Errors
/// `setup.simulator_not_local` for a real cloud or a page elsewhere; those of the wire.
pub async fn approve_on_simulator(wire: &Wire, cloud: &Cloud, code: &DeviceCode, account: &str) -> Outcome<()> {
    let host = Host::login(cloud)?;
    let page = Url::parse(&code.verification_uri).ok().filter(|url| host.simulated() && host.owns(url));
    let Some(page) = page else {
        return Err(Problem::new(
            Code::SimulatorNotLocal,
            "Only a simulated tenant's sign-in page can be filled in by the program.",
        ));
    };
    let call = Call { method: "POST", ..Call::follow(page.as_str()) };
    let form = [("user_code", code.user_code.as_str()), ("account", account), ("action", "approve")];
    wire.send_form(&host, &call, &form).await?.accepted(&call, &host).map(drop)
}
