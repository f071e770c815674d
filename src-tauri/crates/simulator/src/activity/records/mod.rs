//! Audit records: what a blob holds. Mostly an hour to an hour and a half old, some of them days, some in two blobs or
//! twice in one, and now and then a field with another type than usual.

mod directory;
mod dlp;
mod exchange;
mod general;
mod scene;
mod sharepoint;

use jiff::{SignedDuration, Timestamp};
use rand::Rng;
use serde_json::{Value, json};

pub(super) use dlp::SENSITIVE;
use scene::Scene;

use super::content::Blob;
use super::kind::Kind;
use crate::tenant::Tenant;

/// The records of a blob.
pub(super) fn of(tenant: &Tenant, blob: &Blob) -> Vec<Value> {
    let mut records = own(tenant, blob);
    let mut dice = tenant.generator.dice(&format!("repeats {}", blob.id()));
    if dice.random_bool(0.15) {
        let before = Blob::of(tenant, blob.kind, blob.bucket - 1);
        records.extend(before.and_then(|before| own(tenant, &before).into_iter().next()));
    }
    if dice.random_bool(0.1) {
        let again = records.first().cloned();
        records.extend(again);
    }
    records
}

/// The records that belong to this blob alone.
fn own(tenant: &Tenant, blob: &Blob) -> Vec<Value> {
    let mut scene = Scene::new(tenant, &format!("records {}", blob.id()));
    let count = scene.number(2, 12);
    (0..count).map(|_| record(&mut scene, blob)).collect()
}

fn record(scene: &mut Scene<'_>, blob: &Blob) -> Value {
    scene.cast();
    let age = match scene.chance(0.05) {
        true => scene.number(86_400, 8 * 86_400),
        false => scene.number(3600, 5400),
    };
    let at = blob.created.checked_sub(SignedDuration::from_secs(age)).unwrap_or(blob.created);
    let own = match blob.kind {
        Kind::Directory => directory::record(scene, at),
        Kind::Exchange => exchange::record(scene),
        Kind::SharePoint => sharepoint::record(scene),
        Kind::General => general::record(scene, at),
        Kind::Dlp => dlp::record(scene),
    };
    let mut record = common(scene, at);
    if let (Some(record), Value::Object(own)) = (record.as_object_mut(), own) {
        record.extend(own);
    }
    odd(scene, &mut record);
    record
}

/// The fields that all records have.
fn common(scene: &mut Scene<'_>, at: Timestamp) -> Value {
    let mut time = at.strftime("%Y-%m-%dT%H:%M:%S").to_string();
    match scene.number(0, 1000) {
        0 => time.push('Z'),
        1 => time.push_str(".0839373Z"),
        _ => {}
    }
    json!({
        "CreationTime": time,
        "Id": scene.id(),
        "Operation": null,
        "OrganizationId": scene.tenant_id(),
        "RecordType": null,
        "UserKey": scene.person.id,
        "UserType": 0,
        "Version": 1,
        "Workload": null,
        "UserId": scene.person.upn,
    })
}

/// Types that change, now and then.
fn odd(scene: &mut Scene<'_>, record: &mut Value) {
    if !scene.chance(0.04) {
        return;
    }
    let names: &[&str] =
        &["RecordType", "UserType", "Version", "LogonType", "Parameters", "ExtendedProperties", "ExternalAccess"];
    let name = scene.one(names);
    let changed = match record.get(name) {
        Some(Value::Number(number)) => Some(json!(number.to_string())),
        Some(Value::Bool(flag)) => Some(json!(if *flag { "True" } else { "False" })),
        Some(list @ Value::Array(_)) => Some(json!(list.to_string())),
        _ => None,
    };
    if let Some(changed) = changed {
        record[name] = changed;
    }
}
