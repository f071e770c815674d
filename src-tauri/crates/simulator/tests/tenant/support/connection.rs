//! One connection for many requests: a keep-alive client that reads exactly one answer at a time and notices when there
//! is none.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::http::{Response, parsed};

/// An open connection.
pub struct Connection {
    host: String,
    stream: TcpStream,
}

impl Connection {
    /// Connects to `http://host:port`.
    pub async fn open(base: &str) -> Self {
        let host = base.strip_prefix("http://").expect("only plain HTTP").to_owned();
        let stream = TcpStream::connect(&host).await.expect("the simulator listens");
        stream.set_nodelay(true).unwrap();
        Self { host, stream }
    }

    /// Sends one request with a path that is already encoded. An error says that the connection ended without an answer.
    pub async fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(String, String)],
        body: &[u8],
    ) -> Result<Response, String> {
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\n", self.host);
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(body);
        self.stream.write_all(&bytes).await.map_err(|error| format!("not sent: {error}"))?;
        let mut answer = Vec::new();
        let mut chunk = vec![0; 64 * 1024];
        loop {
            let read = self.stream.read(&mut chunk).await.map_err(|error| format!("no answer: {error}"))?;
            if read == 0 {
                return Err(format!("the connection ended after {} bytes", answer.len()));
            }
            answer.extend_from_slice(&chunk[..read]);
            if is_whole(&answer) {
                return Ok(parsed(&answer));
            }
        }
    }
}

fn is_whole(bytes: &[u8]) -> bool {
    let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { return false };
    let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.trim().parse::<usize>().ok());
    match length {
        Some(length) => bytes.len() >= end + 4 + length,
        None if head.contains("transfer-encoding: chunked") => bytes.ends_with(b"0\r\n\r\n"),
        None => true,
    }
}
