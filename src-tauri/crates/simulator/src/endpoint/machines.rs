//! `machines`: the tenant's devices with what the sensor says about them.

use rand::Rng;
use rand::seq::IndexedRandom;
use serde_json::{Value, json};

use super::filter::{Fields, Filter, Kind};
use super::page::{Page, entity};
use super::shape::seven;
use super::{EndpointProblem, admit};
use crate::generate::Machine;
use crate::tenant::Tenant;
use crate::wire::{Query, Reply, Visit};

/// One of these is enough to read.
pub(super) const READING: &[&str] = &["Machine.Read.All", "Machine.ReadWrite.All", "Machine.Read", "Machine.ReadWrite"];

/// What a filter may name.
const FIELDS: Fields = &[
    ("computerDnsName", Kind::Text),
    ("id", Kind::Text),
    ("version", Kind::Text),
    ("deviceValue", Kind::Text),
    ("aadDeviceId", Kind::Text),
    ("machineTags", Kind::Text),
    ("lastSeen", Kind::Time),
    ("exposureLevel", Kind::Text),
    ("onboardingStatus", Kind::Text),
    ("lastIpAddress", Kind::Text),
    ("healthStatus", Kind::Text),
    ("osPlatform", Kind::Text),
    ("riskScore", Kind::Text),
    ("rbacGroupId", Kind::Number),
];

/// `GET /api/machines`; when there is none, that is a 404.
pub(super) fn list(visit: &mut Visit<'_>) -> Result<Reply, EndpointProblem> {
    admit(visit, READING)?;
    let mut query = Query::new(&visit.call.query);
    let filter = Filter::parse(query.take("$filter")?.as_deref(), FIELDS)?;
    let page = Page::take(&mut query)?;
    query.finish()?;
    let tenant = visit.tenant;
    let machines = tenant.generator.world().machines.iter().map(|machine| shown(tenant, machine));
    let machines = machines.filter(|machine| filter.passes(&mut |field| machine[field].clone()));
    let mut machines = machines.peekable();
    if machines.peek().is_none() {
        return Err(EndpointProblem::new(404, "NotFound", "No machines were found."));
    }
    Ok(page.reply(visit, "Machines", machines))
}

/// `GET /api/machines/{id}`, by id or by name.
pub(super) fn single(visit: &mut Visit<'_>, id: &str) -> Result<Reply, EndpointProblem> {
    admit(visit, READING)?;
    Query::new(&visit.call.query).finish()?;
    let machine = find(visit.tenant, id).ok_or_else(|| EndpointProblem::not_found("Machine", id))?;
    Ok(entity(visit, 200, "Machines", machine))
}

/// The machine with this id or name.
pub(super) fn find(tenant: &Tenant, id: &str) -> Option<Value> {
    let all = tenant.generator.world().machines.iter();
    let named = |machine: &&Machine| {
        machine.mde_id.eq_ignore_ascii_case(id) || dns_name(tenant, machine).eq_ignore_ascii_case(id)
    };
    Some(shown(tenant, all.clone().find(named)?))
}

fn dns_name(tenant: &Tenant, machine: &Machine) -> String {
    format!("{}.corp.{}", machine.name.to_lowercase(), tenant.generator.world().domain)
}

/// What only the sensor knows is invented from the machine's id, so it stays the same.
fn shown(tenant: &Tenant, machine: &Machine) -> Value {
    let mut dice = tenant.generator.dice(&format!("machine {}", machine.mde_id));
    let anchor = tenant.clock.anchor();
    let health =
        ["Active", "Active", "Active", "Active", "Active", "Inactive", "ImpairedCommunication", "NoSensorData"];
    let health = health.choose(&mut dice).copied().unwrap_or("Active");
    let seen_hours = if health == "Active" { dice.random_range(0.0..24.0) } else { dice.random_range(200.0..600.0) };
    let inside = format!("192.0.2.{}", machine.host);
    let mac: String = (0..6).map(|_| format!("{:02X}", dice.random_range(0..256))).collect();
    let group = dice.random_range(1..90);
    let first = anchor.plus_seconds(-dice.random_range(3.0e6..6.0e7));
    json!({
        "id": machine.mde_id,
        "computerDnsName": dns_name(tenant, machine),
        "firstSeen": seven(&json!(first.to_string())),
        "lastSeen": seven(&json!(anchor.plus_seconds(-seen_hours * 3600.0).to_string())),
        "osPlatform": machine.os,
        "osVersion": null,
        "osProcessor": "x64",
        "version": machine.version,
        "lastIpAddress": inside,
        "lastExternalIpAddress": "198.51.100.7",
        "osArchitecture": if dice.random_bool(0.95) { "64-bit" } else { "32-bit" },
        "osBuild": machine.build,
        "healthStatus": health,
        "deviceValue": (["Normal", "Normal", "Normal", "Low", "High"].choose(&mut dice)),
        "rbacGroupId": group,
        "rbacGroupName": if machine.is_server { "Servers" } else { "Workstations EU" },
        "riskScore": (["None", "None", "Informational", "Low", "Medium", "High"].choose(&mut dice)),
        "exposureLevel": (["None", "Low", "Medium", "High"].choose(&mut dice)),
        "aadDeviceId": if dice.random_bool(0.8) { json!(machine.entra_id) } else { Value::Null },
        "machineTags": if dice.random_bool(0.2) { json!(["crown jewels"]) } else { json!([]) },
        "onboardingStatus": "Onboarded",
        "ipAddresses": [
            { "ipAddress": inside, "macAddress": mac, "type": "Ethernet", "operationalStatus": "Up" },
            { "ipAddress": "fe80::1c2b:3aff:fe4d:5e6f", "macAddress": mac, "type": "Ethernet", "operationalStatus": "Up" },
        ],
    })
}
