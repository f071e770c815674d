//! The declared routes, read from the same file as the simulator reads them, with a matcher of this side's own.

use serde::Deserialize;

/// One declared route.
#[derive(Debug, Clone, Deserialize)]
pub struct Route {
    pub method: String,
    pub path: String,
    #[serde(default)]
    pub any_of: Vec<String>,
}

#[derive(Deserialize)]
struct Listing {
    route: Vec<Route>,
}

/// All of them.
pub fn routes() -> Vec<Route> {
    let listing: Listing = toml::from_str(include_str!("../../../data/routes.toml")).expect("the list can be read");
    listing.route
}

impl Route {
    /// The path with every placeholder filled.
    pub fn filled(&self, mut value: impl FnMut(&str) -> String) -> String {
        let (mut out, mut rest) = (String::new(), self.path.as_str());
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').expect("braces close");
            out.push_str(before);
            out.push_str(&value(name));
            rest = after;
        }
        out + rest
    }

    /// Whether a path without its query falls under this route.
    pub fn fits(&self, path: &str) -> bool {
        let path = path.replacen("/mde/api/v1.0/", "/mde/api/", 1).replacen("/cloudapps/cas/", "/cloudapps/", 1);
        let parts = |path: &str| path.split('/').filter(|it| !it.is_empty()).map(str::to_owned).collect::<Vec<_>>();
        let (wanted, found) = (parts(&self.path), parts(&path));
        wanted.len() == found.len() && wanted.iter().zip(&found).all(|(wanted, found)| fits(wanted, found))
    }
}

fn fits(wanted: &str, found: &str) -> bool {
    let Some((before, rest)) = wanted.split_once('{') else { return wanted == found };
    let after = rest.split_once('}').expect("braces close").1;
    !found.is_empty() && found.starts_with(before) && found.ends_with(after)
}
