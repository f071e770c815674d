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
use domain::ids::ClientId;
use domain::permissions::PermissionKind;
use domain::{Code, Outcome, Problem};
use microsoft::{AppRegistration, CredentialPolicy, Directory, ServicePrincipal};
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

/// Why an id names no app: the Object ID stands beside it in the portal, and is taken for it.
pub(super) async fn why_no_app(directory: &Directory, typed: &ClientId) -> Outcome<Box<Problem>> {
    Ok(match directory.application_with_object_id(typed.as_str()).await? {
        Some(app) => {
            let message = format!(
                "{typed} is the Object ID of \u{201c}{}\u{201d}; its Application (client) ID is {}.",
                app.display_name, app.app_id
            );
            Problem::new(Code::ObjectIdInstead, message)
        }
        None => {
            let message = format!("The tenant has no app with the Application (client) ID {typed}.");
            Problem::new(Code::AppUnknown, message)
        }
    })
}
