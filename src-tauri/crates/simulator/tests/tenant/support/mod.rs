//! What the tests share: a tiny HTTP client, a registered application, a signed-in administrator, certificates.

mod certificate;
mod connection;
mod http;
mod routes;
mod tenant;

pub use certificate::{Certificate, Claims};
pub use connection::Connection;
pub use http::{Response, call, form};
pub use routes::{Route, routes};
pub use tenant::{App, SETUP_SCOPES, Tenant, access_token};
