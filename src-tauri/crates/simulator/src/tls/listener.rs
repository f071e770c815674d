//! A listener whose connections have shaken hands already. Each handshake has a task of its own, so that a client that
//! says nothing keeps nobody waiting.

use std::io;
use std::net::SocketAddr;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// Connections that may wait for the server.
const WAITING: usize = 16;

type Connection = (TlsStream<TcpStream>, SocketAddr);

/// Gives connections to axum.
#[derive(Debug)]
pub(crate) struct TlsListener {
    ready: mpsc::Receiver<Connection>,
    address: SocketAddr,
}

impl TlsListener {
    /// Starts to accept; ends when the listener is dropped.
    pub(super) fn new(listener: TcpListener, acceptor: TlsAcceptor) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let (hand_over, ready) = mpsc::channel(WAITING);
        tokio::spawn(accept(listener, acceptor, hand_over));
        Ok(Self { ready, address })
    }
}

async fn accept(mut listener: TcpListener, acceptor: TlsAcceptor, hand_over: mpsc::Sender<Connection>) {
    loop {
        // axum's own accept retries what can be retried.
        let (stream, peer) = tokio::select! {
            accepted = axum::serve::Listener::accept(&mut listener) => accepted,
            () = hand_over.closed() => return,
        };
        let (acceptor, hand_over) = (acceptor.clone(), hand_over.clone());
        tokio::spawn(async move {
            // Who cannot shake hands (a wrong authority, a plain request) learns it from the handshake itself.
            if let Ok(stream) = acceptor.accept(stream).await {
                let _ = hand_over.send((stream, peer)).await;
            }
        });
    }
}

impl axum::serve::Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(connection) => connection,
            // The accepting task only ends after this listener: there is nothing to come, and nobody to tell.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(self.address)
    }
}
