//! A request before it has a token: to which of the configured hosts, and what it asks.
//!
//! An address that an answer named (a next page) becomes a call only when it lies on the configured host.

use domain::cloud::{Api, Cloud};
use domain::{Code, Outcome, Problem};
use serde_json::Value;
use url::Url;

/// One of the configured base addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    base: Url,
    simulated: bool,
}

impl Host {
    /// The login host of a cloud.
    ///
    /// # Errors
    /// `internal.unexpected` when the cloud's table holds no address.
    pub fn login(cloud: &Cloud) -> Outcome<Self> {
        Self::new(&cloud.login, cloud)
    }

    /// An API of a cloud.
    ///
    /// # Errors
    /// `setup.api_not_in_cloud`, otherwise as for [`Host::login`].
    pub fn api(cloud: &Cloud, api: Api) -> Outcome<Self> {
        Self::new(&cloud.api(api)?.base, cloud)
    }

    fn new(base: &str, cloud: &Cloud) -> Outcome<Self> {
        let base = Url::parse(base)
            .map_err(|_| Problem::new(Code::Unexpected, format!("The cloud {} has an unusable address.", cloud.id)))?;
        Ok(Self { base, simulated: cloud.id == domain::cloud::SIMULATED })
    }

    /// Whether a simulator answers there.
    pub fn simulated(&self) -> bool {
        self.simulated
    }

    /// Host and port, for messages.
    pub fn name(&self) -> String {
        host_and_port(&self.base)
    }

    /// The address of a path on this host.
    pub(crate) fn address(&self, path: &str, query: &[(String, String)]) -> Url {
        let mut url = self.base.clone();
        let base = self.base.path().trim_end_matches('/');
        url.set_path(&format!("{base}{path}"));
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        url
    }

    /// Whether an address lies on this host: same scheme, host, port, and below its base path; no user in it.
    pub fn owns(&self, url: &Url) -> bool {
        let base = self.base.path().trim_end_matches('/');
        let below = url.path().strip_prefix(base).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        url.origin() == self.base.origin() && below && url.username().is_empty() && url.password().is_none()
    }
}

/// A link with the options that it does not name itself; the rest stays as it came.
fn with_options(mut url: Url, options: &[(String, String)]) -> Url {
    for (name, value) in options {
        if !url.query_pairs().any(|(known, _)| known.eq_ignore_ascii_case(name)) {
            url.query_pairs_mut().append_pair(name, value);
        }
    }
    url
}

fn host_and_port(url: &Url) -> String {
    let host = url.host_str().unwrap_or("no host");
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// A request without its token.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The method.
    pub method: &'static str,
    /// The path below the host's base, starting with a slash; empty where `link` is used.
    pub path: String,
    /// Query options, not yet encoded; for a link those that it must have besides its own.
    pub query: Vec<(String, String)>,
    /// Headers beyond those that every request has.
    pub headers: Vec<(std::borrow::Cow<'static, str>, String)>,
    /// A JSON body.
    pub body: Option<Value>,
    /// An address that an earlier answer named; checked against the host before use.
    pub link: Option<String>,
    /// Whether one answer serves all feeds of an integration that ask it at about the same time.
    pub shared: bool,
}

impl Call {
    fn new(method: &'static str, path: impl Into<String>) -> Self {
        let (query, headers) = (Vec::new(), Vec::new());
        Self { method, path: path.into(), query, headers, body: None, link: None, shared: false }
    }

    /// A GET.
    pub fn get(path: impl Into<String>) -> Self {
        Self::new("GET", path)
    }

    /// A POST without a body.
    pub fn post_empty(path: impl Into<String>) -> Self {
        Self::new("POST", path)
    }

    /// A POST with a JSON body.
    pub fn post(path: impl Into<String>, body: Value) -> Self {
        Self { body: Some(body), ..Self::new("POST", path) }
    }

    /// A PATCH with a JSON body.
    pub fn patch(path: impl Into<String>, body: Value) -> Self {
        Self { body: Some(body), ..Self::new("PATCH", path) }
    }

    /// A DELETE.
    pub fn delete(path: impl Into<String>) -> Self {
        Self::new("DELETE", path)
    }

    /// Follows an address that an answer named.
    pub fn follow(link: impl Into<String>) -> Self {
        Self { link: Some(link.into()), ..Self::new("GET", "") }
    }

    /// Adds a query option.
    #[must_use]
    pub fn query(mut self, name: &str, value: impl Into<String>) -> Self {
        self.query.push((name.to_owned(), value.into()));
        self
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Adds a header whose name is data.
    #[must_use]
    pub fn header_named(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned().into(), value.into()));
        self
    }

    /// One answer serves all feeds of an integration that ask it at about the same time.
    #[must_use]
    pub fn shared(self) -> Self {
        Self { shared: true, ..self }
    }

    /// The address to ask.
    ///
    /// # Errors
    /// `wire.foreign_host` for a link that leads elsewhere; nothing was sent then.
    pub fn address(&self, host: &Host) -> Outcome<Url> {
        let Some(link) = &self.link else { return Ok(host.address(&self.path, &self.query)) };
        match Url::parse(link) {
            Ok(url) if host.owns(&url) => Ok(with_options(url, &self.query)),
            Ok(url) => {
                let elsewhere = host_and_port(&url);
                let message = format!(
                    "{} named a next page on {elsewhere}. It was not followed, and no token was sent there.",
                    host.name()
                );
                Err(Problem::new(Code::ForeignHost, message)
                    .fact("Configured host", host.name())
                    .fact("Named host", elsewhere))
            }
            Err(_) => {
                Err(Problem::new(Code::ForeignHost, format!("{} named a next page that is no address.", host.name())))
            }
        }
    }

    /// Method and path below the host's base, for the record: what the same call is at every host, without its query.
    pub fn name_below(&self, host: &Host) -> String {
        let base = host.base.path().trim_end_matches('/');
        let whole = self.name(host);
        let (method, path) = whole.split_once(' ').unwrap_or((self.method, whole.as_str()));
        format!("{method} {}", path.strip_prefix(base).unwrap_or(path))
    }

    /// Method and path for messages and evidence: never the query.
    pub fn name(&self, host: &Host) -> String {
        let path = match &self.link {
            Some(link) => Url::parse(link).map(|url| url.path().to_owned()).unwrap_or_default(),
            None => host.address(&self.path, &[]).path().to_owned(),
        };
        format!("{} {path}", self.method)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_followed_only_on_the_configured_host() {
        let cloud = domain::cloud::cloud("commercial", None).unwrap();
        let graph = Host::api(&cloud, Api::Graph).unwrap();
        let follow = |link: &str| Call::follow(link).address(&graph).map_err(|problem| problem.code);
        assert!(follow("https://graph.microsoft.com/v1.0/security/alerts_v2?$skiptoken=x").is_ok());
        for foreign in [
            "https://graph.microsoft.com.example.com/v1.0",
            "http://graph.microsoft.com/v1.0",
            "https://graph.microsoft.com:444/v1.0",
            "https://x@graph.microsoft.com/v1.0",
            "//graph.microsoft.com/v1.0",
            "https://example.com/?https://graph.microsoft.com",
            "",
        ] {
            assert_eq!(follow(foreign), Err(Code::ForeignHost), "{foreign}");
        }
    }

    #[test]
    fn a_link_gets_the_options_that_every_call_needs_and_keeps_its_own_as_they_came() {
        let cloud = domain::cloud::cloud("commercial", None).unwrap();
        let host = Host::api(&cloud, Api::Management).unwrap();
        let address = |link: &str| {
            let call = Call::follow(link).query("PublisherIdentifier", "p");
            call.address(&host).unwrap().to_string()
        };
        let blob = "https://manage.office.com/api/v1.0/t/activity/feed/audit/1$2$audit_general";
        assert_eq!(address(blob), format!("{blob}?PublisherIdentifier=p"));
        assert_eq!(address(&format!("{blob}?publisheridentifier=q")), format!("{blob}?publisheridentifier=q"));
    }

    #[test]
    fn a_base_with_a_path_owns_only_what_lies_below_it() {
        let cloud = domain::cloud::simulated("http://127.0.0.1:9").unwrap();
        let graph = Host::api(&cloud, Api::Graph).unwrap();
        assert!(graph.owns(&Url::parse("http://127.0.0.1:9/graph/v1.0").unwrap()));
        assert!(!graph.owns(&Url::parse("http://127.0.0.1:9/graphics").unwrap()));
        assert!(!graph.owns(&Url::parse("http://127.0.0.1:8/graph/v1.0").unwrap()), "another port is another host");
    }

    #[test]
    fn a_name_never_shows_the_query() {
        let cloud = domain::cloud::cloud("commercial", None).unwrap();
        let call = Call::get("/v1.0/security/alerts_v2").query("$filter", "x eq 'secret'");
        assert_eq!(call.name(&Host::api(&cloud, Api::Graph).unwrap()), "GET /v1.0/security/alerts_v2");
    }
}
