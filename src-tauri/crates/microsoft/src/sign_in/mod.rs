//! Signing a person in, for what only a person may do. The token is kept in memory, used and dropped; there is no refresh token.

mod browser;
mod device;
mod loopback;
mod played;

pub use browser::BrowserSignIn;
pub use device::DeviceCode;
pub use played::{approve_on_simulator, sign_in_on_simulator};

use crate::login::Login;
use domain::Outcome;
use domain::cloud::Api;

/// Microsoft Graph Command Line Tools, the public client whose delegated scopes can be asked for freely.
/// Source: microsoft-apis, well-known public client ids.
pub const PUBLIC_CLIENT: &str = "14d82eec-204b-4c2f-b7e8-296a70dab67e";

/// As what and for what a person signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInWish {
    /// The public client; an organisation may have its own.
    pub client_id: String,
    /// Delegated permissions of Graph.
    pub scopes: Vec<&'static str>,
}

impl Login {
    /// The scopes as Graph of this cloud spells them.
    pub(crate) fn graph_scopes(&self, wish: &SignInWish) -> Outcome<String> {
        let resource = self.cloud.api(Api::Graph)?.scope.trim_end_matches("/.default").to_owned();
        let scopes: Vec<_> = wish.scopes.iter().map(|scope| format!("{resource}/{scope}")).collect();
        Ok(scopes.join(" "))
    }
}
