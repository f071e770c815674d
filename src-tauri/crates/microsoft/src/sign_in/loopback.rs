//! The one request that a browser makes to this machine when a sign-in ends. It is read, answered with a page, and that is all.
//!
//! Listens on the loopback interface only. A request that does not carry the state of this sign-in changes nothing.

use domain::{Code, Outcome, Problem};
use std::collections::HashMap;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The largest head of a request that is read: a code is some hundred bytes.
const LARGEST_HEAD: usize = 16 * 1024;
const READ_WITHIN: Duration = Duration::from_secs(10);

/// What the page says; no script, nothing loaded.
const DONE: &str = "Signed in. You can close this page and go back to Bartizan.";
const STRAY: &str = "This page belongs to a sign-in that Bartizan does not wait for.";

/// Both loopback addresses at one port: browsers differ in which one `localhost` is.
pub(super) struct Loopback {
    four: TcpListener,
    six: Option<TcpListener>,
    port: u16,
}

impl Loopback {
    /// Listens at a free port.
    pub(super) async fn open() -> Outcome<Self> {
        let refused = |error: std::io::Error| {
            Problem::new(Code::Unexpected, "This machine's loopback address cannot be listened on.")
                .fact("Cause", error)
        };
        let four = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(refused)?;
        let port = four.local_addr().map_err(refused)?.port();
        // Where there is no IPv6, or somebody has the port there, the other address will do.
        let six = TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await.ok();
        Ok(Self { four, six, port })
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// The fields of the first request that carries this state.
    pub(super) async fn wait(&self, state: &str) -> Outcome<HashMap<String, String>> {
        loop {
            let stream = match &self.six {
                Some(six) => tokio::select! { one = self.four.accept() => one, one = six.accept() => one },
                None => self.four.accept().await,
            };
            let Ok((stream, _)) = stream else { continue };
            // A connection that says nothing must not keep the others waiting for long.
            if let Ok(Some(fields)) = tokio::time::timeout(READ_WITHIN, serve(stream, state)).await {
                return Ok(fields);
            }
        }
    }
}

async fn serve(mut stream: TcpStream, state: &str) -> Option<HashMap<String, String>> {
    let mut head = Vec::new();
    let mut part = [0_u8; 2048];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let read = stream.read(&mut part).await.ok()?;
        if read == 0 || head.len() + read > LARGEST_HEAD {
            return None;
        }
        head.extend_from_slice(part.get(..read)?);
    }
    let text = String::from_utf8_lossy(&head);
    let mut words = text.lines().next().unwrap_or_default().split(' ');
    let fields = match (words.next(), words.next()) {
        (Some("GET"), Some(target)) => fields(target),
        _ => HashMap::new(),
    };
    let ours = fields.get("state").is_some_and(|given| given == state);
    let (status, says) = if ours { ("200 OK", DONE) } else { ("404 Not Found", STRAY) };
    let page = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Bartizan</title></head><body><p>{says}</p></body></html>"
    );
    let answer = format!(
        "HTTP/1.1 {status}\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\ncache-control: no-store\r\n\
         content-security-policy: default-src 'none'; frame-ancestors 'none'\r\nreferrer-policy: no-referrer\r\nconnection: close\r\n\r\n{page}",
        page.len()
    );
    // The browser may be gone already; what it brought counts.
    drop(stream.write_all(answer.as_bytes()).await);
    drop(stream.shutdown().await);
    ours.then_some(fields)
}

fn fields(target: &str) -> HashMap<String, String> {
    let query = target.split_once('?').map_or("", |(_, query)| query);
    url::form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}
