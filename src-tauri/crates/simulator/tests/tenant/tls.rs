//! The HTTPS ports: one surface at the root of each, addresses that fit together, and assertions for either spelling.

use std::sync::Arc;

use serde_json::{Value, json};
use simulator::Options;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto};

use crate::support::{Certificate, Claims, Tenant, form};

struct Secure {
    tenant: Tenant,
    ready: Value,
    folder: tempfile::TempDir,
}

impl Secure {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let tls = Some(folder.path().join("tls"));
        let tenant = Tenant::with(Options { alerts: 30, tls, ..Options::default() }).await;
        let ready = serde_json::from_str(&tenant.0.ready_line()).unwrap();
        Self { tenant, ready, folder }
    }

    fn url(&self, surface: &str) -> String {
        self.ready["tls"][surface].as_str().unwrap().to_owned()
    }

    /// One exchange; status and body.
    async fn call(&self, method: &str, url: &str, head: &str, body: &[u8]) -> (u16, String) {
        let mut roots = RootCertStore::empty();
        let ca = std::fs::read(self.folder.path().join("tls/ca.pem")).unwrap();
        roots.add(CertificateDer::from_pem_slice(&ca).unwrap()).unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(crypto::aws_lc_rs::default_provider()));
        let config = config.with_safe_default_protocol_versions().unwrap();
        let config = config.with_root_certificates(roots).with_no_client_auth();
        let rest = url.strip_prefix("https://").unwrap();
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let name = host.split(':').next().unwrap().to_owned();
        let address = format!("127.0.0.1:{}", host.split(':').nth(1).unwrap());
        let stream = TcpStream::connect(address).await.unwrap();
        let connector = TlsConnector::from(Arc::new(config));
        let mut stream = connector.connect(ServerName::try_from(name).unwrap(), stream).await.unwrap();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-length: {}\r\n{head}\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(body).await.unwrap();
        let mut all = Vec::new();
        // Servers seldom say goodbye in TLS; what came counts.
        let _ = stream.read_to_end(&mut all).await;
        let text = String::from_utf8(all).unwrap();
        let status = text.split(' ').nth(1).unwrap().parse().unwrap();
        (status, text.split_once("\r\n\r\n").unwrap().1.to_owned())
    }
}

#[tokio::test]
async fn every_surface_has_its_root_and_speaks_of_the_others_by_the_same_names() {
    let secure = Secure::start().await;
    for surface in ["login", "graph", "manage"] {
        assert!(secure.url(surface).starts_with("https://localhost:"), "{}", secure.ready);
    }
    assert!(secure.ready["tls"]["ca"].as_str().unwrap().ends_with("ca.pem"));
    let login = secure.url("login");
    let discovery = format!("{login}/contoso.com/v2.0/.well-known/openid-configuration");
    let (status, body) = secure.call("GET", &discovery, "", b"").await;
    let document: Value = serde_json::from_str(&body).unwrap();
    let id = secure.tenant.0.tenant();
    assert_eq!((status, &document["token_endpoint"]), (200, &json!(format!("{login}/{id}/oauth2/v2.0/token"))));
    assert_eq!(document["issuer"], format!("{login}/{id}/v2.0"));
    assert!(!body.contains(secure.tenant.0.base()), "the plain port is not mentioned: {body}");
    let by_address = discovery.replace("localhost", "127.0.0.1");
    assert_eq!(secure.call("GET", &by_address, "", b"").await.0, 200, "the certificate is good for the address, too");
    let plain = crate::support::call(
        "GET",
        &format!("{}/contoso.com/v2.0/.well-known/openid-configuration", secure.tenant.0.login()),
        &[],
        b"",
    )
    .await;
    assert!(plain.text().contains(secure.tenant.0.base()) && !plain.text().contains("https://localhost"), "as ever");
}

#[tokio::test]
async fn tokens_by_assertion_open_graph_at_the_root_and_at_the_plain_port() {
    let secure = Secure::start().await;
    let certificate = Certificate::rsa(2048);
    let body =
        json!({ "display_name": "App", "roles": ["SecurityAlert.Read.All"], "certificate": certificate.base64() });
    let app = secure.tenant.app_with(body).await;
    let (login, graph) = (secure.url("login"), secure.url("graph"));
    let endpoint = format!("{login}/{}/oauth2/v2.0/token", secure.tenant.0.tenant());
    let scope = format!("{graph}/.default");
    let mut answers = Vec::new();
    for audience in
        [endpoint.clone(), endpoint.replace("localhost", "127.0.0.1"), secure.tenant.token_url("contoso.com")]
    {
        let assertion = certificate.ps256(&Claims::correct(&app.id, &audience));
        let fields = form(&[
            ("grant_type", "client_credentials"),
            ("client_id", &app.id),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", &assertion),
            ("scope", &scope),
        ]);
        let kind = "content-type: application/x-www-form-urlencoded\r\n";
        answers.push(secure.call("POST", &endpoint, kind, &fields).await);
    }
    assert_eq!(
        answers.iter().map(|(status, _)| *status).collect::<Vec<_>>(),
        [200, 200, 401],
        "the port that was called"
    );
    let token: Value = serde_json::from_str(&answers[0].1).unwrap();
    let token = token["access_token"].as_str().unwrap();
    let head = format!("authorization: Bearer {token}\r\n");
    let (status, body) = secure.call("GET", &format!("{graph}/v1.0/security/alerts_v2?$top=2"), &head, b"").await;
    assert_eq!(status, 200, "{body}");
    assert!(body.contains(&format!("{graph}/v1.0/$metadata#")) && !body.contains(secure.tenant.0.base()));
    assert_eq!(secure.tenant.get(token, "/security/alerts_v2?$top=2").await.status, 200, "one audience for both ports");
    let journal = secure.tenant.control("GET", "/journal", json!({})).await.json();
    let paths: Vec<&str> =
        journal["entries"].as_array().unwrap().iter().map(|it| it["path"].as_str().unwrap()).collect();
    assert!(paths.contains(&"/graph/v1.0/security/alerts_v2"), "journaled like any other call: {paths:?}");
}
