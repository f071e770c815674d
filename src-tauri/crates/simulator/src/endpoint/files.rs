//! `files`: what is known about a file by its hash. A file is known when an alert of the tenant showed it.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::page::{Page, entity};
use super::{EndpointProblem, admit, alerts, machines, shape};
use crate::wire::{Query, Reply, Visit};

/// One of these is enough to read.
pub(super) const READING: &[&str] = &["File.Read.All"];

/// How many of the newest alerts are looked through for a hash.
const LOOKED_THROUGH: usize = 3000;

/// `GET /api/files/{hash}`.
pub(super) fn single(visit: &mut Visit<'_>, hash: &str) -> Result<Reply, EndpointProblem> {
    admit(visit, READING)?;
    Query::new(&visit.call.query).finish()?;
    check(hash)?;
    let found = holders(visit, hash).find_map(|graph| showing(&graph, hash).cloned());
    let evidence = found.ok_or_else(|| EndpointProblem::not_found("File", hash))?;
    Ok(entity(visit, 200, "Files", shown(visit, &evidence)))
}

/// `GET /api/files/{hash}/alerts`.
pub(super) fn alerts(visit: &mut Visit<'_>, hash: &str) -> Result<Reply, EndpointProblem> {
    admit(visit, &["Alert.Read.All", "Alert.ReadWrite.All", "Alert.Read", "Alert.ReadWrite"])?;
    let page = page(visit)?;
    check(hash)?;
    Ok(page.reply(visit, "Alerts", holders(visit, hash).map(|graph| shape::alert(&graph, false))))
}

/// `GET /api/files/{hash}/machines`.
pub(super) fn machines(visit: &mut Visit<'_>, hash: &str) -> Result<Reply, EndpointProblem> {
    admit(visit, machines::READING)?;
    let page = page(visit)?;
    check(hash)?;
    let tenant = visit.tenant;
    let machines = holders(visit, hash).filter_map(|graph| {
        let device = shape::of_type(&graph, ".deviceEvidence")?;
        machines::find(tenant, device["mdeDeviceId"].as_str()?)
    });
    Ok(page.reply(visit, "Machines", machines))
}

fn page(visit: &Visit<'_>) -> Result<Page, EndpointProblem> {
    let mut query = Query::new(&visit.call.query);
    let page = Page::take(&mut query)?;
    query.finish()?;
    Ok(page)
}

fn check(hash: &str) -> Result<(), EndpointProblem> {
    let is_hash = [40, 64].contains(&hash.len()) && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hash { Ok(()) } else { Err(EndpointProblem::input("A SHA-1 or SHA-256 hash is expected.")) }
}

/// The alerts whose evidence has the file.
fn holders<'a>(visit: &'a Visit<'_>, hash: &'a str) -> impl Iterator<Item = Value> + 'a {
    let tenant = visit.tenant;
    let views = alerts::rows(tenant).into_iter().take(LOOKED_THROUGH).map(|row| alerts::graph_view(tenant, &row));
    views.filter(move |graph| showing(graph, hash).is_some())
}

/// The evidence that has the file.
fn showing<'a>(graph: &'a Value, hash: &str) -> Option<&'a Value> {
    let is_it = |details: &Value| {
        ["sha1", "sha256"].iter().any(|name| details[name].as_str().is_some_and(|it| it.eq_ignore_ascii_case(hash)))
    };
    graph["evidence"].as_array()?.iter().find(|it| is_it(&it["fileDetails"]) || is_it(&it["imageFile"]))
}

/// The file of a piece of evidence.
pub(super) fn shown(visit: &Visit<'_>, evidence: &Value) -> Value {
    let details = if evidence["fileDetails"].is_object() { &evidence["fileDetails"] } else { &evidence["imageFile"] };
    let dice = Sha256::digest(details["sha1"].as_str().unwrap_or("").as_bytes());
    let signed = !details["signer"].is_null();
    let anchor = visit.tenant.clock.anchor();
    let days = |die: u8, scale: f64| shape::seven(&json!(anchor.plus_seconds(-f64::from(die) * scale).to_string()));
    let (kind, value) = match (evidence["verdict"].as_str(), dice[0] % 3) {
        (Some("malicious"), _) => ("Malware", json!("Trojan:Win32/Wacatac.B!ml")),
        (_, 0) => ("Clean", Value::Null),
        (_, 1) => ("Pua", json!("PUA:Win32/Presenoker")),
        _ => ("Unknown", Value::Null),
    };
    json!({
        "sha1": details["sha1"],
        "sha256": details["sha256"],
        "globalPrevalence": u32::from(dice[1]) * u32::from(dice[2]),
        "globalFirstObserved": days(dice[3], 1.0e6),
        "globalLastObserved": days(dice[4], 900.0),
        "size": details["fileSize"],
        "fileType": null,
        "isPeFile": details["fileName"].as_str().is_some_and(|name| name.ends_with(".exe") || name.ends_with(".dll")),
        "filePublisher": details["filePublisher"],
        "fileProductName": null,
        "signer": details["signer"],
        "issuer": details["issuer"],
        "signerHash": signed.then(|| dice.iter().take(20).map(|byte| format!("{byte:02x}")).collect::<String>()),
        "isValidCertificate": signed.then_some(dice[5] > 40),
        "determinationType": kind,
        "determinationValue": value,
    })
}
