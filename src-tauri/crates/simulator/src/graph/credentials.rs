//! Keys and secrets of an application. A list of keys replaces the whole collection: entries without key bytes must be
//! ones that exist, entries with key bytes are new certificates and are read as such.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::{Span, Timestamp, tz::TimeZone};
use serde_json::{Value, json};

use super::{GraphProblem, app_policy, caller};
use crate::tenant::{ApplicationKey, Certificate, KeyCredential, PasswordCredential, Tenant};
use crate::wire::{Fields, Query, Reply, Visit};

/// Characters of a secret.
const SECRET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";

/// Reads a new collection of keys for an application that had some.
pub(crate) fn read_keys(
    tenant: &Tenant,
    items: Vec<Value>,
    had: &[KeyCredential],
) -> Result<Vec<KeyCredential>, GraphProblem> {
    let keys: Result<Vec<_>, _> = items.into_iter().map(|item| read_key(tenant, item, had)).collect();
    let keys = keys?;
    for (index, key) in keys.iter().enumerate() {
        if keys[..index].iter().any(|other| other.key_id == key.key_id) {
            return Err(invalid_key(&format!("key id '{}' appears twice", key.key_id)));
        }
    }
    Ok(keys)
}

fn invalid_key(why: &str) -> GraphProblem {
    GraphProblem::new(400, "KeyCredentialsInvalidValue", format!("Key credential is invalid: {why}."))
}

pub(crate) fn read_key(tenant: &Tenant, item: Value, had: &[KeyCredential]) -> Result<KeyCredential, GraphProblem> {
    let mut fields = Fields::nested(item, "keyCredential")?;
    for (name, wanted) in [("type", "AsymmetricX509Cert"), ("usage", "Verify")] {
        let found = fields.require_text(name)?;
        if found != wanted {
            return Err(invalid_key(&format!("{name} '{found}' is not '{wanted}'")));
        }
    }
    let key = fields.take_text("key")?;
    let key_id = fields.take_text("keyId")?;
    let custom = fields.take_text("customKeyIdentifier")?;
    let display_name = fields.take_text("displayName")?;
    let (start, end) = (fields.take_time("startDateTime")?, fields.take_time("endDateTime")?);
    fields.finish()?;
    let Some(key) = key else {
        let known = key_id.and_then(|id| had.iter().find(|key| key.key_id.eq_ignore_ascii_case(&id)));
        let known =
            known.ok_or_else(|| invalid_key("an entry without key bytes must carry the keyId of an existing key"))?;
        if custom.is_some_and(|custom| custom != known.custom_key_identifier) {
            return Err(invalid_key("the customKeyIdentifier of an existing key cannot change"));
        }
        return Ok(KeyCredential {
            display_name: display_name.or_else(|| known.display_name.clone()),
            ..known.clone()
        });
    };
    let key = new_key(tenant, &key, (start, end))?;
    app_policy::check_certificate(tenant, key.start, key.end)?;
    if let Some(same) = had.iter().find(|old| Some(&old.key_id) == key_id.as_ref()) {
        let unchanged = same.der == key.der;
        return if unchanged {
            Ok(same.clone())
        } else {
            Err(invalid_key("the bytes of an existing key cannot change"))
        };
    }
    Ok(KeyCredential {
        key_id: key_id.unwrap_or(key.key_id),
        custom_key_identifier: custom.unwrap_or(key.custom_key_identifier),
        display_name: display_name.or(key.display_name),
        ..key
    })
}

/// A key from base64 DER; dates default to the certificate's and must lie within them.
pub(crate) fn new_key(
    tenant: &Tenant,
    base64_der: &str,
    dates: (Option<Timestamp>, Option<Timestamp>),
) -> Result<KeyCredential, GraphProblem> {
    let der = STANDARD.decode(base64_der).map_err(|_| invalid_key("the key is not base64"))?;
    let certificate = Certificate::read(&der).map_err(|why| invalid_key(&why))?;
    let (start, end) = (dates.0.unwrap_or(certificate.not_before), dates.1.unwrap_or(certificate.not_after));
    if end > certificate.not_after {
        return Err(invalid_key("the end date is later than the certificate's"));
    }
    if end <= tenant.clock.service() {
        return Err(invalid_key("the end date is in the past"));
    }
    if start >= end {
        return Err(invalid_key("the start date is not before the end date"));
    }
    Ok(KeyCredential {
        key_id: tenant.new_id(),
        display_name: Some(certificate.subject),
        custom_key_identifier: STANDARD.encode(&certificate.sha1),
        start,
        end,
        der,
        sha1: certificate.sha1,
        sha256: certificate.sha256,
        visible_at: tenant.visible_at(),
    })
}

/// A new secret.
pub(crate) fn new_secret(
    tenant: &Tenant,
    display_name: Option<String>,
    start: Timestamp,
    end: Timestamp,
) -> PasswordCredential {
    PasswordCredential {
        key_id: tenant.new_id(),
        display_name,
        secret: tenant.new_text(40, SECRET),
        start,
        end,
        visible_at: tenant.visible_at(),
    }
}

/// Two years later, the default life of a secret.
pub(crate) fn in_two_years(start: Timestamp) -> Timestamp {
    let later = start.to_zoned(TimeZone::UTC).checked_add(Span::new().years(2));
    later.map_or(start, |later| later.timestamp())
}

/// `addPassword`: the one time that a secret is shown.
pub(crate) fn add_password(visit: &mut Visit<'_>, key: ApplicationKey<'_>) -> Result<Reply, GraphProblem> {
    let caller = caller::identify(visit)?;
    caller.need_registration()?;
    Query::new(&visit.call.query).finish()?;
    let mut body = Fields::read(visit.call, "addPassword")?;
    let mut fields = match body.take("passwordCredential") {
        Some(value) => Fields::nested(value, "passwordCredential")?,
        None => Fields::nested(json!({}), "passwordCredential")?,
    };
    body.finish()?;
    let display_name = fields.take_text("displayName")?;
    let start = fields.take_time("startDateTime")?.unwrap_or_else(|| visit.tenant.clock.service());
    let end = fields.take_time("endDateTime")?.unwrap_or_else(|| in_two_years(start));
    fields.finish()?;
    if end <= start || end <= visit.tenant.clock.service() {
        return Err(GraphProblem::bad_directory_request(
            "The end date of the secret must be in the future and after its start.",
        ));
    }
    app_policy::check_secret(visit.tenant, start, end)?;
    let secret = new_secret(visit.tenant, display_name, start, end);
    let mut shown = secret.shown();
    shown["secretText"] = json!(secret.secret);
    shown["@odata.context"] =
        json!(format!("{}/graph/v1.0/$metadata#microsoft.graph.passwordCredential", visit.tenant.base));
    let mut directory = visit.tenant.directory.lock();
    let application = directory.application_mut(key).ok_or_else(|| GraphProblem::not_found(key.text()))?;
    caller.need_change_of(application)?;
    application.secrets.push(secret);
    Ok(Reply::graph(200, &shown))
}

/// `removePassword`.
pub(crate) fn remove_password(visit: &mut Visit<'_>, key: ApplicationKey<'_>) -> Result<Reply, GraphProblem> {
    let caller = caller::identify(visit)?;
    caller.need_registration()?;
    Query::new(&visit.call.query).finish()?;
    let mut body = Fields::read(visit.call, "removePassword")?;
    let key_id = body.require_text("keyId")?;
    body.finish()?;
    let mut directory = visit.tenant.directory.lock();
    let application = directory.application_mut(key).ok_or_else(|| GraphProblem::not_found(key.text()))?;
    caller.need_change_of(application)?;
    let before = application.secrets.len();
    application.secrets.retain(|secret| !secret.key_id.eq_ignore_ascii_case(&key_id));
    match application.secrets.len() < before {
        true => Ok(Reply::no_content()),
        false => {
            Err(GraphProblem::bad_directory_request(format!("No password credential found with keyId '{key_id}'.")))
        }
    }
}
