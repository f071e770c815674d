//! One response built whole, and what the journal is told about the exchange beside it.

use axum::body::{Body, Bytes};
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use futures_util::stream;
use serde::Serialize;
use serde_json::Value;

/// What the journal keeps about who called and how it ended. Never a secret, a token or an assertion.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Note {
    /// `appid` and `oid` of the caller's token.
    pub(crate) caller: Option<Value>,
    /// The grant asked for at the token endpoint.
    pub(crate) grant: Option<String>,
    /// How the client authenticated: `secret`, `basic`, `PS256`, `RS256` or `public`.
    pub(crate) credential: Option<&'static str>,
    /// The error code sent back.
    pub(crate) error: Option<String>,
}

/// A response before it is sent.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
    /// Announce the whole length and send half: a connection that breaks.
    pub(crate) cut: bool,
}

impl Reply {
    pub(crate) fn json(status: u16, value: &Value) -> Self {
        Self::raw(status, "application/json; charset=utf-8", value.to_string().into_bytes())
    }

    pub(crate) fn graph(status: u16, value: &Value) -> Self {
        Self::graph_bytes(status, value.to_string().into_bytes())
    }

    pub(crate) fn graph_bytes(status: u16, body: Vec<u8>) -> Self {
        let kind = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";
        Self::raw(status, kind, body)
    }

    pub(crate) fn html(status: u16, text: String) -> Self {
        Self::raw(status, "text/html; charset=utf-8", text.into_bytes())
    }

    pub(crate) fn raw(status: u16, content_type: &str, body: Vec<u8>) -> Self {
        Self { status, headers: vec![("content-type", content_type.to_owned())], body, cut: false }
    }

    pub(crate) fn no_content() -> Self {
        Self { status: 204, headers: Vec::new(), body: Vec::new(), cut: false }
    }

    pub(crate) fn with_header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The response that goes out.
    pub(crate) fn into_response(self) -> Response<Body> {
        let length = self.body.len();
        let body = if self.cut { half(&self.body) } else { Body::from(self.body) };
        let mut response = Response::new(body);
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().append(HeaderName::from_static(name), value);
            }
        }
        if self.cut {
            response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        }
        response
    }
}

/// The first half of a body, then a failure, with a pause between them so that the half leaves before the connection ends.
fn half(body: &[u8]) -> Body {
    let first = Bytes::copy_from_slice(&body[..body.len() / 2]);
    Body::from_stream(stream::unfold(Some(first), |left| async move {
        match left {
            Some(bytes) if !bytes.is_empty() => Some((Ok(bytes), Some(Bytes::new()))),
            Some(_) => {
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
                Some((Err(std::io::Error::other("cut by the simulator")), None))
            }
            None => None,
        }
    }))
}
