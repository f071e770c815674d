//! Where each surface is when it is called over HTTPS, and the turning of plain addresses into those.

use std::path::PathBuf;

use axum::http::Uri;
use serde_json::{Map, Value, json};

use crate::wire::Reply;

/// The surface that a port has at its root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Root(pub(super) String);

impl Root {
    /// The address as the plain port knows it.
    pub(crate) fn prefixed(&self, uri: &Uri) -> Option<Uri> {
        let rest = uri.path_and_query().map_or("/", |rest| rest.as_str());
        format!("/{}{rest}", self.0).parse().ok()
    }
}

/// The HTTPS addresses of all surfaces.
#[derive(Debug, Clone, Default)]
pub(crate) struct Addresses {
    urls: Vec<(String, String)>,
    ca: PathBuf,
}

impl Addresses {
    pub(super) fn new(urls: Vec<(String, String)>, ca: PathBuf) -> Self {
        Self { urls, ca }
    }

    /// The address of a surface; absent when there are no HTTPS ports.
    pub(crate) fn of(&self, surface: &str) -> Option<&str> {
        self.urls.iter().find(|(name, _)| name == surface).map(|(_, url)| url.as_str())
    }

    /// The surface at this address, whatever loopback name it is spelled with.
    pub(crate) fn surface_at(&self, address: &str) -> Option<&str> {
        let local = address.replacen("https://127.0.0.1:", "https://localhost:", 1);
        self.urls.iter().find(|(_, url)| *url == local).map(|(name, _)| name.as_str())
    }

    /// For the ready line; `null` when there are no HTTPS ports.
    pub(crate) fn shown(&self) -> Option<Value> {
        let mut all: Map<String, Value> = self.urls.iter().map(|(name, url)| (name.clone(), json!(url))).collect();
        if all.is_empty() {
            return None;
        }
        all.insert("ca".to_owned(), json!(self.ca));
        Some(Value::Object(all))
    }

    /// A reply whose texts and headers name these addresses instead of the plain port's.
    pub(crate) fn spoken(&self, mut reply: Reply, base: &str) -> Reply {
        for (_, value) in reply.headers.iter_mut().filter(|(name, _)| *name != "content-type") {
            *value = self.turned(value, base);
        }
        let is_text = |kind: &str| kind.contains("json") || kind.starts_with("text/");
        let kind = reply.headers.iter().find(|(name, _)| *name == "content-type");
        if kind.is_some_and(|(_, kind)| is_text(kind))
            && let Ok(text) = std::str::from_utf8(&reply.body)
            && text.contains(base)
        {
            reply.body = self.turned(text, base).into_bytes();
        }
        reply
    }

    fn turned(&self, text: &str, base: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(base) {
            let (before, found) = rest.split_at(at);
            out.push_str(before);
            let after = &found[base.len()..];
            let name = after.strip_prefix('/').unwrap_or("");
            let name = &name
                [..name.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-').unwrap_or(name.len())];
            rest = match self.of(name) {
                Some(url) => {
                    out.push_str(url);
                    &after[1 + name.len()..]
                }
                None => {
                    out.push_str(base);
                    after
                }
            };
        }
        out.push_str(rest);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_surface_names_are_turned() {
        let urls = vec![("graph".to_owned(), "https://localhost:9".to_owned())];
        let addresses = Addresses::new(urls, PathBuf::from("ca.pem"));
        let text = "a http://127.0.0.1:8/graph/v1.0 b http://127.0.0.1:8/graphite c http://127.0.0.1:8/login";
        let turned = addresses.turned(text, "http://127.0.0.1:8");
        assert_eq!(turned, "a https://localhost:9/v1.0 b http://127.0.0.1:8/graphite c http://127.0.0.1:8/login");
    }
}
