//! A certificate authority for one run and its one certificate, for `localhost` and 127.0.0.1.

use std::error::Error;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
};
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// What the server needs, and the authority's certificate in PEM form. The authority's key is forgotten here.
pub(super) fn make() -> Result<(ServerConfig, String), Box<dyn Error + Send + Sync>> {
    let mut authority = CertificateParams::new(Vec::new())?;
    authority.distinguished_name.push(DnType::CommonName, "Simulated tenant (this computer, this run)");
    authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    // Far enough for every clock that a test may set; the key does not outlive the process.
    (authority.not_before, authority.not_after) = (rcgen::date_time_ymd(2020, 1, 1), rcgen::date_time_ymd(2049, 1, 1));
    let key = KeyPair::generate()?;
    let certificate = authority.self_signed(&key)?;
    let issuer = Issuer::new(authority, key);

    let mut server = CertificateParams::new(vec!["localhost".to_owned(), "127.0.0.1".to_owned()])?;
    server.distinguished_name.push(DnType::CommonName, "localhost");
    server.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    server.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    // Python's strict verification wants it.
    server.use_authority_key_identifier_extension = true;
    (server.not_before, server.not_after) = (rcgen::date_time_ymd(2020, 1, 1), rcgen::date_time_ymd(2049, 1, 1));
    let server_key = KeyPair::generate()?;
    let chain = vec![server.signed_by(&server_key, &issuer)?.der().clone()];
    let private = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(server_key.serialize_der()));
    // Named here, so that another library's choice of provider in the same process does not matter.
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, private)?;
    Ok((config, certificate.pem()))
}
