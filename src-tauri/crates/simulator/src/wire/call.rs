//! One request, read whole and taken apart: surface, decoded path segments, query pairs, headers, body.

use axum::body::Bytes;
use axum::http::{HeaderMap, Method, Uri};

/// Which of Microsoft's hosts a path prefix stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Surface {
    /// `/login`: the sign-in host.
    Login,
    /// `/graph`: the Graph host.
    Graph,
    /// `/mde`: the Defender for Endpoint host.
    Endpoint,
    /// `/manage`: the Office 365 Management host.
    Activity,
    /// `/exchange`: the Exchange Online host.
    Exchange,
    /// `/cloudapps`: the Defender for Cloud Apps host.
    CloudApps,
    /// Anything else.
    Elsewhere,
}

/// A request to the API port.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) surface: Surface,
    /// The path as sent, prefix included.
    pub(crate) path: String,
    /// Decoded segments after the prefix.
    pub(crate) segments: Vec<String>,
    /// Decoded query pairs in the order sent.
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// The service's own id for this exchange.
    pub(crate) request_id: String,
    /// What the client calls this exchange.
    pub(crate) client_request_id: Option<String>,
    /// It came through one of the HTTPS ports.
    pub(crate) over_tls: bool,
}

impl Call {
    pub(crate) fn new(method: Method, uri: &Uri, headers: HeaderMap, body: Bytes, request_id: String) -> Self {
        let path = uri.path().to_owned();
        let mut parts = path.trim_start_matches('/').split('/').map(percent_decoded);
        let surface = match parts.next().as_deref() {
            Some("login") => Surface::Login,
            Some("graph") => Surface::Graph,
            Some("mde") => Surface::Endpoint,
            Some("manage") => Surface::Activity,
            Some("exchange") => Surface::Exchange,
            Some("cloudapps") => Surface::CloudApps,
            _ => Surface::Elsewhere,
        };
        let segments = parts.filter(|part| !part.is_empty()).collect();
        let query = url::form_urlencoded::parse(uri.query().unwrap_or("").as_bytes()).into_owned().collect();
        let client_request_id =
            headers.get("client-request-id").and_then(|value| value.to_str().ok()).map(str::to_owned);
        Self { method, surface, path, segments, query, headers, body, request_id, client_request_id, over_tls: false }
    }

    /// The same call with the port noted that it came through.
    pub(crate) fn over(self, tls: bool) -> Self {
        Self { over_tls: tls, ..self }
    }

    /// A header as text; absent when missing or not text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Whether one of the `Prefer` headers names this preference.
    pub(crate) fn prefers(&self, preference: &str) -> bool {
        self.headers
            .get_all("prefer")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split([',', ';']))
            .any(|value| value.trim().eq_ignore_ascii_case(preference))
    }

    /// The body as form fields.
    pub(crate) fn form(&self) -> Vec<(String, String)> {
        url::form_urlencoded::parse(&self.body).into_owned().collect()
    }

    /// The bearer token, if the request carries one.
    pub(crate) fn bearer(&self) -> Option<&str> {
        let (scheme, token) = self.header("authorization")?.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    }
}

/// A path segment with an optional alternate key: `applications(appId='x')` or plain `applications`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Segment<'a> {
    pub(crate) name: &'a str,
    pub(crate) key: Option<(&'a str, &'a str)>,
}

impl<'a> Segment<'a> {
    pub(crate) fn parse(text: &'a str) -> Self {
        let keyed = text.strip_suffix("')").and_then(|rest| {
            let (name, rest) = rest.split_once('(')?;
            let (key, value) = rest.split_once("='")?;
            Some(Self { name, key: Some((key, value)) })
        });
        keyed.unwrap_or(Self { name: text, key: None })
    }
}

/// Percent-decoding of a path segment; what is not an escape stays as it is.
pub(crate) fn percent_decoded(text: &str) -> String {
    let mut bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    while let Some((first, rest)) = bytes.split_first() {
        let escape = (*first == b'%').then(|| rest.get(..2)).flatten();
        let value = escape.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        out.push(value.unwrap_or(*first));
        bytes = if value.is_some() { &rest[2..] } else { rest };
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_with_alternate_keys_are_recognised() {
        let segment = Segment::parse("applications(uniqueName='a b')");
        assert_eq!(segment, Segment { name: "applications", key: Some(("uniqueName", "a b")) });
        assert_eq!(Segment::parse("applications").key, None, "a plain segment has no key");
        assert_eq!(percent_decoded("a%28b%zz%"), "a(b%zz%", "broken escapes are left alone");
    }
}
