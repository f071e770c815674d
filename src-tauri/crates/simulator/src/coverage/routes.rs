//! The declared routes of the API port, read from `data/routes.toml`: what may answer anything but 501.

use serde::Deserialize;

use crate::throttle::Pattern;

/// One route.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Route {
    pub(crate) method: String,
    pub(crate) path: Pattern,
    /// Where the reference has it.
    pub(crate) section: String,
    /// What it is for, in a few words.
    pub(crate) what: String,
    /// Permissions of which one is needed; none when the route asks for no token.
    #[serde(default)]
    pub(crate) any_of: Vec<String>,
    /// It answers a page of a list.
    #[serde(default)]
    pub(crate) page: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Listing {
    route: Vec<Route>,
}

/// All of them.
#[derive(Debug)]
pub(crate) struct Routes(Vec<Route>);

impl Routes {
    /// Reads the built-in list.
    pub(crate) fn load() -> Result<Self, toml::de::Error> {
        let listing: Listing = toml::from_str(include_str!("../../data/routes.toml"))?;
        Ok(Self(listing.route))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Route> {
        self.0.iter()
    }

    /// The route that a call takes; literal segments win over placeholders because they are declared first.
    pub(crate) fn of(&self, method: &str, path: &str) -> Option<&Route> {
        // Two optional parts of addresses that mean the same routes.
        let plain = path.replacen("/mde/api/v1.0/", "/mde/api/", 1).replacen("/cloudapps/cas/", "/cloudapps/", 1);
        self.0.iter().find(|route| route.method == method && route.path.matches(&plain))
    }
}
