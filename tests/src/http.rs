//! One HTTP/1.1 request to loopback and its answer: enough for WebDriver, for the simulator's control port, and for a person at its
//! sign-in pages.
//!
//! Not a client for anything else: no TLS, no kept connections, and where a redirect leads is for the caller to decide.

use crate::{Outcome, Trouble, Why};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

const MOST_HEADERS: usize = 100;
const MOST_CHUNKS: usize = 100_000;
const ANSWER_WITHIN: Duration = Duration::from_secs(90);

/// Status and body of an answer.
#[derive(Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The body as bytes, transfer encoding removed.
    pub body: Vec<u8>,
    /// Where it leads, for a redirect.
    pub location: Option<String>,
    /// The header lines.
    pub headers: Vec<String>,
}

impl Answer {
    /// The value of a header; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        let lines = self.headers.iter().filter_map(|line| line.split_once(':'));
        lines.filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim()).next().unwrap_or("")
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// When it is not JSON.
    pub fn json(&self) -> Outcome<Value> {
        serde_json::from_slice(&self.body).why(&format!("reading {:?}", self.text()))
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Sends one request to `address` (`127.0.0.1:PORT`) and reads the whole answer.
///
/// # Errors
/// When nobody listens, the answer takes longer than 90 seconds, or it is not HTTP.
pub fn request(address: &str, method: &str, path: &str, body: Option<&Value>) -> Outcome<Answer> {
    let body = body.map(Value::to_string).unwrap_or_default();
    request_with(address, method, path, &["Content-Type: application/json"], &body)
}

/// Opens a page, or sends a form to it, as a browser would; redirects are told and not followed.
///
/// # Errors
/// For an address that is not plain HTTP; else those of [`request`].
pub fn visit(url: &str, form: Option<&[(&str, &str)]>) -> Outcome<Answer> {
    let rest = url.strip_prefix("http://").why(&format!("{url} is no plain HTTP"))?;
    let (address, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let path = if path.is_empty() { "/" } else { path };
    let kind = ["Content-Type: application/x-www-form-urlencoded"];
    match form {
        None => request_with(address, "GET", path, &kind, ""),
        Some(fields) => {
            let fields: Vec<_> = fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
            request_with(address, "POST", path, &kind, &fields.join("&"))
        }
    }
}

fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// Sends one request with these header lines and this body.
///
/// # Errors
/// As for [`request`].
pub fn request_with(address: &str, method: &str, path: &str, headers: &[&str], body: &str) -> Outcome<Answer> {
    let mut stream = connected(address)?;
    stream.set_read_timeout(Some(ANSWER_WITHIN))?;
    // The connection is kept until we have the answer: a proxy would pass the wish to close it on, and then use it again.
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\n{}\r\nContent-Length: {}\r\n\r\n",
        headers.join("\r\n"),
        body.len()
    );
    stream.write_all(format!("{head}{body}").as_bytes())?;
    read(BufReader::new(stream)).why(&format!("{method} {}", path.split('?').next().unwrap_or_default()))
}

/// Connects to an address of this machine; `localhost` has two, and the listener may be at one of them only.
fn connected(address: &str) -> Outcome<TcpStream> {
    let mut last = Trouble::new(format!("{address} is no address"));
    for socket in address.to_socket_addrs().why(address)?.filter(|socket| socket.ip().is_loopback()) {
        match TcpStream::connect_timeout(&socket, Duration::from_secs(5)).why(&format!("connecting {address}")) {
            Ok(stream) => return Ok(stream),
            Err(trouble) => last = trouble,
        }
    }
    Err(last)
}

fn read(mut stream: impl BufRead) -> Outcome<Answer> {
    let first = line(&mut stream)?;
    let status = first.split(' ').nth(1).and_then(|code| code.parse().ok()).why("no status")?;
    let (mut length, mut chunked, mut location) = (None, false, None);
    let mut headers = Vec::new();
    for _ in 0..MOST_HEADERS {
        let written = line(&mut stream)?;
        let header = written.to_ascii_lowercase();
        if header.starts_with("location:") {
            location = written.split_once(':').map(|(_, to)| to.trim().to_owned());
        }
        headers.push(written);
        match header.split_once(':') {
            Some(("content-length", value)) => length = value.trim().parse::<u64>().ok(),
            Some(("transfer-encoding", value)) => chunked = value.contains("chunked"),
            Some(_) => {}
            None => break,
        }
    }
    let body = match length {
        _ if chunked => unchunk(&mut stream)?,
        Some(length) => exactly(&mut stream, length)?,
        None => return Err(Trouble::new("an answer of unknown length")),
    };
    Ok(Answer { status, body, headers, location })
}

fn line(stream: &mut impl BufRead) -> Outcome<String> {
    let mut line = String::new();
    match stream.read_line(&mut line)? {
        0 => Err(Trouble::new("the answer was cut")),
        _ => Ok(line.trim_end().to_owned()),
    }
}

fn exactly(stream: &mut impl BufRead, length: u64) -> Outcome<Vec<u8>> {
    let mut bytes = Vec::new();
    stream.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(Trouble::new("the answer was cut")) }
}

fn unchunk(stream: &mut impl BufRead) -> Outcome<Vec<u8>> {
    let mut whole = Vec::new();
    for _ in 0..MOST_CHUNKS {
        let size = line(stream)?;
        let size = u64::from_str_radix(size.split(';').next().unwrap_or("").trim(), 16).why("the size of a chunk")?;
        let chunk = exactly(stream, size)?;
        line(stream)?;
        if size == 0 {
            return Ok(whole);
        }
        whole.extend(chunk);
    }
    Err(Trouble::new("an answer in too many chunks"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_whole_in_either_encoding() -> Outcome<()> {
        let plain = read(&b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}"[..])?;
        assert_eq!((plain.status, plain.body.as_slice()), (404, b"{}".as_slice()), "a plain body has a length");
        let chunked = read(&b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"[..])?;
        assert_eq!(chunked.body, b"{}", "chunks are joined");
        Ok(())
    }

    #[test]
    fn an_answer_that_was_cut_is_a_failure() {
        let cut = read(&b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"[..]);
        assert!(cut.is_err(), "half an answer must not pass for a whole one");
    }
}
