//! Signing in with a code that is typed on any machine: the way where no browser opens here.
//!
//! Tenants may block it by Conditional Access; nothing long-lived comes of it. Source: microsoft-apis, device code flow.

use super::SignInWish;
use crate::aadsts::SignInError;
use crate::call::Call;
use crate::login::Login;
use crate::token::{AccessToken, TokenAnswer, token_path};
use domain::ids::TenantId;
use domain::secret::SecretText;
use domain::{Code, Outcome, Problem};
use serde::Deserialize;
use std::time::Duration;

/// A sign-in that waits for a person.
pub struct DeviceCode {
    /// Where the person goes.
    pub verification_uri: String,
    /// What the person types there.
    pub user_code: String,
    device_code: SecretText,
    client_id: String,
    interval: u64,
    expires_in: u64,
}

impl Login {
    /// Asks for a code with which an administrator signs in.
    ///
    /// # Errors
    /// Those of the wire and of the login host.
    pub async fn start_device_code(&self, tenant: &TenantId, wish: &SignInWish) -> Outcome<DeviceCode> {
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
        let call = Call { method: "POST", ..Call::get(format!("/{tenant}/oauth2/v2.0/devicecode")) };
        let scope = self.graph_scopes(wish)?;
        let form = [("client_id", wish.client_id.as_str()), ("scope", &scope)];
        let answer = self.wire.send_form(&self.host, &call, &form).await?;
        if !answer.ok() {
            return Err(SignInError::of(&answer).problem(&answer, &self.host, &wish.client_id, tenant.as_str()));
        }
        let started: Started = answer.json()?;
        Ok(DeviceCode {
            verification_uri: started.verification_uri,
            user_code: started.user_code,
            device_code: started.device_code,
            client_id: wish.client_id.clone(),
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
            ("client_id", code.client_id.as_str()),
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
                _ => return Err(refused.problem(&answer, &self.host, &code.client_id, tenant.as_str())),
            }
            tokio::time::sleep(Duration::from_secs(interval)).await;
            waited += interval;
        }
        Err(Problem::new(Code::SignInExpired, "Nobody signed in with the code in time."))
    }
}
