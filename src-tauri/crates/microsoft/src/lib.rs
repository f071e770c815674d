//! The wire: how Bartizan speaks to Microsoft's login hosts and APIs, and to nobody else.
//!
//! Knows hosts, tokens, throttling, and Microsoft's error bodies, which become Problems here. Knows nothing of what is
//! collected or stored. A token is put on a request only after the request's address was compared with the configured
//! host. There is no mock mode: the simulated tenant is just another cloud.

mod aadsts;
mod answer;
mod assertion;
mod call;
mod clock;
mod directory;
mod keys;
mod login;
mod patience;
mod sign_in;
mod token;
mod wire;

pub use aadsts::{microsoft_codes, problem_of_microsoft_code};
pub use answer::Answer;
pub use call::{Call, Host};
pub use clock::Clock;
pub use directory::{
    AppRegistration, AppRole, AppRoleAssignment, CallLog, CredentialPolicy, DelegatedGrant, DelegatedScope, Directory,
    KeyCredential, NewSecret, Organization, PasswordCredential, RequiredAccess, RequiredEntry, RoleAssignment,
    ServicePrincipal,
};
pub use keys::{OwnKey, OwnKeys, OwnRegistration, own_registration};
pub use login::{Login, TenantFound};
pub use patience::{Patience, Waits};
pub use sign_in::{BrowserSignIn, DeviceCode, PUBLIC_CLIENT, SignInWish, approve_on_simulator, sign_in_on_simulator};
pub use token::{AccessToken, AppCredential, AppIdentity, Person, TokenUse, Tokens, Witness};
pub use wire::Wire;
