//! A client as the sign-in pages and public grants see it: an application of this tenant, or one of Microsoft's own
//! public clients that every tenant knows.

use std::time::Instant;

use serde_json::Value;
use url::Url;

use super::Refusal;
use crate::tenant::{Application, ApplicationKey, Tenant};

/// Microsoft's public clients: id, name, and the delegated Graph permissions they are confined to (none: any).
const WELL_KNOWN: &[(&str, &str, Option<&[&str]>)] = &[
    ("14d82eec-204b-4c2f-b7e8-296a70dab67e", "Microsoft Graph Command Line Tools", None),
    ("04b07795-8ddb-461a-bbee-02f9e1bf7b46", "Microsoft Azure CLI", Some(PREAUTHORISED)),
    ("1950a258-227b-4e31-a9cf-717495945fc2", "Microsoft Azure PowerShell", Some(PREAUTHORISED)),
];

/// What the Azure command lines may ask of Graph.
const PREAUTHORISED: &[&str] = &["AuditLog.Read.All", "Directory.AccessAsUser.All", "User.Read"];

/// A client that a person signs in to.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    pub(crate) app_id: String,
    pub(crate) name: String,
    /// The service principal in this tenant, when there is one.
    pub(crate) principal_id: Option<String>,
    /// Absent for Microsoft's own clients.
    pub(crate) application: Option<Application>,
    confined: Option<&'static [&'static str]>,
}

/// Where an answer goes, and what kind of client lives there.
#[derive(Debug, Clone)]
pub(crate) struct Redirect {
    pub(crate) uri: String,
    /// Of the web platform: the code needs a credential.
    pub(crate) confidential: bool,
}

/// Finds a client that can be used in this tenant.
pub(crate) fn find(tenant: &Tenant, client_id: &str) -> Result<Client, Refusal> {
    let directory = tenant.directory.lock();
    let principal = directory.principal_of(client_id);
    if principal.is_some_and(|it| !it.enabled) {
        return Err(Refusal::application_disabled(client_id));
    }
    if let Some((id, name, confined)) = WELL_KNOWN.iter().find(|(id, ..)| id.eq_ignore_ascii_case(client_id)) {
        return Ok(Client {
            app_id: (*id).to_owned(),
            name: (*name).to_owned(),
            principal_id: principal.map(|it| it.id.clone()),
            application: None,
            confined: *confined,
        });
    }
    let application = directory.application(ApplicationKey::AppId(client_id));
    let application = application.filter(|it| it.visible_at <= Instant::now());
    let application = application.ok_or_else(|| Refusal::application_not_found(client_id, &tenant.name.display))?;
    Ok(Client {
        app_id: application.app_id.clone(),
        name: application.display_name().to_owned(),
        principal_id: principal.map(|it| it.id.clone()),
        application: Some(application.clone()),
        confined: None,
    })
}

impl Client {
    /// Whether people of every tenant may use it, which the aliases of the tenant ask for.
    pub(crate) fn check_audience(&self, alias: bool) -> Result<(), Refusal> {
        let audience = self.setting("signInAudience").and_then(Value::as_str);
        match alias && audience == Some("AzureADMyOrg") {
            true => Err(Refusal::coded(50194)),
            false => Ok(()),
        }
    }

    /// Whether Microsoft lets its own client ask for these delegated permissions.
    pub(crate) fn check_preauthorised(&self, scopes: &[String]) -> Result<(), Refusal> {
        let Some(allowed) = self.confined else { return Ok(()) };
        match scopes.iter().all(|scope| allowed.contains(&scope.as_str())) {
            true => Ok(()),
            false => Err(Refusal::coded(65002)),
        }
    }

    /// Whether grants without any credential are open to it.
    pub(crate) fn check_public(&self) -> Result<(), Refusal> {
        let public = self.setting("isFallbackPublicClient").and_then(Value::as_bool) == Some(true);
        if self.application.is_none() || public { Ok(()) } else { Err(Refusal::no_credential()) }
    }

    fn setting(&self, name: &str) -> Option<&Value> {
        self.application.as_ref()?.properties.get(name)
    }

    fn redirects(&self, platform: &str) -> Vec<&str> {
        if self.application.is_none() {
            return if platform == "publicClient" { vec!["http://localhost"] } else { Vec::new() };
        }
        let listed = self.setting(platform).and_then(|it| it.get("redirectUris")).and_then(Value::as_array);
        listed.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// The redirect URI of a request, which must be registered; without one the first registered one is meant.
    pub(crate) fn redirect(&self, asked: Option<&str>) -> Result<Redirect, Refusal> {
        for (platform, confidential) in [("publicClient", false), ("web", true)] {
            let listed = self.redirects(platform);
            let found = match asked {
                None => listed.first().copied(),
                Some(asked) => listed.iter().any(|known| same_redirect(known, asked)).then_some(asked),
            };
            if let Some(uri) = found {
                return Ok(Redirect { uri: uri.to_owned(), confidential });
            }
        }
        Err(Refusal::redirect_mismatch(asked.unwrap_or(""), &self.app_id))
    }
}

/// Compares redirect URIs: exactly, except that the port of a loopback address does not count. `[::1]` is no such one.
fn same_redirect(known: &str, asked: &str) -> bool {
    let (Ok(known), Ok(asked)) = (Url::parse(known), Url::parse(asked)) else { return false };
    let loopback = known.scheme() == "http" && matches!(known.host_str(), Some("localhost" | "127.0.0.1"));
    known.scheme() == asked.scheme()
        && known.host_str() == asked.host_str()
        && (loopback || known.port_or_known_default() == asked.port_or_known_default())
        && known.path() == asked.path()
        && known.query() == asked.query()
        && asked.fragment().is_none()
}

#[cfg(test)]
mod tests {
    use super::same_redirect;

    #[test]
    fn only_the_port_of_a_loopback_address_is_free() {
        for (known, asked, same) in [
            ("http://localhost", "http://localhost:5001", true),
            ("http://localhost", "http://localhost:5001/", true),
            ("http://localhost/back", "http://localhost:1/back", true),
            ("http://localhost/back", "http://localhost:1/Back", false),
            ("http://localhost", "http://127.0.0.1:5001", false),
            ("http://127.0.0.1", "http://127.0.0.1:5001", true),
            ("http://[::1]", "http://[::1]:5001", false),
            ("http://localhost", "https://localhost:5001", false),
            ("https://app.contoso.com/back", "https://app.contoso.com:8443/back", false),
            ("http://localhost", "http://localhost.evil.example:5001", false),
        ] {
            assert_eq!(same_redirect(known, asked), same, "{known} and {asked}");
        }
    }
}
