//! The steps that change the tenant. Each finds what is there before it makes anything, keeps what it made at once, and reads back.

mod application;
mod consent;
mod ground;
mod parts;
mod principal;

pub(crate) use application::{access, application};
pub(crate) use consent::consent;
pub(crate) use ground::check;
pub(crate) use principal::{principal, roles};

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::cloud::Api;
use domain::permissions::PermissionKind;
use microsoft::{AppRegistration, CredentialPolicy, ServicePrincipal};
use std::collections::BTreeMap;

/// What the steps stand on: the tenant's own list of permissions, its rules, and the app that exists already.
pub(crate) struct Ground {
    pub(crate) policy: CredentialPolicy,
    apis: BTreeMap<Api, ServicePrincipal>,
    existing: Option<AppRegistration>,
}

/// The id of a permission in the tenant's own list.
pub(super) fn id_of<'a>(principal: &'a ServicePrincipal, kind: PermissionKind, value: &str) -> Option<&'a str> {
    match kind {
        PermissionKind::Application => principal.role_id(value),
        PermissionKind::Delegated => principal.scope_id(value),
    }
}

/// The bytes of a certificate as it is kept.
pub(super) fn der_of(base64: &str) -> Vec<u8> {
    BASE64.decode(base64).unwrap_or_default()
}

/// The bytes of a thumbprint in hex.
pub(super) fn bytes_of(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> =
        hex.bytes().filter_map(|byte| char::from(byte).to_digit(16)).map(|digit| digit as u8).collect();
    digits.chunks_exact(2).map(|pair| pair[0] * 16 + pair[1]).collect()
}
