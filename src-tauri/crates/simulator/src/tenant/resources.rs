//! Microsoft's own services as resources: their ids, names and permissions, read from `data/resources.toml`.

use std::time::Instant;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{ServicePrincipal, random_id};
use crate::Options;

/// The application id of Microsoft Graph.
pub(crate) const GRAPH: &str = "00000003-0000-0000-c000-000000000000";

#[derive(Debug, Deserialize)]
struct Listing {
    resource: Vec<Resource>,
}

/// A first-party service that tokens can be issued for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Resource {
    pub(crate) app_id: String,
    pub(crate) name: String,
    /// Its path on the API port.
    pub(crate) loopback: String,
    /// Microsoft's hosts that the path stands for.
    #[serde(default)]
    pub(crate) hosts: Vec<String>,
    /// Its identifier URIs.
    pub(crate) uris: Vec<String>,
    /// Application permissions: value and id.
    pub(crate) roles: Vec<(String, String)>,
    /// Delegated permissions: value, id, and whether an administrator must consent.
    pub(crate) scopes: Vec<(String, String, bool)>,
}

/// All of them.
#[derive(Debug)]
pub(crate) struct Resources(Vec<Resource>);

impl Resources {
    /// Reads the built-in list.
    pub(crate) fn load() -> Result<Self, toml::de::Error> {
        let listing: Listing = toml::from_str(include_str!("../../data/resources.toml"))?;
        Ok(Self(listing.resource))
    }

    /// As Microsoft has changed them in the meantime: other ids, permissions that are no longer offered.
    pub(crate) fn changed(mut self, options: &Options) -> Result<Self, String> {
        for name in &options.without {
            let (surface, value) = name.split_once('/').unwrap_or(("", name));
            let found = self.0.iter_mut().find(|resource| resource.loopback == surface);
            let found = found.and_then(|resource| {
                let at = resource.roles.iter().position(|(role, _)| role == value)?;
                Some(resource.roles.remove(at))
            });
            found.ok_or_else(|| format!("no resource has the application permission '{name}'"))?;
        }
        if options.renumbered {
            let mut random = ChaCha8Rng::seed_from_u64(options.seed ^ 0x000d_e1d5);
            for resource in &mut self.0 {
                let roles = resource.roles.iter_mut().map(|(_, id)| id);
                let scopes = resource.scopes.iter_mut().map(|(_, id, _)| id);
                roles.chain(scopes).for_each(|id| *id = random_id(&mut random));
            }
        }
        Ok(self)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Resource> {
        self.0.iter()
    }

    /// The surfaces that have a host of their own: sign-in and each resource.
    pub(crate) fn surfaces(&self) -> Vec<String> {
        let resources = self.0.iter().map(|resource| resource.loopback.clone());
        std::iter::once("login".to_owned()).chain(resources).collect()
    }

    /// The resource with this path on the API port.
    pub(crate) fn at(&self, loopback: &str) -> Option<&Resource> {
        self.0.iter().find(|resource| resource.loopback == loopback)
    }

    pub(crate) fn by_app_id(&self, app_id: &str) -> Option<&Resource> {
        self.0.iter().find(|resource| resource.app_id.eq_ignore_ascii_case(app_id))
    }

    /// The resource that a scope's left part names: an identifier URI, an application id, or the loopback address.
    pub(crate) fn by_uri(&self, uri: &str, base: &str) -> Option<&Resource> {
        let uri = uri.trim_end_matches('/');
        self.0.iter().find(|resource| {
            resource.app_id.eq_ignore_ascii_case(uri)
                || resource.uris.iter().any(|known| known.eq_ignore_ascii_case(uri))
                || uri == format!("{base}/{}", resource.loopback)
        })
    }
}

impl Resource {
    /// Its service principal in a tenant.
    pub(crate) fn principal(&self, id: String) -> ServicePrincipal {
        ServicePrincipal {
            id,
            app_id: self.app_id.clone(),
            display_name: self.name.clone(),
            enabled: true,
            assignment_required: false,
            visible_at: Instant::now(),
        }
    }

    /// The value of an application permission.
    pub(crate) fn role_value(&self, id: &str) -> Option<&str> {
        self.roles.iter().find(|(_, role)| role.eq_ignore_ascii_case(id)).map(|(value, _)| value.as_str())
    }

    pub(crate) fn scope(&self, value: &str) -> Option<&(String, String, bool)> {
        self.scopes.iter().find(|(scope, _, _)| scope.eq_ignore_ascii_case(value))
    }

    /// Whether a token's audience means this resource.
    pub(crate) fn is_audience(&self, audience: &str, base: &str) -> bool {
        let audience = audience.trim_end_matches('/');
        self.app_id == audience
            || self.uris.iter().any(|uri| uri == audience)
            || audience == format!("{base}/{}", self.loopback)
    }

    /// `appRoles` as Graph shows them.
    pub(crate) fn app_roles(&self) -> Value {
        let role = |(value, id): &(String, String)| {
            json!({
                "allowedMemberTypes": ["Application"], "description": format!("{value} for every user of the organization."),
                "displayName": value, "id": id, "isEnabled": true, "origin": "Application", "value": value,
            })
        };
        self.roles.iter().map(role).collect()
    }

    /// `oauth2PermissionScopes` as Graph shows them.
    pub(crate) fn permission_scopes(&self) -> Value {
        let scope = |(value, id, admin): &(String, String, bool)| {
            json!({
                "adminConsentDescription": format!("{value} on behalf of the signed-in user."),
                "adminConsentDisplayName": value, "id": id, "isEnabled": true,
                "type": if *admin { "Admin" } else { "User" },
                "userConsentDescription": null, "userConsentDisplayName": null, "value": value,
            })
        };
        self.scopes.iter().map(scope).collect()
    }
}
