//! HTTPS ports with one surface each at the root, for clients that accept nothing else: Microsoft's own libraries want
//! the tenant as the first segment of an https address and Graph's version right behind the host.
//!
//! They are a thin front of the same port: a path gets its surface's prefix, and in the answers the addresses of the
//! plain port become those of these ports. The certificate authority lives in memory only and is new at every start.

mod addresses;
mod authority;
mod listener;

use std::io;
use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

pub(crate) use addresses::{Addresses, Root};
pub(crate) use listener::TlsListener;

/// Opens one port per surface and writes `ca.pem` into the directory.
pub(crate) async fn open(directory: &Path, surfaces: Vec<String>) -> io::Result<(Vec<(Root, TlsListener)>, Addresses)> {
    let (config, ca) = authority::make().map_err(io::Error::other)?;
    std::fs::create_dir_all(directory)?;
    let path = directory.join("ca.pem");
    std::fs::write(&path, ca)?;
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let (mut listeners, mut urls) = (Vec::new(), Vec::new());
    for surface in surfaces {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        urls.push((surface.clone(), format!("https://localhost:{}", listener.local_addr()?.port())));
        listeners.push((Root(surface), TlsListener::new(listener, acceptor.clone())?));
    }
    Ok((listeners, Addresses::new(urls, path)))
}
